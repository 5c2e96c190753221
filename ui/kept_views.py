"""The view before the reader to be kept: its link to copy, a name on this device, ready views for meetings."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui import formats, ready_views
from ui.screen import Screen
from ui.texts import language, t

# What the script says by itself; {name} is filled in the browser.
WORDS = (
    *("copied", "copy_failed", "kept", "deleted", "undo", "rename", "rename_named", "renamed"),
    *("save", "delete", "delete_named", "blocked"),
)


def offer(place: Any, screen: Screen, title: str) -> None:
    """Fill the place at the head of a page; `title` begins the name that is suggested for the view."""
    suggested = formats.escape(t("views.suggested", title=title, period=screen.filters.period))
    with place:
        st.html(_own(language()).replace("{suggested}", suggested), unsafe_allow_javascript=True)
        if ready := ready_views.html(screen):
            st.html(f'<div class="ud-views-ready"><h2>{formats.escape(t("ready.title"))}</h2>{ready}</div>')


@cache
def _own(lang: str) -> str:
    """What copies and keeps, in a language: the same for every page and reader, but for the name suggested."""
    del lang  # the texts come in the language of the screen, which is this one
    said = {word: t(f"views.{word}", name="{name}") for word in WORDS}
    script = Path(__file__).with_name("kept_views.js").read_text(encoding="utf-8")
    listed = json.dumps(said, ensure_ascii=False).replace("</", "<\\/")
    word = {
        name: formats.escape(t(f"views.{name}"))
        for name in ("send", "send.text", "link", "copy", "keep", "keep.text", "name", "do_keep", "none")
    }
    return (
        f'<div class="ud-views"><h2>{word["send"]}</h2><p>{word["send.text"]}</p>'
        f'<div class="ud-field"><input type="text" readonly data-part="link" aria-label="{word["link"]}">'
        f'<button type="button" data-part="copy">{word["copy"]}</button></div>'
        f'<h2>{word["keep"]}</h2><div class="ud-field"><input type="text" maxlength="80" data-part="name" '
        f'aria-label="{word["name"]}" placeholder="{{suggested}}">'
        f'<button type="button" data-part="keep">{word["do_keep"]}</button></div>'
        f'<p role="status" data-part="said"></p><p data-part="none">{word["none"]}</p>'
        f'<ul data-part="list"></ul><p>{word["keep.text"]}</p></div>'
        f"<script>{script.replace('/*WORDS*/{}', listed)}</script>"
    )
