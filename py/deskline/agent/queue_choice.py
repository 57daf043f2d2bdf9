"""The agent's choice of queue, kept until *Reload all apps* (rule 8.5).

An engine that is followed by another leaves pages behind that knew it; after *Reload all apps*, or a new sign-in to
Zendesk, every page is new.
"""

import json
from collections.abc import Iterable

from deskline.model.ports import Store

_BOX, _KEY = "facts", "queue"


class QueueChoice:
    """Remembers the choice for as long as one page lives that was there with it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name = ""
        self._pages: frozenset[str] = frozenset()

    async def resume(self) -> None:
        """Recall what was chosen under an earlier engine."""
        try:
            kept = json.loads(await self._store.get(_BOX, _KEY) or "")
            self._name, self._pages = str(kept["queue"]), frozenset(kept["pages"])
        except (ValueError, TypeError, KeyError):
            return

    def known_to(self, page: str) -> str:
        """Return the choice that was made while this page was there, or nothing."""
        return self._name if page in self._pages else ""

    async def keep(self, name: str, pages: Iterable[str]) -> None:
        """Remember the choice, and the pages that are there with it."""
        self._name, self._pages = name, frozenset(pages)
        await self._store.put(_BOX, _KEY, json.dumps({"queue": name, "pages": sorted(self._pages)}))
