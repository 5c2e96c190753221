"""Finding a branch for the profile page: every branch of every tier, by words with or without diacritics."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from comparison.questions import TIERS
from ui import formats, state, url
from ui.filters import branch_label, matching
from ui.profile_parts import branch_list
from ui.screen import Screen, section
from ui.texts import coded, t

MOST = 40


def all_branches(screen: Screen) -> pd.DataFrame:
    """Every branch that can be opened, tier by tier, those of the filter's tier first."""
    wide = replace(screen.view, provinces=(), sectors=(), branch_ids=())
    tiers = sorted(TIERS, key=lambda tier: tier != screen.filters.tier)
    frames = [screen.answers.filter_options(replace(wide, tier=tier)).branches.assign(tier=tier) for tier in tiers]
    return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)


def choose(screen: Screen) -> str:
    """The branch to show: from the link, or found by name here; '' while none is chosen."""
    branches = all_branches(screen)
    search = st.text_input(
        t("profile.search"), key="profile_search", placeholder=t("filter.branch_search.hint"), persist_state="session"
    )
    if not search:
        return state.profile_branch()
    found = branches.set_index("branch_id").loc[matching(branches, search)].reset_index()
    st.caption(t("filter.branch_found", n=formats.number(len(found), 0)))
    for row in found.head(MOST if len(found) <= 8 else 8).to_dict("records"):
        label = f"{branch_label(row)} · {coded('tier.short', str(row['tier']))}"
        st.button(
            formats.escape_markdown(label),
            key=f"open_{row['branch_id']}",
            type="tertiary",
            on_click=_open,
            args=(str(row["branch_id"]),),
        )
    if len(found) > 8:
        with st.expander(t("profile.search.more", n=formats.number(len(found) - 8, 0))):
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
