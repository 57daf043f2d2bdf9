"""What each page of the app shows about contacts, as HTML in which nothing from outside is markup (rule 6.3)."""

from collections.abc import Sequence

from markupsafe import Markup

from deskline.agent.connection import Standing
from deskline.model.effects import Phrase
from deskline.model.record import Record
from deskline.pages.buttons import Press, button
from deskline.pages.cards import cards, strip
from deskline.pages.contact_list import contact_list
from deskline.pages.open_pages import Page
from deskline.pages.panel import panel, queue_list, tabs
from deskline.pages.parts import join, losses
from deskline.pages.screen import Screen


def view(page: Page, screen: Screen, numbers: Sequence[str] = ()) -> str:
    """Return what the page shows; `numbers` are those of the person whom it is about."""
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
            return str(_sidebar(here[:5] or screen.taken, screen, numbers))
        case "user_sidebar":
            own = [record for record in screen.live if about is not None and record.user_id == about]
            return str(_sidebar(own or screen.taken, screen, numbers))
        case _:
            return str(cards(screen.taken, screen))


def _concerns(record: Record, ticket: int | None, screen: Screen) -> bool:
    # A contact without a ticket may yet become this one's.
    return record in screen.taken if record.ticket_id is None else record.ticket_id == ticket


def _softphone(screen: Screen) -> Markup:
    cases = [screen.situation(record) for record in screen.live]
    front = (
        [situation for situation in cases if situation.record.contact.id == screen.selected]
        if len(cases) > 1
        else cases
    )
    strips = join(strip(situation.record, screen.texts) + losses(situation.record, screen.texts) for situation in front)
    chosen = join(panel(situation) for situation in front)
    queues = Markup("") if cases else queue_list(screen.profile, screen.queue, screen.texts)
    return _standing(screen) + tabs(cases, screen.selected) + strips + chosen + queues


def _standing(screen: Screen) -> Markup:
    """Lasting problems, for as long as they last (rule 16.3)."""
    lost = sum(bool(record.lost) for record in screen.records if record.stage == "closed")
    unsaved = (Standing("lost", Phrase("view.not_saved", {"count": str(lost)})),) if lost else ()
    shape = Markup('<li class="{}">{}</li>')
    lines = join(shape.format(one.kind, screen.texts.say(one.what)) for one in (*screen.standing, *unsaved))
    return Markup('<ul class="standing">{}</ul>').format(lines) if lines else lines


def _sidebar(records: Sequence[Record], screen: Screen, numbers: Sequence[str]) -> Markup:
    texts = screen.texts
    dial = join(button(Press("dial", value=number), texts("panel.call", number=number)) for number in numbers)
    calls = Markup('<p class="calls">{}</p>').format(dial or button(Press("numbers"), texts("panel.numbers")))
    return cards(records, screen) + calls
