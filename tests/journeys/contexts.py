"""Keeps browser contexts from test to test: one that was used before has the scripts of the pages at hand already."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from scripts.browsing import Watch

# What a page can leave behind for the next one, besides what it fetched.
LEFT_BEHIND = "local_storage,indexeddb,websql,file_systems,service_workers,cache_storage,shared_storage"


@dataclass
class Contexts:
    """Contexts by what they were asked for; nobody is given one that somebody else still has."""

    make: Callable[..., BrowserContext]
    free: dict[str, list[BrowserContext]] = field(default_factory=dict)

    def take(self, options: dict[str, Any]) -> BrowserContext:
        """A context with these options that remembers nothing."""
        kept = self.free.setdefault(_key(options), [])
        return kept.pop() if kept else self.make(**options)

    def give_back(self, context: BrowserContext, options: dict[str, Any], watch: Watch) -> None:
        """Close the pages of a context, forget what they left, and keep it for the next who asks for the same."""
        page = context.pages[0] if context.pages else context.new_page()
        for other in context.pages[1:]:
            other.close()
        # Away from the pages first: one that is still there could write again.
        page.goto("about:blank")
        session = context.new_cdp_session(page)
        for origin in sorted(watch.origins):
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": LEFT_BEHIND})
        context.clear_cookies()
        page.close()
        self.free[_key(options)].append(context)

    def close(self) -> None:
        """Close all that were given back."""
        for kept in self.free.values():
            for context in kept:
                context.close()


def contexts_of(browser: Browser, same: dict[str, Any]) -> Contexts:
    """Contexts of a browser that all have some options in common."""
    return Contexts(lambda **options: browser.new_context(**same, **options))


def _key(options: dict[str, Any]) -> str:
    return json.dumps(options, sort_keys=True)
