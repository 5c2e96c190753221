"""What stands out, in words: each sentence with its number and a link to the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from comparison.catalogue import STATED_WELFARE_TOTAL
from comparison.highlights import Highlight
from ui import differences, formats, url
from ui.cards import metric_name
from ui.notes import coverage_text
from ui.screen import Screen, quality_link, section, tell
from ui.target_cards import COMPARATORS
from ui.target_rows import turns
from ui.texts import coded, language, t, tn
from ui.told import Listed

PAGES = {"membership": "/doan-vien", "welfare": "/cham-lo", "emulation": "/thi-dua"}
LONGEST_UNBROKEN = 22
Words = dict[str, str]


def draw(screen: Screen) -> None:
    """The list of what stands out; nothing where nothing does."""
    found = [one for one in screen.answers.highlights(screen.view) if one.kind in TOLD]
    if not found:
        return
    for one in found:
        screen.cited.update(one.source_ids)
    section(t("highlight.title"))
    tell(Listed(tuple(sentence(screen, one) for one in found)))
    items = "".join(f"<li>{_linked(screen, one)}</li>" for one in found)
    st.html(f'<ul class="ud-highlights">{items}</ul>')


def sentence(screen: Screen, one: Highlight) -> str:
    """One statement as plain text."""
    return _filled(screen, one, lambda text: text, lambda text: text)


def _linked(screen: Screen, one: Highlight) -> str:
    """One statement as HTML, its number strong, its end a link."""
    words = _filled(screen, one, formats.escape, _strong)
    href = formats.escape(_link(screen, one))
    return f'{words} <a href="{href}" target="_self">{formats.escape(t(f"highlight.{one.kind}.link"))}</a>'


def _strong(text: str) -> str:
    """A number stays on one line; words may break."""
    kind = ' class="words"' if len(text) > LONGEST_UNBROKEN else ""
    return f"<b{kind}>{formats.escape(text)}</b>"


def _filled(screen: Screen, one: Highlight, plain: Callable[[str], str], strong: Callable[[str], str]) -> str:
    code, words, value = TOLD[one.kind](screen, one)
    return t(code, value=strong(value), **{name: plain(text) for name, text in words.items()})


def common_change(screen: Screen, found: tuple[Highlight, ...]) -> str:
    """The change of members of the branches known at both times, for the headline; '' where there is none."""
    one = next((one for one in found if one.kind == "common"), None)
    if one is None:
        return ""
    n = one.coverage.reported
    return tn("highlight.common", n, earlier=one.earlier, value=_change(screen, one), n=formats.number(n, 0))


def _unit(screen: Screen, one: Highlight) -> str:
    return screen.answers.metrics()[one.metric_id].unit


def _change(screen: Screen, one: Highlight) -> str:
    assert one.amount is not None
    a = one.amount
    return differences.in_words(a.value, a.low, a.high, a.is_approximate, _unit(screen, one))


def _amount(screen: Screen, one: Highlight) -> str:
    assert one.amount is not None
    a = one.amount
    unit = _unit(screen, one)
    text = formats.bounded(a.value, a.low, a.high, a.is_approximate, unit)
    return text if unit in ("vnd", "percent") else f"{text} {coded('unit', unit)}"


def _name(screen: Screen, one: Highlight) -> str:
    if one.metric_id == STATED_WELFARE_TOTAL:
        return t("highlight.welfare")
    return metric_name(screen.answers.metrics()[one.metric_id])


def _leader(screen: Screen, one: Highlight) -> tuple[str, Words, str]:
    # Where most are silent nobody leads; what is said is said of those that spoke.
    living = max(one.coverage.in_view - one.coverage.merged, 1)
    if 2 * one.coverage.reported < living:
        code = "highlight.leader.few"
    else:
        code = (
            "highlight.leader.shared" if one.others else "highlight.leader" if one.is_sure else "highlight.leader.open"
        )
    words = {
        "name": _name(screen, one),
        "branch": formats.short_name(one.name_vi, 60),
        "others": formats.number(one.others, 0),
        "coverage": coverage_text(replace(one.coverage, merged=0)),
    }
    return code, words, _amount(screen, one)


def _mover(screen: Screen, one: Highlight) -> tuple[str, Words, str]:
    words = {
        "name": _name(screen, one),
        "earlier": one.earlier,
        "branch": formats.short_name(one.name_vi, 60),
        "n": formats.number(one.coverage.reported, 0),
    }
    only = ".only" if one.coverage.reported == 1 else ""
    return f"highlight.{one.kind}{only}", words, _change(screen, one)


def _missed(screen: Screen, one: Highlight) -> tuple[str, Words, str]:
    aim = f"{COMPARATORS.get(one.comparator, one.comparator)} {formats.quantity(one.aim, _unit(screen, one))}"
    words = {
        "whole": formats.number(one.whole, 0),
        "branch": formats.short_name(one.name_vi, 60),
        "name": _name(screen, one),
        "result": _amount(screen, one),
        "aim": aim,
    }
    return turns("highlight.missed", one.is_by_year), words, formats.number(one.count, 0)


def _silent(screen: Screen, one: Highlight) -> tuple[str, Words, str]:
    told = "highlight.silent.term" if screen.filters.grain == "term" else "highlight.silent"
    return told, {"whole": formats.number(one.whole, 0)}, formats.number(one.count, 0)


def _doubts(_: Screen, one: Highlight) -> tuple[str, Words, str]:
    return "highlight.doubts", {}, formats.number(one.count, 0)


TOLD: dict[str, Callable[[Screen, Highlight], tuple[str, Words, str]]] = {
    "leader": _leader,
    "rise": _mover,
    "fall": _mover,
    "missed": _missed,
    "silent": _silent,
    "doubts": _doubts,
}


def _link(screen: Screen, one: Highlight) -> str:
    """The page that shows what is said, under the same filter."""
    if one.kind in ("silent", "doubts"):
        return quality_link(screen, "do_phu" if one.kind == "silent" else "nghi_van")
    query = url.to_query(screen.filters, language())
    if one.kind == "missed":
        return url.link("/chi-tieu", query)
    if one.kind == "leader":
        group = screen.answers.metrics()[one.metric_id].group
        return url.link(PAGES[group], query | {url.METRIC: [one.metric_id]})
    return url.link("/bien-dong", query | {url.METRIC: [one.metric_id], url.EARLIER: [one.earlier]})
