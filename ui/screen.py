"""What a page works with: the reader's filter, the question's view, the answers, the palette; and the page's head."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field, replace

import streamlit as st

from comparison.questions import Scope, View
from ui import formats, theme, url
from ui.data import Answers
from ui.texts import coded, language, t
from ui.url import Filters


@dataclass(frozen=True)
class Screen:
    """One run of one page. `cited` collects the sources of everything shown, for the list at the foot."""

    page: str
    filters: Filters
    scope: Scope
    answers: Answers
    colours: theme.Palette
    cited: set[str] = field(default_factory=set)

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


def period_words(filters: Filters) -> str:
    """The period in words: a year or a term."""
    return t(f"sentence.{filters.grain}", period=filters.period)


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
        only=t("sentence.only", n=str(len(filters.branch_ids))) if filters.only_chosen else "",
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
    asks = f'<p class="ud-question">{formats.escape(question)}</p>' if question else ""
    st.html(
        f'<header class="ud-head"><h1>{formats.escape(title)}</h1>{asks}'
        f'<p class="ud-filter">{formats.escape(filter_sentence(screen.filters))}</p></header>'
    )


@dataclass(frozen=True)
class Headline:
    """One large figure: what it is, how much, and what to know about it."""

    label: str
    value: str
    detail: str = ""


def headlines(figures: list[Headline]) -> None:
    """At most five large figures in a row; on a phone they stand in two columns."""
    cells = "".join(
        f'<div class="ud-kpi"><dt>{formats.escape(f.label)}</dt><dd>{formats.escape(f.value)}'
        f"<small>{formats.escape(f.detail)}</small></dd></div>"
        for f in figures[:5]
    )
    st.html(f'<dl class="ud-kpis">{cells}</dl>')


def section(title: str, text: str = "") -> None:
    """A heading inside a page, with a sentence below it."""
    below = f"<p>{formats.escape(text)}</p>" if text else ""
    st.html(f'<div class="ud-section"><h2>{formats.escape(title)}</h2>{below}</div>')


def remark(text: str) -> None:
    """A sentence to be read before the figures."""
    st.html(f'<p class="ud-remark">{formats.escape(text)}</p>')
