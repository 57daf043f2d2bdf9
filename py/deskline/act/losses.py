"""Writes that Zendesk refused or an error stopped, kept for the agent to copy or to try again (rule 11.5)."""

from collections.abc import Iterator
from dataclasses import replace

from deskline.act.writes import kind_of
from deskline.model.effects import CreateTicket, CreateUser, Phrase, Write, WriteNote, WriteVoiceComment
from deskline.model.errors import Refused
from deskline.model.record import Lost, Record
from deskline.words.comment import marker
from deskline.words.texts import Texts, plain
from deskline.words.who import known_by


def lost_to_refusal(order: Write, record: Record, refusal: Refused) -> Lost:
    """Return the loss, with what the agent is told, when Zendesk refuses a write for good."""
    words = {"status": str(refusal.status), "who": known_by(record), "ticket": f"#{record.ticket_id}"}
    return Lost(Phrase(kind_of(order).lost, words), order)


def lost_to_error(order: Write, record: Record) -> Lost:
    """Return the likely loss when an unexpected error stops a write."""
    words = {"who": known_by(record), "what": Phrase(kind_of(order).pending)}
    return Lost(Phrase("lost.unforeseen", words), order)


def lost_with_ticket(order: Write) -> Lost:
    """Return the loss of a write whose ticket was lost: the agent is told about the ticket."""
    return Lost(Phrase(kind_of(order).pending), order)


def add_loss(record: Record, lost: Lost) -> Record:
    """Return the record with one more loss; of several attempts at the call's ticket the last one counts."""
    others = tuple(one for one in record.lost if not (_of_ticket(one) and _of_ticket(lost)))
    return replace(record, lost=(*others, lost))


def drop_superseded(record: Record, order: Write) -> Record:
    """Return the record without the losses that this write replaces, now that it is carried out."""
    left = tuple(one for one in record.lost if not _superseded(one.order, order, record))
    return replace(record, lost=left)


def again(record: Record) -> Record:
    """Return the record with all losses pending again, the outcome of each to be checked first."""
    phrases = [one.what for one in record.lost]
    shown = tuple(phrase for phrase in record.notices_shown if phrase not in phrases)
    pending = (*record.pending, *(_whole(one.order) for one in record.lost))
    tried = replace(record, retries=record.retries + 1, verify_first=True)
    return replace(tried, pending=pending, lost=(), notices_shown=shown)


def details(record: Record, texts: Texts) -> str:
    """Return all losses as plain text for the agent to paste."""
    return "\n\n".join("\n".join((*_refusal(one, texts), kind_of(one.order).copy(one.order))) for one in record.lost)


def _refusal(lost: Lost, texts: Texts) -> Iterator[str]:
    yield plain(texts.say(lost.what))
    if "status" in lost.what.words:
        yield f"HTTP {lost.what.words['status']}"


def _superseded(lost: Write, order: Write, record: Record) -> bool:
    match lost:
        case CreateTicket():
            return record.ticket_id is not None
        case WriteVoiceComment():
            return isinstance(order, WriteVoiceComment)
        case WriteNote():
            # The details contain every attribute of a note that was lost before them.
            details = marker("details", record.contact.id)
            return lost == order or getattr(order, "marker", "") == details
        case _:
            return False


def _whole(order: Write) -> Write:
    return replace(order, without=()) if isinstance(order, CreateUser) else order


def _of_ticket(lost: Lost) -> bool:
    return isinstance(lost.order, CreateTicket)
