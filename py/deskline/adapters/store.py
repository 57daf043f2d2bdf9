"""The browser's storage (IndexedDB, through the worker)."""

from collections.abc import Callable, Sequence

from deskline.adapters.border import Border, Failed


class BrowserStore:
    """Keeps texts by key in named boxes, for this agent on this account in this browser.

    Where the browser refuses to store (a full disk, a policy), they are kept in memory: calls are handled all the same,
    only a reload is not survived. `refused` is told once that it is so.
    """

    def __init__(self, border: Border) -> None:
        self._border = border
        self._memory: dict[tuple[str, str], str] = {}
        self.refused: Callable[[], None] = lambda: None

    async def get(self, box: str, key: str) -> str | None:
        """Return what was kept under the key, or None."""
        try:
            text: str | None = await self._border.ask("store", do="get", box=box, key=key)
        except Failed:
            text = None
        return self._memory.get((box, key), text)

    async def put(self, box: str, key: str, text: str) -> None:
        """Keep the text under the key."""
        try:
            await self._border.ask("store", do="put", box=box, key=key, value=text)
            self._memory.pop((box, key), None)
        except Failed:
            self._memory[box, key] = text
            self._say_so()

    async def delete(self, box: str, key: str) -> None:
        """Forget the key."""
        self._memory.pop((box, key), None)
        try:
            await self._border.ask("store", do="delete", box=box, key=key)
        except Failed:
            return

    async def all(self, box: str) -> Sequence[tuple[str, str]]:
        """Return everything in the box as pairs of key and text."""
        try:
            stored = {key: text for key, text in await self._border.ask("store", do="all", box=box)}
        except Failed:
            stored = {}
            self._say_so()
        kept = {key: text for (kept_in, key), text in self._memory.items() if kept_in == box}
        return list((stored | kept).items())

    def _say_so(self) -> None:
        say, self.refused = self.refused, lambda: None
        say()
