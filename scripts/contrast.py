"""Writes docs/contrast.md: how every colour reads on the papers it stands on, and how far apart its series are seen.

python scripts/contrast.py           writes the page
python scripts/contrast.py --check   ends with 1 where a colour misses what it needs
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np
from colorspacious import cspace_convert

from ui import coverage_cards, heat_cards, target_matrix
from ui.contrast import ink_on, mixed, parts_of, ratio
from ui.theme import DARK, LIGHT, Palette

PAGE = ROOT / "docs" / "contrast.md"
# WCAG 2.2 AA: 1.4.3 for words, 1.4.11 for parts of charts that carry meaning.
WORDS, MARKS = 4.5, 3.0
# Distance in CAM02-UCS; below about 1 nobody tells two colours apart, at 9 they are told apart side by side.
# Categories of one stack touch in a fixed order and are named in the legend; branches and states are looked up across
# a page.
APART = {"chosen": 12.0, "states": 12.0, "parts": 9.0}
SIGHTS = {"protanopia": "protanomaly", "deuteranopia": "deuteranomaly", "tritanopia": "tritanomaly"}
MIX = re.compile(r"color-mix\(in srgb, (#[0-9a-f]{6}) (\d+)%, (#[0-9a-f]{6})\)")
FADED_INK = re.compile(r"(?<![\w-])color:\s*color-mix\(in srgb, currentColor (\d+)%, transparent\)")


@dataclass(frozen=True)
class Pair:
    """A colour on what it stands on, in both themes; `needed` is the least contrast, 0 where it carries no meaning."""

    name: str
    role: str
    light: tuple[str, str]
    dark: tuple[str, str]
    needed: float

    @property
    def ratios(self) -> tuple[float, float]:
        """The contrast in the light and in the dark theme."""
        return ratio(*self.light), ratio(*self.dark)

    @property
    def reaches(self) -> bool:
        """Whether both themes have what is needed."""
        return min(self.ratios) >= self.needed


@cache
def settings() -> dict[str, Any]:
    """The colours Streamlit draws its own parts with."""
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    theme: dict[str, Any] = tomllib.loads(text)["theme"]
    return theme


def both(
    name: str,
    role: str,
    colour: Callable[[Palette], str],
    on: Callable[[Palette], str] = lambda colours: colours.paper,
    needed: float = MARKS,
) -> Pair:
    """A pair whose colours are found in each palette alike."""
    return Pair(name, role, (colour(LIGHT), on(LIGHT)), (colour(DARK), on(DARK)), needed)


def mix_of(told: str) -> str:
    """The colour that a CSS mixture of two gives. Raises ValueError for what is no mixture."""
    if not (found := MIX.fullmatch(told)):
        raise ValueError(f"no mixture of two colours: {told}")
    return mixed(found[1], int(found[2]) / 100, found[3])


def faded_inks() -> list[int]:
    """How strong the weaker inks of the style sheet are, in per cent."""
    style = (ROOT / "ui" / "style.css").read_text(encoding="utf-8")
    return sorted({int(share) for share in FADED_INK.findall(style)})


def words() -> Iterator[Pair]:
    """Everything that is read."""
    for name, on in (("paper", "paper"), ("surface", "surface")):
        yield both("ink", f"words on {name}", lambda c: c.ink, lambda c, on=on: getattr(c, on), WORDS)  # type: ignore[misc]
        yield both("muted", f"words on {name}", lambda c: c.muted, lambda c, on=on: getattr(c, on), WORDS)  # type: ignore[misc]
    for share in faded_inks():
        yield both(
            f"ink at {share} %",
            "smaller words of the style sheet on paper",
            lambda c, share=share: mixed(c.ink, share / 100, c.paper),  # type: ignore[misc]
            needed=WORDS,
        )
    yield from streamlit_words()
    yield from filled_cells()


def streamlit_words() -> Iterator[Pair]:
    """Words that Streamlit draws by .streamlit/config.toml."""
    light, dark = settings()["light"], settings()["dark"]
    for key in ("textColor", "linkColor", "primaryColor"):
        for place in ("backgroundColor", "secondaryBackgroundColor"):
            for part, where in (((), "the page"), (("sidebar",), "the filters")):
                fills = [theme[part[0]][place] if part else theme[place] for theme in (light, dark)]
                role = f"words on {place} of {where}"
                yield Pair(f"config {key}", role, (light[key], fills[0]), (dark[key], fills[1]), WORDS)


def filled_cells() -> Iterator[Pair]:
    """Words on filled squares and tinted cells of tables."""
    for kind in ("sequential", "ratings"):
        for n in range(len(getattr(LIGHT, kind))):

            def fill(colours: Palette, kind: str = kind, n: int = n) -> str:
                return str(getattr(colours, kind)[n])

            yield both(f"{kind} {n + 1}", "its number or word on it", lambda c, f=fill: ink_on(f(c), c), fill, WORDS)  # type: ignore[misc]
    for state in LIGHT.states:
        yield both(
            f"states {state}, soft",
            "words in a cell of the target matrix",
            lambda c: c.ink,
            lambda c, state=state: mix_of(target_matrix.soft(state, c)),  # type: ignore[misc]
            WORDS,
        )
    for percentile in (0.0, 100.0):
        yield both(
            f"heat table, percentile {percentile:.0f}",
            "words in a cell",
            lambda c: c.ink,
            lambda c, p=percentile: mix_of(heat_cards.tint(p, c)),  # type: ignore[misc]
            WORDS,
        )
    yield both(
        "coverage, all of them",
        "words in a cell",
        lambda c: c.ink,
        lambda c: mix_of(coverage_cards.shade(1.0, c)),
        WORDS,
    )


def marks() -> Iterator[Pair]:
    """Everything in a chart that is looked at, and the lines that carry no meaning, for the record."""
    for name, role in (
        ("quiet", "bars, points and lines of branches nobody chose"),
        ("accent", "the line of a total"),
        ("warning", "the rule beside a finding"),
    ):
        yield both(name, role, lambda c, name=name: getattr(c, name))  # type: ignore[misc]
    for kind, role in (("chosen", "a chosen branch"), ("parts", "a category of a stack")):
        for n in range(len(getattr(LIGHT, kind))):
            yield both(f"{kind} {n + 1}", role, lambda c, kind=kind, n=n: getattr(c, kind)[n])  # type: ignore[misc]
    for state in LIGHT.states:
        yield both(f"states {state}", "a state's bar, and its sign on it", lambda c, s=state: c.states[s])  # type: ignore[misc]
    yield both("quiet_soft", "the undivided rest, inside an edge of quiet", lambda c: c.quiet_soft, needed=0)
    yield both("line", "hairlines and dotted squares: nothing is told by them alone", lambda c: c.line, needed=0)


def simulated(colours: tuple[str, ...], sight: str | None) -> np.ndarray:
    """Colours as points of CAM02-UCS, as they are seen without one kind of cones (after Machado and others, 2009)."""
    points = np.array([parts_of(c) for c in colours])
    if sight is not None:
        space = {"name": "sRGB1+CVD", "cvd_type": SIGHTS[sight], "severity": 100}
        points = np.clip(cspace_convert(points, space, "sRGB1"), 0, 1)
    return np.asarray(cspace_convert(points, "sRGB1", "CAM02-UCS"))


def least_distance(colours: tuple[str, ...], sight: str | None) -> tuple[float, tuple[str, str]]:
    """How far apart the two nearest colours are, and which they are."""
    points = simulated(colours, sight)
    found = (
        (float(np.linalg.norm(points[a] - points[b])), (colours[a], colours[b]))
        for a, b in combinations(range(len(colours)), 2)
    )
    return min(found)


def series(kind: str, colours: Palette) -> tuple[str, ...]:
    """The colours that must be told from each other; what is not chosen stands beside what is."""
    if kind == "states":
        return tuple(colours.states.values())
    beside = colours.quiet if kind == "chosen" else colours.quiet_soft
    return (*getattr(colours, kind), beside)


def short_of() -> list[str]:
    """One sentence for each colour that misses what it needs."""
    missing = [f"{p.name} ({p.role}): {min(p.ratios):.2f} of {p.needed}" for p in (*words(), *marks()) if not p.reaches]
    for kind, needed in APART.items():
        for colours in (LIGHT, DARK):
            for sight in (None, *SIGHTS):
                distance, pair = least_distance(series(kind, colours), sight)
                if distance < needed:
                    missing.append(f"{kind}, {colours.name}, {sight}: {distance:.1f} of {needed} between {pair}")
    return missing


def page() -> str:
    """The page in Markdown."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield "# Contrast of every colour"
    yield ""
    yield "Made by `python scripts/contrast.py` from `ui/theme.py`, `ui/style.css` and `.streamlit/config.toml`; a test"
    yield "fails when this page is out of date or a colour misses what it needs."
    for title, needed, pairs in (("Words", WORDS, words()), ("Marks in charts", MARKS, marks())):
        yield from ("", f"## {title}", "", f"Needed: {needed} to 1 (WCAG 2.2 AA).", "")
        yield "| colour | role | light | ratio | dark | ratio | needed |"
        yield "| --- | --- | --- | ---: | --- | ---: | ---: |"
        yield from map(_line, pairs)
    yield from ("", "## Series as colour-blind readers see them", "")
    yield "The smallest distance between two colours of a series in CAM02-UCS, all cones there and one kind missing."
    yield "`chosen` is measured together with the quiet colour of all others, `parts` with that of the undivided rest."
    yield "Colour is never the only sign: branches and categories are named, states have a shape."
    yield ""
    yield f"| series | theme | all cones | {' | '.join(SIGHTS)} | needed |"
    yield "| --- | --- |" + " ---: |" * (len(SIGHTS) + 2)
    for kind, least in APART.items():
        for colours in (LIGHT, DARK):
            found = [least_distance(series(kind, colours), sight)[0] for sight in (None, *SIGHTS)]
            yield f"| {kind} | {colours.name} | {' | '.join(f'{d:.1f}' for d in found)} | {least:.0f} |"
    yield ""


def _line(pair: Pair) -> str:
    light, dark = pair.ratios
    needed = f"{pair.needed}" if pair.needed else "–"
    return (
        f"| {pair.name} | {pair.role} | `{pair.light[0]}` on `{pair.light[1]}` | {light:.2f} "
        f"| `{pair.dark[0]}` on `{pair.dark[1]}` | {dark:.2f} | {needed} |"
    )


def main() -> int:
    """Write the page, or with --check only say what is missing."""
    missing = short_of()
    print(*missing, sep="\n")
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
