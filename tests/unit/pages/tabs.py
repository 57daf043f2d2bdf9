"""The browser's tabs, as far as the app's pages are in them."""

import json
from typing import Any

from deskline.adapters.border import Border
from deskline.diary.log import Diary
from deskline.model.messages import Hello, PageLookedAt
from deskline.pages.workspace import AgentWorkspace
from deskline.words.texts import Texts


class Tabs:
    """The browser's tabs, some of which may have gone without a word."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.told: list[dict[str, Any]] = []
        self.workspace = AgentWorkspace(Border(self), Texts({"notice.suspended": "{name} is suspended."}), Diary())
        self.pages = self.workspace.pages

    async def request(self, text: str) -> str:
        """Answer a request as the page would, if it is there."""
        request = json.loads(text)
        if request["page"] in self.gone:
            return '{"error": "gone"}'
        self.told.append(request)
        return '{"ok": null}'

    def open(self, tab: str, place: str = "top_bar", visible: bool = True, since: float = 0.0) -> None:
        """Open a page in a tab."""
        self.pages.arrived(Hello(f"{place} of {tab}", tab, place, 5, visible, since=since))

    def look(self, page: str, tab: str) -> None:
        """Look at the tab in which a page is."""
        self.pages.looked(PageLookedAt(page, tab))
