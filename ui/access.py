"""Who may see what: the scope that goes into every question."""

from __future__ import annotations

from comparison.questions import Scope


def current_scope() -> Scope:
    """The branches that the reader of this session may see: everything until people sign in."""
    return Scope()
