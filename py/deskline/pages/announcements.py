"""What a screen reader announces about a contact: ringing, connected, saved, lost, each once (rule 16.6)."""

from deskline.model.effects import CreateTicket, Phrase, WriteNote
from deskline.model.record import Record
from deskline.words.who import known_by


def announced(before: Record | None, after: Record) -> Phrase | None:
    """Return the sentence for what has just happened to a contact, or nothing."""
    if after.contact.silent or before is None:
        return None
    who: dict[str, str | Phrase | tuple[Phrase, ...]] = {"who": known_by(after)}
    if len(after.lost) > len(before.lost):
        return Phrase("announced.lost", who)
    if _saved(after) and not _saved(before):
        return Phrase("announced.saved", {"ticket": f"#{after.ticket_id}"})
    if after.stage == "connected" != before.stage:
        return Phrase("announced.connected", who)
    if _rings(after) and not _rings(before):
        return Phrase("announced.calling" if after.contact.direction == "outbound" else "announced.ringing", who)
    return None


def _rings(record: Record) -> bool:
    """Whether the contact rings and its look-up, if there is one while it rings, has an answer."""
    looked_up = record.handled and record.contact.direction == "inbound"
    return record.stage == "ringing" and (record.caller is not None or not looked_up)


def _saved(record: Record) -> bool:
    return record.ticket_id is not None and not any(isinstance(one, CreateTicket | WriteNote) for one in record.pending)
