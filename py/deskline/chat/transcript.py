"""A chat as private comments within Zendesk's limit, in which nothing from outside is markup (rules 6.3, 14.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from deskline.chat.lines import event, speaker, words
from deskline.model.conversation import Conversation, Line
from deskline.model.effects import WriteNote
from deskline.model.record import Record
from deskline.words.comment import LONGEST, marker
from deskline.words.plain_text import inert
from deskline.words.texts import Texts

ROOM = LONGEST - 2_000
"""Characters of HTML for the lines of one comment, beside its heading and marker."""

PIECE = 8_000
"""The longest part of one message in a line, in characters: escaping makes at most five of one."""


def transcript(record: Record, said: Conversation, texts: Texts) -> tuple[WriteNote, ...]:
    """Return the comments with this agent's part of the conversation; none if nothing can have been said."""
    lines = _own(record, said)
    own = {"", *(line.id for line in lines)}
    gaps = frozenset(own.intersection(said.missing_after))
    if not lines and not gaps:
        return ()
    began = lines[0].at if lines else record.connected_at
    scribe = _Scribe(texts, texts.date(began) if began else "", gaps)
    pages = list(scribe.pages(lines))
    heads = [scribe.head(number, len(pages)) for number in range(len(pages))]
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
    """Writes lines in a language; `day` is the one on which they began, `gaps` after which of them some may be missing.

    "" among the gaps stands for the place before the first line.
    """

    texts: Texts
    day: str
    gaps: frozenset[str]

    def head(self, number: int, count: int) -> Markup:
        """Return how a comment begins: which part it is, whose times these are, where anything may be missing."""
        texts = self.texts
        part = texts("chat.part", number=number + 1, count=count) if count > 1 else ""
        missing = "" if number or not self.gaps else self._noted(texts("chat.incomplete", count=len(self.gaps)))
        times = texts("chat.times", date=self.day, zone=texts.zone)
        shape = Markup("<p><strong>{}</strong> {}<br>{}</p>{}")
        return shape.format(texts("chat.transcript"), part, times, missing)

    def pages(self, lines: Sequence[Line]) -> Iterator[Markup]:
        """Yield the lines, as many at a time as a comment has room for."""
        page, room = list(self._gap("")), ROOM
        for piece in (piece for line in lines for piece in (*self._pieces(line), *self._gap(line.id))):
            if len(piece) > room:
                yield Markup("").join(page)
                page, room = [], ROOM
            page.append(piece)
            room -= len(piece)
        yield Markup("").join(page)

    def _gap(self, after: str) -> Iterator[Markup]:
        if after in self.gaps:
            yield self._noted(self.texts("chat.gap"))

    @staticmethod
    def _noted(text: str) -> Markup:
        return Markup("<p><em>{}</em></p>").format(text)

    def _pieces(self, line: Line) -> Iterator[Markup]:
        """Yield a line as HTML; a very long message in several pieces, so that each fits."""
        when = self.texts.clock(line.at, self.day)
        if not line.written:
            yield self._noted(f"{when} {event(line, self.texts)}")
            return
        said, edited = words(line, self.texts), self.texts("chat.edited") if line.edited else ""
        for begin in range(0, len(said), PIECE):
            text = escape(inert(said[begin : begin + PIECE])).replace("\n", Markup("<br>"))
            shape = Markup("<p><strong>{}</strong> {} {}<br>{}</p>")
            yield shape.format(speaker(line, self.texts), when, edited, text)
