"""What takes a page away: one quiet button at its head, with Word, PDF and Excel of everything the page shows."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextvars import copy_context
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from ui import formats, screen
from ui.briefing import chromium, gather, make, workbook
from ui.downloads import file_name
from ui.screen import Screen
from ui.texts import LANGUAGE, language, t

MADE = "briefing_made"
INSTALL = "sudo apt-get install chromium fonts-dejavu-core"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
log = logging.getLogger(__name__)


def offer(place: Any, now: Screen, picks: Mapping[str, list[str]]) -> None:
    """Fill the place at the head once the page is drawn; a file made of an earlier run is dropped with it."""
    st.session_state.pop(MADE, None)
    address = gather.address_of(now, _base(now.page), picks)
    with place:
        _offered(now, address, language())


def _base(page: str) -> str:
    """Where this server is reached, as the reader's browser says it; '' where it does not."""
    parts = urlsplit(st.context.url or "")
    path = parts.path.rstrip("/").removesuffix(f"/{page}" if page else "")
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.scheme in ("http", "https") else ""


@st.fragment
def _offered(now: Screen, address: str, lang: str) -> None:
    """The buttons. A click reruns these alone, on their own thread, hence language and screen are set again."""
    LANGUAGE.set(lang)
    screen.CURRENT.set(now)
    st.markdown(f"**{formats.escape_markdown(t('take.title'))}**")
    st.caption(t("take.hint"))
    pressed = [kind for kind in make.KINDS if st.button(t(f"take.{kind}"), key=f"take_{kind}", width="stretch")]
    for kind in pressed:
        _make(kind, now, address)
    _ready()
    here = copy_context()
    title = next((x.title for x in now.shown if hasattr(x, "question")), now.page)
    st.download_button(
        t("take.xlsx"),
        data=lambda: here.copy().run(workbook.workbook, now),
        file_name=file_name(title, "xlsx", now.filters.period),
        mime=XLSX,
        key="take_xlsx",
        on_click="ignore",
        width="stretch",
    )


def _make(kind: str, now: Screen, address: str) -> None:
    """Make a file under a progress bar and keep it for this view; say plainly what is missing where it cannot be."""
    st.session_state.pop(MADE, None)
    bar = st.progress(0.0, text=t("take.step.start"))
    try:
        file = make.made(kind, gather.briefing(now, address), lambda share, text: bar.progress(share, text=text))
        st.session_state[MADE] = (kind, file)
    except chromium.BrowserMissing:
        st.error(t("take.missing", version=str(chromium.OLDEST)))
        st.code(INSTALL, language=None)
    except chromium.BrowserBusy:
        st.warning(t("take.busy"))
    except chromium.BrowserFailed:
        log.exception("a briefing of %s could not be made", now.page)
        st.error(t("take.failed"))
    finally:
        bar.empty()


def _ready() -> None:
    """The finished file."""
    if (kept := st.session_state.get(MADE)) is None:
        return
    kind, file = kept
    st.success(t("take.done"))
    st.download_button(
        t(f"take.{kind}.ready", size=_size(len(file.data))),
        data=file.data,
        file_name=file.name,
        mime=file.mime,
        key=f"take_{kind}_file",
        type="primary",
        on_click="ignore",
        width="stretch",
    )


def _size(count: int) -> str:
    if count >= 1_000_000:
        return t("brief.size.mb", n=formats.number(count / 1_000_000, 1))
    return t("brief.size.kb", n=formats.number(max(count / 1000, 1), 0))
