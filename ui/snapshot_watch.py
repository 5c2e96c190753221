"""Lets an open page show a new snapshot within seconds: the page asks for its name and has itself drawn anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from comparison.warehouse import NoSnapshot, current_snapshot


def watch() -> None:
    """Put the watch into the page; it stands aside and holds no place."""
    try:
        name = current_snapshot().stem
    except NoSnapshot:
        return
    with st.container(key="snapshot_watch"):
        # No words: nobody sees it, and it is not to be reached by keyboard.
        st.button(" ", key="snapshot_new")
        st.html(f"<script>{_script().replace('/*SNAPSHOT*/', name)}</script>", unsafe_allow_javascript=True)


@cache
def _script() -> str:
    return Path(__file__).with_name("snapshot_watch.js").read_text(encoding="utf-8")
