"""The panel under the softphone: whose ticket it would be, who may be meant, the buttons (rules 3.4, 5.3)."""

from collections.abc import Sequence

from markupsafe import Markup

from deskline.case import Case
from deskline.controls import button
from deskline.decisions import label, remarks
from deskline.desk import User
from deskline.queues import RoutingProfile
from deskline.record import Record
from deskline.texts import Texts


def panel(case: Case) -> Markup:
    """Return the panel of a contact whose ticket is the agent's to choose, else nothing."""
    if not case.choosing:
        return _section(case, _chooser(case)) if case.candidates else Markup("")
    ticket = case.record.view.ticket
    attach = case.texts("panel.attach", ticket=f"#{ticket.id}" if ticket else "")
    body = Markup('{}{}<p dir="auto">{}</p><p>{} {}</p>{}').format(
        _remarks(case),
        _chooser(case),
        case.texts.say(label(case)),
        button("create", case.texts("panel.create"), case.record.contact.id, str(case.user.id if case.user else "")),
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
    return record.person or texts("who.anonymous")


def _tab(case: Case, current: bool) -> Markup:
    shape = '<button type="button" role="tab" aria-selected="{}" data-press="select" data-contact="{}">{}</button>'
    return Markup(shape).format("true" if current else "false", case.record.contact.id, person(case.record, case.texts))


def _section(case: Case, body: Markup) -> Markup:
    return Markup('<section class="panel" aria-label="{}">{}</section>').format(case.texts("panel.label"), body)


def _remarks(case: Case) -> Markup:
    said = Markup("").join(Markup('<li dir="auto">{}</li>').format(case.texts.say(phrase)) for phrase in remarks(case))
    return Markup('<ul class="remarks">{}</ul>').format(said) if said else said


def _chooser(case: Case) -> Markup:
    choices = Markup("").join(Markup("<li>{}</li>").format(_candidate(user, case)) for user in case.candidates)
    if not choices:
        return choices
    return Markup('<p>{}</p><ul class="chooser">{}</ul>').format(case.texts("panel.choose"), choices)


def _candidate(user: User, case: Case) -> Markup:
    warning = case.texts("notice.suspended", name=user.name) if user.suspended else ""
    about = " · ".join(filter(None, (user.email, user.organization, user.last_ticket, warning)))
    text = Markup('<strong dir="auto">{}</strong> <span dir="auto">{}</span>').format(user.name, about)
    return button("pick", text, case.record.contact.id, str(user.id))
