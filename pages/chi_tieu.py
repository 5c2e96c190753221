"""Targets: what branches set themselves, whether they reached it, and how what is running stands against time."""

from __future__ import annotations

from ui import cards, parts, screen, target_page
from ui.texts import t

now = screen.current()
screen.head(t("page.targets"), now, t("page.targets.question"))
part = parts.choose(now, target_page.offered(now))
target_page.PARTS[part](now)
cards.sources_at_foot(now)
