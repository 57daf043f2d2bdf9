"""What several pages show about a contact: who it is, its ticket, its outcome, what could not be saved."""

from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup

from deskline.act.losses import details
from deskline.model.record import Record
from deskline.pages.buttons import Press, button, link
from deskline.pages.panel import person
from deskline.words.texts import Texts


def person_link(record: Record, texts: Texts) -> str | Markup:
    """Return the caller's name or number, as a link to the user's profile if there is one."""
    name = person(record, texts)
    return link("open_user", name, record.user.id) if record.user else name


def ticket_link(record: Record) -> str | Markup:
    """Return the contact's ticket as a link, or nothing."""
    return link("open_ticket", f"#{record.ticket_id}", record.ticket_id) if record.ticket_id else ""


def losses(record: Record, texts: Texts) -> Markup:
    """Return what could not be saved of a contact, with *Copy details* and *Try again* (rule 6.9)."""
    if not record.lost:
        return Markup("")
    what = bullets((texts.say(one.what) for one in record.lost), "what")
    copy = '<button type="button" data-copies="{}" data-done="{}">{}</button>'
    copied = Markup(copy).format(details(record, texts), texts("page.copied"), texts("lost.copy_details"))
    retried = button(Press("again", record.contact.id), texts("lost.try_again"))
    return Markup('<div class="lost">{}<p>{} {}</p></div>').format(what, copied, retried)


def outcome(record: Record, texts: Texts) -> str:
    """Return the contact's outcome in words."""
    if record.lost:
        return texts("outcome.lost")
    if record.missed:
        return texts(f"outcome.{record.ending}")
    if record.pending and record.attempted:
        return texts("outcome.saving")
    return _state(record, texts)


def _state(record: Record, texts: Texts) -> str:
    """Return the call's state in words: on hold, calling (and for which ticket), or its stage."""
    contact, ticket = record.contact, record.dialled_from
    if record.stage == "connected" and contact.held:
        return texts("outcome.held")
    if record.stage == "ringing" and (contact.direction == "outbound" or contact.calling):
        return texts("outcome.calling_on", ticket=f"#{ticket}") if ticket else texts("outcome.calling")
    return texts(f"outcome.{record.stage}")


def began(record: Record) -> datetime:
    """Return when the call was connected, or else when the contact began."""
    return record.connected_at or record.contact.since


def duration(record: Record) -> str:
    """Return how long a call that has ended lasted, as minutes and seconds."""
    if record.connected_at is None or record.ended_at is None:
        return ""
    seconds = max(0, int((record.ended_at - record.connected_at).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def bullets(sentences: Iterable[str], kind: str) -> Markup:
    """Return sentences as a list of a kind, if there are any."""
    lines = join(Markup("<li>{}</li>").format(sentence) for sentence in sentences)
    return Markup('<ul class="{}">{}</ul>').format(kind, lines) if lines else Markup("")


def join(parts: Iterable[Markup]) -> Markup:
    """Return the parts one after the other."""
    return Markup("").join(parts)
