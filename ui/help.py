"""Help where it is needed: what a metric means, what the signs beside numbers say, why a number is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st

from comparison import catalogue
from comparison.answers import Metric
from ui import formats, url
from ui.figures.drawing import Drawing
from ui.texts import coded, has, language, t
from ui.url import Filters

# Beyond these a card lists names alone: nobody reads more definitions at once.
MOST_TOLD = 6
DEFINITIONS = "/dinh-nghia"
SIGNS = {
    **{"≥": "at_least", "≤": "at_most", "≤ −": "fall", "≈": "about", "(?)": "unsure"},
    formats.MISSING: "missing",
}
FALL = re.compile(r"≤ (≈ )?−")
FIGURE_CELL = re.compile(r'<td class="n[^"]*"[^>]*>([^<]*)')
ALONE = re.compile(rf"(?:^|[>\s]){formats.MISSING}(?:$|[<\s])")


def note_of(metric: Metric) -> str:
    """The catalogue's note of a metric in the language of the screen; '' where it has none."""
    note = f"metric_note.{metric.metric_id}"
    return (t(note) if has(note) else metric.notes) if metric.notes else ""


def meaning(metric: Metric) -> str:
    """How a metric is to be read: its note, whether it adds up, and whether it is set against members."""
    return " ".join(said for said in (note_of(metric), *how_to_read(metric)) if said)


def how_to_read(metric: Metric) -> list[str]:
    """What the catalogue says of a metric beside its note, one sentence each."""
    said = [t(f"definitions.{metric.direction}")]
    if metric.metric_id in catalogue.NOT_SPENDING:
        said.append(t("definitions.not_spending"))
    if catalogue.is_additive(metric):
        said.append(t("definitions.adds_up.flow" if metric.measure == "flow" else "definitions.adds_up.stock"))
    else:
        said.append(t("definitions.does_not_add_up"))
    if catalogue.has_per_member(metric):
        said.append(t("definitions.per_member.vnd" if metric.unit == "vnd" else "definitions.per_member.count"))
    return said


def definition_link(metric_id: str, filters: Filters) -> str:
    """The page of definitions, narrowed to a metric."""
    return url.link(DEFINITIONS, {url.SEARCH: [metric_id]} | url.to_query(filters, language()))


def term(metric: Metric, label: str, filters: Filters) -> str:
    """Words that name a metric, leading to its definition, as HTML."""
    link = formats.escape(definition_link(metric.metric_id, filters))
    about = formats.escape(unit_and_kind(metric))
    return f'<a class="ud-term" href="{link}" target="_self" title="{about}">{formats.escape(label)}</a>'


def unit_and_kind(metric: Metric) -> str:
    """In what a metric is counted, and whether it is of a period, of a date, or a ratio."""
    return f"{t('help.unit', unit=t(f'unit.{metric.unit}'))} · {t(f'measure.{metric.measure}')}"


def name_of(metric: Metric) -> str:
    """A metric's name in the language of the screen."""
    return metric.name_vi if language() == "vi" else metric.name_en


def about(metrics: Sequence[Metric], key: str, filters: Filters) -> tuple[str, str]:
    """A question mark and what it opens: what metrics mean, as HTML, both '' without metrics. It opens in the browser
    alone."""
    if not metrics:
        return "", ""
    told = tuple(dict.fromkeys(metrics))
    label = formats.escape(t("help.about", name=", ".join(name_of(m) for m in told[:MOST_TOLD])))
    place = formats.escape(f"about-{key}")
    body = "".join(_told(m, language(), definition_link(m.metric_id, filters)) for m in told[:MOST_TOLD])
    rest = "".join(f"<li>{term(m, name_of(m), filters)}</li>" for m in told[MOST_TOLD:])
    button = f'<button type="button" class="ud-ask" popovertarget="{place}" aria-label="{label}">?</button>'
    return button, (
        f'<div popover="auto" id="{place}" class="ud-about" role="dialog" aria-label="{label}">{body}'
        f"{f'<ul>{rest}</ul>' if rest else ''}</div>"
    )


@lru_cache(maxsize=4000)
def _told(metric: Metric, lang: str, link: str) -> str:
    del lang  # the texts come in the language of the screen, which is this one
    note, rules = note_of(metric), "".join(f"<li>{formats.escape(said)}</li>" for said in how_to_read(metric))
    return (
        f"<h3>{formats.escape(name_of(metric))}</h3>"
        f"<p>{formats.escape(coded('group', metric.group))} · {formats.escape(unit_and_kind(metric))}</p>"
        f"{f'<p>{formats.escape(note)}</p>' if note else ''}<ul>{rules}</ul>"
        f'<p><a href="{formats.escape(link)}" target="_self">{formats.escape(t("help.more"))}</a></p>'
    )


def signs_in(table: str, figure: Drawing | None = None) -> tuple[str, ...]:
    """The signs that stand beside numbers in a table's HTML, and of what its chart writes."""
    numbers = "\n".join(FIGURE_CELL.findall(table))
    found = {sign for sign in ("≥", "≤", "≈") if sign in numbers}
    if FALL.search(numbers):
        found.add("≤ −")
        found -= {"≤"} if numbers.count("≤") == len(FALL.findall(numbers)) else set()
    found |= {"(?)"} if "(?)" in table else set()
    found |= {formats.MISSING} if '<span class="none"' in table or _has_missing_tiles(figure) else set()
    return tuple(sign for sign in SIGNS if sign in found)


def _has_missing_tiles(figure: Drawing | None) -> bool:
    """Whether a chart writes the sign itself, as maps do on tiles without a figure."""
    traces = figure.traces if figure is not None else ()
    texts = (trace.get("text", []) for trace in traces if trace["type"] == "scatter" and "text" in trace["mode"])
    return any(ALONE.search(str(word)) for text in texts for word in text)


@lru_cache(maxsize=200)
def _reading(signs: tuple[str, ...], lang: str) -> str:
    del lang
    told = "".join(
        f"<dt>{formats.escape(sign)}</dt><dd>{formats.escape(t(f'help.sign.{SIGNS[sign]}'))}</dd>" for sign in signs
    )
    summary = formats.escape(t("help.reading", signs="  ".join(signs)))
    return f'<details class="ud-reading"><summary>{summary}</summary><dl>{told}</dl></details>'


def reading(signs: tuple[str, ...]) -> str:
    """How to read the signs in use, folded up, as HTML; '' without signs."""
    return _reading(signs, language()) if signs else ""


def why_missing(kind: str) -> str:
    """Why a cell of a table is empty, by the kind of its column."""
    known = {"amount": "figure", "number": "result", "count": "result"}
    return t(f"help.missing.{known.get(kind, 'word')}")


def first_visit(filters: Filters) -> None:
    """One sentence for whoever opens the dashboard for the first time, until it is put away on that device."""
    query = url.to_query(filters, language())
    links = {
        name: _hint_link(path, name, query) for path, name in ((DEFINITIONS, "rules"), ("/nguon-so-lieu", "sources"))
    }
    sentence = formats.escape(t("help.first", rules="{rules}", sources="{sources}")).format(**links)
    label, dismiss = formats.escape(t("help.first.label")), formats.escape(t("help.first.dismiss"))
    st.html(
        f'<aside class="ud-hint" aria-label="{label}" hidden><p>{sentence}</p>'
        f'<button type="button">{dismiss}</button></aside><script>{_script()}</script>',
        unsafe_allow_javascript=True,
    )


@cache
def _script() -> str:
    return Path(__file__).with_name("first_visit.js").read_text(encoding="utf-8")


def _hint_link(path: str, name: str, query: url.Query) -> str:
    link, words = formats.escape(url.link(path, query)), formats.escape(t(f"help.first.{name}"))
    return f'<a href="{link}" target="_self">{words}</a>'
