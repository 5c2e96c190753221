"""Where figures come from: citations, and what is known of the snapshot itself."""

from __future__ import annotations

from typing import Any

import pandas as pd

from comparison.warehouse import Warehouse


def sources(warehouse: Warehouse, source_ids: tuple[str, ...]) -> pd.DataFrame:
    """The sources of those ids that are known: source_id, kind, publisher, title, url, published_on; by id."""
    return warehouse.frame(
        "select source_id, kind, publisher, title, url, published_on from source_dim "
        "where source_id in (select unnest($ids::varchar[])) order by source_id",
        {"ids": list(source_ids)},
    )


def snapshot_info(warehouse: Warehouse) -> dict[str, Any]:
    """version, built_at (UTC), as_of, rows_in, rows_accepted, rows_rejected, is_generated (any figure is invented)."""
    row = warehouse.rows(
        """
        select l.finished_at, s.as_of, l.rows_in, l.rows_accepted, l.rows_rejected,
            exists (select 1 from source_dim where kind = 'generated')
        from load_run l cross join build_setting s
        """
    )[0]
    names = ("built_at", "as_of", "rows_in", "rows_accepted", "rows_rejected", "is_generated")
    return {"version": warehouse.version} | dict(zip(names, row, strict=True))
