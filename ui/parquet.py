"""The rows of a table as a Parquet file: numbers as numbers, the filter and the build in the file's metadata."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.downloads import Export, flat
from ui.texts import t

if TYPE_CHECKING:
    import pyarrow as pa


def parquet_bytes(export: Export) -> bytes:
    """The same rows and columns as in the CSV file; empty cells are null."""
    # At the first file: a page that is only read needs none of it.
    import pyarrow as pa
    import pyarrow.parquet as pq

    heads, rows, kinds = flat(export.table)
    columns = [_column([row[n] for row in rows], kind) for n, kind in enumerate(kinds)]
    told = {t("download.filters"): export.filter_line, t("download.snapshot"): export.snapshot, "title": export.title}
    schema = pa.schema(
        [pa.field(name, column.type) for name, column in zip(_distinct(heads), columns, strict=True)],
        metadata={name.encode(): value.encode() for name, value in told.items()},
    )
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), out)
    return out.getvalue()


def _column(values: list[Any], kind: str) -> pa.Array:
    import pyarrow as pa

    if kind == "number":
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if kind == "date":
        return pa.array([value if isinstance(value, date) else None for value in values], pa.date32())
    return pa.array([None if value in (None, "") else str(value) for value in values], pa.string())


def _distinct(heads: list[str]) -> list[str]:
    """Two columns of one name would be one in most readers."""
    seen: dict[str, int] = {}
    names = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        names.append(head if seen[head] == 1 else f"{head} ({seen[head]})")
    return names
