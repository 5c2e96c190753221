"""The reader's choices between reruns: taken from a link, kept in the session, checked against what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from comparison.questions import TIERS, Grain
from ui import formats, url
from ui.texts import LANGUAGES, t
from ui.url import Filters

WRITTEN, PAGE, NOTICES, PICKS = "_written_query", "_page", "_notices", "_picks"
PROFILE, PROFILE_PAGE = "_profile", "ho-so"
POSSIBLE_YEARS = frozenset(str(year) for year in range(1945, 2101))
Query = dict[str, list[str]]


def key(name: str) -> str:
    """The session key of a filter's widget."""
    return f"loc_{name}"


def chosen(name: str, default: Any = None) -> Any:
    """What the reader chose for a filter."""
    value = st.session_state.get(key(name))
    return default if value is None else value


def keep(name: str, value: Any) -> None:
    """Set a filter before its widget is drawn."""
    st.session_state[key(name)] = value


def notice(text: str) -> None:
    """Say something at the head of the page, once."""
    st.session_state.setdefault(NOTICES, [])
    if text not in st.session_state[NOTICES]:
        st.session_state[NOTICES].append(text)


def take_notices() -> list[str]:
    """What has to be said at the head of this page."""
    return list(st.session_state.pop(NOTICES, []))


def asked() -> Query:
    """The parameters of the address."""
    return {k: st.query_params.get_all(k) for k in st.query_params}


def profile_branch() -> str:
    """The branch whose profile is open, or ''."""
    return str(st.session_state.get(PROFILE) or next(iter(chosen(url.BRANCHES, [])), ""))


def open_profile(branch_id: str) -> None:
    """Choose the branch that the profile page shows."""
    st.session_state[PROFILE] = branch_id


def adopt(page: str) -> None:
    """Take over what the address says: all of it in a new session or after Back, what is named after a link.

    Going to another page by the menu drops the parameters; the choices of the session then stay, and after Back too.
    """
    query, written = asked(), st.session_state.get(WRITTEN)
    same_page = st.session_state.get(PAGE) == page
    st.session_state[PAGE] = page
    if written is not None and (not query or query == written):
        return
    complete = written is None or same_page
    _adopt_filters(query, complete)
    if page == PROFILE_PAGE and url.BRANCHES in query:
        open_profile(query[url.BRANCHES][0])
    for name in (url.METRIC, url.BASIS, *url.PICKED):
        if name in query or (complete and name in url.PICKED):
            st.session_state[f"{page}_{name}"] = query.get(name, [""])[-1]


def _adopt_filters(query: Query, complete: bool) -> None:
    singles = (url.YEAR, url.TERM, url.TIER, url.BOUNDARY, url.LANGUAGE)
    for name in singles:
        if name in query:
            keep(name, query[name][-1])
        elif complete:
            st.session_state.pop(key(name), None)
    if url.BRANCHES in query and url.TIER not in query:
        # A link to a branch that names no tier opens the branch's own.
        st.session_state.pop(key(url.TIER), None)
    for name in (url.PROVINCES, url.SECTORS, url.BRANCHES):
        if name in query or complete:
            keep(name, [v for v in query.get(name, []) if v])
    if url.ONLY in query or complete:
        only = query.get(url.ONLY, [""])[-1]
        if only not in ("", "0", "1"):
            notice(t("notice.unknown", name=t("filter.only_chosen"), value=formats.shorten(only, 40)))
        keep(url.ONLY, only == "1")
    if url.TERM in query or url.YEAR in query:
        keep("ky", "term" if url.TERM in query else "year")
    elif complete:
        st.session_state.pop(key("ky"), None)


def early_language() -> str:
    """The language for the menu, before the address has been taken over."""
    value = st.query_params.get(url.LANGUAGE) or chosen(url.LANGUAGE, "vi")
    return value if value in LANGUAGES else "vi"


def language() -> str:
    """The language chosen; Vietnamese where the address asks for one that is not there."""
    wanted = chosen(url.LANGUAGE, "vi")
    if wanted not in LANGUAGES:
        keep(url.LANGUAGE, "vi")
        notice(t("notice.unknown", name=t("filter.language"), value=str(wanted)))
        return "vi"
    return str(wanted)


def wanted(start: Filters) -> Filters:
    """The filter as chosen so far, what is impossible replaced by `start` and said; not yet held against the data."""
    tier = chosen(url.TIER, start.tier)
    if tier not in TIERS:
        notice(t("notice.unknown", name=t("filter.tier"), value=str(tier)))
        tier = start.tier
    boundary_code = chosen(url.BOUNDARY, "34")
    if boundary_code not in url.BOUNDARIES:
        notice(t("notice.unknown", name=t("filter.boundary"), value=str(boundary_code)))
        boundary_code = "34"
    grain, period = _wanted_period(start)
    return Filters(
        period=period,
        grain=grain,
        tier=tier,
        boundary=url.BOUNDARIES[boundary_code],
        provinces=tuple(chosen(url.PROVINCES, [])),
        sectors=tuple(chosen(url.SECTORS, [])),
        branch_ids=tuple(chosen(url.BRANCHES, [])),
        only_chosen=bool(chosen(url.ONLY, False)),
    )


def _wanted_period(start: Filters) -> tuple[Grain, str]:
    """Grain and period as chosen; an empty period of a chosen grain is filled once the periods are known."""
    grain: Grain = "term" if chosen("ky", start.grain) == "term" else "year"
    period = str(chosen(url.TERM if grain == "term" else url.YEAR, start.period if grain == start.grain else ""))
    if grain == "year" and period and not (period.isascii() and period.isdigit() and len(period) == 4):
        notice(t("notice.unknown", name=t("filter.year"), value=formats.shorten(period, 40)))
        return start.grain, start.period
    return grain, period


def only_known(values: tuple[str, ...], known: Iterable[str], label: str) -> tuple[str, ...]:
    """The values that can be chosen, without repeats; the others are dropped and said."""
    there = set(known)
    for value in values:
        if value not in there:
            notice(t("notice.unknown", name=label, value=formats.shorten(str(value), 60)))
    return tuple(dict.fromkeys(v for v in values if v in there))


def known_branches(values: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    """The chosen branches that the filter holds; on a profile the others are not spoken of, they are its subject."""
    there = set(known)
    if st.session_state.get(PAGE) == PROFILE_PAGE:
        return tuple(v for v in values if v in there)
    return only_known(values, there, t("filter.branches"))


def with_periods(filters: Filters, periods: dict[str, list[str]], start: Filters) -> Filters:
    """The filter with a period that exists; periods by grain, the one to fall back on first.

    A year without figures stays: the page says that it is empty. An unknown term is replaced and said.
    """
    there = periods.get(filters.grain, [])
    if filters.period in there or (filters.grain == "year" and filters.period in POSSIBLE_YEARS):
        return filters
    if filters.period:
        label = t("filter.year" if filters.grain == "year" else "filter.term")
        notice(t("notice.unknown", name=label, value=formats.shorten(filters.period, 40)))
    if filters.grain == start.grain and (start.period in there or not there):
        return replace(filters, period=start.period)
    return replace(filters, period=there[0]) if there else replace(filters, grain=start.grain, period=start.period)


def write(filters: Filters, language: str) -> None:
    """Put the view into the address, with what the page picked, so that it can be sent on."""
    query = url.to_query(filters, language)
    query |= picks()
    if asked() != query:
        st.query_params.from_dict(query)
    st.session_state[WRITTEN] = query


def picked(name: str, value: str) -> None:
    """Note what the page's own picker stands at, for the address."""
    st.session_state.setdefault(PICKS, {})[name] = value


def picks() -> dict[str, list[str]]:
    """What the page's own pickers stand at, as parameters of a link."""
    return {k: [v] for k, v in st.session_state.get(PICKS, {}).items() if v}


def forget_picks() -> None:
    """Begin a page without picks; its pickers note theirs."""
    st.session_state[PICKS] = {}
