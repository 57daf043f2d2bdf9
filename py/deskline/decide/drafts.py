"""What is to be written about a contact, as orders (rule 6)."""

from datetime import datetime

from deskline.chat.transcript import transcript, transcript_marker
from deskline.decide.situation import Situation
from deskline.model.effects import (
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
from deskline.model.people import Ticket, User
from deskline.model.record import Record
from deskline.words import comment, links
from deskline.words.plain_text import NAME, SUBJECT, one_line

VIA = {"inbound": 45, "outbound": 46}
"""Zendesk's `via_id` for phone calls, by direction."""


def attach(situation: Situation, ticket: Ticket) -> Plan:
    """Return the orders that attach the call to this ticket; a closed one gets a follow-up (rule 4.6)."""
    if ticket.closed:
        notice = Notify(Phrase("notice.follow_up", {"ticket": f"#{ticket.id}"}))
        return (create_ticket(situation, ticket.id), notice)
    mark = comment.marker("details", situation.record.contact.id)
    return (AttachTicket(ticket.id, ticket.requester_id), WriteNote(_details(situation), mark))


def create(situation: Situation, *, joins: bool = False) -> Plan:
    """Return the orders that create a ticket, after a user if the caller is unknown."""
    nobody = situation.newcomer and situation.record.user_id is None
    return (*((create_user(situation),) if nobody else ()), create_ticket(situation, joins=joins))


def create_user(situation: Situation) -> CreateUser:
    """Return the order for a user named by the flow, the e-mail or the number (rule 6.7)."""
    number, settings = situation.record.number, situation.settings
    name = settings.customer_name or _name_in(settings.customer_email) or situation.written("who.caller", number=number)
    phone = number if number.startswith("+") else ""
    return CreateUser(one_line(name, NAME), phone, settings.customer_email, f"connect:{situation.record.contact.id}")


def create_ticket(situation: Situation, follow_up_of: int | None = None, *, joins: bool = False) -> CreateTicket:
    """Return the order for a ticket with the contact details as its first comment (rule 6.1)."""
    contact = situation.record.contact
    return CreateTicket(
        subject=title(situation),
        html=_details(situation),
        marker=comment.marker("details", contact.id),
        via_id=VIA[contact.direction],
        external_id=contact.external_id,
        outbound_queue=situation.settings.ticket_outbound_queue,
        follow_up_of=follow_up_of,
        joins=joins,
    )


def title(situation: Situation) -> str:
    """Return the subject of a new ticket, and the title of the voice comment."""
    contact, say = situation.record.contact, situation.written
    if contact.channel == "task":
        return one_line(say("subject.task", name=contact.name), SUBJECT)
    given = one_line(situation.settings.conversation_title, SUBJECT)
    chat = contact.channel == "chat"
    who = situation.named or say("who.unknown_customer" if chat else "who.anonymous")
    return given or one_line(say("subject.chat" if chat else f"subject.{contact.direction}.voice", who=who), SUBJECT)


def phone(situation: Situation, user: User | None) -> Plan:
    """Return the order that gives the number to a requester who has none; never to an agent (rule 6.8).

    An agent who is the requester may stand in for an unknown caller; the number is not theirs. Nor does it belong to a
    person who only happens to be on the screen.
    """
    wanted = phone_fits(situation, user) and situation.record.number_kept
    return (AttachPhone(situation.record.number),) if wanted else ()


def phone_fits(situation: Situation, user: User | None) -> bool:
    """Whether the number would be stored on this user, unless the agent unticks it."""
    bare = user is not None and not user.phones and user.role == "end-user" and situation.knows(user)
    return bare and situation.settings.attach_phone_number and situation.record.number.startswith("+")


def changes(situation: Situation) -> Plan:
    """Return the order for a note about attributes that are new or have changed (rule 5.5)."""
    record = situation.record
    shown = record.contact.shown_attributes
    changed = {name: value for name, value in shown.items() if record.noted_attributes.get(name) != value}
    if not changed:
        return ()
    return (WriteNote(comment.changes(record, changed, situation.written), comment.changes_marker(record)),)


def ending(situation: Situation) -> Plan:
    """Return the orders for what is written once a contact has ended: a call's voice comment, a chat's transcript, a
    task's outcome.
    """
    record = situation.record
    if record.connected_at is None or record.ended_at is None:
        return ()
    if record.contact.channel == "chat":
        wanted = situation.settings.chat_transcript
        return transcript(record, situation.said, situation.written) if wanted else ()
    if record.contact.channel == "task":
        return (WriteNote(comment.outcome(record, situation.written), comment.outcome_marker(record)),)
    talk = (record.connected_at, max(record.connected_at, record.ended_at))
    return (_voice_comment(situation, talk),) if situation.settings.voice_comment else ()


def owes_ending(record: Record) -> bool:
    """Whether what is written once a contact has ended is pending."""
    markers = (comment.outcome_marker(record), transcript_marker(record))
    return any(
        isinstance(order, WriteVoiceComment) or (isinstance(order, WriteNote) and order.marker in markers)
        for order in record.pending
    )


def _voice_comment(situation: Situation, talk: tuple[datetime, datetime]) -> WriteVoiceComment:
    """Return the order for the voice comment of a call that lasted from one time to another (rule 6.4)."""
    record, settings = situation.record, situation.settings
    theirs = record.number or situation.written("who.anonymous")
    outbound = record.contact.outbound
    own = settings.outbound_cli if outbound else settings.dialed_number
    ours = own or situation.written("who.unknown_number")
    return WriteVoiceComment(
        title=title(situation),
        from_line=ours if outbound else theirs,
        to_line=theirs if outbound else ours,
        direction=record.contact.direction,
        started_at=talk[0],
        ended_at=talk[1],
        contact_id=record.contact.id,
        recording_url=links.recording(situation.installation, record.contact.id) if comment.recorded(settings) else "",
        consent=settings.call_recording_consent,
    )


def _details(situation: Situation) -> str:
    return comment.details(situation.record, situation.installation, situation.written)


def _name_in(email: str) -> str:
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    letters = ("".join(letter for letter in word if not letter.isdigit()) for word in words)
    return " ".join(word.capitalize() for word in letters if word)
