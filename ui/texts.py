"""The one message catalogue: every word a screen says, in Vietnamese and English, by key (locale/*/ui.po)."""

from __future__ import annotations

import io
import logging
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("vi", "en")
LANGUAGE: ContextVar[str] = ContextVar("language", default="vi")
LOCALE_FOLDER = Path(__file__).parent / "locale"
log = logging.getLogger(__name__)


class Strictness:
    """Whether an unknown key is an error (tests) or shown as its key on the screen (production)."""

    raises = False


class UnknownText(KeyError):
    """A key that the message catalogue does not hold."""


def language() -> str:
    """The language of the screen being drawn: vi or en."""
    return LANGUAGE.get()


@cache
def catalogue(lang: str) -> Catalog:
    """The messages of one language as written in its .po file."""
    path = LOCALE_FOLDER / lang / "LC_MESSAGES" / "ui.po"
    with path.open("rb") as file:
        return read_po(file, locale=lang)


@cache
def translations(lang: str) -> Translations:
    """The messages of one language, compiled in memory: nothing has to be built."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(lang))
    compiled.seek(0)
    return Translations(compiled)


@cache
def keys(lang: str) -> frozenset[str]:
    """Every key of one language."""
    return frozenset(m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(lang) if m.id)


def has(key: str) -> bool:
    """Whether the catalogue knows the key in the language of the screen."""
    return key in keys(language())


def t(key: str, **values: Any) -> str:
    """The text of a key, filled in. Values are text already formatted for the reader."""
    if not _known(key):
        return f"⟨{key}⟩"
    return translations(language()).gettext(key).format(**values)


def tn(key: str, count: int, **values: Any) -> str:
    """The text of a key for a number of things: singular and plural where the language has them."""
    if not _known(key):
        return f"⟨{key}⟩"
    return translations(language()).ngettext(key, key, int(count)).format(n=values.pop("n", count), **values)


def _known(key: str) -> bool:
    if key in keys(language()):
        return True
    if Strictness.raises:
        raise UnknownText(key)
    log.warning("text %s is not in the catalogue (%s)", key, language())
    return False


def coded(prefix: str, code: str) -> str:
    """The text of a code that comes from the data (a unit, a sector, a group); the code itself if new."""
    if not code:
        return ""
    return t(f"{prefix}.{code}") if has(f"{prefix}.{code}") else str(code)
