"""How a contact, and what became of one that nobody took, is named in words."""

from deskline.model.effects import Phrase
from deskline.model.record import Record


def known_by(record: Record) -> str | Phrase:
    """Return the contact's name for people: its user's name or its number, not who is in view."""
    if record.person:
        return record.person
    return Phrase("who.anonymous") if record.contact.channel == "voice" else channel(record)


def ending(record: Record) -> str:
    """Return the outcome of a contact that was never connected: missed, rejected or unanswered (rule 5.6)."""
    called = record.contact.outbound or (record.contact.callback and record.contact.fate == "unanswered")
    rejected = record.contact.fate == "rejected"
    return "unanswered" if called else "rejected" if rejected else "missed"


def channel(record: Record) -> Phrase:
    """Return the name of a contact's channel; "contact" for an unknown one."""
    return Phrase(f"channel.{record.contact.channel or 'other'}")
