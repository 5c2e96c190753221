"""Columns that pick their words behave as columns that hold them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from comparison.picked import Picked, Words, distinct_words
from comparison.ranking import Intervals
from comparison.warehouse import TEXT

WORDS = st.lists(st.one_of(st.none(), st.sampled_from(["An", "Ân", "An Giang", ""])), min_size=1, max_size=6)


@st.composite
def columns(draw: st.DrawFn) -> tuple[pd.Series, pd.Series]:
    """A column that picks, and one that holds the same words."""
    words = pd.array(draw(WORDS), dtype=TEXT)
    places = np.array(draw(st.lists(st.integers(-1, len(words) - 1), max_size=12)), dtype=np.int32)
    return pd.Series(Picked(Words(words), places)), pd.Series(words.take(places, allow_fill=True))


def plain(values: Any) -> list[Any]:
    return [None if one is None or one != one else one for one in list(values)]


@given(columns())
def test_words_missing_ones_and_single_ones_are_those_of_a_plain_column(both: tuple[pd.Series, pd.Series]) -> None:
    picked, held = both
    assert plain(picked.tolist()) == plain(held.tolist())
    assert picked.isna().tolist() == held.isna().tolist()
    assert [plain([picked.iloc[n]]) for n in range(len(held))] == [plain([one]) for one in held]
    assert plain(picked.astype("str")) == plain(held)


@given(columns(), st.sampled_from(["An", "Ân", "nobody"]))
def test_comparing_and_searching_find_the_same_rows(both: tuple[pd.Series, pd.Series], word: str) -> None:
    picked, held = both
    assert (picked == word).tolist() == (held == word).tolist()
    assert (picked != word).tolist() == (held != word).tolist()
    assert (picked == picked.array).tolist() == (held == held).tolist()
    assert picked.isin([word, "An Giang"]).tolist() == held.isin([word, "An Giang"]).tolist()


@given(columns())
def test_numbering_counting_and_grouping_are_the_same(both: tuple[pd.Series, pd.Series]) -> None:
    picked, held = both
    for keeps_missing in (False, True):
        codes, words = pd.factorize(picked.array, use_na_sentinel=not keeps_missing)
        wanted, in_order = pd.factorize(held.array, use_na_sentinel=not keeps_missing)
        assert (codes.tolist(), plain(words)) == (wanted.tolist(), plain(in_order))
    assert sorted(distinct_words(picked)) == sorted(distinct_words(held))
    assert picked.nunique() == held.nunique()
    assert picked.value_counts().to_dict() == held.value_counts().to_dict()
    numbers = pd.Series(range(len(held)), dtype=float)
    assert numbers.groupby(picked.array).sum().to_dict() == numbers.groupby(held.array).sum().to_dict()


@given(columns(), st.data())
def test_rows_chosen_joined_and_filled_are_the_same(both: tuple[pd.Series, pd.Series], data: st.DataObject) -> None:
    picked, held = both
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held))), dtype=bool)
    assert plain(picked[chosen]) == plain(held[chosen])
    assert plain(picked.iloc[::-1]) == plain(held.iloc[::-1])
    assert plain(pd.concat([picked, picked[chosen]])) == plain(pd.concat([held, held[chosen]]))
    other = pd.Series(Picked(Words(pd.array(["Khác"], dtype=TEXT)), np.zeros(2, dtype=np.int8)))
    assert plain(pd.concat([picked, other])) == [*plain(held), "Khác", "Khác"]
    assert plain(picked.fillna("?")) == plain(held.fillna("?"))
    assert plain(picked.reindex(range(-1, 2))) == plain(held.reindex(range(-1, 2)))
    assert plain(picked.shift()) == plain(held.shift())


def test_what_is_written_into_a_column_stays_there_alone() -> None:
    words = Words(pd.array(["An", "Bình"], dtype=TEXT))
    one, other = (pd.Series(Picked(words, np.array([0, 1, 1], dtype=np.int32))) for _ in range(2))
    one[1] = "Cường"
    assert one.tolist() == ["An", "Cường", "Bình"]
    assert other.tolist() == ["An", "Bình", "Bình"]


def test_tuples_of_sources_are_picked_as_they_are() -> None:
    ids = np.empty(3, dtype=object)
    ids[:] = [("a",), ("a", "b"), ()]
    column = pd.Series(Picked(Words(ids, place_of_none=2), np.array([1, 2, 1, 0], dtype=np.int32)))
    assert column.tolist() == [("a", "b"), (), ("a", "b"), ("a",)]
    assert set(distinct_words(column)) == {("a",), ("a", "b"), ()}
    assert column.to_numpy(dtype=object)[0] == ("a", "b")


NUMBER = st.one_of(st.integers(0, 6).map(float), st.just(float("inf")))


@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=12))
def test_intervals_overlap_as_when_each_is_held_against_each(pairs: list[tuple[float, float]]) -> None:
    low, high = (np.array([end(pair) for pair in pairs]) for end in (min, max))
    among = Intervals.of(low, high)
    for row in range(len(low)):
        others = [n for n in range(len(low)) if n != row]
        touching = [n for n in others if low[n] <= high[row] and low[row] <= high[n]]
        # Two exact values that are simply equal share a place; nothing about them is open.
        told = [n for n in touching if low[n] < high[n] or low[row] < high[row]]
        assert among.overlaps(low, high)[row] == bool(told)
        assert among.below(low)[row] == sum(high[n] < low[row] for n in range(len(low)))
        assert among.begun(high)[row] == sum(low[n] < high[row] for n in range(len(low)))
