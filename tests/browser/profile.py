"""A browser profile that lasts: its caches stay warm from test to test, everything else in it is new for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

SCREEN: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "timezone_id": "UTC"}
STORAGE = "cookies,file_systems,indexeddb,local_storage,service_workers,shared_storage,storage_buckets"
"""What DevTools clears between two tests: all but Cache Storage. The caches of HTTP and of compiled code stay too."""


class Profile:
    """One browser with a profile on disk; `context` opens it, and opens it anew if it has ended."""

    def __init__(self, playwright: Playwright, folder: Path, launch: dict[str, Any]) -> None:
        """Will start the browser with these arguments of Playwright when it is asked for."""
        self._playwright, self._folder, self._launch = playwright, folder, launch
        self._open: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The profile's one context, with a blank page that stays: without a window the browser would begin anew."""
        if self._open is None:
            self._open = self._playwright.chromium.launch_persistent_context(self._folder, **self._launch)
            self._open.on("close", self._ended)
            self._blank = self._open.pages[0]
        if self._blank.is_closed():
            self._blank = self._open.new_page()
        return self._open

    def _ended(self, _: BrowserContext) -> None:
        self._open = None

    def fresh(self) -> BrowserContext:
        """The context as a test may expect it: only the blank page, nothing stored, allowed, routed or cut off."""
        context = self.context
        self.leave()
        context.clear_permissions()
        context.set_offline(False)
        devtools = context.new_cdp_session(self._blank)
        devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": STORAGE})
        devtools.detach()
        return context

    def leave(self) -> None:
        """Closes every page but the blank one, and lets requests pass again."""
        context = self.context
        context.unroute_all(behavior="ignoreErrors")
        for page in context.pages:
            if page != self._blank:
                page.close()

    def close(self) -> None:
        """Ends the browser."""
        if self._open is not None:
            self._open.close()
