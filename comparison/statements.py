"""Puts statements together from the SQL files: those lines that hold for what is asked."""

from __future__ import annotations

import re
from functools import cache

from comparison.questions import View
from comparison.warehouse import sql

FLAGS = frozenset({"term", "before", "scope", "provinces", "sectors"})
_CONDITION = re.compile(r"\s*-- if (?P<is_not>not )?(?P<flag>\w+)")


def flags_of(view: View) -> frozenset[str]:
    """What the conditional lines of the SQL files ask about: what of a view binds at all."""
    stands = {
        "term": view.grain == "term",
        "before": view.boundary == "before_2025_07",
        "scope": view.scope.branch_ids is not None,
        "provinces": bool(view.provinces),
        "sectors": bool(view.sectors),
    }
    return frozenset(flag for flag, holds in stands.items() if holds)


@cache
def fitted(names: tuple[str, ...], flags: frozenset[str]) -> str:
    """The files of a question one after the other, without comments and with those conditional lines that hold: each
    block from `-- if FLAG` or `-- if not FLAG` to `-- end`. Raises ValueError for an unknown flag or a missing end."""
    kept: list[str] = []
    conditions: list[bool] = []
    for line in "".join(map(sql, names)).splitlines():
        if match := _CONDITION.fullmatch(line):
            if match["flag"] not in FLAGS:
                raise ValueError(f"{names}: nobody knows the flag of {line.strip()!r}")
            conditions.append((match["flag"] in flags) != bool(match["is_not"]))
        elif line.strip() == "-- end":
            if not conditions:
                raise ValueError(f"{names}: an end without a condition")
            conditions.pop()
        elif all(conditions) and not line.lstrip().startswith("--"):
            kept.append(line)
    if conditions:
        raise ValueError(f"{names}: a conditional block has no end")
    return "\n".join(kept)
