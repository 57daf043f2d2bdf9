"""People whom the agent searches for, by what they know of them: a name, an e-mail address, a number (rule 5.3)."""

from dataclasses import dataclass
from typing import Literal

from deskline.ask.timed import asked
from deskline.model.findings import CouldNotAsk
from deskline.model.people import User
from deskline.model.ports import DeskLookups

SHORTEST = 2
"""Characters from which on it is worth asking."""

MOST = 8
"""The most people whom the list shows: with more, the agent types more."""


@dataclass(frozen=True, slots=True)
class Search:
    """What the agent typed and who was found; `more` says that there are others besides."""

    text: str = ""
    state: Literal["none", "asking", "found", "unanswered"] = "none"
    users: tuple[User, ...] = ()
    more: bool = False


NOTHING = Search()


def begun(text: str) -> Search:
    """Return a search that waits for Zendesk, or none if the text is too short for one."""
    words = " ".join(text.split())
    return Search(words, "asking") if len(words) >= SHORTEST else NOTHING


async def answered(desk: DeskLookups, search: Search) -> Search:
    """Return the search with Zendesk's answer."""
    found = await asked(desk.users.matching(search.text, MOST + 1))
    if isinstance(found, CouldNotAsk):
        return Search(search.text, "unanswered")
    return Search(search.text, "found", tuple(found[:MOST]), len(found) > MOST)
