"""A contact as a page shows it: its headline, what is lost or pending, the choice, and why its ticket is the one."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from deskline.act.losses import details as lost_details
from deskline.decide.decisions import remarks
from deskline.decide.reasons import reasons, several
from deskline.decide.situation import Situation
from deskline.model.effects import AttachPhone, Phrase
from deskline.model.findings import Ambiguous
from deskline.model.record import Record
from deskline.pages.buttons import Press
from deskline.pages.choice import choice
from deskline.pages.facts import TICKETS, goes, lasting, outcome, person_link, state
from deskline.pages.live_chat import live_chat
from deskline.pages.parts import (
    Headline,
    Text,
    bullets,
    button,
    card,
    details,
    empty,
    facts,
    headline,
    join,
    line,
    link,
    status_line,
)
from deskline.pages.screen import Screen
from deskline.pages.task_details import task_details
from deskline.words.notices import remark
from deskline.words.texts import Texts, for_reading
from deskline.words.who import channel

PENDING = (*TICKETS, AttachPhone)
"""Orders that an agent is shown while they are pending (rule 15.1)."""

SAME = {
    "notice.user_not_found": "why.user_not_found",
    "notice.conversation_missing": "why.conversation_ticket_missing",
    "notice.other_owner": "why.other_owner",
    "notice.ticket_missing": "why.missing",
    "notice.new_ticket_asked": "why.zero",
    "notice.could_not_ask": "why.unanswered",
    "notice.which_unanswered": "why.which_unanswered",
}
"""The reasons that say what a warning says already (rule 16.3)."""


def cards(records: Sequence[Record], screen: Screen, ticket: int | None = None) -> Markup:
    """Return a card for each contact, or say that there is none; beside a ticket with what is said in its chat."""
    shown = (_card(screen.situation(record), screen, _live(record, screen, ticket)) for record in records)
    return join(shown) or empty(screen.texts("view.no_contact"))


def _live(record: Record, screen: Screen, ticket: int | None) -> Markup:
    if ticket is None or (record.ticket_id != ticket and record.contact.id != screen.selected):
        return Markup("")
    return live_chat(record, screen.talk, screen.texts)


def head(situation: Situation, screen: Screen) -> Markup:
    """Return a contact's headline: who, what, how long, which ticket, and what to be careful about (rule 16.1)."""
    record, texts = situation.record, situation.texts
    number = for_reading(record.number) if record.user else ""
    task = record.contact.name if record.user and record.contact.channel == "task" else ""
    where = goes(situation)
    said = Headline(
        person_link(record, texts),
        (number, _organization(record), texts.say(channel(record)), _isolated(task), record.contact.queue),
        outcome(record, texts) if record.stage == "closed" else state(record, texts),
        lasting(record, screen.behind),
        ([line(*where)] if where else []) + [line("warning", texts.say(one)) for one in _warnings(situation)],
    )
    return headline(record.contact.id, said)


def losses(record: Record, texts: Texts) -> Markup:
    """Return what could not be saved of a contact, with *Copy details* and *Try again* (rule 11.5)."""
    if not record.lost:
        return Markup("")
    what = bullets((texts.say(one.what) for one in record.lost), "what")
    copy = '<button type="button" class="c-btn c-btn--sm" data-copies="{}" data-done="{}">{}</button>'
    copied = Markup(copy).format(lost_details(record, texts), texts("page.copied"), texts("lost.copy_details"))
    retried = button(Press("again", record.contact.id, str(record.retries)), texts("lost.try_again"), "primary")
    return Markup('<div class="lost">{}<p class="buttons">{} {}</p></div>').format(what, retried, copied)


def _card(situation: Situation, screen: Screen, live: Markup) -> Markup:
    record, texts = situation.record, screen.texts
    attributes = list(record.contact.shown_attributes.items())
    body = (
        head(situation, screen),
        losses(record, texts),
        bullets((texts.say(one) for one in _pending(record)), "pending"),
        left(record, texts),
        choice(situation, screen.search(record)),
        live,
        task_details(record, texts),
        bullets((_reason(phrase, record, texts) for phrase in _untold(situation)), "why"),
        _remark(record, texts),
        details(texts("note.attributes"), facts(attributes)) if attributes else Markup(""),
    )
    return card(f"card-{record.contact.id}", join(body))


def _organization(record: Record) -> Text:
    return _isolated(record.user.organization if record.user else "")


def _isolated(name: str) -> Text:
    """A name in its own direction, whatever the language around it."""
    return Markup('<span dir="auto">{}</span>').format(name) if name else ""


def _warnings(situation: Situation) -> Iterator[Phrase]:
    record = situation.record
    if isinstance(record.caller, Ambiguous) and record.open and record.meant is None:
        yield several(situation)
    if record.open:
        yield from remarks(situation)


def _untold(situation: Situation) -> list[Phrase]:
    """Why the ticket is the one, without what a warning says already."""
    warned = {SAME.get(one.key, one.key) for one in _warnings(situation)}
    return [one for one in reasons(situation) if one.key not in warned]


def _pending(record: Record) -> Iterator[Phrase]:
    """What is not saved yet, once it takes longer than saving usually does."""
    for order in record.pending if record.attempted else ():
        if isinstance(order, PENDING):
            yield Phrase(f"pending.{type(order).__name__}")


def left(record: Record, texts: Texts) -> Markup:
    """Say that a contact of which the app takes no care is handled in Amazon's softphone."""
    if record.handled or record.contact.channel == "voice":
        return Markup("")
    return status_line("calm", texts.say(Phrase("view.in_softphone", {"channel": channel(record)})))


def _reason(phrase: Phrase, record: Record, texts: Texts) -> Text:
    if phrase.key != "why.new_customer" or record.made is None:
        return texts.say(phrase)
    sentence = escape(texts(phrase.key, name="{name}"))
    return sentence.format(name=link(Press("open_user", value=str(record.made.id)), record.made.name))


def _remark(record: Record, texts: Texts) -> Markup:
    """The flow's invalid values, in small print."""
    if not record.problems:
        return Markup("")
    return Markup('<p class="quiet" dir="auto">{}</p>').format(texts.say(remark(record.problems)))
