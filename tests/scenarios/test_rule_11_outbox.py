"""Rule 11.5: growing delays, outages of hours, the order per ticket, and writes that are refused permanently."""

import asyncio
import json
import re
from html import unescape
from typing import Any

import pytest

from deskline.adapters.clock import SystemClock
from scenarios.workday import ANN, STRANGER, FakeShims, Workday
from workbench.zendesk_http import Answer

VOICE_TICKETS, CALLS, TICKETS = "POST /api/v2/channels/voice/tickets", "POST /api/v2/calls", "PUT /api/v2/tickets/*"
USERS = "POST /api/v2/users"


def attempts(day: Workday, path: str) -> int:
    return day.count(lambda sent: sent.startswith(path))


def refusals(day: Workday) -> int:
    """Count the notices that a voice comment was refused."""
    return len([notice for notice in day.notices if "refused the voice comment" in notice])


def copied(html: str) -> str:
    """What *Copy details* puts on the clipboard, or nothing if it is not offered."""
    found = re.search(r'data-copies="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def refuse(day: Workday, *matches: str, status: int = 422, times: int = 1) -> None:
    for match in matches:
        day.desk.faults.add(match, status, times=times)


def test_rule_11_5_the_waits_double_from_one_second_up_to_a_minute() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 503, times=99)
        day.accept(day.ring(ANN))
        tried, waits = 1, []
        for second in range(1, 300):
            day.wait(1)
            if attempts(day, "/api/v2/channels/voice/tickets") > tried:
                tried += 1
                waits.append(second - sum(waits))
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_rule_11_5_the_waits_of_many_are_spread() -> None:
    shares = {SystemClock().jitter() for _ in range(50)}
    assert len(shares) > 40
    assert all(0 <= share <= 1 for share in shares)


def test_rule_11_5_nothing_is_lost_in_twelve_hours_offline_and_a_reload() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.offline = True
        day.connect.set_attributes(contact, {"order": "A2"})
        day.finish(contact)
        for hour in range(12):
            day.wait(3600)
            if hour == 6:
                day.reload()
        day.offline = False
        day.wait(60)
        day.wait(60)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)


def test_rule_11_5_an_agent_signed_out_of_zendesk_loses_nothing() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.desk.signed_in = False
        day.accept(contact)
        day.finish(contact)
        day.wait(3600)
        assert day.new_tickets == []
        day.desk.signed_in = True
        day.wait(60)
        day.wait(60)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def on_one_ticket(day: Workday) -> tuple[int, list[str]]:
    """Put two calls on one ticket whose first comment Zendesk does not accept yet."""
    ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
    day.desk.faults.add(f"PUT /api/v2/tickets/{ticket}", 503, times=4)
    contacts = [day.ring(ANN, attributes={"zendesk_ticket": str(ticket)}) for _ in range(2)]
    for contact in contacts:
        day.accept(contact)
    return ticket, contacts


@pytest.mark.parametrize("reload", [True, False])
def test_rule_11_5_two_contacts_write_on_one_ticket_in_order(reload: bool) -> None:
    with Workday() as day:
        ticket, contacts = on_one_ticket(day)
        day.wait(1)
        if reload:
            day.reload()
        assert day.notes(ticket) == []
        for _ in range(20):
            day.wait(2)
        found = [contact for note in day.notes(ticket) for contact in contacts if f"details {contact}" in note]
        assert found == contacts


def test_rule_11_5_a_stuck_ticket_does_not_delay_any_other() -> None:
    with Workday() as day:
        ticket, _ = on_one_ticket(day)
        day.call(STRANGER)
        assert day.notes(ticket) == []
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def told_and_kept(day: Workday, words: str) -> str:
    """Assert that there is one notice, and return the details that the Contacts page offers to copy."""
    assert len([notice for notice in day.notices if words in notice]) == 1
    page = day.contacts_page()
    assert words in unescape(page)
    assert "Not fully saved" in page
    return copied(page)


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_rule_11_5_a_note_that_is_refused_can_be_copied_and_tried_again(status: int) -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": "A1"})
        day.accept(contact)
        day.connect.set_attributes(contact, {"order": "<b>A2</b> & more"})
        refuse(day, TICKETS, status=status)
        day.hang_up(contact)
        assert "order: <b>A2</b> & more" in copied(day.panel)
        day.clear(contact)
        details = told_and_kept(day, f"refused a private comment about Ann Miller on ticket #{day.new_ticket['id']}")
        assert "order: <b>A2</b> & more" in details
        assert f"Deskline changes-1 {contact}" in details
        day.press("again", contact)
        assert copied(day.contacts_page()) == ""
        assert len(day.notes(day.new_ticket["id"])) == 2


def test_rule_11_5_what_was_refused_is_tried_again_while_the_call_goes_on() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"ticket_assignment": "agent"})
        day.accept(contact)
        refuse(day, VOICE_TICKETS, status=400)
        day.press("create", contact)
        assert day.new_tickets == []
        day.press("again", contact)
        assert copied(day.panel) == ""
        day.finish(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_11_5_a_second_refusal_gets_a_notice_again() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        refuse(day, CALLS, times=2)
        day.finish(contact)
        day.press("again", contact)
        assert refusals(day) == 2
        assert "+61299990001 > +61280000000\n2026-11-21 09:00:00 - 2026-11-21 09:00:00 UTC" in copied(
            day.contacts_page()
        )
        day.reload()
        assert copied(day.contacts_page())
        day.press("again", contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_11_5_the_second_click_of_a_double_click_tries_nothing_after_the_refusal_that_the_first_one_got() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        refuse(day, CALLS, times=3)
        day.finish(contact)
        clicked = day.pressing("again", contact)
        for _ in range(2):
            day.send(clicked)
            day.settle()
        assert refusals(day) == 2
        assert copied(day.contacts_page())
        day.press("again", contact)
        assert refusals(day) == 3


def test_rule_11_5_try_again_counts_while_the_last_of_a_closed_contact_is_still_being_saved() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": "A1"})
        day.accept(contact)
        refuse(day, TICKETS)
        day.desk.faults.add(CALLS, 503)
        day.connect.set_attributes(contact, {"order": "A2"})
        day.finish(contact)
        day.press("again", contact)
        day.wait(5)
        assert len(day.notes(day.new_ticket["id"])) == 2
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_11_5_with_a_refused_ticket_all_that_belongs_on_it_is_kept() -> None:
    with Workday() as day:
        contact = day.ring(STRANGER, attributes={"customer_email": "x@example.com", "order": "A1"})
        refuse(day, VOICE_TICKETS, "POST /api/v2/tickets", times=2, status=400)
        refuse(day, USERS, times=3)
        day.accept(contact)
        day.clock.pass_by(5)
        day.finish(contact)
        assert [re.sub(r"Zendesk refused to create a (\w+) .*", r"\1", notice) for notice in day.notices] == [
            "user",
            "ticket",
        ]
        details = copied(day.contacts_page())
        for words in (
            STRANGER,
            "Incoming call from",
            "order: A1",
            "Voice comment not added yet",
            "09:00:05",
        ):
            assert words in details
        assert details.count("Deskline details") == 1
        day.desk.faults.clear()
        day.press("again", contact)
        ticket = day.new_ticket
        assert day.desk.users[ticket["requester_id"]]["phone"] == STRANGER
        assert (len(day.notes(ticket["id"])), len(day.voice_comments(ticket["id"]))) == (1, 1)
        assert copied(day.contacts_page()) == ""


def test_rule_11_5_a_ticket_that_is_made_after_all_is_not_lost_any_more() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        refuse(day, VOICE_TICKETS)
        day.accept(contact)
        assert "Incoming call from Ann Miller" in copied(day.panel)
        day.finish(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
        assert copied(day.contacts_page()) == ""
        day.press("again", contact)
        assert len(day.new_tickets) == 1


def test_rule_11_5_a_refused_number_can_be_copied() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        refuse(day, "PUT /api/v2/users/*")
        day.call(STRANGER, attributes={"zendesk_user": str(bob["id"])})
        assert STRANGER in copied(day.contacts_page())


def nonsense(day: Workday, path: str, written: bool) -> None:
    """Raise an unforeseen error at the next request of this path, before or after it is carried out."""
    answer, left = day.desk.answer, [path]

    def odd(method: str, target: str, *more: Any, **facts: Any) -> Answer:
        if method != "GET" and left and target.startswith(left[0]):
            left.clear()
            if written:
                answer(method, target, *more, **facts)
            raise ZeroDivisionError(target)
        return answer(method, target, *more, **facts)

    day.desk.answer = odd  # type: ignore[method-assign]


@pytest.mark.parametrize("path", ["/api/v2/users", "/api/v2/channels", "/api/v2/tickets", "/api/v2/calls"])
@pytest.mark.parametrize("written", [True, False])
def test_rule_11_5_an_unforeseen_error_does_not_block_later_writes(path: str, written: bool) -> None:
    with Workday(idempotent_paths=frozenset()) as day:
        contact = day.ring(STRANGER, attributes={"order": "A1"})
        nonsense(day, path, written)
        day.accept(contact)
        day.connect.set_attributes(contact, {"order": "A2"})
        day.finish(contact)
        (log,) = day.shims.logs
        assert log.startswith("ZeroDivisionError")
        assert STRANGER not in log and path not in log.splitlines()[0]
        day.shims.logs.clear()
        assert len([notice for notice in day.notices if "Something went wrong" in notice]) == 1
        assert "while saving what happened with" in day.notices[0]
        day.press("again", contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1 if "channels" in path else 2, 1)
        assert len([user for user in day.desk.users.values() if user["phone"] == STRANGER]) == 1
        assert copied(day.contacts_page()) == ""


def test_rule_11_5_each_write_lost_to_an_unforeseen_error_gets_one_notice() -> None:
    with Workday() as day:
        for number in (ANN, STRANGER):
            nonsense(day, "/api/v2/channels", written=False)
            contact = day.ring(number, attributes={"force_ticket_creation": "false"})
            day.accept(contact)
            assert copied(day.panel)
            day.finish(contact)
        said = [notice.partition("happened with ")[2].partition(".")[0] for notice in day.notices]
        assert said == ["Ann Miller", f"Caller {STRANGER}"]
        day.shims.logs.clear()


@pytest.mark.parametrize("again", [False, True])
def test_rule_11_5_writes_that_a_forced_ticket_replaces_are_no_longer_lost(again: bool) -> None:
    with Workday() as day:
        refuse(day, VOICE_TICKETS, times=1 + again)
        contact = day.ring(ANN, attributes={"ticket_assignment": "agent", "order": "A1"})
        day.accept(contact)
        if again:
            day.press("create", contact)
            day.connect.set_attributes(contact, {"order": "A2"})
        day.hang_up(contact)
        day.press("again" if again else "create", contact)
        assert "Voice comment not added yet" in copied(day.panel)
        day.clear(contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)
        assert ("order" in day.notes(ticket)[0], "A2" in day.notes(ticket)[0]) == (True, again)
        assert copied(day.contacts_page()) == ""


def test_rule_11_6_a_note_that_may_not_be_asked_for_is_lost_rather_than_written_twice() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": "A1"})
        day.accept(contact)
        day.connect.set_attributes(contact, {"order": "A2"})
        ticket = day.new_ticket["id"]
        day.desk.faults.add(TICKETS, None)
        day.desk.faults.add(f"GET /api/v2/tickets/{ticket}/comments", 403)
        day.finish(contact)
        day.wait(60)
        assert "order: A2" in copied(day.contacts_page())
        day.press("again", contact)
        assert len(day.notes(ticket)) == 2
        assert copied(day.contacts_page()) == ""


def test_rule_11_5_ten_thousand_finished_contacts_go_and_nothing_unfinished_does() -> None:
    with Workday() as day:
        missed = day.ring(STRANGER)
        day.miss(missed)
        day.clear(missed) if missed in day.connect.contacts else None
        refuse(day, CALLS)
        lost = day.call(ANN)
        pending = day.ring(ANN)
        day.accept(pending)
        day.offline = True
        day.finish(pending)
        day.stop()
        text = day.store["records", missed]
        for number in range(10_000):
            day.store["records", f"c{number}"] = text.replace(missed, f"c{number}")
        day.start()
        kept = {key for object_store, key in day.store if object_store == "records"}
        assert len(kept) == 200 + 2
        assert {lost, pending} < kept
        assert json.loads(day.store["records", pending])["pending"]
        page = day.contacts_page()
        assert page.count("<tr") <= 103
        assert copied(page)


def test_rule_11_5_a_browser_that_stores_nothing_says_so_once_and_calls_are_handled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeShims, "_store", lambda *_: {"error": "storage"})
    with Workday() as day:
        day.call(ANN)
        day.call(STRANGER)
        assert [len(day.voice_comments(ticket["id"])) for ticket in day.new_tickets] == [1, 1]
        assert [notice for notice in day.notices if "does not let Deskline store" in notice] == day.notices
        assert len(day.notices) == 1


def test_rule_11_5_a_disk_that_is_full_in_mid_call_says_so_once() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.shims._store = lambda _: {"error": "storage"}  # type: ignore[method-assign]
        day.accept(contact)
        day.finish(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
        assert len(day.notices) == 1


class SlowStore:
    """A database that does not open yet: it reports an error, or does not answer."""

    def __init__(self, day: Workday, monkeypatch: pytest.MonkeyPatch, hangs: bool = False) -> None:
        self._day, self._opened = day, asyncio.Event()
        request, store = FakeShims.request, FakeShims._store

        async def slow(shims: FakeShims, text: str) -> str:
            if hangs and '"kind":"store"' in text:
                await self._opened.wait()
            return await request(shims, text)

        def shut(shims: FakeShims, order: dict[str, Any]) -> dict[str, Any]:
            return store(shims, order) if self._opened.is_set() else {"error": "storage"}

        monkeypatch.setattr(FakeShims, "request", slow)
        monkeypatch.setattr(FakeShims, "_store", shut)

    def opens(self, after: float) -> None:
        """Open the database after so many seconds, and wait until the engine notices."""
        for _ in range(int(after)):
            self._day.wait(1)
        self._opened.set()
        for _ in range(60):
            self._day.wait(1)


def memory_only(day: Workday) -> list[str]:
    return [notice for notice in day.notices if "does not let Deskline store" in notice]


SLOW = pytest.mark.parametrize(("hangs", "after"), [(True, 4), (False, 4), (False, 70)])


@SLOW
def test_rule_11_5_pending_writes_are_sent_soon_after_a_slow_database_opens(
    monkeypatch: pytest.MonkeyPatch, hangs: bool, after: int
) -> None:
    with Workday() as day:
        finished = day.call(STRANGER)
        contact = day.ring(ANN)
        day.accept(contact)
        day.offline = True
        day.finish(contact)
        day.stop()
        store = SlowStore(day, monkeypatch, hangs)
        day.start()
        day.offline = False
        store.opens(after)
        assert [len(day.voice_comments(ticket["id"])) for ticket in day.new_tickets] == [1, 1]
        assert len(memory_only(day)) == (after > 20)
        assert {finished, contact} == {key for object_store, key in day.store if object_store == "records"}
        assert not json.loads(day.store["records", contact])["pending"]


@SLOW
@pytest.mark.parametrize("closes", ["before it opens", "after it opens"])
def test_rule_11_5_a_contact_that_connect_still_reports_overwrites_nothing_that_was_kept(
    monkeypatch: pytest.MonkeyPatch, hangs: bool, after: int, closes: str
) -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": "A1"})
        day.accept(contact)
        day.offline = True
        day.connect.set_attributes(contact, {"order": "A2"})
        day.hang_up(contact)
        day.stop()
        store = SlowStore(day, monkeypatch, hangs)
        day.start()
        day.offline = False
        day.wait(1)
        if closes == "before it opens":
            day.clear(contact)
        store.opens(after)
        if closes == "after it opens":
            day.clear(contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)
        day.reload()
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)


@SLOW
def test_rule_11_5_a_call_that_disappears_before_the_database_opens_is_still_ended(
    monkeypatch: pytest.MonkeyPatch, hangs: bool, after: int
) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.stop()
        day.finish(contact)
        store = SlowStore(day, monkeypatch, hangs)
        day.start()
        store.opens(after)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
        assert json.loads(day.store["records", contact])["stage"] == "closed"


@pytest.mark.parametrize("hangs", [True, False])
def test_rule_11_5_a_ticket_that_was_chosen_is_not_chosen_anew_while_the_database_is_slow(
    monkeypatch: pytest.MonkeyPatch, hangs: bool
) -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = day.ring(ANN, attributes={"ticket_assignment": "agent"})
        day.accept(contact)
        day.look_at("ticket_sidebar", ticket)
        day.press("attach", contact)
        day.stop()
        store = SlowStore(day, monkeypatch, hangs)
        day.start()
        day.wait(1)
        day.finish(contact)
        store.opens(4)
        assert day.new_tickets == []
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)


@SLOW
@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("ends", ["before it opens", "after it opens"])
def test_rule_5_1_what_rings_is_popped_at_once_while_the_database_is_slow(
    monkeypatch: pytest.MonkeyPatch, hangs: bool, after: int, ends: str, answered: bool
) -> None:
    with Workday() as day:
        known = day.ring(ANN)
        day.stop()
        store = SlowStore(day, monkeypatch, hangs)
        day.start()
        fresh = day.ring(ANN)
        day.wait(1)
        assert len(day.pops) == 2
        for contact in (known, fresh):
            day.accept(contact) if answered else day.miss(contact)
        assert len(day.new_tickets) == 2 * answered
        if ends == "before it opens":
            day.finish(known) if answered else None
        store.opens(after)
        for contact in (known, fresh):
            day.finish(contact) if answered and contact in day.connect.contacts else None
        day.reload()
        comments = [(len(day.notes(made["id"])), len(day.voice_comments(made["id"]))) for made in day.new_tickets]
        assert comments == [(1, 1)] * 2 * answered
        kept = {key: json.loads(text) for (object_store, key), text in day.store.items() if object_store == "records"}
        assert {known, fresh} == set(kept)


@SLOW
@pytest.mark.parametrize("owes", [True, False])
def test_rule_11_5_a_call_that_goes_on_is_written_once_however_late_the_database_opens(
    monkeypatch: pytest.MonkeyPatch, hangs: bool, after: int, owes: bool
) -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": "A1"})
        day.accept(contact)
        day.offline = owes
        day.connect.set_attributes(contact, {"order": "A2"})
        day.stop()
        store = SlowStore(day, monkeypatch, hangs)
        day.start()
        day.offline = False
        store.opens(after)
        day.finish(contact)
        day.reload()
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)


def test_rule_8_5_a_slow_database_forgets_no_queue_that_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with Workday() as day:
        day.press("queue", value="Support")
        day.stop()
        store = SlowStore(day, monkeypatch)
        day.start()
        store.opens(4)
        assert json.loads(day.store["facts", "queue"])["queue"] == "Support"
        assert "<option selected>Support</option>" in day.panel


UNFORCED = {"ticket_assignment": "agent", "force_ticket_creation": "false"}


@pytest.mark.parametrize(("flow", "closed"), [({}, False), (UNFORCED, False), (UNFORCED, True)])
def test_rule_11_5_a_ticket_that_is_tried_again_after_the_call_gets_its_end_too(
    flow: dict[str, str], closed: bool
) -> None:
    with Workday() as day:
        refuse(day, VOICE_TICKETS, times=2)
        contact = day.ring(ANN, attributes={"order": "A1", **flow})
        day.accept(contact)
        if flow:
            day.press("create", contact)
        day.connect.set_attributes(contact, {"order": "A2"})
        day.clock.pass_by(60)
        day.hang_up(contact)
        if closed:
            day.clear(contact)
        day.contacts_page()
        for _ in range(2):
            day.press("again", contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)
        assert copied(day.contacts_page()) == ""


def test_rule_11_5_a_long_retry_after_gets_a_notice_at_once() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 429, times=9, retry_after="600")
        day.accept(day.ring(ANN))
        assert len([notice for notice in day.notices if "is not accepting" in notice]) == 1


def test_rule_6_8_a_number_that_comes_late_replaces_none_that_somebody_has_entered_meanwhile() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.desk.faults.add("PUT /api/v2/users/*", 503)
        day.accept(day.ring(STRANGER, attributes={"zendesk_user": str(bob["id"])}))
        day.desk.users[bob["id"]]["phone"] = ANN
        day.wait(5)
        assert day.desk.users[bob["id"]]["phone"] == ANN


@pytest.mark.parametrize("status", [400, 422])
def test_rule_11_6_a_search_for_the_ticket_that_zendesk_rejects_is_repeated(status: int) -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/channels/voice/tickets*", None, after_writing=True)
        contact = day.ring(ANN)
        day.desk.faults.add("GET /api/v2/tickets*", status)
        day.accept(contact)
        day.wait(60)
        day.wait(60)
        assert len(day.new_tickets) == 1
        assert len(day.notes(day.new_ticket["id"])) == 1
