"""The parts of the membership page, one function each."""

from __future__ import annotations

from collections.abc import Callable

from ui import blocks, member_depth, pickers, screen
from ui.screen import Screen

HEADLINES = ("members_total", "members_female", "members_admitted", "grassroots_unions", "grassroots_unions_founded")


def numbers(now: Screen) -> None:
    """The figures of membership, and one of them at a time."""
    totals = now.answers.totals(now.view, HEADLINES)
    screen.headlines([blocks.total_headline(totals[m]) for m in HEADLINES])
    blocks.metric_part(now, pickers.metrics_of(now, ["membership"]), "members_total")


PARTS: dict[str, Callable[[Screen], None]] = {
    "chi_so": numbers,
    "ty_le": member_depth.shares,
    "tang_giam": member_depth.growth,
    "cdcs": member_depth.grassroots,
}
