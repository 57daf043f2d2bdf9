"""What a decision is made on: the record, the installation, the texts."""

from dataclasses import dataclass

from deskline.model.findings import (
    NEWCOMER,
    PICKED,
    TURNED,
    Ambiguous,
    NewTicket,
    OtherRequester,
    Recognised,
    Unanswered,
    Unrecognised,
    UseTicket,
)
from deskline.model.moments import CONNECTED, ENDED
from deskline.model.people import User
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.words.plain_text import NAME, one_line
from deskline.words.texts import Texts


@dataclass(frozen=True, slots=True)
class Situation:
    """One contact as a decision sees it; `texts` are what the agent reads, `written` what tickets and users say."""

    record: Record
    installation: Installation
    texts: Texts
    written: Texts

    @property
    def settings(self) -> ForContact:
        """What holds for the contact."""
        return self.record.settings

    @property
    def ours(self) -> bool:
        """Whether Deskline acts on this kind of contact; silent legacy monitoring is none (rule 14.3)."""
        contact = self.record.contact
        return contact.channel == "voice" and (contact.direction in ("inbound", "outbound") or self.monitored)

    @property
    def monitored(self) -> bool:
        """Whether a supervisor listens here to somebody else's call: nothing is ever written then (rule 14.3)."""
        return self.record.contact.monitored

    @property
    def outbound(self) -> bool:
        """Whether the agent is the one who calls."""
        return self.record.contact.direction == "outbound"

    @property
    def uninvited(self) -> bool:
        """Whether this is a call to an unknown number that the flow wants nothing made of (rule 7.4)."""
        return self.outbound and isinstance(self.record.caller, Unrecognised) and not self.settings.all_outbound

    @property
    def untold(self) -> bool:
        """Whether Zendesk did not tell who it is; whose ticket it is does not count then either (rule 3.7)."""
        return isinstance(self.record.caller, Unanswered)

    @property
    def manual(self) -> bool:
        """Whether the agent chooses the ticket, by the flow's wish or because nobody else can."""
        choice = self.record.choice
        if isinstance(choice, UseTicket) and choice.always:
            return False
        return self.settings.ticket_assignment == "agent" or self.record.undecided or self.uninvited

    @property
    def choosing(self) -> bool:
        """Whether the panel is there for the agent to choose the ticket (rules 5.3, 5.4)."""
        record = self.record
        taken = record.stage in (CONNECTED, ENDED)
        return self.ours and taken and record.open and self.manual and not self.monitored

    @property
    def candidates(self) -> tuple[User, ...]:
        """The users among whom the agent may still pick (rule 3.4); a missed call concerns nobody (rule 5.6)."""
        if not (self.ours and self.record.open):
            return ()
        match self.record.caller:
            case Ambiguous(users=users) | Recognised(among=users):
                return users
            case _:
                return ()

    @property
    def named(self) -> str:
        """The other side's name or number on one line, empty for an anonymous caller: that word has a language."""
        named = self.settings.customer_name if isinstance(self.record.caller, Unrecognised) else ""
        person = self.user.name if self.user else self.record.person
        return one_line(named or person, NAME)

    @property
    def user(self) -> User | None:
        """The user whom a new ticket would belong to: whom the agent means, else the one who was recognised."""
        if self.record.meant:
            return self.record.meant.user
        return self.identified

    @property
    def identified(self) -> User | None:
        """The user who was recognised, or picked among the candidates."""
        return self.record.identified

    @property
    def newcomer(self) -> bool:
        """Whether a new ticket would also create a user: the caller is unknown and can be found again later."""
        meant = self.record.meant
        nobody = meant.how == NEWCOMER if meant else isinstance(self.record.caller, Unrecognised)
        return nobody and self.lasting

    @property
    def may_be_new(self) -> bool:
        """Whether the list offers *New customer*: the look-up has an answer, and the number can be stored."""
        told = isinstance(self.record.caller, Recognised | Unrecognised | Ambiguous)
        return bool(self.record.number) and self.lasting and told and self.ours and self.record.open

    @property
    def may_be_own(self) -> bool:
        """Whether the list offers *Nobody yet*, which makes the agent the requester of a new ticket."""
        caller = self.record.caller
        somebody = isinstance(caller, Recognised) or (isinstance(caller, Unrecognised) and self.lasting)
        return not somebody and self.ours and self.record.open

    def knows(self, user: User) -> bool:
        """Whether this user was identified, picked, or opened after the contact began (rule 6.8)."""
        meant = self.record.meant
        known = self.user is not None and self.user.id == user.id
        return known and (meant is None or meant.how in (TURNED, PICKED))

    @property
    def lasting(self) -> bool:
        """Whether a new user could be found at the next call: by a number in E.164 or an e-mail (rule 6.7)."""
        return self.record.number.startswith("+") or bool(self.settings.customer_email)

    @property
    def asked(self) -> str:
        """The number of the ticket that the flow asked for, as the agent reads it."""
        choice = self.record.choice
        if isinstance(choice, UseTicket | OtherRequester):
            return f"#{choice.ticket.id}"
        return f"#{choice.asked}" if isinstance(choice, NewTicket) else ""
