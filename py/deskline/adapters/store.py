"""The browser's storage (IndexedDB, through the worker)."""

from collections.abc import Callable, Sequence

from deskline.adapters.border import Border, Failed


class BrowserStore:
    """Keeps texts by key in named object stores, for this agent on this account in this browser.

    If the browser cannot store (a full disk, a policy), texts are kept in memory: calls are handled all the same, but a
    reload loses them. `refused` is called once then. An object store that could not be read is not taken for an empty
    one: until it is read, nothing in it is overwritten, and nothing waits for a database that is slow to open.
    """

    def __init__(self, border: Border, refused: Callable[[], None] = lambda: None) -> None:
        self._border = border
        self._memory: dict[tuple[str, str], str] = {}
        self._unread = False
        self._refused = refused
        self._said = False

    @property
    def in_memory(self) -> bool:
        """Whether something is kept in memory that the browser has not stored."""
        return bool(self._memory)

    async def get(self, object_store: str, key: str) -> str | None:
        """Return the text under the key, or None."""
        if self._unread:
            return self._memory.get((object_store, key))
        try:
            text: str | None = await self._border.ask("store", do="get", object_store=object_store, key=key)
        except Failed:
            text = None
        return self._memory.get((object_store, key), text)

    async def put(self, object_store: str, key: str, text: str) -> None:
        """Store the text under the key."""
        if self._unread:
            self._memory[object_store, key] = text
            return
        try:
            await self._border.ask("store", do="put", object_store=object_store, key=key, value=text)
            self._memory.pop((object_store, key), None)
        except Failed:
            self._memory[object_store, key] = text
            self._say_so()

    async def delete(self, object_store: str, key: str) -> None:
        """Delete the key."""
        self._memory.pop((object_store, key), None)
        try:
            await self._border.ask("store", do="delete", object_store=object_store, key=key)
        except Failed:
            return

    async def all(self, object_store: str) -> Sequence[tuple[str, str]] | None:
        """Return everything in the object store as pairs of key and text, or None if it cannot be read.

        What was kept in memory meanwhile is stored then, except over keys that the object store already has: its owner
        decides.
        """
        self._unread = True
        try:
            stored = {key: text for key, text in await self._border.ask("store", do="all", object_store=object_store)}
        except Failed:
            return None
        self._unread = False
        for kept_in, key in list(self._memory):
            if (kept_in, key) in self._memory and (kept_in != object_store or key not in stored):
                await self.put(kept_in, key, self._memory[kept_in, key])
        return list(stored.items())

    def _say_so(self) -> None:
        if not self._said:
            self._said = True
            self._refused()
