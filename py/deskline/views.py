"""What each page of the app shows about contacts, as HTML in which nothing from outside is markup (rule 6.3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from markupsafe import Markup

from deskline.effects import Phrase
from deskline.moments import CLOSED
from deskline.record import Record
from deskline.texts import Texts

SHOWN = 100
"""The number of contacts that the list of contacts shows."""


def view(place: str, about: int | None, records: Sequence[Record], texts: Texts) -> str:
    """Return what the page at this place shows; `about` is its ticket's or user's id; records: the latest first."""
    live = [record for record in records if record.stage != CLOSED]
    match place:
        case "nav_bar":
            return str(_contacts(records[:SHOWN], texts))
        case "top_bar":
            return str(_join(_strip(record, texts) for record in live))
        case "ticket_sidebar":
            own = [record for record in records if about is not None and record.ticket_id == about]
            return str(_cards(own[:5] or live, texts))
        case "user_sidebar":
            own = [record for record in live if about is not None and record.user_id == about]
            return str(_cards(own or live, texts))
        case _:
            return str(_cards(live, texts))


def _cards(records: Sequence[Record], texts: Texts) -> Markup:
    return _join(_card(record, texts) for record in records) or Markup('<p class="quiet">{}</p>').format(
        texts("view.no_contact")
    )


def _card(record: Record, texts: Texts) -> Markup:
    facts = [
        (texts("note.direction"), texts(f"direction.{record.contact.direction}")),
        (texts("view.number"), record.number),
        (texts("note.queue"), record.contact.queue),
        (texts("view.state"), _outcome(record, texts)),
    ]
    attributes = list(record.contact.shown_attributes.items())
    return Markup('<article class="card"><h2 dir="auto">{}</h2>{}{}{}{}</article>').format(
        _person(record, texts),
        _facts(facts),
        _sentences(record.lost, "lost", texts),
        _sentences(record.why, "why", texts),
        _details(texts("note.attributes"), _facts(attributes)) if attributes else "",
    )


def _strip(record: Record, texts: Texts) -> Markup:
    return Markup('<p class="strip"><strong dir="auto">{}</strong> <span>{}</span></p>').format(
        _person(record, texts), _outcome(record, texts)
    )


def _contacts(records: Sequence[Record], texts: Texts) -> Markup:
    if not records:
        return Markup('<p class="quiet">{}</p>').format(texts("view.no_contacts_yet"))
    keys = ("view.time", "view.who", "note.direction", "note.channel", "view.ticket", "view.duration", "view.outcome")
    heads = _join(Markup('<th scope="col">{}</th>').format(texts(key)) for key in keys)
    rows = _join(_row(record, texts) for record in records)
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(heads, rows)


def _row(record: Record, texts: Texts) -> Markup:
    cells = (
        _time(record.connected_at or record.contact.since),
        Markup('<span dir="auto">{}</span>').format(_person(record, texts)),
        texts(f"direction.{record.contact.direction}"),
        texts(f"channel.{record.contact.channel}"),
        f"#{record.ticket_id}" if record.ticket_id else "",
        _duration(record),
        _outcome(record, texts),
    )
    return Markup("<tr>{}</tr>").format(_join(Markup("<td>{}</td>").format(cell) for cell in cells))


def _outcome(record: Record, texts: Texts) -> str:
    if record.lost:
        return texts("outcome.lost")
    if record.missed:
        return texts("outcome.missed")
    if record.owed and record.attempted:
        return texts("outcome.saving")
    return texts(f"outcome.{record.stage}", ticket=f"#{record.ticket_id}" if record.ticket_id else "")


def _person(record: Record, texts: Texts) -> str:
    return record.person or record.contact.number or texts("who.anonymous")


def _duration(record: Record) -> str:
    if record.connected_at is None or record.ended_at is None:
        return ""
    seconds = max(0, int((record.ended_at - record.connected_at).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def _time(moment: datetime) -> Markup:
    # The page knows the agent's time zone; it fills in the local time.
    return Markup('<time datetime="{}"></time>').format(moment.isoformat())


def _facts(facts: Iterable[tuple[str, str]]) -> Markup:
    given = _join(
        Markup('<dt dir="auto">{}</dt><dd dir="auto">{}</dd>').format(name, value) for name, value in facts if value
    )
    return Markup("<dl>{}</dl>").format(given)


def _sentences(phrases: Iterable[Phrase], kind: str, texts: Texts) -> Markup:
    lines = _join(Markup("<li>{}</li>").format(texts.say(phrase)) for phrase in phrases)
    return Markup('<ul class="{}">{}</ul>').format(kind, lines) if lines else Markup("")


def _details(summary: str, body: Markup) -> Markup:
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, body)


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
