"""Targets in depth: results against aims, the pace of what is running, attainment by place, the coming term's aims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from comparison.aims import AimRows
from comparison.answers import Targets
from comparison.pace import AttainmentBy, NextTerm, Pace
from comparison.running import PACES
from ui import formats, theme
from ui.alternatives import counted
from ui.cards import Card
from ui.figures.bullets import Bullet, bullets
from ui.figures.states import state_groups, state_label
from ui.rows import Later, in_order, mappings, picked
from ui.screen import Screen, no_province, period_words
from ui.tables import Column, Table, in_vietnamese
from ui.target_cards import (
    aim_of,
    group_words,
    metric_text,
    result_text,
    target_columns,
    target_period,
    target_text,
    with_groups,
)
from ui.target_rows import TargetRows, turns
from ui.texts import coded, t, tn
from ui.url import Filters

MOST_BULLETS = 16
MOST_GROUPS = 12
PACE_SHAPES = {"behind": "▼", "open": "◐", "ahead": "▲", "unknown": "○"}
PACE_STATES = {"behind": "not_met", "open": "undecided", "ahead": "met", "unknown": "no_result"}
JUDGED = ("not_met", "undecided", "met")
_PACE_PLACES = np.array([list(PACE_SHAPES).index(pace) for pace in PACES])


def aim_text(row: Mapping[Any, Any], width: int = 27) -> str:
    """The metric and the aim in one line."""
    return f"{formats.shorten(metric_text(row), width)} {aim_of(row)}"


def _share(part: Any, aim: float) -> float:
    return 100.0 * float(part) / aim


def _most(rows: pd.DataFrame, chosen: tuple[str, ...], order: np.ndarray | None = None) -> pd.DataFrame:
    """The rows a chart has room for: those of chosen branches first, then in the order given."""
    places = np.arange(len(rows)) if order is None else order
    if chosen:
        is_chosen = rows["branch_id"].isin(chosen).to_numpy()[places]
        places = np.concatenate([places[is_chosen], places[~is_chosen]])
    return rows.iloc[places[:MOST_BULLETS]]


def _others(hidden: int, is_by_year: bool = False) -> list[str]:
    return [tn(turns("bullets.others", is_by_year), hidden, n=formats.number(hidden, 0))] if hidden > 0 else []


def results_card(
    screen: Screen,
    rows: TargetRows,
    key: str = "results",
    title: str = "",
    groups: Mapping[Any, str] | None = None,
) -> Card | None:
    """Judged targets: how much of the aim was reached; those missed by most first. None where nothing was judged.
    `groups` are whom targets are set for, where they are known already (see `group_words`)."""
    frame, state = rows.frame, rows.ranks(JUDGED)
    judged = np.flatnonzero((state >= 0) & (frame["value"] > 0) & frame["result_low"].notna())
    if not len(judged):
        return None
    value = frame["result_value"].fillna(frame["result_low"])
    # The answer comes in the order of names: so do equal shares.
    judged = judged[in_order([state[judged], (100.0 * value / frame["value"]).iloc[judged]])]
    shown = _most(frame, screen.filters.branch_ids, judged)
    shown = with_groups(shown, group_words(rows) if groups is None else groups).assign(result=value)
    drawn = [_result(r, screen.colours, rows.is_by_year) for r in mappings(shown)]
    there = {name: int((state[judged] == n).sum()) for n, name in enumerate(JUDGED)}
    met = there["met"]
    told = {"met": formats.number(met, 0), "judged": formats.number(len(judged), 0)}
    words = [tn(turns("bullets.subtitle", rows.is_by_year), len(judged), **told)]
    return Card(
        key=key,
        title=title or t("bullets.title", period=period_words(screen.filters)),
        subtitle=" · ".join(words + _others(len(judged) - len(shown), rows.is_by_year)),
        figure=screen.drawn(key, lambda: bullets(drawn, screen.colours, t("bullets.aim"), screen.profile_link)),
        alt=tn(turns("alt.bullets", rows.is_by_year), len(judged), **told),
        table=Table(target_columns(), Later(frame, judged)),
        source_ids=rows.source.among(judged),
        legend=tuple((screen.colours.states[s], state_label(s)) for s in JUDGED if there[s]),
        foot=t("bullets.foot"),
    )


def _result(row: Mapping[Any, Any], colours: theme.Palette, is_by_year: bool) -> Bullet:
    state, aim = str(row["status"]), float(row["value"])
    # One target judged in several years would read as several targets.
    is_one_of_several = is_by_year and row["period_kind"] == "year" and row["target_period_kind"] != "year"
    words = t("bullets.of_year", aim=aim_text(row), year=target_period(row)) if is_one_of_several else aim_text(row)
    return Bullet(
        branch_id=str(row["branch_id"]),
        name=str(row["name_vi"]),
        aim=words,
        value=_share(row["result"], aim),
        low=_share(row["result_low"], aim),
        high=_share(row["result_high"], aim),
        is_approximate=bool(row["result_is_approximate"]),
        text=f"{theme.STATE_SHAPES[state]} {result_text(row)}",
        tint=colours.states[state],
    )


def pace_card(screen: Screen, answer: Pace) -> Card | None:
    """Running targets: share of the aim reached against share of the time gone. None where none is running."""
    if not len(answer):
        return None
    share, state = answer["reached_pct"], _PACE_PLACES[answer["pace_at"]]
    order = in_order([state, share])
    known = order[~np.isnan(share[order])]
    shown = answer.part(_first(answer, known, screen.filters.branch_ids))
    metrics = screen.answers.metrics()
    rows = [_running(r, metrics, screen.colours) for r in mappings(shown)]
    there = np.bincount(state, minlength=len(PACE_SHAPES))
    unknown = int(there[list(PACE_SHAPES).index("unknown")])
    as_of = formats.day(screen.answers.snapshot_info()["as_of"])
    count, drawn = formats.number(len(answer), 0), formats.number(len(known), 0)
    words = [tn("pace.subtitle", len(answer), day=as_of, known=drawn, all=count)]
    labels = [pace_label(pace) for pace, n in zip(PACE_SHAPES, there, strict=True) for _ in range(n)]
    return Card(
        key="pace",
        title=t("pace.title"),
        subtitle=" · ".join(words + _others(len(known) - len(shown))),
        figure=screen.drawn("pace", lambda: bullets(rows, screen.colours, t("bullets.aim"), screen.profile_link))
        if rows
        else None,
        alt=t("alt.pace", known=drawn, all=count, counts=counted(labels)),
        table=Table(_pace_columns(), _later(answer, order)),
        source_ids=answer.source_ids(),
        notes=answer.notes if rows else (),
        legend=tuple(
            (screen.colours.states[PACE_STATES[pace]], pace_label(pace))
            for n, pace in enumerate(PACE_SHAPES)
            if (state[known] == n).any()
        ),
        foot=tn("pace.foot", unknown, n=formats.number(unknown, 0)),
    )


def _first(answer: AimRows, order: np.ndarray, chosen: tuple[str, ...]) -> np.ndarray:
    """The rows a chart has room for, by their numbers: those of chosen branches first, then in the order given."""
    is_chosen = answer.is_of(chosen)[order]
    return np.concatenate([order[is_chosen], order[~is_chosen]])[:MOST_BULLETS]


def _later(answer: AimRows, order: np.ndarray) -> Later:
    """All rows in an order, put together where they are shown."""
    return Later(pd.DataFrame({"row": order}), None, lambda asked: answer.part(asked["row"].to_numpy()))


def pace_label(pace: str) -> str:
    """A pace with its shape and its name."""
    return f"{PACE_SHAPES[pace]} {t(f'pace.{pace}')}"


def _running(row: Mapping[Any, Any], metrics: Mapping[str, Any], colours: theme.Palette) -> Bullet:
    aim, pace = float(row["value"]), str(row["pace"])
    adds_up = metrics[str(row["metric_id"])].measure == "flow" and row["cadence"] != "at_end"
    return Bullet(
        branch_id=str(row["branch_id"]),
        name=str(row["name_vi"]),
        aim=aim_text(row),
        value=_share(row["reached_value"], aim),
        low=_share(row["reached_low"], aim),
        high=_share(row["reached_high"], aim),
        is_approximate=bool(row["reached_is_approximate"]),
        text=f"{PACE_SHAPES[pace]} {reached_text(row)}",
        tint=colours.states[PACE_STATES[pace]],
        mark=float(row["time_gone_pct"]) if adds_up else None,
    )


def reached_text(row: Mapping[Any, Any]) -> str:
    """What has been reached so far, with its bounds."""
    about = bool(row.get("reached_is_approximate") or False)
    return formats.bounded(row["reached_value"], row["reached_low"], row["reached_high"], about, str(row["unit"]))


def _pace_columns() -> tuple[Column, ...]:
    return (
        Column("name_vi", t("column.branch"), "branch"),
        Column("metric_id", t("column.metric"), show=metric_text),
        Column("value", t("targets.column.target"), "number", show=target_text),
        Column("reached_value", t("pace.column.reached"), "number", show=reached_text),
        Column("reached_basis", t("pace.column.basis"), show=_basis),
        Column("reached_pct", t("pace.column.pct"), "number", digits=0),
        Column("time_gone_pct", t("pace.column.time"), "number", digits=0),
        Column("pace", t("pace.column.pace"), "state", show=lambda r: pace_label(str(r["pace"]))),
        Column("period_end", t("pace.column.end"), "date"),
    )


def _basis(row: Mapping[Any, Any]) -> str:
    basis = row.get("reached_basis")
    if formats.is_missing(basis):
        return formats.MISSING
    years = row.get("years_known")
    return t(f"pace.basis.{basis}", n=formats.number(None if formats.is_missing(years) else float(years or 0), 0))


def groups_card(screen: Screen, answer: AttainmentBy, by: str) -> Card | None:
    """States by province or sector; None with fewer than two groups or where nothing was judged."""
    frame = answer.frame
    judged = frame[frame["status"].isin(["met", "not_met"])]["targets"].sum() if len(frame) else 0
    if not judged or frame["group"].nunique() < 2:
        return None
    named = frame["group"].map(lambda g: _group_name(str(g), by, screen.filters))
    rows = frame.assign(group=named, text=[_met_of_judged(r) for r in mappings(frame)])
    rows = rows.sort_values(["targets_in_group", "group"], ascending=[False, True], kind="stable", key=in_vietnamese)
    first = list(dict.fromkeys(rows["group"]))[:MOST_GROUPS]
    shown = rows[rows["group"].isin(first)]
    hidden = rows["group"].nunique() - len(first)
    words = [t("groups.subtitle"), *([tn("groups.others", hidden, n=formats.number(hidden, 0))] if hidden else [])]
    return Card(
        key=f"states_by_{by}",
        title=t(f"groups.title.{by}", period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        figure=screen.drawn(f"states_by_{by}", lambda: state_groups(shown, screen.colours)),
        alt=_groups_alt(rows),
        table=Table(
            (
                Column("group", t("column.province") if by == "province" else t("filter.sectors")),
                Column("status", t("targets.column.state"), "state", show=lambda r: state_label(str(r["status"]))),
                Column("targets", t("targets.column.count.turns"), "count", shade=True),
            ),
            rows[rows["targets"] > 0],
        ),
        legend=tuple((screen.colours.states[s], state_label(s)) for s in theme.STATES if s in set(shown["status"])),
    )


def _groups_alt(rows: pd.DataFrame) -> str:
    """How many targets are in each state over all groups, and the group with most of them."""
    largest = rows.iloc[0]
    counts = rows.groupby("status", sort=False)["targets"].sum()
    told = ", ".join(f"{formats.number(int(counts[s]), 0)} {state_label(s)}" for s in theme.STATES if counts.get(s, 0))
    return tn(
        "alt.groups",
        rows["group"].nunique(),
        n=formats.number(rows["group"].nunique(), 0),
        counts=told,
        largest=str(largest["group"]),
        targets=formats.number(int(largest["targets_in_group"]), 0),
    )


def _group_name(group: str, by: str, filters: Filters) -> str:
    if not group:
        return no_province(filters) if by == "province" else t("groups.no_sector")
    return coded("sector", group) if by == "sector" else group


def _met_of_judged(row: Mapping[Any, Any]) -> str:
    share = row["met_of_judged_pct"]
    return t("groups.none_judged") if formats.is_missing(share) else t("groups.met", pct=formats.number(share, 0))


def next_term_card(screen: Screen, answer: NextTerm) -> Card | None:
    """What was achieved in the last term as a share of what is aimed at now; None where no target has both."""
    aim, last = answer["value"], answer["last_value"]
    both = np.flatnonzero(~np.isnan(last) & (aim > 0))
    if not len(both):
        return None
    share = 100.0 * last[both] / aim[both]
    order = both[in_order([share])]

    def part(numbers: np.ndarray) -> pd.DataFrame:
        rows = answer.part(numbers)
        return rows.assign(reached_pct=100.0 * rows["last_value"] / rows["value"])

    shown = part(_first(answer, order, screen.filters.branch_ids))
    rows = [_before(r, screen.colours) for r in mappings(shown)]
    count, all_of_them = formats.number(len(both), 0), formats.number(len(answer), 0)
    words = [tn("next.subtitle", len(answer), n=count, all=all_of_them)]
    return Card(
        key="next_term",
        title=t("next.title", period=period_words(screen.filters)),
        subtitle=" · ".join(words + _others(len(both) - len(shown))),
        figure=screen.drawn("next", lambda: bullets(rows, screen.colours, t("next.aim"), screen.profile_link)),
        alt=tn(
            "alt.next",
            len(both),
            n=count,
            low=formats.number(float(share.min()), 0),
            high=formats.number(float(share.max()), 0),
        ),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("metric_id", t("column.metric"), show=metric_text),
                Column("last_value", t("next.column.last"), "number", show=last_text),
                Column("last_end", t("next.column.last_term"), show=_last_term),
                Column("value", t("next.column.aim"), "number", show=target_text),
                Column("reached_pct", t("next.column.pct"), "number", digits=0),
            ),
            Later(pd.DataFrame({"row": order}), None, lambda asked: part(asked["row"].to_numpy())),
        ),
        source_ids=answer.source_ids(both),
        notes=answer.notes,
        foot=t("next.foot"),
    )


def last_text(row: Mapping[Any, Any]) -> str:
    """What the last term came to, with its bounds."""
    about = bool(row.get("last_is_approximate") or False)
    return formats.bounded(row["last_value"], row["last_low"], row["last_high"], about, str(row["unit"]))


def _last_term(row: Mapping[Any, Any]) -> str:
    return formats.period_of("term", row["last_start"], row["last_end"])


def _before(row: Mapping[Any, Any], colours: theme.Palette) -> Bullet:
    aim = float(row["value"])
    return Bullet(
        branch_id=str(row["branch_id"]),
        name=str(row["name_vi"]),
        aim=aim_text(row),
        value=_share(row["last_value"], aim),
        low=_share(row["last_low"], aim),
        high=_share(row["last_high"], aim),
        is_approximate=bool(row["last_is_approximate"]),
        text=last_text(row),
        tint=colours.quiet,
    )


def initiatives_card(screen: Screen, answer: Targets) -> Card | None:
    """Initiatives against plan, of the targets that were judged."""
    metric = TargetRows(answer.frame).metric
    asked = [n for n, word in enumerate(metric.words) if word in ("initiatives", "initiatives_submitted")]
    own = TargetRows(picked(answer.frame, np.isin(metric.codes, asked)))
    return results_card(screen, own, "initiative_plan", t("emulation.plan.title", period=period_words(screen.filters)))
