"""Rule 5.6: calls that are not answered: one notice if missed, none if rejected, one with the number if outbound."""

import json
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, TEXTS, Workday

AVAILABLE = "Set yourself to Available"
CUSTOMERS = ["FailedConnectCustomer", "LineEngagedCustomer", "MissedCallCustomer"]


def listed(day: Workday) -> str:
    """Return what the Contacts page shows."""
    day.look_at("nav_bar")
    return str([order["html"] for order in day.shims.orders if order["page"] == "nav_bar None"][-1])


def reported(day: Workday, contact: str, order: str) -> None:
    """Report what has happened since the engine stopped: the agent first, as Streams does, or last."""
    whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
    agent = {**whole["configuration"], "state": whole["snapshot"]["state"]}
    live = [one.contact_id for one in day.connect.contacts_of(day.agent)]
    messages: list[dict[str, Any]] = [
        {"kind": "agent", "agent": agent, "contacts": live},
        {"kind": "contact", "contact": day.connect.contact(contact), "gone": False},
    ]
    for message in messages if order == "agent first" else reversed(messages):
        day.tell(**message)
    day.quiet = False


ORDERS = pytest.mark.parametrize("order", ["agent first", "agent last"])


@ORDERS
@pytest.mark.parametrize("state", ["error", "missed"])
@pytest.mark.parametrize("number", [ANN, STRANGER, None])
def test_rule_5_6_a_missed_call_gets_one_notice_and_the_page_shows_it_while_the_state_lasts(
    number: str | None, state: str, order: str
) -> None:
    with Workday() as day:
        contact = day.ring(number)
        day.quiet = True
        day.miss(contact, state)
        reported(day, contact, order)
        day.connect.refresh()
        who = {ANN: "Ann Miller", STRANGER: STRANGER, None: "an anonymous caller"}[number]
        assert day.notices == [f"You missed the call from {who}. {AVAILABLE} in the softphone to get the next one."]
        assert f"You missed a call. {AVAILABLE}" in day.panel
        assert "Missed" in listed(day)
        day.reload()
        assert f"You missed a call. {AVAILABLE}" in day.panel
        day.clear(contact)
        assert AVAILABLE not in day.panel
        assert len(day.notices) == 0
        assert day.writes() == []


@ORDERS
@pytest.mark.parametrize("state", ["error", "rejected"])
def test_rule_5_6_a_rejected_call_is_listed_as_rejected_and_nothing_is_said(state: str, order: str) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.quiet = True
        day.reject(contact, state)
        reported(day, contact, order)
        day.clear(contact)
        assert (day.notices, day.writes()) == ([], [])
        assert AVAILABLE not in day.panel
        assert "Rejected" in listed(day)


@ORDERS
@pytest.mark.parametrize("reason", CUSTOMERS)
def test_rule_5_6_an_unanswered_call_gets_a_notice_with_its_number_and_is_not_a_fault(reason: str, order: str) -> None:
    with Workday() as day:
        contact = day.dial(STRANGER)
        day.quiet = True
        day.connect.not_answered(contact, reason)
        reported(day, contact, order)
        day.clear(contact)
        assert day.notices == [f"{STRANGER} did not answer."]
        assert AVAILABLE not in day.panel
        assert "No answer" in listed(day)
        assert "Missed" not in listed(day)
        assert day.writes() == []


def test_rule_5_6_an_invalid_number_gets_a_notice() -> None:
    with Workday() as day:
        day.connect.not_answered(day.dial(STRANGER), "BadAddressCustomer")
        assert day.notices == [f"The call to {STRANGER} failed. Check that the number is right."]
        assert "No answer" in listed(day)


def test_rule_5_6_who_hangs_up_before_the_answer_knows_it() -> None:
    with Workday() as day:
        contact = day.dial(ANN)
        day.hang_up(contact)
        day.clear(contact)
        assert (day.notices, day.writes()) == ([], [])
        assert "No answer" in listed(day)


def test_rule_5_6_a_callback_whose_customer_does_not_answer_is_one_without_an_answer() -> None:
    with Workday() as day:
        contact = day.connect.ring_callback(ANN)
        day.accept(contact)
        day.connect.not_answered(contact)
        day.clear(contact)
        assert (day.notices, day.writes()) == (["Ann Miller did not answer."], [])
        assert "No answer" in listed(day)


def test_rule_5_6_of_two_calls_each_is_listed_as_what_it_was() -> None:
    with Workday() as day:
        rejected = day.ring(ANN)
        day.reject(rejected)
        day.clear(rejected)
        missed = day.ring(STRANGER)
        day.miss(missed)
        day.clear(missed)
        unanswered = day.dial(ANN)
        day.connect.not_answered(unanswered)
        day.clear(unanswered)
        page = listed(day)
        assert [page.count(word) for word in ("Rejected", "Missed", "No answer")] == [1, 1, 1]
        assert [notice.split(". ")[0] for notice in day.notices] == [
            f"You missed the call from {STRANGER}",
            f"{ANN} did not answer.",
        ]


def test_rule_5_6_each_missed_call_gets_a_notice_even_if_the_same_one_rings_again() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.miss(contact)
        day.clock.pass_by(20)
        with day.connect.changing(day.agent) as now:
            known = day.connect.known(contact)
            known.become("connecting", now)
            known.own.state = "connecting"
        day.clock.pass_by(20)
        day.miss(contact)
        assert len(day.notices) == 2


def test_rule_5_6_a_call_that_only_disappears_may_have_been_answered_elsewhere() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=True)
        assert day.notices == []
        assert "Missed" in listed(day)


@pytest.mark.parametrize(("end", "word", "told"), [("reject", "Rejected", 0), ("miss", "Missed", 1)])
def test_rule_5_6_a_call_that_vanishes_is_what_the_agents_state_makes_of_it(end: str, word: str, told: int) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        last = day.connect.contact(contact)
        day.quiet = True
        getattr(day.connect, end)(contact)
        whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
        agent = {**whole["configuration"], "state": whole["snapshot"]["state"]}
        day.tell(kind="agent", agent=agent, contacts=[])
        day.tell(kind="contact", contact=last, gone=True)
        assert len(day.notices) == told
        assert word in listed(day)


def test_rule_5_6_the_agents_state_after_one_call_does_not_apply_to_the_previous_one() -> None:
    with Workday() as day:
        day.tell(kind="trouble", what="sound", detail="webrtc_error")
        day.quiet = True
        for number in (ANN, STRANGER):
            contact = day.ring(number)
            day.pass_on()
            day.miss(contact)
            day.pass_on()
            if number == ANN:
                day.clear(contact)
                day.pass_on()
        day.settle()
        assert [notice.partition(". ")[0] for notice in day.notices[1:]] == [f"You missed the call from {STRANGER}"]


@pytest.mark.parametrize(("end", "word"), [("reject", "Rejected"), ("miss", "Missed")])
def test_rule_5_6_what_the_softphone_clears_at_once_is_listed_as_what_it_was(end: str, word: str) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.quiet = True
        getattr(day.connect, end)(contact)
        day.pass_on()
        day.clear(contact)
        day.pass_on()
        day.settle()
        assert word in listed(day)
        assert len(day.notices) == (end == "miss")


def test_rule_5_6_an_unanswered_call_that_disappears_gets_a_notice_too() -> None:
    with Workday() as day:
        contact = day.dial(STRANGER)
        last = day.connect.contact(contact)
        day.quiet = True
        day.connect.not_answered(contact)
        whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
        agent = {**whole["configuration"], "state": whole["snapshot"]["state"]}
        day.tell(kind="agent", agent=agent, contacts=[contact])
        day.tell(kind="contact", contact=last, gone=True)
        assert day.notices == [f"{STRANGER} did not answer."]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("RealtimeCommunicationError", "The softphone has lost its connection to Amazon Connect"),
        ("MultipleCcpWindows", "Too many softphone windows are open"),
        ("BadAddressAgent", "Amazon Connect could not reach your desk phone"),
        ("AgentHungUp", "because of an error in Amazon Connect."),
        ("Something<b>new", "because of an error in Amazon Connect."),
    ],
)
def test_rule_15_4_a_fault_is_described_in_plain_words_and_shown_while_it_lasts(state: str, said: str) -> None:
    with Workday() as day:
        whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
        for _ in range(2):
            day.tell(kind="agent", agent={**whole["configuration"], "state": {"name": state, "type": "error"}})
        assert len(day.notices) == 1
        assert said in day.notices[0]
        assert said in day.panel
        day._told.clear()
        day.report_agent()
        assert said not in day.panel


@pytest.mark.parametrize("state", ["MissedCallAgent", "LineEngagedAgent", "Default"])
def test_rule_5_6_a_lasting_state_without_a_call_is_shown_without_a_notice(state: str) -> None:
    with Workday() as day:
        whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
        day.tell(kind="agent", agent={**whole["configuration"], "state": {"name": state, "type": "error"}})
        assert day.notices == []
        assert AVAILABLE in day.panel


@pytest.mark.parametrize("state", [*CUSTOMERS, "FailedConnectAgent", "BadAddressCustomer"])
def test_rule_5_6_a_temporary_state_gets_no_notice_and_is_not_shown(state: str) -> None:
    with Workday() as day:
        whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
        day.tell(kind="agent", agent={**whole["configuration"], "state": {"name": state, "type": "error"}})
        assert day.notices == []
        assert AVAILABLE not in day.panel


def test_rule_5_6_the_diary_tells_missed_rejected_and_unanswered_apart() -> None:
    with Workday() as day:
        for end in (day.reject, day.miss):
            contact = day.ring(ANN)
            end(contact)
            day.clear(contact)
        contact = day.dial(ANN)
        day.connect.not_answered(contact)
        day.press("diary", value="en Chrome/140")
        (shown,) = day.orders("diary")
        for word in ("outcome.rejected", "outcome.missed", "outcome.unanswered"):
            assert TEXTS[word] in shown["html"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [("MissedCallAgent", "calm"), ("LineEngagedAgent", "calm"), ("Default", "calm"), ("AgentHungUp", "danger")],
)
def test_rule_5_6_a_missed_call_is_shown_without_alarm_and_a_fault_with_it(state: str, kind: str) -> None:
    with Workday() as day:
        whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
        day.tell(kind="agent", agent={**whole["configuration"], "state": {"name": state, "type": "error"}})
        assert f'<p class="status {kind}">' in day.panel


@pytest.mark.parametrize("what", ["signed_out", "denied", "silent", "popup"])
def test_rule_16_3_a_lost_connection_is_not_said_twice_beside_the_page_with_the_sign_in_card(what: str) -> None:
    with Workday() as day:
        day.tell(kind="trouble", what=what)
        assert len(day.notices) == 1
        assert 'class="status' not in day.panel
