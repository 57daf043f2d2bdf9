"""The outbox: pending orders in, what is saved, sent, shown and known out."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from deskline.act.outbox import RECORDS, Callbacks, Means, Outbox
from deskline.decide import drafts
from deskline.model.codec import from_text
from deskline.model.effects import (
    CreateUser,
    HideSoftphone,
    Notify,
    Phrase,
    PopTicket,
    PopUser,
    Show,
    ShowSoftphone,
)
from deskline.model.errors import Busy
from deskline.model.people import User
from deskline.model.record import Lost, Record
from unit.act.fakes import NEW_TICKET, NEW_USER, Account, FakeClock, FakeStore, FakeWorkspace
from unit.act.orders import (
    ATTACH,
    BUSY,
    DETAILS,
    FORBIDDEN,
    NOTE,
    PHONE,
    SHARED_TICKET,
    SILENCE,
    TICKET,
    UNFIT,
    USER,
    VOICE,
)
from unit.builders import ANN, NUMBER, OPEN_TICKET, STRANGER, contact, record, situation

BUG = ZeroDivisionError("nobody foresaw it")
MISSED = Phrase("notice.missed", {"who": "Ann"})
SLOWLY = Phrase("notice.saving_slowly", {"who": "Ann"})
ON_TICKET = record(ticket_id=5, requester_id=7)


@dataclass
class Place:
    """All that an outbox works with, and what it reports."""

    account: Account = field(default_factory=Account)
    workspace: FakeWorkspace = field(default_factory=FakeWorkspace)
    store: FakeStore = field(default_factory=FakeStore)
    clock: FakeClock = field(default_factory=FakeClock)
    known: tuple[Record, ...] = ()
    hung: bool = False
    reported: list[Record] = field(default_factory=list)
    errors: list[tuple[Exception, bool]] = field(default_factory=list)

    @property
    def saved(self) -> list[Any]:
        """The records that were saved, in order."""
        return [from_text(text) for _, _, text in self.store.puts]

    def outbox(self) -> Outbox:
        """Return the outbox of this place."""
        means = Means(self.account.desk, self.workspace, self.store, self.clock)
        callbacks = Callbacks(self.reported.append, lambda: self.known, situation, self.unexpected)
        return Outbox(means, callbacks, hung=self.hung)

    def unexpected(self, error: Exception, *, told: bool = False) -> None:
        """Record an error that nobody foresaw."""
        self.errors.append((error, told))

    def step(self, known: Record) -> Record:
        """Carry out the first pending order."""
        return asyncio.run(self.outbox().step(known))


def with_pending(*orders: Any, known: Record = ON_TICKET, **facts: Any) -> Record:
    """Return the record with these orders pending."""
    return replace(known, pending=orders, **facts)


def test_rule_11_5_a_record_is_saved_under_its_contact_and_reported() -> None:
    place = Place()
    asyncio.run(place.outbox().keep(ON_TICKET))
    assert place.store.puts[0][:2] == (RECORDS, "c")
    assert (place.saved, place.reported) == ([ON_TICKET], [ON_TICKET])


@pytest.mark.parametrize(
    ("order", "shown", "after"),
    [
        (ShowSoftphone(), [ShowSoftphone()], {}),
        (HideSoftphone(), [HideSoftphone()], {}),
        (PopUser(7), [PopUser(7)], {"popped": PopUser(7)}),
        (PopTicket(9), [PopTicket(9)], {"popped": PopTicket(9)}),
        (PopTicket(), [PopTicket(5)], {"popped": PopTicket(5)}),
    ],
)
def test_rule_5_1_what_is_shown_is_marked_done_and_not_saved(
    order: Show, shown: list[Show], after: dict[str, Any]
) -> None:
    place = Place()
    assert place.step(with_pending(order, NOTE)) == with_pending(NOTE, **after)
    assert (place.workspace.shown, place.saved) == (shown, [])


def test_rule_5_1_without_a_ticket_none_is_popped() -> None:
    place = Place()
    assert place.step(with_pending(PopTicket(), known=record())) == record()
    assert place.workspace.shown == []


def test_rule_15_1_a_notice_is_told_once() -> None:
    place = Place()
    told = place.step(with_pending(Notify(MISSED), Notify(MISSED)))
    assert told == with_pending(Notify(MISSED), notices_shown=(MISSED,))
    assert place.step(told) == with_pending(notices_shown=(MISSED,))
    assert place.workspace.told == [MISSED]


def test_rule_15_1_nobody_is_told_of_a_new_ticket_that_is_not_there() -> None:
    place = Place()
    assert place.step(with_pending(Notify(Phrase("notice.follow_up")), known=record())) == record()
    assert place.workspace.told == []


@pytest.mark.parametrize("order", [ShowSoftphone(), PopUser(7), Notify(MISSED)])
def test_rule_11_5_an_error_while_something_is_shown_holds_up_nothing(order: Any) -> None:
    place = Place(workspace=FakeWorkspace(fails=[BUG]))
    assert place.step(with_pending(order, NOTE)) == with_pending(NOTE)
    assert place.errors == [(BUG, False)]


def test_rule_11_6_a_write_is_saved_before_it_is_sent_and_marked_done_after() -> None:
    place = Place()
    assert place.step(with_pending(NOTE, VOICE)) == with_pending(VOICE)
    assert place.saved == [with_pending(NOTE, VOICE, attempted=True), with_pending(VOICE)]
    assert place.account.calls == [("add_note", 5, NOTE.html)]


def test_rule_11_6_a_write_that_was_sent_before_is_asked_for_first() -> None:
    place = Place(Account(comments={5: [NOTE.html]}))
    assert place.step(with_pending(NOTE, attempted=True)) == with_pending()
    assert place.saved == [with_pending()]
    assert place.account.asked == ["has_note"]


def test_rule_11_6_where_memory_is_gone_a_write_is_asked_for_first() -> None:
    place = Place()
    assert place.step(with_pending(NOTE, verify_first=True)) == with_pending(verify_first=True)
    assert place.account.asked == ["has_note", "add_note"]


def test_rule_11_6_a_shared_ticket_is_asked_for_on_a_later_leg() -> None:
    place = Place(Account(tickets_made={"connect:c": OPEN_TICKET}))
    known = record(method="transfer")
    assert place.step(with_pending(SHARED_TICKET, known=known)) == replace(
        known, ticket_id=5, requester_id=7, why=(Phrase("why.conversation", {"ticket": "#5"}),)
    )
    assert place.account.asked == ["ticket_made", "has_note", "add_note"]


@pytest.mark.parametrize("order", [NOTE, VOICE])
def test_rule_11_5_what_belongs_on_a_ticket_is_lost_with_it(order: Any) -> None:
    place = Place()
    lost = Lost(Phrase(f"pending.{type(order).__name__}"), order)
    assert place.step(with_pending(order, known=record())) == record(lost=(lost,))
    assert (place.account.calls, place.saved) == ([], [record(lost=(lost,))])


@pytest.mark.parametrize("trouble", [SILENCE, BUSY])
def test_rule_11_6_a_write_that_fails_for_a_while_is_asked_for_and_sent_again(trouble: Exception) -> None:
    place = Place(Account(fails={"add_note": [trouble], "has_note": [trouble]}))
    assert place.step(with_pending(NOTE)) == with_pending()
    assert place.account.asked == ["add_note", "has_note", "has_note", "add_note"]
    assert (place.clock.slept, place.workspace.told) == ([1, 2], [])


def test_rule_11_5_the_agent_is_told_once_where_saving_takes_long() -> None:
    place = Place(Account(fails={"create_user": [BUSY] * 4}))
    done = place.step(with_pending(USER))
    assert (place.clock.slept, place.workspace.told, done.notices_shown) == ([1, 2, 4, 8], [SLOWLY], (SLOWLY,))


def test_rule_11_5_the_agent_is_told_at_once_where_zendesk_asks_for_a_long_wait() -> None:
    place = Place(Account(fails={"create_user": [Busy(429, 60)]}))
    place.step(with_pending(USER))
    assert (place.clock.slept, place.workspace.told) == ([62.5], [SLOWLY])


def test_rule_11_5_an_error_while_the_agent_is_told_of_a_long_wait_holds_up_nothing() -> None:
    place = Place(Account(fails={"create_user": [Busy(429, 60)]}), FakeWorkspace(fails=[BUG]))
    assert place.step(with_pending(USER)).user_id == NEW_USER
    assert place.errors == [(BUG, False)]


LOST_NOTE = Lost(Phrase("lost.note", {"status": "403", "who": "Ann", "ticket": "#5"}), NOTE)


def test_rule_11_5_what_is_refused_for_good_is_kept_and_told() -> None:
    place = Place(Account(tickets={5: OPEN_TICKET}, fails={"add_note": [FORBIDDEN]}))
    after = with_pending(VOICE, lost=(LOST_NOTE,), notices_shown=(LOST_NOTE.what,))
    assert place.step(with_pending(NOTE, VOICE)) == after
    assert (place.saved[-1], place.workspace.told) == (after, [LOST_NOTE.what])
    assert "has_note" not in place.account.asked


def test_rule_11_5_an_error_while_the_agent_is_told_of_a_loss_does_not_lose_it() -> None:
    place = Place(Account(tickets={5: OPEN_TICKET}, fails={"add_note": [FORBIDDEN]}), FakeWorkspace(fails=[BUG]))
    assert place.step(with_pending(NOTE)) == with_pending(lost=(LOST_NOTE,))
    assert place.errors == [(BUG, False)]


def test_rule_11_6_what_is_refused_and_there_is_done() -> None:
    place = Place(Account(comments={5: [NOTE.html]}, fails={"add_note": [UNFIT]}))
    assert place.step(with_pending(NOTE, lost=(LOST_NOTE,))) == with_pending()
    assert place.workspace.told == []


def test_rule_11_6_nobody_speaks_of_a_refusal_before_zendesk_has_said_what_is_there() -> None:
    place = Place(Account(comments={5: [NOTE.html]}, fails={"add_note": [UNFIT], "has_note": [SILENCE]}))
    assert place.step(with_pending(NOTE)) == with_pending()
    assert place.account.asked == ["add_note", "has_note", "has_note"]


def test_rule_4_6_what_is_refused_goes_another_way() -> None:
    place = Place(Account(fails={"add_note": [UNFIT]}))
    after = place.step(with_pending(NOTE, VOICE))
    create = replace(drafts.create_ticket(situation(ON_TICKET), joins=True), instead_of=5)
    gone = Phrase("notice.ticket_gone", {"ticket": "#5"})
    assert after == with_pending(
        *(create, Notify(gone), PopTicket(), VOICE),
        ticket_id=None,
        previous_ticket_id=5,
        why=(Phrase("why.instead", {"ticket": "#5"}),),
    )
    assert place.saved[-1] == after


@pytest.mark.parametrize("order", [TICKET, USER, PHONE, NOTE])
def test_rule_11_5_an_error_that_nobody_foresaw_holds_up_no_later_write(order: Any) -> None:
    calls = {TICKET: "create_ticket", USER: "create_user", PHONE: "attach_phone", NOTE: "add_note"}
    place = Place(Account(fails={calls[order]: [BUG]}))
    what = Phrase("lost.unforeseen", {"who": "Ann", "what": Phrase(f"pending.{type(order).__name__}")})
    after = with_pending(VOICE, lost=(Lost(what, order),), notices_shown=(what,), verify_first=True)
    assert place.step(with_pending(order, VOICE)) == after
    assert (place.saved[-1], place.errors, place.workspace.told) == (after, [(BUG, True)], [what])


def test_rule_11_5_what_is_carried_out_makes_up_for_what_was_lost() -> None:
    place = Place()
    lost = Lost(Phrase("lost.ticket"), TICKET)
    assert place.step(with_pending(ATTACH, known=record(lost=(lost, LOST_NOTE)))) == with_pending(lost=(LOST_NOTE,))


@pytest.mark.parametrize(
    ("order", "attempted", "slept"),
    [(NOTE, True, [60]), (VOICE, True, [60]), (NOTE, False, []), (TICKET, True, [])],
)
def test_rule_11_2_a_comment_that_a_hanging_tab_may_still_send_is_waited_for(
    order: Any, attempted: bool, slept: list[float]
) -> None:
    place = Place(hung=True)
    place.step(with_pending(order, attempted=attempted))
    assert place.clock.slept == slept


def call(contact_id: str, *orders: Any, known: Record = ON_TICKET) -> Record:
    """Return the record of another contact with these orders pending."""
    return with_pending(*orders, known=replace(known, contact=contact(id=contact_id)))


def both(place: Place, *records: Record) -> list[Record]:
    """Carry out the first pending order of several contacts at once."""

    async def steps() -> list[Record]:
        outbox = place.outbox()
        return list(await asyncio.gather(*map(outbox.step, records)))

    return asyncio.run(steps())


def test_rule_11_5_contacts_write_on_one_ticket_in_order() -> None:
    place = Place(Account(fails={"add_note": [BUSY]}))
    both(place, call("one", DETAILS), call("two", NOTE))
    assert place.account.comments == {5: [DETAILS.html, NOTE.html]}


def test_rule_11_5_a_ticket_that_is_stuck_holds_up_no_other_ticket() -> None:
    place = Place(Account(fails={"add_note": [BUSY]}))
    both(place, call("one", DETAILS), call("two", NOTE, known=replace(ON_TICKET, ticket_id=6)))
    assert place.account.calls[1] == ("add_note", 6, NOTE.html)


def test_rule_6_7_of_calls_at_once_the_second_waits_for_the_user_of_the_first() -> None:
    place = Place(Account(fails={"create_user": [BUSY]}))
    known = record(caller=STRANGER, user_id=None)
    one, two = call("one", USER, known=known), call("two", CreateUser("C", NUMBER, "", "connect:two"), known=known)
    place.known = (replace(one, attempted=True), two)
    made = User(NEW_USER, "Caller", phones=(NUMBER,))
    place.account.users_made = {"connect:c": made}
    first, second = both(place, one, two)
    assert (first.user_id, second.user_id) == (NEW_USER, NEW_USER)
    assert place.account.asked == ["create_user", "user_made", "user_made"]


def test_rule_6_1_a_ticket_that_is_created_is_the_calls_ticket() -> None:
    assert Place(Account(users={7: ANN})).step(with_pending(TICKET, NOTE, known=record())) == with_pending(
        NOTE, known=record(ticket_id=NEW_TICKET, requester_id=7)
    )
