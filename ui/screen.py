"""What a page works with: the reader's filter, the question's view, the answers, the palette; and the page's head."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, cast

import streamlit as st

from comparison.answers import Metric
from comparison.questions import Scope, View
from comparison.term_years import TooLate
from ui import formats, help, theme, told, url
from ui.data import Answers, drawn, scope_key
from ui.figures.drawing import Drawing
from ui.texts import coded, language, t, tn
from ui.url import Filters


@dataclass(frozen=True)
class Screen:
    """One run of one page. `cited` collects the sources of everything shown, for the list at the foot; `shown` what is
    shown, in order, for whoever takes the page away: cards, and what ui/told.py names."""

    page: str
    filters: Filters
    scope: Scope
    answers: Answers
    colours: theme.Palette
    cited: set[str] = field(default_factory=set)
    shown: list[Any] = field(default_factory=list)

    @property
    def view(self) -> View:
        """The filter as a question: chosen branches beside their peers."""
        return self.filters.view(self.scope)

    @property
    def chosen_view(self) -> View:
        """The same question for the chosen branches by name."""
        return replace(self.view, branch_ids=self.filters.branch_ids)

    @property
    def chosen(self) -> dict[str, str]:
        """The colours of the chosen branches."""
        return theme.chosen_colours(self.filters.branch_ids, self.colours)

    def drawn(self, name: str, draw: Callable[[], Drawing]) -> Drawing:
        """A figure of this screen, drawn once as long as snapshot, filter, language and palette stay; `name` tells it
        from the others and names everything else that it depends on."""
        told = (self.answers.path, self.page, self.filters, scope_key(self.scope), language(), self.colours.name, name)
        return drawn(repr(told), draw)

    def source_link(self, source_id: str) -> str:
        """Where a source leads: its own page, with everything taken from it."""
        return url.source_link(source_id, self.filters, language())

    def definition_link(self, metric_id: str) -> str:
        """Where a metric's name leads."""
        return help.definition_link(metric_id, self.filters)

    def profile_link(self, branch_id: str) -> str:
        """Where a branch's name leads."""
        return url.profile_link(branch_id, self.filters, language())


CURRENT: ContextVar[Screen] = ContextVar("screen")


class NotInTheFrame(RuntimeError):
    """A page was run without ui/main.py, which sets up the filters and the scope."""


def current() -> Screen:
    """The screen being drawn. Raises NotInTheFrame for a page script run on its own."""
    try:
        return CURRENT.get()
    except LookupError:
        raise NotInTheFrame("pages run inside ui/main.py") from None


def tell(what: Any) -> None:
    """Note what the page shows beside its cards; without a screen nobody takes anything away."""
    if (screen := CURRENT.get(None)) is not None:
        screen.shown.append(what)


def say_empty(title: str, why: str) -> None:
    """In the place of charts: what there is nothing of, and why; told in a briefing too."""
    tell(told.Remark(why, title))
    st.html(f'<div class="ud-empty"><h3>{formats.escape(title)}</h3><p>{formats.escape(why)}</p></div>')


def quality_link(screen: Screen, part: str) -> str:
    """A part of the page of sources and quality, under the same filter."""
    return url.link("/nguon-so-lieu", {url.SECTION: [part]} | url.to_query(screen.filters, language()))


def period_words(filters: Filters) -> str:
    """The period in words: a year or a term."""
    return t(f"sentence.{filters.grain}", period=filters.period)


def no_province(filters: Filters) -> str:
    """What stands in the place of a province for branches that belong to none: under the old borders those too of which
    only the new province is known (DESIGN.md 5.11)."""
    return t("map.no_province" if filters.boundary == "since_2025_07" else "map.no_old_province")


def who_and_when(screen: Screen) -> dict[str, str]:
    """The tier and the period, as the titles of charts name them."""
    return {"tier": coded("tier.short", screen.filters.tier), "period": period_words(screen.filters)}


def filter_sentence(filters: Filters, names: dict[str, str] | None = None) -> str:
    """The whole filter in one sentence."""
    provinces = ", ".join(filters.provinces[:4]) + (" …" if len(filters.provinces) > 4 else "")
    sectors = ", ".join(coded("sector", s) for s in filters.sectors)
    return t(
        "sentence.filter",
        tier=coded("tier", filters.tier),
        period=period_words(filters),
        place=t("sentence.provinces", names=provinces) if provinces else t("sentence.country"),
        sectors=t("sentence.sectors", names=sectors) if sectors else "",
        only=tn("sentence.only", len(filters.branch_ids), n=str(len(filters.branch_ids)))
        if filters.only_chosen
        else "",
    )


def filter_rows(filters: Filters) -> tuple[tuple[str, str], ...]:
    """The filter as label and value, for the head of a download."""
    everything = t("filter.all")
    return (
        (t("filter.year" if filters.grain == "year" else "filter.term"), filters.period),
        (t("filter.tier"), coded("tier", filters.tier)),
        (t("filter.boundary"), t(f"boundary.{url.BOUNDARY_CODES[filters.boundary]}")),
        (t("filter.provinces"), ", ".join(filters.provinces) or everything),
        (t("filter.sectors"), ", ".join(coded("sector", s) for s in filters.sectors) or everything),
        (t("filter.branches"), ", ".join(filters.branch_ids) if filters.only_chosen else everything),
    )


def head(title: str, screen: Screen, question: str = "") -> None:
    """A page's title and the current filter in words."""
    tell(told.Heading(title, question))
    asks = f'<p class="ud-question">{formats.escape(question)}</p>' if question else ""
    st.html(
        f'<header class="ud-head"><h1>{formats.escape(title)}</h1>{asks}'
        f'<p class="ud-filter">{formats.escape(filter_sentence(screen.filters))}</p></header>'
    )
    if text := _left_out_of_term(screen):
        remark(text)


def _left_out_of_term(screen: Screen) -> str:
    """Whom a view of a term leaves out because it was founded too late, and why; '' where that is nobody."""
    if screen.filters.grain != "term":
        return ""
    late = cast(TooLate, screen.answers.ask("founded_too_late", screen.view))
    if not late.branches:
        return ""
    years = {"first": str(late.first), "last": str(late.last), "cycle": screen.filters.period}
    said = tn("term.too_late", late.branches, n=formats.number(late.branches, 0), **years)
    if not late.with_figures:
        return said
    return f"{said} {tn('term.too_late.figures', late.with_figures, n=formats.number(late.with_figures, 0))}"


# A value of more signs is written smaller, so that it stays on one line on a phone.
LONG_VALUE = 12


@dataclass(frozen=True)
class Headline:
    """One large figure: what it is, how much, what to know about it, where to read on, and the metric that it is of.
    `more` are words that lead on and mean nothing on paper; without them the detail itself is the link."""

    label: str
    value: str
    detail: str = ""
    link: str = ""
    metric: Metric | None = None
    more: str = ""


def headlines(figures: list[Headline]) -> None:
    """At most five large figures in a row; on a phone they stand in two columns."""
    tell(told.Figures(tuple((f.label, f.value, f.detail) for f in figures[:5])))
    st.html(f'<dl class="ud-kpis">{"".join(_headline(f) for f in figures[:5])}</dl>')


def _headline(figure: Headline) -> str:
    detail = formats.escape(figure.detail)
    label, screen = formats.escape(figure.label), CURRENT.get(None)
    if figure.metric is not None and screen is not None:
        label = help.term(figure.metric, figure.label, screen.filters)
    if figure.link:
        words = formats.escape(figure.more) or detail
        linked = f'<a href="{formats.escape(figure.link)}" target="_self">{words}</a>'
        detail = f"{detail}; {linked}" if figure.more else linked
    long = ' class="long"' if len(figure.value) > LONG_VALUE else ""
    return f'<div class="ud-kpi"><dt>{label}</dt><dd{long}>{_whole(figure.value)}<small>{detail}</small></dd></div>'


def _whole(value: str) -> str:
    """A large value as HTML: its number never parted from its unit; a range may break behind its dash."""
    first, dash, last = value.partition("–")
    if not dash or not last:
        return f'<span class="ud-whole">{formats.escape(value)}</span>'
    ends = (f'<span class="ud-whole">{formats.escape(text)}</span>' for text in (first + dash, last))
    return "<wbr>".join(ends)


def section(title: str, text: str = "") -> None:
    """A heading inside a page, with a sentence below it."""
    tell(told.Section(title, text))
    below = f"<p>{formats.escape(text)}</p>" if text else ""
    st.html(f'<div class="ud-section"><h2>{formats.escape(title)}</h2>{below}</div>')


def remark(text: str) -> None:
    """A sentence to be read before the figures."""
    tell(told.Remark(text))
    st.html(f'<p class="ud-remark">{formats.escape(text)}</p>')
