"""The words Streamlit itself says in English, replaced in the browser by those of the message catalogue.

The English catalogue holds under each key what Streamlit says, letter by letter; the Vietnamese one what is shown in
its place. Left in English, because it stands outside the page or cannot be told from data: the browser's own dialogs,
the text of an error in a page's code (readers never see one), "(required)" on fields, and the upload widget's limits,
which the page that loads data explains in its own words.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import streamlit as st

from ui.texts import LANGUAGE, language, t

# A field {text} stands for whatever Streamlit fills in.
WORDS = (
    "streamlit.no_page",
    "streamlit.no_page.text",
    "streamlit.open_sidebar",
    "streamlit.close_sidebar",
    "streamlit.no_results",
    "streamlit.add",
    "streamlit.too_many",
    "streamlit.select_all",
    "streamlit.clear_all",
    "streamlit.clear_value",
    "streamlit.open",
    "streamlit.remove",
    "streamlit.selected",
    "streamlit.sidebar",
    "streamlit.pages",
    "streamlit.press_enter",
    "streamlit.help",
    "streamlit.help_for",
    "streamlit.fullscreen",
    "streamlit.close_fullscreen",
    "streamlit.close",
    "streamlit.running",
    "streamlit.stop",
    "streamlit.skip",
    "streamlit.upload",
    "streamlit.connecting",
    "streamlit.connection_error",
)
ANYTHING = "*"


def pairs() -> list[tuple[str, str]]:
    """What Streamlit says and what is shown in its place, `*` for what it fills in; none where both are the same."""
    token = LANGUAGE.set("en")
    try:
        said = [t(word, text=ANYTHING) for word in WORDS]
    finally:
        LANGUAGE.reset(token)
    return [(english, t(word, text=ANYTHING)) for word, english in zip(WORDS, said, strict=True)]


def replace_words() -> None:
    """Put the script into the page; it watches what Streamlit draws and changes nothing that the app itself wrote."""
    st.html(_script(language()), unsafe_allow_javascript=True)


@cache
def _script(lang: str) -> str:
    del lang  # the texts come in the language of the screen, which is this one
    script = Path(__file__).with_name("streamlit_words.js").read_text(encoding="utf-8")
    listed = json.dumps(pairs(), ensure_ascii=False).replace("</", "<\\/")
    return f"<script>{script.replace('/*PAIRS*/[]', listed)}</script>"
