"""What a page lets the reader pick for itself: a metric and its basis, kept in the session and in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from comparison import catalogue
from comparison.answers import Metric
from ui import choices, depth, forgiving, formats, state, url
from ui.cards import metric_name
from ui.help import meaning, note_of, unit_and_kind
from ui.screen import Screen
from ui.texts import coded, t

BASES = {"gia_tri": "value", url.PER_MEMBER: "per_member"}


def metrics_of(screen: Screen, groups: Sequence[str]) -> list[Metric]:
    """The catalogue's metrics of some groups, in the catalogue's order."""
    return [m for m in screen.answers.metrics().values() if m.group in groups]


def metric(screen: Screen, offered: Sequence[Metric], default: str) -> Metric:
    """Let the reader pick one of the metrics; an unknown one in the address falls back and says so."""
    by_id = {m.metric_id: m for m in offered}
    covered = depth.counts(screen.answers, screen.view)
    counts = {m: covered[m].reported for m in by_id}
    fullest = max(by_id, key=lambda m: counts[m])
    start = default if default in by_id and (counts[default] or not counts[fullest]) else fullest
    key = f"{screen.page}_{url.METRIC}"
    wanted, before = st.session_state.get(key, start), f"{key}_default"
    if wanted in by_id and not counts[wanted] and counts[start] and wanted == st.session_state.get(before):
        # The reader never chose it: where the filter has other figures, the page opens on those.
        wanted = start
    st.session_state[before] = start
    if wanted not in by_id:
        st.warning(t("notice.no_metric", value=str(wanted)[:40].replace("`", "")))
        wanted = start
    st.session_state[key] = wanted
    # Always in the address: what is picked first depends on what has figures.
    several = len({m.group for m in offered}) > 1
    names, also = metric_names(offered), metric_words(offered)
    labels = metric_labels(offered, counts, with_group=several)
    # No wider than the longest name beside the switch of its basis on a desk.
    with st.container(width=520):
        about = f"{unit_and_kind(by_id[wanted])}. {meaning(by_id[wanted])}"
        picked = forgiving.selectbox(
            t("picker.metric"),
            names,
            key,
            show=labels.__getitem__,
            also=also,
            help=formats.escape_markdown(about),
        )
    state.picked(url.METRIC, picked)
    return by_id[picked]


def metric_names(offered: Iterable[Metric]) -> dict[str, str]:
    """Metrics by id with the name that is looked for."""
    return {m.metric_id: metric_name(m) for m in offered}


def metric_words(offered: Iterable[Metric]) -> dict[str, str]:
    """What else a metric is looked for by: its subject, its other name, what its note says."""
    return {m.metric_id: " ".join((coded("group", m.group), m.name_vi, m.name_en, note_of(m))) for m in offered}


def metric_labels(offered: Iterable[Metric], counts: Mapping[str, int], with_group: bool = True) -> dict[str, str]:
    """How a list shows metrics: subject, name, and how many branches have a figure."""
    return {
        m.metric_id: (f"{coded('group', m.group)}: " if with_group else "")
        + f"{metric_name(m)} ({formats.number(counts[m.metric_id], 0)})"
        for m in offered
    }


def basis(screen: Screen, of: Metric) -> str:
    """Let the reader choose the value or the value per member, where that means something."""
    if not catalogue.has_per_member(of):
        return "value"
    key = f"{screen.page}_{url.BASIS}"
    wanted = st.session_state.get(key, "gia_tri")
    if wanted not in BASES:
        st.warning(t("notice.no_metric", value=str(wanted)[:40].replace("`", "")))
    st.session_state[key] = wanted if wanted in BASES else "gia_tri"
    chosen = st.segmented_control(
        t("picker.basis"),
        list(BASES),
        format_func=lambda b: t(f"basis.{BASES[b]}.{'vnd' if of.unit == 'vnd' else 'count'}"),
        key=key,
        required=True,
        persist_state="session",
    )
    state.picked(url.BASIS, "" if chosen in (None, "gia_tri") else str(chosen))
    return BASES[chosen or "gia_tri"]


def per_year(screen: Screen, of: Metric) -> bool:
    """Let the reader divide a term's flow by the years of the term: terms are not equally long."""
    if screen.filters.grain != "term" or of.measure != "flow":
        return False
    return choices.switch(screen.page, url.PER_YEAR, t("picker.per_year"))


def metric_and_basis(screen: Screen, offered: Sequence[Metric], default: str) -> tuple[Metric, str]:
    """Both pickers beside each other."""
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        picked = metric(screen, offered, default)
        return picked, basis(screen, picked)
