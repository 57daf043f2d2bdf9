"""What pages say about a contact: who it is, its state and for how long, where it goes, what came of it (rule 16.1)."""

from datetime import datetime, timedelta

from markupsafe import Markup, escape

from deskline.decide.situation import Situation
from deskline.model.effects import CreateTicket, CreateUser, WriteNote, WriteVoiceComment
from deskline.model.findings import NewTicket, OtherRequester, UseTicket
from deskline.model.record import Record
from deskline.pages.buttons import Press
from deskline.pages.parts import Mood, Text, link, running
from deskline.words import comment
from deskline.words.texts import Texts, for_reading
from deskline.words.who import ending, known_by

TICKETS = (CreateUser, CreateTicket, WriteNote, WriteVoiceComment)
"""Orders that put a contact on its ticket."""


def person(record: Record, texts: Texts) -> str:
    """Return the caller's name or number in words: whose contact it is, not who is in view."""
    who = known_by(record)
    if isinstance(who, str):
        return for_reading(who)
    said = texts.say(who)  # a phrase of its own here, not part of a sentence
    return said[:1].upper() + said[1:]


def person_link(record: Record, texts: Texts) -> Text:
    """Return the caller's name or number, as a link to the user's profile if there is one."""
    name = person(record, texts)
    return link(Press("open_user", value=str(record.user.id)), name) if record.user else name


def ticket_link(record: Record) -> Text:
    """Return the contact's ticket as a link, or nothing."""
    return _opening(record.ticket_id) if record.ticket_id else ""


def _opening(ticket: int) -> Markup:
    return link(Press("open_ticket", value=str(ticket)), f"#{ticket}")


def state(record: Record, texts: Texts) -> str:
    """Return the contact's state in words."""
    if record.missed:
        return texts(f"outcome.{ending(record)}")
    if record.contact.channel in ("chat", "task") and record.stage in ("connected", "ended"):
        paused = record.stage == "connected" and record.contact.held
        return texts("stage.paused" if paused else f"stage.{record.stage}_{record.contact.channel}")
    if record.stage == "connected" and record.contact.held:
        return texts("stage.held")
    called = record.contact.direction == "outbound" or record.contact.calling
    if record.stage in ("new", "ringing") and called:
        return texts("stage.calling")
    return texts(f"stage.{record.stage}")


def lasting(record: Record, behind: timedelta) -> Text:
    """Return for how long the contact has been in its state, by the browser's clock, or how long a call was.

    Connect does not say since when somebody is on hold: then it is the time of the whole call.
    """
    if record.missed or record.stage == "closed":
        return duration(record)
    since = {"connected": record.connected_at, "ended": record.ended_at}.get(record.stage, record.contact.since)
    # The page counts up by a clock that may be far off Connect's.
    return running(since - behind) if since else ""


def duration(record: Record) -> str:
    """Return how long a contact that has ended lasted, as minutes and seconds."""
    return comment.duration(record.connected_at, record.ended_at)


def began(record: Record) -> datetime:
    """Return when the call was connected, or else when the contact began."""
    return record.connected_at or record.contact.since


def is_saving(record: Record) -> bool:
    """Whether something that belongs on the ticket is on its way to Zendesk."""
    return any(isinstance(order, TICKETS) for order in record.pending)


def looks_up(record: Record) -> bool:
    """Whether the contact is being looked up: an outbound call is not before the answer."""
    begun = record.stage == "connected" or (record.stage == "ringing" and record.contact.direction == "inbound")
    return record.handled and record.caller is None and begun


def goes(situation: Situation) -> tuple[Mood, Text] | None:
    """Return the line that says which ticket the contact goes on, in the present until it is there."""
    record, texts = situation.record, situation.texts
    if record.missed or not record.handled:
        return None
    if record.lost:
        return "danger", texts("outcome.lost")
    if looks_up(record):
        return "busy", texts("goes.looking_up")
    if is_saving(record) and (record.attempted or record.ticket_id is None):
        return "busy", texts("goes.saving")
    if record.ticket_id is not None:
        saved = not is_saving(record)
        return ("good", _on("goes.saved", record.ticket_id, texts)) if saved else _going(record.ticket_id, texts)
    return _before(situation)


def _before(situation: Situation) -> tuple[Mood, Text] | None:
    """The line of a contact that has no ticket yet."""
    record, texts = situation.record, situation.texts
    if record.stage == "closed" or situation.monitored:
        return None
    if record.dialled_from and record.choice is None:
        return _going(record.dialled_from, texts)
    if situation.manual:
        return "calm", texts("goes.you_choose")
    match record.choice:
        case UseTicket(ticket=ticket) if ticket.closed:
            return "calm", texts("goes.follow_up", ticket=f"#{ticket.id}")
        case UseTicket(ticket=ticket) | OtherRequester(ticket=ticket):
            return _going(ticket.id, texts)
        case NewTicket():
            return "calm", texts("goes.new")
        case _:
            return None


def _going(ticket: int, texts: Texts) -> tuple[Mood, Text]:
    return "calm", _on("goes.on", ticket, texts)


def _on(key: str, ticket: int, texts: Texts) -> Markup:
    """A sentence about a ticket, with the ticket's number as a link."""
    return escape(texts(key, ticket="{ticket}")).format(ticket=_opening(ticket))


def outcome(record: Record, texts: Texts) -> str:
    """Return what came of a contact, in words."""
    if record.lost:
        return texts("outcome.lost")
    if not record.missed and record.pending and record.attempted:
        return texts("outcome.saving")
    return state(record, texts)
