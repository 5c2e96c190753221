"""Membership: head counts, women and density, growth, and grassroots unions of the branches side by side."""

from __future__ import annotations

from ui import cards, member_page, parts, screen
from ui.texts import t

now = screen.current()
screen.head(t("page.membership"), now, t("page.membership.question"))
part = parts.choose(now, tuple(member_page.PARTS))
member_page.PARTS[part](now)
cards.sources_at_foot(now)
