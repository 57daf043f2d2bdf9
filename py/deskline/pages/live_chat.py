"""What is said in a chat while it goes on, beside its ticket (rule 5.8)."""

from functools import lru_cache

from markupsafe import Markup

from deskline.chat.lines import event, speaker, words
from deskline.model.conversation import Line
from deskline.model.record import Record
from deskline.pages.buttons import Press
from deskline.pages.parts import button, empty, join, log, time
from deskline.pages.talk import AT_ONCE, Talk
from deskline.words.texts import Texts

LONGEST = 2_000
"""How much of one message is shown, in characters; the ticket gets all of it."""


def live_chat(record: Record, talk: Talk, texts: Texts) -> Markup:
    """Return the latest lines of a chat that goes on; nothing for other contacts."""
    contact = record.contact
    if contact.channel != "chat" or record.stage not in ("ringing", "connected", "ended") or not record.handled:
        return Markup("")
    all_lines, shown = talk.said(contact.id).lines, talk.shown(contact.id)
    lines = all_lines[-shown:]
    hidden = len(all_lines) - len(lines)
    more = button(Press("earlier", contact.id, str(shown + AT_ONCE)), texts("chat.earlier", count=str(hidden)))
    above = Markup('<p class="buttons">{}</p>').format(more) if hidden else Markup("")
    nothing = Markup("") if lines else empty(texts("chat.nothing_yet"))
    return above + log(f"log-{contact.id}", texts("chat.live"), join(_line(line, texts) for line in lines)) + nothing


@lru_cache(maxsize=1024)
def _line(line: Line, texts: Texts) -> Markup:
    # Most of what is shown again with each new line has not changed.
    when = time(line.at, day=False)
    if not line.written:
        shape = Markup('<p id="line-{}" class="quiet">{} <span dir="auto">{}</span></p>')
        return shape.format(line.id, when, event(line, texts))
    said = words(line, texts)
    cut = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
    shape = Markup(
        '<div id="line-{}" class="said {}"><p><strong dir="auto">{}</strong> {} {}</p><p dir="auto">{}</p></div>'
    )
    edited = texts("chat.edited") if line.edited else ""
    return shape.format(line.id, line.role, speaker(line, texts), when, edited, cut)
