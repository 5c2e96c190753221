"""Welfare spending of branches, and apart from it the money that is lent, raised, saved or given in kind."""

from __future__ import annotations

import numpy as np

from comparison import catalogue
from comparison.answers import Amount, Coverage, Note, Total, WelfareSpending
from comparison.dimensions import dimensions, with_branches
from comparison.figure_rows import FigureRows
from comparison.held import Array, branches
from comparison.questions import View
from comparison.ranking import with_ranks
from comparison.spending import Spent, spent, spent_frame
from comparison.term_years import years_beside
from comparison.warehouse import Warehouse

_OF_BRANCH = ("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain")
OF_FIGURE = ("branch_id", "name_vi", "province", "metric_id", "unit")


def welfare_spending(warehouse: Warehouse, view: View, with_apart: bool = True) -> WelfareSpending:
    """What the branches in view spent on members' welfare (see WelfareSpending).

    Only amounts of group welfare are spending. Of a stated total and the sum of the stated kinds the larger lower bound
    is used; both stay in the answer (DESIGN.md 5.5). Without `with_apart` the money that is not spending is left out.
    """
    found = spent(warehouse, view)
    order = _most_first(warehouse, found)
    kinds = (*catalogue.welfare_parts(warehouse), catalogue.STATED_WELFARE_TOTAL)
    questions = tuple((kind,) for kind in kinds)
    frame = spent_frame(warehouse, found, order).assign(
        **years_beside(warehouse, view, questions, found.places[order], found.basis[order] == 0)
    )
    totals = with_ranks(with_branches(warehouse, view, frame, _OF_BRANCH), "higher")
    reported = FigureRows(warehouse, view, catalogue.welfare_parts(warehouse), OF_FIGURE)
    # No metric is asked for where none is wanted: the same columns without a row.
    apart = FigureRows(warehouse, view, catalogue.NOT_SPENDING if with_apart else (), OF_FIGURE)
    coverage = Coverage(int(found.is_whole.sum()), len(totals))
    added = totals[totals["value"].notna() & ~totals["is_partial"] & ~totals["is_left_out"]]
    left_out = tuple(totals.loc[totals["is_left_out"], "name_vi"])
    amount = None
    if len(added):
        amount = Amount(
            float(added["value"].sum()),
            float(added["low"].sum()),
            float(added["high"].sum()),
            bool(added["is_approximate"].any()),
        )
    metric = catalogue.metric(warehouse, catalogue.STATED_WELFARE_TOTAL)
    notes = _notes(found)
    if left_out:
        notes.append(Note("predecessors_left_out", (("branches", len(left_out)),)))
    total = Total(metric, amount, coverage, left_out=left_out, notes=tuple(notes))
    return WelfareSpending(totals, reported, apart, total, coverage, tuple(notes))


def _most_first(warehouse: Warehouse, found: Spent) -> Array:
    """The order of branches: most spent first, then by name; those known in part after them, those without a figure
    last, by name."""
    every, has = branches(warehouse), found.basis > 0
    spending = np.flatnonzero(has)
    name_order = every.name_order[found.places]
    spending = spending[np.lexsort((name_order[spending], -found.used.value[spending], found.is_partial[spending]))]
    silent = np.flatnonzero(~has)
    return np.concatenate([spending, silent[np.argsort(name_order[silent])]])


def _notes(found: Spent) -> list[Note]:
    notes = [Note("sum_of_stated_kinds", (("branches", int((found.is_whole & (found.basis == 2)).sum())),))]
    if found.is_partial.any():
        notes.append(Note("partial_terms", (("branches", int(found.is_partial.sum())),)))
    return notes


def welfare_total(warehouse: Warehouse, view: View) -> Total:
    """The `total` of `welfare_spending` alone, of the branches in view altogether."""
    found = spent(warehouse, view)
    is_added = found.is_whole & ~found.is_left_out
    used = found.used
    amount = None
    if is_added.any():
        value, low, high = (float(getattr(used, end)[is_added].sum()) for end in ("value", "low", "high"))
        amount = Amount(value, low, high, bool(used.is_approximate[is_added].any()))
    notes = _notes(found)
    names = dimensions(warehouse).branches["name_vi"]
    rows = _most_first(warehouse, found) if found.is_left_out.any() else ()
    left_out = tuple(names.iloc[found.places[row]] for row in rows if found.is_left_out[row])
    if left_out:
        notes.append(Note("predecessors_left_out", (("branches", len(left_out)),)))
    metric = catalogue.metric(warehouse, catalogue.STATED_WELFARE_TOTAL)
    coverage = Coverage(int(found.is_whole.sum()), len(found.places))
    return Total(metric, amount, coverage, left_out=left_out, notes=tuple(notes))
