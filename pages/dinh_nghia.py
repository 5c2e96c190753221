"""Definitions: what every metric means, by which rules figures are compared, and what is looked for in them."""

from __future__ import annotations

from ui import cards, definitions, screen, worked_examples
from ui.texts import t

now = screen.current()
screen.head(t("page.definitions"), now, t("page.definitions.question"))
definitions.metrics(now)
screen.section(t("rules.section"), t("rules.section.text"))
worked_examples.draw(now)
screen.section(t("definitions.rules.section"), t("definitions.rules.section.text"))
definitions.quality_rules(now)
cards.sources_at_foot(now)
