"""Ready views for the usual meetings: links to the pages a mid-year review, a year's end and a congress look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from ui import depth, formats, url
from ui.data import kept
from ui.screen import Screen
from ui.texts import language, t
from ui.url import Filters

# A year or a term in which fewer than this share of the branches of the fullest one reported is only beginning.
SHARE_OF_FULLEST = 0.25
SIDE_BY_SIDE = 4


@dataclass(frozen=True)
class Link:
    """What a page shows, and its address."""

    text: str
    address: str


@dataclass(frozen=True)
class ReadyView:
    """A meeting, what the pages are for there, and the pages."""

    meeting: str
    purpose: str
    links: tuple[Link, ...]


def views(screen: Screen) -> tuple[ReadyView, ...]:
    """The meetings that the figures of the filter's tier, provinces and sectors can serve; these and the branches stay
    as they are."""
    periods = screen.answers.ask("periods_in_place", depth.without_choice(screen.view))
    years, terms = well_reported(periods, "year"), well_reported(periods, "term")
    found = []
    if years:
        found += [_mid_year(screen, years), _year_end(screen, years)]
    if terms:
        found.append(_congress(screen, terms))
    return tuple(found)


def well_reported(periods: pd.DataFrame, grain: str) -> list[str]:
    """The periods of a grain that are worth a meeting, latest first: those with figures, without one that has only just
    begun."""
    rows = periods[(periods["grain"] == grain) & (periods["figures"] > 0)]
    if rows.empty:
        return []
    latest = int((rows["branches"] >= SHARE_OF_FULLEST * rows["branches"].max()).to_numpy().argmax())
    return [str(value) for value in rows["value"].iloc[latest:]]


def closed_term(terms: Sequence[str]) -> str:
    """The term a congress looks back on: the one before the latest, once that has figures of its own."""
    return terms[1] if len(terms) > 1 else terms[0]


def _mid_year(screen: Screen, years: Sequence[str]) -> ReadyView:
    now = _under(screen.filters, "year", years[0])
    links = [
        _link("overview", "/", now),
        _link("running", "/chi-tieu", now, {url.SECTION: "tien_do"}),
        _link("silent", "/nguon-so-lieu", now, {url.SECTION: "do_phu"}),
    ]
    return ReadyView(t("ready.mid_year"), t("ready.mid_year.text"), (*links, *_change(now, years)))


def _year_end(screen: Screen, years: Sequence[str]) -> ReadyView:
    now = _under(screen.filters, "year", years[0])
    links = [
        _link("welfare", "/cham-lo", now),
        _link("ratings", "/thi-dua", now, {url.SECTION: "xep_loai"}),
        _link("results", "/chi-tieu", now, {url.SECTION: "ket_qua"}),
        _link("table", "/bang-so-lieu", now, {url.PERIODS: ",".join(years[:2])}),
    ]
    return ReadyView(t("ready.year_end"), t("ready.year_end.text"), (*_change(now, years), *links))


def _congress(screen: Screen, terms: Sequence[str]) -> ReadyView:
    then = _under(screen.filters, "term", closed_term(terms))
    links = [
        _link("overview", "/", then),
        _link("results", "/chi-tieu", then, {url.SECTION: "ket_qua"}),
        _link("welfare", "/cham-lo", then),
    ]
    if terms[0] != then.period:
        links.append(_link("coming", "/chi-tieu", then.with_period(terms[0]), {url.SECTION: "ky_truoc"}))
    subjects = peers(screen, then)
    if len(subjects) > 1:
        links.append(_link("beside", "/so-sanh", then, {url.SUBJECTS: ",".join(subjects)}))
    return ReadyView(t("ready.congress"), t("ready.congress.text"), tuple(links))


def _change(now: Filters, years: Sequence[str]) -> list[Link]:
    """The latest year against the one before, where there is one."""
    if len(years) < 2:
        return []
    address = url.link("/bien-dong", {url.EARLIER: [years[1]]} | url.to_query(now, language()))
    return [Link(t("ready.change", period=years[0], before=years[1]), address)]


def peers(screen: Screen, then: Filters) -> list[str]:
    """Branches worth setting side by side: those chosen, then those of the first one's sector with most figures."""
    offered = screen.answers.filter_options(replace(then, branch_ids=()).view(screen.scope)).branches
    rows = offered[offered["figures"] > 0].sort_values("figures", ascending=False, kind="stable")
    # Who was chosen stays, also where nothing is known of that term: the page says so.
    there = [b for b in then.branch_ids if b in set(offered["branch_id"])]
    if there:
        sector = offered.loc[offered["branch_id"] == there[0], "sector"].iloc[0]
        rows = rows[rows["sector"] == sector]
    return list(dict.fromkeys([*there, *map(str, rows["branch_id"])]))[:SIDE_BY_SIDE]


def _under(filters: Filters, grain: str, period: str) -> Filters:
    """The reader's filter in another period, with the chosen branches beside all others."""
    return replace(filters, grain="term" if grain == "term" else "year", period=period, only_chosen=False)


def _link(text: str, path: str, filters: Filters, picks: dict[str, str] | None = None) -> Link:
    """A page under a filter; the words name the period."""
    period = t(f"sentence.{filters.grain}", period=filters.period)
    query = {name: [value] for name, value in (picks or {}).items()} | url.to_query(filters, language())
    return Link(t(f"ready.{text}", period=period), url.link(path, query))


def html(screen: Screen) -> str:
    """The meetings beside or below each other, as HTML; '' without any. Kept, for every page shows them."""
    about = (screen.filters, screen.scope, language())
    return str(kept(screen.answers.path, "ready_views", about, lambda _: _written(views(screen))))


def _written(ready: Sequence[ReadyView]) -> str:
    return f'<div class="ud-meetings">{"".join(map(_meeting, ready))}</div>' if ready else ""


def _meeting(view: ReadyView) -> str:
    links = "".join(
        f'<li><a href="{formats.escape(link.address)}" target="_self">{formats.escape(link.text)}</a></li>'
        for link in view.links
    )
    return f"<div><h3>{formats.escape(view.meeting)}</h3><p>{formats.escape(view.purpose)}</p><ul>{links}</ul></div>"


def section(screen: Screen) -> None:
    """The ready views on a page: a way on, and no part of what the page says, hence in none of its files."""
    if ready := html(screen):
        title, text = formats.escape(t("ready.title")), formats.escape(t("ready.text"))
        st.html(f'<div class="ud-section"><h2>{title}</h2><p>{text}</p></div>{ready}')
