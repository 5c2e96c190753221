"""A Chromium that lives as long as one briefing: without a window, driven over a pipe, ended with all it began."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Page numbers in the margin boxes of CSS came with this version.
OLDEST = 131
# Nothing may hang: starting, every answer and the whole life of a browser end here.
LIFE_SECONDS = 28.0
WAIT_SECONDS = 30.0
LONGEST_FOLDER = 40
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # Nothing that a document holds can be looked up outside.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-proxy-server",
)
# Chromium speaks over the descriptors 3 and 4; they are put in place in the child alone, where no thread runs.
INTO_PLACE = (
    "import os, sys; a, b = (os.dup(int(n)) for n in sys.argv[1:3]); "
    "c, d = os.dup(a), os.dup(b); os.dup2(c, 3); os.dup2(d, 4); "
    "[os.close(n) for n in {a, b, c, d, int(sys.argv[1]), int(sys.argv[2])} - {3, 4}]; "
    "os.execv(sys.argv[3], sys.argv[3:])"
)
_ONE_AT_A_TIME = threading.Lock()


class BrowserProblem(RuntimeError):
    """A briefing could not be made because of the browser; the subclass says why."""


class BrowserMissing(BrowserProblem):
    """There is no Chromium on this machine, or one that is too old."""


class BrowserBusy(BrowserProblem):
    """Others were making briefings for the whole time that one waits."""


class BrowserFailed(BrowserProblem):
    """Chromium ended, refused a command, or did not answer in time."""


def executable() -> str:
    """The Chromium of this machine: the one that UNION_CHROMIUM names, else the first on the path. Raises
    BrowserMissing."""
    named = os.environ.get("UNION_CHROMIUM")
    for name in (named,) if named else NAMES:
        if path := shutil.which(name):
            return path
    raise BrowserMissing(named or NAMES[0])


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for all that one Chromium writes, its temporary files too; gone when the block is left."""
    # The name of a socket in it may hold 107 signs, of which Chromium itself takes half.
    short = tempfile.gettempdir() if len(tempfile.gettempdir()) <= LONGEST_FOLDER else "/tmp"
    with tempfile.TemporaryDirectory(prefix="briefing-", dir=short, ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def browser() -> Iterator[Chromium]:
    """The one browser, as soon as it is free; ended with everything it started when the block is left.

    Raises BrowserMissing, BrowserBusy after WAIT_SECONDS, and BrowserFailed for whatever goes wrong inside.
    """
    path = executable()
    if not _ONE_AT_A_TIME.acquire(timeout=WAIT_SECONDS):
        raise BrowserBusy
    try:
        with folder() as place:
            running = Chromium(path, place)
            try:
                running.check_version()
                yield running
            finally:
                running.end()
    finally:
        _ONE_AT_A_TIME.release()


class Chromium:
    """A running browser. Every command has until the browser's end of life; nothing waits longer."""

    def __init__(self, path: str, folder: Path) -> None:
        self.until = time.monotonic() + LIFE_SECONDS
        self._count = 0
        self._rest = b""
        self._log = folder / "log"
        to_child, self._commands = os.pipe()
        self._answers, from_child = os.pipe()
        os.set_blocking(self._commands, False)
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        flags = [*FLAGS, *sandbox, f"--user-data-dir={folder / 'profile'}", "about:blank"]
        placed = [sys.executable, "-I", "-S", "-c", INTO_PLACE, str(to_child), str(from_child), path, *flags]
        try:
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    placed,
                    pass_fds=(to_child, from_child),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env={**os.environ, "TMPDIR": str(folder)},
                    # A group of its own, so that the end reaches every process it starts.
                    start_new_session=True,
                )
        except OSError as problem:
            os.close(self._commands)
            os.close(self._answers)
            raise BrowserFailed(str(problem)) from problem
        finally:
            os.close(to_child)
            os.close(from_child)

    def check_version(self) -> None:
        """Raises BrowserMissing where this Chromium cannot number pages."""
        product = str(self.send("Browser.getVersion")["product"])
        version = product.partition("/")[2].partition(".")[0]
        if version.isdigit() and int(version) < OLDEST:
            raise BrowserMissing(product)

    def page(self, html: str = "") -> str:
        """A new page with this document; the session to name in commands to it."""
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = str(self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        if html:
            frame = self.send("Page.getFrameTree", session=session)["frameTree"]["frame"]["id"]
            self.send("Page.setDocumentContent", {"frameId": frame, "html": html}, session)
        return session

    def run(self, session: str, expression: str) -> Any:
        """What an expression of ours comes to inside a page, promises waited for."""
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.send("Runtime.evaluate", asked, session)
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            raise BrowserFailed(str(told.get("exception", {}).get("description") or told.get("text"))[:2000])
        return answer["result"].get("value")

    def send(self, method: str, parameters: dict[str, Any] | None = None, session: str = "") -> dict[str, Any]:
        """The answer to one command. Raises BrowserFailed for a refusal, an end or a silence."""
        self._count += 1
        command: dict[str, Any] = {"id": self._count, "method": method, "params": parameters or {}}
        if session:
            command["sessionId"] = session
        self._write(json.dumps(command).encode() + b"\0")
        while True:
            answer = json.loads(self._read())
            if answer.get("id") == self._count:
                break
        if "error" in answer:
            raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
        return dict(answer["result"])

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            self._wait(write=True)
            try:
                left = left[os.write(self._commands, left[:65536]) :]
            except BlockingIOError:
                continue
            except OSError as problem:
                raise BrowserFailed(self._last_words()) from problem

    def _read(self) -> bytes:
        """The next message; what came behind it is kept."""
        parts = [self._rest]
        while b"\0" not in parts[-1]:
            self._wait(write=False)
            part = os.read(self._answers, 1 << 20)
            if not part:
                raise BrowserFailed(self._last_words())
            parts.append(part)
        message, _, self._rest = b"".join(parts).partition(b"\0")
        return message

    def _wait(self, write: bool) -> None:
        left = self.until - time.monotonic()
        # Not select(), which knows no descriptor above 1023, and a server has many.
        ready = select.poll()
        ready.register(*(self._commands, select.POLLOUT) if write else (self._answers, select.POLLIN))
        if left <= 0 or not ready.poll(left * 1000):
            raise BrowserFailed(f"no answer within {LIFE_SECONDS:.0f} seconds")

    def _last_words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:] or "the browser ended"

    def end(self) -> None:
        """End the browser and every process that it started; also where it no longer answers."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._commands)
        os.close(self._answers)
