"""Compare: two to six branches, provinces or sectors beside each other."""

from __future__ import annotations

from ui import cards, compare_cards, compare_choice, compare_offers, screen
from ui.texts import t

now = screen.current()
screen.head(t("page.compare"), now, t("page.compare.question"))
choice = compare_choice.choose(now)
if not choice.is_ready:
    compare_offers.advise(now, choice)
else:
    answer = compare_cards.answered(now, choice)
    compare_cards.matrix(now, choice, answer)
    compare_cards.charts(now, choice, answer)
    compare_cards.detail_card(now, choice, answer)
cards.sources_at_foot(now)
