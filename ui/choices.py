"""What a page lets the reader choose for itself: from the address, the session or a default, and back into the address.

A choice in the address is one text, a list joined by commas. A default follows the filter until the reader changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import streamlit as st

from ui import forgiving, formats, state
from ui.screen import tell
from ui.texts import t
from ui.told import Choice


def key(page: str, name: str) -> str:
    """The session key of a choice's widget."""
    return f"{page}_{name}_choice"


def keep(page: str, name: str, value: Any) -> None:
    """Set a choice from a button."""
    st.session_state[key(page, name)] = value


def kept(page: str, name: str, default: Any = None) -> Any:
    """What a choice stands at, before its widget is drawn; what the address says goes first."""
    said = st.session_state.get(f"{page}_{name}")
    if said is not None:
        return said
    return st.session_state.get(key(page, name), default)


def _taken(page: str, name: str) -> str | None:
    """What the address says of a choice, once."""
    said = st.session_state.pop(f"{page}_{name}", None)
    return None if said is None else str(said)


def _followed(page: str, name: str, default: Any) -> Any:
    """The value of the session; the new default where the reader never left the old one."""
    before = f"{key(page, name)}_default"
    value = st.session_state.get(key(page, name), default)
    if st.session_state.get(before) == value:
        value = default
    st.session_state[before] = default
    return value


def many(
    page: str,
    name: str,
    label: str,
    options: Mapping[str, str],
    default: Iterable[str] = (),
    *,
    most: int,
    placeholder: str = "",
    help: str | None = None,
    offered: Iterable[str] | None = None,
    names: Mapping[str, str] | None = None,
    also: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Let the reader choose several; what is unknown is dropped and said. `offered` narrows what the list shows;
    `names`, and `also` of further words, are what is looked through where words are typed (see ui/forgiving.py)."""
    start = list(default)[:most]
    said = _taken(page, name)
    wanted = _followed(page, name, start) if said is None else [v for v in said.split(",") if v] or start
    # A choice of the session that the filter no longer holds goes without a word; what a link asks for does not.
    for value in wanted if said is not None else ():
        if value not in options:
            st.warning(t("choice.unknown", value=formats.escape_markdown(formats.shorten(str(value), 60)), name=label))
    chosen = list(dict.fromkeys(v for v in wanted if v in options))
    if len(chosen) > most:
        st.warning(t("choice.too_many", n=formats.number(most, 0), name=label))
    keep(page, name, chosen[:most])
    picked = forgiving.multiselect(
        label,
        names or options,
        key(page, name),
        offered=None if offered is None else list(dict.fromkeys([*chosen, *offered])),
        show=options.__getitem__,
        also=also,
        most=most,
        placeholder=placeholder or t("choice.none"),
        help=help,
        select_all=False,
        wrap=True,
    )
    state.picked(name, ",".join(picked))
    tell(Choice(label, "; ".join(options.get(v, v) for v in picked)))
    return tuple(picked)


def one(
    page: str,
    name: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    style: Literal["buttons", "list"] = "buttons",
    width: Any = None,
) -> str:
    """Let the reader choose one; the default is not in the address."""
    said = _taken(page, name)
    wanted = _followed(page, name, default) if said is None else said or default
    if wanted not in options:
        if said is not None:
            value = formats.escape_markdown(formats.shorten(str(wanted), 60))
            st.warning(t("choice.unknown", value=value, name=label))
        wanted = default
    keep(page, name, wanted)
    more: dict[str, Any] = {"key": key(page, name), "persist_state": "session"} | ({"width": width} if width else {})

    def read(value: str) -> str:
        return options.get(value, value)

    if style == "buttons":
        chosen = st.segmented_control(label, list(options), format_func=read, required=True, wrap=True, **more)
    else:
        chosen = st.selectbox(label, list(options), format_func=read, **more)
    picked = str(default if chosen is None else chosen)
    state.picked(name, "" if picked == default else picked)
    tell(Choice(label, read(picked)))
    return picked


def text(page: str, name: str, label: str, hint: str, width: Any = "stretch") -> str:
    """Let the reader type words to look for."""
    said = _taken(page, name)
    if said is not None:
        keep(page, name, said)
    else:
        keep(page, name, st.session_state.get(key(page, name), ""))
    typed = st.text_input(label, key=key(page, name), placeholder=hint, persist_state="session", width=width)
    state.picked(name, typed or "")
    tell(Choice(label, typed or ""))
    return str(typed or "")


def switch(page: str, name: str, label: str) -> bool:
    """Let the reader turn something on; off is not in the address."""
    said = _taken(page, name)
    if said not in (None, "", "0", "1"):
        value = formats.escape_markdown(formats.shorten(str(said), 60))
        st.warning(t("choice.unknown", value=value, name=label))
    start = bool(st.session_state.get(key(page, name), False)) if said is None else said == "1"
    keep(page, name, start)
    on = st.checkbox(label, key=key(page, name), persist_state="session")
    state.picked(name, "1" if on else "")
    tell(Choice(label, t("yes") if on else ""))
    return bool(on)


def note(page: str, name: str, value: str) -> None:
    """Keep a choice that has no widget, and put it into the address."""
    st.session_state.pop(f"{page}_{name}", None)
    keep(page, name, value)
    state.picked(name, value)
