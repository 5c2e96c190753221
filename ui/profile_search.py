"""Finding a branch for the profile page: every branch of any tier and time, by words with or without diacritics."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from ui import formats, state, url
from ui.filters import branch_label
from ui.profile_parts import branch_list
from ui.screen import Screen, section
from ui.texts import coded, t

MOST = 40


def all_branches(screen: Screen) -> pd.DataFrame:
    """Every branch that can be opened, of any tier and time, those of the filter's tier first."""
    frame = screen.answers.branches(screen.scope)
    other = (frame["tier"] != screen.filters.tier).rename("other")
    return frame.loc[other.sort_values(kind="stable").index].reset_index(drop=True)


def found_in(branches: pd.DataFrame, search: str) -> pd.DataFrame:
    """The branches whose name or province holds every typed word, diacritics or not."""
    keys = branches["search_key"].fillna("") + " " + _folded(branches["province"])
    found = pd.Series(True, index=branches.index)
    for word in formats.search_key(search).split():
        found &= keys.str.contains(word, regex=False)
    return branches[found]


def _folded(names: pd.Series) -> pd.Series:
    """Names without diacritics, each different one folded once."""
    return names.fillna("").map({n: formats.search_key(n) for n in names.dropna().unique()}).fillna("")


def choose(screen: Screen) -> str:
    """The branch to show: from the link, or found by name here; '' while none is chosen."""
    branches = all_branches(screen)
    search = st.text_input(
        t("profile.search"), key="profile_search", placeholder=t("filter.branch_search.hint"), persist_state="session"
    )
    if not search:
        return state.profile_branch()
    found = found_in(branches, search)
    st.caption(t("filter.branch_found", n=formats.number(len(found), 0)))
    for row in found.head(MOST if len(found) <= 8 else 8).to_dict("records"):
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
