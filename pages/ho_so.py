"""Branch profile: every figure of one branch down to its source and paragraph."""

from __future__ import annotations

from ui import cards, profile_page, screen

now = screen.current()
profile_page.draw(now)
cards.sources_at_foot(now)
