"""The Help page's answer to "what happened?": the diary to read, and as text to hand on (rule 15.4)."""

from deskline.adapters.border import Border
from deskline.adapters.shelf import Shelf
from deskline.diary import report
from deskline.diary_view import table
from deskline.entries import browser
from deskline.texts import Texts


class Help:
    """Shows the diary to a page that asks for it."""

    def __init__(self, border: Border, shelf: Shelf, texts: Texts) -> None:
        self._border = border
        self._shelf = shelf
        self._texts = texts

    async def show(self, page: str, asking: str, counts: dict[str, int]) -> None:
        """Send the diary to the page, whose locale and user agent are given; raises `Failed` if it is gone."""
        diary = await self._shelf.whole()
        text = report(diary, {**browser(asking), **counts})
        await self._border.ask("diary", page=page, html=table(diary.latest, self._texts), text=text)
