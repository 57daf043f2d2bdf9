"""What each page of the app shows about contacts, as HTML in which nothing from outside is markup (rule 6.3)."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from deskline.agent.connection import CALM, LINE
from deskline.decide.situation import Situation
from deskline.model.record import Record
from deskline.pages.buttons import Press
from deskline.pages.cards import cards, head, left, losses
from deskline.pages.choice import choice
from deskline.pages.contact_list import contact_list
from deskline.pages.facts import person
from deskline.pages.open_pages import Page
from deskline.pages.parts import Text, button, counted, drop_down, join, status_line, tabs
from deskline.pages.screen import Screen


def view(page: Page, screen: Screen) -> str:
    """Return what the page shows."""
    about = page.about
    match page.place:
        case "background":
            return ""
        case "nav_bar":
            return str(contact_list(screen.listed, screen.texts))
        case "top_bar":
            return str(_softphone(screen))
        case "ticket_sidebar":
            here = [record for record in screen.records if _concerns(record, about, screen)]
            return str(_sidebar(here[:5] or screen.taken, screen, about) + _calls(page, screen))
        case "user_sidebar":
            own = [record for record in screen.live if about is not None and record.user_id == about]
            return str(_sidebar(own or screen.taken, screen) + _calls(page, screen))
        case _:
            return str(_sidebar(screen.taken, screen))


def _concerns(record: Record, ticket: int | None, screen: Screen) -> bool:
    # A contact without a ticket may yet become this one's.
    return record in screen.taken if record.ticket_id is None else record.ticket_id == ticket


def _softphone(screen: Screen) -> Markup:
    """What stands above Amazon's softphone, who it is first, and what stands below it."""
    cases = [screen.situation(record) for record in screen.live]
    front = [case for case in cases if case.record.contact.id == screen.selected] if len(cases) > 1 else cases
    heads = join(head(case, screen) + left(case.record, screen.texts) for case in front)
    shape = Markup('<div class="above" data-symbol="{}">{}</div>')
    above = shape.format(_symbol(cases, screen), _tabs(cases, screen) + heads + join(_standing(screen)))
    lost = join(losses(case.record, screen.texts) for case in front)
    return (
        above
        + lost
        + join(choice(case, screen.search(case.record)) for case in front)
        + (Markup("") if cases else _queues(screen))
    )


def _symbol(cases: Sequence[Situation], screen: Screen) -> str:
    """The symbol of the app's icon: what the agent should see with the softphone closed."""
    if any(case.record.stage in ("new", "ringing") and not case.record.missed for case in cases):
        return "ringing"
    if any(case.choosing for case in cases):
        return "choosing"
    return "lost" if any(record.lost for record in screen.records) else "default"


def _standing(screen: Screen) -> Iterator[Markup]:
    """Yield what lasts, for as long as it does (rule 16.3)."""
    texts = screen.texts
    for one in screen.standing:
        if one.kind == LINE:
            continue  # the page says it itself, beside the button that helps
        yield status_line("calm" if one.kind == CALM else "danger", texts.say(one.what))
    lost = sum(bool(record.lost) for record in screen.records if record.stage == "closed")
    if lost:
        step = button(Press("contacts"), texts("view.open_contacts"))
        yield status_line("danger", texts("view.not_saved", count=str(lost)), step)


def _tabs(cases: Sequence[Situation], screen: Screen) -> Markup:
    """A tab for each live contact, if there are several (rule 5.8)."""
    if len(cases) < 2:
        return Markup("")
    ids = ((case.record, case.record.contact.id) for case in cases)
    each = ((Press("select", name), _tab(record, screen), name == screen.selected) for record, name in ids)
    return tabs(screen.texts("panel.tabs"), each)


def _tab(record: Record, screen: Screen) -> Text:
    """Who it is, and how many of the customer's messages the agent has not seen yet."""
    unread = screen.talk.unread(record.contact.id)
    return counted(person(record, screen.texts), screen.texts("panel.unread"), unread)


def _queues(screen: Screen) -> Markup:
    """The queues to call out through, the agent's choice or the default selected, with *Reset* (rule 8.5)."""
    if not screen.profile.queues:
        return Markup("")
    through = screen.profile.outbound([screen.queue])
    options = ((queue.name, through is not None and queue.name == through.name) for queue in screen.profile.queues)
    chosen = drop_down(Press("queue"), screen.texts("panel.queue"), options)
    reset = button(Press("reset"), screen.texts("panel.reset")) if screen.queue else Markup("")
    return Markup('<div class="queues">{} {}</div>').format(chosen, reset)


def _sidebar(records: Sequence[Record], screen: Screen, ticket: int | None = None) -> Markup:
    opening = button(Press("softphone"), screen.texts("view.open_softphone"))
    return cards(records, screen, ticket) + Markup('<p class="buttons">{}</p>').format(opening)


def _calls(page: Page, screen: Screen) -> Markup:
    calls = join(
        button(Press("dial", value=number), screen.texts("panel.call", number=number)) for number in page.numbers
    )
    return Markup('<p class="buttons">{}</p>').format(calls) if calls else calls
