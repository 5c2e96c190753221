"""Help where it is needed: what a metric means, what the signs beside numbers say, why a number is missing."""

from __future__ import annotations

from comparison import catalogue
from comparison.answers import Metric
from ui.texts import has, t


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
