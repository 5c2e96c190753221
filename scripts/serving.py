"""Starts and stops a real dashboard server, for `make run`, the browser tests and the screenshots."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = "127.0.0.1"
START_SECONDS = 60.0
# Streamlit draws the tracebacks of pages in colour, even into a file.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK = re.compile(r"Traceback\s+\(most recent call last\)|Uncaught app exec")


class NotStarted(RuntimeError):
    """The server ended, or did not answer in time; the message holds what it printed."""


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def port_is_free(host: str, port: int) -> bool:
    """Whether a server may still take this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def command(host: str, port: int, script: Path = ROOT / "dashboard.py") -> list[str]:
    """How the server is started; asked of the interpreter, so that a moved environment still works."""
    options = {
        "server.headless": "true",
        "server.address": host,
        "server.port": str(port),
        # A watched tree costs time at the start and reloads pages under a running test.
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(script), *flags]


# Memory that was given back is given back to the machine: large answers come and go. Read when a process starts.
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "33554432", "ARROW_DEFAULT_MEMORY_POOL": "system"}


def healthy(base_url: str) -> bool:
    """Whether the server at this address says that it is well."""
    try:
        # No proxy: the server is on this machine, whatever the environment says of the world outside.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{base_url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_healthy(process: subprocess.Popen[bytes], base_url: str) -> None:
    """Return once the server answers; raise NotStarted when it ends or takes too long."""
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise NotStarted(f"the server ended with exit code {process.returncode}")
        if healthy(base_url):
            return
        time.sleep(0.05)
    raise NotStarted(f"no answer from {base_url} within {START_SECONDS:.0f} seconds")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, politely first."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class Server:
    """A running dashboard: where it answers and writes its log, its process, how much of the log was looked at."""

    base_url: str
    log: Path
    process_id: int
    looked_at: int = 0

    def new_tracebacks(self) -> str:
        """What was logged from the first traceback on since the last look; empty where there is none."""
        written = self.log.read_bytes()
        text = COLOUR.sub("", written[self.looked_at :].decode("utf-8", errors="replace"))
        self.looked_at = len(written)
        found = TRACEBACK.search(text)
        return text[found.start() :] if found else ""


@contextmanager
def running_server(
    log: Path,
    environment: Mapping[str, str] | None = None,
    script: Path = ROOT / "dashboard.py",
    port: int | None = None,
) -> Iterator[Server]:
    """A server on `port` (default: a free one) for as long as the block runs; its output goes to `log`."""
    port = port or free_port()
    base_url = f"http://{LOOPBACK}:{port}"
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", **MEMORY, **(environment or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(LOOPBACK, port, script),
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            try:
                wait_until_healthy(process, base_url)
            except NotStarted as problem:
                printed = log.read_text(encoding="utf-8", errors="replace")
                raise NotStarted(f"{problem}; it printed:\n{printed[-4000:]}") from None
            yield Server(base_url, log, process.pid)
        finally:
            stop(process)
