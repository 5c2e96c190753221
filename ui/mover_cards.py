"""What moved most between two periods: which period to set against, the largest rises and falls, every change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from comparison.answers import Metric
from comparison.movement import Movement
from ui import choices, depth, differences, formats, state, url
from ui.cards import Card, metric_name
from ui.compare_cards import unit_of
from ui.figures.compared import mover_colour, movers_figure
from ui.figures.drawing import Drawing
from ui.ranking import all_sources, unit_words
from ui.rows import mappings
from ui.screen import Headline, Screen, period_words, say_empty
from ui.tables import Column, Table
from ui.texts import coded, t, tn

EACH_WAY = 10
MOST_OFFERED = 4


def earlier_periods(screen: Screen) -> list[str]:
    """The periods before the filter's, latest first."""
    options = screen.answers.filter_options(depth.without_choice(screen.view)).periods
    order = [str(v) for v in options.loc[options["grain"] == screen.filters.grain, "value"]]
    if screen.filters.period in order:
        return order[order.index(screen.filters.period) + 1 :]
    return [p for p in order if p < screen.filters.period]


def comparable(screen: Screen, metric_ids: tuple[str, ...]) -> pd.DataFrame:
    """How many branches have figures in the filter's period and in an earlier one, most first."""
    before = earlier_periods(screen)
    rows = depth.both_periods(screen.answers, screen.view, metric_ids)
    rows = rows[rows["other"].isin(before)]
    return rows.assign(place=rows["other"].map(before.index)).sort_values(
        ["branches", "place"], ascending=[False, True], ignore_index=True
    )


def default_metric(screen: Screen) -> str:
    """The metric that most branches reported both now and in one earlier period, by the smaller of the two numbers: how
    many branches stand behind both is counted for the one that is shown."""
    before = earlier_periods(screen)
    now = screen.filters.period
    counts = depth.counts_by_period(screen.answers, screen.view, (now, *before)) if before else pd.DataFrame()
    if counts.empty:
        return "members_total"
    wide = counts.pivot(index="metric_id", columns="period", values="reported").reindex(columns=[now, *before])
    smaller = wide[before].clip(upper=wide[now], axis=0)
    both = smaller.melt(ignore_index=False, var_name="period", value_name="both").dropna().reset_index()
    both = both.assign(place=both["period"].map(before.index))
    order = both.sort_values(["both", "place", "metric_id"], ascending=[False, True, True])
    for metric_id in order["metric_id"].unique():
        if not comparable(screen, (str(metric_id),)).empty:
            return str(metric_id)
    return "members_total"


def earlier(screen: Screen, metric: Metric) -> str:
    """Let the reader pick the earlier period; '' where there is none."""
    before = earlier_periods(screen)
    if not before:
        return ""
    rows = comparable(screen, (metric.metric_id,))
    counts = {str(r["other"]): int(r["branches"]) for r in mappings(rows)}
    start = next((p for p in before if counts.get(p)), before[0])
    labels = {p: tn("movers.option", counts.get(p, 0), period=p, n=formats.number(counts.get(p, 0), 0)) for p in before}
    return choices.one(screen.page, url.EARLIER, t("movers.earlier"), labels, start, style="list", width=260)


def headlines(answer: Movement) -> list[Headline]:
    """How many rose, fell, stayed, and where it is open."""
    frame = answer.frame
    is_open = frame["direction_is_open"]
    about = frame["change_is_approximate"].astype(bool)
    kinds = {
        "rise": (frame["change_value"] > 0) & ~is_open,
        "fall": (frame["change_value"] < 0) & ~is_open,
        "same": (frame["change_value"] == 0) & ~is_open,
        "open": is_open,
    }
    return [
        Headline(t(f"movers.{k}"), formats.number(int(rows.sum()), 0), _how_sure(k, rows, about))
        for k, rows in kinds.items()
    ]


def _how_sure(kind: str, rows: pd.Series, about: pd.Series) -> str:
    """Certain only of what rests on no approximate figure."""
    vague = int((rows & about).sum())
    if kind == "open" or not vague:
        return t(f"movers.{kind}.detail")
    sure = int(rows.sum()) - vague
    if not sure:
        return t(f"movers.{kind}.about")
    return t(f"movers.{kind}.some_about", sure=formats.number(sure, 0), about=formats.number(vague, 0))


def most_moved(frame: pd.DataFrame, each_way: int = EACH_WAY) -> pd.DataFrame:
    """The largest rises and the largest falls; the frame comes with the largest rise first."""
    change = frame["change_value"].to_numpy(dtype=float)
    places = [*np.flatnonzero(change > 0)[:each_way], *np.flatnonzero(change < 0)[-each_way:]]
    return frame.iloc[places]


def movers_card(screen: Screen, answer: Movement, basis: str) -> Card:
    """Rises and falls as a chart, every change in the table."""
    metric, frame = answer.metric, answer.frame
    rows = most_moved(frame)
    rows = rows.assign(
        text=[_label(r, metric) for r in mappings(rows)],
        words=[_words(r, metric) for r in mappings(rows)],
    )
    name, unit = metric_name(metric), unit_words(metric, basis)
    covered = {"reported": answer.coverage.reported, "in_view": answer.coverage.in_view}
    both = t("movers.coverage", **{k: formats.number(n, 0) for k, n in covered.items()})
    words = [t("chart.unit", unit=unit), both]
    words += [t("movers.shown", n=formats.number(len(rows), 0))] if len(rows) < len(frame) else []
    return Card(
        key="movers",
        title=t("movers.title", name=name, earlier=answer.earlier, period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        figure=_drawn(screen, answer, basis, rows) if len(rows) else None,
        alt=_alt(name, frame, metric),
        table=Table(_columns(answer, basis), frame, is_wide=True),
        metrics=(metric,),
        source_ids=all_sources(frame),
        notes=answer.notes,
        legend=_legend(rows, screen),
        filters=((t("movers.earlier"), answer.earlier), (t("picker.basis"), t(f"compare.basis.{basis}"))),
        foot="" if len(rows) else t("movers.nothing_moved"),
    )


def _drawn(screen: Screen, answer: Movement, basis: str, rows: pd.DataFrame) -> Drawing:
    # Whether a term is taken per year is not in the answer itself, its notes say it.
    told = (answer.metric.metric_id, answer.earlier, basis, [n.code for n in answer.notes])
    return screen.drawn(
        f"movers {told}",
        lambda: movers_figure(rows, unit_of(answer.metric), screen.colours, screen.profile_link),
    )


def _label(row: Mapping[Any, Any], metric: Metric) -> str:
    return differences.of_row(row, "change", unit_of(metric), short=metric.unit == "vnd")


def _words(row: Mapping[Any, Any], metric: Metric) -> str:
    return differences.words_of_row(row, "change", unit_of(metric))


def _legend(rows: pd.DataFrame, screen: Screen) -> tuple[tuple[str, str], ...]:
    there = {
        "better": (rows["is_better"] == True).any(),  # noqa: E712
        "worse": (rows["is_better"] == False).any(),  # noqa: E712
        "open": rows["direction_is_open"].any(),
        "neutral": (rows["is_better"].isna() & ~rows["direction_is_open"]).any(),
    }
    tints = {
        "better": mover_colour({"is_better": True}, screen.colours),
        "worse": mover_colour({"is_better": False}, screen.colours),
        "open": screen.colours.quiet,
        "neutral": screen.colours.quiet,
    }
    return tuple((tints[k], t(f"movers.legend.{k}")) for k, is_there in there.items() if is_there)


def _alt(name: str, frame: pd.DataFrame, metric: Metric) -> str:
    if frame.empty:
        return t("alt.nothing", name=name)
    first, last = frame.iloc[0].to_dict(), frame.iloc[-1].to_dict()
    if len(frame) == 1:
        return t("alt.one", name=name, best=first["name_vi"], best_value=_words(first, metric))
    return tn(
        "movers.alt",
        len(frame),
        name=name,
        n=formats.number(len(frame), 0),
        best=first["name_vi"],
        best_change=_words(first, metric),
        last=last["name_vi"],
        last_change=_words(last, metric),
    )


def _columns(answer: Movement, basis: str) -> tuple[Column, ...]:
    unit, kind = unit_words(answer.metric, basis), answer.metric.unit

    def side(name: str, period: str) -> Column:
        ends = (f"{name}_low", f"{name}_high", f"{name}_is_approximate")
        return Column(f"{name}_value", f"{period} ({unit})", "amount", kind, bounds=ends)

    return (
        Column("name_vi", t("column.branch"), "branch"),
        Column("province", t("column.province")),
        side("before", answer.earlier),
        side("after", answer.later),
        Column(
            "change_value",
            t("movers.column.change", unit=unit),
            "amount",
            bounds=("change_low", "change_high", "change_is_approximate"),
            show=lambda r: differences.of_row(r, "change", formats.in_table(kind)),
        ),
        Column("change_pct", t("movers.column.percent"), "number", digits=1, show=_percent, raw=True),
        Column("is_better", t("movers.column.judgement"), show=_judgement),
    )


def _percent(row: Mapping[Any, Any]) -> str:
    return differences.percent(row["change_pct"])


def _judgement(row: Mapping[Any, Any]) -> str:
    if row["direction_is_open"]:
        return t("movers.legend.open")
    if row["is_better"] is None or formats.is_missing(row["is_better"]):
        return ""
    return t("movers.legend.better" if row["is_better"] else "movers.legend.worse")


def nothing(screen: Screen, metric: Metric) -> None:
    """Say why nothing can be compared, and offer what can."""
    before = earlier_periods(screen)
    period = period_words(screen.filters)
    why = t("movers.none" if before else "movers.no_earlier", name=metric_name(metric), period=period)
    say_empty(t("movers.empty"), why)
    rows = depth.most_comparable(screen.answers, screen.view, tuple(before), MOST_OFFERED)
    metrics = screen.answers.metrics()
    with st.container(horizontal=True):
        for row in mappings(rows):
            offered = metrics[str(row["metric_id"])]
            label = tn(
                "movers.offer",
                row["branches"],
                group=coded("group", offered.group),
                name=metric_name(offered),
                period=row["other"],
                n=formats.number(row["branches"], 0),
            )
            args = (screen.page, offered.metric_id, str(row["other"]))
            st.button(formats.escape_markdown(label), key=f"offer_{offered.metric_id}", on_click=_take, args=args)
        if rows.empty:
            _other_periods(screen)


def _take(page: str, metric_id: str, period: str) -> None:
    st.session_state[f"{page}_{url.METRIC}"] = metric_id
    choices.keep(page, url.EARLIER, period)


def _other_periods(screen: Screen) -> None:
    """The nearest periods of the filter with figures, as on every page without any."""
    grain = screen.filters.grain
    for row in mappings(screen.answers.reporting(screen.view).nearest.head(4)):
        period = str(row["period"])
        label = tn("empty.go", row["figures"], period=period, n=formats.number(row["figures"], 0))
        st.button(
            label, key=f"go_{period}", on_click=state.keep, args=(url.YEAR if grain == "year" else url.TERM, period)
        )
