"""The router: passes each message to the part that handles it, and keeps no state."""

from dataclasses import dataclass, replace

from deskline.adapters.chatjs import lines_of
from deskline.agent.dialler import dialled_from
from deskline.diary.storage import DiaryStorage
from deskline.engine.arrivals import Arrivals
from deskline.engine.open_contacts import OpenContacts
from deskline.engine.services import AgentSide, Services
from deskline.model.conversation import Conversation
from deskline.model.effects import ShowSoftphone
from deskline.model.messages import (
    AgentSeen,
    Away,
    ButtonPressed,
    Bye,
    ChatSaid,
    ContactViewed,
    Dial,
    Hello,
    Message,
    PageLookedAt,
    Trouble,
)
from deskline.model.people import Dialled
from deskline.pages.buttons import id_in, opened, wish
from deskline.pages.display import Display
from deskline.pages.help import Help
from deskline.pages.workspace import AgentWorkspace


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Where each kind of message goes."""

    contacts: OpenContacts
    arrivals: Arrivals
    agent: AgentSide
    workspace: AgentWorkspace
    display: Display
    help: Help
    diary: DiaryStorage
    services: Services

    def take(self, message: Message) -> None:
        """Route a message to the part that handles it."""
        match message:
            case Hello() | PageLookedAt() | Away() | Bye():
                self._page(message)
            case ButtonPressed():
                self._pressed(message)
            case Dial():
                dialled = Dialled(message.number, message.user_id, message.ticket_id)
                self.services.tasks.begin(self.agent.dialler.dial(dialled))
            case AgentSeen():
                self._agent(message)
            case ChatSaid():
                self._said(message)
            case ContactViewed():
                self.display.viewed(message.contact)
            case Trouble():
                self.services.tasks.tell(self.agent.connection.troubled(message.what, message.detail))
                self.display.refresh()
            case _:
                self.arrivals.seen(message)

    def _page(self, message: Hello | PageLookedAt | Away | Bye) -> None:
        pages, begin = self.workspace.pages, self.services.tasks.begin
        match message:
            case Hello():
                self.display.looked(pages.arrived(message))
                if self.agent.queues.recall({message.page}):
                    begin(self.agent.queues.save(pages.ids))
                begin(self.workspace.catch_up())
            case PageLookedAt():
                self.display.looked(pages.looked(message))
            case Away():
                self.display.looked(pages.turned_away(message.page))
            case _:
                self.display.looked(pages.left(message.page))
                begin(self.diary.save())

    def _agent(self, message: AgentSeen) -> None:
        services = self.services
        services.clock.correct(message.skew)
        services.line.reported(message)
        services.tasks.tell(self.agent.connection.reported())
        self.arrivals.explain()
        self.arrivals.end_dropped(self.contacts)
        self.display.refresh()

    def _said(self, message: ChatSaid) -> None:
        record = self.contacts.records.get(message.contact)
        if record and record.finished:
            return  # all that can be written is on the ticket, and nothing more must be kept
        conversations, lines = self.services.conversations, lines_of(message.items, self.services.clock.now())
        caught_up = conversations.of(message.contact).whole
        news = conversations.take(message.contact, Conversation(lines, message.whole, message.over))
        self.services.tasks.begin(conversations.save(message.contact, news))
        self.display.said(heard=caught_up and any(line.role == "customer" and line.written for line in news))

    def _pressed(self, message: ButtonPressed) -> None:
        begin, pages = self.services.tasks.begin, self.workspace.pages
        match message.button:
            case "select":
                self.display.select(message.contact)
            case "next":
                self.display.select_next()
            case "earlier":
                self.display.show_earlier(message.contact, id_in(message.value))
            case "numbers":
                begin(self.display.find_numbers(message.page, message.value))
            case "search":
                begin(self.display.searches.search(message.contact, message.value))
            case "sounds":
                self.workspace.switch_sounds(on=message.value == "yes")
            case "softphone":
                begin(self.workspace.open(ShowSoftphone()))
            case "contacts":
                begin(self.workspace.open_contacts())
            case "diary":
                begin(self.help.show(message.page, message.value, self.contacts.counts()))
            case "queue" | "reset" as button:
                self._choose_queue(message.value if button == "queue" else "")
            case "dial":
                begin(self.agent.dialler.dial(dialled_from(message.value, pages.about(message.page)), message.value))
            case "open_ticket" | "open_user":
                order = opened(message)
                if order:
                    begin(self.workspace.open(order))
            case "create" | "attach" | "pick" | "keep_number" | "again":
                pressed = wish(message)
                found = self.display.searches.found(message.contact, pressed.value)
                self.arrivals.pressed(message.contact, replace(pressed, found=found))

    def _choose_queue(self, name: str) -> None:
        self.agent.queues.choose(name)
        self.services.tasks.begin(self.agent.queues.save(self.workspace.pages.ids))
        self.display.refresh()
