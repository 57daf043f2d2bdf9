"""Errors that nobody foresaw: logged without personal data, and told to the agent once."""

import traceback

from deskline.adapters.border import Border
from deskline.adapters.pages import Pages
from deskline.effects import Phrase


class Mishaps:
    """Takes note of them."""

    def __init__(self, border: Border, pages: Pages) -> None:
        self._border = border
        self._pages = pages
        self._said = False

    async def report(self, error: Exception, told: bool) -> None:
        """Log the error, and tell the agent about the first one that they are not `told` of otherwise."""
        self._border.diary.failed(error)
        frames = "".join(traceback.format_tb(error.__traceback__))
        first, self._said = not (told or self._said), self._said or not told
        if first:
            await self._pages.tell(Phrase("notice.unexpected"))
        await self._border.ask("log", text=f"{type(error).__name__}\n{frames}")
