"""Ratings over the years as a grid, with what is said only of a term and what is not said at all told apart."""

from __future__ import annotations

import pandas as pd

from comparison.answers import RatingGrid
from ui import formats
from ui.alternatives import counted
from ui.cards import Card
from ui.figures.states import rating_figure, rating_label
from ui.notes import coverage_text
from ui.ranking import all_sources
from ui.rows import mappings
from ui.screen import Screen
from ui.tables import Column, Table
from ui.texts import t, tn

MOST_ROWS = 20
MOST_YEARS = 6
MOST_BEFORE = 5


def rating_card(screen: Screen, answer: RatingGrid) -> Card:
    """The grid of the branches with most ratings; all of them in the table."""
    years = sorted(answer.frame["year"].unique())[-MOST_YEARS:]
    frame = answer.frame[answer.frame["year"].isin(years)]
    order = _order(frame, screen.filters.branch_ids)
    shown = frame[frame["branch_id"].isin(order[:MOST_ROWS])]
    shown = shown.assign(place=shown["branch_id"].map({b: n for n, b in enumerate(order)}))
    hidden = len(order) - MOST_ROWS
    words = [coverage_text(answer.coverage)]
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden > 0 else []
    return Card(
        key="ratings",
        title=t("ratings.title", first=str(years[0]), last=str(years[-1])),
        subtitle=" · ".join(words),
        figure=rating_figure(shown.sort_values(["place", "year"]), screen.colours),
        alt=_alt(frame, len(order)),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("year", t("column.year"), show=lambda r: str(r["year"])),
                Column("rating", t("column.rating"), show=rating_label),
            ),
            answer.frame[answer.frame["state"] != "not_reported"],
        ),
        metrics=(screen.answers.metrics()["branch_rating"],),
        source_ids=all_sources(answer.frame),
        notes=answer.notes,
        foot=" ".join([t("ratings.foot"), *_before(answer.frame, years, set(order))]),
        legend=tuple(
            (colour, t("rating.legend", mark=t(f"rating.short.{n + 1}"), word=t(f"rating.{n + 1}")))
            for n, colour in reversed(list(enumerate(screen.colours.ratings)))
        ),
    )


def _before(frame: pd.DataFrame, years: list[int], shown: set[str]) -> list[str]:
    """The branches that only have ratings of years before the grid: named with their last one, and counted."""
    known = frame[frame["rating"].notna() & (frame["year"] < years[0]) & ~frame["branch_id"].isin(shown)]
    # The answer comes in the order of names and, of each branch, of years.
    last = known.drop_duplicates("branch_id", keep="last")
    if last.empty:
        return []
    names = [
        t(
            "ratings.before.one",
            branch=formats.short_name(str(r["name_vi"]), 60),
            rating=rating_label(r),
            year=r["year"],
        )
        for r in mappings(last.head(MOST_BEFORE))
    ]
    rest = len(last) - len(names)
    names += [tn("ratings.before.rest", rest, n=formats.number(rest, 0))] if rest else []
    told = {"n": formats.number(len(last), 0), "first": str(years[0]), "names": "; ".join(names)}
    return [tn("ratings.before", len(last), **told)]


def _order(frame: pd.DataFrame, chosen: tuple[str, ...]) -> list[str]:
    """Chosen branches first, then those with most and best ratings."""
    known = frame[frame["rating"].notna()].groupby("branch_id")["rating"].agg(["count", "sum"])
    ranked = known.sort_values(["count", "sum"], ascending=False).index
    first = [b for b in chosen if b in set(ranked)]
    return first + [str(b) for b in ranked if b not in first]


def _alt(frame: pd.DataFrame, branches: int) -> str:
    """The latest year that anyone was rated in, and how many got which rating."""
    rated = frame[frame["rating"].notna()]
    latest = rated[rated["year"] == rated["year"].max()]
    told = counted([rating_label(r) for r in mappings(latest)])
    return tn("alt.ratings", branches, n=formats.number(branches, 0), year=str(latest["year"].iloc[0]), counts=told)
