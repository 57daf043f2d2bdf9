"""A contact as a sidebar shows it: a card with its facts, what is pending or lost, and why its ticket is the one."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from markupsafe import Markup, escape

from deskline.decide.reasons import reasons
from deskline.model.effects import Phrase
from deskline.model.record import Record
from deskline.pages.buttons import link
from deskline.pages.parts import bullets, duration, join, losses, outcome, person_link, ticket_link
from deskline.pages.screen import Screen
from deskline.words.notices import remark
from deskline.words.texts import Texts
from deskline.words.who import channel

PENDING = frozenset({"CreateUser", "CreateTicket", "WriteNote", "WriteVoiceComment", "AttachPhone"})
"""Orders that an agent is shown while they are pending (rule 15.1)."""


def cards(records: Sequence[Record], screen: Screen) -> Markup:
    """Return a card for each contact, or say that there is none."""
    return join(_card(record, screen) for record in records) or Markup('<p class="quiet">{}</p>').format(
        screen.texts("view.no_contact")
    )


def _card(record: Record, screen: Screen) -> Markup:
    texts = screen.texts
    facts: list[tuple[str, str | Markup]] = [
        (texts("note.direction"), texts(f"direction.{record.contact.direction}")),
        (texts("view.number"), record.number),
        (texts("note.queue"), record.contact.queue),
        (texts("view.state"), outcome(record, texts)),
        (texts("view.ticket"), ticket_link(record)),
        (texts("view.duration"), _lasting(record, screen.behind)),
    ]
    attributes: list[tuple[str, str | Markup]] = list(record.contact.shown_attributes.items())
    pending = [Phrase(f"pending.{type(order).__name__}") for order in record.pending if type(order).__name__ in PENDING]
    return Markup('<article id="card-{}" class="card"><h2 dir="auto">{}</h2>{}{}{}{}{}{}{}</article>').format(
        record.contact.id,
        person_link(record, texts),
        _facts(facts),
        bullets(map(texts.say, pending), "pending"),
        losses(record, texts),
        _left(record, texts),
        bullets((_reason(phrase, record, texts) for phrase in reasons(screen.situation(record))), "why"),
        _remark(record, texts),
        _details(texts("note.attributes"), _facts(attributes)) if attributes else "",
    )


def strip(record: Record, texts: Texts) -> Markup:
    """Return one line about a contact, for the softphone."""
    shape = '<p class="strip"><strong dir="auto">{}</strong> <span>{} {}</span></p>'
    line = Markup(shape).format(person_link(record, texts), outcome(record, texts), ticket_link(record))
    return line + _left(record, texts)


def _left(record: Record, texts: Texts) -> Markup:
    """Say that a contact which is not a call is handled in Amazon's softphone."""
    if record.contact.channel == "voice":
        return Markup("")
    said = texts.say(Phrase("view.in_softphone", {"channel": channel(record)}))
    return Markup('<p class="quiet left">{}</p>').format(said)


def _lasting(record: Record, behind: timedelta) -> str | Markup:
    # The page counts up while the call goes on, by a clock that may be far off Connect's.
    if record.connected_at is None or record.ended_at is not None:
        return duration(record)
    return Markup('<span data-since="{}"></span>').format((record.connected_at - behind).isoformat())


def _facts(facts: Iterable[tuple[str, str | Markup]]) -> Markup:
    given = join(
        Markup('<dt dir="auto">{}</dt><dd dir="auto">{}</dd>').format(name, value) for name, value in facts if value
    )
    return Markup("<dl>{}</dl>").format(given)


def _reason(phrase: Phrase, record: Record, texts: Texts) -> str | Markup:
    if phrase.key != "why.new_customer" or record.made is None:
        return texts.say(phrase)
    sentence = escape(texts(phrase.key, name="{name}"))
    return sentence.format(name=link("open_user", record.made.name, record.made.id))


def _remark(record: Record, texts: Texts) -> Markup:
    """The flow's invalid values, in small print."""
    if not record.problems:
        return Markup("")
    return Markup('<p class="quiet" dir="auto">{}</p>').format(texts.say(remark(record.problems)))


def _details(summary: str, body: Markup) -> Markup:
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, body)
