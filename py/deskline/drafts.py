"""What is to be written about a call, as orders (rule 6)."""

from deskline import comment, links
from deskline.case import Case
from deskline.desk import CLOSED, Ticket, User
from deskline.effects import (
    AttachPhone,
    AttachTicket,
    CreateTicket,
    CreateUser,
    Notify,
    Phrase,
    Plan,
    WriteNote,
    WriteVoiceComment,
)
from deskline.lines import NAME, SUBJECT, one_line

VIA = {"inbound": 45, "outbound": 46}
"""Zendesk's `via_id` for phone calls, by direction."""


def attach(case: Case, ticket: Ticket) -> Plan:
    """Return the orders that put the call on this ticket; a closed one is followed up instead (rule 4.6)."""
    if ticket.status == CLOSED:
        notice = Notify(Phrase("notice.follow_up", {"ticket": f"#{ticket.id}"}))
        return (create_ticket(case, ticket.id), notice)
    mark = comment.marker("details", case.record.contact.id)
    return (AttachTicket(ticket.id, ticket.requester_id), WriteNote(_details(case), mark))


def create(case: Case, *, joins: bool = False) -> Plan:
    """Return the orders that make a ticket, and first a user if the caller is nobody yet."""
    nobody = case.newcomer and case.record.user_id is None
    return (*((create_user(case),) if nobody else ()), create_ticket(case, joins=joins))


def create_user(case: Case) -> CreateUser:
    """Return the order for a user named by the flow, the e-mail or the number (rule 6.7)."""
    number, settings = case.record.number, case.settings
    name = settings.customer_name or _name_in(settings.customer_email) or case.written("who.caller", number=number)
    phone = number if number.startswith("+") else ""
    return CreateUser(one_line(name, NAME), phone, settings.customer_email, f"connect:{case.record.contact.id}")


def create_ticket(case: Case, follow_up_of: int | None = None, *, joins: bool = False) -> CreateTicket:
    """Return the order for a ticket with the contact details as its first comment (rule 6.1)."""
    contact = case.record.contact
    return CreateTicket(
        subject=title(case),
        html=_details(case),
        marker=comment.marker("details", contact.id),
        via_id=VIA[contact.direction],
        external_id=contact.external_id,
        outbound_queue=case.settings.ticket_outbound_queue,
        follow_up_of=follow_up_of,
        joins=joins,
    )


def title(case: Case) -> str:
    """Return the subject of a new ticket, and the title of the voice comment."""
    given = one_line(case.settings.conversation_title, SUBJECT)
    who = case.named or case.written("who.anonymous")
    return given or one_line(case.written(f"subject.{case.record.contact.direction}.voice", who=who), SUBJECT)


def phone(case: Case, user: User | None) -> Plan:
    """Return the order that gives the number to a requester who has none; never to an agent (rule 6.8).

    An agent who is a requester may be standing in for a caller whom nobody knew; the number is not theirs. Nor is it
    whoever's ticket happens to be on the screen.
    """
    wanted = phone_fits(case, user) and case.record.number_kept
    return (AttachPhone(case.record.number),) if wanted else ()


def phone_fits(case: Case, user: User | None) -> bool:
    """Whether the number would be stored on this user, if the agent has nothing against it."""
    bare = user is not None and not user.phones and user.role == "end-user" and case.knows(user)
    return bare and case.settings.attach_phone_number and case.record.number.startswith("+")


def changes(case: Case) -> Plan:
    """Return the order for a note about attributes that are new or have changed (rule 5.5)."""
    record = case.record
    shown = record.contact.shown_attributes
    changed = {name: value for name, value in shown.items() if record.noted.get(name) != value}
    if not changed:
        return ()
    html = comment.changes(record, changed, record.notes, case.written)
    return (WriteNote(html, comment.marker(f"changes-{record.notes}", record.contact.id)),)


def voice_comment(case: Case) -> Plan:
    """Return the order for the voice comment of a call that has ended, unless the flow forbids it (rule 6.4)."""
    record, settings = case.record, case.settings
    if not settings.voice_comment or record.connected_at is None or record.ended_at is None:
        return ()
    theirs = record.number or case.written("who.anonymous")
    ours = (settings.outbound_cli if case.outbound else settings.dialed_number) or case.written("who.unknown_number")
    order = WriteVoiceComment(
        title=title(case),
        from_line=ours if case.outbound else theirs,
        to_line=theirs if case.outbound else ours,
        direction=record.contact.direction,
        started_at=record.connected_at,
        ended_at=max(record.connected_at, record.ended_at),
        contact_id=record.contact.id,
        recording_url=links.recording(case.installation, record.contact.id) if comment.recorded(settings) else "",
        consent=settings.call_recording_consent,
    )
    return (order,)


def _details(case: Case) -> str:
    return comment.details(case.record, case.installation, case.written)


def _name_in(email: str) -> str:
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    letters = ("".join(letter for letter in word if not letter.isdigit()) for word in words)
    return " ".join(word.capitalize() for word in letters if word)
