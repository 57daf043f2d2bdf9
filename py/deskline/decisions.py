"""What to do at each moment of a contact: pure functions from what is known to a plan, with the reasons.

The theory of this module: everything that had to be asked stands in the record before a decision is made, and
everything that is done comes after it, so a decision is a value that can be compared, explained and repeated. A
decision says what is right for the contact as it stands; it never asks whether something was done before. That is
kept by the record's stage (each moment is decided once) and by the outbox (each order is carried out once).
"""

from dataclasses import dataclass

from deskline import comment, links
from deskline.desk import Ambiguous, Anonymous, Recognised, Unanswered, Unknown, Unrecognised
from deskline.effects import (
    AttachPhone,
    AttachTicket,
    CreateTicket,
    CreateUser,
    HideSoftphone,
    Notify,
    Phrase,
    Plan,
    PopTicket,
    PopUser,
    ShowSoftphone,
    WriteNote,
    WriteVoiceComment,
)
from deskline.lines import NAME, SUBJECT, one_line
from deskline.record import Record
from deskline.settings import ForContact, Installation
from deskline.texts import Texts

VIA_INBOUND, VIA_OUTBOUND = 45, 46
"""Zendesk's `via_id` for phone calls, by direction."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision is made on: the record, what holds for the contact, the installation, the texts."""

    record: Record
    settings: ForContact
    installation: Installation
    texts: Texts

    @property
    def manual(self) -> bool:
        """Say whether the agent chooses the ticket, by the flow's wish or because nobody else can."""
        return self.settings.ticket_assignment == "agent" or self.record.manual

    @property
    def ours(self) -> bool:
        """Say whether this kind of contact is one that Deskline writes about."""
        contact = self.record.contact
        return contact.channel == "voice" and contact.direction == "inbound"

    @property
    def who(self) -> str:
        """The caller as a subject names them."""
        named = self.settings.customer_name if isinstance(self.record.caller, Unrecognised) else ""
        return one_line(named or self.record.person, NAME) or self.texts("who.anonymous")


@dataclass(frozen=True, slots=True)
class Decision:
    """A plan, the reasons for it, and whether the plan writes down all of the contact's attributes."""

    plan: Plan = ()
    why: tuple[Phrase, ...] = ()
    notes: bool = False


NOTHING = Decision()


def when_offered(case: Case) -> Decision:
    """Open the softphone at once, before anybody is looked up (rule 5.1)."""
    return Decision((ShowSoftphone(),)) if case.ours else NOTHING


def when_ringing(case: Case) -> Decision:
    """Pop what the agent needs while it rings; nothing is written (rule 5.1)."""
    if not case.ours:
        return NOTHING
    pop = _pop_known(case) if case.settings.pop_incoming else ()
    return Decision((*pop, *_warnings(case)), (_who(case), *_which(case)))


def when_connected(case: Case) -> Decision:
    """Create what is missing, write the contact details, pop the ticket, close the softphone (rule 5.2)."""
    if not case.ours:
        return NOTHING
    if case.manual:
        pop = () if case.settings.pop_incoming else _pop_known(case)
        return Decision((*pop, *_warnings(case), *_unanswered(case)), (_who(case), *_which(case)))
    plan = (*_attach_or_create(case), PopTicket(), HideSoftphone(), *_phone(case), *_warnings(case))
    return Decision(plan, (_who(case), *_which(case)), notes=True)


def when_ended(case: Case) -> Decision:
    """Write down what has changed and the call itself, if there is a ticket to write on (rules 5.5, 6.4)."""
    if not case.ours or case.record.ticket_id is None:
        return NOTHING
    return Decision((*_changes(case), *_voice_comment(case)), notes=True)


def when_closed(case: Case) -> Decision:
    """Create the ticket that nobody created, for the recognised user or else the agent (rule 5.4)."""
    record = case.record
    forced = case.settings.force_ticket_creation or not case.manual
    if not case.ours or record.missed or record.ticket_id is not None or not forced:
        return NOTHING
    return Decision((_create_ticket(case), *_voice_comment(case)), (Phrase("why.forced"),), notes=True)


def _pop_known(case: Case) -> Plan:
    if case.record.recent:
        return (PopTicket(case.record.recent.id),)
    caller = case.record.caller
    return (PopUser(caller.user.id),) if isinstance(caller, Recognised) else ()


def _warnings(case: Case) -> Plan:
    caller = case.record.caller
    if isinstance(caller, Recognised) and caller.user.suspended:
        return (Notify(Phrase("notice.suspended", {"name": caller.user.name})),)
    if isinstance(caller, Unknown):
        return (Notify(Phrase("notice.user_not_found", {"id": str(caller.user_id)})),)
    if isinstance(caller, Ambiguous):
        names = ", ".join(one_line(user.name, 40) for user in caller.users[:5])
        return (Notify(Phrase("notice.several_users", {"number": case.record.number, "names": names})),)
    return ()


def _unanswered(case: Case) -> Plan:
    asked = isinstance(case.record.caller, Unanswered)
    return (Notify(Phrase("notice.could_not_ask", {"number": case.record.number})),) if asked else ()


def _who(case: Case) -> Phrase:
    caller, number = case.record.caller, case.record.number
    if isinstance(caller, Recognised):
        return Phrase(caller.how, {"name": caller.user.name, "number": number})
    if isinstance(caller, Unknown):
        return Phrase("why.user_not_found", {"id": str(caller.user_id)})
    key = {Unrecognised: "unrecognised", Anonymous: "anonymous", Ambiguous: "several"}.get(type(caller), "unanswered")
    return Phrase(f"why.{key}", {"number": number})


def _which(case: Case) -> tuple[Phrase, ...]:
    if case.manual:
        return (Phrase("why.agent_chooses"),)
    recent, minutes = case.record.recent, f"{case.settings.recent_ticket_timeout:g}"
    if recent:
        return (Phrase("why.recent", {"ticket": str(recent.id), "minutes": minutes}),)
    return (Phrase("why.new_ticket"),)


def _attach_or_create(case: Case) -> Plan:
    record = case.record
    if record.recent:
        html = comment.details(record, case.settings, case.installation, case.texts)
        note = WriteNote(html, comment.marker("details", record.contact.id))
        return (AttachTicket(record.recent.id, record.recent.requester_id), note)
    user = (_create_user(case),) if isinstance(record.caller, Unrecognised) else ()
    return (*user, _create_ticket(case))


def _create_user(case: Case) -> CreateUser:
    number, settings = case.record.number, case.settings
    name = settings.customer_name or _name_in(settings.customer_email) or case.texts("who.caller", number=number)
    phone = number if number.startswith("+") else ""
    return CreateUser(one_line(name, NAME), phone, settings.customer_email, f"connect:{case.record.contact.id}")


def _name_in(email: str) -> str:
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    letters = ("".join(letter for letter in word if not letter.isdigit()) for word in words)
    return " ".join(word.capitalize() for word in letters if word)


def _create_ticket(case: Case) -> CreateTicket:
    record = case.record
    return CreateTicket(
        subject=_title(case),
        html=comment.details(record, case.settings, case.installation, case.texts),
        marker=comment.marker("details", record.contact.id),
        via_id=VIA_INBOUND,
        external_id=record.contact.external_id,
        outbound_queue=case.settings.ticket_outbound_queue,
    )


def _title(case: Case) -> str:
    given = one_line(case.settings.conversation_title, SUBJECT)
    return given or one_line(case.texts("subject.inbound.voice", who=case.who), SUBJECT)


def _phone(case: Case) -> Plan:
    caller, number = case.record.caller, case.record.number
    bare = isinstance(caller, Recognised) and not caller.user.phones
    wanted = case.settings.attach_phone_number and number.startswith("+")
    return (AttachPhone(number),) if bare and wanted else ()


def _changes(case: Case) -> Plan:
    record = case.record
    shown = record.contact.shown_attributes
    changed = {name: value for name, value in shown.items() if record.noted.get(name) != value}
    if not changed:
        return ()
    html = comment.changes(record, changed, record.notes, case.texts)
    return (WriteNote(html, comment.marker(f"changes-{record.notes}", record.contact.id)),)


def _voice_comment(case: Case) -> Plan:
    record, settings = case.record, case.settings
    if not settings.voice_comment or record.connected_at is None or record.ended_at is None:
        return ()
    order = WriteVoiceComment(
        title=_title(case),
        from_line=record.number or case.texts("who.anonymous"),
        to_line=settings.dialed_number or case.texts("who.unknown_number"),
        direction=record.contact.direction,
        started_at=record.connected_at,
        ended_at=max(record.connected_at, record.ended_at),
        contact_id=record.contact.id,
        recording_url=links.recording(case.installation, record.contact.id) if comment.recorded(settings) else "",
        consent=settings.call_recording_consent,
    )
    return (order,)
