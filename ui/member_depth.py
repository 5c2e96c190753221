"""Membership in depth: women's share, density, growth with what explains it, grassroots unions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from comparison.answers import Metric
from comparison.growth import Growth
from comparison.rates import RateValues
from ui import blocks, differences, formats
from ui.alternatives import ends
from ui.cards import Card, beside, metric_name, show
from ui.figures.bars import BarStyle, charted, ranked_bars, reported
from ui.figures.growth import growth_figure
from ui.notes import coverage_text
from ui.ranking import all_sources, rank_columns, source_column
from ui.rows import SILENT, Names, picked
from ui.screen import Screen, remark, who_and_when
from ui.tables import Column, Table
from ui.texts import t, tn

MOST_GROWTH = 12
GROWTH_METRICS = ("members_total", "members_admitted", "members_transferred_in")


def rate_card(screen: Screen, rate_id: str, unit: str = "percent", most: int = 14) -> Card | None:
    """A share rebuilt from two head counts, values above 100 and all; `unit` '' shows it as a number per 100. None
    where no branch states both."""
    answer: RateValues = screen.answers.ask("rate_values", screen.view, rate_id)
    rows = reported(answer.frame)
    if rows.empty:
        return None
    kind = "share" if unit == "percent" else "rate"
    shown = charted(rows, screen.filters.branch_ids, most)
    line = answer.group.value if answer.group is not None and len(rows) >= 5 else None
    style = BarStyle(
        unit=unit,
        chosen=screen.chosen,
        median=line,
        median_label=t("rate.line", value=_group_text(answer, unit)),
        link=screen.profile_link,
    )
    metrics = screen.answers.metrics()
    parts = metrics[answer.rate.numerator], metrics[answer.rate.denominator]
    hidden = len(rows) - len(shown)
    words = [t(f"{kind}.{rate_id}.subtitle"), coverage_text(answer.coverage)]
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden else []
    return Card(
        key=rate_id,
        title=t(f"{kind}.{rate_id}", **who_and_when(screen)),
        subtitle=" · ".join(words),
        figure=screen.drawn(f"rate {rate_id} {unit} {most}", lambda: ranked_bars(shown, screen.colours, style)),
        alt=ends(t(f"{kind}.{rate_id}", **who_and_when(screen)), rows, lambda row: formats.amount_of(row, unit)),
        table=_rate_table(rows, parts, t(f"{kind}.column"), screen.source_link),
        metrics=parts,
        source_ids=all_sources(rows),
        notes=answer.notes if unit == "percent" else (),
        silent=Names(picked(answer.frame[[*SILENT]], answer.frame["value"].isna())),
    )


def _group_text(answer: RateValues, unit: str) -> str:
    """The share of all branches together, with its bounds."""
    group = answer.group
    return formats.bounded(group.value, group.low, group.high, group.is_approximate, unit) if group else ""


def _rate_table(
    rows: pd.DataFrame, parts: tuple[Metric, Metric], label: str, source_link: Callable[[str], str]
) -> Table:
    top, base = (
        Column(f"{side}_value", metric_name(m), "amount", bounds=(f"{side}_low", f"{side}_high", ""))
        for side, m in zip(("numerator", "denominator"), parts, strict=True)
    )
    return Table(
        (
            *rank_columns(),
            Column("name_vi", t("column.branch"), "branch"),
            Column("province", t("column.province")),
            Column("value", label, "amount", shade=True),
            top,
            base,
            source_column(source_link),
        ),
        rows,
    )


def shares(screen: Screen) -> None:
    """Women's share and density beside each other, or why there is neither."""
    found = [rate_card(screen, "women_share"), rate_card(screen, "density")]
    if not any(found):
        blocks.empty(screen, t("part.doan_vien.ty_le"), metric_id="members_female")
    beside([[card] for card in found], screen)


def growth(screen: Screen) -> None:
    """Net change of head counts beside admissions and transfers, against the period before."""
    earlier = _period_before(screen)
    if not earlier:
        remark(t("growth.first"))
        return
    answer: Growth = screen.answers.ask("growth", screen.view, earlier)
    if answer.frame.empty:
        blocks.empty(screen, t("part.doan_vien.tang_giam"), metric_id="members_admitted")
        return
    show(growth_card(screen, answer), screen)


def _period_before(screen: Screen) -> str:
    if screen.filters.grain == "year":
        return str(int(screen.filters.period) - 1)
    periods = screen.answers.filter_options(screen.view).periods
    every = list(periods.loc[periods["grain"] == "term", "value"])
    later = every.index(screen.filters.period) if screen.filters.period in every else len(every)
    return str(every[later + 1]) if later + 1 < len(every) else ""


def growth_card(screen: Screen, answer: Growth) -> Card:
    """What each branch gained, and what admissions and transfers say of it."""
    frame = answer.frame.sort_values("change_value", ascending=False, na_position="last", kind="stable")
    with_change = frame[frame["change_value"].notna()]
    drawn = _both_ends(frame, screen.filters.branch_ids)
    states = frame["rest_state"].value_counts()
    words = [t("growth.subtitle", earlier=answer.earlier, later=screen.filters.period)]
    words += [
        tn(
            "growth.coverage",
            answer.coverage.in_view,
            n=formats.number(len(with_change), 0),
            all=formats.number(answer.coverage.in_view, 0),
        )
    ]
    hidden = len(frame) - len(drawn)
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden else []
    counts = {name: formats.number(int(states.get(name, 0)), 0) for name in ("known", "open", "missing")}
    return Card(
        key="growth",
        title=t("growth.title", **who_and_when(screen)),
        subtitle=" · ".join(words),
        figure=screen.drawn("growth", lambda: growth_figure(drawn, screen.colours, screen.profile_link)),
        alt=_growth_alt(frame),
        table=Table(_growth_columns(screen), frame),
        metrics=tuple(
            screen.answers.metrics()[m] for m in ("members_total", "members_admitted", "members_transferred_in")
        ),
        source_ids=all_sources(frame),
        notes=answer.notes,
        legend=(
            (screen.colours.ink, t("growth.change")),
            (screen.colours.parts[2], t("growth.admitted")),
            (screen.colours.parts[4], t("growth.transferred")),
        ),
        foot=t("growth.foot", **counts),
    )


def _growth_alt(frame: pd.DataFrame) -> str:
    """The largest and the smallest change; where no branch has one, those of what is drawn instead."""
    for name, label in (
        ("change", "alt.growth"),
        ("admitted", "growth.admitted"),
        ("transferred", "growth.transferred"),
    ):
        if frame[f"{name}_value"].notna().any():
            return ends(t(label), frame, lambda row, name=name: _amount(row, name), by=f"{name}_value")  # type: ignore[misc]
    return t("alt.nothing", name=t("alt.growth"))


def _amount(row: Mapping[Any, Any], name: str) -> str:
    if name == "change":
        return differences.of_row(row, name)
    return formats.bounded(*(row[f"{name}_{end}"] for end in ("value", "low", "high", "is_approximate")))


def _both_ends(frame: pd.DataFrame, chosen: tuple[str, ...]) -> pd.DataFrame:
    """The rows a chart has room for: the largest rises, the largest falls, and the chosen."""
    if len(frame) <= MOST_GROWTH:
        return frame
    known = frame[frame["change_value"].notna()]
    half = MOST_GROWTH // 2
    keep = [*known.index[:half], *known.index[-half:], *frame.index[frame["branch_id"].isin(chosen)]]
    keep += list(frame.index[: MOST_GROWTH - len(set(keep))])
    return frame[frame.index.isin(keep)]


def _growth_columns(screen: Screen) -> tuple[Column, ...]:
    def amount(name: str) -> Column:
        bounds = (f"{name}_low", f"{name}_high", f"{name}_is_approximate")
        return Column(f"{name}_value", t(f"growth.{name}"), "amount", bounds=bounds, show=_signed(name))

    return (
        Column("name_vi", t("column.branch"), "branch"),
        Column("province", t("column.province")),
        amount("change"),
        amount("admitted"),
        amount("transferred"),
        Column("rest_value", t("growth.rest"), "number", show=rest_text, raw=True),
        Column("before_counted_on", t("growth.before"), "date"),
        Column("after_counted_on", t("growth.after"), "date"),
        source_column(screen.source_link),
    )


def _signed(name: str) -> Callable[[Mapping[Any, Any]], str]:
    def show_amount(row: Mapping[Any, Any]) -> str:
        return differences.signed_bounds(*(row[f"{name}_{end}"] for end in ("value", "low", "high", "is_approximate")))

    def plain(row: Mapping[Any, Any]) -> str:
        return formats.bounded(*(row[f"{name}_{end}"] for end in ("value", "low", "high", "is_approximate")))

    return show_amount if name == "change" else plain


def rest_text(row: Mapping[Any, Any]) -> str:
    """What admissions and transfers leave unexplained; said to be open where bounds, gaps or days leave it so."""
    if row["rest_state"] == "known":
        value = float(row["rest_value"])
        return differences.signed_bounds(value, value, value)
    return formats.MISSING if row["rest_state"] == "missing" else t("growth.open")


def grassroots(screen: Screen) -> None:
    """Grassroots unions there are, and those founded in the period."""
    kinds = ("grassroots_unions", "grassroots_unions_founded")
    found = blocks.rankings(screen, kinds, 14)
    if not found:
        blocks.empty(screen, t("part.doan_vien.cdcs"), metric_id=kinds[0])
        return
    beside([[card] for card in found], screen)
    there = [card.metrics[0] for card in found]
    lines = [blocks.series_card(screen, m, key=f"series_{m.metric_id}") for m in there]
    beside([[blocks.province_card(screen, there[0], key="unions_map")], lines], screen)
