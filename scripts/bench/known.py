"""What pages must say under a filter, from hand-written SQL, to hold what sessions under load are shown against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.bench.limit_way import FOLDER, Limit

_NOT_WORDS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Filter:
    """What a session has chosen; no province is the whole country."""

    tier: str
    year: int
    province: str | None = None


def known(limit: Limit, chosen: Filter) -> dict[str, tuple[str, ...]]:
    """By page, what stands on it under this filter; a page that has nothing to compare is left out."""
    row = _row(limit, chosen)
    in_view = shown(row["in_view"])
    told: dict[str, tuple[str, ...]] = {"bang-so-lieu": (f"{in_view} dòng",), "nguon-so-lieu": (f"{in_view} đơn vị",)}
    if row["members_low"] is not None:
        # A sum with an open end is shown by what is certain of it, which is then all of it that can be known.
        members = (shown(row["members_low"]), f"{shown(row['members_reported'])}/{in_view} đơn vị")
        told |= {"": members, "doan-vien": members}
    if row["initiatives_reported"]:
        told["thi-dua"] = (f"{shown(row['initiatives_reported'])}/{in_view} đơn vị",)
    if row["welfare_reported"]:
        told["cham-lo"] = (f"{shown(row['welfare_reported'])}/{in_view} đơn vị",)
    if row["targets"]:
        told["chi-tieu"] = (f"{shown(row['targets'])} chỉ tiêu",)
    return told


def _row(limit: Limit, chosen: Filter) -> dict[str, Any]:
    told = limit.connection.cursor().execute(
        (FOLDER / "known.sql").read_text(encoding="utf-8"),
        {
            "tier": chosen.tier,
            "year": chosen.year,
            "province": chosen.province,
            "members": limit.keys["members_total"],
            "initiatives": limit.keys["initiatives"],
            "welfare": limit.welfare,
        },
    )
    names = [column[0] for column in told.description or ()]
    return dict(zip(names, told.fetchall()[0], strict=True))


def shown(number: float) -> str:
    """A whole number as the pages write it."""
    return f"{round(number):,}".replace(",", ".")


def words(html: list[str]) -> str:
    """What stands in pieces of HTML, without tags, in one line."""
    return " ".join(_NOT_WORDS.sub(" ", " ".join(html)).split())


def missing(text: str, expected: Mapping[str, tuple[str, ...]], page: str) -> list[str]:
    """What should stand on the page and does not; a number inside a longer one does not count."""
    return [
        wanted
        for wanted in expected.get(page, ())
        if not re.search(rf"(?<![\d.,]){re.escape(wanted)}(?![\d.,]\d)", text)
    ]
