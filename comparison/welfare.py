"""Welfare spending of branches, and apart from it the money that is lent, raised, saved or given in kind."""

from __future__ import annotations

from comparison import catalogue
from comparison.answers import Amount, Coverage, Note, Total, WelfareSpending
from comparison.asking import ask
from comparison.questions import View
from comparison.ranking import with_ranks
from comparison.warehouse import Warehouse

_OF_BRANCH = ("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain")
OF_FIGURE = ("branch_id", "name_vi", "province", "metric_id", "unit")


def welfare_spending(warehouse: Warehouse, view: View, with_apart: bool = True) -> WelfareSpending:
    """What the branches in view spent on members' welfare (see WelfareSpending).

    Only amounts of group welfare are spending. Of a stated total and the sum of the stated kinds the larger lower bound
    is used; both stay in the answer (DESIGN.md 5.5). Without `with_apart` the money that is not spending is left out.
    """
    parts = catalogue.welfare_parts(warehouse)
    stated_total = catalogue.STATED_WELFARE_TOTAL
    asked = (*parts, stated_total)
    totals = ask(warehouse, ("spent", "welfare"), view, asked, about=_OF_BRANCH, stated_total=stated_total)
    totals = with_ranks(totals, "higher")
    reported = ask(warehouse, "reported_rows", view, parts, about=OF_FIGURE)
    # No metric is asked for where none is wanted: the same columns without a row.
    not_spending = catalogue.NOT_SPENDING if with_apart else ()
    apart = ask(warehouse, "reported_rows", view, not_spending, about=OF_FIGURE)
    coverage = Coverage(int(totals["value"].notna().sum()), len(totals))
    added = totals[totals["value"].notna() & ~totals["is_left_out"]]
    left_out = tuple(totals.loc[totals["is_left_out"], "name_vi"])
    amount = None
    if len(added):
        amount = Amount(
            float(added["value"].sum()),
            float(added["low"].sum()),
            float(added["high"].sum()),
            bool(added["is_approximate"].any()),
        )
    metric = catalogue.metric(warehouse, stated_total)
    notes = [Note("sum_of_stated_kinds", (("branches", int((totals["basis"] == "parts").sum())),))]
    if left_out:
        notes.append(Note("predecessors_left_out", (("branches", len(left_out)),)))
    total = Total(metric, amount, coverage, left_out=left_out, notes=tuple(notes))
    return WelfareSpending(totals, reported, apart, total, coverage, tuple(notes))


def welfare_total(warehouse: Warehouse, view: View) -> Total:
    """The `total` of `welfare_spending` alone, of the branches in view altogether."""
    parts = catalogue.welfare_parts(warehouse)
    stated_total = catalogue.STATED_WELFARE_TOTAL
    row = ask(warehouse, ("spent", "welfare_summed"), view, (*parts, stated_total), stated_total=stated_total).iloc[0]
    amount = None
    if row["reported"] > len(row["left_out"]):
        amount = Amount(float(row["value"]), float(row["low"]), float(row["high"]), bool(row["is_approximate"]))
    notes = [Note("sum_of_stated_kinds", (("branches", int(row["of_parts"])),))]
    if row["left_out"]:
        notes.append(Note("predecessors_left_out", (("branches", len(row["left_out"])),)))
    metric = catalogue.metric(warehouse, stated_total)
    coverage = Coverage(int(row["reported"]), int(row["in_view"]))
    return Total(metric, amount, coverage, left_out=row["left_out"], notes=tuple(notes))
