"""What *Copy details* copies of a lost write: plain text, as it would have been written (rules 6.9, 11.5)."""

import re

from markupsafe import escape

from deskline.model.effects import AttachPhone, CreateTicket, CreateUser, Write, WriteNote, WriteVoiceComment

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>.*?</a>')
_LINE_END = re.compile(r"<br>|</li>|</p>|<ul>")
_TAG = re.compile("<[^>]*>")
_ESCAPED = {str(escape(sign)): sign for sign in "<>&'\""}
_ENTITY = re.compile("|".join(_ESCAPED))


def of_nothing(order: Write) -> str:
    """Return nothing: the write has no text."""
    return ""


def of_user(order: CreateUser) -> str:
    """Return the name, the number and the address."""
    return _lines(order.name, order.phone, order.email)


def of_ticket(order: CreateTicket) -> str:
    """Return the subject and the contact details."""
    return f"{order.subject}\n{_plain(order.html)}"


def of_note(order: WriteNote) -> str:
    """Return the note."""
    return _plain(order.html)


def of_voice_comment(order: WriteVoiceComment) -> str:
    """Return the title, the numbers, the times in UTC, the contact's id and the recording."""
    times = f"{order.started_at:%Y-%m-%d %H:%M:%S} - {order.ended_at:%Y-%m-%d %H:%M:%S} UTC"
    numbers = f"{order.from_line} > {order.to_line}"
    return _lines(order.title, numbers, times, order.contact_id, order.recording_url)


def of_phone(order: AttachPhone) -> str:
    """Return the number."""
    return order.number


def _plain(html: str) -> str:
    lines = _LINE_END.sub("\n", _LINK.sub(r"\1", html)).split("\n")
    return _lines(*map(_text, lines))


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def _text(line: str) -> str:
    # Markup's own method needs the table of all HTML entities, which the package leaves out.
    return " ".join(_ENTITY.sub(lambda found: _ESCAPED[found[0]], _TAG.sub("", line)).split())
