"""From a report of Amazon Connect to the contact that begins or goes on."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from deskline.adapters.clock import CorrectedClock
from deskline.agent.connection import Connection
from deskline.agent.line import AgentLine
from deskline.chat.conversations import Conversations
from deskline.diary.log import Diary
from deskline.engine.arrivals import Arrivals, Unidentified
from deskline.engine.records import Records
from deskline.engine.services import AgentSide, Services
from deskline.engine.session import SavedRecord, Session
from deskline.model.contact import Contact
from deskline.model.messages import AgentSeen, ContactSeen
from deskline.model.moments import Explained, Pressed, Seen
from deskline.model.people import Dialled, Focus
from deskline.model.record import Record
from deskline.model.settings import Settings
from scenarios.workday import StandingClock
from unit.fakes import NOW, ROBIN, Begun, MemoryStore, contact, record

AGAIN, CREATE = Pressed("again"), Pressed("create")


class Contacts:
    """The open contacts, which remember how they began and what they were handed."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.begun: list[Record] = []
        self.inbox: list[tuple[str, Any]] = []
        self.open: dict[str, Contact] = {}

    def __contains__(self, contact_id: object) -> bool:
        return contact_id in self.open

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self.open))

    def begin(self, session: Session) -> None:
        """Open the contact of a session."""
        self.begun.append(session.record)
        self.records.begin(session.record)
        self.open[session.record.contact.id] = session.record.contact

    def contact(self, contact_id: str) -> Contact:
        """Return an open contact."""
        return self.open[contact_id]

    def put(self, contact_id: str, item: Any) -> None:
        """Remember what is handed to a contact, if it is open."""
        if contact_id in self.open:
            self.inbox.append((contact_id, item))


class Dialler:
    """A dialler that has dialled something, or nothing."""

    def __init__(self) -> None:
        self.dialled: Dialled | None = None
        self.there = 0

    def claim(self, _contact: Contact) -> Dialled | None:
        """Return what was dialled."""
        return self.dialled

    async def arrived(self) -> None:
        """Count the calls that are there."""
        self.there += 1


class Door:
    """Arrivals over contacts and a dialler that remember."""

    def __init__(self, *known: Record, loaded: bool = True) -> None:
        clock = CorrectedClock(StandingClock())
        records = Records(MemoryStore(), clock, Diary())
        for one in known:
            records.begin(one)
        if loaded:
            records.release()
            records.loaded = True
        self.contacts, self.dialler, self.tasks = Contacts(records), Dialler(), Begun()
        self.line = AgentLine(ROBIN, "")
        agent: Any = AgentSide(Connection(self.line), self.dialler, None)  # type: ignore[arg-type]
        pages, lookups = SimpleNamespace(focus=Focus("ticket_sidebar", 5)), SimpleNamespace(region="AU")
        shared: Any = {"outbox": None, "lookups": lookups, "situation": None, "pages": pages, "tasks": self.tasks}
        said = Conversations(MemoryStore(), clock)
        services = Services(**shared, settings=Settings.read({}), line=self.line, clock=clock, conversations=said)
        self.arrivals = Arrivals(self.contacts, services, agent)  # type: ignore[arg-type]

    def report(self, told: Contact, **facts: Any) -> "Door":
        """Let Connect report a contact."""
        self.arrivals.report(Seen(told, **facts))
        return self

    def state(self, name: str, *live: str) -> "Door":
        """Let Connect report the agent's state, and which contacts are live."""
        self.line.reported(AgentSeen({"state": {"name": name, "type": "error"}}, list(live)))
        return self


def begun(told: Contact, **facts: Any) -> Record:
    return replace(Record(told, ROBIN), began=NOW.timestamp() * 1000, seen=Focus("ticket_sidebar", 5), **facts)


def test_a_first_report_begins_the_contact_with_the_agent_and_what_is_in_front() -> None:
    door = Door().report(contact(state="ringing"))
    assert door.contacts.begun == [begun(contact(state="ringing"))]
    assert door.contacts.inbox == [("c", Seen(contact(state="ringing")))]


def test_a_later_report_goes_to_the_contact_with_what_was_learned_before() -> None:
    door = Door().report(contact(first_id="first")).report(contact(state="ended"), gone=True)
    assert len(door.contacts.begun) == 1
    assert door.contacts.inbox[1] == ("c", Seen(contact(state="ended", first_id="first"), gone=True))


def test_rule_14_6_nothing_begins_before_connect_has_told_what_kind_of_contact_it_is() -> None:
    door = Door().report(contact(direction="", queue="Sales"))
    assert door.contacts.begun == []
    door.report(contact(channel="", direction="inbound")).report(contact())
    assert [one.contact.queue for one in door.contacts.begun] == ["Sales"]


def test_what_connect_has_not_told_enough_of_is_forgotten_when_it_goes() -> None:
    unidentified = Unidentified()
    unidentified.told(contact(channel="", queue="Sales"), False)
    assert unidentified.told(contact(channel=""), True).queue == "Sales"
    assert unidentified.told(contact(), False).queue == ""


def test_rule_11_5_what_does_not_ring_waits_until_the_records_are_read() -> None:
    door = Door(loaded=False).report(contact()).report(contact("other", "ringing"))
    assert door.contacts.begun == [begun(contact("other", "ringing"), verify_first=True)]
    door.arrivals.take_over([record(stage="connected")])
    assert door.contacts.begun[1:] == [record(stage="connected")]
    assert door.contacts.inbox[1:] == [("c", Seen(contact()))]


def test_where_the_records_cannot_be_read_all_go_on_without_them_and_ask_first() -> None:
    door = Door(loaded=False).report(contact())
    door.arrivals.release()
    door.report(contact("later"))
    assert [(one.contact.id, one.verify_first) for one in door.contacts.begun] == [("c", True), ("later", True)]


def test_what_was_saved_is_opened_only_if_something_is_left_to_do() -> None:
    door, owing = Door(), record("owing", stage="closed", pending=(1,))
    door.arrivals.take_over([record("done", stage="closed"), owing, record("open", stage="ended")])
    assert [one.contact.id for one in door.contacts.begun] == ["owing", "open"]
    assert {one.contact.id for one in door.contacts.records.all()} == {"done", "owing", "open"}


def test_a_contact_that_has_begun_anew_is_handed_what_was_saved_of_it() -> None:
    door, saved = Door(loaded=False), record(stage="connected")
    door.report(contact(state="ringing"))
    door.arrivals.take_over([saved])
    assert len(door.contacts.begun) == 1
    assert door.contacts.inbox[-1] == ("c", SavedRecord(saved))


def test_a_contact_that_has_begun_anew_and_is_over_already_is_opened_for_what_was_saved() -> None:
    door = Door(record(stage="closed"), loaded=False)
    door.arrivals.take_over([record(stage="ringing")])
    assert door.contacts.begun == [record(stage="closed")]
    assert door.contacts.inbox == [("c", SavedRecord(record(stage="ringing")))]


def test_what_was_saved_and_is_not_live_any_more_has_ended() -> None:
    door = Door().state("Available", "live")
    door.arrivals.take_over([record("gone", stage="connected"), record("live", stage="connected")])
    assert door.contacts.inbox == [("gone", Seen(contact("gone"), gone=True, at=NOW))]


def test_rule_5_6_a_ring_that_is_gone_is_what_the_agents_state_says() -> None:
    door = Door().report(contact(state="ringing")).state("MissedCallAgent")
    door.arrivals.end_dropped(door.contacts)
    assert door.contacts.inbox[-1] == ("c", Seen(contact(state="ringing", fate="missed"), gone=True, at=NOW))


def test_the_agents_state_explains_live_contacts_if_it_says_anything_of_a_call() -> None:
    door = Door().report(contact("live")).report(contact("gone")).state("FailedConnectAgent", "live")
    door.arrivals.explain()
    assert door.contacts.inbox[2:] == [("live", Explained("rejected"))]
    door.state("Strange", "live").arrivals.explain()
    assert len(door.contacts.inbox) == 3


def test_a_contact_that_was_missed_and_is_offered_again_begins_again() -> None:
    later = contact(state="ringing", since=NOW.replace(minute=5))
    door = Door(record(stage="closed", missed=True)).report(later)
    assert door.contacts.begun == [begun(later)]


def test_a_contact_that_is_closed_does_not_begin_again() -> None:
    door = Door(record(stage="closed")).report(contact(state="ended"), gone=True)
    assert (door.contacts.begun, door.contacts.inbox) == ([], [])


async def called_out(told: Contact, dialled: Dialled | None) -> Door:
    door = Door()
    door.dialler.dialled = dialled
    door.report(told)
    await asyncio.sleep(0)
    return door


def test_rule_7_6_a_call_that_was_dialled_from_zendesk_is_known_as_that_and_by_its_number() -> None:
    dialled = Dialled("+61299990002", ticket_id=5)
    door = asyncio.run(called_out(contact(direction="outbound", number="anonymous"), dialled))
    (call,) = door.contacts.begun
    assert (call.dialled, call.contact.number, door.dialler.there) == (dialled, "+61299990002", 1)


def test_a_call_that_tells_its_number_keeps_it_and_an_inbound_one_was_never_dialled() -> None:
    dialled = Dialled("+61299990002")
    door = asyncio.run(called_out(contact(direction="outbound"), dialled))
    assert door.contacts.begun[0].contact.number == "+61299990001"
    door = asyncio.run(called_out(contact(), dialled))
    assert (door.contacts.begun[0].dialled, door.dialler.there) == (None, 0)


def test_a_closed_contact_opens_again_only_to_try_again_what_could_not_be_saved() -> None:
    door = Door(record(stage="closed"))
    door.arrivals.pressed("c", CREATE)
    door.arrivals.pressed("nobody", AGAIN)
    assert (door.contacts.begun, door.contacts.inbox) == ([], [])
    door.arrivals.pressed("c", AGAIN)
    door.arrivals.pressed("c", AGAIN)
    assert door.contacts.begun == [record(stage="closed")]
    assert door.contacts.inbox == [("c", AGAIN)] * 2


def test_what_streams_reports_is_read_and_what_is_no_contact_is_passed_over() -> None:
    door = Door()
    door.arrivals.seen(ContactSeen({"contactId": "c"}))
    assert door.contacts.begun == []
    ringing = {"contactId": "c", "type": "queue_callback", "state": {"type": "incoming"}, "connections": [{}]}
    door.arrivals.seen(ContactSeen(ringing))
    door.state("Default").arrivals.seen(ContactSeen(ringing, gone=True))
    assert [(item.contact.state, item.gone, item.contact.fate) for _, item in door.contacts.inbox] == [
        ("ringing", False, ""),
        ("ringing", True, "not_taken"),
    ]
