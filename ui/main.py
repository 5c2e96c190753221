"""The frame of every page: setup, language, navigation, snapshot, filters; then the page itself."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st

from comparison.warehouse import NoSnapshot
from ui import ahead, filters, formats, help, kept_views, load_preview, screen, snapshot_watch, state, theme
from ui.access import current_scope, steward
from ui.briefing import control
from ui.data import Answers
from ui.streamlit_words import replace_words
from ui.texts import LANGUAGE, t
from ui.told import Remark

# In the menu for stewards alone; the page itself asks again, and says to others why it is closed.
LOAD_PAGE = "nap-so-lieu"
PAGES = (
    ("tong_quan.py", "page.overview", "tong-quan"),
    ("doan_vien.py", "page.membership", "doan-vien"),
    ("cham_lo.py", "page.welfare", "cham-lo"),
    ("thi_dua.py", "page.emulation", "thi-dua"),
    ("chi_tieu.py", "page.targets", "chi-tieu"),
    ("so_sanh.py", "page.compare", "so-sanh"),
    ("bien_dong.py", "page.changes", "bien-dong"),
    ("ho_so.py", "page.profile", state.PROFILE_PAGE),
    ("bang_so_lieu.py", "page.table", "bang-so-lieu"),
    ("nguon_so_lieu.py", "page.sources", "nguon-so-lieu"),
    ("dinh_nghia.py", "page.definitions", "dinh-nghia"),
    ("nap_so_lieu.py", "page.load", LOAD_PAGE),
)
ON_EVERY_PAGE = ("chart_links", "table_edges")
log = logging.getLogger(__name__)


def main() -> None:
    """Draw the frame, then run the page that was asked for inside it."""
    ahead.leave_off()
    st.set_page_config(page_icon=str(Path(__file__).parent / "static" / "icon.svg"), layout="wide")
    LANGUAGE.set(state.early_language())
    is_steward = steward() is not None
    pages = [
        st.Page(
            ROOT / "pages" / file,
            title=t(name),
            url_path=path,
            default=n == 0,
            visibility="visible" if path != LOAD_PAGE or is_steward else "hidden",
        )
        for n, (file, name, path) in enumerate(PAGES)
    ]
    page = st.navigation(pages, position="top")
    state.adopt(page.url_path)
    LANGUAGE.set(state.language())
    st.html(Path(__file__).with_name("style.css"))
    replace_words()
    scripts = [Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8") for name in ON_EVERY_PAGE]
    st.html("".join(f"<script>{script}</script>" for script in scripts), unsafe_allow_javascript=True)
    try:
        answers = Answers(load_preview.draft())
    except NoSnapshot:
        _no_snapshot()
        return
    scope = current_scope()
    hint = st.sidebar.container()
    chosen = filters.sidebar(answers, scope)
    with hint:
        help.first_visit(chosen)
    _notices()
    colours = theme.palette(st.context.theme.type)
    st.html(f"<style>:root {{ --ud-paper: {colours.paper}; --ud-warning: {colours.warning}; }}</style>")
    now = screen.Screen(page.url_path, chosen, scope, answers, colours)
    screen.CURRENT.set(now)
    state.forget_picks()
    load_preview.strip()
    _generated_strip(answers)
    # The place is drawn before the page, so that nothing moves when it is filled after it.
    with st.container(key="take_away", horizontal=True, gap="small"):
        views = st.popover(t("views.open"), width="content")
        place = st.popover(t("take.open"), width="content")
    try:
        page.run()
        kept_views.offer(views, now, page.title)
        control.offer(place, now, state.picks())
        snapshot_watch.watch()
    finally:
        state.write(chosen, LANGUAGE.get())


def _generated_strip(answers: Answers) -> None:
    """Invented figures say so above every page and in whatever is taken from it."""
    if answers.snapshot_info()["is_generated"]:
        screen.tell(Remark(t("generated.text"), t("generated.label")))
        st.html(
            f'<p class="ud-generated" role="note"><b>{formats.escape(t("generated.label"))}</b> '
            f"{formats.escape(t('generated.text'))}</p>"
        )


def _notices() -> None:
    for text in state.take_notices():
        st.warning(formats.escape_markdown(text))


def _no_snapshot() -> None:
    """Say what to do where no data has been built yet."""
    st.html(
        f'<header class="ud-head"><h1>{formats.escape(t("no_snapshot.title"))}</h1>'
        f"<p>{formats.escape(t('no_snapshot.text'))}</p><pre>make build</pre></header>"
    )


main()
