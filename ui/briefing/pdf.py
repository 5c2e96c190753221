"""A briefing as PDF: one HTML document without scripts, printed by Chromium on A4."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ui.briefing import fonts
from ui.briefing.chromium import Chromium
from ui.briefing.columns import Fitted, fitted
from ui.briefing.model import Briefing, Panel
from ui.texts import t

FOLDER = Path(__file__).parent
PRINT = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}


@cache
def _templates() -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals["zip"] = zip
    return made


def css_text(text: str) -> str:
    """A text as a CSS string: every sign but plain letters and digits by its number, so that none can end it."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text if c != "\0") + '"'


def html(briefing: Briefing, svgs: Sequence[str]) -> str:
    """The document; `svgs` are the pictures of the briefing, in order, as Chromium drew them."""
    drawn = iter(svgs)
    words = {n: t(f"brief.{n}") for n in ("address", "view", "filters")} | {"sources": t("brief.sources.title")}
    css = (FOLDER / "briefing.css").read_text(encoding="utf-8")
    running = f"{briefing.kind} · {briefing.title}"
    for name, text in (("running", running), ("build", briefing.build), ("page", t("brief.page") + " ")):
        css = css.replace(f"var(--{name})", css_text(text))
    css = fonts.face_css() + css
    parts = [_part(p, next(drawn) if isinstance(p, Panel) and p.picture else "") for p in briefing.parts]
    template = _templates().get_template("briefing.html")
    # The style sheet is ours and its texts hold no sign that HTML knows; the SVG is Plotly's, texts escaped by it.
    return template.render(b=briefing, css=Markup(css), parts=parts, words=words)


def _part(part: Any, svg: str) -> Mapping[str, Any]:
    told: dict[str, Any] = {"kind": type(part).__name__, "it": part}
    if not isinstance(part, Panel):
        return told
    fits: list[Fitted] = fitted(part.grid) if part.grid else []
    # A card that is only a wide table lies on its side as a whole.
    sideways = bool(fits) and not svg and all(f.is_sideways for f in fits)
    return told | {"svg": Markup(svg), "fits": fits, "is_sideways": sideways}


def printed(browser: Chromium, document: str) -> bytes:
    """The document on A4, with page numbers, outline and the tags that screen readers need."""
    page = browser.page(document)
    browser.send("Emulation.setScriptExecutionDisabled", {"value": True}, page)
    browser.run(page, f"{fonts.LOADED}.then(() => 0)")
    return base64.b64decode(browser.send("Page.printToPDF", PRINT, page)["data"])
