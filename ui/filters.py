"""The filters of every screen, drawn in one place: period, tier, provinces, sectors, branches, language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from comparison.answers import FilterOptions
from comparison.questions import Scope
from comparison.search import Found
from ui import forgiving, formats, state, theme, url
from ui.data import Answers
from ui.rows import mappings
from ui.texts import LANGUAGES, coded, language, t, tn
from ui.url import Filters

SEARCH = "loc_tim"
MOST_OUTSIDE = 4


def sidebar(answers: Answers, scope: Scope) -> Filters:
    """Draw the filters and return what is chosen; every value has been held against the data."""
    start = url.from_view(answers.default_view(scope))
    filters = _with_tier_of_branch(state.wanted(start), answers, scope)
    asked = filters if filters.period else replace(filters, grain=start.grain, period=start.period)
    options = answers.filter_options(replace(asked, only_chosen=False).view(scope))
    filters = state.with_periods(filters, _periods(_fullest_first(options.periods)), start)
    options = answers.filter_options(replace(filters, only_chosen=False).view(scope))
    filters = _checked(filters, options)
    with st.sidebar:
        st.html(f'<h2 class="ud-side">{formats.escape(t("filter.title"))}</h2>')
        filters = _period_widgets(filters, options)
        filters = _place_widgets(filters, options)
        filters = _branch_widgets(filters, options, answers, scope)
        _language_widget()
        _picture_widget()
    return filters


def _with_tier_of_branch(filters: Filters, answers: Answers, scope: Scope) -> Filters:
    """A link to a branch that names no tier opens the branch's own."""
    if not filters.branch_ids or state.chosen(url.TIER) is not None:
        return filters
    try:
        return replace(filters, tier=str(answers.profile(scope, filters.branch_ids[0]).branch["tier"]))
    except LookupError:
        return filters


def _periods(frame: pd.DataFrame) -> dict[str, list[str]]:
    return {str(g): [str(v) for v in rows["value"]] for g, rows in frame.groupby("grain", sort=False)}


def _fullest_first(periods: pd.DataFrame) -> pd.DataFrame:
    """A grain chosen without a period opens where most figures are."""
    return periods.sort_values("figures", ascending=False, kind="stable")


def _checked(filters: Filters, options: FilterOptions) -> Filters:
    """Choices that are not among the options are dropped and said."""
    return replace(
        filters,
        provinces=state.only_known(filters.provinces, options.provinces["value"], t("filter.provinces")),
        sectors=state.only_known(filters.sectors, options.sectors["value"], t("filter.sectors")),
    )


def _labels(frame: pd.DataFrame, prefix: str = "") -> dict[str, str]:
    """Each option with its number of branches in brackets."""
    labels = {}
    for row in mappings(frame):
        value = str(row["value"])
        label = value if formats.is_missing(row["label"]) else str(row["label"])
        name = coded(prefix, value) if prefix else label
        labels[value] = f"{name} ({formats.number(row['branches'], 0)})" if "branches" in row else name
    return labels


def _period_widgets(filters: Filters, options: FilterOptions) -> Filters:
    periods = _periods(options.periods)
    grains = [g for g in ("year", "term") if periods.get(g)] or [filters.grain]
    state.keep("ky", filters.grain)
    st.segmented_control(
        t("filter.grain"),
        grains,
        format_func=lambda g: t(f"grain.{g}"),
        key=state.key("ky"),
        required=True,
        persist_state="session",
        width="stretch",
    )
    name = url.YEAR if filters.grain == "year" else url.TERM
    state.keep(name, filters.period)
    labels = _period_labels(options)
    period = st.selectbox(
        t("filter.year" if filters.grain == "year" else "filter.term"),
        list(dict.fromkeys([*periods.get(filters.grain, []), filters.period])),
        format_func=lambda p: labels.get(p, p),
        key=state.key(name),
        persist_state="session",
    )
    tiers = _labels(options.tiers, "tier.option")
    state.keep(url.TIER, filters.tier)
    tier = st.selectbox(
        t("filter.tier"),
        list(tiers) if filters.tier in tiers else [filters.tier, *tiers],
        format_func=lambda v: tiers.get(v, coded("tier.option", v)),
        key=state.key(url.TIER),
        persist_state="session",
        help=t("filter.tier.help"),
    )
    return replace(filters, period=period or filters.period, tier=tier or filters.tier)


def _period_labels(options: FilterOptions) -> dict[str, str]:
    """Each period with its number of figures in brackets."""
    labels = {}
    for row in mappings(options.periods):
        value, label = str(row["value"]), str(row["label"] or row["value"])
        name = label if row["grain"] == "year" else t("filter.term.option", cycle=value, label=label)
        labels[value] = f"{name} ({formats.number(row['figures'], 0)})"
    return labels


def _place_widgets(filters: Filters, options: FilterOptions) -> Filters:
    provinces, sectors = _labels(options.provinces), _labels(options.sectors, "sector")
    state.keep(url.PROVINCES, list(filters.provinces))
    forgiving.multiselect(
        t("filter.provinces"),
        {name: name for name in provinces},
        state.key(url.PROVINCES),
        show=provinces.__getitem__,
        placeholder=t("filter.all"),
        help=t("forgiving.help"),
    )
    state.keep(url.BOUNDARY, url.BOUNDARY_CODES[filters.boundary])
    st.segmented_control(
        t("filter.boundary"),
        list(url.BOUNDARIES),
        format_func=lambda v: t(f"boundary.{v}"),
        key=state.key(url.BOUNDARY),
        required=True,
        persist_state="session",
        help=t("filter.boundary.help"),
        width="stretch",
    )
    state.keep(url.SECTORS, list(filters.sectors))
    forgiving.multiselect(
        t("filter.sectors"),
        {code: coded("sector", code) for code in sectors},
        state.key(url.SECTORS),
        show=sectors.__getitem__,
        placeholder=t("filter.all"),
        help=t("forgiving.help"),
    )
    return filters


def _branch_widgets(filters: Filters, options: FilterOptions, answers: Answers, scope: Scope) -> Filters:
    view = replace(filters, branch_ids=(), only_chosen=False).view(scope)
    chosen = answers.named(view, filters.branch_ids)
    known = state.known_branches(filters.branch_ids, [str(b) for b in chosen["branch_id"]])
    typed = st.text_input(
        t("filter.branch_search"),
        key=SEARCH,
        placeholder=t("filter.branch_search.hint"),
        persist_state="session",
    )
    found = answers.found(view, typed) if typed else None
    offered = options.branches if found is None else found.frame
    names = {str(r["branch_id"]): branch_label(r) for r in [*mappings(chosen), *mappings(offered)]}
    state.keep(url.BRANCHES, list(known))
    if found is not None:
        st.caption(found_text(found, within=True))
        _outside(answers.found(scope, typed), found, filters)
    st.multiselect(
        t("filter.branches"),
        list(dict.fromkeys([*known, *(str(b) for b in offered["branch_id"])])),
        format_func=lambda b: names.get(b, b),
        key=state.key(url.BRANCHES),
        persist_state="session",
        placeholder=t("filter.branches.hint"),
        help=t("filter.branches.help"),
        select_all=False,
    )
    state.keep(url.ONLY, filters.only_chosen and bool(known))
    only = st.checkbox(t("filter.only_chosen"), key=state.key(url.ONLY), disabled=not known, persist_state="session")
    return replace(filters, branch_ids=known, only_chosen=only and bool(known))


def found_text(found: Found, within: bool = False) -> str:
    """How many branches match what was typed, and that only the best are listed where they are many; `within`: that
    only those of the filter were looked through."""
    n = formats.number(found.count, 0)
    key = "filter.branch_within" if within else "filter.branch_found"
    if found.count > len(found.frame):
        return t(f"{key}.first", n=n, first=formats.number(len(found.frame), 0))
    return tn(key, found.count, n=n)


def _outside(everywhere: Found, within: Found, filters: Filters) -> None:
    """What else matches, outside the filter: links to the best, and a button that widens the filter to the first."""
    count = everywhere.count - within.count
    rows = everywhere.frame[~everywhere.frame["branch_id"].isin(within.frame["branch_id"])].head(MOST_OUTSIDE)
    if count <= 0 or rows.empty:
        return
    items = "".join(f"<li>{_profile(r, filters)}</li>" for r in mappings(rows))
    told = tn("filter.outside", count, n=formats.number(count, 0))
    st.html(f'<div class="ud-outside"><p>{formats.escape(told)}</p><ul>{items}</ul></div>')
    tier = str(rows["tier"].iloc[0])
    label = t("filter.widen", tier=coded("tier.option", tier))
    st.button(label, key="widen", on_click=_widen, args=(tier,), width="stretch")


def _profile(row: Mapping[Any, Any], filters: Filters) -> str:
    href = formats.escape(url.profile_link(str(row["branch_id"]), filters, language()))
    about = formats.escape(coded("tier.short", str(row["tier"])))
    return f'<a href="{href}" target="_self">{formats.escape(branch_label(row))}</a> <small>{about}</small>'


def _widen(tier: str) -> None:
    """Another tier of the whole country and every sector; what was typed stays."""
    state.keep(url.TIER, tier)
    state.keep(url.PROVINCES, [])
    state.keep(url.SECTORS, [])


def branch_label(row: Mapping[Any, Any]) -> str:
    """A branch's name, abbreviated as everybody does, with its province so that equal names can be told apart."""
    name, province = formats.short_name(str(row["name_vi"]), 90), row.get("province")
    if formats.is_missing(province) or not province or str(province) in name:
        return name
    return f"{name} · {province}"


def _language_widget() -> None:
    state.keep(url.LANGUAGE, state.chosen(url.LANGUAGE, "vi"))
    st.radio(
        t("filter.language"),
        LANGUAGES,
        format_func=lambda v: t(f"language.{v}"),
        key=state.key(url.LANGUAGE),
        horizontal=True,
        persist_state="session",
    )


def _picture_widget() -> None:
    """Which kind of picture the button on a chart gives: points for a slide, or lines for print."""
    st.radio(
        t("picture.title"),
        theme.PICTURES,
        format_func=lambda v: t(f"picture.{v}"),
        key=theme.PICTURE_KEY,
        horizontal=True,
        persist_state="session",
    )
