"""A small valid folder of facts for tests to damage, and the build of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from etl.build import BuildResult, build

SOURCES = [
    "source_id,publisher,title,url,published_on",
    "src1,Báo tỉnh,Tin công đoàn,https://example.org/1,2024-02-01",
    "src2,Công đoàn,Báo cáo năm,,",
]
BRANCHES = [
    "branch_id,name_vi,tier,sector,province,parent,source_id",
    "b1,Công đoàn cơ sở Sở Y tế,grassroots,health,Bến Tre,fed,src1",
    "b2,Công đoàn cơ sở Sở Nội vụ,grassroots,public_administration,Hà Nội,,src1",
    "fed,Liên đoàn Lao động tỉnh,provincial_federation,mixed,Bến Tre,,src2",
]
OBSERVATIONS = [
    "branch_id,metric_id,period_kind,period_start,period_end,part,value,qualifier,status,source_id,paragraph,note",
    "b1,members_total,year,2023-01-01,2023-12-31,1,54,exact,reported,src1,3,",
    "b1,visits_amount,year,2023-01-01,2023-12-31,1,12500000,at_least,reported,src1,4,ghi chú",
    "b2,strong_groups_pct,term,2018-01-01,2023-12-31,1,67.5,exact,reported,src2,,",
]
TARGETS = [
    "branch_id,metric_id,period_kind,period_start,period_end,cadence,comparator,value,attained_value,attained_pct,"
    "source_id,paragraph,note",
    "b1,strong_groups_pct,term,2023-01-01,2028-12-31,per_term,gt,80,,,src1,5,",
]


def write_folder(
    folder: Path,
    *,
    sources: list[str] | None = None,
    branches: list[str] | None = None,
    observations: list[str] | None = None,
    targets: list[str] | None = None,
) -> Path:
    """Write the four files into `folder`; a list given replaces the rows below the header."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, good, rows in (
        ("sources", SOURCES, sources),
        ("branches", BRANCHES, branches),
        ("observations", OBSERVATIONS, observations),
        ("targets", TARGETS, targets),
    ):
        lines = good if rows is None else [good[0], *rows]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def build_folder(folder: Path, *more: Path, as_of: date = date(2026, 11, 21)) -> BuildResult:
    """Build a snapshot of the folders beside the first one."""
    return build([folder, *more], warehouse=folder.parent / "warehouse", as_of=as_of)


def rows_of(result: BuildResult, statement: str) -> list[tuple[object, ...]]:
    """Rows of a query on the snapshot."""
    with duckdb.connect(str(result.snapshot), read_only=True) as connection:
        return connection.execute(statement).fetchall()
