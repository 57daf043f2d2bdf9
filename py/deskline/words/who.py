"""What a contact is known by, in words."""

from deskline.model.effects import Phrase
from deskline.model.record import Record


def known_by(record: Record) -> str | Phrase:
    """Return what a contact is known by: not who is in view, but whose it is."""
    if record.person:
        return record.person
    return Phrase("who.anonymous") if record.contact.channel == "voice" else channel(record)


def channel(record: Record) -> Phrase:
    """Return the name of a contact's channel; of one that we do not know, that it is a contact."""
    return Phrase(f"channel.{record.contact.channel or 'other'}")
