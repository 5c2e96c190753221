"""Takes pictures of whole pages at several widths in both themes, to be looked at by a person.

python scripts/screenshots.py OUT_FOLDER --paths /,/doan-vien --width 1440 390 --theme light dark
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright

from scripts.browsing import (
    LAUNCH_ARGS,
    LOCALE,
    TIME_ZONE,
    VIEWPORTS,
    Watch,
    executable,
    grow_to_content,
    wait_ready,
)
from scripts.serving import running_server


def file_name(path: str, width: int, theme: str) -> str:
    """The picture's name: the page's path with what a file name cannot hold left out."""
    plain = "".join(sign if sign.isalnum() or sign in "-_=" else "_" for sign in path.strip("/"))
    return f"{plain or 'home'}-{width}-{theme}.png"


def take(browser: Browser, url: str, width: int, theme: str, target: Path) -> list[str]:
    """Take one picture; what the page did wrong meanwhile."""
    context = browser.new_context(
        viewport={"width": width, "height": VIEWPORTS.get(width, (width, 900))[1]},
        color_scheme="dark" if theme == "dark" else "light",
        locale=LOCALE,
        timezone_id=TIME_ZONE,
        # Two picture points for each point of the page, as on a phone; a desk's picture stays handy.
        device_scale_factor=2 if width < 600 else 1,
    )
    watch = Watch(context)
    page = context.new_page()
    page.goto(url)
    wait_ready(page)
    grow_to_content(page)
    page.screenshot(path=target)
    context.close()
    return watch.problems()


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out_folder", type=Path)
    parser.add_argument("--paths", default="/", help="paths of pages, separated by commas")
    parser.add_argument("--width", type=int, nargs="+", default=sorted(VIEWPORTS, reverse=True))
    parser.add_argument("--theme", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    parser.add_argument("--base-url", help="a server that already runs; without it one is started")
    return parser.parse_args()


def main() -> int:
    """Take every picture asked for; 1 where a page did something wrong."""
    asked = options()
    asked.out_folder.mkdir(parents=True, exist_ok=True)
    failed = False
    with ExitStack() as stack:
        base_url = asked.base_url
        if base_url is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            base_url = stack.enter_context(running_server(folder / "server.log")).base_url
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=executable(), args=LAUNCH_ARGS)
        for path, width, theme in product(asked.paths.split(","), asked.width, asked.theme):
            target = asked.out_folder / file_name(path, width, theme)
            problems = take(browser, base_url.rstrip("/") + path, width, theme, target)
            print(target, *problems, sep="\n  ", flush=True)
            failed = failed or bool(problems)
        browser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
