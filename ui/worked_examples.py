"""The rules of comparison in words, each with an example worked out from the figures of the snapshot."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from math import inf
from typing import Any

import pandas as pd
import streamlit as st

from ui import depth, formats
from ui.heat_cards import FEWEST
from ui.screen import Screen
from ui.screen import tell as note_shown
from ui.target_cards import target_text
from ui.texts import coded, language, t
from ui.told import Remark

Row = Mapping[str, Any]


def draw(screen: Screen) -> None:
    """Every rule with its example; where the data holds no case, that is said."""
    found = depth.of_scope(screen.answers, "examples", screen.scope)
    items = []
    for rule, tell in TOLD.items():
        rows = peers_case(screen) if rule == "peers" else found.get(rule, [])
        example = tell(screen, rows) if rows else t("rules.no_example")
        plain = html.unescape(re.sub(r"<[^>]*>", "", example))
        note_shown(Remark(f"{t(f'rules.{rule}.text')} {t('rules.example')} {plain}", t(f"rules.{rule}")))
        items.append(
            f'<section class="ud-rule" id="quy-tac-{rule}"><h3>{formats.escape(t(f"rules.{rule}"))}</h3>'
            f"<p>{formats.escape(t(f'rules.{rule}.text'))}</p>"
            f'<p class="ud-example"><b>{formats.escape(t("rules.example"))}</b> {example}</p></section>'
        )
    st.html("".join(items))


def _link(screen: Screen, branch_id: Any, name: Any) -> str:
    href = formats.escape(screen.profile_link(str(branch_id)))
    return f'<a href="{href}" target="_self">{formats.escape(name)}</a>'


def _metric(row: Row, prefix: str = "metric") -> str:
    return formats.escape(row[f"{prefix}_{language()}"])


def _amount(row: Row, prefix: str = "", unit: str = "") -> str:
    unit = unit or str(row.get("unit") or "")
    low, high = row.get(f"{prefix}low", row[f"{prefix}value"]), row.get(f"{prefix}high", row[f"{prefix}value"])
    about = bool(row.get(f"{prefix}is_approximate") or False)
    text = formats.bounded(row[f"{prefix}value"], low, high, about, unit)
    return formats.escape(text if unit in ("vnd", "percent", "") else f"{text} {t(f'unit.{unit}')}")


def _period(period: Any) -> str:
    return formats.escape(t("sentence.year" if str(period).isdigit() else "sentence.term", period=str(period)))


def _dated(row: Row) -> str:
    return formats.escape(formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"]))


def _interval(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    total = formats.bounded(row["sum_low"], row["sum_low"], inf, unit=row["unit"])
    return t(
        "rules.interval.example",
        metric=_metric(row),
        period=_period(row["period"]),
        exact=_link(screen, row["exact_id"], row["exact_name"]),
        exact_value=_amount(row, "exact_"),
        open=_link(screen, row["open_id"], row["open_name"]),
        open_value=_amount(row, "open_"),
        total=formats.escape(total),
    )


def _ratio(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    numbers = {n: formats.escape(formats.quantity(row[n], "percent")) for n in ("median", "lowest", "highest")}
    return t(
        "rules.ratio.example",
        metric=_metric(row),
        period=_period(row["period"]),
        n=formats.number(row["branches"], 0),
        tier=formats.escape(coded("tier.short", str(row["tier"]))),
        **numbers,
    )


def _head_count(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.head_count.example",
        metric=_metric(row),
        period=_period(row["period"]),
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        value=_amount(row),
        day=formats.day(row["counted_on"]),
    )


def _term(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.term.example",
        first=_link(screen, row["first_id"], row["first_name"]),
        first_term=f"{row['first_from']}–{row['first_to']}",
        second=_link(screen, row["second_id"], row["second_name"]),
        second_term=f"{row['second_from']}–{row['second_to']}",
        cycle=formats.escape(row["cycle"]),
        congress=formats.escape(row["national_congress"]),
    )


def _tiers(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.tiers.example",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        metric=_metric(row),
        period=_period(row["period"]),
        value=_amount(row),
        n=formats.number(row["branches"], 0),
        below=_amount(row, "below_"),
    )


def _lending(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.lending.example",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        period=_period(row["period"]),
        spent=_metric(row, "spent"),
        value=_amount(row, unit="vnd"),
        apart=_metric(row, "apart"),
        apart_value=_amount(row, "apart_", unit="vnd"),
    )


def _per_member(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    money = row["unit"] == "vnd"
    rate = formats.money(round(row["rate"])) if money else formats.number(row["rate"])
    return t(
        "rules.per_member.example.vnd" if money else "rules.per_member.example.count",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        metric=_metric(row),
        period=_period(row["period"]),
        value=_amount(row),
        members=formats.number(row["members"], 0),
        day=formats.day(row["counted_on"]),
        rate=formats.escape(rate),
    )


def _zero(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.zero.example",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        metric=_metric(row),
        period=_dated(row),
        reported=formats.number(row["reported"], 0),
        in_view=formats.number(row["in_view"], 0),
        silent=formats.number(row["in_view"] - row["reported"], 0),
        tier=formats.escape(coded("tier.short", str(row["tier"]))),
    )


def _peers(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.peers.example",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        metric=formats.escape(row["metric"]),
        value=_amount(row),
        percent=formats.escape(formats.quantity(float(formats.number(row["peer_percentile"], 0)), "percent")),
        n=formats.number(row["peers"], 0),
        group=formats.escape(t(f"compare.group.{row['peer_group']}")),
        median=formats.escape(formats.quantity(row["peer_median"], str(row["unit"]))),
    )


def peers_case(screen: Screen) -> list[Row]:
    """A branch in the middle of the members' ranking of the current filter, with its peers."""
    frame = depth.positions(screen.answers, screen.view, ("members_total",), "value")
    frame = frame[(frame["peers"] + 1 >= FEWEST) & (frame["low"] == frame["high"])]
    if frame.empty:
        return []
    metric = screen.answers.metrics()["members_total"]
    row = frame.iloc[len(frame) // 3].to_dict()
    return [
        {**{str(k): v for k, v in row.items()}, "unit": metric.unit, "metric": getattr(metric, f"name_{language()}")}
    ]


def _targets(screen: Screen, rows: list[Row]) -> str:
    items = []
    for row in rows:
        items.append(
            t(
                "rules.targets.case",
                state=formats.escape(t(f"state.{row['status']}")),
                branch=_link(screen, row["branch_id"], row["name_vi"]),
                metric=_metric(row),
                period=_dated(row),
                aim=formats.escape(target_text(row)),
                result=_amount(row, "result_") if not formats.is_missing(row["result_value"]) else t("missing.short"),
            )
        )
    return "; ".join(items) + "."


def _conflict(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    values = "; ".join(
        t(
            "rules.conflict.value",
            value=_amount(r),
            publisher=formats.escape(r["publisher"] or t("source.unnamed")),
            day=formats.day(r["published_on"]),
            used=t("rules.conflict.used") if r["is_used"] else "",
        )
        for r in rows
    )
    return t(
        "rules.conflict.example" if row["has_conflict"] else "rules.conflict.agree",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        metric=_metric(row),
        period=_dated(row),
        values=values,
    )


def _province(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.province.example",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        before=formats.escape(row["before"]),
        since=formats.escape(row["since"]),
        n=formats.number(row["not_separable"], 0),
    )


def _doubt(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    branch = _link(screen, row["branch_id"], row["name_vi"])
    return t("rules.doubt.example", branch=branch, message=formats.escape(row[f"message_{language()}"]))


def _proposed(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    branch = _link(screen, row["branch_id"], row["name_vi"])
    return t("rules.proposed.example", branch=branch, metric=_metric(row), period=_dated(row), value=_amount(row))


def _successor(screen: Screen, rows: list[Row]) -> str:
    row = rows[0]
    return t(
        "rules.successor.example",
        branch=_link(screen, row["branch_id"], row["name_vi"]),
        day=formats.day(pd.Timestamp(row["active_to"])),
        heir=_link(screen, row["heir_id"], row["heir_name"]),
    )


TOLD: dict[str, Callable[[Screen, list[Row]], str]] = {
    "interval": _interval,
    "ratio": _ratio,
    "head_count": _head_count,
    "term": _term,
    "tiers": _tiers,
    "lending": _lending,
    "per_member": _per_member,
    "zero": _zero,
    "peers": _peers,
    "targets": _targets,
    "conflict": _conflict,
    "province": _province,
    "successor": _successor,
    "proposed": _proposed,
    "doubt": _doubt,
}
