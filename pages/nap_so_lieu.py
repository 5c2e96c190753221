"""Loading figures: template, upload and check, preview, publish and take back; for stewards alone."""

from __future__ import annotations

from ui import cards, load_page, screen
from ui.texts import t

now = screen.current()
screen.head(t("page.load"), now, t("page.load.question"))
load_page.draw(now)
cards.sources_at_foot(now)
