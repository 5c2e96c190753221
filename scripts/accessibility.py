"""Runs axe-core over every page, and writes docs/accessibility.md: what it found where, and what is not ours.

python scripts/accessibility.py      on a server of its own, over the snapshot that is served
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from scripts.browsing import LAUNCH_ARGS, LOCALE, TIME_ZONE, VIEWPORTS, executable, wait_ready
from scripts.serving import running_server

REPORT = ROOT / "docs" / "accessibility.md"
# Every success criterion of levels A and AA up to WCAG 2.2 that axe-core has a rule for.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations", "incomplete"],
}
# Views that have figures in charts and tables, for the pages whose first view has few.
VIEWS = {
    "/ho-so": "don_vi=s003-so-tttt-phu-tho",
    "/chi-tieu": "nhiem_ky=XIII&cap=grassroots",
    "/thi-dua": "nhiem_ky=XIII&cap=grassroots",
}
CONTRAST = "color-contrast"
# What Streamlit does by itself and we cannot mend: rule, what axe's selector or the element holds, and why it stays.
STREAMLITS_OWN: dict[tuple[str, str], str] = {
    ("aria-prohibited-attr", "data-tag-index="): (
        "a choice in a box of several is a span whose label is the name it shows anyway; axe leaves it undecided"
    ),
}


@dataclass(frozen=True)
class Problem:
    """One element that breaks a rule, or that axe could not decide about."""

    rule: str
    target: str
    element: str
    is_decided: bool
    told: str

    @property
    def streamlits(self) -> tuple[str, str] | None:
        """The entry of STREAMLITS_OWN that explains it, if one does."""
        for rule, sign in STREAMLITS_OWN:
            if rule == self.rule and (sign in self.element or sign in self.target):
                return rule, sign
        return None

    @property
    def is_ours(self) -> bool:
        """Whether we have to mend it. Contrast that axe cannot decide, over pictures and mixtures, is counted by
        scripts/contrast.py instead."""
        return self.streamlits is None and (self.is_decided or self.rule != CONTRAST)

    def __str__(self) -> str:
        return f"{self.rule}: {self.target} {self.element[:160]} ({self.told})"


def address(path: str, language: str) -> str:
    """The view of a page that is looked at."""
    return f"{path}?{VIEWS.get(path, 'nam=2025')}" + ("&ngon_ngu=en" if language == "en" else "")


def problems(page: Page) -> list[Problem]:
    """What axe-core says of a page as it stands, with everything unfolded."""
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    answer = Axe().run(page, options=OPTIONS).response
    found = []
    for kind in ("violations", "incomplete"):
        for rule in answer[kind]:
            for node in rule["nodes"]:
                told = [check["message"] for check in (*node["any"], *node["all"], *node["none"])]
                target = " ".join(map(str, node["target"]))
                found.append(Problem(rule["id"], target, node["html"], kind == "violations", told[0] if told else ""))
    return found


def at_a_desk(page: Page, theme: str) -> None:
    """The window and the theme of the next page to be opened, with nothing kept of the one before."""
    if page.url.startswith("http"):
        # A closed drawer is remembered.
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.set_viewport_size({"width": 1440, "height": VIEWPORTS[1440][1]})


def turn_over(page: Page) -> None:
    """From a desk to a phone with its drawer closed, and to the other theme, on the page as it stands."""
    is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    page.get_by_test_id("stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    page.set_viewport_size({"width": 390, "height": VIEWPORTS[390][1]})
    wait_ready(page)


def _report(base_url: str, paths: list[str]) -> Iterator[str]:
    yield "# What axe-core finds"
    yield ""
    yield "Made by `python scripts/accessibility.py`: every rule that axe-core has for WCAG 2.2 at levels A and AA,"
    yield "over the published figures, with everything unfolded. The browser tests fail on any violation of ours."
    yield "Contrast left undecided (words in drawings, on mixtures of colours) is in [contrast.md](contrast.md)."
    yield ""
    yield "| page | language | screen | violations | of ours | undecided by axe | of these contrast |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: |"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=LAUNCH_ARGS)
        page = browser.new_page(locale=LOCALE, timezone_id=TIME_ZONE)
        for n, path in enumerate(paths):
            language, theme = ("vi", "en")[n % 2], ("light", "dark")[n // 2 % 2]
            at_a_desk(page, theme)
            page.goto(base_url + address(path, language))
            wait_ready(page)
            yield _line(path, language, f"1440, {theme}", problems(page))
            turn_over(page)
            yield _line(path, language, f"390, {'light' if theme == 'dark' else 'dark'}", problems(page))
        browser.close()
    yield from ("", "Streamlit's own, which a page cannot mend:", "")
    for (rule, sign), why in STREAMLITS_OWN.items():
        yield f"- `{rule}` at `{sign}`: {why}."
    yield ""


def _line(path: str, language: str, screen: str, found: list[Problem]) -> str:
    decided = [p for p in found if p.is_decided]
    ours = [p for p in found if p.is_ours]
    contrast = [p for p in found if not p.is_decided and p.rule == CONTRAST]
    counts = f"{len(decided)} | {len(ours)} | {len(found) - len(decided)} | {len(contrast)}"
    return f"| `{path}` | {language} | {screen} | {counts} |"


def main() -> int:
    """Write the report."""
    names = [path.stem.replace("_", "-") for path in sorted((ROOT / "pages").glob("*.py"))]
    paths = ["/", *(f"/{name}" for name in names if name != "tong-quan")]
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder) / "server.log") as server:
        REPORT.write_text("\n".join(_report(server.base_url, paths)), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
