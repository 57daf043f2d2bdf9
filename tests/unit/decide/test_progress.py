"""How a contact progresses, by value: a record and what has happened in, the record that follows out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deskline.decide.decisions import Decision, when_connected, when_ended, when_ringing
from deskline.decide.progress import (
    Circumstances,
    Question,
    advanced,
    answered,
    answered_late,
    begun,
    decided,
    explained,
    forgotten,
    grounds,
    known_of,
    merged,
    numbered,
    ordered,
    question,
    reported,
    waits_for_answer,
)
from deskline.model.effects import (
    CreateTicket,
    HideSoftphone,
    Notify,
    Phrase,
    PopTicket,
    PopUser,
    ShowSoftphone,
    WriteVoiceComment,
)
from deskline.model.findings import (
    ConversationTicketMissing,
    CouldNotAsk,
    Meant,
    NewTicket,
    Recognised,
    UseTicket,
)
from deskline.model.moments import Changed, Closed, Connected, Ended, Missed, Moment, Ringing, Seen
from deskline.model.people import Agent, Dialled, Focus, View
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation, Problem, Settings
from deskline.words.notices import remark
from unit.builders import (
    ANN,
    ANSWERED,
    BOB,
    BY_NUMBER,
    MANUAL,
    NEW_TICKET,
    NOBODY,
    NUMBER,
    OPEN_TICKET,
    OVER,
    RANG,
    ROBIN,
    STRANGER,
    contact,
    record,
    situation,
)

KIM = Agent(2, "Kim", "Sales")
PAGE = Focus("ticket_sidebar", 5, 1.0)
AROUND = Circumstances(Settings(Installation(default_country="AU")), KIM, PAGE, 12.0)
READ = AROUND.settings.for_contact({})[0]
"""What holds for a contact without attributes."""

MONITORING = {"direction": "monitoring", "enhanced": True}


def test_a_contact_begins_with_the_agent_and_what_is_in_front_of_them() -> None:
    assert begun(contact("ringing"), AROUND) == Record(contact("ringing"), KIM, began=12.0, seen=PAGE)


def test_a_report_tells_what_was_dialled_but_does_not_change_it() -> None:
    dialled, other = Dialled(NUMBER, 7), Dialled(NUMBER, 8)
    assert reported(record(), Seen(contact(), dialled=dialled), AROUND) == record(dialled=dialled)
    assert reported(record(dialled=dialled), Seen(contact(), dialled=other), AROUND) == record(dialled=dialled)


def test_rule_5_6_a_missed_contact_that_is_offered_again_begins_anew() -> None:
    again = contact("ringing", since=RANG + timedelta(minutes=1))
    missed = record(missed=True, stage="ended", verify_first=True, state="missed")
    assert reported(missed, Seen(again), AROUND) == replace(begun(again, AROUND), verify_first=True)
    late = Seen(contact("ringing", since=RANG))
    assert reported(missed, late, AROUND) == missed


def test_rule_11_5_what_was_saved_goes_on_and_every_outcome_is_asked_for_first() -> None:
    saved, anew = record(ticket_id=5), record(stage="ringing")
    assert merged(anew, saved) == record(ticket_id=5, verify_first=True)
    assert merged(record(ticket_id=6), saved) == record(ticket_id=5, verify_first=True)


def test_rule_11_5_what_was_begun_anew_goes_on_if_only_that_has_come_onto_a_ticket() -> None:
    anew = record(ticket_id=5)
    assert merged(anew, record()) is anew


RINGS = Record(contact("ringing"), ROBIN)


@pytest.mark.parametrize(
    ("before", "moment", "after"),
    [
        (
            RINGS,
            Ringing(contact("ringing", number="+1")),
            Record(contact("ringing", number="+1"), KIM, "ringing", settings=READ),
        ),
        (RINGS, Ringing(contact()), Record(contact(), KIM, "ringing", settings=READ, verify_first=True)),
        (
            replace(RINGS, verify_first=True),
            Ringing(contact("ringing")),
            replace(RINGS, agent=KIM, stage="ringing", settings=READ, verify_first=True),
        ),
        (
            replace(RINGS, stage="ringing"),
            Connected(contact(), ANSWERED),
            Record(contact(), KIM, "connected", settings=READ, connected_at=ANSWERED),
        ),
        (record(), Changed(contact(held=True)), record(held=True)),
        (record(), Changed(contact(number="+61299990002")), replace(record(), contact=contact(number="+61299990002"))),
        (
            record(ticket_id=5),
            Changed(contact(number="+61299990002")),
            replace(record(ticket_id=5), contact=contact(number="+61299990002"), number="+61299990002"),
        ),
        (record(ticket_id=5), Changed(contact(held=True)), record(ticket_id=5, held=True)),
        (record(), Ended(contact("ended"), OVER), record(state="ended", stage="ended", ended_at=OVER)),
        (record(), Ended(contact(), OVER), record(stage="ended", ended_at=OVER, verify_first=True)),
        (
            record(verify_first=True),
            Ended(contact("ended"), OVER),
            record(state="ended", stage="ended", ended_at=OVER, verify_first=True),
        ),
        (
            replace(RINGS, stage="ringing"),
            Missed(contact("missed", fate="rejected")),
            Record(contact("missed", fate="rejected"), ROBIN, "ended", missed=True),
        ),
        (
            record(stage="ended", ticket_id=5, view=View(BOB)),
            Closed(contact("ended")),
            record(stage="closed", state="ended", ticket_id=5, view=View(BOB)),
        ),
        (
            record(stage="ended", view=View(BOB), meant=Meant(BOB, "turned"), user_id=8),
            Closed(contact("ended")),
            record(stage="closed", state="ended", user_id=7),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_rule_5_7_a_record_progresses_from_moment_to_moment(before: Record, moment: Moment, after: Record) -> None:
    assert advanced(before, moment, AROUND) == after


def test_rule_2_3_what_does_not_fit_in_a_flow_is_told_once_a_contact() -> None:
    wrong = contact("ringing", attributes={"pop_incoming": "perhaps", "ticket_assignment": "agent"})
    problems = (Problem("pop_incoming", "perhaps", "expected.boolean"),)
    after = advanced(RINGS, Ringing(wrong), AROUND)
    assert (after.settings, after.problems) == (replace(READ, ticket_assignment="agent"), problems)
    assert after.pending == (Notify(remark(problems)),)
    told = replace(after, pending=(), notices_shown=(remark(problems),))
    assert advanced(told, Connected(wrong, ANSWERED), AROUND).pending == ()


ASKED: list[tuple[Record, Record, Moment, Question | None]] = [
    (RINGS, replace(RINGS, stage="ringing"), Ringing(contact("ringing")), "everything"),
    (record(stage="ringing"), record(), Connected(contact(), ANSWERED), None),
    (record(stage="ringing"), record(caller=CouldNotAsk()), Connected(contact(), ANSWERED), "what is missing"),
    (
        record(stage="ringing"),
        record(settings=ForContact(zendesk_ticket=5)),
        Connected(contact(), ANSWERED),
        "everything",
    ),
    (record(), record(number="+61299990002"), Changed(contact()), None),
    (record(), replace(record(), contact=contact(number="+1")), Changed(contact()), "everything"),
    (record(), replace(record(ticket_id=5), contact=contact(number="+1")), Changed(contact()), None),
    (record(), record(stage="ended"), Ended(contact(), OVER), None),
    (record(), record(stage="ended", missed=True), Missed(contact()), None),
    (record(), record(), Closed(contact()), None),
    (record(), record(choice=CouldNotAsk()), Closed(contact()), "what is missing"),
    (record(), record(choice=CouldNotAsk(), ticket_id=5), Closed(contact()), None),
    (record(), record(choice=CouldNotAsk(), connected_at=None), Closed(contact()), None),
    (record(), record(choice=CouldNotAsk(), **MONITORING), Closed(contact()), None),
]


@pytest.mark.parametrize(("before", "now", "moment", "asked"), ASKED, ids=lambda value: type(value).__name__)
def test_what_is_asked_at_a_moment(before: Record, now: Record, moment: Moment, asked: Question | None) -> None:
    assert question(before, now, moment) == asked


@pytest.mark.parametrize("facts", [{"channel": "email"}, {"direction": "monitoring"}, {"direction": "outbound"}])
def test_nothing_is_asked_while_it_rings_of_what_is_not_ours_or_whom_the_agent_calls(facts: dict[str, Any]) -> None:
    rings = record(stage="ringing", caller=None, **facts)
    assert question(rings, rings, Ringing(rings.contact)) is None


def test_what_zendesk_tells_is_taken_in_whole() -> None:
    answer = record(caller=BY_NUMBER, choice=UseTicket(OPEN_TICKET, "why.recent"), number="+1", ticket_id=9)
    before = record(caller=None, choice=None, number="", user_id=None)
    assert answered(before, answer) == record(choice=UseTicket(OPEN_TICKET, "why.recent"), number="+1")
    assert answered(record(), record(caller=STRANGER)) == record(caller=STRANGER, user_id=None)
    assert answered(record(), None) == record()


def test_a_late_answer_is_taken_in_as_if_it_had_been_there_from_the_start() -> None:
    before = record(caller=CouldNotAsk(), user_id=None, view=View(BOB), meant=Meant(BOB, "turned"))
    assert answered_late(before, before, record()) == record()


def test_a_late_answer_leaves_what_the_agent_looks_at_where_they_choose() -> None:
    before = record(caller=CouldNotAsk(), user_id=None, view=View(BOB), settings=MANUAL)
    assert answered_late(before, before, record()) == record(view=View(BOB), settings=MANUAL)


@pytest.mark.parametrize("facts", [{"ticket_id": 5}, {"caller": STRANGER}, {"settings": ForContact(zendesk_user=9)}])
def test_a_late_answer_is_none_if_something_else_has_come_of_the_contact(facts: dict[str, Any]) -> None:
    asked = record(caller=CouldNotAsk())
    assert answered_late(replace(asked, **facts), asked, record()) is None


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        ({}, False),
        ({"caller": CouldNotAsk()}, True),
        ({"choice": ConversationTicketMissing()}, True),
        ({"caller": None, "choice": None}, False),
        ({"caller": CouldNotAsk(), "ticket_id": 5}, False),
        ({"caller": CouldNotAsk(), "stage": "closed"}, False),
    ],
)
def test_rule_3_7_an_answer_is_waited_for_only_where_one_was_missing(facts: dict[str, Any], waits: bool) -> None:
    assert waits_for_answer(record(**facts)) == waits


def test_a_decision_adds_its_orders_and_reasons() -> None:
    before = record(pending=(ShowSoftphone(),), why=(Phrase("why.number"),), attributes={"a": "1", "_b": "2"})
    after = replace(before, pending=(ShowSoftphone(), PopUser(7)))
    assert decided(before, Decision((PopUser(7),))) == after
    because = (Phrase("why.forced"),)
    assert decided(before, Decision((PopUser(7),), because)) == replace(after, why=because)


def test_a_decision_that_notes_the_attributes_remembers_them() -> None:
    before = record(attributes={"a": "1", "_b": "2"}, notes=1)
    assert decided(before, Decision(notes=True)) == replace(before, noted_attributes={"a": "1"}, notes=2)


def test_orders_come_after_those_that_are_there() -> None:
    after = record(pending=(PopTicket(), HideSoftphone()))
    assert ordered(record(pending=(PopTicket(),)), (HideSoftphone(),)) == after


def test_rule_5_6_what_became_of_a_missed_call_may_be_told_late() -> None:
    missed: dict[str, Any] = {"missed": True, "stage": "ended", "state": "missed"}
    assert explained(record(**missed), "rejected") == record(**missed, fate="rejected")
    assert explained(record(**missed, fate="missed"), "rejected") is None
    assert explained(record(**missed, channel="email"), "rejected") is None
    assert explained(record(**{**missed, "stage": "closed"}), "rejected") is None
    assert explained(record(), "rejected") is None


@pytest.mark.parametrize(
    ("meant", "kept", "user_id"),
    [
        (None, None, 7),
        (Meant(BOB, "turned"), None, 7),
        (Meant(BOB, "attached"), None, 7),
        (Meant(BOB, "picked"), Meant(BOB, "picked"), 8),
        (Meant(None, "newcomer"), Meant(None, "newcomer"), None),
        (Meant(None, "own"), Meant(None, "own"), None),
    ],
)
def test_rule_5_4_a_forced_ticket_is_whoever_was_identified_or_picked(
    meant: Meant | None, kept: Meant | None, user_id: int | None
) -> None:
    before = record(meant=meant, view=View(BOB), user_id=8)
    assert forgotten(before) == record(meant=kept, user_id=user_id)


def test_rule_5_4_a_contact_with_a_ticket_was_not_forgotten() -> None:
    assert forgotten(record(ticket_id=5, view=View(BOB))) == record(ticket_id=5, view=View(BOB))


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({}, NUMBER),
        ({"contact": contact(number="(02) 9999 0001")}, NUMBER),
        ({"contact": contact(number="anonymous")}, ""),
        ({"contact": contact(number="")}, ""),
        ({"contact": contact(number="11")}, "11"),
        ({"settings": ForContact(customer_number="+61299990002")}, "+61299990002"),
    ],
)
def test_rule_3_5_the_number_that_stands_for_the_other_side(facts: dict[str, Any], number: str) -> None:
    before = record(**facts)
    assert numbered(before, "AU") == replace(before, number=number)


def test_what_the_answers_depend_on_is_what_the_flow_said_and_what_identifies_the_contact() -> None:
    identity = ("inbound", NUMBER, "c", False, False, None)
    assert grounds(record()) == (None, "", None, 0.0, identity)
    assert known_of(record()) == (BY_NUMBER, NEW_TICKET, *grounds(record()))
    assert known_of(record(caller=NOBODY)) != known_of(record())
    assert grounds(record(held=True, caller=Recognised(ANN, "x"), choice=NewTicket("x"))) == grounds(record())


def test_a_whole_call_can_be_played_without_asking_or_writing_anything() -> None:
    known = begun(contact("ringing"), AROUND)
    rings, answer = Ringing(contact("ringing")), record(caller=BY_NUMBER, choice=NEW_TICKET)
    known = advanced(known, rings, AROUND)
    assert question(known, known, rings) == "everything"
    known = answered(known, answer)
    known = decided(known, when_ringing(situation(known)))
    assert known.pending == (PopUser(7),)
    before, connects = replace(known, pending=()), Connected(contact(), ANSWERED)
    known = advanced(before, connects, AROUND)
    assert question(before, known, connects) is None
    known = decided(known, when_connected(situation(known)))
    assert [type(order) for order in known.pending] == [CreateTicket, PopTicket, HideSoftphone]
    known = advanced(replace(known, pending=(), ticket_id=5), Ended(contact("ended"), OVER), AROUND)
    assert [type(order) for order in decided(known, when_ended(situation(known))).pending] == [WriteVoiceComment]
