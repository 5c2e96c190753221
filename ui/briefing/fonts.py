"""The project's font as CSS that carries its files inside, for documents that may load nothing."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "static"
FAMILY = "Be Vietnam Pro"
WEIGHTS = (400, 500, 600, 700)
# The same ranges as in .streamlit/config.toml: each letter comes from one of the two files.
RANGES = {
    "vietnamese": "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301, "
    "U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB",
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, "
    "U+2191, U+2193, U+2212, U+2215",
}
# Every face is needed before anything is measured; a letter of each file calls for it.
LOADED = f"Promise.all({list(WEIGHTS)}.map((w) => document.fonts.load(`${{w}} 13px '{FAMILY}'`, 'a\\u1eef')))"


@cache
def face_css() -> str:
    """One @font-face for each weight and range."""
    return "".join(_face(weight, name, letters) for weight in WEIGHTS for name, letters in RANGES.items())


def _face(weight: int, name: str, letters: str) -> str:
    file = FOLDER / f"be-vietnam-pro-{name}-{weight}-normal.woff2"
    data = base64.b64encode(file.read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};unicode-range:{letters};"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
