"""Targets: what branches set themselves, and whether they reached it."""

from __future__ import annotations

from ui import blocks, cards, screen, target_cards
from ui.texts import t

now = screen.current()
answer = now.answers.targets(now.view)
screen.head(t("page.targets"), now, t("page.targets.question"))
if answer.frame.empty:
    blocks.empty(now, t("page.targets"))
else:
    screen.headlines(target_cards.headlines(answer))
    cards.show(target_cards.states_card(now, answer), now)
    cards.show(target_cards.targets_card(now, answer), now)
    yearly = target_cards.yearly_card(now, answer)
    if yearly is not None:
        cards.show(yearly, now)
cards.sources_at_foot(now)
