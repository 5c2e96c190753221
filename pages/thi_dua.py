"""Emulation: honours, initiatives and ratings of the branches side by side."""

from __future__ import annotations

from ui import cards, emulation_page, parts, screen
from ui.texts import t

now = screen.current()
screen.head(t("page.emulation"), now, t("page.emulation.question"))
part = parts.choose(now, tuple(emulation_page.PARTS))
emulation_page.PARTS[part](now)
cards.sources_at_foot(now)
