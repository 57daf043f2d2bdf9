"""What Streams asks through the CCP is carried out, refused or left without an answer, as ordered."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.connect import Refused, SimulatedConnect
from workbench.connect_api import ConnectApi, NoAnswer

ANN = "+61299990001"
NUMBER = {"type": "phone_number", "phoneNumber": ANN}


@pytest.fixture
def connect() -> SimulatedConnect:
    return SimulatedConnect()


@pytest.fixture
def api(connect: SimulatedConnect) -> ConnectApi:
    return ConnectApi(connect, "agent-1")


def leg(connect: SimulatedConnect, contact: str, number: int) -> dict[str, str]:
    return {"contactId": contact, "connectionId": connect.contact(contact)["connections"][number]["connectionId"]}


def states(connect: SimulatedConnect, contact: str) -> list[str]:
    return [one["state"]["type"] for one in connect.contact(contact)["connections"]]


def test_a_call_goes_its_way_by_api_alone(connect: SimulatedConnect, api: ConnectApi) -> None:
    call = connect.ring(ANN)
    assert api.call("acceptContact", {"contactId": call}) == {}
    api.call("holdConnection", leg(connect, call, 1))
    assert states(connect, call) == ["connected", "hold"]
    api.call("resumeConnection", leg(connect, call, 1))
    api.call("sendDigits", {**leg(connect, call, 1), "digits": "1#"})
    api.call("muteParticipant", leg(connect, call, 1))
    assert connect.contact(call)["connections"][1]["mute"] is True
    api.call("unmuteParticipant", leg(connect, call, 1))
    api.call("destroyConnection", leg(connect, call, 0))
    api.call("clearContact", {"contactId": call})
    assert connect.contacts == {}


def test_an_accepted_call_is_missed_if_no_page_has_its_audio(connect: SimulatedConnect, api: ConnectApi) -> None:
    framed, window = connect.page_opened("agent-1"), connect.page_opened("agent-1")
    connect.page_sounds(framed, False)
    call = connect.ring(ANN)
    api.call("acceptContact", {"contactId": call})
    assert (connect.contact(call)["state"]["type"], connect.agent().state.name) == ("error", "MissedCallAgent")
    connect.clear(call)
    connect.page_sounds(window, True)
    heard = connect.ring(ANN)
    api.call("acceptContact", {"contactId": heard})
    assert connect.contact(heard)["state"]["type"] == "connected"
    connect.hang_up(heard)
    connect.clear(heard)
    connect.page_closed(window)
    chat = connect.ring_chat()
    api.call("acceptContact", {"contactId": chat})
    assert connect.contact(chat)["state"]["type"] == "connected"


def test_an_outbound_contact_is_answered_without_its_id(connect: SimulatedConnect, api: ConnectApi) -> None:
    assert api.call("createOutboundContact", {"endpoint": NUMBER, "queueARN": None}) == {}
    (call,) = connect.contacts
    assert connect.contact(call)["queue"]["name"] == "Sales"


def test_a_third_party_is_added_toggled_and_joined(connect: SimulatedConnect, api: ConnectApi) -> None:
    call = connect.ring(ANN)
    connect.accept(call)
    api.call("createAdditionalConnection", {"contactId": call, "endpoint": NUMBER})
    connect.answer(call, leg(connect, call, 2)["connectionId"])
    assert states(connect, call) == ["connected", "hold", "connected"]
    api.call("toggleActiveConnections", {"contactId": call, "connectionId": None})
    assert states(connect, call) == ["connected", "connected", "hold"]
    api.call("conferenceConnections", {"contactId": call})
    assert states(connect, call) == ["connected", "connected", "connected"]


def test_a_quick_connect_to_a_colleague_is_a_transfer(connect: SimulatedConnect, api: ConnectApi) -> None:
    second = connect.add_agent("Bea Second")
    call = connect.ring(ANN)
    connect.accept(call)
    (endpoint,) = api.call("getEndpoints", {"queueARNs": []})["endpoints"]
    api.call("addNewConnection", {"contactId": call, "endpoint": endpoint})
    (leg_of_second,) = connect.contacts_of(second)
    assert leg_of_second.initial_contact_id == call


def test_a_supervisor_barges_by_api(connect: SimulatedConnect) -> None:
    boss = connect.add_agent("Sam Supervisor")
    call = connect.ring(ANN)
    connect.accept(call)
    watch = connect.monitor(call, boss)
    connect.accept(watch)
    api = ConnectApi(connect, boss)
    api.call("updateMonitorParticipantState", {"contactId": watch, "targetMonitorMode": "BARGE"})
    assert states(connect, watch) == ["barge"]


def test_tasks_are_rejected_paused_and_resumed_by_api(connect: SimulatedConnect, api: ConnectApi) -> None:
    task = connect.ring_task("Zendesk-1")
    api.call("acceptContact", {"contactId": task})
    api.call("pauseContact", {"contactId": task})
    api.call("resumeContact", {"contactId": task})
    other = connect.ring_task("Zendesk-2")
    api.call("rejectContact", {"contactId": other})
    api.call("completeContact", {"contactId": other})
    assert list(connect.contacts) == [task]


def test_state_and_configuration_are_set_by_api(connect: SimulatedConnect, api: ConnectApi) -> None:
    api.call("putAgentState", {"state": {"name": "Lunch"}, "enqueueNextState": False})
    api.call("updateAgentConfiguration", {"configuration": {"softphoneEnabled": False, "extension": "+61280001111"}})
    assert (connect.agent().state.name, connect.agent().softphone) == ("Lunch", False)


def test_a_chat_token_is_given_and_other_transports_are_not(connect: SimulatedConnect, api: ConnectApi) -> None:
    chat = connect.ring_chat("Bo")
    given = api.call("createTransport", {"transportType": "chat_token", "contactId": chat})
    assert given["chatTokenTransport"]["participantToken"] == connect.token(chat)
    with pytest.raises(Refused):
        api.call("createTransport", {"transportType": "web_rtc"})
    assert connect.errors


def test_voice_id_has_ended_unless_a_test_gives_its_answers(connect: SimulatedConnect, api: ConnectApi) -> None:
    with pytest.raises(Refused, match="Voice ID has ended"):
        api.call("AgentAppService.VoiceId.describeSpeaker", {})
    connect.voice_id["VoiceId.describeSpeaker"] = {"Speaker": {"Status": "ENROLLED"}}
    assert api.call("AgentAppService.VoiceId.describeSpeaker", {})["Speaker"]["Status"] == "ENROLLED"
    assert connect.errors == []


@pytest.mark.parametrize(
    ("method", "params"), [("makeCoffee", {}), ("holdConnection", {}), ("createOutboundContact", {})]
)
def test_what_it_does_not_know_is_refused_loudly(
    connect: SimulatedConnect, api: ConnectApi, method: str, params: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        api.call(method, params)
    assert method in connect.errors[0]


def test_a_refusal_by_state_is_no_error_of_the_page(connect: SimulatedConnect, api: ConnectApi) -> None:
    with pytest.raises(Refused, match="invalid state"):
        api.call("clearContact", {"contactId": connect.ring(ANN)})
    assert connect.errors == []


def test_the_next_request_can_be_made_to_fail_or_to_stay_without_an_answer(
    connect: SimulatedConnect, api: ConnectApi
) -> None:
    connect.faults = {"createOutboundContact": None, "acceptContact": "no luck"}
    with pytest.raises(NoAnswer):
        api.call("createOutboundContact", {"endpoint": NUMBER})
    with pytest.raises(Refused, match="no luck"):
        api.call("acceptContact", {"contactId": "x"})
    api.call("createOutboundContact", {"endpoint": NUMBER})
    assert len(connect.contacts) == 1


def test_what_is_carried_out_may_stay_unanswered_or_fail_all_the_same(
    connect: SimulatedConnect, api: ConnectApi
) -> None:
    wish = {"endpoint": {"phoneNumber": ANN}, "queueARN": None}
    for afterthought, raised in ((None, NoAnswer), ("invalid state", Refused)):
        connect.afterthoughts["createOutboundContact"] = afterthought
        with pytest.raises(raised):
            api.call("createOutboundContact", wish)
        (call,) = connect.contacts
        connect.hang_up(call)
        connect.clear(call)
    assert not connect.afterthoughts
