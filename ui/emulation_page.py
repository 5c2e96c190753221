"""The parts of the emulation page, one function each."""

from __future__ import annotations

from collections.abc import Callable

from ui import blocks, cards, honour_cards, member_depth, pickers, rating_cards, screen, target_depth
from ui.screen import Screen
from ui.texts import t


def metrics(now: Screen) -> None:
    """One metric of emulation at a time; ratings have a part of their own."""
    offered = [m for m in pickers.metrics_of(now, ["emulation"]) if m.unit != "rank"]
    blocks.metric_part(now, offered, "initiatives", before=t("emulation.person_times"))


def honours(now: Screen) -> None:
    """Honours per 100 members, women's honours, and the mix of honours."""
    is_term = now.filters.grain == "term"
    rates = honour_cards.rates_card(now)
    women = member_depth.rate_card(now, "women_honoured_share", "" if is_term else "percent")
    mixes = honour_cards.mix_cards(now)
    if rates is None and women is None and not mixes:
        blocks.empty(now, t("part.thi_dua.danh_hieu"), metric_id="advanced_workers")
        return
    if is_term:
        screen.remark(t("emulation.person_times"))
    cards.show_some([rates, women], now)
    for n in range(0, len(mixes), 2):
        cards.beside([[card] for card in mixes[n : n + 2]], now)


def initiatives(now: Screen) -> None:
    """Initiatives, and how many of those planned there are."""
    plan = target_depth.initiatives_card(now, now.answers.targets(now.view))
    if plan is None:
        screen.remark(t("emulation.plan.none"))
    else:
        cards.show(plan, now)
    kinds = ("initiatives", "initiatives_submitted")
    found = blocks.rankings(now, kinds)
    if found:
        cards.beside([[card] for card in found], now)
    else:
        blocks.empty(now, t("part.thi_dua.sang_kien"), metric_id=kinds[0])


def ratings(now: Screen) -> None:
    """Ratings over the years."""
    screen.section(t("ratings.section"), t("ratings.text"))
    grid = now.answers.rating_grid(now.view)
    if grid.coverage.reported:
        cards.show(rating_cards.rating_card(now, grid), now)
    else:
        screen.remark(t("ratings.none"))


PARTS: dict[str, Callable[[Screen], None]] = {
    "chi_so": metrics,
    "danh_hieu": honours,
    "sang_kien": initiatives,
    "xep_loai": ratings,
}
