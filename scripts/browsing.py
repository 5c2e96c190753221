"""Drives Chromium over the dashboard: how it is started, when a page is ready, what a page may ask for."""

from __future__ import annotations

import shutil
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, WebError, WebSocket

# Of a window without a screen nobody types into the address bar, whose two lists cost more than many a page. Only the
# last list of this kind counts, so what Playwright asks for stands here again.
SWITCHED_OFF = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,"
    "PreconnectToSearch"
)
LAUNCH_ARGS = [
    f"--disable-features={SWITCHED_OFF}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No name but this machine's own can be looked up, so that nothing leaves even when a page asks for it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
LOCALE = "vi-VN"
TIME_ZONE = "Asia/Ho_Chi_Minh"
VIEWPORTS = {1440: (1440, 900), 390: (390, 844)}
HERE = ("127.0.0.1", "localhost")
INSIDE_SCHEMES = ("data", "blob", "about")

# Ready: connected, no script running, nothing stale or still a skeleton, every chart and every table drawn,
# fonts there, nothing sliding under the pointer; and all of it for 150 ms on end, since a click takes a moment to
# become a running script.
READY = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const app = document.querySelector('[data-testid="stApp"]');
  const quiet = app
    && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stSpinner"]')
    && all('.stPlotlyChart').every((chart) => chart.querySelector('.main-svg'))
    && all('[data-testid="stDataFrame"]').every((table) => table.querySelector('canvas'))
    && document.fonts.status === 'loaded'
    && document.getAnimations().every((one) =>
      one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity);
  if (!quiet) { window.quietSince = undefined; return false; }
  window.quietSince ??= performance.now();
  return performance.now() - window.quietSince > 150;
}"""

STATE = """() => {
  const count = (selector) => document.querySelectorAll(selector).length;
  const app = document.querySelector('[data-testid="stApp"]');
  return `script ${app?.dataset.testScriptState}, connection ${app?.dataset.testConnectionState}, `
    + `stale ${count('[data-stale="true"]')}, skeletons ${count('[data-testid="stSkeleton"]')}, `
    + `spinners ${count('[data-testid="stSpinner"]')}, charts ${count('.stPlotlyChart')} `
    + `(drawn ${count('.stPlotlyChart .js-plotly-plot')}), fonts ${document.fonts.status}`;
}"""


def executable() -> str:
    """The installed Chromium; scripts/ensure_browser.sh puts it there."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise FileNotFoundError("no Chromium on this machine: run scripts/ensure_browser.sh")


def wait_ready(page: Page, timeout_seconds: float = 60) -> None:
    """Return once the page shows what the server last said, drawn to the end."""
    page.evaluate("() => { window.quietSince = undefined; }")
    try:
        page.wait_for_function(READY, timeout=timeout_seconds * 1000)
    except Exception as problem:
        raise AssertionError(f"{page.url} was not ready: {page.evaluate(STATE)}") from problem


def grow_to_content(page: Page) -> None:
    """Make the window as high as what scrolls inside it: Streamlit's page scrolls in a box of its own."""
    size = page.viewport_size
    assert size is not None
    height = size["height"]
    # A higher window can lay a page out anew, hence more than one round; few, since a page may follow it.
    for _ in range(4):
        content = int(page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]')?.scrollHeight ?? 0"))
        if content <= height:
            break
        height = content
        page.set_viewport_size({"width": size["width"], "height": height})
        wait_ready(page)


def is_inside(url: str) -> bool:
    """Whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in INSIDE_SCHEMES or parts.hostname in HERE


class Watch:
    """Everything that pages of one browser context asked for, and every error they did not catch."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.context = context
        context.on("request", self._request)
        context.on("weberror", self._error)
        context.on("page", self._page)

    def stop(self) -> None:
        """Look at nothing more that the context does."""
        self.context.remove_listener("request", self._request)
        self.context.remove_listener("weberror", self._error)
        self.context.remove_listener("page", self._page)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _error(self, problem: WebError) -> None:
        self.errors.append(str(problem.error))

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)

    @property
    def origins(self) -> set[str]:
        """The servers that pages were fetched from."""
        parts = [urlsplit(url) for url in self.requests]
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme in ("http", "https")}

    @property
    def outside(self) -> list[str]:
        """Requests that would have left this machine."""
        return [url for url in self.requests if not is_inside(url)]

    def problems(self) -> list[str]:
        """One sentence for each thing that no page may do."""
        left = [f"a page asked for {url}, which is not on this machine" for url in self.outside]
        return left + [f"a page did not catch this error: {error}" for error in self.errors]
