"""The profile page as a whole: search, head, doubts, figures, targets, conflicts, life, branches below."""

from __future__ import annotations

from ui import cards, formats, profile_parts, profile_peers, profile_search
from ui.screen import Screen, head, remark, section
from ui.texts import t


def draw(screen: Screen) -> None:
    """Draw the profile of the chosen branch, or help to choose one."""
    branch_id = profile_search.choose(screen)
    if not branch_id:
        head(t("page.profile"), screen, t("page.profile.question"))
        profile_search.suggestions(screen)
        return
    try:
        profile = screen.answers.profile(screen.scope, branch_id)
    except LookupError:
        head(t("page.profile"), screen)
        remark(t("profile.unknown", branch=formats.shorten(branch_id, 60)))
        profile_search.suggestions(screen)
        return
    profile_search.note_address(branch_id)
    profile_parts.head(profile.branch, screen)
    profile_parts.findings(profile.findings, screen)
    profile_peers.draw(screen, profile)
    if profile.observations.empty:
        remark(t("profile.no_figures"))
    else:
        cards.show(profile_parts.figures_card(profile, screen), screen)
    for card in (profile_parts.targets_card(profile, screen), profile_parts.conflicts_card(profile)):
        if card is not None:
            cards.show(card, screen)
    if not profile.life.empty:
        section(t("profile.life.title"))
        profile_parts.life(profile)
    if not profile.children.empty:
        section(t("profile.children", n=formats.number(len(profile.children), 0)))
        profile_parts.branch_list(profile.children, screen)
