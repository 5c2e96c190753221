"""Looking at a draft before it is published: for one session alone, with a strip above every page that says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from comparison.warehouse import NoSnapshot, current_snapshot
from ui import access, formats, screen
from ui.data import opened
from ui.texts import t
from ui.told import Remark

KEY = "_preview"


@dataclass(frozen=True)
class Preview:
    """A draft that this session looks at, and the name of the snapshot it was made on top of."""

    path: str
    served: str | None


def draft() -> Path | None:
    """The draft that this session looks at; None where it looks at what is published."""
    looked_at = st.session_state.get(KEY)
    if not isinstance(looked_at, Preview):
        return None
    path = Path(looked_at.path)
    if access.steward() is None or not path.is_file():
        leave()
        return None
    return path


def enter(path: str, served: str | None) -> None:
    """Show the draft on every page of this session."""
    access.require_steward()
    st.session_state[KEY] = Preview(path, served)


def leave() -> None:
    """Show what is published again, and let the draft's file go."""
    looked_at = st.session_state.pop(KEY, None)
    if isinstance(looked_at, Preview):
        opened.clear(looked_at.path)


def is_outdated() -> bool:
    """Whether something else was published since the draft was made."""
    looked_at = st.session_state.get(KEY)
    try:
        return isinstance(looked_at, Preview) and current_snapshot().name != looked_at.served
    except NoSnapshot:
        return True


def strip() -> None:
    """Above every page of a preview: that it is one, and the way out."""
    if not isinstance(st.session_state.get(KEY), Preview):
        return
    text = t("preview.outdated" if is_outdated() else "preview.text")
    screen.tell(Remark(text, t("preview.label")))
    with st.container(key="preview_strip", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="ud-preview" role="note"><b>{formats.escape(t("preview.label"))}</b> {formats.escape(text)}</p>'
        )
        st.button(t("preview.leave"), key="preview_leave", on_click=leave)
