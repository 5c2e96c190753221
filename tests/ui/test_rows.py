"""Rows as the tables read them: the plain values that `to_dict` gives, whatever the column is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ui.rows import mappings

COLUMNS = {
    "text": pd.Series(["Hà Nội", None], dtype="str"),
    "number": pd.Series([1.5, np.nan]),
    "count": pd.Series([3, None], dtype="Int64"),
    "truth": pd.Series([True, None], dtype="boolean"),
    "flag": pd.Series([np.True_, False], dtype=object),
    "words": pd.Series([("a", "b"), ()], dtype=object),
    "mixed": pd.Series([np.float64(2.0), pd.NA], dtype=object),
    "day": pd.to_datetime(pd.Series(["2025-07-01", None])),
    "kind": pd.Series(["year", None], dtype="category"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_cell_is_what_the_slow_way_gives(name: str) -> None:
    frame = pd.DataFrame({name: COLUMNS[name]})
    told, slow = ([row[name] for row in rows] for rows in (mappings(frame), frame.to_dict("records")))
    for one, other in zip(told, slow, strict=True):
        assert type(one) is type(other)
        assert one is other or one == other or (one != one and other != other)


def test_rows_and_columns_stay_in_their_order() -> None:
    frame = pd.DataFrame({"b": [1, 2], "a": [3, 4]}, index=[7, 5])
    assert mappings(frame) == [{"b": 1, "a": 3}, {"b": 2, "a": 4}]
    assert mappings(frame.head(0)) == []
