"""Charts as pictures for paper: each Plotly figure drawn once in the light palette, as SVG or as PNG."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import plotly

from ui.briefing import fonts
from ui.briefing.chromium import Chromium

# The text on an A4 page is 178 mm wide: at 96 points an inch, with letters of a size to read in print.
WIDTH = 672
SCALE = 2
SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
HEAD = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:\">"
)
# In JSON a less-than sign needs no escape, since this goes to the engine and not through HTML.
DRAW = "Plotly.toImage({figure}, {{format: 'svg', width: {width}, height: {height}, imageDataOnly: true}})"


@cache
def _plotly() -> str:
    return SCRIPT.read_text(encoding="utf-8") + ";0"


def drawn(browser: Chromium, figures: Sequence[dict[str, Any]], told: Callable[[int], None]) -> list[str]:
    """Each figure as SVG that names the project's font; `told` hears how many are done."""
    if not figures:
        return []
    # Plotly measures and draws by styles it writes itself, hence the one page where scripts run: ours only, no network.
    page = browser.page(f"{HEAD}<style>{fonts.face_css()}</style><body></body>")
    browser.run(page, f"{fonts.LOADED}.then(() => 0)")
    browser.run(page, _plotly())
    found = []
    for done, figure in enumerate(figures):
        told(done)
        height = int(figure["layout"]["height"])
        found.append(str(browser.run(page, DRAW.format(figure=json.dumps(figure), width=WIDTH, height=height))))
    return found


def photographed(browser: Chromium, svgs: Sequence[str]) -> list[bytes]:
    """The same pictures as PNG, two picture points for each point."""
    if not svgs:
        return []
    boxes = "".join(f"<div>{svg}</div>" for svg in svgs)
    style = f"{fonts.face_css()}body{{margin:0;background:#fff}}div{{width:{WIDTH}px}}svg{{display:block}}"
    page = browser.page(f"{HEAD}<style>{style}</style><body>{boxes}</body>")
    browser.send("Emulation.setScriptExecutionDisabled", {"value": True}, page)
    browser.run(page, f"{fonts.LOADED}.then(() => 0)")
    places = browser.run(
        page,
        "[...document.querySelectorAll('div')].map((d) => d.getBoundingClientRect())"
        ".map((r) => ({x: r.x, y: r.y, width: r.width, height: r.height}))",
    )
    return [_photograph(browser, page, place) for place in places]


def _photograph(browser: Chromium, page: str, place: dict[str, float]) -> bytes:
    asked = {"format": "png", "captureBeyondViewport": True, "clip": {**place, "scale": SCALE}}
    return base64.b64decode(browser.send("Page.captureScreenshot", asked, page)["data"])
