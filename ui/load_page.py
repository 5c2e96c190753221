"""The page that loads figures, in four steps: template, upload and check, preview, publish and take back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import access, formats, load_preview, load_publish, load_results, load_template, screen
from ui.load_desk import ENDINGS, Desk, desk
from ui.screen import Screen
from ui.texts import LANGUAGE, language, t

STEPS = ("template", "upload", "preview", "publish")
UPLOADED, LOOKED = "_load_uploaded", "_load_looked"
MOST_MEGABYTES, MOST_FILES = 30, 50
# About how many steps a task tells, for the bar; beyond them it waits near its end.
EXPECTED = {"check": 48, "publish": 30, "take_back": 2}
REFRESH_SECONDS = 0.5


def draw(now: Screen) -> None:
    """The whole page, or the word that it is closed: asked here, whatever listed the page."""
    steward = access.steward()
    if steward is None:
        closed()
        return
    there = desk()
    _steps(there)
    screen.section(t("load.step.1"), t("load.step.1.text"))
    load_template.draw(now, there)
    screen.section(t("load.step.2"), t("load.step.2.text"))
    uploaded = _upload(there)
    _problem(there, "check")
    if there.job is not None and there.job.task == "check":
        _under_way(there, language())
    _after_check(now, there, steward, uploaded)
    screen.section(t("load.history"), t("load.history.text"))
    # Whoever publishes stands near the end of the page, which ends here once the files are put away.
    if there.done:
        st.success(formats.escape_markdown(t(f"load.done.{there.done['task']}")))
    _problem(there, "take_back")
    if there.job is not None and there.job.task == "take_back":
        _under_way(there, language())
    load_publish.history(now, there)


def closed() -> None:
    """Why this page does not open here, and what to do."""
    st.html(
        f'<div class="ud-empty" role="note"><h3>{formats.escape(t("load.closed"))}</h3>'
        f"<p>{formats.escape(t('load.closed.text'))}</p></div>"
    )


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


def _problem(there: Desk, task: str) -> None:
    """What went wrong with a task, said where it was asked for."""
    if there.problem.get("task") == task:
        st.error(formats.escape_markdown(load_results.problem_words(there.problem)))


def _upload(there: Desk) -> tuple[str, ...]:
    """The tray for files and the button that checks them; the ids of the files that lie in it."""
    key = f"load_upload_{there.round}"
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
    share = min(0.97, len(steps) / EXPECTED.get(job.task, 30))
    st.progress(share, text=t(f"load.doing.{_stage(steps[-1] if steps else '')}"))


def _stage(step: str) -> str:
    """What a step is about, of what there are words for."""
    _, _, rest = step.partition(" ")
    for start, stage in (("read", "read"), ("check", "check"), ("compare", "last"), ("publish", "last")):
        if rest.startswith(start):
            return stage
    return "compose" if rest else "start"


def _after_check(now: Screen, there: Desk, steward: access.Steward, uploaded: tuple[str, ...]) -> None:
    checked = there.checked
    if checked is None:
        _waiting("preview", "load.step.3.waiting")
        _waiting("publish", "load.step.4.waiting")
        return
    load_results.draw(now, there, checked)
    # Going to another page empties the tray; the files that were checked are kept.
    if uploaded and uploaded != st.session_state.get(UPLOADED):
        screen.remark(t("load.upload.other"))
        return
    draft = there.answer.get("draft")
    screen.section(t("load.step.3"), t("load.step.3.text"))
    if not draft:
        screen.remark(t("load.nothing_accepted"))
        return
    load_results.differences(now, checked)
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
    if there.job is not None and there.job.task == "publish":
        _under_way(there, language())
    st.button(t("load.drop"), key="load_drop", on_click=_drop, args=(there,), disabled=there.job is not None)


def _drop(there: Desk) -> None:
    """Put the files away unpublished."""
    access.require_steward()
    load_preview.leave()
    there.clear()


def _waiting(step: str, text: str) -> None:
    """A step whose turn has not come, with what has to happen first."""
    screen.section(t(f"load.step.{STEPS.index(step) + 1}"), t(text))


def _look(there: Desk) -> None:
    access.require_steward()
    draft = there.answer.get("draft")
    if draft:
        load_preview.enter(str(draft), there.answer.get("served"))
        st.session_state[LOOKED] = True
