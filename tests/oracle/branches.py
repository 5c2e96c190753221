"""The branch dimension: provinces before and since July 2025, life and parent of each branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.facts import BranchRow, Facts

MERGER = date(2025, 7, 1)
LAST_SURELY_OLD_DAY = date(2024, 12, 31)
ENDINGS = ("merged_into", "closed", "renamed_to")


@dataclass(frozen=True)
class Branch:
    """One branch as the public view `branch` should show it."""

    branch_id: str
    tier: str
    sector: str
    province_as_written: str
    province_since: str | None
    province_before: str | None
    parent_id: str | None
    active_from: date | None
    active_to: date | None
    successor_id: str | None

    def exists_in(self, start: date, end: date) -> bool:
        begun = self.active_from is None or self.active_from <= end
        return begun and (self.active_to is None or self.active_to >= start)

    def province(self, boundary: str) -> str:
        """The name under a boundary; today's name stands in where the old one is not known."""
        if boundary == "before_2025_07":
            return self.province_before or self.province_since or ""
        return self.province_since or ""

    def surely_in(self, boundary: str) -> str:
        """The province that may claim the branch: none under the old borders where the old one is not known."""
        known = self.province_before if boundary == "before_2025_07" else self.province_since
        return known or ""


def _life(facts: Facts, branch_id: str) -> tuple[date | None, date | None, str | None]:
    """(first day, last day, successor): a new name begins on the day it is taken, unless a founding is stated."""
    founded = [e.on for e in facts.events if e.event == "founded" and e.branch_id == branch_id]
    named = [e.on for e in facts.events if e.event == "renamed_to" and e.other == branch_id]
    endings = [e for e in facts.events if e.event in ENDINGS and e.branch_id == branch_id]
    born = min(founded or named, default=None)
    if not endings:
        return born, None, None
    first = min(endings, key=lambda event: event.on)
    return born, first.on - timedelta(days=1), first.other or None


def _written_before(facts: Facts, row: BranchRow, born: date | None, ended: date | None) -> bool | None:
    """Whether the province was written before the merger: True, False, or None where nothing tells."""
    if ended is not None and ended < MERGER:
        return True
    if born is not None and born >= MERGER:
        return False
    source = facts.sources.get(row.source_id)
    if source is not None and source.published_on is not None:
        return source.published_on < MERGER
    periods = [
        observation.period
        for observation in facts.observations
        if observation.source_id == row.source_id and observation.status == "reported"
    ]
    if periods and all(period.end <= LAST_SURELY_OLD_DAY for period in periods):
        return True
    if any(period.start >= MERGER for period in periods):
        return False
    return None


def _provinces(facts: Facts, row: BranchRow, born: date | None, ended: date | None) -> tuple[str | None, str | None]:
    """(since, before) of one branch."""
    name = row.province
    successor_of = {before: since for before, since, _ in facts.provinces}
    predecessors = [before for before, since, _ in facts.provinces if since == name]
    if not name:
        return None, None
    if name in successor_of and not predecessors:
        return successor_of[name], name
    if name not in successor_of:
        return name, predecessors[0] if len(predecessors) == 1 else None
    if predecessors == [name]:
        return name, name
    if _written_before(facts, row, born, ended):
        return successor_of[name], name
    return name, None


def branch_dimension(facts: Facts) -> dict[str, Branch]:
    """Every branch with provinces, life and parent."""
    result = {}
    for row in facts.branches.values():
        born, ended, successor = _life(facts, row.branch_id)
        since, before = _provinces(facts, row, born, ended)
        parent = row.parent if row.parent in facts.branches else None
        result[row.branch_id] = Branch(
            row.branch_id, row.tier, row.sector, row.province, since, before, parent, born, ended, successor
        )
    return result


def successors(branches: dict[str, Branch], branch_id: str) -> list[str]:
    """The branches that followed, directly and further, nearest first."""
    chain: list[str] = []
    following = branches[branch_id].successor_id
    while following and following in branches and following not in chain:
        chain.append(following)
        following = branches[following].successor_id
    return chain
