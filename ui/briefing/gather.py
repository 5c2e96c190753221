"""From what a page showed to a briefing: cards and words in order, tables as texts, sources numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ui import formats, told, url
from ui.briefing import model
from ui.briefing.light import colour_for_paper, figure_for_paper
from ui.briefing.pictures import WIDTH
from ui.cards import Card, citation
from ui.notes import note_texts
from ui.rows import mappings, silent_words
from ui.screen import Screen, filter_rows, filter_sentence
from ui.tables import RIGHT, Column, Table, cell_text
from ui.target_cards import source_text
from ui.texts import language, t, tn

ROWS = 40
NAMES = 40
WORDS = ("text", "date", "link", "sources")


def briefing(screen: Screen, address: str = "") -> model.Briefing:
    """The page of this run as a briefing, in the language of the run; `address` opens the same view."""
    heading = next((x for x in screen.shown if isinstance(x, told.Heading)), told.Heading(t("brief.kind")))
    numbers, sources = cited(screen)
    info = screen.answers.snapshot_info()
    parts: list[model.Part] = [model.Facts(heading.facts)] if heading.facts else []
    for item in screen.shown:
        if (part := _part(item, screen, numbers)) is not None:
            parts.append(part)
    return model.Briefing(
        language=language(),
        kind=heading.kind or t("brief.kind"),
        title=heading.title,
        question=heading.question,
        # A profile shows one branch whatever the filter says.
        filter="" if heading.facts else filter_sentence(screen.filters),
        build=t("source.build", version=info["version"], built=formats.day(info["built_at"])),
        address=address,
        parts=tuple(parts),
        sources=sources,
        filters=choices(screen, not heading.facts),
        period=screen.filters.period,
    )


def choices(screen: Screen, with_filter: bool = True) -> tuple[tuple[str, str], ...]:
    """The filter and what was chosen on the page itself, as label and value, each label once."""
    own = [(x.label, x.value) for x in screen.shown if isinstance(x, told.Choice) and x.value]
    own += [pair for x in screen.shown if isinstance(x, Card) for pair in x.filters]
    return tuple(dict([*(filter_rows(screen.filters) if with_filter else ()), *own]).items())


def cited(screen: Screen) -> tuple[dict[str, int], tuple[model.Citation, ...]]:
    """The sources of the page in the order of its foot, and the number of each."""
    if not screen.cited:
        return {}, ()
    rows = mappings(screen.answers.sources(tuple(screen.cited)).sort_values(["publisher", "title"]))
    found = [citation(row) for row in rows]
    numbers = {source_id: n for n, (*_, source_id) in enumerate(found, 1)}
    listed = [model.Citation(n, who, what, when, where) for n, (who, what, when, where, _) in enumerate(found, 1)]
    return numbers, tuple(listed)


def _part(item: Any, screen: Screen, numbers: Mapping[str, int]) -> model.Part | None:
    match item:
        case Card():
            return _panel(item, screen, numbers)
        case told.Chart():
            notes = tuple(x for x in (item.foot,) if x)
            return model.Panel(item.title, item.subtitle, picture=_picture(item.figure, item.alt, screen), notes=notes)
        case told.Matrix():
            return model.Panel(item.title, grid=grid(item.make(), numbers))
        case told.Figures():
            return model.Figures(item.figures)
        case told.Section():
            return model.Section(item.title, item.text)
        case told.Remark():
            return model.Remark(item.text, item.label)
        case told.Listed():
            return model.Listed(item.items)
    return None


def _panel(card: Card, screen: Screen, numbers: Mapping[str, int]) -> model.Panel:
    notes = [card.foot, *note_texts(card.notes)]
    if card.source_ids:
        notes.append(t("brief.sources", numbers=spans({numbers[s] for s in card.source_ids if s in numbers})))
    return model.Panel(
        title=card.title,
        subtitle=card.subtitle,
        legend=tuple((colour_for_paper(colour), label) for colour, label in card.legend),
        picture=_picture(card.figure, card.alt or card.title, screen),
        grid=grid(card.table, numbers),
        notes=tuple(x for x in notes if x),
        silent=_silent(card.silent),
    )


def _silent(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = len(names) - NAMES
    rest = " · " + tn("brief.names.more", more, n=formats.number(more, 0)) if more > 0 else ""
    return f"{silent_words(names)}: {' · '.join(names[:NAMES])}{rest}"


def _picture(figure: Any, alt: str, screen: Screen) -> model.Picture | None:
    if figure is None:
        return None
    return model.Picture(figure_for_paper(figure, screen.colours.name == "dark", WIDTH), alt)


def spans(numbers: set[int]) -> str:
    """Numbers of sources with runs drawn together: [1], [3–6]."""
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(f"[{r[0]}]" if len(r) == 1 else f"[{r[0]}–{r[-1]}]" for r in runs) or formats.MISSING


def grid(table: Table, numbers: Mapping[str, int]) -> model.Grid:
    """The table as it reads on the screen: the first rows, a column of sources as their numbers, no column of words
    that says nothing in any row."""
    columns = [c for c in table.columns if not c.only_in_files]
    shown = replace(table, rows=table.part(0, ROWS)).records()
    rows = [[_cell(c, r, numbers) for c in columns] for r in shown]
    foot = [[_cell(c, r, numbers) for c in columns] for r in table.foot]
    kept = [
        n
        for n, c in enumerate(columns)
        if c.kind not in WORDS or any(line[n].text not in ("", formats.MISSING) for line in [*rows, *foot])
    ]
    more = len(table.rows) - len(shown)
    return model.Grid(
        heads=tuple(_head(columns[n]) for n in kept),
        rows=tuple(tuple(line[n] for n in kept) for line in rows),
        foot=tuple(tuple(line[n] for n in kept) for line in foot),
        more=tn("brief.more", more, n=formats.number(more, 0)) if more else "",
    )


def _head(column: Column) -> model.Head:
    return model.Head(column.label, column.kind in RIGHT, column.kind == "branch")


def _cell(column: Column, row: Mapping[Any, Any], numbers: Mapping[str, int]) -> model.Cell:
    tint = column.tint(row) if column.tint is not None else ""
    return model.Cell(_text(column, row, numbers), colour_for_paper(tint) if tint else "")


def _text(column: Column, row: Mapping[Any, Any], numbers: Mapping[str, int]) -> str:
    if column.kind == "sources":
        ids = row.get(column.key)
        return spans({numbers[s] for s in ids if s in numbers}) if isinstance(ids, (tuple, list)) else formats.MISSING
    # A whole title in every row would leave no room for figures; the list at the end has it.
    if column.show is source_text and row.get("source_id") in numbers:
        return f"[{numbers[str(row['source_id'])]}]"
    return cell_text(column, row)


def address_of(screen: Screen, base: str, picks: Mapping[str, list[str]]) -> str:
    """The whole address of this view; '' where the server's own address is not known."""
    if not base:
        return ""
    query = url.to_query(screen.filters, language()) | dict(picks)
    return url.link(f"{base.rstrip('/')}/{screen.page}", query)
