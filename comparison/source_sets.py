"""The sources behind several figures of a row, from the numbers of their sets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparison.figures import ids_of, picked_ids
from comparison.held import Array
from comparison.picked import Picked
from comparison.warehouse import Warehouse


def ids_of_rows(warehouse: Warehouse, numbers: Array) -> Picked:
    """For each row of numbers of the snapshot's sets of sources (-1 none) the ids of them all as a tuple."""
    codes = np.zeros(len(numbers), dtype=np.int64)
    size = int(numbers.max(initial=-1)) + 2
    for column in numbers.T:
        # Numbered anew at each step, so that no code grows beyond rows times sets.
        codes = pd.factorize(codes * size + column + 1)[0]
    first = np.unique(codes, return_index=True)[1]
    made = [ids_of(warehouse, frozenset(int(one) for one in numbers[row] if one >= 0)) for row in first]
    return picked_ids(codes, made)
