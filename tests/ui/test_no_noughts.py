"""On every screen, a missing value is drawn as nothing: no chart holds a nought that no table states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comparison.warehouse import Warehouse
from tests.ui.seen import ROOT, bars, see, zeros

# The steward's page draws no chart and is listed for the machine itself alone.
SCREENS = [
    screen
    for screen in re.findall(r'^    \("(\w+)\.py"', (ROOT / "ui" / "main.py").read_text(encoding="utf-8"), re.MULTILINE)
    if screen != "nap_so_lieu"
]
VIEWS = [
    ("provincial_federation", {"nam": "2025"}),
    ("grassroots", {"nhiem_ky": "XII"}),
    ("upper_direct", {"nam": "2024"}),
]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("tier", "when"), VIEWS)
def test_no_chart_draws_a_missing_value_as_nought(
    snapshot_folder: Path, screen: str, tier: str, when: dict[str, str]
) -> None:
    page = see(screen, cap=tier, **when)
    cells = [cell for table in page.tables for row in table for cell in row.values()]
    stated_noughts = sum(bool(re.match(r"0( |$)", cell)) for cell in cells)
    for key, chart in page.charts.items():
        assert zeros(chart) <= stated_noughts, f"{key} of {screen} draws noughts that no table states"


@pytest.mark.parametrize(("tier", "when"), VIEWS)
@pytest.mark.parametrize("metric", ["members_total", "tet_support_count", "initiatives"])
def test_bars_stand_only_for_branches_with_a_figure(
    warehouse: Warehouse, tier: str, when: dict[str, str], metric: str
) -> None:
    chart = see("tong_quan", cap=tier, chi_so=metric, **when).charts.get("ranking")
    statement = (
        "select distinct branch_id from figure join branch using (branch_id) where tier = $tier"
        " and metric_id = $metric and value is not null"
    )
    found = warehouse.connection.cursor().execute(statement, {"tier": tier, "metric": metric}).fetchall()
    assert set(bars(chart) if chart else ()) <= {branch_id for (branch_id,) in found}
