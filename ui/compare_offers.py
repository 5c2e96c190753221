"""What the compare page says while nothing is chosen: what to do, and useful choices at one click."""

from __future__ import annotations

import streamlit as st

from comparison.answers import Metric
from comparison.side_by_side import FEWEST, MOST
from ui import choices, depth, formats, url
from ui.cards import metric_name
from ui.compare_choice import Choice
from ui.screen import Screen, period_words
from ui.texts import t

TOP = 3


def advise(screen: Screen, choice: Choice) -> None:
    """Say what is missing, and offer choices that have figures."""
    missing = "subjects" if len(choice.subjects) < FEWEST else "metrics" if not choice.metric_ids else "periods"
    st.html(
        f'<div class="ud-empty"><h3>{formats.escape(t(f"compare.missing.{missing}"))}</h3>'
        f"<p>{formats.escape(t(f'compare.missing.{missing}.text'))}</p></div>"
    )
    if missing != "subjects":
        return
    offers = _offers(screen, choice)
    if not offers:
        return
    st.html(f'<p class="ud-ready">{formats.escape(t("compare.ready"))}</p>')
    with st.container(horizontal=True):
        for n, (label, subjects, metric_id) in enumerate(offers):
            st.button(
                formats.escape_markdown(label),
                key=f"ready_{n}",
                on_click=_take,
                args=(screen.page, subjects, metric_id),
            )


def _take(page: str, subjects: tuple[str, ...], metric_id: str) -> None:
    choices.keep(page, url.SUBJECTS, list(subjects))
    if metric_id:
        choices.keep(page, url.METRIC, [metric_id])


def _offers(screen: Screen, choice: Choice) -> list[tuple[str, tuple[str, ...], str]]:
    """Label, subjects and metric ('' leaves the metrics alone) of each ready choice."""
    offers = []
    chosen = screen.filters.branch_ids
    if choice.kind == "branch" and FEWEST <= len(chosen) <= MOST:
        offers.append((t("compare.ready.coloured"), chosen, ""))
    if most := _most_figures(screen, choice.kind):
        offers.append((t(f"compare.ready.most.{choice.kind}", n=str(len(most))), most, ""))
    for metric in _fullest(screen):
        best = _best(screen, choice.kind, metric)
        if len(best) >= FEWEST:
            label = t(
                f"compare.ready.best.{choice.kind}",
                n=str(len(best)),
                name=metric_name(metric),
                period=period_words(screen.filters),
            )
            offers.append((label, best, metric.metric_id))
    return offers


def _fullest(screen: Screen, most: int = 3) -> list[Metric]:
    metrics = screen.answers.metrics()
    covered = depth.counts(screen.answers, depth.without_choice(screen.view))
    there = [m for m in metrics if covered[m].reported >= FEWEST]
    return [metrics[m] for m in sorted(there, key=lambda m: -covered[m].reported)[:most]]


def _most_figures(screen: Screen, kind: str) -> tuple[str, ...]:
    options = screen.answers.filter_options(depth.without_choice(screen.view))
    if kind == "branch":
        rows = options.branches.rename(columns={"branch_id": "value"})
    else:
        rows = options.provinces if kind == "province" else options.sectors
    rows = rows[rows["figures"] > 0].sort_values("figures", ascending=False, kind="stable")
    return tuple(str(v) for v in rows["value"].head(TOP)) if len(rows) >= FEWEST else ()


def _best(screen: Screen, kind: str, metric: Metric) -> tuple[str, ...]:
    """Who stands at the head of one metric in the current filter."""
    view = depth.without_choice(screen.view)
    if kind == "sector":
        return ()
    if kind == "branch":
        return depth.foremost_of(screen.answers, view, metric.metric_id, TOP)
    rows = screen.answers.by_province(view, metric.metric_id).frame.rename(columns={"province": "subject"})
    rows = rows[rows["value"].notna() & (rows["subject"] != "")]
    rows = rows.sort_values("value", ascending=metric.direction == "lower")
    return tuple(str(s) for s in rows["subject"].head(TOP))
