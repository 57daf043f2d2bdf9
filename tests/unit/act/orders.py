"""One order of each effect, for the call of `builders`, and errors that answer it."""

from datetime import timedelta
from typing import Any

from deskline.model.effects import AttachPhone, AttachTicket, CreateTicket, CreateUser, WriteNote, WriteVoiceComment
from deskline.model.errors import Busy, NoAnswer, Refused
from unit.builders import ANSWERED, NUMBER

EMAIL = "ann@example.com"
MARK = "Deskline details c"
"""The mark of the contact details."""

USER = CreateUser("Caller", NUMBER, "", "connect:c")
USER_WITH_EMAIL = CreateUser("Caller", NUMBER, EMAIL, "connect:c")
TICKET = CreateTicket("Call", f"<p>{MARK}</p>", MARK, 45, "connect:c")
SHARED_TICKET = CreateTicket("Call", f"<p>{MARK}</p>", MARK, 45, "connect:c", joins=True)
ATTACH = AttachTicket(5, 7)
DETAILS = WriteNote(f"<p>{MARK}</p>", MARK)
NOTE = WriteNote("<p>Deskline changes-1 c</p>", "Deskline changes-1 c")
VOICE = WriteVoiceComment(
    "Call", NUMBER, "+61280000000", "inbound", ANSWERED, ANSWERED + timedelta(minutes=1), "c", "https://r/c"
)
PHONE = AttachPhone(NUMBER)

EVERY: tuple[Any, ...] = (USER, TICKET, ATTACH, DETAILS, VOICE, PHONE)

SILENCE, BUSY = NoAnswer("timeout"), Busy(503)
FORBIDDEN, GONE, UNFIT = Refused(403), Refused(404), Refused(422)


def unfit(**fields: str) -> Refused:
    """Return a refusal that names the fields that do not fit, each with a sentence."""
    return Refused(422, fields=fields)
