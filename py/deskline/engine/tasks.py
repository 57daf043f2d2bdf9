"""Background tasks, and unexpected errors: logged without personal data, shown once."""

import asyncio
import traceback
from collections.abc import Coroutine
from typing import Any

from deskline.adapters.border import Border, Failed
from deskline.diary.log import Diary
from deskline.model.effects import Phrase
from deskline.model.ports import Workspace


class Tasks:
    """Background tasks; those that fail are reported."""

    def __init__(self, border: Border, workspace: Workspace, diary: Diary) -> None:
        self._border = border
        self._workspace = workspace
        self._diary = diary
        self._tasks: set[asyncio.Task[None]] = set()
        self._said = False

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run it in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def tell(self, notice: Phrase | None) -> None:
        """Show the agent a notice, if there is one."""
        if notice:
            self.begin(self._workspace.tell(notice))

    def unexpected(self, error: Exception, *, told: bool = False) -> None:
        """Log an unexpected error without personal data, and tell the agent about the first one.

        They are not told again where they are `told` separately what was lost.
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
