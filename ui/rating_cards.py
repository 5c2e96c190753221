"""Ratings over the years as a grid, with what is said only of a term and what is not said at all told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparison.emulation import RatingGrid
from ui import formats
from ui.alternatives import counted
from ui.cards import Card
from ui.figures.states import rating_figure, rating_label
from ui.notes import coverage_text
from ui.rows import Array, Later, mappings
from ui.screen import Screen
from ui.tables import Column, Table
from ui.texts import t, tn

MOST_ROWS = 20
MOST_YEARS = 6
MOST_BEFORE = 5


def rating_card(screen: Screen, answer: RatingGrid) -> Card:
    """The grid of the branches with most ratings; all of them in the table."""
    years = answer.years[-MOST_YEARS:]
    order = _order(answer, screen.filters.branch_ids)
    hidden = len(order) - MOST_ROWS
    words = [coverage_text(answer.coverage)]
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden > 0 else []
    rated = pd.DataFrame({"cell": np.flatnonzero(~np.isnan(answer.rating).ravel())})
    return Card(
        key="ratings",
        title=t("ratings.title", first=str(years[0]), last=str(years[-1])),
        subtitle=" · ".join(words),
        figure=rating_figure(answer.part(_cells(answer, order[:MOST_ROWS])), screen.colours),
        alt=_alt(answer, len(order)),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("year", t("column.year"), show=lambda r: str(r["year"])),
                Column("rating", t("column.rating"), show=rating_label),
            ),
            Later(rated, None, lambda asked: answer.part(asked["cell"].to_numpy())),
        ),
        metrics=(screen.answers.metrics()["branch_rating"],),
        source_ids=answer.source_ids(),
        notes=answer.notes,
        foot=" ".join([t("ratings.foot"), *_before(answer)]),
        legend=tuple(
            (colour, t("rating.legend", mark=t(f"rating.short.{n + 1}"), word=t(f"rating.{n + 1}")))
            for n, colour in reversed(list(enumerate(screen.colours.ratings)))
        ),
    )


def _cells(answer: RatingGrid, lines: Array) -> Array:
    """The numbers of the cells of some lines in the years of the grid."""
    count = len(answer.years)
    return (lines[:, None] * count + np.arange(max(count - MOST_YEARS, 0), count)).ravel()


def _before(answer: RatingGrid) -> list[str]:
    """The branches that only have ratings of years before the grid: named with their last one, and counted."""
    is_known = ~np.isnan(answer.rating)
    lines = np.flatnonzero(~is_known[:, -MOST_YEARS:].any(axis=1))
    if not len(lines):
        return []
    first = lines[:MOST_BEFORE]
    count = len(answer.years)
    last = count - 1 - is_known[first, ::-1].argmax(axis=1)
    names = [
        t(
            "ratings.before.one",
            branch=formats.short_name(str(r["name_vi"]), 60),
            rating=rating_label(r),
            year=r["year"],
        )
        for r in mappings(answer.part(first * count + last))
    ]
    rest = len(lines) - len(names)
    names += [tn("ratings.before.rest", rest, n=formats.number(rest, 0))] if rest else []
    told = {"n": formats.number(len(lines), 0), "first": str(answer.years[-MOST_YEARS:][0]), "names": "; ".join(names)}
    return [tn("ratings.before", len(lines), **told)]


def _order(answer: RatingGrid, chosen: tuple[str, ...]) -> Array:
    """The lines of chosen branches first, then those with most and best ratings, of equal ones the first by id."""
    rating = answer.rating[:, -MOST_YEARS:]
    count, total = (~np.isnan(rating)).sum(axis=1), np.nansum(rating, axis=1)
    ranked = np.lexsort((answer.places, -total, -count))
    ranked = ranked[count[ranked] > 0]
    first = np.array([line for line in answer.lines_of(chosen) if count[line]], dtype=ranked.dtype)
    return np.concatenate([first, ranked[~np.isin(ranked, first)]])


def _alt(answer: RatingGrid, branches: int) -> str:
    """The latest year that anyone was rated in, and how many got which rating."""
    count = len(answer.years)
    rated = np.flatnonzero(~np.isnan(answer.rating[:, -1]))
    is_open, from_term = answer.is_open[rated, -1], answer.from_term[rated, -1]
    # Many ratings, few words: each is made once.
    kinds = answer.rating[rated, -1].astype(np.int64) * 4 + is_open * 2 + from_term
    codes, found = pd.factorize(kinds)
    one_of_each = rated[[int(np.argmax(codes == code)) for code in range(len(found))]]
    labels = [rating_label(r) for r in mappings(answer.part(one_of_each * count + count - 1))]
    told = counted([labels[code] for code in codes])
    return tn("alt.ratings", branches, n=formats.number(branches, 0), year=str(answer.years[-1]), counts=told)
