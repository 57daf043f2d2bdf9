"""One contact (a call, chat or task) as Amazon Connect reports it at one moment, and what is learned of it once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from deskline.model import numbers

NEVER_SHOWN = frozenset({"aid", "sak", "sst", "cfg"})
"""Attributes through which a flow passes short-lived credentials: never stored, shown or logged."""

TRANSFER = "transfer"
"""How Connect calls what an agent has handed on."""


State = Literal["ringing", "connected", "ended", "missed"]
"""How a contact stands with Connect; a call that the agent makes is "ringing" until the other side answers."""

Direction = Literal["inbound", "outbound", "monitoring", ""]
"""Which way a contact goes; "" if Connect has not told yet."""

Channel = Literal["voice", "chat", "task", "email", "other", ""]
"""What a contact is; "other" is a kind that is new in Connect, "" one that it has not told yet."""


def is_hidden(name: str) -> bool:
    """Whether an attribute is none of our business: a credential, or one whose name starts with an underscore."""
    return name in NEVER_SHOWN or name.startswith("_")


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact at one moment, with times in UTC.

    An empty text stands for what Connect has not told: `first_id` (of the contact that began the conversation),
    `method` (how this one came about), `number` (the other side's) and `our_number` (at Connect's end). `callback` says
    that it was asked for earlier and queued, `enhanced` that a supervisor who listens has a connection that Connect
    says so of, `held` that the other side is on hold, `calling` that it is being called while the agent waits, `talked`
    that the agent has work to do after one that has ended. `fate` says why one was missed: rejected, missed, one of
    both (not_taken), unanswered or bad_number. Hidden attributes are not among the attributes, unless a setting names
    one.
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
    callback: bool = False
    enhanced: bool = False
    held: bool = False
    calling: bool = False
    talked: bool = False
    fate: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def handled(self) -> bool:
        """Whether Deskline acts on this kind of contact; silent legacy monitoring is none (rule 14.3)."""
        return self.channel == "voice" and (self.direction in ("inbound", "outbound") or self.monitored)

    @property
    def monitored(self) -> bool:
        """Whether a supervisor listens here to somebody else's call: nothing is ever written then (rule 14.3)."""
        return self.direction == "monitoring" and self.enhanced

    @property
    def silent(self) -> bool:
        """Whether a supervisor listens in the older way, of which nothing is shown nor written (rule 14.3)."""
        return self.direction == "monitoring" and not self.enhanced

    @property
    def outbound(self) -> bool:
        """Whether the agent is the one who calls."""
        return self.direction == "outbound"

    def withheld(self, number: str, region: str | None = None) -> bool:
        """Whether a number is none: who calls may keep theirs back, whom the agent calls cannot (rule 3.5)."""
        return not number or (self.direction != "outbound" and numbers.is_anonymous(number, region))

    @property
    def external_id(self) -> str:
        """The `external_id` of the ticket that belongs to this contact's conversation (rule 6.1)."""
        return f"connect:{self.first_id or self.id}"

    @property
    def shown_attributes(self) -> dict[str, str]:
        """The attributes that may appear in a note: none that is hidden."""
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
        """What answers to who it is and which ticket depend on."""
        return (self.direction, self.number, self.first_id or self.id, self.transferred, self.enhanced)

    def learned_from(self, known: "Contact") -> "Contact":
        """Return the contact with what was known of it before: what identifies it is learned once (rule 14.6)."""
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
            callback=known.callback or self.callback,
            enhanced=known.enhanced or self.enhanced,
            fate=self.fate if anew else known.fate or self.fate,
        )
