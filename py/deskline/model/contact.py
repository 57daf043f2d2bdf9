"""One contact (a call, chat or task) as Amazon Connect reports it at one moment, and what is learned about it once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from deskline.model import numbers

NEVER_SHOWN = frozenset({"aid", "sak", "sst", "cfg"})
"""Attributes through which a flow passes short-lived credentials: never stored, shown or logged."""

TRANSFER = "transfer"
"""Connect's initiation method of a transferred contact."""

_NAMES_TICKET = re.compile(r"zendesk-([0-9]{1,18})", re.IGNORECASE)
"""The name of a task that is about a ticket (rule 4.0)."""

State = Literal["ringing", "connected", "ended", "missed"]
"""A contact's state in Connect; an outbound call is "ringing" until the other side answers."""

Direction = Literal["inbound", "outbound", "monitoring", ""]
"""A contact's direction; "" if Connect has not reported it yet."""

Channel = Literal["voice", "chat", "task", "email", "other", ""]
"""A contact's channel; "other" is one that is new in Connect, "" one that it has not reported yet."""


def is_hidden(name: str) -> bool:
    """Whether an attribute is hidden: a credential, or one whose name starts with an underscore."""
    return name in NEVER_SHOWN or name.startswith("_")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a task refers to: its label, its type in Connect's words, and its value, such as an address."""

    label: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact at one moment, with times in UTC.

    An empty text means that Connect has not reported it: `first_id` (of the contact that began the conversation),
    `method` (how this one came about), `number` (the other side's) and `our_number` (at Connect's end). `callback` says
    that it is a queued callback, `enhanced` that a monitoring supervisor's connection is reported as such, `held` that
    the other side is on hold, `calling` that it is being called while the agent waits, `talked` that an ended contact
    has left the agent in after-contact work. `fate` says why one was missed: rejected, missed, one of both (not_taken),
    unanswered or bad_number. `name` is that of a task, or the one that a chat's customer gave; a task also has a
    `description`, `references` and the time for which it was `scheduled`, or some of them. `attributes` contains no
    hidden ones, unless a setting names one.
    """

    id: str
    state: State
    since: datetime
    first_id: str = ""
    channel: Channel = "voice"
    direction: Direction = "inbound"
    number: str = ""
    our_number: str = ""
    method: str = ""
    queue: str = ""
    name: str = ""
    description: str = ""
    references: tuple[Reference, ...] = ()
    scheduled: datetime | None = None
    callback: bool = False
    enhanced: bool = False
    held: bool = False
    calling: bool = False
    talked: bool = False
    fate: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def handled(self) -> bool:
        """Whether Deskline acts on this kind of contact; not on silent legacy monitoring (rule 14.3)."""
        ours = self.channel in ("voice", "chat", "task")
        return ours and (self.direction in ("inbound", "outbound") or self.monitored)

    @property
    def monitored(self) -> bool:
        """Whether a supervisor listens here to somebody else's call: nothing is ever written then (rule 14.3)."""
        return self.direction == "monitoring" and self.enhanced

    @property
    def silent(self) -> bool:
        """Whether a supervisor monitors in the legacy way: nothing is shown or written then (rule 14.3)."""
        return self.direction == "monitoring" and not self.enhanced

    @property
    def outbound(self) -> bool:
        """Whether the agent is the one who calls."""
        return self.direction == "outbound"

    def withheld(self, number: str, region: str | None = None) -> bool:
        """Whether the number is withheld: a caller may do that, a called person cannot (rule 3.5)."""
        return not number or (self.direction != "outbound" and numbers.is_anonymous(number, region))

    @property
    def external_id(self) -> str:
        """The `external_id` of the ticket that belongs to this contact's conversation (rule 6.1)."""
        return f"connect:{self.first_id or self.id}"

    @property
    def named_ticket(self) -> int | None:
        """The ticket after which a task is named (rule 4.0)."""
        named = _NAMES_TICKET.fullmatch(self.name.strip()) if self.channel == "task" else None
        return int(named[1]) or None if named else None

    @property
    def shown_attributes(self) -> dict[str, str]:
        """The attributes that may appear in a note: those that are not hidden."""
        return {name: value for name, value in self.attributes.items() if not is_hidden(name)}

    @property
    def kind_known(self) -> bool:
        """Whether Connect has told enough to know what kind of contact this is (rule 14.6)."""
        return bool(self.channel and self.direction)

    @property
    def stems(self) -> bool:
        """Whether the conversation began with another contact."""
        return self.first_id not in ("", self.id)

    @property
    def transferred(self) -> bool:
        """Whether an agent had the conversation before: so Connect says, or says nothing of how it came (4.1)."""
        return not self.callback and (self.method == TRANSFER or (self.stems and not self.method))

    @property
    def identity(self) -> tuple[object, ...]:
        """What the look-ups of caller and ticket depend on."""
        named = self.named_ticket
        return (self.direction, self.number, self.first_id or self.id, self.transferred, self.enhanced, named)

    def learned_from(self, known: "Contact") -> "Contact":
        """Return the contact with what was known about it before: what identifies it is learned once (rule 14.6)."""
        anew = self.state != "missed" and self.since > known.since
        return replace(
            self,
            first_id=known.first_id or self.first_id,
            channel=known.channel or self.channel,
            direction=known.direction or self.direction,
            number=self.number if known.withheld(known.number) else known.number,
            our_number=known.our_number or self.our_number,
            method=known.method or self.method,
            queue=self.queue or known.queue,
            name=self.name or known.name,
            description=self.description or known.description,
            references=self.references or known.references,
            scheduled=self.scheduled or known.scheduled,
            callback=known.callback or self.callback,
            enhanced=known.enhanced or self.enhanced,
            fate=self.fate if anew else known.fate or self.fate,
        )
