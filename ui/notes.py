"""What an answer says beside its figures: codes of the read model as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comparison.answers import Coverage, Note
from ui import formats
from ui.texts import t, tn

# What a note counts; its text has plural forms then.
COUNTED = ("branches", "targets")


def note_text(note: Note) -> str:
    """The sentence of a note. A code without a text shows as its code (and raises in tests)."""
    told = {name: _filled(value) for name, value in note.values}
    count = next((value for name, value in note.values if name in COUNTED), None)
    return t(f"note.{note.code}", **told) if count is None else tn(f"note.{note.code}", count, **told)


def _filled(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return formats.number(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(str(v) for v in value)
    return str(value)


def note_texts(notes: Iterable[Note]) -> list[str]:
    """The sentences of several notes, each once; nothing is said of no branches."""
    told = [n for n in notes if dict(n.values).get("branches") != 0]
    texts = [note_text(n) for n in told]
    if {"per_year_of_term", "partial_terms"} <= {n.code for n in told}:
        # Side by side the two ways to count the years of a term would read as a slip.
        texts.append(t("note.years_of_a_term"))
    return list(dict.fromkeys(texts))


def coverage_text(coverage: Coverage) -> str:
    """How many of the branches in view reported: 12/79 with words, and how many of these have merged into others."""
    told = tn(
        "coverage",
        coverage.in_view,
        reported=formats.number(coverage.reported, 0),
        in_view=formats.number(coverage.in_view, 0),
    )
    return (
        told
        + tn(
            "coverage.merged",
            coverage.merged,
            n=formats.number(coverage.merged, 0),
            in_view=formats.number(coverage.in_view, 0),
        )
        if coverage.merged
        else told
    )
