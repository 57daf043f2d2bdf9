"""The agent's choice, the same wherever they work: who it is, and which ticket (rules 3.4, 5.3, 16.2)."""

from markupsafe import Markup

from deskline.ask.people_search import NOTHING, Search
from deskline.decide.decisions import CREATE_FOR, label
from deskline.decide.drafts import phone_fits
from deskline.decide.situation import Situation
from deskline.model.effects import CreateTicket
from deskline.model.findings import NEWCOMER
from deskline.pages.buttons import Press
from deskline.pages.parts import busy_button, button, checkbox
from deskline.pages.who_is_it import who_is_it
from deskline.words.plain_text import one_line

BRIEF = 32
"""The longest name beside the checkbox, in characters: it must not take the room of the list with the whole name."""


def choice(situation: Situation, search: Search = NOTHING) -> Markup:
    """Return the choice of a contact whose ticket is the agent's to choose; of one that rings, who it may be."""
    if not situation.choosing:
        return _section(situation, who_is_it(situation, search)) if situation.candidates else Markup("")
    shape = Markup('<p class="will" dir="auto">{}</p>{}<div class="settle">{}{}</div>')
    owner = situation.texts.say(label(situation))
    settle = shape.format(owner, _hint(situation), _number(situation), _buttons(situation))
    return _section(situation, who_is_it(situation, search) + settle)


def _section(situation: Situation, body: Markup) -> Markup:
    shape = Markup('<section class="choice" aria-label="{}">{}</section>')
    return shape.format(situation.texts("panel.label"), body)


def _buttons(situation: Situation) -> Markup:
    return Markup('<p class="buttons">{} {}</p>').format(_create(situation), _attach(situation))


def _hint(situation: Situation) -> Markup:
    """Return what the agent can do so that there is a ticket to attach to."""
    shape = Markup('<p class="quiet">{}</p>')
    return Markup("") if situation.record.view.ticket else shape.format(situation.texts("panel.attach_hint"))


def _create(situation: Situation) -> Markup:
    press = Press("create", situation.record.contact.id, _requester(situation))
    if _creating(situation):
        return busy_button(press, situation.texts("goes.saving"))
    text = situation.texts.say(label(situation, CREATE_FOR))
    return button(press, text, "off" if situation.lacks_customer else "primary")


def _attach(situation: Situation) -> Markup:
    ticket, contact = situation.record.view.ticket, situation.record.contact.id
    if ticket is None:
        return button(Press("attach", contact), situation.texts("panel.attach"), "off")
    press = Press("attach", contact, str(ticket.id))
    return button(
        press, situation.texts("panel.attach_to", ticket=f"#{ticket.id}"), "off" if _creating(situation) else ""
    )


def _creating(situation: Situation) -> bool:
    """Whether the ticket that the agent asked for is on its way."""
    return any(isinstance(order, CreateTicket) for order in situation.record.pending)


def _number(situation: Situation) -> Markup:
    """Return the checkbox that keeps the number from being stored on a user who has none (rule 6.8)."""
    if situation.user is None or not phone_fits(situation, situation.user):
        return Markup("")
    name = one_line(situation.user.name, BRIEF)
    text = situation.texts("panel.keep_number", number=situation.record.number, name=name)
    return checkbox(Press("keep_number", situation.record.contact.id), text, on=situation.record.number_kept)


def _requester(situation: Situation) -> str:
    """Return the requester of a new ticket, as the button's value."""
    if situation.user:
        return str(situation.user.id)
    return NEWCOMER if situation.newcomer else ""
