"""Work that nobody waits for, and errors that nobody foresaw: logged without personal data, told once."""

import asyncio
import traceback
from collections.abc import Coroutine
from typing import Any

from deskline.adapters.border import Border, Failed
from deskline.diary.log import Diary
from deskline.model.effects import Phrase
from deskline.model.ports import Workspace


class Tasks:
    """What goes on beside the messages; what fails is reported."""

    def __init__(self, border: Border, workspace: Workspace, diary: Diary) -> None:
        self._border = border
        self._workspace = workspace
        self._diary = diary
        self._tasks: set[asyncio.Task[None]] = set()
        self._said = False

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let it be done while other things go on."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def tell(self, notice: Phrase | None) -> None:
        """Tell the agent something, if there is something to tell."""
        if notice:
            self.begin(self._workspace.tell(notice))

    def unexpected(self, error: Exception, *, told: bool = False) -> None:
        """Log an unforeseen error without personal data, and tell the agent about the first one.

        Not so where the agent is `told` what is lost to it: every loss is said by itself.
        """
        self._diary.failed(error)
        frames = "".join(traceback.format_tb(error.__traceback__))
        self.begin(self._border.ask("log", text=f"{type(error).__name__}\n{frames}"))
        if not told and not self._said:
            self._said = True
            self.tell(Phrase("notice.unexpected"))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and not isinstance(error, Failed):
            self.unexpected(error)
