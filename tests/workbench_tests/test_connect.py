"""The simulated Amazon Connect instance keeps to what is known of the live one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.clock import START, Clock
from workbench.connect import OVER, Refused, SimulatedConnect
from workbench.connect_agent import Agent
from workbench.connect_contact import CUT, LIVE

ANN = "+61299990001"


@pytest.fixture
def connect(clock: Clock) -> SimulatedConnect:
    return SimulatedConnect(clock)


def state(connect: SimulatedConnect, contact_id: str) -> str:
    return str(connect.contact(contact_id)["state"]["type"])


def agent_state(connect: SimulatedConnect, agent: str | None = None) -> str:
    return str(connect.snapshot(agent)["snapshot"]["state"]["name"])


def legs(connect: SimulatedConnect, contact_id: str) -> list[tuple[str, str]]:
    return [(leg["type"], leg["state"]["type"]) for leg in connect.contact(contact_id)["connections"]]


def heard(connect: SimulatedConnect) -> list[str]:
    events: list[str] = []
    connect.subscribe(lambda agent, message: events.append(message["event"]))
    return events


def test_an_inbound_call_rings_as_connecting_while_the_callers_leg_is_connected(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN, attributes={"order": "7"}, queue="Support")
    shown = connect.contact(call)
    assert (shown["state"]["type"], legs(connect, call)) == (
        "connecting",
        [("agent", "connecting"), ("inbound", "connected")],
    )
    assert shown["connections"][1]["initial"] and shown["connections"][1]["endpoint"]["phoneNumber"] == ANN
    assert shown["attributes"] == {"order": {"name": "order", "value": "7"}}
    assert shown["queue"]["name"] == "Support" and shown["queue"]["queueId"] == shown["queue"]["queueARN"]
    assert agent_state(connect) == "PendingBusy"


def test_a_first_contact_has_no_initial_contact_id(connect: SimulatedConnect) -> None:
    assert connect.contact(connect.ring(number=ANN))["initialContactId"] is None


def test_aliases_that_the_worker_adds_are_present(connect: SimulatedConnect) -> None:
    shown = connect.contact(connect.ring(number=ANN))
    snapshot = connect.snapshot()["snapshot"]
    assert shown["status"] == shown["state"] and snapshot["status"] == snapshot["state"]
    assert all(leg["address"] == leg["endpoint"] for leg in shown["connections"])


def test_a_contact_is_json_with_times_as_the_browser_writes_them(connect: SimulatedConnect) -> None:
    shown = connect.contact(connect.ring(number=ANN))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["state"]["timestamp"] == "2026-03-01T09:30:00.000Z"


def test_a_snapshot_has_aware_datetimes(connect: SimulatedConnect) -> None:
    connect.ring(number=ANN)
    snapshot = connect.snapshot()["snapshot"]
    assert snapshot["snapshotTimestamp"] == snapshot["contacts"][0]["state"]["timestamp"] == START


@pytest.mark.parametrize("number", ["sip:+61299990001@example.invalid", "anonymous", "", "<b>"])
def test_a_hostile_number_comes_through_as_it_is(connect: SimulatedConnect, number: str) -> None:
    assert connect.contact(connect.ring(number=number))["connections"][1]["endpoint"]["phoneNumber"] == number


def test_a_call_may_have_no_endpoint_at_all(connect: SimulatedConnect) -> None:
    shown = connect.contact(connect.ring(number=None))
    assert shown["connections"][1]["endpoint"] is None and shown["customerEndpoint"] is None


def test_accept_is_broadcast_before_the_snapshot_or_late_after_it(connect: SimulatedConnect) -> None:
    first = connect.ring(number=ANN)
    events = heard(connect)
    connect.accept(first)
    assert events == ["contact::accepted", f"contact::accepted::{first}", "agent::update"]
    connect.hang_up(first)
    connect.clear(first)
    second = connect.ring(number=ANN)
    events.clear()
    connect.accept(second, late=True)
    assert events == ["agent::update", "contact::accepted", f"contact::accepted::{second}"]


def test_a_desk_phone_connects_without_any_accept(connect: SimulatedConnect) -> None:
    agent = connect.add_agent("Dora Desk", softphone=False, extension="+61280001111")
    call = connect.ring(number=ANN, agent=agent)
    events = heard(connect)
    connect.connect_without_accept(call)
    assert events == ["agent::update"] and state(connect, call) == "connected"
    own = connect.contact(call)["connections"][0]
    assert own["softphoneMediaInfo"] is None and own["endpoint"]["phoneNumber"] == "+61280001111"


def test_a_softphone_leg_carries_media_information(connect: SimulatedConnect) -> None:
    assert connect.contact(connect.ring(number=ANN))["connections"][0]["softphoneMediaInfo"]["callType"]


def test_hanging_up_leads_to_after_contact_work_until_the_contact_is_cleared(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    assert agent_state(connect) == "Busy"
    connect.hang_up(call)
    assert (state(connect, call), agent_state(connect)) == ("ended", "AfterCallWork")
    assert {leg for _, leg in legs(connect, call)} == {"disconnected"}
    connect.clear(call)
    assert connect.snapshot()["snapshot"]["contacts"] == [] and agent_state(connect) == "Available"
    assert state(connect, call) == "ended"


def test_the_customer_can_end_the_call(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    connect.customer_hangs_up(call)
    assert state(connect, call) == "ended"


@pytest.mark.parametrize("step", [lambda c, i: None, lambda c, i: c.accept(i)])
def test_a_live_contact_cannot_be_cleared(
    connect: SimulatedConnect, step: Callable[[SimulatedConnect, str], None]
) -> None:
    call = connect.ring(number=ANN)
    step(connect, call)
    with pytest.raises(Refused, match="invalid state"):
        connect.clear(call)


def test_a_missed_call_is_an_error_with_the_caller_still_connected(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.miss(call)
    assert (state(connect, call), agent_state(connect)) == ("error", "MissedCallAgent")
    assert legs(connect, call) == [("agent", "disconnected"), ("inbound", "connected")]
    connect.clear(call)
    assert agent_state(connect) == "Available"


def test_a_missed_contact_can_be_shown_as_documented(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.miss(call, state="missed")
    assert state(connect, call) == "missed"


def test_a_caller_who_gives_up_while_it_rings_leaves_a_missed_contact(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.customer_hangs_up(call)
    assert (state(connect, call), legs(connect, call)[1]) == ("error", ("inbound", "disconnected"))


def test_a_rejected_call_is_an_error_and_a_rejected_task_says_so(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.reject(call)
    assert (state(connect, call), agent_state(connect)) == ("error", "FailedConnectAgent")
    connect.clear(call)
    task = connect.ring_task("Zendesk-17")
    connect.reject(task)
    assert state(connect, task) == "rejected"


def test_hold_and_resume_change_only_the_callers_leg(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    connect.hold(call)
    assert (state(connect, call), legs(connect, call)[1]) == ("connected", ("inbound", "hold"))
    connect.resume(call)
    assert legs(connect, call)[1] == ("inbound", "connected")


def test_an_outbound_call_connects_when_the_callee_answers(connect: SimulatedConnect) -> None:
    call = connect.dial(ANN, queue="Support")
    assert legs(connect, call) == [("agent", "connected"), ("outbound", "connecting")]
    assert (state(connect, call), agent_state(connect)) == ("connecting", "CallingCustomer")
    with pytest.raises(Refused):
        connect.accept(call)
    connect.answer(call)
    assert (state(connect, call), agent_state(connect)) == ("connected", "Busy")
    assert connect.contact(call)["queue"]["name"] == "Support"


@pytest.mark.parametrize("reason", ["MissedCallCustomer", "LineEngagedCustomer"])
def test_an_outbound_call_that_is_not_answered_fails(connect: SimulatedConnect, reason: str) -> None:
    call = connect.dial(ANN)
    connect.not_answered(call, reason)
    assert (state(connect, call), agent_state(connect)) == ("error", reason)


def test_dialling_is_refused_in_a_call_offline_and_from_a_queue_without_a_number(connect: SimulatedConnect) -> None:
    with pytest.raises(Refused, match="no outbound number"):
        connect.dial(ANN, queue="No outbound number")
    with pytest.raises(Refused, match="routing profile"):
        connect.dial(ANN, queue="Elsewhere")
    connect.choose_state("Offline")
    with pytest.raises(Refused, match="Offline"):
        connect.dial(ANN)
    connect.choose_state("Available")
    connect.ring(number=ANN)
    with pytest.raises(Refused, match="PendingBusy"):
        connect.dial(ANN)


def test_a_callback_rings_as_incoming_and_connects_when_the_customer_answers(connect: SimulatedConnect) -> None:
    call = connect.ring_callback(ANN)
    assert (state(connect, call), connect.contact(call)["type"]) == ("incoming", "queue_callback")
    assert connect.contact(call)["initialContactId"] not in {None, call}
    connect.accept(call)
    assert (state(connect, call), agent_state(connect)) == ("connecting", "CallingCustomer")
    connect.answer(call)
    assert state(connect, call) == "connected"


@pytest.mark.parametrize("end", ["miss", "reject"])
def test_a_missed_or_rejected_callback_leaves_the_agent_in_default(connect: SimulatedConnect, end: str) -> None:
    getattr(connect, end)(connect.ring_callback(ANN))
    assert agent_state(connect) == "Default"


@pytest.mark.parametrize("leg", ["inbound", "outbound"])
def test_a_callback_comes_with_either_kind_of_leg(connect: SimulatedConnect, leg: str) -> None:
    call = connect.ring_callback(ANN, leg=leg)
    assert legs(connect, call)[1] == (leg, "connecting")
    shown = connect.contact(call)
    assert (shown["customerEndpoint"]["phoneNumber"], shown["initiationMethod"]) == (ANN, "callback")


def test_a_call_that_came_on_by_itself_names_its_first_contact_and_how_it_came(connect: SimulatedConnect) -> None:
    shown = connect.contact(connect.ring_on(ANN, "CALLBACK_CUSTOMER_FIRST_DIALED"))
    assert shown["initialContactId"] not in {None, shown["contactId"]}
    assert (shown["type"], shown["initiationMethod"]) == ("voice", "CALLBACK_CUSTOMER_FIRST_DIALED")
    assert connect.contact(connect.ring_on(ANN, ""))["initiationMethod"] is None


def test_a_number_may_stand_at_the_contact_alone(connect: SimulatedConnect) -> None:
    shown = connect.contact(connect.ring(None, customer_number=ANN))
    assert shown["connections"][1]["endpoint"] is None
    assert shown["customerEndpoint"]["phoneNumber"] == ANN


def test_what_is_veiled_is_not_told_and_comes_back(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    whole = connect.contact(call)
    connect.veil(call, "connections", "initiationMethod", "type")
    told = connect.contact(call)
    assert (told["connections"], told["initiationMethod"], told["type"]) == ([], None, None)
    connect.veil(call)
    assert connect.contact(call) == whole


def test_legs_that_are_cut_may_go_from_the_snapshot_but_never_the_agents_own(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    connect.answer(call, connect.add_party(call, "+61299990077"))
    connect.veil(call, CUT)
    connect.customer_hangs_up(call)
    assert legs(connect, call) == [("agent", "connected"), ("outbound", "connected")]
    connect.hang_up(call)
    assert legs(connect, call) == [("agent", "disconnected")]


def test_a_softphone_clears_what_passes_and_its_agent_may_close_it_too(connect: SimulatedConnect) -> None:
    missed = connect.ring(number=ANN)
    connect.miss(missed)
    connect.softphone_clears(missed)
    assert agent_state(connect) == "MissedCallAgent"
    connect.clear(missed)
    rejected = connect.ring(number=ANN)
    connect.reject(rejected)
    for _ in range(2):
        connect.softphone_clears(rejected)
        connect.clear(rejected)
    assert agent_state(connect) == "Available"


def test_after_call_work_is_for_voice_only(connect: SimulatedConnect) -> None:
    chat = connect.ring_chat("Bo")
    connect.accept(chat)
    connect.customer_hangs_up(chat)
    assert (state(connect, chat), agent_state(connect)) == ("ended", "Busy")
    assert connect.contact(chat)["connections"][0]["softphoneMediaInfo"] is None


def test_a_task_has_one_connection_and_can_be_paused(connect: SimulatedConnect) -> None:
    task = connect.ring_task(
        "Zendesk-17", description="Call back", references={"Order": {"type": "STRING", "value": "9"}}
    )
    shown = connect.contact(task)
    assert len(shown["connections"]) == 1 and shown["connections"][0]["initial"]
    assert (shown["name"], shown["description"], shown["references"]["Order"]["value"]) == (
        "Zendesk-17",
        "Call back",
        "9",
    )
    connect.accept(task)
    connect.pause(task)
    assert state(connect, task) == "paused"
    connect.pause(task, paused=False)
    connect.hang_up(task)
    assert state(connect, task) == "ended"


def transferred(connect: SimulatedConnect) -> tuple[str, str, str]:
    second = connect.add_agent("Bea Second")
    call = connect.ring(number=ANN, attributes={"a": "1"})
    connect.accept(call)
    return call, connect.transfer(call, second), second


def test_a_transfer_gives_the_second_agent_a_contact_of_their_own(connect: SimulatedConnect) -> None:
    call, leg, second = transferred(connect)
    shown = connect.contact(leg)
    assert leg != call and shown["initialContactId"] == call and shown["initiationMethod"] == "transfer"
    assert shown["attributes"]["a"]["value"] == "1" and agent_state(connect, second) == "PendingBusy"
    assert legs(connect, call)[1:] == [("inbound", "hold"), ("outbound", "connecting")]
    connect.accept(leg)
    assert legs(connect, call)[2] == ("outbound", "connected")


def test_the_first_agent_leaves_and_the_second_talks_on(connect: SimulatedConnect) -> None:
    call, leg, _ = transferred(connect)
    connect.accept(leg)
    connect.hang_up(call)
    assert (state(connect, call), state(connect, leg)) == ("ended", "connected")
    third = connect.add_agent("Cem Third")
    assert connect.contact(connect.transfer(leg, third))["initialContactId"] == call


def test_the_second_agent_leaves_and_the_first_talks_on(connect: SimulatedConnect) -> None:
    call, leg, _ = transferred(connect)
    connect.accept(leg)
    connect.hang_up(leg)
    assert (state(connect, call), state(connect, leg)) == ("connected", "ended")
    connect.customer_hangs_up(call)
    assert state(connect, call) == "ended"


def test_when_the_customer_goes_all_agents_are_done(connect: SimulatedConnect) -> None:
    call, leg, _ = transferred(connect)
    connect.accept(leg)
    connect.customer_hangs_up(leg)
    assert (state(connect, call), state(connect, leg)) == ("ended", "ended")


def test_an_added_party_puts_the_others_on_hold_until_the_conference(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    party = connect.add_party(call, "+61299990009")
    assert legs(connect, call)[1:] == [("inbound", "hold"), ("outbound", "connecting")]
    connect.answer(call, party)
    connect.conference(call)
    assert legs(connect, call)[1:] == [("inbound", "connected"), ("outbound", "connected")]
    connect.customer_hangs_up(call)
    assert state(connect, call) == "connected"
    connect.destroy(call, party)
    assert state(connect, call) == "ended"


def test_a_call_has_at_most_six_participants(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    for number in range(4):
        connect.answer(call, connect.add_party(call, f"+6129999000{number}"))
    with pytest.raises(Refused, match="too many"):
        connect.add_party(call, ANN)


def monitored(connect: SimulatedConnect, enhanced: bool = True) -> tuple[str, str]:
    boss = connect.add_agent("Sam Supervisor", state="Offline")
    call = connect.ring(number=ANN)
    connect.accept(call)
    watch = connect.monitor(call, boss, enhanced)
    connect.accept(watch)
    return call, watch


def test_a_monitored_call_has_no_queue_and_only_a_monitoring_leg(connect: SimulatedConnect) -> None:
    call, watch = monitored(connect)
    shown = connect.contact(watch)
    assert "queue" not in shown and legs(connect, watch) == [("monitoring", "silent_monitor")]
    assert shown["initialContactId"] == call
    assert shown["connections"][0]["monitoringInfo"]["agentName"] == "Alex Agent"
    assert all(kind != "monitoring" for kind, _ in legs(connect, call))


def test_agents_see_a_supervisor_only_while_they_barge(connect: SimulatedConnect) -> None:
    call, watch = monitored(connect)
    connect.barge(watch)
    assert legs(connect, watch) == [("monitoring", "barge")] and ("monitoring", "barge") in legs(connect, call)
    connect.barge(watch, speaking=False)
    assert ("monitoring", "barge") not in legs(connect, call)
    connect.hang_up(call)
    assert state(connect, watch) == "ended"


def test_legacy_monitoring_tells_nothing_and_cannot_barge(connect: SimulatedConnect) -> None:
    _, watch = monitored(connect, enhanced=False)
    assert connect.contact(watch)["connections"][0]["monitoringInfo"] is None
    with pytest.raises(Refused, match="invalid_target_state"):
        connect.barge(watch)


def test_attributes_can_change_during_the_call(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN, attributes={"a": "1", "b": "2"})
    connect.set_attributes(call, {"a": "3", "b": None})
    assert connect.contact(call)["attributes"] == {"a": {"name": "a", "value": "3"}}


def test_a_state_chosen_during_a_contact_must_be_the_next_one(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.accept(call)
    with pytest.raises(Refused, match="invalid state"):
        connect.choose_state("Lunch")
    connect.choose_state("Lunch", next_up=True)
    snapshot = connect.snapshot()["snapshot"]
    assert (snapshot["state"]["name"], snapshot["nextState"]["name"]) == ("Busy", "Lunch")
    connect.hang_up(call)
    connect.clear(call)
    snapshot = connect.snapshot()["snapshot"]
    assert (snapshot["state"]["name"], snapshot["state"]["type"], snapshot["nextState"]) == (
        "Lunch",
        "not_routable",
        None,
    )


def test_an_agent_state_that_does_not_exist_is_refused(connect: SimulatedConnect) -> None:
    with pytest.raises(Refused, match="unknown agent state"):
        connect.choose_state("Holiday")


def test_a_state_that_stays_keeps_its_time(connect: SimulatedConnect, clock: Clock) -> None:
    clock.go(60)
    connect.refresh()
    assert connect.snapshot()["snapshot"]["state"]["startTimestamp"] == START
    call = connect.ring(number=ANN)
    connect.miss(call)
    connect.clear(call)
    assert connect.snapshot()["snapshot"]["state"]["startTimestamp"] == START + timedelta(seconds=60)


def test_the_agents_own_queue_is_one_of_the_queues(connect: SimulatedConnect) -> None:
    queues = connect.snapshot()["configuration"]["routingProfile"]["queues"]
    assert queues[-1]["queueARN"].endswith("/queue/agent/agent-1")


def test_only_the_agents_own_listeners_news_carry_the_contact(connect: SimulatedConnect) -> None:
    second = connect.add_agent("Bea Second")
    told: list[str] = []
    stop = connect.subscribe(lambda agent, message: told.append(agent))
    connect.ring(number=ANN, agent=second)
    assert told == [second] and connect.snapshot()["snapshot"]["contacts"] == []
    stop()
    connect.refresh()
    assert told == [second]


def test_signing_out_and_in_is_told(connect: SimulatedConnect) -> None:
    events = heard(connect)
    connect.sign_out()
    assert connect.signed_out == {"agent-1"}
    connect.sign_in()
    assert events == ["terminated", "signed_in", "agent::update"] and not connect.signed_out


@pytest.mark.parametrize(("verb", "event"), [("expire", "auth_fail"), ("deny", "access_denied")])
def test_who_is_shut_out_gets_nothing_more_until_they_sign_in(connect: SimulatedConnect, verb: str, event: str) -> None:
    events = heard(connect)
    getattr(connect, verb)()
    assert events == [event]
    assert connect.signed_out == {"agent-1"}


def test_a_softphone_error_is_told_in_streams_own_shape(connect: SimulatedConnect) -> None:
    told: list[Any] = []
    connect.subscribe(lambda _, message: told.append(message))
    connect.softphone_error("webrtc_error")
    error = {"errorType": "webrtc_error", "errorMessage": "webrtc error", "endPointUrl": ""}
    assert told == [{"event": "agent::softphone_error", "data": error}]


def test_a_closed_contact_takes_no_more_verbs(connect: SimulatedConnect) -> None:
    call = connect.ring(number=ANN)
    connect.miss(call)
    connect.clear(call)
    with pytest.raises(Refused, match="no such contact"):
        connect.hang_up(call)


VERBS = ("accept", "connect_without_accept", "reject", "miss", "hang_up", "customer_hangs_up", "hold", "resume")
MORE = ("clear", "answer", "not_answered", "conference", "pause", "barge")


@given(
    start=st.sampled_from(["ring", "ring_callback", "dial"]),
    verbs=st.lists(st.sampled_from([*VERBS, *MORE]), max_size=12),
)
def test_no_order_of_verbs_leaves_a_contact_half_alive(start: str, verbs: list[str]) -> None:
    connect = SimulatedConnect(Clock())
    call: str = getattr(connect, start)(number=ANN)
    for verb in verbs:
        before: Any = connect.contact(call)
        try:
            getattr(connect, verb)(call)
        except Refused:
            assert connect.contact(call) == before
    kind = state(connect, call)
    assert kind in LIVE or kind in OVER
    if kind == "ended":
        assert {leg for _, leg in legs(connect, call)} == {"disconnected"}
    assert (call in connect.contacts) == bool(connect.snapshot()["snapshot"]["contacts"])


def test_an_agents_choices_are_what_the_page_offers(connect: SimulatedConnect) -> None:
    agent: Agent = connect.agent()
    assert [one["name"] for one in agent.configuration()["agentStates"]] == list(agent.choices)
