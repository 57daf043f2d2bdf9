"""The browser's storage (IndexedDB, through the worker)."""

from collections.abc import Callable, Sequence

from deskline.adapters.border import Border, Failed


class BrowserStore:
    """Keeps texts by key in named boxes, for this agent on this account in this browser.

    Where the browser refuses to store (a full disk, a policy), they are kept in memory: calls are handled all the same,
    only a reload is not survived. `refused` is called once when that is so. A box that could not be read is not an
    empty one: until it is read, nothing is written over it, and nobody waits for a database that is slow to open.
    """

    def __init__(self, border: Border, refused: Callable[[], None] = lambda: None) -> None:
        self._border = border
        self._memory: dict[tuple[str, str], str] = {}
        self._unread = False
        self._refused = refused
        self._said = False

    @property
    def in_memory(self) -> bool:
        """Whether something is kept that the browser has not stored."""
        return bool(self._memory)

    async def get(self, box: str, key: str) -> str | None:
        """Return what was kept under the key, or None."""
        if self._unread:
            return self._memory.get((box, key))
        try:
            text: str | None = await self._border.ask("store", do="get", box=box, key=key)
        except Failed:
            text = None
        return self._memory.get((box, key), text)

    async def put(self, box: str, key: str, text: str) -> None:
        """Keep the text under the key."""
        if self._unread:
            self._memory[box, key] = text
            return
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

    async def all(self, box: str) -> Sequence[tuple[str, str]] | None:
        """Return everything that the browser has in the box as pairs of key and text, or None if it does not tell.

        What was kept in memory meanwhile is stored then, but not over what the box holds: its owner decides.
        """
        self._unread = True
        try:
            stored = {key: text for key, text in await self._border.ask("store", do="all", box=box)}
        except Failed:
            return None
        self._unread = False
        for kept_in, key in list(self._memory):
            if (kept_in, key) in self._memory and (kept_in != box or key not in stored):
                await self.put(kept_in, key, self._memory[kept_in, key])
        return list(stored.items())

    def _say_so(self) -> None:
        if not self._said:
            self._said = True
            self._refused()
