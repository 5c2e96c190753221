"""Cards that several pages show: provinces, a metric over time, who reported, an empty result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from comparison.answers import Metric, Reporting, Total
from ui import formats, pickers, state, url
from ui.alternatives import course, ends
from ui.cards import Card, beside, metric_name, show
from ui.figures.lines import line_figure
from ui.figures.maps import tile_figure
from ui.notes import coverage_text
from ui.ranking import all_sources, ranking_card, unit_words
from ui.rows import Names, mappings
from ui.screen import Headline, Screen, no_province, period_words, remark, say_empty
from ui.tables import Column, Table
from ui.texts import coded, t, tn
from ui.url import Filters

# So many provinces are named with their coverage below a map; the table has all.
MOST_COVERAGES = 10


def rankings(screen: Screen, kinds: tuple[str, ...], most: int = 10, name: str = "ranking") -> list[Card]:
    """A ranking for each metric that any branch in view reported."""
    covered, metrics = screen.answers.coverages(screen.view, kinds), screen.answers.metrics()
    there = [k for k in kinds if covered[k].reported]
    return [ranking_card(screen, metrics[k], key=f"{name}_{k}", most=most) for k in there]


def metric_part(screen: Screen, offered: list[Metric], default: str, before: str = "") -> None:
    """One metric of the reader's choice: its ranking, its provinces, its years; `before` is said ahead of counts of
    persons over a term."""
    metric, basis = pickers.metric_and_basis(screen, offered, default)
    per_year = pickers.per_year(screen, metric)
    if before and screen.filters.grain == "term" and metric.unit == "person":
        remark(before)
    ranking = ranking_card(screen, metric, basis, per_year=per_year)
    if not len(ranking.table.rows):
        empty(screen, metric_name(metric), metric_id=metric.metric_id, others=offered)
        return
    show(ranking, screen)
    total = screen.answers.total(screen.view, metric.metric_id)
    beside([[province_card(screen, metric)], [series_card(screen, metric), stated_card(screen, total)]], screen)


def province_card(screen: Screen, metric: Metric, key: str = "provinces", is_low: bool = False) -> Card | None:
    """A metric on the tile map of provinces, a lower one where it shares a screen with words; None where no province
    has a figure."""
    answer = screen.answers.by_province(screen.view, metric.metric_id)
    frame = answer.frame
    rows = frame[frame["value"].notna()].sort_values("value", ascending=False)
    # A map without a single province says nothing; the ranking already shows the branches without one.
    if (rows["province"] == "").all():
        return None
    boundary = screen.filters.boundary
    named = frame[frame["province"] != ""]
    with_figure = int(named["value"].notna().sum())
    subtitle = tn(
        "map.subtitle",
        len(named),
        unit=unit_words(metric, grain=screen.filters.grain),
        n=formats.number(with_figure, 0),
        all=formats.number(len(named), 0),
        coverage=coverage_text(answer.coverage),
    )
    return Card(
        key=key,
        title=t("map.title", name=metric_name(metric), period=period_words(screen.filters)),
        subtitle=subtitle,
        figure=screen.drawn(
            f"{key} {metric.metric_id} {is_low}",
            lambda: tile_figure(named, boundary, metric.unit, screen.colours, is_low),
        ),
        alt=ends(
            t("alt.map", name=metric_name(metric)),
            named,
            lambda row: formats.amount_of(row, metric.unit),
            name="province",
        ),
        table=Table(
            (
                Column("province", t("column.province"), show=lambda r: r["province"] or no_province(screen.filters)),
                Column("region", t("column.region")),
                Column(
                    "value",
                    f"{metric_name(metric)} ({unit_words(metric, grain=screen.filters.grain)})",
                    "amount",
                    shade=True,
                ),
                Column("reported", t("column.reported"), "count"),
                Column("in_view", t("column.in_view"), "count"),
            ),
            rows,
        ),
        metrics=(metric,),
        source_ids=all_sources(screen.answers.branch_values(screen.view, metric.metric_id).frame),
        notes=answer.notes,
        foot=" ".join([t("map.foot"), *map_coverage(frame, screen.filters)]),
    )


def map_coverage(frame: pd.DataFrame, filters: Filters) -> list[str]:
    """What a tile cannot say: on how many of its branches it rests, and what stands on no tile at all."""
    rows = frame[(frame["province"] != "") & (frame["reported"] > 0) & (frame["reported"] < frame["in_view"])]
    # A province has one federation; those counted beside it have merged into it, and a note says what is missing.
    rows = rows if filters.tier != "provincial_federation" else rows.head(0)
    told = []
    if len(rows):
        fullest = rows.sort_values("in_view", ascending=False, kind="stable")
        parts = [
            f"{r['province']} {formats.number(r['reported'], 0)}/{formats.number(r['in_view'], 0)}"
            for r in mappings(fullest.head(MOST_COVERAGES))
        ]
        rest = len(rows) - len(parts)
        parts += [tn("map.coverage.rest", rest, n=formats.number(rest, 0))] if rest else []
        told.append(t("map.coverage", list=", ".join(parts)))
    lost = frame[frame["province"] == ""]
    if len(lost) and int(lost["in_view"].iloc[0]):
        n, known = int(lost["in_view"].iloc[0]), int(lost["reported"].iloc[0])
        key = "map.lost" if filters.boundary == "since_2025_07" else "map.lost_of_old"
        told.append(tn(key, n, n=formats.number(n, 0), known=formats.number(known, 0)))
    return told


def series_card(screen: Screen, metric: Metric, key: str = "series") -> Card | None:
    """A metric over the years or cycles: the chosen branches, or the total of those in view."""
    view = screen.chosen_view if screen.filters.branch_ids else screen.view
    answer = screen.answers.series(view, metric.metric_id)
    named = bool(screen.filters.branch_ids) and not answer.branches.empty
    rows = answer.branches if named else answer.frame
    column = "value" if rows["value"].notna().any() or "median" not in rows else "median"
    if rows[column].notna().sum() == 0:
        return None
    columns = [Column("period", t("column.period"))]
    columns += [Column("name_vi", t("column.branch"), "branch")] if named else []
    columns += [
        Column(
            column,
            f"{metric_name(metric)} ({unit_words(metric, grain=screen.filters.grain)})",
            "amount" if column == "value" else "number",
        )
    ]
    if not named:
        columns += [
            Column("reported", t("column.reported"), "count"),
            Column("in_view", t("column.in_view"), "count"),
        ]
    subject = t("series.chosen") if named else t(f"series.{column}")
    return Card(
        key=key,
        title=t("series.title", name=metric_name(metric)),
        subtitle=t("series.subtitle", subject=subject, unit=unit_words(metric, grain=screen.filters.grain)),
        figure=screen.drawn(
            f"{key} {metric.metric_id}",
            lambda: line_figure(
                answer.frame,
                answer.branches if named else answer.branches.head(0),
                _format_unit(metric),
                screen.chosen,
                screen.colours,
            ),
        ),
        alt=course(
            metric_name(metric),
            rows,
            lambda row: _point(row, column, metric, with_coverage=not named),
            column,
        ),
        table=Table(tuple(columns), rows[rows[column].notna()]),
        metrics=(metric,),
        source_ids=all_sources(answer.frame),
        notes=answer.notes,
        foot="" if named else _coverages(answer.frame),
    )


def _point(row: Mapping[Any, Any], column: str, metric: Metric, with_coverage: bool) -> str:
    """A figure of a course in words; a total says of how many branches, since these change from period to period."""
    value = formats.amount_of(row, metric.unit) if column == "value" else formats.quantity(row[column], metric.unit)
    if not with_coverage:
        return value
    counts = {k: formats.number(row[k], 0) for k in ("reported", "in_view")}
    return t("alt.covered", value=value, **counts)


def _format_unit(metric: Metric) -> str:
    return metric.unit if metric.unit in ("vnd", "percent") else ""


def _coverages(frame: pd.DataFrame) -> str:
    """The coverage of each period, since totals over time rest on different branches."""
    parts = [
        f"{r['period']}: {formats.number(r['reported'], 0)}/{formats.number(r['in_view'], 0)}"
        for r in mappings(frame)
        if r["reported"]
    ]
    return t("series.coverage", list=", ".join(parts))


def total_headline(total: Total) -> Headline:
    """A total with its coverage, or the median where values do not add up."""
    unit = total.metric.unit
    name = metric_name(total.metric)
    if total.amount is not None:
        a = total.amount
        value = formats.bounded(a.value, a.low, a.high, a.is_approximate, unit)
        return Headline(name, value, coverage_text(total.coverage), metric=total.metric)
    if total.refused and total.median is not None:
        detail = t(
            "headline.range",
            lowest=formats.quantity(total.lowest, unit),
            highest=formats.quantity(total.highest, unit),
            coverage=coverage_text(total.coverage),
        )
        return Headline(
            t("headline.median", name=name), formats.quantity(total.median, unit), detail, metric=total.metric
        )
    return Headline(name, t("missing.short"), coverage_text(total.coverage), metric=total.metric)


def stated_card(screen: Screen, total: Total) -> Card | None:
    """What upper unions state for the same area, beside the sum of the branches; None where none does."""
    rows = total.stated_by_upper
    if rows.empty:
        return None
    a = total.amount
    ours = formats.bounded(a.value, a.low, a.high, a.is_approximate, total.metric.unit) if a else t("missing.short")
    return Card(
        key=f"stated_{total.metric.metric_id}",
        title=t("stated.title", name=metric_name(total.metric)),
        subtitle=t("stated.subtitle", sum=ours, coverage=coverage_text(total.coverage)),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("tier", t("column.tier"), show=lambda r: coded("tier.short", str(r["tier"]))),
                Column(
                    "value",
                    f"{metric_name(total.metric)} ({unit_words(total.metric, grain=screen.filters.grain)})",
                    "amount",
                ),
            ),
            rows,
        ),
        metrics=(total.metric,),
        source_ids=all_sources(rows),
        open_table=True,
    )


def reporting_card(screen: Screen) -> Card:
    """How many branches reported anything, by subject, and who reported nothing."""
    answer = screen.answers.reporting(screen.view)
    is_term = screen.filters.grain == "term"
    groups = answer.groups.sort_values(["reported", "by_years"], ascending=False, kind="stable")
    subtitle = t("reporting.subtitle", coverage=coverage_text(answer.coverage))
    of_years = (Column("by_years", t("reporting.by_years"), "count"),) if is_term else ()
    return Card(
        key="reporting",
        title=t("reporting.title", period=period_words(screen.filters)),
        subtitle=f"{subtitle}; {by_years_words(answer)}" if answer.by_years else subtitle,
        table=Table(
            (
                Column("group", t("column.group"), show=lambda r: coded("group", str(r["group"]))),
                Column("reported", t("reporting.of_term" if is_term else "column.reported"), "count", shade=True),
                *of_years,
                Column("in_view", t("column.in_view"), "count"),
            ),
            groups,
        ),
        silent=Names(answer.silent),
        open_table=True,
        foot=t("reporting.by_years.foot") if answer.by_years else "",
    )


def by_years_words(answer: Reporting) -> str:
    """How many branches have figures of single years of the term alone."""
    return tn("reporting.by_years.words", answer.by_years, n=formats.number(answer.by_years, 0))


def empty(screen: Screen, what: str, offers: bool = True, metric_id: str = "", others: Sequence[Metric] = ()) -> None:
    """Say that nothing is there and why, and offer the nearest periods that have figures, of one metric if named; where
    that has none in any period, the `others` of the page's picker with theirs, else the tiers that have them, else the
    periods with any figure."""
    answer = screen.answers.reporting(screen.view)
    why = (
        t("empty.no_branch")
        if answer.coverage.in_view == 0
        else t(
            "empty.no_figure",
            what=what,
            in_view=formats.number(answer.coverage.in_view, 0),
            period=period_words(screen.filters),
        )
    )
    say_empty(t("empty.title"), why)
    if not offers:
        return
    nearest = (_nearest(screen, metric_id) if metric_id else answer.nearest).head(4)
    instead = _instead(screen, others) if nearest.empty else []
    tiers = _tiers(screen, metric_id, others) if nearest.empty and not instead else []
    if nearest.empty and not instead and not tiers:
        nearest = answer.nearest.head(4)
    if nearest.empty and not instead and not tiers and not (screen.filters.provinces or screen.filters.sectors):
        return
    with st.container(horizontal=True):
        for metric, period, figures in instead:
            label = tn(
                "empty.go_metric", figures, name=metric_name(metric), period=period, n=formats.number(figures, 0)
            )
            args = (screen.filters.grain, period, screen.page, metric.metric_id)
            st.button(formats.escape_markdown(label), key=f"go_{metric.metric_id}", on_click=_go, args=args)
        for row in tiers:
            tier, period = str(row["tier"]), str(row["period"])
            words = coded("tier.option", tier), period, formats.number(row["branches"], 0)
            label = tn("empty.go_tier", row["branches"], **dict(zip(("tier", "period", "n"), words, strict=True)))
            st.button(label, key=f"go_{tier}", on_click=go_tier, args=(tier, str(row["grain"]), period))
        for row in mappings(nearest):
            period = str(row["period"])
            label = tn("empty.go", row["figures"], period=period, n=formats.number(row["figures"], 0))
            st.button(label, key=f"go_{period}", on_click=_go, args=(screen.filters.grain, period))
        if screen.filters.provinces or screen.filters.sectors:
            st.button(t("empty.everywhere"), key="go_everywhere", on_click=look_everywhere)


def _nearest(screen: Screen, metric_id: str) -> pd.DataFrame:
    return cast(pd.DataFrame, screen.answers.ask("nearest_periods", screen.view, metric_id))


def _instead(screen: Screen, others: Sequence[Metric]) -> list[tuple[Metric, str, int]]:
    """Metrics that have figures in another period, with their nearest one and its figures; fullest first."""
    found = []
    for other in others:
        there = _nearest(screen, other.metric_id).head(1)
        found += [(other, str(r["period"]), int(r["figures"])) for r in mappings(there)]
    return sorted(found, key=lambda each: -each[2])[:4]


def _tiers(screen: Screen, metric_id: str, others: Sequence[Metric]) -> list[dict[str, Any]]:
    """Other tiers with figures of the metric, or of those the page's picker offers."""
    wanted = tuple(dict.fromkeys([*([metric_id] if metric_id else []), *(m.metric_id for m in others)]))
    found = screen.answers.ask("other_tiers", screen.view, wanted) if wanted else pd.DataFrame()
    return mappings(cast(pd.DataFrame, found).head(3))


def go_tier(tier: str, grain: str, period: str) -> None:
    """Look at a period of another tier."""
    state.keep(url.TIER, tier)
    state.keep("ky", grain)
    _go(grain, period)


def _go(grain: str, period: str, page: str = "", metric_id: str = "") -> None:
    state.keep(url.YEAR if grain == "year" else url.TERM, period)
    if metric_id:
        st.session_state[f"{page}_{url.METRIC}"] = metric_id


def look_everywhere() -> None:
    """Let go of the provinces and sectors."""
    state.keep(url.PROVINCES, [])
    state.keep(url.SECTORS, [])
