"""The page that loads figures, in four steps: template, upload and check, preview, publish and take back.

What is done folds away, so that what comes next is near the top: after a check its outcome and what to do about it.
"""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

import streamlit as st

from ui import access, formats, load_preview, load_publish, load_results, load_template, screen
from ui.load_desk import ENDINGS, Desk, Job, desk, left_behind, take_up
from ui.screen import Screen
from ui.texts import LANGUAGE, language, t, tn

STEPS = ("template", "upload", "preview", "publish")
UPLOADED, LOOKED = "_load_uploaded", "_load_looked"
MOST_MEGABYTES, MOST_FILES = 30, 50
# So many of the files that were left are named.
MOST_NAMES = 3
# About how many steps a task tells, for the bar; beyond them it waits near its end.
EXPECTED = {"check": 48, "publish": 30, "take_back": 2}
# A task that tells no steps fills half of its bar in about this many seconds.
HALF_SECONDS = 6.0
REFRESH_SECONDS = 0.5


def draw(now: Screen) -> None:
    """The whole page, or the word that it is closed: asked here, whatever listed the page."""
    steward = access.steward()
    if steward is None:
        closed()
        return
    there = desk()
    _steps(there)
    _offer_left(there)
    _template(now, there)
    uploaded = _upload(there)
    _after_check(now, there, steward, uploaded)
    _history(now, there, steward)


def closed() -> None:
    """Why this page does not open here, and what to do."""
    why = t(f"load.closed.{access.closed_because()}", name=access.STEWARDS)
    st.html(
        f'<div class="ud-empty" role="note"><h3>{formats.escape(t("load.closed"))}</h3>'
        f"<p>{formats.escape(why)}</p><p>{formats.escape(t('load.closed.text'))}</p></div>"
    )


def _offer_left(there: Desk) -> None:
    """Where this session has nothing checked: what its steward left in another one, to go on with."""
    left = left_behind() if there.checked is None and there.job is None else None
    if left is None:
        return
    names = ", ".join(name for _, name in left.files[:MOST_NAMES]) + (" …" if len(left.files) > MOST_NAMES else "")
    with st.container(key="load_left", horizontal=True, vertical_alignment="center", gap="small"):
        screen.remark(tn("load.left", len(left.files), n=formats.number(len(left.files), 0), names=names))
        st.button(t("load.left.do"), key="load_take_up", on_click=take_up)


def _now_at(there: Desk) -> int:
    """Which step is the next one, from 0."""
    if there.checked is None:
        return 1 if st.session_state.get(f"load_upload_{there.round}") else 0
    if not there.answer.get("draft"):
        return 1
    return 3 if load_preview.draft() is not None or st.session_state.get(LOOKED) else 2


def _steps(there: Desk) -> None:
    at = _now_at(there)
    items = "".join(
        f'<li class="{"done" if n < at else "now" if n == at else "later"}"'
        f"{' aria-current=step' if n == at else ''}><b><i>{n + 1}</i></b>"
        f"<span>{formats.escape(t(f'load.step.{n + 1}.short'))}</span></li>"
        for n, _ in enumerate(STEPS)
    )
    st.html(f'<ol class="ud-steps">{items}</ol>')


def _running(there: Desk, task: str) -> bool:
    return there.job is not None and there.job.task == task


def _template(now: Screen, there: Desk) -> None:
    """Step 1, folded as soon as files are there."""
    is_needed = _now_at(there) == 0 and not there.done
    with st.expander(t("load.step.1"), expanded=is_needed or _running(there, "template")):
        st.html(f'<p class="ud-lead">{formats.escape(t("load.step.1.text"))}</p>')
        load_template.draw(now, there)
        _problem(there, "template")
        if _running(there, "template"):
            _under_way(there, language())


def _problem(there: Desk, task: str) -> None:
    """What went wrong with a task, said where it was asked for."""
    if there.problem.get("task") == task:
        st.error(formats.escape_markdown(load_results.problem_words(there.problem)))


def _upload(there: Desk) -> tuple[str, ...]:
    """Step 2, folded once files are checked; the ids of the files that lie in the tray."""
    key = f"load_upload_{there.round}"
    label = t("load.step.2")
    if there.checked is not None:
        label = tn("load.step.2.done", len(there.files), n=formats.number(len(there.files), 0))
    with st.expander(label, expanded=there.checked is None):
        st.html(f'<p class="ud-lead">{formats.escape(t("load.step.2.text"))}</p>')
        with st.container(key="load_tray"):
            files: list[Any] = st.file_uploader(
                t("load.upload", most=str(MOST_MEGABYTES)),
                type=list(ENDINGS),
                accept_multiple_files=True,
                max_upload_size=MOST_MEGABYTES,
                key=key,
            )
        st.button(
            t("load.check.do"),
            key="load_check",
            type="primary" if files and there.checked is None else "secondary",
            on_click=_check,
            args=(there, key),
            disabled=not files or there.job is not None,
        )
    _problem(there, "check")
    if _running(there, "check"):
        _under_way(there, language())
    return tuple(file.file_id for file in files)


def _check(there: Desk, key: str) -> None:
    access.require_steward()
    files = list(st.session_state.get(key) or [])
    load_preview.leave()
    st.session_state.pop(LOOKED, None)
    there.drop_check()
    if len(files) > MOST_FILES:
        there.problem = {"problem": "too_many", "task": "check", "detail": str(MOST_FILES)}
        return
    there.keep([(file.name, file.getvalue()) for file in files])
    st.session_state[UPLOADED] = tuple(file.file_id for file in files)
    there.start("check", files=there.files)


@st.fragment(run_every=REFRESH_SECONDS)
def _under_way(there: Desk, lang: str) -> None:
    """The task under way, looked at twice a second on its own; the page is drawn anew when it has ended."""
    LANGUAGE.set(lang)
    job = there.job
    if job is None or not job.is_running():
        st.rerun()
    steps = job.steps()
    st.progress(_share(job, len(steps)), text=t(f"load.doing.{_stage(job.task, steps[-1] if steps else '')}"))


def _share(job: Job, steps: int) -> float:
    """How much of a task is done, as far as that can be told."""
    if job.task in EXPECTED:
        return min(0.97, steps / EXPECTED[job.task])
    return 0.97 * (1 - exp(-job.seconds() * 0.69 / HALF_SECONDS))


def _stage(task: str, step: str) -> str:
    """What a step is about, of what there are words for."""
    if task == "template":
        return task
    _, _, rest = step.partition(" ")
    for start, stage in (("read", "read"), ("check", "check"), ("compare", "last"), ("publish", "last")):
        if rest.startswith(start):
            return stage
    return "compose" if rest else "start"


def _after_check(now: Screen, there: Desk, steward: access.Steward, uploaded: tuple[str, ...]) -> None:
    """What the check came to, then steps 3 and 4; before a check, what these are."""
    checked = there.checked
    if checked is None:
        for step in (3, 4):
            with st.expander(t(f"load.step.{step}")):
                st.html(f'<p class="ud-lead">{formats.escape(t(f"load.step.{step}.waiting"))}</p>')
        return
    screen.section(t("load.outcome.title"))
    load_results.draw(now, there, checked)
    # Going to another page empties the tray; the files that were checked are kept.
    if uploaded and uploaded != st.session_state.get(UPLOADED):
        load_results.warn(t("load.upload.other.label"), t("load.upload.other"))
        return
    if not there.answer.get("draft"):
        _dropping(there)
        return
    screen.section(t("load.step.3"), t("load.step.3.text"))
    if load_preview.draft() is None:
        st.button(t("preview.enter"), key="preview_enter", on_click=_look, args=(there,))
    else:
        screen.remark(t("preview.where"))
    screen.section(t("load.step.4"), t("load.step.4.text"))
    rejected = int(checked.frame("inputs")["rows_rejected"].sum())
    if rejected:
        screen.remark(t("load.publish.without", n=formats.number(rejected, 0)))
    load_publish.publish_form(there, steward)
    _problem(there, "publish")
    if _running(there, "publish"):
        _under_way(there, language())
    _dropping(there)


def _dropping(there: Desk) -> None:
    st.button(t("load.drop"), key="load_drop", on_click=_drop, args=(there,), disabled=there.job is not None)


def _drop(there: Desk) -> None:
    """Put the files away unpublished."""
    access.require_steward()
    load_preview.leave()
    there.clear()


def _look(there: Desk) -> None:
    access.require_steward()
    draft = there.answer.get("draft")
    if not draft or not Path(draft).is_file():
        # What was checked is gone with it: nothing of it could be published as it was looked at.
        there.drop_check()
        there.problem = {"problem": "draft_gone", "task": "check"}
        return
    load_preview.enter(str(draft), there.answer.get("served"))
    st.session_state[LOOKED] = True


def _history(now: Screen, there: Desk, steward: access.Steward) -> None:
    """What was published and taken back; open when something of it has just happened."""
    is_busy = there.problem.get("task") == "take_back" or _running(there, "take_back") or load_publish.is_asking()
    # Whoever publishes stands near the end of the page, which ends here once the files are put away.
    if there.done:
        st.success(formats.escape_markdown(t(f"load.done.{there.done['task']}")))
    with st.expander(t("load.history"), expanded=bool(there.done) or is_busy):
        st.html(f'<p class="ud-lead">{formats.escape(t("load.history.text"))}</p>')
        _problem(there, "take_back")
        if _running(there, "take_back"):
            _under_way(there, language())
        load_publish.history(now, there, steward)
