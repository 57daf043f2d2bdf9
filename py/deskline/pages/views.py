"""What each page of the app shows about contacts, as HTML in which nothing from outside is markup (rule 6.3)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from markupsafe import Markup, escape

from deskline.act.losses import details
from deskline.agent.connection import Standing
from deskline.decide.reasons import reasons
from deskline.decide.situation import Situation
from deskline.model.agent_state import RoutingProfile
from deskline.model.effects import Phrase
from deskline.model.record import Record
from deskline.pages.buttons import button, link
from deskline.pages.panel import panel, person, queue_list, tabs
from deskline.words.notices import remark
from deskline.words.texts import Texts
from deskline.words.who import channel

OWED = frozenset({"CreateUser", "CreateTicket", "WriteNote", "WriteVoiceComment", "AttachPhone"})
"""Orders that an agent is shown while they are pending (rule 15.1): what is still to be saved."""

SHOWN = 100
"""The number of contacts that the list of contacts shows, besides older ones of which something is lost."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the pages show: the contacts, the latest first, and the state of the softphone around them.

    `behind` is how far the browser's clock, by which pages count, is behind Connect's, by which records are written;
    `standing` is what is wrong with the softphone for as long as it is.
    """

    records: Sequence[Record]
    situation: Callable[[Record], Situation]
    texts: Texts
    selected: str = ""
    profile: RoutingProfile = field(default_factory=RoutingProfile)
    queue: str = ""
    behind: timedelta = timedelta()
    standing: Sequence[Standing] = ()

    @property
    def listed(self) -> list[Record]:
        """The contacts of the list: those that began last, and those of which something is lost, however old."""
        # What is tried again after days is the latest to change, and not to begin.
        heard = sorted((one for one in self.records if not one.contact.silent), key=_began, reverse=True)
        return [*heard[:SHOWN], *(record for record in heard[SHOWN:] if record.lost)]

    @property
    def live(self) -> list[Record]:
        """The contacts that are there for the agent: not closed, not a call silently listened to (rule 14.3)."""
        return [
            record for record in self.records if record.stage not in ("new", "closed") and not record.contact.silent
        ]

    @property
    def taken(self) -> list[Record]:
        """The live contacts but for missed ones, which concern nobody's ticket."""
        return [record for record in self.live if not record.missed]


def view(place: str, about: int | None, screen: Screen, numbers: Sequence[str] = ()) -> str:
    """Return what the page at this place shows; `about` is its ticket's or user's id, `numbers` those to call there."""
    match place:
        case "background":
            return ""
        case "nav_bar":
            return str(_contacts(screen.listed, screen.texts))
        case "top_bar":
            return str(_softphone(screen))
        case "ticket_sidebar":
            here = [record for record in screen.records if _concerns(record, about, screen)]
            return str(_sidebar(here[:5] or screen.taken, screen, numbers))
        case "user_sidebar":
            own = [record for record in screen.live if about is not None and record.user_id == about]
            return str(_sidebar(own or screen.taken, screen, numbers))
        case _:
            return str(_cards(screen.taken, screen))


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
    strips = _join(
        _strip(situation.record, screen.texts) + _lost(situation.record, screen.texts) for situation in front
    )
    chosen = _join(panel(situation) for situation in front)
    queues = Markup("") if cases else queue_list(screen.profile, screen.queue, screen.texts)
    return _standing(screen) + tabs(cases, screen.selected) + strips + chosen + queues


def _standing(screen: Screen) -> Markup:
    """What lasts, for as long as it does (rule 16.3)."""
    lost = sum(bool(record.lost) for record in screen.records if record.stage == "closed")
    unsaved = (Standing("lost", Phrase("view.not_saved", {"count": str(lost)})),) if lost else ()
    shape = Markup('<li class="{}">{}</li>')
    lines = _join(shape.format(one.kind, screen.texts.say(one.what)) for one in (*screen.standing, *unsaved))
    return Markup('<ul class="standing">{}</ul>').format(lines) if lines else lines


def _sidebar(records: Sequence[Record], screen: Screen, numbers: Sequence[str]) -> Markup:
    texts = screen.texts
    dial = _join(button("dial", texts("panel.call", number=number), value=number) for number in numbers)
    calls = Markup('<p class="calls">{}</p>').format(dial or button("numbers", texts("panel.numbers")))
    return _cards(records, screen) + calls


def _cards(records: Sequence[Record], screen: Screen) -> Markup:
    return _join(_card(record, screen) for record in records) or Markup('<p class="quiet">{}</p>').format(
        screen.texts("view.no_contact")
    )


def _card(record: Record, screen: Screen) -> Markup:
    texts = screen.texts
    facts: list[tuple[str, str | Markup]] = [
        (texts("note.direction"), texts(f"direction.{record.contact.direction}")),
        (texts("view.number"), record.number),
        (texts("note.queue"), record.contact.queue),
        (texts("view.state"), _outcome(record, texts)),
        (texts("view.ticket"), _ticket(record)),
        (texts("view.duration"), _lasting(record, screen.behind)),
    ]
    attributes: list[tuple[str, str | Markup]] = list(record.contact.shown_attributes.items())
    pending = [Phrase(f"pending.{type(order).__name__}") for order in record.pending if type(order).__name__ in OWED]
    return Markup('<article id="card-{}" class="card"><h2 dir="auto">{}</h2>{}{}{}{}{}{}{}</article>').format(
        record.contact.id,
        _person(record, texts),
        _facts(facts),
        _sentences(pending, "owed", texts),
        _lost(record, texts),
        _left(record, texts),
        _reasons(screen.situation(record), texts),
        _remark(record, texts),
        _details(texts("note.attributes"), _facts(attributes)) if attributes else "",
    )


def _strip(record: Record, texts: Texts) -> Markup:
    shape = '<p class="strip"><strong dir="auto">{}</strong> <span>{} {}</span></p>{}'
    return Markup(shape).format(_person(record, texts), _outcome(record, texts), _ticket(record), _left(record, texts))


def _left(record: Record, texts: Texts) -> Markup:
    """Say that a contact which is no call is left to Amazon's softphone."""
    if record.contact.channel == "voice":
        return Markup("")
    said = texts.say(Phrase("view.in_softphone", {"channel": channel(record)}))
    return Markup('<p class="quiet left">{}</p>').format(said)


def _contacts(records: Sequence[Record], texts: Texts) -> Markup:
    if not records:
        return Markup('<p class="quiet">{}</p>').format(texts("view.no_contacts_yet"))
    keys = ("view.time", "view.who", "note.direction", "note.channel", "view.ticket", "view.duration", "view.outcome")
    heads = _join(Markup('<th scope="col">{}</th>').format(texts(key)) for key in keys)
    rows = _join(_row(record, texts) for record in records)
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(heads, rows)


def _row(record: Record, texts: Texts) -> Markup:
    cells = (
        _time(_began(record)),
        Markup('<span dir="auto">{}</span>').format(_person(record, texts)),
        texts(f"direction.{record.contact.direction}"),
        texts.say(channel(record)),
        _ticket(record),
        _duration(record),
        escape(_outcome(record, texts)) + _lost(record, texts),
    )
    shown = _join(Markup("<td>{}</td>").format(cell) for cell in cells)
    return Markup('<tr id="row-{}">{}</tr>').format(record.contact.id, shown)


def _lost(record: Record, texts: Texts) -> Markup:
    if not record.lost:
        return Markup("")
    what = _sentences([one.what for one in record.lost], "what", texts)
    copy = '<button type="button" data-copies="{}" data-done="{}">{}</button>'
    copied = Markup(copy).format(details(record, texts), texts("page.copied"), texts("lost.copy_details"))
    retried = button("again", texts("lost.try_again"), record.contact.id)
    return Markup('<div class="lost">{}<p>{} {}</p></div>').format(what, copied, retried)


def _outcome(record: Record, texts: Texts) -> str:
    if record.lost:
        return texts("outcome.lost")
    if record.missed:
        return texts(f"outcome.{record.ending}")
    if record.pending and record.attempted:
        return texts("outcome.saving")
    return _state(record, texts)


def _state(record: Record, texts: Texts) -> str:
    """Return what goes on with the other side, in words: held, being called and for which ticket, or as it stands."""
    contact, ticket = record.contact, record.dialled_from
    if record.stage == "connected" and contact.held:
        return texts("outcome.held")
    if record.stage == "ringing" and (contact.direction == "outbound" or contact.calling):
        return texts("outcome.calling_on", ticket=f"#{ticket}") if ticket else texts("outcome.calling")
    return texts(f"outcome.{record.stage}")


def _person(record: Record, texts: Texts) -> str | Markup:
    name = person(record, texts)
    return link("open_user", name, record.user.id) if record.user else name


def _ticket(record: Record) -> str | Markup:
    return link("open_ticket", f"#{record.ticket_id}", record.ticket_id) if record.ticket_id else ""


def _lasting(record: Record, behind: timedelta) -> str | Markup:
    # The page counts up while the call goes on, by a clock that may be far off Connect's.
    if record.connected_at is None or record.ended_at is not None:
        return _duration(record)
    return Markup('<span data-since="{}"></span>').format((record.connected_at - behind).isoformat())


def _duration(record: Record) -> str:
    if record.connected_at is None or record.ended_at is None:
        return ""
    seconds = max(0, int((record.ended_at - record.connected_at).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def _began(record: Record) -> datetime:
    return record.connected_at or record.contact.since


def _time(moment: datetime) -> Markup:
    # The page knows the agent's time zone; it fills in the local time.
    return Markup('<time datetime="{}"></time>').format(moment.isoformat())


def _facts(facts: Iterable[tuple[str, str | Markup]]) -> Markup:
    given = _join(
        Markup('<dt dir="auto">{}</dt><dd dir="auto">{}</dd>').format(name, value) for name, value in facts if value
    )
    return Markup("<dl>{}</dl>").format(given)


def _sentences(phrases: Iterable[Phrase], kind: str, texts: Texts) -> Markup:
    lines = _join(Markup("<li>{}</li>").format(texts.say(phrase)) for phrase in phrases)
    return Markup('<ul class="{}">{}</ul>').format(kind, lines) if lines else Markup("")


def _reasons(situation: Situation, texts: Texts) -> Markup:
    lines = _join(
        Markup("<li>{}</li>").format(_reason(phrase, situation.record, texts)) for phrase in reasons(situation)
    )
    return Markup('<ul class="why">{}</ul>').format(lines) if lines else lines


def _reason(phrase: Phrase, record: Record, texts: Texts) -> str | Markup:
    if phrase.key != "why.new_customer" or record.made is None:
        return texts.say(phrase)
    sentence = escape(texts(phrase.key, name="{name}"))
    return sentence.format(name=link("open_user", record.made.name, record.made.id))


def _remark(record: Record, texts: Texts) -> Markup:
    """What the flow got wrong, quietly."""
    if not record.problems:
        return Markup("")
    return Markup('<p class="quiet" dir="auto">{}</p>').format(texts.say(remark(record.problems)))


def _details(summary: str, body: Markup) -> Markup:
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, body)


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
