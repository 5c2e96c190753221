"""Reads what most questions of a period begin with before anyone asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comparison import catalogue
from comparison.figures import read_ahead
from comparison.judging import judged
from comparison.questions import View
from comparison.reports import heard, reported_by_metric
from comparison.values import periods_of
from comparison.warehouse import Warehouse

# Of the other metrics, those that most branches have: what pages begin with.
FULLEST = 12
# As much of what may be held is filled ahead; the rest is for what readers really ask.
SHARE = 0.6


def read_periods(warehouse: Warehouse, view: View) -> Iterator[str]:
    """Hold the figures of welfare and of the fullest metrics, who reported, and the judged targets of the view's period
    and its neighbours, nearest first, as far as there is room. Tells the period after each of the readings, so that
    whoever reads on can rest between them."""
    every = periods_of(warehouse, view)
    place = every.index(view.period) if view.period in every else len(every) - 1
    for period in sorted(every, key=lambda one: abs(every.index(one) - place)):
        there = replace(view, period=period)
        heard(warehouse, there)
        yield period
        judged(warehouse, there)
        yield period
        counts = reported_by_metric(warehouse, there)
        fullest = sorted(counts, key=lambda metric_id: -counts[metric_id])[:FULLEST]
        kinds = (*catalogue.welfare_parts(warehouse), catalogue.STATED_WELFARE_TOTAL)
        for metric_ids in (kinds, tuple(fullest)):
            read_ahead(warehouse, there, metric_ids)
            yield period
        if warehouse.shelf.used_bytes > SHARE * warehouse.shelf.budget_bytes:
            return
