"""What is known about one contact: everything needed to continue after a reload, to explain a decision, to report a
bug.
"""

from dataclasses import dataclass, field
from datetime import datetime

from deskline.model.contact import Contact
from deskline.model.effects import Effect, Phrase, PopTicket, PopUser, Write
from deskline.model.findings import (
    Ambiguous,
    Anonymous,
    Caller,
    Choice,
    ConversationTicketMissing,
    CouldNotAsk,
    Meant,
    NamedUserMissing,
    OtherRequester,
    Recognised,
    Unrecognised,
    UseTicket,
)
from deskline.model.people import Agent, Dialled, Focus, User, View
from deskline.model.settings import ForContact, Problem
from deskline.model.stages import Stage


@dataclass(frozen=True, slots=True)
class Lost:
    """A lost write, and what the agent is told about it."""

    what: Phrase
    order: Write


@dataclass(frozen=True, slots=True)
class Record:
    """One contact's story so far; times in UTC.

    `number` is the one that stands for the caller, in E.164 where it can be, empty if there is none. `view` is what
    is open in front of the agent while the ticket is theirs to choose, `meant` whom they mean, if they have said so
    by turning to somebody or in the panel, and `number_kept` that the number may be stored on that user. `began` is
    the browser's time when the contact was first seen (milliseconds since 1970), `seen` the page that was in front
    then or since, and `turned` that the agent turned to it since. `dialled` is what they dialled from Zendesk,
    `popped` what was opened for them last, `previous_ticket_id` the ticket that the call was on until it took nothing
    any more, `made` the user whom the contact made. `settings` are what the attributes said when they were read,
    `problems` what did not fit, `noted_attributes` the attributes that stand in a note. `pending` are the orders
    given and not yet carried out, in order; `attempted` says that the first of them has been sent once already, so
    that its outcome must be asked for before it is sent again. `verify_first` says that every outcome is asked for
    first: the contact was connected already when it was first seen, so that an engine whose memory is gone may have
    written for it, or an error that nobody foresaw or a refusal has left `lost` orders behind.
    `retries` counts how often the agent has tried those again. `surplus` says that it is a second chat where agents may
    have only one.
    """

    contact: Contact
    agent: Agent
    stage: Stage = "new"
    missed: bool = False
    verify_first: bool = False
    caller: Caller | None = None
    number: str = ""
    choice: Choice | None = None
    view: View = field(default_factory=View)
    meant: Meant | None = None
    number_kept: bool = True
    began: float = 0.0
    seen: Focus = field(default_factory=Focus)
    turned: bool = False
    made: User | None = None
    dialled: Dialled | None = None
    popped: PopUser | PopTicket | None = None
    user_id: int | None = None
    ticket_id: int | None = None
    requester_id: int | None = None
    previous_ticket_id: int | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    settings: ForContact = field(default_factory=ForContact)
    problems: tuple[Problem, ...] = ()
    noted_attributes: dict[str, str] = field(default_factory=dict)
    notes: int = 0
    pending: tuple[Effect, ...] = ()
    attempted: bool = False
    notices_shown: tuple[Phrase, ...] = ()
    lost: tuple[Lost, ...] = ()
    retries: int = 0
    surplus: bool = False
    why: tuple[Phrase, ...] = ()

    @property
    def continues(self) -> bool:
        """Whether the contact continues a ticket: a conversation's, the one it was dialled from or is named after."""
        known = self.dialled_from is not None or self.contact.named_ticket is not None
        return known or self.contact.transferred or self.contact.direction == "monitoring"

    @property
    def stems(self) -> bool:
        """Whether it came from another contact without an agent, and the flow names no ticket (rules 4.1, 4.3)."""
        return self.contact.stems and not self.continues and not self.settings.zendesk_ticket

    @property
    def dialled_from(self) -> int | None:
        """The ticket that the call was dialled from, if any."""
        return self.dialled.ticket_id if self.dialled else None

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do for the contact, by us or by the agent (rule 11.5)."""
        return self.stage == "closed" and not self.pending and not self.lost

    @property
    def open(self) -> bool:
        """Whether the contact may still get a ticket: it has none, was not missed and is not closed."""
        return self.ticket_id is None and not self.missed and self.stage != "closed"

    @property
    def user(self) -> User | None:
        """The contact's user: whom the agent chose, once that has led to a ticket, else the caller."""
        chosen = self.meant.user if self.meant and self.ticket_id is not None else None
        if self.made and self.made.id == self.user_id:
            return self.made
        return chosen or self.identified

    @property
    def identified(self) -> User | None:
        """The user who was recognised, or picked among the candidates."""
        return self.caller.user if isinstance(self.caller, Recognised) else None

    @property
    def person(self) -> str:
        """The other side as the agent sees it: a name, a number, or nothing for an anonymous caller."""
        if self.user:
            return self.user.name
        if self.contact.channel != "voice":
            return self.contact.name or self.settings.customer_name
        # A call that has just begun has a number that has not been looked up yet.
        return self.number or ("" if self.contact.withheld(self.contact.number) else self.contact.number)

    def offered_again(self, contact: Contact) -> bool:
        """Whether the agent missed the contact and is offered it again: it keeps its id in the queue."""
        return self.missed and contact.state in ("ringing", "connected") and contact.since > self.contact.since

    @property
    def unsettled(self) -> bool:
        """Whether an answer is missing that Zendesk may give if asked again (rules 3.7, 4.1, 7.1)."""
        return self.caller in (None, CouldNotAsk()) or self.choice in (None, CouldNotAsk(), ConversationTicketMissing())

    @property
    def handled(self) -> bool:
        """Whether Deskline acts on the contact."""
        return self.contact.handled and not self.surplus

    @property
    def nameless(self) -> bool:
        """Whether this is a chat that says nothing by which its customer was found or could be (rule 14.1)."""
        sign = self.number or self.settings.customer_email
        return self.contact.channel == "chat" and not sign and isinstance(self.caller, Anonymous | Unrecognised)

    @property
    def undecided(self) -> bool:
        """Whether the agent has to decide, because the app cannot (rules 3.2, 3.4, 3.7, 4.1, 4.3, 14.1)."""
        unclear = self.nameless or isinstance(self.caller, Ambiguous | NamedUserMissing | CouldNotAsk)
        return unclear or isinstance(self.choice, OtherRequester | ConversationTicketMissing | CouldNotAsk)

    @property
    def uninvited(self) -> bool:
        """Whether this is a call to an unknown number for which the flow wants nothing created (rule 7.4)."""
        return self.contact.outbound and isinstance(self.caller, Unrecognised) and not self.settings.all_outbound

    @property
    def manual(self) -> bool:
        """Whether the agent chooses the ticket, by the flow's wish or because the app cannot."""
        if isinstance(self.choice, UseTicket) and self.choice.always:
            return False
        return self.settings.ticket_assignment == "agent" or self.undecided or self.uninvited
