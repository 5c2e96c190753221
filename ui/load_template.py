"""Step 1 of loading: an Excel template for chosen branches, periods and subjects, made when asked for, then fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import streamlit as st

from ui import access, choices, downloads, filters, formats, screen
from ui.load_desk import Answer, Desk
from ui.rows import mappings
from ui.screen import Screen
from ui.texts import coded, t

BY_FILTER, BY_NAME = "bo_loc", "tu_chon"
WHICH, FOUND, CHOSEN, PERIODS, GROUPS = (f"mau_{name}" for name in ("theo", "tim", "don_vi", "ky", "nhom"))
GROUP_ORDER = ("membership", "welfare", "emulation", "rights", "financing", "solidarity", "oversight")
# As many as a person can fill in; the writer of templates refuses more.
MOST_ROWS = 50_000
TERM = re.compile(r"\d{4}-\d{4}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(now: Screen, desk: Desk) -> None:
    """What the template is for, how long it would be, the button that makes it, and the one that fetches it."""
    branch_ids = _branches(now)
    left, right = st.columns(2)
    with left:
        periods = _periods(now)
    with right:
        groups = _groups(now)
    metrics = [m for m in now.answers.metrics().values() if m.group in groups]
    rows = len(branch_ids) * len(metrics)
    told = {
        "branches": formats.number(len(branch_ids), 0),
        "metrics": formats.number(len(metrics), 0),
        "rows": formats.number(rows, 0),
    }
    is_whole = bool(rows and periods)
    screen.remark(
        t("load.template.too_large", most=formats.number(MOST_ROWS, 0), **told)
        if rows > MOST_ROWS
        else t("load.template.size", **told)
        if is_whole
        else t("load.template.choose")
    )
    asked: Answer = {"branches": list(branch_ids), "periods": periods, "groups": groups}
    is_made = desk.template is not None and desk.template_for == asked
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            t("load.template.make"),
            key="load_template_make",
            type="secondary" if is_made else "primary",
            on_click=_make,
            args=(desk, asked),
            disabled=not is_whole or rows > MOST_ROWS or desk.job is not None,
        )
        if is_made:
            _fetch(desk, periods[0])


def _make(desk: Desk, asked: Answer) -> None:
    access.require_steward()
    desk.start("template", **asked)


def _fetch(desk: Desk, period: str) -> None:
    """The button for the template that was made."""
    assert desk.template is not None
    st.download_button(
        t("load.template.get"),
        data=(desk.template.folder / "template.xlsx").read_bytes(),
        file_name=downloads.file_name(t("load.template.file"), "xlsx", period),
        mime=XLSX,
        key="load_template",
        type="primary",
        on_click="ignore",
    )


def _branches(now: Screen) -> tuple[str, ...]:
    """The branches of the filter at the left, or those looked for by name."""
    view = now.filters.view(now.scope)
    within = now.answers.found(view, "", 1)
    # Under the filter "only the chosen ones" the view already names them.
    count = len(view.branch_ids) or within.count
    labels = {
        BY_FILTER: t("load.template.by_filter", n=formats.number(count, 0)),
        BY_NAME: t("load.template.by_name"),
    }
    if choices.one(now.page, WHICH, t("load.template.which"), labels, BY_FILTER) == BY_FILTER:
        if view.branch_ids:
            return view.branch_ids
        return tuple(str(b) for b in now.answers.found(view, "", max(1, min(count, MOST_ROWS))).frame["branch_id"])
    return _by_name(now)


def _by_name(now: Screen) -> tuple[str, ...]:
    left, right = st.columns(2)
    with left:
        typed = st.text_input(
            t("filter.branch_search"), key=FOUND, placeholder=t("filter.branch_search.hint"), persist_state="session"
        )
    found = now.answers.found(now.scope, typed or "")
    kept = tuple(st.session_state.get(CHOSEN, ()))
    chosen = now.answers.named(now.scope, kept)
    rows = [*mappings(chosen), *mappings(found.frame)]
    names = {str(row["branch_id"]): filters.branch_label(row) for row in rows}
    st.session_state[CHOSEN] = [b for b in kept if b in names]
    with right:
        picked = st.multiselect(
            t("filter.branches"),
            list(names),
            format_func=lambda b: names.get(b, b),
            key=CHOSEN,
            persist_state="session",
            placeholder=t("filter.branches.hint"),
            select_all=False,
        )
    if typed:
        st.caption(filters.found_text(found))
    return tuple(picked)


def _periods(now: Screen) -> list[str]:
    """Periods as a template names them: years, halves, terms, and the last days of halves for head counts."""
    this = date.today().year
    terms = now.answers.filter_options(now.filters.view(now.scope)).periods
    spans = [str(row["label"]) for row in mappings(terms) if row["grain"] == "term"]
    years = [str(year) for year in range(this + 1, this - 11, -1)]
    halves = [f"{year}H{half}" for year in (this, this - 1, this - 2) for half in (1, 2)]
    days = [f"{day}/{year}" for year in (this, this - 1, this - 2) for day in ("31/12", "30/06")]
    offered = {year: t("load.period.year", period=year) for year in years}
    offered |= {half: t(f"load.period.half.{half[-1]}", year=half[:4]) for half in halves}
    offered |= {span: t("load.period.term", period=span) for span in _spans(spans)}
    offered |= {day: t("load.period.day", day=day) for day in days}
    start = [now.filters.period] if now.filters.grain == "year" and now.filters.period in offered else [str(this)]
    st.session_state.setdefault(PERIODS, start)
    return list(
        st.multiselect(
            t("load.template.periods"),
            list(offered),
            format_func=lambda p: offered.get(p, p),
            key=PERIODS,
            persist_state="session",
            max_selections=12,
            select_all=False,
        )
    )


def _spans(labels: Sequence[str]) -> list[str]:
    """Terms as first and last year; a label that names none is left out."""
    found = (label.replace("–", "-").replace(" ", "") for label in labels)
    return [text for text in dict.fromkeys(found) if TERM.fullmatch(text)]


def _groups(now: Screen) -> list[str]:
    there = {m.group for m in now.answers.metrics().values()}
    ordered = [g for g in GROUP_ORDER if g in there] + sorted(there - set(GROUP_ORDER))
    st.session_state.setdefault(GROUPS, ordered[:1])
    return list(
        st.multiselect(
            t("load.template.groups"),
            ordered,
            format_func=lambda g: coded("group", g),
            key=GROUPS,
            persist_state="session",
            select_all=True,
        )
    )
