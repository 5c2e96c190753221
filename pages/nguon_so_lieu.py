"""Sources and quality: who reported what, what is doubtful, which sources differ, what was read."""

from __future__ import annotations

from ui import cards, screen, sources_page
from ui.texts import t

now = screen.current()
screen.head(t("page.sources"), now, t("page.sources.question"))
sources_page.draw(now)
cards.sources_at_foot(now)
