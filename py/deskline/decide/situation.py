"""What a decision is based on: the record, the installation, the texts, what was said in a chat."""

from dataclasses import dataclass

from deskline.model.conversation import Conversation
from deskline.model.findings import (
    NEWCOMER,
    Ambiguous,
    Recognised,
    Unrecognised,
)
from deskline.model.people import User
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.words.plain_text import NAME, one_line
from deskline.words.texts import Texts

NOTHING_SAID = Conversation()


@dataclass(frozen=True, slots=True)
class Situation:
    """One contact as a decision sees it; `texts` are what the agent reads, `written` what tickets and users say."""

    record: Record
    installation: Installation
    texts: Texts
    written: Texts
    said: Conversation = NOTHING_SAID

    @property
    def settings(self) -> ForContact:
        """The settings that apply to the contact."""
        return self.record.settings

    @property
    def handled(self) -> bool:
        """Whether Deskline acts on this kind of contact."""
        return self.record.handled

    @property
    def monitored(self) -> bool:
        """Whether a supervisor listens here to somebody else's call."""
        return self.record.contact.monitored

    @property
    def manual(self) -> bool:
        """Whether the agent chooses the ticket."""
        return self.record.manual

    @property
    def choosing(self) -> bool:
        """Whether the panel lets the agent choose the ticket (rules 5.3, 5.4)."""
        record = self.record
        taken = record.stage in ("connected", "ended")
        return self.handled and taken and record.open and self.manual and not self.monitored

    @property
    def candidates(self) -> tuple[User, ...]:
        """The users whom the agent may still pick (rule 3.4); none for a missed call (rule 5.6)."""
        if not (self.handled and self.record.open):
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
        """The requester of a new ticket: the user whom the agent chose, else the recognised one."""
        if self.record.meant:
            return self.record.meant.user
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
        return bool(self.sign) and self.lasting and told and self.handled and self.record.open

    @property
    def may_be_own(self) -> bool:
        """Whether the list offers *Nobody yet*, which makes the agent the requester of a new ticket."""
        caller = self.record.caller
        somebody = isinstance(caller, Recognised) or (isinstance(caller, Unrecognised) and self.lasting)
        return not somebody and self.handled and self.record.open

    def knows(self, user: User) -> bool:
        """Whether this user was identified, picked, or opened after the contact began (rule 6.8)."""
        meant = self.record.meant
        known = self.user is not None and self.user.id == user.id
        return known and (meant is None or meant.how in ("turned", "picked"))

    @property
    def lacks_customer(self) -> bool:
        """Whether a ticket has to wait until the agent has found or created the customer of a chat (rule 5.3)."""
        return self.record.nameless and self.user is None

    @property
    def sign(self) -> str:
        """What a new customer would be found by: the number, or for a chat or task else the e-mail address."""
        voice = self.record.contact.channel == "voice"
        return self.record.number or ("" if voice else self.settings.customer_email)

    @property
    def lasting(self) -> bool:
        """Whether a new user could be found again at the next call: by a number in E.164 or an e-mail (rule 6.7)."""
        return self.record.number.startswith("+") or bool(self.settings.customer_email)
