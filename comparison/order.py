"""Vietnamese alphabetical order for the few names that are sorted outside the warehouse."""

from __future__ import annotations

import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Signs before digits, digits before letters, as in the collation of the warehouse.
_PLACE = {sign: place for place, sign in enumerate(" _-–—,;:!?.'\"“”()[]{}@*/\\&#%+<=>0123456789" + LETTERS, start=1)}
# Level, hook, tilde, acute, dot below come after no mark; a mark decides only between words of the same letters.
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def vietnamese_order(name: str) -> str:
    """A text that sorts by code points as names sort in Vietnamese: Đ after D, Ô after O, tone marks last."""
    letters: list[str] = []
    tones: list[str] = []
    for letter in unicodedata.normalize("NFC", name).lower():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), "")
        base = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else letter
        letters.append(chr(1 + _PLACE.get(base, 0)))
        tones.append(chr(1 + (_TONES.index(tone) + 1 if tone else 0)))
    return "\0".join(("".join(letters), "".join(tones), name))
