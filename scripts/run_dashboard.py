"""Starts the dashboard for `make run`: builds the data where there is none, then says where to open it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from comparison.warehouse import NoSnapshot, open_warehouse
from scripts.serving import MEMORY, command, healthy, port_is_free

ANYWHERE = ("0.0.0.0", "::")


def build_where_missing() -> int:
    """Build a snapshot where there is none yet, or one of another version; the build's exit code, 0 where nothing was
    to do."""
    try:
        open_warehouse().connection.close()
    except NoSnapshot as reason:
        print(f"{reason}\nBuilding one ...", flush=True)
        return subprocess.run([sys.executable, "-m", "etl", "build"], cwd=ROOT, check=False).returncode
    return 0


def announce(host: str, port: int) -> None:
    """In a process of its own, print the address once the page can be opened, then end."""
    server = os.getpid()
    if os.fork():
        return
    asked = f"http://{'127.0.0.1' if host in ANYWHERE else host}:{port}"
    shown = f"http://{'localhost' if host in ANYWHERE else host}:{port}"
    while os.getppid() == server:
        if healthy(asked):
            print(f"\n  Dashboard: {shown}\n  Stop it with Ctrl+C.\n", flush=True)
            break
        time.sleep(0.1)
    os._exit(0)


def main() -> int:
    """Read the options, make sure of the data and the port, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    options = parser.parse_args()
    if not port_is_free(options.host, options.port):
        print(
            f"Port {options.port} is taken on this machine: choose another, for example "
            f"`make run PORT={options.port + 1}`.",
            file=sys.stderr,
        )
        return 1
    if failed := build_where_missing():
        return failed
    announce(options.host, options.port)
    # The server takes this process over: signals reach it directly, and nothing idle stays in memory.
    started = command(options.host, options.port)
    os.execve(started[0], started, {**MEMORY, **os.environ})


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
