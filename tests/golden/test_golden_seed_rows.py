"""Every row of the five seed reports, read by hand, stands in the public views exactly as it was labelled."""

from __future__ import annotations

from collections import Counter
from typing import Any

from comparison.warehouse import Warehouse
from tests.conftest import Published
from tests.oracle.facts import rows

# Counted by hand in seeds/observations.csv and seeds/targets.csv.
OBSERVATIONS_BY_REPORT = {"000": 18, "001": 1, "002": 22, "003": 29, "004": 18}
TARGETS_BY_REPORT = {"001": 6, "004": 5}
BOUNDS = {
    "exact": lambda value: (value, value),
    "about": lambda value: (value, value),
    "at_least": lambda value: (value, float("inf")),
    "at_most": lambda value: (0.0, value),
}


def number(text: str) -> float | None:
    return float(text) if text else None


def as_text(value: Any) -> str:
    return "" if value is None else str(value)


def test_eighty_eight_seed_observations_are_there_report_by_report(warehouse: Warehouse) -> None:
    statement = "select source_id from observation where regexp_matches(source_id, '^00[0-4]_')"
    found = Counter(source_id[:3] for (source_id,) in warehouse.rows(statement))
    assert found == OBSERVATIONS_BY_REPORT
    assert sum(found.values()) == 88


def test_every_seed_observation_keeps_value_qualifier_status_source_and_paragraph(
    warehouse: Warehouse, published: Published
) -> None:
    expected = Counter(
        (
            row["branch_id"], row["metric_id"], row["period_kind"], row["period_start"], row["period_end"],
            int(row["part"]), float(row["value"]), row["qualifier"],
            *BOUNDS[row["qualifier"]](float(row["value"])), row["status"], row["source_id"],
            row["paragraph"], row["note"],
        )
        for row in rows(published.seeds / "observations.csv")
    )  # fmt: skip
    statement = (
        "select branch_id, metric_id, period_kind, period_start, period_end, part, value, qualifier,"
        " low, high, status, source_id, paragraph, note from observation"
        " where regexp_matches(source_id, '^00[0-4]_')"
    )
    found = Counter(
        (*row[:3], as_text(row[3]), as_text(row[4]), *row[5:12], as_text(row[12]), as_text(row[13]))
        for row in warehouse.rows(statement)
    )
    assert found == expected


def test_every_seed_target_keeps_comparator_value_attainment_source_and_paragraph(
    warehouse: Warehouse, published: Published
) -> None:
    expected = Counter(
        (
            row["branch_id"], row["metric_id"], row["period_start"], row["period_end"], row["cadence"],
            row["comparator"], number(row["value"]), number(row["attained_value"]),
            number(row["attained_pct"]), row["source_id"], row["paragraph"],
        )
        for row in rows(published.seeds / "targets.csv")
    )  # fmt: skip
    statement = (
        "select branch_id, metric_id, period_start, period_end, cadence, comparator, value, attained_value,"
        " attained_pct, source_id, paragraph from target where regexp_matches(source_id, '^00[0-4]_')"
    )
    found = Counter(
        (*row[:2], as_text(row[2]), as_text(row[3]), *row[4:10], as_text(row[10])) for row in warehouse.rows(statement)
    )
    assert found == expected
    assert Counter(row[9][:3] for row in found.elements()) == TARGETS_BY_REPORT


def test_seeds_are_the_branches_own_word_and_press_is_press(warehouse: Warehouse) -> None:
    statement = "select distinct regexp_matches(source_id, '^00[0-4]_') as seed, kind from source order by seed"
    assert warehouse.rows(statement) == [(False, "press"), (True, "own")]
