"""The Help page's answer to "what happened?": the diary to read, and as text to hand on (rule 15.4)."""

from deskline.adapters.border import Border
from deskline.diary.entry import browser
from deskline.diary.log import report
from deskline.diary.storage import DiaryStorage
from deskline.diary.table import table
from deskline.words.texts import Texts


class Help:
    """Shows the diary to a page that asks for it."""

    def __init__(self, border: Border, diary_storage: DiaryStorage, texts: Texts) -> None:
        self._border = border
        self._diary_storage = diary_storage
        self._texts = texts

    async def show(self, page: str, asking: str, counts: dict[str, int]) -> None:
        """Send the diary to the page, whose locale and user agent are given; raises `Failed` if it is gone."""
        diary = await self._diary_storage.whole()
        text = report(diary, {**browser(asking), **counts})
        await self._border.ask("diary", page=page, html=table(diary.latest, self._texts), text=text)
