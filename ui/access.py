"""Who may see what, and who may load figures: the scope that goes into every question, and the steward's door."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st

from comparison.questions import Scope

# E-mail addresses of those who may load figures from elsewhere, once st.login is configured.
STEWARDS = "UNION_STEWARDS"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# What a proxy adds to a request it hands on: whoever is behind it is not on this machine.
FORWARDED = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"})


class NotASteward(PermissionError):
    """Loading figures was asked for by a session that may not do it."""


@dataclass(frozen=True)
class Steward:
    """Who loads figures: the e-mail of the sign-in, or nothing for whoever sits at this machine."""

    email: str = ""


def current_scope() -> Scope:
    """The branches that the reader of this session may see: everything until people sign in."""
    return Scope()


def steward() -> Steward | None:
    """The steward of this session; None for everybody else. Asked anew at every step, nothing is remembered."""
    if email := _signed_in():
        return Steward(email)
    return Steward() if is_local(st.context.ip_address, st.context.headers) else None


def closed_because() -> str:
    """Why this session is no steward's: not_listed, not_verified, no_list, forwarded, signed_out or elsewhere.

    Of somebody who signed in, what is wrong with the sign-in; of anybody else, what makes this another machine.
    """
    told = st.user.to_dict()
    if told.get("is_logged_in"):
        if told.get("email_verified") is False or not isinstance(told.get("email"), str):
            return "not_verified"
        return "not_listed" if _allowed() else "no_list"
    said = {name.lower() for name in st.context.headers}
    if FORWARDED & said:
        return "forwarded"
    return "signed_out" if _allowed() else "elsewhere"


def require_steward() -> Steward:
    """The steward of this session; raises NotASteward for everybody else."""
    if (who := steward()) is None:
        raise NotASteward("loading figures is for the local machine or a signed-in steward")
    return who


def is_local(address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a browser on this machine asks: the connection comes from it (Streamlit gives None then), nobody handed
    the request on, and both the address asked for and the page that asks are this machine's own.

    Without headers nothing is known, and what is not known is not local.
    """
    said = {name.lower(): value for name, value in headers.items()}
    if (address is not None and address not in LOCAL_NAMES) or FORWARDED & set(said):
        return False
    origin = said.get("origin")
    if origin is not None and (urlsplit(origin).hostname or "") not in LOCAL_NAMES:
        return False
    return _host(said.get("host", "")) in LOCAL_NAMES


def _host(text: str) -> str:
    """The name in a Host header, its port left out; '' where it is none."""
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


def _signed_in() -> str:
    """The e-mail that st.login vouches for and that UNION_STEWARDS names; '' otherwise."""
    told = st.user.to_dict()
    email = told.get("email")
    if not told.get("is_logged_in") or not isinstance(email, str) or told.get("email_verified") is False:
        return ""
    return email if email.lower() in _allowed() else ""


def _allowed() -> frozenset[str]:
    return frozenset(word.lower() for word in re.split(r"[,;\s]+", os.environ.get(STEWARDS, "")) if word)
