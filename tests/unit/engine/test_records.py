"""The records of all contacts: loaded, held back for, pruned (rule 11.5)."""

import asyncio
from datetime import timedelta

from deskline.act.outbox import RECORDS
from deskline.diary.log import Diary
from deskline.engine.records import KEPT, Records
from deskline.model.codec import to_text
from deskline.model.effects import Notify, Phrase
from deskline.model.moments import Seen
from deskline.model.record import Record
from scenarios.workday import StandingClock
from unit.fakes import NOW, MemoryStore, contact, idle, record


class Shelf:
    """Records over a storage that holds some already."""

    def __init__(self, *saved: Record) -> None:
        self.clock, self.store, self.diary = StandingClock(), MemoryStore(), Diary(lambda: NOW)
        for one in saved:
            self.store.texts[RECORDS, one.contact.id] = to_text(one)
        self.records = Records(self.store, self.clock, self.diary)
        self.refused = 0

    def refuse(self) -> None:
        """Count how often it was said that the storage refuses."""
        self.refused += 1

    async def load(self) -> list[Record]:
        """Return what is loaded."""
        return list(await self.records.load(self.refuse))


def later(minutes: int, contact_id: str, **facts: object) -> Record:
    return record(contact_id, since=NOW + timedelta(minutes=minutes), **facts)


def test_what_was_saved_comes_back_in_the_order_in_which_the_contacts_began() -> None:
    second, first = later(2, "second"), later(1, "first")
    assert asyncio.run(Shelf(second, first).load()) == [first, second]


def test_what_is_no_record_of_this_version_is_left_out() -> None:
    shelf = Shelf(record("good"))
    shelf.store.texts |= {(RECORDS, "text"): "no json", (RECORDS, "other"): to_text(contact())}
    assert asyncio.run(shelf.load()) == [record("good")]


def test_what_has_begun_anew_stands_and_all_are_put_in_order() -> None:
    records = Shelf().records
    records.begin(later(3, "both", stage="connected"))
    assert not records.loaded
    records.merge([later(1, "old"), later(3, "both")])
    assert records.all() == (later(1, "old"), later(3, "both", stage="connected"))
    assert records.loaded


def test_a_change_replaces_the_record_in_its_place_and_goes_into_the_diary() -> None:
    shelf = Shelf()
    for name in ("one", "two"):
        shelf.records.begin(later(1, name))
    changed = later(1, "one", stage="closed")
    assert shelf.records.update(changed) == later(1, "one")
    assert shelf.records.all() == (changed, later(1, "two"))
    assert [entry.what for entry in shelf.diary.latest] == ["closed", "new", "new"]
    assert shelf.records.update(later(1, "three")) is None


def test_a_contact_that_begins_again_is_the_latest() -> None:
    records = Shelf().records
    for name in ("one", "two", "one"):
        records.begin(later(1, name))
    assert [one.contact.id for one in records.all()] == ["two", "one"]
    assert records.get("one") == later(1, "one")
    assert records.get("nobody") is None


async def slowly(shelf: Shelf, *pauses: float) -> list[tuple[bool, int]]:
    """Let a storage refuse that long, and return after each pause whether work may begin and what was said."""
    shelf.store.shut, seen = True, []
    loading = asyncio.ensure_future(shelf.load())
    for pause in pauses:
        await idle()
        seen.append((shelf.records.ready.is_set(), shelf.refused))
        shelf.clock.pass_by(pause)
    shelf.store.shut = False
    await idle()
    assert await loading == [record()]
    return seen


def test_rule_11_5_while_the_storage_refuses_work_begins_and_the_agent_hears_of_it_once() -> None:
    assert asyncio.run(slowly(Shelf(record()), 1, 2, 4, 8, 16)) == [(True, 0)] * 4 + [(True, 1)]


def test_the_wait_for_the_storage_grows_to_half_a_minute() -> None:
    assert len(asyncio.run(slowly(Shelf(record()), 1, 2, 4, 8, 16, 30, 30))) == 7


async def waited(seconds: float) -> bool:
    shelf = Shelf()
    waiting = asyncio.ensure_future(shelf.records.limit_wait())
    await idle()
    shelf.clock.pass_by(seconds)
    await idle()
    waiting.cancel()
    return shelf.records.ready.is_set()


def test_rule_5_1_who_rings_waits_a_second_for_the_records_and_no_longer() -> None:
    assert asyncio.run(waited(0.9)) is False
    assert asyncio.run(waited(1.0)) is True


def test_only_what_rings_is_handled_before_the_records_are_read() -> None:
    records, connected = Shelf().records, Seen(contact(state="connected"))
    assert records.hold(connected) is True
    assert records.hold(Seen(contact(state="ringing"))) is False
    assert records.release() == [connected]
    assert records.hold(connected) is False
    assert records.release() == ()


def test_the_oldest_finished_contacts_are_forgotten_and_no_other() -> None:
    pending = record("pending", stage="closed", pending=(Notify(Phrase("notice.missed")),))
    shelf = Shelf(pending, *(record(str(number), stage="closed") for number in range(KEPT + 2)))
    shelf.records.merge(asyncio.run(shelf.load()))
    asyncio.run(shelf.records.prune())
    kept = {"pending", *(str(number) for number in range(2, KEPT + 2))}
    assert {one.contact.id for one in shelf.records.all()} == kept
    assert {key for _, key in shelf.store.texts} == kept
