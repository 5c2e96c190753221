"""Welfare: what was spent on members, for what, how much a recipient got, beside what was lent, raised and given."""

from __future__ import annotations

from ui import cards, parts, screen, welfare_page
from ui.texts import t

now = screen.current()
screen.head(t("page.welfare"), now, t("page.welfare.question"))
part = parts.choose(now, tuple(welfare_page.PARTS))
welfare_page.PARTS[part](now)
cards.sources_at_foot(now)
