"""An independent second implementation of what comparisons mean, in plain Python, as a check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from tests.oracle.attainment import Judged, judged_targets
from tests.oracle.branches import Branch, branch_dimension
from tests.oracle.facts import Facts, read_facts
from tests.oracle.figures import Figure, Key, all_figures
from tests.oracle.views import Views


class Oracle:
    """Everything the product should say about a set of fact folders at a date."""

    def __init__(self, folders: Iterable[Path], catalogue: Path, as_of: date) -> None:
        self.facts: Facts = read_facts(folders, catalogue)
        self.as_of = as_of

    @cached_property
    def branches(self) -> dict[str, Branch]:
        return branch_dimension(self.facts)

    @cached_property
    def figures(self) -> dict[Key, Figure]:
        return all_figures(self.facts)

    @cached_property
    def attainment(self) -> list[Judged]:
        return judged_targets(self.facts, self.figures, self.as_of)

    @cached_property
    def views(self) -> Views:
        return Views(self.facts, self.branches, self.figures)
