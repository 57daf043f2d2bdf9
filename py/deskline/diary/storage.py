"""Saves the diary across reloads, with a short delay so that nothing waits for it."""

import asyncio

from deskline.diary.log import Diary, cleaned
from deskline.model.ports import Clock, Store

PAUSE = 1.0
"""Seconds from an entry until it is saved, together with what follows meanwhile."""

AT_ONCE = 20
"""Entries read at a time: a call that rings meanwhile must not wait for all of them."""

_BOX, _KEY = "facts", "diary"


class DiaryStorage:
    """Saves a diary in the browser's storage."""

    def __init__(self, diary: Diary, store: Store, clock: Clock) -> None:
        self._diary = diary
        self._store = store
        self._clock = clock
        self._reading: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Save the diary after each change, as long as the engine runs."""
        while True:
            await self._diary.touched.wait()
            await self._clock.sleep(PAUSE)
            self._diary.touched.clear()
            await self.save()

    async def whole(self) -> Diary:
        """Return the diary including the entries of earlier engines."""
        if self._reading is None:
            self._reading = asyncio.get_running_loop().create_task(self._take_in())
        await self._reading
        return self._diary

    async def save(self) -> None:
        """Save the diary now."""
        diary = await self.whole()
        await self._store.put(_BOX, _KEY, diary.text)

    async def _take_in(self) -> None:
        saved: list[str] = []
        for number, line in enumerate((await self._store.get(_BOX, _KEY) or "").splitlines()):
            saved.append(cleaned(line))
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
        self._diary.take_in(saved)
