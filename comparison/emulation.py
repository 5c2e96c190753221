"""Ratings of branches over the years, with "at least good" and "not reported" told apart."""

from __future__ import annotations

from comparison.answers import Coverage, Note, RatingGrid
from comparison.asking import ask
from comparison.held import in_view
from comparison.questions import View
from comparison.warehouse import Warehouse


def rating_grid(warehouse: Warehouse, view: View) -> RatingGrid:
    """Ratings year by year of the branches in view that have any (see RatingGrid).

    A year a source names carries its rating; a year inside a term that is only rated as a whole carries the term's
    rating with its bound; every other year is not reported.
    """
    frame = ask(warehouse, "ratings", view)
    coverage = Coverage(int(frame["branch_id"].nunique()), len(in_view(warehouse, view)))
    notes = (Note("ratings_from_term"),) if frame["from_term"].any() else ()
    return RatingGrid(frame, coverage, notes)
