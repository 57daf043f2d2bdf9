"""The switchboard: hands every message to whom it concerns, and every change to the pages that show it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from deskline.act.refusals import Refusal
from deskline.act.writes import way_round
from deskline.adapters.border import Border
from deskline.adapters.pages import Pages
from deskline.adapters.streams import agent_of, contact_of, line_of
from deskline.agent.connection import NO_LINE, Connection, fate
from deskline.agent.dialler import Dialler, dialled_from, number_in
from deskline.agent.line import Line
from deskline.agent.queue_choice import QueueChoice
from deskline.diary.log import totals
from deskline.diary.storage import DiaryStorage
from deskline.engine.records import Reading, pruned
from deskline.engine.services import Services
from deskline.engine.session import SavedRecord, Session
from deskline.engine.tasks import Tasks
from deskline.model import moments, numbers
from deskline.model.contact import Contact, Unidentified
from deskline.model.effects import Phrase, PopTicket, PopUser
from deskline.model.messages import (
    AgentSeen,
    Away,
    ButtonPressed,
    Bye,
    ContactSeen,
    Dial,
    Hello,
    Message,
    PageLookedAt,
    Trouble,
)
from deskline.model.moments import Seen
from deskline.model.people import Dialled, Focus
from deskline.model.ports import Store
from deskline.model.record import Record
from deskline.model.settings import Problem
from deskline.pages.announcements import announced
from deskline.pages.help import Help
from deskline.pages.pressing import ShownNumbers, wish
from deskline.pages.views import Screen, view
from deskline.words.notices import complaint


class Switchboard:
    """Knows every contact of this agent in this browser; there is one in the one engine."""

    def __init__(self, border: Border, pages: Pages, store: Store) -> None:
        self._border = border
        self._pages = pages
        self._store = store
        self._sessions: dict[str, Session] = {}
        self._records: dict[str, Record] = {}
        self._doing = Tasks(border, pages)
        self._work, self._tell = self._doing.begin, self._doing.tell
        self._stale = False
        self._selected = ""
        self._front = ""
        self._numbers = ShownNumbers()
        self._queue = QueueChoice(store)
        self._connection = Connection()
        self._reading = Reading(store)
        self._unidentified = Unidentified()
        self._live: Sequence[str] | None = None

    async def resume(self, services: Services, dialler: Dialler) -> None:
        """Open for business: take up the contacts that an earlier engine left behind, as soon as they can be read."""
        self._services, self._dialler = services, dialler
        self._diary_storage = DiaryStorage(self._border.diary, self._store, services.clock)
        self._help = Help(self._border, self._diary_storage, services.texts)
        services.outbox.kept, services.outbox.unexpected = self._changed, self.unexpected
        services.outbox.known = lambda: tuple(self._records.values())
        services.outbox.detour = lambda order, record, refusal: way_round(
            Refusal(order, services.situation(record), refusal), services.desk
        )
        self._work(self._take_up())
        self._work(self._reading.lose_patience(services.clock))
        await self._reading.begun.wait()
        self._refresh()

    def take(self, message: Message) -> None:
        """Hand a message to whom it concerns."""
        match message:
            case Hello():
                self._looked(self._pages.arrived(message))
                self._recall_queue(message.page)
                self._work(self._pages.catch_up())
            case PageLookedAt():
                self._looked(self._pages.looked(message))
            case Away():
                self._looked(self._pages.turned_away(message.page))
            case Bye():
                self._looked(self._pages.left(message.page))
                self._work(self._diary_storage.keep())
            case ButtonPressed():
                self._pressed(message)
            case Dial():
                self._dial(Dialled(message.number, message.user_id, message.ticket_id))
            case AgentSeen():
                self._agent(message)
            case Trouble():
                self._trouble(message)
            case _:
                self._contact(message)

    @property
    def focus(self) -> Focus:
        """What the agent looks at."""
        return self._pages.focus

    def unexpected(self, error: Exception, *, told: bool = False) -> None:
        """Take note of an error that nobody foresaw; `told` says that the agent hears otherwise what came of it."""
        self._doing.unexpected(error, told=told)

    def complain(self, problem: Problem) -> None:
        """Tell the agent about a setting of the app that does not fit."""
        self._tell(complaint("notice.bad_setting", problem))

    def forgetful(self) -> None:
        """Tell the agent that this browser does not store what is owed (rule 11.5)."""
        self._tell(self._connection.forgetful())

    async def _take_up(self) -> None:
        kept = await self._reading.records(self._services.clock, self._go_without)
        await asyncio.gather(self._dialler.calls.resume(), self._queue.resume())
        self._reading.unread = False
        held, anew = self._reading.released(), set(self._records)
        for record in kept:
            self._go_on(record, self._records.get(record.contact.id))
        self._records = dict(sorted(self._records.items(), key=lambda item: item[1].contact.since))
        for seen in held:
            self._report(seen)
        self._miss(set(self._sessions) - anew - {seen.contact.id for seen in held})
        for page in self._pages.ids:
            self._recall_queue(page)
        self._work(pruned(self._records, self._store))
        self._refresh()
        self._reading.begun.set()

    def _go_without(self) -> None:
        self.forgetful()
        for seen in self._reading.released():
            self._report(seen)

    def _go_on(self, kept: Record, anew: Record | None) -> None:
        """Take up what was kept, or hand it to what was begun anew before it could be read."""
        self._records[kept.contact.id] = anew or kept
        if kept.contact.id not in self._sessions and (anew or kept.stage != "closed" or kept.pending):
            self._open(anew or kept)
        if anew:
            self._sessions[kept.contact.id].put(SavedRecord(kept))

    def _miss(self, contacts: Iterable[str]) -> None:
        for contact_id in contacts:
            if self._live is not None and contact_id not in self._live:
                session = self._sessions[contact_id]
                contact = self._connection.let_go(session.record.contact, self._dialler.line)
                session.put(Seen(contact, gone=True, at=self._services.clock.now()))

    def _changed(self, record: Record) -> None:
        before = self._records.get(record.contact.id)
        self._border.diary.changed(before, record)
        self._records[record.contact.id] = record
        event = announced(before, record)
        if event:
            self._work(self._pages.announce(event))
        self._refresh()
        if record.stage == "closed":
            self._work(pruned(self._records, self._store))

    def _looked(self, look: moments.Looked) -> None:
        session = self._sessions.get(self._in_front())
        if session:
            session.put(look)
        self._refresh()

    def _pressed(self, message: ButtonPressed) -> None:
        match message.button:
            case "select":
                self._selected = message.contact
                self._looked(moments.Looked(self.focus, "shown"))
            case "queue" | "reset":
                self._choose_queue(message.value if message.button == "queue" else "")
            case "diary":
                counts = totals(self._records.values()) | {"open": len(self._sessions)}
                self._work(self._help.show(message.page, message.value, counts))
            case "numbers":
                self._work(self._find_numbers(message.page))
            case "open_ticket" | "open_user" if number_in(message.value):
                opened = PopTicket if message.button == "open_ticket" else PopUser
                self._work(self._pages.open(opened(number_in(message.value))))
            case "dial":
                self._dial(dialled_from(message.value, self._pages.about(message.page)), message.value)
            case _ if message.contact in self._sessions:
                self._sessions[message.contact].put(wish(message))
            case "again" if message.contact in self._records:
                self._open(self._records[message.contact])
                self._sessions[message.contact].put(wish(message))

    def _choose_queue(self, name: str) -> None:
        self._dialler.chosen = name
        self._work(self._queue.keep(name, self._pages.ids))
        self._refresh()

    def _recall_queue(self, page: str) -> None:
        name = self._dialler.chosen or self._queue.known_to(page)
        if name:
            self._choose_queue(name)

    def _dial(self, wish: Dialled, typed: str = "") -> None:
        self._work(self._dialler.dial(wish, self._services.settings, typed))

    async def _find_numbers(self, page: str) -> None:
        if not await self._numbers.find(page, self._pages.about(page), self._services.desk):
            await self._pages.tell(Phrase("notice.no_numbers"))
        self._refresh()

    def _in_front(self) -> str:
        """The contact whose panel is shown: the one selected, else the latest that waits for a choice."""
        live = [record for record in self._records.values() if record.contact.id in self._sessions]
        choosing = [record for record in live if self._services.situation(record).choosing]
        best = next(iter(reversed(choosing or live)), None)
        return self._selected if self._selected in self._sessions else best.contact.id if best else ""

    def _agent(self, message: AgentSeen) -> None:
        self._services.agent = agent_of(message.agent, self._services.agent, self._services.written("device.softphone"))
        self._services.clock.correct(message.skew)
        self._dialler.line = line_of(message.agent)
        self._tell(self._connection.looked(self._dialler.line))
        self._explain(self._connection.blamed(fate("error", self._dialler.line)), message.contacts)
        self._live = message.contacts
        self._miss(self._sessions)
        self._refresh()

    def _explain(self, what: str, live: Sequence[str]) -> None:
        """Say to live contacts what the agent's state tells of them: it may come after their own reports."""
        for contact_id, session in self._sessions.items():
            if what and contact_id in live:
                session.put(moments.Explained(what))

    def _trouble(self, message: Trouble) -> None:
        if message.what in NO_LINE:
            self._dialler.line = Line()
        self._tell(self._connection.heard(message.what, message.detail))
        self._refresh()

    def _contact(self, message: ContactSeen) -> None:
        now = self._services.clock.now()
        needed = self._services.settings.installation.zendesk_ticket_attribute
        contact = contact_of(message.contact, self._dialler.line, now, needed)
        if contact is not None:
            known = replace(contact, fate=self._connection.blamed(contact.fate))
            last = self._connection.let_go(known, self._dialler.line) if message.gone else known
            self._report(Seen(last, message.gone, now))

    def _report(self, seen: Seen) -> None:
        contact, known = seen.contact, self._records.get(seen.contact.id)
        if known is None and self._reading.holds(seen):
            return
        contact = contact.learned_from(known.contact) if known else self._unidentified.told(contact, seen.gone)
        if not contact.kind_known:
            return
        begins = known is None or (contact.id not in self._sessions and known.offered_again(contact))
        dialled = self._claimed(contact) if begins or (known and known.unclaimed) else None
        if dialled and numbers.is_anonymous(contact.number):
            contact = replace(contact, number=dialled.number)
        if begins:
            self._open(replace(self._services.begun(contact), verify_first=self._reading.unread, dialled=dialled))
        if contact.id in self._sessions:
            self._sessions[contact.id].put(replace(seen, contact=contact, dialled=dialled))

    def _claimed(self, contact: Contact) -> Dialled | None:
        if contact.direction != "outbound":
            return None
        dialled = self._dialler.calls.claim(contact, self._services.settings.region)
        self._work(self._dialler.there())
        return dialled

    def _open(self, record: Record) -> None:
        session = Session(record, self._services)
        self._sessions[record.contact.id] = session
        self._border.diary.changed(None, record)
        self._records.pop(record.contact.id, None)
        self._records[record.contact.id] = record
        self._work(self._follow(session))

    async def _follow(self, session: Session) -> None:
        await session.run()
        del self._sessions[session.record.contact.id]

    def _refresh(self) -> None:
        if not self._stale:
            self._stale = True
            self._work(self._show())

    async def _show(self) -> None:
        self._stale = False
        services, dialler = self._services, self._dialler
        latest = list(reversed(self._records.values()))
        front, before = self._in_front(), self._front
        self._front = front
        if front in self._sessions and front != before:
            self._sessions[front].put(moments.Looked(self.focus, "shown"))
        softphone = (front, dialler.line.profile, dialler.chosen)
        standing = self._connection.standing(dialler.line, self._store.in_memory)
        screen = Screen(
            latest, services.situation, services.texts, *softphone, behind=services.clock.behind, standing=standing
        )
        await self._pages.refresh(lambda page: view(page.place, page.about, screen, self._numbers.at(page.id)))
