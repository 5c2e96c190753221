"""Lays the answers of the read model and of the oracle to one question beside each other, and counts questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from comparison.warehouse import Warehouse
from tests.golden import answers, expected, reading
from tests.golden.cases import Case
from tests.oracle import Oracle
from tests.oracle.compare import differences


def case_differences(warehouse: Warehouse, oracle: Oracle, case: Case) -> list[str]:
    """Where the two answer one question differently, the question in front."""
    if case.kind == "totals":
        found = reading.total_differences(warehouse, oracle, case.view, case.metric_ids or None)
    elif case.kind == "welfare":
        found = reading.welfare_differences(warehouse, oracle, case.view)
    else:
        found = differences(answers.answer(warehouse, case), expected.answer(oracle, case))
    return [f"{case}: {line}" for line in found]


@dataclass
class Tally:
    """How many worlds were built and how many questions of each kind compared."""

    worlds: int = 0
    questions: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.questions.items()))
        return f"{self.worlds} generated worlds, {self.questions.total()} questions compared ({kinds})"
