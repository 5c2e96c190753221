"""The sources behind several figures of a row, from the numbers of their sets."""

from __future__ import annotations

from comparison.figures import ids_of, picked_ids
from comparison.held import Array
from comparison.picked import Picked, combined
from comparison.warehouse import Warehouse


def ids_of_rows(warehouse: Warehouse, numbers: Array) -> Picked:
    """For each row of numbers of the snapshot's sets of sources (-1 none) the ids of them all as a tuple."""
    codes, first = combined(numbers.T, len(numbers))
    made = [ids_of(warehouse, frozenset(int(one) for one in numbers[row] if one >= 0)) for row in first]
    return picked_ids(codes, made)
