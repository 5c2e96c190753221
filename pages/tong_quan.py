"""Overview: how the branches stand, who leads, who misses targets, who has not reported."""

from __future__ import annotations

from ui import cards, overview, ready_views, screen
from ui.texts import t

now = screen.current()
screen.head(t("page.overview.title"), now, t("page.overview.question"))
overview.draw(now)
ready_views.section(now)
cards.sources_at_foot(now)
