"""The one message catalogue: every word a screen says, in Vietnamese and English, by key (locale/*/ui.po)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LANGUAGES = ("vi", "en")
LANGUAGE: ContextVar[str] = ContextVar("language", default="vi")
LOCALE_FOLDER = Path(__file__).parent / "locale"
# Which of its forms a language takes for a number of things, by the rule at the head of its catalogue.
PLURALS: dict[str, Callable[[int], int]] = {
    "nplurals=1; plural=0;": lambda n: 0,
    "nplurals=2; plural=(n != 1);": lambda n: int(n != 1),
}
LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d+)\])? )?"(.*)"')
ESCAPED = re.compile(r"\\(.)")
log = logging.getLogger(__name__)


class Strictness:
    """Whether an unknown key is an error (tests) or shown as its key on the screen (production)."""

    raises = False


class UnknownText(KeyError):
    """A key that the message catalogue does not hold."""


def language() -> str:
    """The language of the screen being drawn: vi or en."""
    return LANGUAGE.get()


def _file(lang: str) -> Path:
    return LOCALE_FOLDER / lang / "LC_MESSAGES" / "ui.po"


@cache
def catalogue(lang: str) -> Catalog:
    """The messages of one language as written in its .po file, with all that Babel knows of them."""
    from babel.messages.pofile import read_po

    with _file(lang).open("rb") as file:
        return read_po(file, locale=lang)


@dataclass(frozen=True)
class Messages:
    """The texts of one language by key: one form, or several for numbers of things that `plural` picks from."""

    forms: dict[str, tuple[str, ...]]
    counted: frozenset[str]
    plural: Callable[[int], int]

    def gettext(self, key: str) -> str:
        """The text of a key; of one thing where it counts."""
        forms = self.forms[key]
        return forms[self.plural(1)] if key in self.counted else forms[0]

    def ngettext(self, key: str, count: int) -> str:
        """The text of a key for a number of things; the key itself where it does not count."""
        return self.forms[key][self.plural(count)] if key in self.counted else key


@cache
def translations(lang: str) -> Messages:
    """The messages of one language, read from its .po file: nothing has to be built. What Babel reads in a fifth of a
    second is there before the first page is drawn; tests hold both against each other."""
    entries: list[dict[str, str]] = []
    name = ""
    for line in _file(lang).read_text(encoding="utf-8").splitlines():
        if not (match := LINE.fullmatch(line)):
            continue
        word, place, text = match.groups()
        if word == "msgid":
            entries.append({})
        name = f"{word}{place or ''}" if word else name
        text = ESCAPED.sub(lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text) if "\\" in text else text
        entries[-1][name] = entries[-1].get(name, "") + text
    head = dict(line.split(": ", 1) for line in entries[0]["msgstr"].splitlines())
    forms = {e["msgid"]: tuple(text for name, text in e.items() if name.startswith("msgstr")) for e in entries[1:]}
    counted = frozenset(e["msgid"] for e in entries[1:] if "msgid_plural" in e)
    return Messages(forms, counted, PLURALS[head["Plural-Forms"]])


@cache
def keys(lang: str) -> frozenset[str]:
    """Every key of one language."""
    return frozenset(translations(lang).forms)


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
    return translations(language()).ngettext(key, int(count)).format(n=values.pop("n", count), **values)


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
