"""A chat as private comments within Zendesk's limit, in which nothing from outside is markup (rules 6.3, 14.1)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from deskline.model.conversation import Conversation, Line
from deskline.model.effects import WriteNote
from deskline.model.record import Record
from deskline.words.comment import LONGEST, marker
from deskline.words.plain_text import NAME, inert, one_line
from deskline.words.texts import Texts

ROOM = LONGEST - 2_000
"""Characters of HTML for the lines of one comment, beside its heading and marker."""

PIECE = 8_000
"""The longest part of one message in a line, in characters: escaping makes at most five of one."""

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
"""The content type of a list or of times to choose from, which is JSON; a customer's answer has a suffix."""


def transcript(record: Record, said: Conversation, texts: Texts) -> tuple[WriteNote, ...]:
    """Return the comments with this agent's part of the conversation; none if nothing was said."""
    lines = _own(record, said)
    if not lines:
        return ()
    scribe = _Scribe(texts, texts.date(lines[0].at))
    pages = list(scribe.pages(lines))
    heads = [scribe.head(number, len(pages), whole=said.complete) for number in range(len(pages))]
    marks = [transcript_marker(record, number + 1) for number in range(len(pages))]
    signed = Markup("{}{}<p><em>{}</em></p>")
    return tuple(
        WriteNote(str(signed.format(head, page, mark)), mark)
        for head, page, mark in zip(heads, pages, marks, strict=True)
    )


def transcript_marker(record: Record, number: int = 1) -> str:
    """Return the marker of the transcript's comment with this number."""
    return marker(f"transcript-{number}", record.contact.id)


def _own(record: Record, said: Conversation) -> Sequence[Line]:
    """The lines of this agent's leg; the first agent's has what was said before, too, such as a bot's part."""
    contact = record.contact
    return [line for line in said.lines if not contact.transferred or line.contact in ("", contact.id)]


@dataclass(frozen=True, slots=True)
class _Scribe:
    """Writes lines in a language; `day` is the one on which they began."""

    texts: Texts
    day: str

    def head(self, number: int, count: int, *, whole: bool) -> Markup:
        """Return how a comment begins: which part it is, whose times these are, and whether anything may be missing."""
        texts = self.texts
        part = texts("chat.part", number=number + 1, count=count) if count > 1 else ""
        missing = "" if whole or number else Markup("<p><em>{}</em></p>").format(texts("chat.incomplete"))
        times = texts("chat.times", date=self.day, zone=texts.zone)
        shape = Markup("<p><strong>{}</strong> {}<br>{}</p>{}")
        return shape.format(texts("chat.transcript"), part, times, missing)

    def pages(self, lines: Sequence[Line]) -> Iterator[Markup]:
        """Yield the lines, as many at a time as a comment has room for."""
        page, room = list[Markup](), ROOM
        for piece in (piece for line in lines for piece in self._pieces(line)):
            if len(piece) > room:
                yield Markup("").join(page)
                page, room = [], ROOM
            page.append(piece)
            room -= len(piece)
        yield Markup("").join(page)

    def _pieces(self, line: Line) -> Iterator[Markup]:
        """Yield a line as HTML; a very long message in several pieces, so that each fits."""
        when = self.texts.clock(line.at, self.day)
        if line.kind == "event":
            happened = self.texts(f"chat.{line.words}", who=self._speaker(line))
            yield Markup("<p><em>{} {}</em></p>").format(when, happened)
            return
        words, edited = self._words(line), self.texts("chat.edited") if line.edited else ""
        for begin in range(0, len(words), PIECE):
            text = escape(inert(words[begin : begin + PIECE])).replace("\n", Markup("<br>"))
            shape = Markup("<p><strong>{}</strong> {} {}<br>{}</p>")
            yield shape.format(self._speaker(line), when, edited, text)

    def _words(self, line: Line) -> str:
        words = _readable(line)
        if line.kind == "file":
            return self.texts("chat.file", name=words)
        return words or self.texts("chat.deleted")

    def _speaker(self, line: Line) -> str:
        role = self.texts(f"chat.{line.role}")
        name = "" if line.role == "system" else one_line(line.name, NAME)
        return f"{name} ({role})" if name else role


def _readable(line: Line) -> str:
    """The words of a message; of an interactive one the titles that the customer sees, or what they chose."""
    if not line.format.startswith(INTERACTIVE):
        return line.words
    try:
        found = json.loads(line.words)
    except ValueError:
        return line.words
    return "\n".join(_titles(found)) or line.words


def _titles(found: Any) -> Iterator[str]:
    """Every title and subtitle in interactive content, in the order in which they stand there."""
    if isinstance(found, dict):
        yield from (found[name] for name in ("title", "subtitle", "text") if isinstance(found.get(name), str))
    for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _titles(part)
