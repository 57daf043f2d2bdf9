"""The panel under the softphone: whose ticket it would be, who may be meant, the buttons (rules 3.4, 5.3)."""

from collections.abc import Sequence

from markupsafe import Markup

from deskline.announcing import known_by
from deskline.case import Case
from deskline.controls import button, tick
from deskline.decisions import label, remarks
from deskline.desk import NEWCOMER
from deskline.drafts import phone_fits
from deskline.queues import RoutingProfile
from deskline.record import Record
from deskline.texts import Texts
from deskline.whose import who_is_it


def panel(case: Case) -> Markup:
    """Return the panel of a contact whose ticket is the agent's to choose, else nothing."""
    if not case.choosing:
        return _section(case, who_is_it(case)) if case.candidates else Markup("")
    ticket = case.record.view.ticket
    attach = case.texts("panel.attach", ticket=f"#{ticket.id}" if ticket else "")
    body = Markup('{}{}<p dir="auto">{}</p>{}<p>{} {}</p>{}').format(
        _remarks(case),
        who_is_it(case),
        case.texts.say(label(case)),
        _number(case),
        button("create", case.texts("panel.create"), case.record.contact.id, _named(case)),
        button("attach", attach, case.record.contact.id, str(ticket.id if ticket else ""), disabled=ticket is None),
        "" if ticket else Markup('<p class="quiet">{}</p>').format(case.texts("panel.attach_hint")),
    )
    return _section(case, body)


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
        texts("panel.queue"), options, button("reset", texts("panel.reset"))
    )


def tabs(cases: Sequence[Case], selected: str) -> Markup:
    """Return a tab for each live contact, if there are several (rule 5.8)."""
    if len(cases) < 2:
        return Markup("")
    return Markup('<p class="tabs" role="tablist">{}</p>').format(
        Markup("").join(_tab(case, case.record.contact.id == selected) for case in cases)
    )


def person(record: Record, texts: Texts) -> str:
    """Return what a contact is known by, in words: not who is in view, but whose it is."""
    who = known_by(record)
    if isinstance(who, str):
        return who
    said = texts.say(who)  # which stands by itself here, and not in a sentence
    return said[:1].upper() + said[1:]


def _tab(case: Case, current: bool) -> Markup:
    shape = '<button type="button" role="tab" aria-selected="{}" data-press="select" data-contact="{}">{}</button>'
    return Markup(shape).format("true" if current else "false", case.record.contact.id, person(case.record, case.texts))


def _section(case: Case, body: Markup) -> Markup:
    return Markup('<section class="panel" aria-label="{}">{}</section>').format(case.texts("panel.label"), body)


def _remarks(case: Case) -> Markup:
    said = Markup("").join(Markup('<li dir="auto">{}</li>').format(case.texts.say(phrase)) for phrase in remarks(case))
    return Markup('<ul class="remarks">{}</ul>').format(said) if said else said


def _number(case: Case) -> Markup:
    """Return the box that keeps the number from being stored on a user who has none (rule 6.8)."""
    if case.user is None or not phone_fits(case, case.user):
        return Markup("")
    text = case.texts("panel.keep_number", number=case.record.number, name=case.user.name)
    return tick("keep_number", text, case.record.contact.id, on=case.record.number_kept)


def _named(case: Case) -> str:
    """Return for whom a new ticket would be, as the button carries it."""
    if case.user:
        return str(case.user.id)
    return NEWCOMER if case.newcomer else ""
