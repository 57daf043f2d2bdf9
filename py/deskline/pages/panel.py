"""The panel under the softphone: whose ticket it would be, who may be meant, the buttons (rules 3.4, 5.3)."""

from collections.abc import Sequence

from markupsafe import Markup

from deskline.decide.decisions import label, remarks
from deskline.decide.drafts import phone_fits
from deskline.decide.situation import Situation
from deskline.model.agent_state import RoutingProfile
from deskline.model.findings import NEWCOMER
from deskline.model.record import Record
from deskline.pages.buttons import Press, button, checkbox
from deskline.pages.who_is_it import who_is_it
from deskline.words.texts import Texts
from deskline.words.who import known_by


def panel(situation: Situation) -> Markup:
    """Return the panel of a contact whose ticket is the agent's to choose, else nothing."""
    if not situation.choosing:
        return _section(situation, who_is_it(situation)) if situation.candidates else Markup("")
    contact, ticket = situation.record.contact.id, situation.record.view.ticket
    attach = situation.texts("panel.attach", ticket=f"#{ticket.id}" if ticket else "")
    body = Markup('{}{}<p dir="auto">{}</p>{}<p>{} {}</p>{}').format(
        _remarks(situation),
        who_is_it(situation),
        situation.texts.say(label(situation)),
        _number(situation),
        button(Press("create", contact, _named(situation)), situation.texts("panel.create")),
        button(Press("attach", contact, str(ticket.id) if ticket else ""), attach, disabled=ticket is None),
        "" if ticket else Markup('<p class="quiet">{}</p>').format(situation.texts("panel.attach_hint")),
    )
    return _section(situation, body)


def queue_list(profile: RoutingProfile, chosen: str, texts: Texts) -> Markup:
    """Return the list of queues to call out through, at the agent's choice or the default, with *Reset* (rule 8.5)."""
    if not profile.queues:
        return Markup("")
    through = profile.outbound([chosen])
    current = through.name if through else ""
    options = Markup("").join(
        Markup("<option{}>{}</option>").format(Markup(" selected") if queue.name == current else "", queue.name)
        for queue in profile.queues
    )
    return Markup('<p class="queues"><label>{} <select data-press="queue">{}</select></label> {}</p>').format(
        texts("panel.queue"), options, button(Press("reset"), texts("panel.reset"))
    )


def tabs(cases: Sequence[Situation], selected: str) -> Markup:
    """Return a tab for each live contact, if there are several (rule 5.8)."""
    if len(cases) < 2:
        return Markup("")
    return Markup('<p class="tabs" role="tablist">{}</p>').format(
        Markup("").join(_tab(situation, situation.record.contact.id == selected) for situation in cases)
    )


def person(record: Record, texts: Texts) -> str:
    """Return the caller's name or number in words: whose contact it is, not who is in view."""
    who = known_by(record)
    if isinstance(who, str):
        return who
    said = texts.say(who)  # a phrase of its own here, not part of a sentence
    return said[:1].upper() + said[1:]


def _tab(situation: Situation, current: bool) -> Markup:
    shape = '<button type="button" role="tab" aria-selected="{}" data-press="select" data-contact="{}">{}</button>'
    return Markup(shape).format(
        "true" if current else "false", situation.record.contact.id, person(situation.record, situation.texts)
    )


def _section(situation: Situation, body: Markup) -> Markup:
    return Markup('<section class="panel" aria-label="{}">{}</section>').format(situation.texts("panel.label"), body)


def _remarks(situation: Situation) -> Markup:
    said = Markup("").join(
        Markup('<li dir="auto">{}</li>').format(situation.texts.say(phrase)) for phrase in remarks(situation)
    )
    return Markup('<ul class="remarks">{}</ul>').format(said) if said else said


def _number(situation: Situation) -> Markup:
    """Return the checkbox that keeps the number from being stored on a user who has none (rule 6.8)."""
    if situation.user is None or not phone_fits(situation, situation.user):
        return Markup("")
    text = situation.texts("panel.keep_number", number=situation.record.number, name=situation.user.name)
    return checkbox(Press("keep_number", situation.record.contact.id), text, on=situation.record.number_kept)


def _named(situation: Situation) -> str:
    """Return the requester of a new ticket, as the button's value."""
    if situation.user:
        return str(situation.user.id)
    return NEWCOMER if situation.newcomer else ""
