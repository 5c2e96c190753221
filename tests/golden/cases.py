"""One question put to the read model and to the oracle: which kinds there are, and questions drawn for a world."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from random import Random

from comparison.questions import Basis, Boundary, Scope, View
from tests.oracle import Oracle
from tests.oracle.groups import SHARES, has_per_member

KINDS = (
    *("standing",) * 4,
    *("movement",) * 3,
    *("groups",) * 3,
    "provinces",
    *("side_by_side",) * 3,
    *("table",) * 3,
    *("share", "totals", "welfare", "targets", "states_by", "pace", "next_term"),
)
MODES = ("value", "value", "per_member", "rank", "percentile", "change")


@dataclass(frozen=True)
class Case:
    """A question: its kind, its filter, its metrics, and what that kind asks besides."""

    kind: str
    view: View
    metric_ids: tuple[str, ...] = ()
    basis: Basis = "value"
    per_year: bool = False
    periods: tuple[str, ...] = ()
    by: str = ""
    mode: str = "value"
    subjects: tuple[str, ...] = ()
    reference: str | None = None

    @property
    def metric_id(self) -> str:
        return self.metric_ids[0]


class Drawing:
    """Draws questions about one world that mostly have something to answer."""

    def __init__(self, oracle: Oracle, rng: Random) -> None:
        self.oracle, self.rng = oracle, rng
        found = set()
        self.metrics: Counter[tuple[str, str]] = Counter()
        for figure in oracle.figures.values():
            tier = oracle.branches[figure.branch_id].tier
            self.metrics[tier, figure.metric_id] += 1
            if figure.period.kind == "year":
                found.add((tier, str(figure.period.start.year)))
            elif figure.cycle:
                found.add((tier, figure.cycle))
        self.periods = sorted(found)

    def view(self) -> View:
        """A tier in a period of its own, often everything of it, else by province, sector, choice or scope."""
        rng, oracle = self.rng, self.oracle
        tier, period = rng.choice(self.periods)
        boundaries: tuple[Boundary, ...] = ("since_2025_07", "since_2025_07", "before_2025_07")
        boundary = rng.choice(boundaries)
        view = View(period, "year" if period.isdigit() else "term", tier, boundary)
        mine = [branch for branch in oracle.branches.values() if branch.tier == tier]
        limit = rng.random()
        if limit < 0.12:
            names = sorted({one.surely_in(boundary) for one in mine} - {""})
            view = replace(view, provinces=tuple(rng.sample(names, min(2, len(names)))))
        elif limit < 0.22:
            view = replace(view, sectors=(rng.choice(mine).sector,))
        elif limit < 0.32:
            some = frozenset(rng.sample(sorted(one.branch_id for one in mine), (len(mine) + 1) // 2))
            view = replace(view, scope=Scope(some))
        elif limit < 0.38:
            view = replace(view, branch_ids=tuple(one.branch_id for one in rng.sample(mine, min(3, len(mine)))))
        return view

    def metric(self, tier: str) -> str:
        own = sorted(metric_id for one, metric_id in self.metrics if one == tier)
        return self.rng.choice(own)

    def other_period(self, view: View) -> str | None:
        same = [p for t, p in self.periods if t == view.tier and p.isdigit() == view.period.isdigit()]
        others = [period for period in same if period != view.period]
        return self.rng.choice(others) if others else None

    def basis(self, metric_id: str) -> Basis:
        may_divide = has_per_member(self.oracle.facts.metrics[metric_id])
        return "per_member" if may_divide and self.rng.random() < 0.4 else "value"

    def case(self) -> Case:
        """One question of a random kind."""
        rng, view = self.rng, self.view()
        kind, metric_id = rng.choice(KINDS), self.metric(view.tier)
        flow = self.oracle.facts.metrics[metric_id].measure == "flow"
        case = Case(kind, view, (metric_id,), self.basis(metric_id))
        if kind in ("standing", "movement"):
            case = replace(case, per_year=flow and view.grain == "term" and rng.random() < 0.4)
        if kind == "movement":
            other = self.other_period(view)
            return replace(case, periods=(other,)) if other else replace(case, kind="standing")
        if kind == "groups":
            return replace(case, by=rng.choice(("province", "sector", "parent_name")))
        if kind == "totals":
            return replace(case, metric_ids=tuple(sorted({m for tier, m in self.metrics if tier == view.tier})))
        if kind == "share":
            return replace(case, metric_ids=(rng.choice(sorted(SHARES)),))
        if kind == "states_by":
            return replace(case, by=rng.choice(("province", "sector", "metric_id")))
        if kind == "next_term":
            return replace(case, view=replace(view, period=rng.choice(("XII", "XIII", "XIV")), grain="term"))
        if kind == "table":
            return self._table(case)
        return self._side_by_side(case) if kind == "side_by_side" else case

    def _table(self, case: Case) -> Case:
        metrics = tuple(dict.fromkeys((case.metric_id, self.metric(case.view.tier))))
        other = self.other_period(case.view)
        periods = (case.view.period, other) if other and self.rng.random() < 0.5 else ()
        by = self.rng.choice(("branch", "branch", "branch", "province", "sector", "tier"))
        mode = self.rng.choice(MODES)
        return replace(case, metric_ids=metrics, by=by, mode=mode, periods=periods, basis="value")

    def _side_by_side(self, case: Case) -> Case:
        mine = [one for one in self.oracle.branches.values() if one.tier == case.view.tier]
        by = self.rng.choice(("branch", "branch", "province", "sector"))
        names = {
            "branch": {one.branch_id for one in mine},
            "province": {one.surely_in(case.view.boundary) for one in mine},
            "sector": {one.sector for one in mine},
        }[by]
        if len(names) < 2:
            return replace(case, kind="standing")
        chosen = tuple(self.rng.sample(sorted(names), min(len(names), self.rng.randint(2, 4))))
        reference = self.rng.choice((None, *chosen))
        return replace(case, by=by, subjects=chosen, reference=reference)
