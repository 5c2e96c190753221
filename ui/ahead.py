"""What the first reader would wait for, made while the server starts: the code of the pages, the snapshot read once,
what the page that everyone starts with asks, and what its other years begin with."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
_reader_came, _ended = threading.Event(), threading.Event()
# Between two readings, so that readers are served meanwhile.
REST_SECONDS = 0.05
# How long the server waits, when it stops, for the one question that is being asked.
END_SECONDS = 5.0


def begin() -> threading.Thread:
    """Start on it, in the background."""
    _reader_came.clear()
    _ended.clear()
    started = threading.Thread(target=_made, name="ahead", daemon=True)
    started.start()
    return started


def leave_off() -> None:
    """A reader is there, and may want something else: nothing more is begun than what is being made."""
    _reader_came.set()


def end(started: threading.Thread) -> None:
    """The server stops: nothing more is read, and nobody is left reading."""
    _reader_came.set()
    _ended.set()
    started.join(END_SECONDS)


def _made() -> None:
    try:
        load()
        answer()
        hold()
    except Exception:
        # The first reader makes what is missing, and is told what is wrong.
        log.warning("not everything could be made ahead", exc_info=True)
    # What is there now stays: looking through it for what to throw away would hold up readers again and again.
    gc.freeze()


def load() -> None:
    """The code that pages are drawn with, which they themselves load when they are first run."""
    import plotly.tools  # noqa: F401

    from ui import blocks, filters, kept_views, load_preview, overview, snapshot_watch  # noqa: F401
    from ui.briefing import control  # noqa: F401
    from ui.figures import drawing
    from ui.texts import translations

    drawing.template()
    translations("vi")


def answer() -> None:
    """The questions of the first page under the filter it opens with. A snapshot that is missing or old is told there,
    hence not here."""
    from comparison.questions import Scope
    from comparison.warehouse import NoSnapshot
    from ui import depth, overview, ready_views, theme, url
    from ui.data import Answers
    from ui.screen import Screen

    try:
        answers = Answers()
    except NoSnapshot:
        return
    scope = Scope()
    view = answers.default_view(scope)
    metric_id = overview.METRIC
    wanted: tuple[Callable[[], object], ...] = (
        lambda: answers.filter_options(view),
        answers.snapshot_info,
        answers.metrics,
        lambda: answers.highlights(view),
        lambda: depth.counts(answers, view),
        lambda: answers.total(view, metric_id),
        lambda: answers.by_province(view, metric_id),
        lambda: answers.branch_values(view, metric_id),
        lambda: answers.series(view, metric_id),
        lambda: answers.doubts(view, overview.MOST_DOUBTS + 1),
        lambda: ready_views.html(Screen("", url.from_view(view), scope, answers, theme.LIGHT)),
    )
    for ask in wanted:
        if _reader_came.is_set():
            return
        ask()


def hold() -> None:
    """What other years of the first page begin with, so that a change of the year waits for no reading. Readers do not
    end it: the database reads beside what Python does for them."""
    from comparison.questions import Scope
    from comparison.reading_ahead import read_periods
    from comparison.warehouse import NoSnapshot
    from ui.data import Answers, opened

    try:
        answers = Answers()
    except NoSnapshot:
        return
    for _ in read_periods(opened(answers.path), answers.default_view(Scope())):
        if _ended.wait(REST_SECONDS):
            return
