"""Finding a choice by what people type: without diacritics, decomposed, by parts of a name, by initials."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from comparison.search import search_key
from ui import formats
from ui.texts import t, tn

MOST_OFFERED = 6
# How well something fits, best first; CERTAIN and better may be taken without asking, PARTLY never.
SAME, BEGINNING, INSIDE, WORDS, ANYWHERE, PARTLY = range(6)
CERTAIN = WORDS
# With fewer letters than these several choices are too alike for the best one to be meant.
FEW_LETTERS = 4


def resolve(typed: str, names: Mapping[str, str], also: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The ids that what was typed may mean, best first; `also` holds further words of an id, such as its subject."""
    return tuple(name for _, name in _ranked(typed, names, also or {}))


def meant(typed: str, names: Mapping[str, str], also: Mapping[str, str] | None = None) -> str | None:
    """The one id that was clearly meant; None where nothing fits or several fit alike."""
    found = _ranked(typed, names, also or {})
    if not found:
        return None
    best, name = found[0]
    alike = len([rank for rank, _ in found if rank[0] == best[0]])
    others = len([rank for rank, _ in found if rank[0] <= CERTAIN]) - 1
    if best[0] == SAME:
        return name if alike == 1 else None
    if best[0] <= CERTAIN and alike == 1:
        return name if len(search_key(typed).strip()) >= FEW_LETTERS or not others else None
    return name if best[0] < PARTLY and len(found) == 1 else None


def _ranked(typed: str, names: Mapping[str, str], also: Mapping[str, str]) -> list[tuple[tuple[int, int], str]]:
    if typed in names:
        return [((SAME, 0), typed)]
    wanted = " ".join(search_key(typed).split())
    if not wanted:
        return []
    found = [(rank, name) for name, text in names.items() if (rank := _rank(wanted, text, also.get(name, "")))]
    whole = [pair for pair in found if pair[0][0] < PARTLY]
    # The sort is stable: what fits alike stays in the order offered.
    return sorted(whole or found, key=lambda pair: pair[0])


def _rank(wanted: str, text: str, also: str) -> tuple[int, int] | None:
    """How well a text fits, smaller is better; None where it does not."""
    name, initials, everything = _keys(text, also)
    words = wanted.split()
    if wanted == name:
        return (SAME, 0)
    if name.startswith(wanted) or wanted.replace(" ", "") == initials:
        return (BEGINNING, 0)
    if f" {wanted}" in name:
        return (INSIDE, 0)
    if all(f" {word}" in f" {name}" for word in words):
        return (WORDS, 0)
    if all(word in everything or word in initials for word in words):
        return (ANYWHERE, 0)
    missed = sum(f" {word}" not in f" {everything}" for word in words)
    return (PARTLY, missed) if 2 * missed <= len(words) else None


@lru_cache(maxsize=4000)
def _keys(text: str, also: str) -> tuple[str, str, str]:
    """The folded name, its initials, and everything that can be looked for; abbreviations count as their long form."""
    name = " ".join(search_key(text).split())
    initials = "".join(word[0] for word in name.split() if word[0].isalnum())
    written_out = name
    for long, short in formats.short_forms():
        written_out = written_out.replace(search_key(short), search_key(long))
    return name, initials, " ".join((name, written_out, search_key(also)))


def found_key(key: str) -> str:
    """Where a picker keeps what it could not decide by itself: the words typed, and the ids to offer."""
    return f"{key}_typed"


def settle_one(key: str, names: Mapping[str, str], also: Mapping[str, str], before: str) -> None:
    """A picker of one thing has changed: words become the id they mean, else what stood there stays and a few are
    offered."""
    value = st.session_state.get(key)
    if value is None or value in names:
        return
    taken = meant(str(value), names, also)
    st.session_state[key] = before if taken is None else taken
    if taken is None:
        _remember(key, str(value), names, also)


def settle_many(key: str, names: Mapping[str, str], also: Mapping[str, str]) -> None:
    """A picker of several things has changed: words become the ids they mean, others are dropped and a few offered."""
    found = []
    for value in st.session_state.get(key) or []:
        taken = value if value in names else meant(str(value), names, also)
        if taken is None:
            _remember(key, str(value), names, also)
        else:
            found.append(taken)
    st.session_state[key] = list(dict.fromkeys(found))


def _remember(key: str, typed: str, names: Mapping[str, str], also: Mapping[str, str]) -> None:
    st.session_state[found_key(key)] = (typed, resolve(typed, names, also))


def offer(key: str, names: Mapping[str, str], show: Callable[[str], str], most: int | None = None) -> None:
    """Below a picker: what the words just typed may mean, each to be taken with a click; or that nothing fits. A picker
    of several takes `most` at the most."""
    typed, found = st.session_state.pop(found_key(key), ("", ()))
    if not typed:
        return
    word = formats.escape_markdown(formats.shorten(typed, 60))
    offered = [name for name in found if name in names][:MOST_OFFERED]
    if not offered:
        st.warning(t("forgiving.nothing", value=word))
        return
    several = isinstance(st.session_state.get(key), list)
    with st.container(key=f"offer_{key}", gap="xsmall"):
        more = len(found) - len(offered)
        st.caption(tn("forgiving.more", more, value=word, n=str(more)) if more else t("forgiving.which", value=word))
        with st.container(horizontal=True, gap="xsmall"):
            for name in offered:
                st.button(
                    formats.escape_markdown(show(name)),
                    key=f"offer_{key}_{name}",
                    on_click=_add if several else _put,
                    args=(key, name, most) if several else (key, name),
                )


def _put(key: str, name: str) -> None:
    st.session_state[key] = name


def _add(key: str, name: str, most: int | None) -> None:
    chosen = [*(st.session_state.get(key) or []), name]
    st.session_state[key] = list(dict.fromkeys(chosen))[: most or len(chosen)]


def selectbox(
    label: str,
    names: Mapping[str, str],
    key: str,
    *,
    show: Callable[[str], str] | None = None,
    also: Mapping[str, str] | None = None,
    **more: Any,
) -> str:
    """A list to pick one from, which also understands words that its own search does not. `show` writes an option as
    the list shows it, the name alone where it is missing; the key's session value stands at an id."""
    before = str(st.session_state[key])
    read = _reader(names, show)
    picked = st.selectbox(
        label,
        list(names),
        format_func=read,
        key=key,
        persist_state="session",
        accept_new_options=True,
        filter_mode="contains",
        on_change=settle_one,
        args=(key, names, also or {}, before),
        **more,
    )
    offer(key, names, read)
    return picked if picked in names else before


def multiselect(
    label: str,
    names: Mapping[str, str],
    key: str,
    *,
    offered: Sequence[str] | None = None,
    show: Callable[[str], str] | None = None,
    also: Mapping[str, str] | None = None,
    most: int | None = None,
    **more: Any,
) -> tuple[str, ...]:
    """A list to pick several from, which also understands words that its own search does not; `offered` narrows the
    list, `names` hold all that may stand in it."""
    read = _reader(names, show)
    picked = st.multiselect(
        label,
        list(names if offered is None else offered),
        format_func=read,
        key=key,
        persist_state="session",
        max_selections=most,
        accept_new_options=True,
        filter_mode="contains",
        on_change=settle_many,
        args=(key, names, also or {}),
        **more,
    )
    offer(key, names, read, most)
    return tuple(v for v in picked if v in names)


def _reader(names: Mapping[str, str], show: Callable[[str], str] | None) -> Callable[[str], str]:
    """How an option reads; what was typed and is no option reads as it is."""
    return lambda v: v if v not in names else names[v] if show is None else show(v)
