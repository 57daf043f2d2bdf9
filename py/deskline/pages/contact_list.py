"""The list of contacts in the nav bar: when, who, which ticket, what became of it."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from deskline.model.record import Record
from deskline.pages.cards import losses
from deskline.pages.facts import began, duration, outcome, person_link, ticket_link
from deskline.pages.parts import Text, empty, table, time
from deskline.words.texts import Texts
from deskline.words.who import channel

HEADS = ("view.time", "view.who", "note.direction", "note.channel", "view.ticket", "view.duration", "view.outcome")


def contact_list(records: Sequence[Record], texts: Texts) -> Markup:
    """Return the contacts as rows, or say that there are none yet."""
    if not records:
        return empty(texts("view.no_contacts_yet"))
    rows = ((f"row-{record.contact.id}", _cells(record, texts)) for record in records)
    return table(map(texts, HEADS), rows)


def _cells(record: Record, texts: Texts) -> tuple[Text, ...]:
    return (
        time(began(record)),
        Markup('<span dir="auto">{}</span>').format(person_link(record, texts)),
        texts(f"direction.{record.contact.direction}"),
        texts.say(channel(record)),
        ticket_link(record),
        duration(record),
        escape(outcome(record, texts)) + losses(record, texts),
    )
