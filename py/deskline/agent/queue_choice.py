"""The queue for outbound calls: the agent's choice until *Reload all apps*, else the ticket's (rule 8.5).

When an engine follows another, some pages that knew the choice are still open; after *Reload all apps*, or a new
sign-in to Zendesk, every page is new.
"""

import json
from collections.abc import Collection
from typing import Any

from deskline.model.ports import Store

_BOX, _KEY = "facts", "queue"


class QueueChoice:
    """Remembers the agent's choice for as long as one of the pages that were open with it stays open."""

    def __init__(self, store: Store) -> None:
        self.chosen = ""
        self._store = store
        self._saved = ""
        self._pages: frozenset[str] = frozenset()

    async def load(self) -> None:
        """Load what was chosen while an earlier engine ran."""
        try:
            saved = json.loads(await self._store.get(_BOX, _KEY) or "")
            self._saved, self._pages = str(saved["queue"]), frozenset(saved["pages"])
        except (ValueError, TypeError, KeyError):
            return

    def choose(self, name: str) -> None:
        """Record the agent's choice; an empty name clears it."""
        self.chosen = name

    def recall(self, pages: Collection[str]) -> bool:
        """Whether one of the pages was open with a choice, made under this engine or the one before."""
        known = not self._pages.isdisjoint(pages)
        self.chosen = self.chosen or (self._saved if known else "")
        return bool(self.chosen and pages)

    async def save(self, pages: Collection[str]) -> None:
        """Save the choice, and the pages that are open with it."""
        self._saved, self._pages = self.chosen, frozenset(pages)
        await self._store.put(_BOX, _KEY, json.dumps({"queue": self._saved, "pages": sorted(self._pages)}))


def of_brand(brand_queues: Any, brand_id: int) -> str:
    """Return the queue that the settings assign to a brand, or nothing; invalid rows are skipped."""
    rows = brand_queues if isinstance(brand_queues, list) else []
    names = (row.get("queue") for row in rows if isinstance(row, dict) and row.get("brand_id") == brand_id)
    return next((name for name in names if isinstance(name, str)), "")
