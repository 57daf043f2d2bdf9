"""What is said in a chat: its lines, and whether any may be missing (rule 14.1)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Kind = Literal["message", "file", "event"]
"""What a line is: something said, a file by its name and type, or something that happened."""

Role = Literal["customer", "agent", "supervisor", "bot", "system"]
"""Who a line comes from."""

OVER = ("chat.ended", "transfer.succeeded")
"""Events after which nothing more is said in an agent's part of a chat."""


LEFT = ("participant.left", "participant.autodisconnection")
"""Events after which an agent is not in a chat any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat; its time is in UTC.

    `words` are a message's text, a file's name and type, or the service's word for an event; `format` is a message's
    content type, and `contact` the contact whose agent was there. `edited` says that its words have changed.
    """

    id: str
    at: datetime
    kind: Kind
    role: Role
    name: str = ""
    words: str = ""
    format: str = ""
    contact: str = ""
    edited: bool = False

    @property
    def written(self) -> bool:
        """Whether somebody has written or sent it, as against something that has happened."""
        return self.kind != "event"


@dataclass(frozen=True, slots=True)
class Conversation:
    """The lines of a chat in the order of their times; `contact` is the one whose agent's part this is.

    `whole` says that none was missing when the last of them came, `ended` that ChatJS has reported the end. After the
    lines with the ids in `gaps` some may be missing; "" stands for the place before the first.
    """

    lines: tuple[Line, ...] = ()
    whole: bool = False
    ended: bool = False
    gaps: tuple[str, ...] = ()
    contact: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will be said in this agent's part: both sides have ended it, or the agent has left."""
        return self.ended or any(map(self._ends, self.lines))

    def _ends(self, line: Line) -> bool:
        # What another agent said before has the contact of their part.
        own = not line.written and line.contact in ("", self.contact)
        return own and (line.words in OVER or (line.role == "agent" and line.words in LEFT))

    @property
    def last(self) -> str:
        """The id of the last line, or nothing."""
        return self.lines[-1].id if self.lines else ""

    @property
    def missing_after(self) -> tuple[str, ...]:
        """The lines after which some may be missing now: of a chat that is not over the last one, too."""
        return self.gaps if self.over else tuple(dict.fromkeys((*self.gaps, self.last)))

    def unread(self, seen: datetime | None) -> int:
        """Return how much the customer has said since the agent last looked or spoke."""
        count = 0
        for line in reversed(self.lines):
            if (line.role == "agent" and line.written) or (seen and line.at <= seen):
                break
            count += line.role == "customer" and line.written
        return count

    def grown(self, told: "Conversation", news: tuple[Line, ...]) -> "Conversation":
        """Return the conversation as it is told now, with the lines that are new in it."""
        lines = self.with_lines(news).lines
        if told.whole:
            return replace(told, lines=lines)
        broken = self.whole or not self.lines + self.gaps
        return replace(told, lines=lines, gaps=(*self.gaps, self.last) if broken else self.gaps)

    def resumed(self) -> "Conversation":
        """Return what an earlier engine has saved, as far as it can still be relied on."""
        return self if self.over else replace(self, whole=False, gaps=self.missing_after)

    def news(self, told: tuple[Line, ...]) -> tuple[Line, ...]:
        """Return the lines that are not known, and those whose words have changed, as edited."""
        known = {line.id: line for line in self.lines}
        fresh = {line.id: line for line in told if line.id not in known}
        changed = [line for line in told if line.id in known and known[line.id].words != line.words]
        edited = {line.id: replace(line, at=known[line.id].at, edited=True) for line in changed}
        return (*fresh.values(), *edited.values())

    def with_lines(self, told: tuple[Line, ...]) -> "Conversation":
        """Return the conversation with more lines; one that is known already is replaced if its words have changed.

        Lines of one millisecond keep the order in which they were told; a page of older ones comes before the rest.
        """
        news = {line.id: line for line in self.news(told)}
        if not news:
            return self
        if not self.lines or min(line.at for line in news.values()) > self.lines[-1].at:
            # Of what is said now nothing is known yet: a long chat costs no more for each line than a short one.
            return replace(self, lines=(*self.lines, *sorted(news.values(), key=lambda line: line.at)))
        kept = [news.pop(line.id, line) for line in self.lines]
        fresh = list(news.values())
        older = bool(fresh and kept) and max(line.at for line in fresh) <= kept[0].at
        together = [*fresh, *kept] if older else [*kept, *fresh]
        return replace(self, lines=tuple(sorted(together, key=lambda line: line.at)))
