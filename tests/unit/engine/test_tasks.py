"""Work beside the messages, and what becomes of an error in it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from deskline.adapters.border import Border, Failed
from deskline.diary.log import Diary
from deskline.engine.tasks import Tasks
from deskline.model.effects import Phrase
from unit.fakes import SeenWorkspace, idle


class Room:
    """Tasks with everything that they report to."""

    def __init__(self) -> None:
        self.logs: list[str] = []
        self.workspace, self.diary = SeenWorkspace(), Diary()
        self.tasks = Tasks(Border(self), self.workspace, self.diary)

    async def request(self, text: str) -> str:
        """Remember what is logged."""
        self.logs.append(json.loads(text)["text"])
        return '{"ok": null}'


def after(work: Callable[[Room], Any]) -> Room:
    async def play() -> Room:
        room = Room()
        work(room)
        await idle()
        return room

    return asyncio.run(play())


async def fail(error: BaseException) -> None:
    raise error


UNEXPECTED = Phrase("notice.unexpected")


def test_what_fails_is_reported_without_what_the_error_says() -> None:
    room = after(lambda room: room.tasks.begin(fail(ValueError("Ann Miller"))))
    assert room.workspace.told == [UNEXPECTED]
    assert room.logs[0].startswith("ValueError\n")
    assert "Ann" not in room.logs[0]
    assert [(entry.kind, entry.what) for entry in room.diary.latest] == [("error", "ValueError")]


def test_the_agent_is_told_of_the_first_error_only_and_each_is_logged() -> None:
    def twice(room: Room) -> None:
        room.tasks.unexpected(ValueError())
        room.tasks.unexpected(KeyError())

    room = after(twice)
    assert room.workspace.told == [UNEXPECTED]
    assert [log.split("\n")[0] for log in room.logs] == ["ValueError", "KeyError"]


def test_who_hears_otherwise_what_is_lost_is_not_told_of_the_error() -> None:
    room = after(lambda room: room.tasks.unexpected(ValueError(), told=True))
    assert (room.workspace.told, len(room.logs)) == ([], 1)


def test_a_page_that_is_gone_is_no_error() -> None:
    assert after(lambda room: room.tasks.begin(fail(Failed("gone")))).logs == []


def test_work_that_is_given_up_is_no_error() -> None:
    async def given_up() -> None:
        raise asyncio.CancelledError

    assert after(lambda room: room.tasks.begin(given_up())).logs == []


def test_there_may_be_nothing_to_tell() -> None:
    def tell(room: Room) -> None:
        room.tasks.tell(None)
        room.tasks.tell(UNEXPECTED)

    assert after(tell).workspace.told == [UNEXPECTED]
