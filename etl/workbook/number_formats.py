"""What a spreadsheet shows of a number by the format of its cell: per cent, in millions, among words, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# The formats a workbook may name by their number alone, as far as they show more than the number (ECMA-376 18.8.30).
BUILT_IN = {
    **{5: '"$"#,##0;-"$"#,##0', 6: '"$"#,##0;-"$"#,##0', 7: '"$"#,##0.00;-"$"#,##0.00', 8: '"$"#,##0.00;-"$"#,##0.00'},
    **{9: "0%", 10: "0.00%", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)"},
    **{40: "#,##0.00;(#,##0.00)", 41: '#,##0;(#,##0);"-"', 42: '"$"#,##0;"$"(#,##0);"$-"'},
    **{43: '#,##0.00;(#,##0.00);"-"', 44: '"$"#,##0.00;"$"(#,##0.00);"$-"'},
}
_ONLY_DIGITS = re.compile(r"(?:General|@|[#0?][#0?,]*[#0?]|[#0?])(?:\.[0#?]+)?", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
# A letter outside quotes that is none of these is shown as it stands.
_OF_DATES = set("dmyhsbgDMYHSBG")


@dataclass(frozen=True)
class Shown:
    """How a cell shows its number: `value` is the number between the words, not rounded, `text` all that is seen.

    divided_by: 1, or 1000, 1_000_000 … where the format leaves thousands away; rounded: `value` with the decimals that
    are seen; before, after: the words around it.
    """

    value: Decimal
    rounded: Decimal
    divided_by: int
    is_percent: bool
    before: str
    after: str
    text: str


@dataclass
class _Section:
    """One of up to four parts of a format: for positive, negative and zero numbers, and for texts."""

    condition: tuple[str, Decimal] | None = None
    tokens: list[tuple[str, str]] = field(default_factory=list)
    is_unclear: bool = False

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.tokens]


def shows_more(code: str) -> bool:
    """Whether a format may show something else than the digits of a number, or than a text as it stands."""
    return not _ONLY_DIGITS.fullmatch(code.strip())


def shown_number(value: Decimal, code: str) -> Shown | None:
    """What is seen of a number; None where it is hidden, a day, among other digits: where it is not what is held."""
    sections = _sections(code)
    place = _chosen(value, sections)
    if place is None:
        return None
    section = sections[place]
    if value == 0 and place == 2 and (dash := _dash(section)):
        return dash
    numeric = [n for n, kind in enumerate(section.kinds()) if kind in ("digit", "point", "general", "exponent")]
    if section.is_unclear or not numeric:
        return None
    first, last = numeric[0], numeric[-1]
    before, middle, after = section.tokens[:first], section.tokens[first : last + 1], section.tokens[last + 1 :]
    if any(kind == "word" and text.strip() for kind, text in middle):
        return None
    words = ["".join(text for kind, text in part if kind in ("word", "percent")) for part in (before, after)]
    if any(letter.isdigit() for part in words for letter in part):
        return None
    percents = section.kinds().count("percent")
    divided_by = 1000 ** _thousands_left_away(middle, after)
    if percents > 1 or (percents and divided_by > 1):
        return None
    signs = _signs(value, place, section, words)
    if signs is None:
        return None
    number = value / divided_by * (100 if percents else 1)
    rounded, digits = _digits(abs(number), middle)
    sign = "-" if signs == "minus" else ""
    text = " ".join(f"{words[0]}{sign}{digits}{words[1]}".split())
    bare = [word.replace("(", "").replace(")", "") if signs == "brackets" else word for word in words]
    if signs == "word":
        bare = [word.replace("-", "").replace("−", "") for word in words]
    return Shown(number, rounded.copy_sign(number), divided_by, percents == 1, bare[0], bare[1], text)


def shown_text(text: str, code: str) -> str:
    """What is seen of a text: as it stands, unless the format puts words around texts."""
    section = _sections(code)[-1]
    if "text" not in section.kinds():
        return text
    return "".join(text if kind == "text" else word for kind, word in section.tokens if kind in ("text", "word"))


def _dash(section: _Section) -> Shown | None:
    """Zero as accounting formats show it: a dash, room for the digits of other numbers, perhaps a currency."""
    words = "".join(text for kind, text in section.tokens if kind in ("word", "percent"))
    before, dash, after = words.replace("–", "-").replace("—", "-").partition("-")
    digits = {text for kind, text in section.tokens if kind not in ("word", "percent")}
    if section.is_unclear or not dash or "-" in after or not digits <= {"?"} or any(map(str.isdigit, words)):
        return None
    return Shown(Decimal(0), Decimal(0), 1, "%" in words, before, after, " ".join(words.split()))


def _chosen(value: Decimal, sections: tuple[_Section, ...]) -> int | None:
    """The place of the section that shows a number; None where the spreadsheet shows none."""
    numeric = [s for s in sections[:3] if "text" not in s.kinds() or len(sections) == 1]
    if len(sections) < 4 and sections[-1] in numeric and "text" in sections[-1].kinds():
        return None
    if any(section.condition for section in numeric):
        for place, section in enumerate(numeric):
            if section.condition is None:
                if place == len(numeric) - 1:
                    return place
            elif _COMPARE[section.condition[0]](value, section.condition[1]):
                return place
        return None
    if value < 0 and len(numeric) > 1:
        return 1
    return 2 if value == 0 and len(numeric) > 2 else 0


def _signs(value: Decimal, place: int, section: _Section, words: list[str]) -> str | None:
    """How a number below nought is seen to be so: by "minus", "brackets", a "word"; None where it looks positive."""
    has_brackets = "(" in words[0] and ")" in words[1]
    has_minus = any(sign in word for word in words for sign in "-−")
    if value >= 0:
        return None if has_brackets or has_minus else "none"
    if section.condition is None and place == 1:
        return "brackets" if has_brackets else "word" if has_minus else None
    return "minus"


def _thousands_left_away(middle: list[tuple[str, str]], after: list[tuple[str, str]]) -> int:
    """How many commas stand at the end of the digits, before the point or behind them all."""
    kinds = [kind for kind, _ in middle]
    whole = kinds[: kinds.index("point")] if "point" in kinds else kinds
    trailing = 0
    while whole and whole[-1 - trailing] == "comma" and trailing < len(whole) - 1:
        trailing += 1
    for kind, _ in after:
        if kind != "comma":
            break
        trailing += 1
    return trailing


def _digits(number: Decimal, middle: list[tuple[str, str]]) -> tuple[Decimal, str]:
    """A number as its digits are seen: rounded, and written with a decimal comma and points between thousands."""
    kinds = [kind for kind, _ in middle]
    if "general" in kinds or "exponent" in kinds:
        return number, _plain(number).replace(".", ",")
    tail = middle[kinds.index("point") + 1 :] if "point" in kinds else []
    decimals = [text for kind, text in tail if kind == "digit"][:9]
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP) if number < 10**18 else number
    whole, _, part = f"{rounded:f}".partition(".")
    kept = decimals.count("0")
    while len(part) > kept and part.endswith("0"):
        part = part[:-1]
    if "comma" in kinds[: kinds.index("point") if "point" in kinds else None]:
        whole = f"{int(whole):,}".replace(",", ".")
    return rounded, whole + (f",{part}" if part else "")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=500)
def _sections(code: str) -> tuple[_Section, ...]:
    sections = [_Section()]
    place = 0
    while place < len(code):
        place = _token(code, place, sections)
    return tuple(sections[:4])


def _token(code: str, place: int, sections: list[_Section]) -> int:
    """Add what stands at a place of a format to its last section; the place behind it."""
    sign, tokens = code[place], sections[-1].tokens
    if sign == ";":
        sections.append(_Section())
    elif sign == '"':
        end = code.find('"', place + 1)
        end = len(code) if end < 0 else end
        tokens.append(("word", code[place + 1 : end]))
        return end + 1
    elif sign in "\\_*":
        # A sign as it stands, the room it would take, or one that fills the cell.
        tokens.append(("word", code[place + 1 : place + 2] if sign == "\\" else " "))
        return place + 2
    elif sign == "[":
        end = code.find("]", place)
        end = len(code) if end < 0 else end
        _bracket(code[place + 1 : end], sections[-1])
        return end + 1
    elif code[place : place + 7].lower() == "general":
        tokens.append(("general", ""))
        return place + 7
    elif sign in "eE" and code[place + 1 : place + 2] in ("+", "-"):
        tokens.append(("exponent", ""))
        return place + 2
    else:
        kind = {".": "point", ",": "comma", "%": "percent", "@": "text", **dict.fromkeys("0#?", "digit")}.get(sign)
        sections[-1].is_unclear |= sign in _OF_DATES
        tokens.append((kind or "word", sign))
    return place + 1


def _bracket(inside: str, section: _Section) -> None:
    """A currency, a condition or spent time; colours and languages change nothing of what is read."""
    if inside.startswith("$"):
        section.tokens.append(("word", inside[1:].partition("-")[0]))
    elif match := _CONDITION.fullmatch(inside):
        section.condition = (match.group(1), Decimal(match.group(2)))
    elif set(inside.lower()) & set("hms") and len(set(inside.lower())) == 1:
        section.is_unclear = True
