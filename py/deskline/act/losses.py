"""What Zendesk will never take, or an error kept from it: held for the agent to copy or to try again (rule 11.5)."""

import re
from dataclasses import replace

from markupsafe import escape

from deskline.model.effects import AttachPhone, CreateTicket, CreateUser, Phrase, Write, WriteNote, WriteVoiceComment
from deskline.model.errors import Refused
from deskline.model.record import Lost, Record
from deskline.words.comment import marker
from deskline.words.texts import Texts
from deskline.words.who import known_by

_KINDS = {CreateUser: "user", CreateTicket: "ticket", WriteNote: "note", WriteVoiceComment: "voice_comment"}
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>.*?</a>')
_LINE_END = re.compile(r"<br>|</li>|</p>|<ul>")
_TAG = re.compile("<[^>]*>")
_ESCAPED = {str(escape(sign)): sign for sign in "<>&'\""}
_ENTITY = re.compile("|".join(_ESCAPED))


def refused(order: Write, record: Record, refusal: Refused) -> Lost:
    """Return what is lost, and what the agent is told, when Zendesk will not carry out an order, ever."""
    words = {"status": str(refusal.status), "who": known_by(record), "ticket": f"#{record.ticket_id}"}
    return Lost(Phrase("lost." + _KINDS.get(type(order), "phone"), words), order)


def failed(order: Write, record: Record) -> Lost:
    """Return what is lost to an error that nobody foresaw, as far as anybody knows."""
    what = Phrase(f"pending.{type(order).__name__}")
    return Lost(Phrase("lost.unforeseen", {"who": known_by(record), "what": what}), order)


def no_ticket(order: Write, record: Record) -> Lost | None:
    """Return what is lost with the call's ticket, of which the agent is told: what would have been written on it."""
    needs_ticket = isinstance(order, WriteNote | WriteVoiceComment)
    return Lost(Phrase(f"pending.{type(order).__name__}"), order) if needs_ticket and record.ticket_id is None else None


def add_loss(record: Record, lost: Lost) -> Record:
    """Return the record with one loss more; of attempts at the call's ticket the last one stands for all."""
    others = tuple(one for one in record.lost if not (_of_ticket(one) and _of_ticket(lost)))
    return replace(record, lost=(*others, lost))


def drop_resolved(record: Record) -> Record:
    """Return the record without what is made up for: a ticket that could not be made, once the call has one."""
    left = tuple(one for one in record.lost if record.ticket_id is None or not _of_ticket(one))
    return replace(record, lost=left) if left != record.lost else record


def drop_superseded(record: Record, order: Write) -> Record:
    """Return the record without what this order has made up for, now that it is carried out.

    The contact details name every attribute that a note lost before them would have named as changed.
    """
    details = getattr(order, "marker", "") == marker("details", record.contact.id)
    left = tuple(one for one in record.lost if not _made_up(one.order, order, details))
    return replace(record, lost=left)


def again(record: Record) -> Record:
    """Return the record with everything lost owed once more, each to be asked for first, and complained of anew."""
    phrases = [one.what for one in record.lost]
    told = tuple(phrase for phrase in record.notices_shown if phrase not in phrases)
    pending = (*record.pending, *(_whole(one.order) for one in record.lost))
    return replace(record, pending=pending, lost=(), notices_shown=told, verify_first=True)


def details(record: Record, texts: Texts) -> str:
    """Return everything lost as plain text that an agent can paste."""
    return "\n\n".join(f"{texts.say(one.what)}\n{_content(one.order)}" for one in record.lost)


def _content(order: Write) -> str:
    match order:
        case CreateTicket():
            return f"{order.subject}\n{_plain(order.html)}"
        case WriteNote():
            return _plain(order.html)
        case CreateUser():
            return "\n".join(filter(None, (order.name, order.phone, order.email)))
        case WriteVoiceComment():
            times = f"{order.started_at:%Y-%m-%d %H:%M:%S} - {order.ended_at:%Y-%m-%d %H:%M:%S} UTC"
            said = (order.title, f"{order.from_line} > {order.to_line}", times, order.contact_id, order.recording_url)
            return "\n".join(filter(None, said))
        case _:  # of what is only attached, nothing but the number can be lost
            return order.number if isinstance(order, AttachPhone) else ""


def _plain(html: str) -> str:
    lines = _LINE_END.sub("\n", _LINK.sub(r"\1", html)).split("\n")
    return "\n".join(filter(None, map(_text, lines)))


def _text(line: str) -> str:
    # Markup's own way to do this knows every entity there is, of which the package holds no table.
    return " ".join(_ENTITY.sub(lambda found: _ESCAPED[found[0]], _TAG.sub("", line)).split())


def _made_up(lost: Write, order: Write, details: bool) -> bool:
    if isinstance(lost, WriteNote):
        return details or lost == order
    return isinstance(lost, WriteVoiceComment) and isinstance(order, WriteVoiceComment)


def _whole(order: Write) -> Write:
    return replace(order, without=()) if isinstance(order, CreateUser) else order


def _of_ticket(lost: Lost) -> bool:
    return isinstance(lost.order, CreateTicket)
