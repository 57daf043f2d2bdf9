"""The browser's storage (IndexedDB, through the worker)."""

from collections.abc import Sequence

from deskline.adapters.border import Border


class BrowserStore:
    """Keeps texts by key in named boxes, for this agent on this account in this browser."""

    def __init__(self, border: Border) -> None:
        self._border = border

    async def get(self, box: str, key: str) -> str | None:
        """Return what was kept under the key, or None."""
        text: str | None = await self._border.ask("store", do="get", box=box, key=key)
        return text

    async def put(self, box: str, key: str, text: str) -> None:
        """Keep the text under the key."""
        await self._border.ask("store", do="put", box=box, key=key, value=text)

    async def delete(self, box: str, key: str) -> None:
        """Forget the key."""
        await self._border.ask("store", do="delete", box=box, key=key)

    async def all(self, box: str) -> Sequence[tuple[str, str]]:
        """Return everything in the box as pairs of key and text."""
        return [(key, text) for key, text in await self._border.ask("store", do="all", box=box)]
