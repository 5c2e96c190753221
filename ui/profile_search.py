"""Finding a branch for the profile page: every branch of any tier and time, by words with or without diacritics."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui import formats, state, url
from ui.filters import branch_label, found_text
from ui.profile_parts import branch_list
from ui.rows import mappings
from ui.screen import Screen, section
from ui.texts import coded, t, tn


def choose(screen: Screen) -> str:
    """The branch to show: from the link, or found by name here; '' while none is chosen."""
    search = st.text_input(
        t("profile.search"), key="profile_search", placeholder=t("filter.branch_search.hint"), persist_state="session"
    )
    if not search:
        return state.profile_branch()
    answer = screen.answers.found(screen.scope, search)
    # Those of the filter's tier first; within a tier the best match.
    found = answer.frame.sort_values("tier", key=lambda tiers: tiers != screen.filters.tier, kind="stable")
    st.caption(found_text(answer))
    for row in mappings(found.head(8)):
        label = f"{branch_label(row)} · {coded('tier.short', str(row['tier']))}"
        if not formats.is_missing(row["active_to"]):
            label += f" · {t('profile.to', day=formats.day(row['active_to']))}"
        st.button(
            formats.escape_markdown(label),
            key=f"open_{row['branch_id']}",
            type="tertiary",
            on_click=_open,
            args=(str(row["branch_id"]),),
        )
    if len(found) > 8:
        with st.expander(tn("profile.search.more", len(found) - 8, n=formats.number(len(found) - 8, 0))):
            branch_list(found.iloc[8:], screen)
    return state.profile_branch()


def _open(branch_id: str) -> None:
    state.open_profile(branch_id)
    st.session_state["profile_search"] = ""


def suggestions(screen: Screen) -> None:
    """A list to choose from while nothing is chosen: branches of the filter's tier with most figures first."""
    rows = screen.answers.filter_options(replace(screen.view, branch_ids=())).branches
    rows = rows.sort_values(["figures"], ascending=False, kind="stable")
    section(t("profile.choose", tier=coded("tier", screen.filters.tier)), t("profile.choose.text"))
    branch_list(rows, screen)


def note_address(branch_id: str) -> None:
    """Put the branch into the address."""
    state.picked(url.BRANCHES, branch_id)
