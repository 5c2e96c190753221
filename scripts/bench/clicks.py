"""Part d: from the click on a year to the redrawn chart in Chromium, beside the same page built in a peer (Dash)."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.bench import places, timing
from scripts.bench.asked import Asked
from scripts.bench.limit_way import Limit
from scripts.bench.places import Place
from scripts.bench.questions import years
from scripts.bench.settings import ROOT, Settings
from scripts.browsing import LAUNCH_ARGS, LOCALE, executable, wait_ready
from scripts.serving import LOOPBACK, START_SECONDS, NotStarted, free_port, running_server, stop

PEER_LIBRARIES = ROOT / ".venv" / "peer"
PEER = Path(__file__).with_name("peer_dash.py")
REDRAWN = Path(__file__).with_name("redrawn.js")
TIERS = ("grassroots", "upper_direct")
# The product's pages that show the chart: the one that shows what the peer's shows, and the fullest one.
PAGES = {"doan_vien": "/doan-vien", "tong_quan": "/"}
YEAR_LABEL = "Năm"
PATIENCE_MS = 120_000
Expected = dict[tuple[str, int], list[float]]


class NoPeer(RuntimeError):
    """The peer's libraries are not there."""


class OtherData(AssertionError):
    """The two pages do not show the same bars."""


@dataclass
class Clicks:
    """Milliseconds of clicks on a year not seen before and on one seen before, and the bars shown by tier and year."""

    new: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    bars: Expected = field(default_factory=dict)


def measure(settings: Settings, size: float) -> dict[str, Any]:
    """Clicks on each page of the product and on the peer's. Raises OtherData, NoPeer."""
    place = places.ready(settings, size)
    if not PEER_LIBRARIES.is_dir():
        raise NoPeer(f"{PEER_LIBRARIES} is missing: run `make bench`, which puts the peer there")
    expected = _expected(settings, place)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=LAUNCH_ARGS)
        product = {page: _product(settings, browser, place, page, expected) for page in PAGES}
        peer = _peer(settings, browser, place, expected)
        browser.close()
    for page, clicks in product.items():
        _check(page, clicks, peer)
    told = {page: _told(clicks) | {"times_peer": _ratio(clicks, peer)} for page, clicks in product.items()}
    return {"product": told, "peer": {"name": "Dash", "version": _version(), **_told(peer)}, "bars_equal": True}


def _told(clicks: Clicks) -> dict[str, Any]:
    return {"new": timing.summary(clicks.new), "again": timing.summary(clicks.again), "charts": len(clicks.bars)}


def _ratio(ours: Clicks, theirs: Clicks) -> dict[str, float]:
    return {
        "new": round(timing.median(ours.new) / timing.median(theirs.new), 2),
        "again": round(timing.median(ours.again) / timing.median(theirs.again), 2),
    }


def _version() -> str:
    found = distributions(name="dash", path=[str(PEER_LIBRARIES)])
    return next((one.version for one in found), "unknown")


def _expected(settings: Settings, place: Place) -> Expected:
    """The ten bars at the top by tier and year, each as far as it is certain, from hand-written SQL."""
    limit = Limit(place.limit)
    try:
        return {
            (tier, year): [float(row["low"]) for row in limit.answer(Asked("tong_quan", tier, year))]
            for tier in TIERS
            for year in years(settings)
        }
    finally:
        limit.close()


def _check(page: str, clicks: Clicks, peer: Clicks) -> None:
    """The bars that both draw are the same; the overview draws fewer of them."""
    for key, bars in clicks.bars.items():
        theirs = peer.bars[key][: len(bars)]
        if not bars or any(
            abs(one - other) > 1e-6 * max(1.0, abs(other)) for one, other in zip(bars, theirs, strict=True)
        ):
            raise OtherData(f"{page}, {key}: {bars} is not the peer's {theirs}")


def _walk(settings: Settings, tier: str, open_list: Callable[[Page], None], page: Page, expected: Expected) -> Clicks:
    """Through the years and back: what is shown on the way down is new, on the way back it was seen before."""
    clicks, there = Clicks(), years(settings)[: math.ceil(settings.clicks / len(TIERS)) + 1]
    script = REDRAWN.read_text(encoding="utf-8")
    steps = [(clicks.new, year) for year in there[1:]] + [(clicks.again, year) for year in reversed(there[:-1])]
    for times, year in steps:
        open_list(page)
        # From here on, so that the click that opened the list is not the one that counts.
        page.evaluate(script, expected[tier, year])
        page.get_by_role("option").filter(has_text=str(year)).first.click()
        page.wait_for_function("() => window.bench.ended !== null", timeout=PATIENCE_MS)
        found = page.evaluate("() => window.bench")
        times.append(found["ended"] - found["begun"])
        clicks.bars[tier, year] = found["bars"]
    return clicks


def _joined(parts: list[Clicks]) -> Clicks:
    joined = Clicks()
    for part in parts:
        joined.new += part.new
        joined.again += part.again
        joined.bars |= part.bars
    return joined


def _product(settings: Settings, browser: Browser, place: Place, name: str, expected: Expected) -> Clicks:
    places.say(f"clicks: {name} ...")
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for tier in TIERS:
            # A server of its own for each tier: whatever was kept of the first is not there for the second.
            with running_server(Path(folder) / "server.log", place.variables) as server:
                page = _page(browser)
                page.goto(f"{server.base_url}{PAGES[name]}?nam={years(settings)[0]}&cap={tier}")
                wait_ready(page, PATIENCE_MS / 1000)
                parts.append(_walk(settings, tier, _open_years, page, expected))
                page.context.close()
    return _joined(parts)


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale=LOCALE).new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def _open_years(page: Page) -> None:
    wait_ready(page, PATIENCE_MS / 1000)
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=YEAR_LABEL, exact=True).click()
    page.get_by_role("option").first.wait_for()


def _peer(settings: Settings, browser: Browser, place: Place, expected: Expected) -> Clicks:
    places.say("clicks: the peer ...")
    parts = []
    for tier in TIERS:
        with _dash(place) as base_url:
            page = _page(browser)
            page.goto(base_url)
            if tier != TIERS[0]:
                _open_list(page, "tier")
                page.get_by_role("option").filter(has_text=tier).first.click()
            _wait_for(page, expected[tier, years(settings)[0]])
            parts.append(_walk(settings, tier, _open_years_of_peer, page, expected))
            page.context.close()
    return _joined(parts)


def _wait_for(page: Page, bars: list[float]) -> None:
    shown = "(most) => document.querySelector('#ranking .js-plotly-plot')?.calcdata?.[0]?.some((p) => p.s === most)"
    page.wait_for_function(shown, arg=bars[0])


def _open_years_of_peer(page: Page) -> None:
    _open_list(page, "year")


def _open_list(page: Page, name: str) -> None:
    page.wait_for_selector("#ranking .js-plotly-plot .barlayer path")
    page.locator(f"#{name}").click()
    page.get_by_role("option").first.wait_for()


@contextmanager
def _dash(place: Place) -> Iterator[str]:
    """The peer's page served from the same snapshot."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(PEER), str(place.snapshot), "--port", str(port)],
        env={**os.environ, "PYTHONPATH": str(PEER_LIBRARIES)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_listening(process, port)
        yield f"http://{LOOPBACK}:{port}/"
    finally:
        stop(process)


def _wait_until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise NotStarted(f"the peer ended with exit code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.05)
    raise NotStarted("the peer did not answer in time")
