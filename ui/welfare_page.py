"""The parts of the welfare page, one function each."""

from __future__ import annotations

from collections.abc import Callable

from ui import blocks, cards, pickers, screen, welfare_cards, welfare_depth
from ui.screen import Screen
from ui.texts import t


def spending(now: Screen) -> None:
    """What was spent, by category, and stated totals beside the sums of their parts."""
    answer = now.answers.welfare_spending(now.view)
    screen.headlines(welfare_cards.headlines(now, answer))
    if not answer.totals["value"].notna().any():
        blocks.empty(now, t("page.welfare"))
        return
    cards.show(welfare_cards.composition_card(now, answer), now)
    cards.show_some([welfare_cards.stated_against_parts(now, answer), welfare_cards.parts_card(now, answer)], now)


def metrics(now: Screen) -> None:
    """One metric of welfare at a time, as a total or per member."""
    screen.section(t("welfare.metrics.title"), t("welfare.metrics.text"))
    blocks.metric_part(now, pickers.metrics_of(now, ["welfare"]), "tet_support_count")


def financing(now: Screen) -> None:
    """Money lent and saved."""
    welfare_depth.apart(now, "financing", welfare_depth.FINANCING)


def solidarity(now: Screen) -> None:
    """What is raised, given in kind, and blood given."""
    welfare_depth.apart(now, "solidarity", welfare_depth.SOLIDARITY)


PARTS: dict[str, Callable[[Screen], None]] = {
    "chi": spending,
    "chi_so": metrics,
    "binh_quan": welfare_depth.averages,
    "vay_von": financing,
    "xa_hoi": solidarity,
}
