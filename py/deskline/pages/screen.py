"""What there is to show at one moment, and which contacts concern whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from deskline.agent.connection import Standing
from deskline.ask.people_search import NOTHING, Search
from deskline.decide.situation import Situation
from deskline.model.agent_state import RoutingProfile
from deskline.model.record import Record
from deskline.pages.facts import began
from deskline.pages.talk import Talk
from deskline.words.texts import Texts

SHOWN = 100
"""The number of contacts in the list of contacts, besides older ones with losses."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the pages show: the contacts, the latest first, and the state of the softphone around them.

    `behind` is how far the browser's clock, by which pages count, is behind Connect's, by which records are written;
    `standing` is what is wrong with the softphone for as long as it is, `search` what the agent searches for in *Who is
    it?* of a contact, `talk` what is said in chats.
    """

    records: Sequence[Record]
    situation: Callable[[Record], Situation]
    texts: Texts
    selected: str = ""
    profile: RoutingProfile = field(default_factory=RoutingProfile)
    queue: str = ""
    behind: timedelta = timedelta()
    standing: Sequence[Standing] = ()
    search: Callable[[Record], Search] = lambda _: NOTHING
    talk: Talk = field(default_factory=Talk)

    @property
    def listed(self) -> list[Record]:
        """The contacts of the list: the latest, and those with losses, however old."""
        # What is retried after days has changed last, but did not begin last.
        heard = sorted((one for one in self.records if not one.contact.silent), key=began, reverse=True)
        return [*heard[:SHOWN], *(record for record in heard[SHOWN:] if record.lost)]

    @property
    def live(self) -> list[Record]:
        """The agent's current contacts: not closed, and not silently monitored (rule 14.3)."""
        return [
            record for record in self.records if record.stage not in ("new", "closed") and not record.contact.silent
        ]

    @property
    def taken(self) -> list[Record]:
        """The live contacts without missed ones, which belong to no ticket."""
        return [record for record in self.live if not record.missed]
