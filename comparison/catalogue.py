"""The metric catalogue as the read model knows it, and what may be done with a metric."""

from __future__ import annotations

from comparison.answers import Metric
from comparison.warehouse import Warehouse

# Money put to members' good that is not spending: lent, raised, saved or given in kind (DESIGN.md 5.5).
NOT_SPENDING = ("loans_amount", "contributions_amount", "revolving_fund_amount", "in_kind_donations_amount")
STATED_WELFARE_TOTAL = "welfare_total_amount"


def metrics(warehouse: Warehouse) -> dict[str, Metric]:
    """Every metric of the catalogue by its id, in the catalogue's order."""
    return warehouse.once("metrics", _read)


def _read(warehouse: Warehouse) -> dict[str, Metric]:
    rows = warehouse.rows(
        "select metric_id, \"group\", name_vi, name_en, unit, measure, direction, coalesce(notes, '') from metric_dim "
        "order by metric_key"
    )
    return {row[0]: Metric(*row) for row in rows}


def metric(warehouse: Warehouse, metric_id: str) -> Metric:
    """One metric. Raises KeyError with the id where the catalogue has none."""
    found = metrics(warehouse).get(metric_id)
    if found is None:
        raise KeyError(f"no metric {metric_id!r} in the catalogue")
    return found


def is_additive(asked: Metric) -> bool:
    """Whether figures of several branches add up: counts and money do, percentages and ratings do not."""
    return asked.measure != "ratio" and asked.unit != "rank"


def has_per_member(asked: Metric) -> bool:
    """Whether a value per member means something: flows of counts and money."""
    return asked.measure == "flow" and is_additive(asked)


def per_member_scale(asked: Metric) -> int:
    """1 for money (đồng per member), 100 for counts (per 100 members; a rate, never a share)."""
    return 1 if asked.unit == "vnd" else 100


def welfare_parts(warehouse: Warehouse) -> tuple[str, ...]:
    """The metrics that make up welfare spending: amounts of group welfare, without the stated total."""
    return tuple(
        m.metric_id
        for m in metrics(warehouse).values()
        if m.group == "welfare" and m.unit == "vnd" and m.metric_id != STATED_WELFARE_TOTAL
    )
