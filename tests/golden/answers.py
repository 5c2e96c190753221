"""The read model's answers in depth as plain rows, so that they can be laid beside the oracle's or each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, cast

import pandas as pd

from comparison.answers import Amount
from comparison.groups import GroupBy, group_values
from comparison.movement import movement
from comparison.pace import attainment_by, next_term, pace
from comparison.peers import with_peers
from comparison.rates import rate_values
from comparison.side_by_side import compare
from comparison.table import RowKind, ValueMode, data_table
from comparison.targets import targets
from comparison.values import branch_values, by_province
from comparison.warehouse import Warehouse
from tests.golden.cases import Case
from tests.oracle.compare import Row, plain

Rows = dict[Row, Row]
PEERS = ("peers", "peer_median", "peer_rank", "peer_percentile", "peer_distance", "peer_distance_pct")


def answer(warehouse: Warehouse, case: Case) -> Rows:
    """The answer to a question of any kind in depth."""
    kinds = {
        "standing": _standing,
        "movement": _movement,
        "groups": _groups,
        "provinces": _provinces,
        "share": _share,
        "table": _table,
        "side_by_side": _side_by_side,
        "targets": _targets,
        "states_by": _states_by,
        "pace": _pace,
        "next_term": _next_term,
    }
    return kinds[case.kind](warehouse, case)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], frame.to_dict("records"))


def several(row: dict[str, Any], names: Iterable[str]) -> Row:
    return tuple(plain(row[name]) for name in names)


def bounds(row: dict[str, Any], prefix: str = "", flag: str | None = None) -> Row:
    """(value, low, high, approximate) of a row; nothing at all where it has no value."""
    value = plain(row[f"{prefix}value"])
    if value is None:
        return (None, None, None, False)
    approximate = bool(row[flag or f"{prefix}is_approximate"])
    return (value, plain(row[f"{prefix}low"]), plain(row[f"{prefix}high"]), approximate)


def amount(said: Amount | None) -> Row:
    if said is None:
        return (None, None, None, False)
    return (plain(said.value), plain(said.low), plain(said.high), said.is_approximate)


def text(value: Any) -> Any:
    """A text, or None for what pandas holds in its place."""
    return value if isinstance(value, str) else None


def day(value: Any) -> Any:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def counted(rows: Iterable[Row]) -> Rows:
    """Rows without a key of their own, with how often each is there."""
    return {row: (number,) for row, number in Counter(rows).items()}


def _standing(warehouse: Warehouse, case: Case) -> Rows:
    found = branch_values(warehouse, case.view, case.metric_id, case.basis, case.per_year)
    frame = with_peers(found.frame, found.metric.direction)
    rows: Rows = {}
    for row in records(frame):
        years = several(row, ("years_present", "years_expected")) if row["is_partial"] else None
        gap = plain(row["members_gap_days"]) if case.basis == "per_member" else None
        rows[(row["branch_id"],)] = (
            bounds(row), bool(row["is_partial"]), years, gap if plain(row["value"]) is not None else None,
            *several(row, ("rank", "rank_best", "rank_worst")), bool(row["rank_is_undecided"]),
            text(row["peer_group"]), *several(row, PEERS), bool(row["peer_order_is_open"]),
            row["source_ids"] if plain(row["value"]) is not None else (), bool(row["is_left_out"]),
        )  # fmt: skip
    ranked = frame["rank"].dropna()
    rows["best first",] = (bool(ranked.is_monotonic_increasing) and list(ranked.index) == list(range(len(ranked))),)
    rows["coverage",] = (found.coverage.reported, found.coverage.in_view)
    return rows


def _movement(warehouse: Warehouse, case: Case) -> Rows:
    found = movement(warehouse, case.view, case.metric_id, case.periods[0], case.basis, case.per_year)
    rows: Rows = {}
    for row in records(found.frame):
        rows[(row["branch_id"],)] = (
            bounds(row, "before_"), bounds(row, "after_"), bounds(row, "change_"), plain(row["change_pct"]),
            bool(row["direction_is_open"]), row["is_better"], row["source_ids"],
        )  # fmt: skip
    rows["largest rise first",] = (bool(found.frame["change_value"].is_monotonic_decreasing),)
    rows["coverage",] = (found.coverage.reported, found.coverage.in_view)
    return rows


def _groups(warehouse: Warehouse, case: Case) -> Rows:
    found = group_values(warehouse, case.view, case.metric_id, cast(GroupBy, case.by), case.basis)
    rows: Rows = {}
    for row in records(found.frame):
        rows[(row["group"],)] = (
            bounds(row), *several(row, ("reported", "in_view", "lowest", "highest")),
            *several(row, ("rank", "rank_best", "rank_worst")), bool(row["rank_is_undecided"]), row["source_ids"],
            bool(row["is_part"]),
        )  # fmt: skip
    rows["kind",] = (found.kind,)
    rows["coverage",] = (found.coverage.reported, found.coverage.in_view)
    return rows


def _provinces(warehouse: Warehouse, case: Case) -> Rows:
    found = by_province(warehouse, case.view, case.metric_id)
    return {
        (row["province"],): (bounds(row), *several(row, ("reported", "in_view")), bool(row["is_part"]))
        for row in records(found.frame)
        if row["in_view"]
    }


def _share(warehouse: Warehouse, case: Case) -> Rows:
    found = rate_values(warehouse, case.view, case.metric_id)
    rows: Rows = {}
    for row in records(found.frame):
        parts = [
            several(row, (f"{part}_{end}" for end in ("value", "low", "high"))) for part in ("numerator", "denominator")
        ]
        ranked = several(row, ("rank", "rank_best", "rank_worst"))
        rows[(row["branch_id"],)] = (*parts, bounds(row), *ranked, bool(row["rank_is_undecided"]))
    rows["group",] = amount(found.group)
    rows["coverage",] = (found.coverage.reported, found.coverage.in_view)
    return rows


def _table(warehouse: Warehouse, case: Case) -> Rows:
    rows_of, mode = cast(RowKind, case.by), cast(ValueMode, case.mode)
    found = data_table(warehouse, case.view, case.metric_ids, rows=rows_of, mode=mode, periods=case.periods)
    rows: Rows = {}
    for row in records(found.frame):
        off = bool(row["does_not_apply"])
        said = bounds(row) if mode in ("value", "per_member", "change") else (*bounds(row)[:3], False)
        rows[(row["row_id"], row["metric_id"], row["period"])] = (
            off, said, bool(row["is_undecided"]), () if off else several(row, ("reported", "in_view")),
            mode == "value" and bool(row["is_partial"]),
        )  # fmt: skip
    for line in found.subtotals:
        coverage = (line.reported, line.in_view) if case.by != "tier" else ()
        rows["subtotal", line.metric_id, line.period] = (amount(line.amount), coverage, line.refused)
    return rows


def _side_by_side(warehouse: Warehouse, case: Case) -> Rows:
    found = compare(
        warehouse, case.view, case.subjects, case.metric_ids,
        kind=case.by, periods=case.periods, basis=case.basis, reference=case.reference,
    )  # fmt: skip
    rows: Rows = {}
    for row in records(found.frame):
        rows[(row["subject"], row["metric_id"], row["period"])] = (
            bounds(row), bool(row["is_partial"]), *several(row, ("rank", "ranked")), bool(row["rank_is_undecided"]),
            text(row["peer_group"]), *several(row, PEERS), bool(row["peer_order_is_open"]),
            *several(row, ("reported", "in_view")), text(row["previous_period"]),
            bounds(row, "change_"), bool(row["change_is_open"]),
            bounds(row, "difference_"), bool(row["difference_is_open"]),
            row["source_ids"] if plain(row["value"]) is not None else (),
        )  # fmt: skip
    return rows


def _targets(warehouse: Warehouse, case: Case) -> Rows:
    found = targets(warehouse, case.view)
    rows = counted(
        (row["branch_id"], row["metric_id"], day(row["period_start"]), day(row["period_end"]), plain(row["value"]),
         row["source_id"], row["status"])
        for row in records(found.frame)
    )  # fmt: skip
    rows["states",] = tuple(int(number) for number in found.counts["targets"])
    rows["coverage",] = (found.coverage.reported, found.coverage.in_view)
    years = counted(
        ("years", row["branch_id"], row["metric_id"], row["years_met"], row["years_judged"], row["years_total"])
        for row in records(found.yearly)
    )
    return rows | years


def _states_by(warehouse: Warehouse, case: Case) -> Rows:
    frame = attainment_by(warehouse, case.view, case.by).frame
    return {
        (row["group"], row["status"]): several(row, ("targets", "targets_in_group", "met_of_judged_pct"))
        for row in records(frame)
    }


def _pace(warehouse: Warehouse, case: Case) -> Rows:
    rows = []
    for row in records(pace(warehouse, case.view).part()):
        known = plain(row["years_known"]) if row["reached_basis"] == "years" else None
        rows.append(
            (
                row["branch_id"], row["metric_id"], row["comparator"], plain(row["value"]),
                day(row["period_start"]), day(row["period_end"]), plain(row["time_gone_pct"]),
                bounds(row, "reached_"), text(row["reached_basis"]), known, plain(row["reached_pct"]), row["pace"],
            )
        )  # fmt: skip
    return counted(rows)


def _next_term(warehouse: Warehouse, case: Case) -> Rows:
    return counted(
        (
            row["branch_id"], row["metric_id"], row["cadence"], row["comparator"], plain(row["value"]),
            day(row["period_start"]), day(row["period_end"]), bounds(row, "last_"), day(row["last_start"]),
            day(row["last_end"]),
        )
        for row in records(next_term(warehouse, case.view).part())
    )  # fmt: skip
