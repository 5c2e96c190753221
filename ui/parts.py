"""The parts of a page that answers several questions: one at a time, so that none is crowded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import choices, url
from ui.screen import Screen
from ui.texts import t

METRIC_PART = "chi_so"


def choose(screen: Screen, parts: Sequence[str]) -> str:
    """Let the reader pick a part; a link that names a metric opens the part of single metrics."""
    page = screen.page.replace("-", "_")
    names_metric = url.METRIC in st.query_params and url.SECTION not in st.query_params
    start = METRIC_PART if names_metric and METRIC_PART in parts else parts[0]
    return choices.one(screen.page, url.SECTION, t("part.choose"), {p: t(f"part.{page}.{p}") for p in parts}, start)
