"""Step 4 of loading: publishing with a name and a note, and the list of what was published, to be taken back."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from comparison.warehouse import NoSnapshot, current_snapshot, warehouse_folder
from ui import access, formats, load_lines, load_preview, screen
from ui.cards import Card
from ui.load_desk import Desk, waited_for
from ui.rows import mappings
from ui.screen import Screen
from ui.tables import Column, Table
from ui.texts import t

WHO, NOTE, BACK, BACK_WHO = "cong_bo_ai", "cong_bo_ghi_chu", "lay_lai_ban", "lay_lai_ai"
SURE, KEPT = "_take_back_sure", "_load_snapshots"
LONGEST_NOTE = 2_000
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def blocked(desk: Desk) -> str:
    """Why what was checked must not be published: disagrees, outdated, or "" where nothing speaks against it."""
    if not desk.answer.get("agrees", True):
        return "disagrees"
    try:
        served: str | None = current_snapshot().name
    except NoSnapshot:
        served = None
    return "" if served == desk.answer.get("served") else "outdated"


def publish_form(desk: Desk, steward: access.Steward) -> None:
    """Who publishes and why, both required, and the button; where it must not be pressed, why it cannot be."""
    reason = blocked(desk)
    with st.form("load_publish", enter_to_submit=False):
        if steward.email:
            st.caption(t("load.publish.signed_in", who=formats.escape_markdown(steward.email)))
        else:
            st.text_input(t("load.publish.who"), key=WHO, max_chars=120, placeholder=t("load.publish.who.hint"))
        st.text_area(
            t("load.publish.note"),
            key=f"{NOTE}_{desk.round}",
            max_chars=LONGEST_NOTE,
            height=90,
            placeholder=t("load.publish.note.hint"),
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.form_submit_button(
                t("load.publish.do"),
                type="primary",
                on_click=_publish,
                args=(desk,),
                disabled=bool(reason) or desk.job is not None,
            )
            if reason:
                st.html(
                    f'<p class="ud-warn" role="alert"><b>{formats.escape(t("load.do_not_publish"))}</b> '
                    f"<span>{formats.escape(t(f'load.blocked.{reason}'))}</span></p>"
                )


def _publish(desk: Desk) -> None:
    steward = access.require_steward()
    if reason := blocked(desk):
        # A button that was drawn before something spoke against it.
        desk.problem = {"problem": reason, "task": "publish"}
        return
    who = steward.email or str(st.session_state.get(WHO, "")).strip()
    note = str(st.session_state.get(f"{NOTE}_{desk.round}", "")).strip()
    if not who or not note:
        desk.problem = {"problem": "who_and_note", "task": "publish"}
        return
    # What is published is shown to everybody, this session included.
    load_preview.leave()
    desk.start("publish", files=desk.answer["files"], by=who, note=note, served=desk.answer.get("served"))


def is_asking() -> bool:
    """Whether a snapshot is about to be taken back."""
    return SURE in st.session_state


def history(now: Screen, desk: Desk, steward: access.Steward) -> None:
    """Every publication and every return that is kept: when, who, what it changed, why; and the way back."""
    frame, returns = _kept(desk)
    load_lines.show(_card(frame, returns), now)
    older = frame[~frame["is_current"] & frame["is_readable"]]
    if older.empty:
        screen.remark(t("load.back.none"))
        return
    labels = {str(r["snapshot"]): _label(r) for r in mappings(older)}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            t("load.back.which"), list(labels), format_func=lambda s: labels.get(s, s), key=BACK, width=520
        )
        st.button(t("load.back.ask"), key="load_back_ask", on_click=_ask, args=(chosen,), disabled=desk.job is not None)
    asked = st.session_state.get(SURE)
    if asked in labels:
        _confirm(desk, steward, str(asked), labels[str(asked)])


def _ask(chosen: str) -> None:
    access.require_steward()
    st.session_state[SURE] = chosen


def _confirm(desk: Desk, steward: access.Steward, snapshot: str, label: str) -> None:
    with st.container(border=True, key="load_back_confirm"):
        st.markdown(t("load.back.sure", label=formats.escape_markdown(label)))
        if not steward.email:
            st.text_input(t("load.back.who"), key=BACK_WHO, max_chars=120, placeholder=t("load.publish.who.hint"))
        with st.container(horizontal=True, gap="small"):
            st.button(t("load.back.yes"), key="load_back_yes", type="primary", on_click=_back, args=(desk, snapshot))
            st.button(t("load.back.no"), key="load_back_no", on_click=_forget)


def _back(desk: Desk, snapshot: str) -> None:
    steward = access.require_steward()
    who = steward.email or str(st.session_state.get(BACK_WHO, "")).strip()
    if not who:
        desk.problem = {"problem": "who", "task": "take_back"}
        return
    _forget()
    load_preview.leave()
    desk.start("take_back", snapshot=snapshot, by=who)


def _forget() -> None:
    st.session_state.pop(SURE, None)


def _kept(desk: Desk) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Snapshots and returns, read anew only when the folder of snapshots or its pointer has changed."""
    try:
        current = current_snapshot().name
    except NoSnapshot:
        current = ""
    state = (current, tuple(sorted(path.name for path in warehouse_folder().glob("*.duckdb"))))
    kept = st.session_state.get(KEPT)
    if not kept or kept[0] != state:
        with st.spinner(t("load.history.reading")):
            answer = waited_for(desk.folder, "snapshots").answer()
        kept = (state, pd.DataFrame(answer.get("snapshots", [])), pd.DataFrame(answer.get("taken_back", [])))
        st.session_state[KEPT] = kept
    return kept[1], kept[2]


def _moment(row: Any) -> str:
    """Day and time in Vietnam, where stewards are."""
    when = row["published_at"]
    if formats.is_missing(when) or not when:
        return formats.MISSING
    there = pd.Timestamp(when, tz="UTC").tz_convert(VIETNAM)
    return f"{formats.day(there.to_pydatetime())} {there:%H:%M}"


def _event(row: Any) -> str:
    return t(f"load.history.{'returned' if row['is_return'] else 'published'}")


def _state(row: Any) -> str:
    if row["is_return"]:
        return ""
    if row["is_current"]:
        return t("load.current")
    return "" if row["is_readable"] else t("load.unreadable")


def _changes(row: Any) -> str:
    if row["is_return"]:
        return t("load.history.back_to", to=row["to"], instead_of=row["instead_of"])
    if formats.is_missing(row["figures_new"]):
        return t("load.history.not_compared")
    told = {name: formats.number(row[f"figures_{name}"], 0) for name in ("new", "changed", "gone")}
    return t("load.history.changes", **told)


def _label(row: Any) -> str:
    who = "" if formats.is_missing(row["published_by"]) else f" · {row['published_by']}"
    note = "" if formats.is_missing(row["note"]) else f" · {formats.shorten(str(row['note']), 60)}"
    return f"{_moment(row)}{who}{note}"


def events(frame: pd.DataFrame, returns: pd.DataFrame) -> pd.DataFrame:
    """Publications and returns in one list, latest first: the columns of a publication, is_return, to, instead_of."""
    moments = {str(row["snapshot"]): _moment(row) for row in mappings(frame)}

    def named(snapshot: Any) -> str:
        # A snapshot that is not kept any more is known by its name alone.
        return moments.get(str(snapshot), formats.MISSING if formats.is_missing(snapshot) else str(snapshot)[:15])

    told: list[dict[Any, Any]] = [
        {
            **dict.fromkeys(frame.columns),
            **{"published_at": row["at"], "published_by": row["by"] or None, "snapshot": row["snapshot"]},
            **{"is_return": True, "is_current": False, "is_readable": True},
            **{"to": named(row["snapshot"]), "instead_of": named(row["instead_of"])},
        }
        for row in mappings(returns)
    ]
    published = [{**row, "is_return": False, "to": "", "instead_of": ""} for row in mappings(frame)]
    columns = [*frame.columns, "is_return", "to", "instead_of"]
    # Publications stand as they came; a return goes before everything that was published earlier.
    ordered = sorted([*published, *told], key=_when, reverse=True)
    return pd.DataFrame(ordered, columns=columns).astype({"hand_ins": object})


def _when(row: Any) -> tuple[pd.Timestamp, bool]:
    """What sorts by time; a snapshot that does not say when stands last. A return noted by the whole second (as the
    first ones were) is later than what was published within that second: only what is published is taken back."""
    if formats.is_missing(row["published_at"]) or not row["published_at"]:
        return pd.Timestamp(0), False
    at = pd.Timestamp(row["published_at"])
    is_whole_second = row["is_return"] and at.microsecond == 0
    return at + pd.Timedelta(microseconds=999_999 if is_whole_second else 0), bool(row["is_return"])


def _card(frame: pd.DataFrame, returns: pd.DataFrame) -> Card:
    return Card(
        key="load_history",
        title=t("load.history.title", n=formats.number(len(frame), 0)),
        subtitle=t("load.history.subtitle"),
        table=Table(
            (
                Column("published_at", t("load.history.when"), show=_moment),
                Column("is_return", t("load.history.event"), show=_event),
                Column("is_current", t("load.history.state"), show=_state),
                Column("published_by", t("load.history.who")),
                Column("figures_new", t("load.history.what"), show=_changes),
                Column("note", t("load.history.note"), is_wide=True),
                Column("hand_ins", t("load.history.hand_ins"), "count"),
                Column("snapshot", t("download.snapshot"), only_in_files=True),
            ),
            events(frame, returns),
        ),
        open_table=True,
    )
