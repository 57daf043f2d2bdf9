"""Chats of the simulated Connect instance read as the participant service gives them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workbench.connect import Refused, SimulatedConnect, Speaker

BO = "Bo"


@pytest.fixture
def connect() -> SimulatedConnect:
    return SimulatedConnect()


@pytest.fixture
def chat(connect: SimulatedConnect) -> str:
    chat = connect.ring_chat(BO)
    connect.accept(chat)
    return chat


def page(connect: SimulatedConnect, chat: str, **body: Any) -> tuple[list[str], str | None]:
    answer = connect.participant("transcript", connect.token(chat), body)
    return [item.get("Content", "-") for item in answer["Transcript"]], answer.get("NextToken")


def test_a_line_is_pushed_to_the_agents_pages_as_the_relay_does(connect: SimulatedConnect, chat: str) -> None:
    pushed: list[dict[str, Any]] = []
    connect.subscribe(lambda agent, message: pushed.append(message))
    connect.say(chat, "Hello")
    assert [one["event"] for one in pushed] == ["webSocket::all_message"]
    assert pushed[0]["data"]["topic"] == "aws/chat"
    item = json.loads(pushed[0]["data"]["content"])
    assert (item["Content"], item["ParticipantRole"], item["DisplayName"]) == ("Hello", "CUSTOMER", BO)


def test_the_transcript_has_the_last_fifteen_items_unless_more_are_asked_for(
    connect: SimulatedConnect, chat: str
) -> None:
    for number in range(20):
        connect.say(chat, str(number))
    lines, token = page(connect, chat)
    assert (lines, token) == ([str(number) for number in range(5, 20)], "15")
    assert page(connect, chat, NextToken=token) == (["-", "0", "1", "2", "3", "4"], None)
    assert page(connect, chat, MaxResults=3, ScanDirection="FORWARD", SortOrder="DESCENDING")[0] == ["1", "0", "-"]


def test_no_page_has_more_than_a_hundred_items(connect: SimulatedConnect, chat: str) -> None:
    for number in range(120):
        connect.say(chat, str(number))
    assert len(page(connect, chat, MaxResults=500)[0]) == 100


def test_a_file_is_told_by_its_name_and_type(connect: SimulatedConnect, chat: str) -> None:
    connect.send_file(chat, "a.pdf", "application/pdf")
    item = connect.participant("transcript", connect.token(chat), {})["Transcript"][-1]
    assert (item["Type"], item.get("Content"), item["ParticipantRole"]) == ("ATTACHMENT", None, "CUSTOMER")
    assert (
        item["Attachments"][0] | {"AttachmentName": "a.pdf", "ContentType": "application/pdf"} == item["Attachments"][0]
    )


def test_a_chat_that_is_handed_over_ends_for_one_agent_and_is_offered_to_the_other(connect: SimulatedConnect) -> None:
    other = connect.add_agent("Bea Second")
    chat = connect.ring_chat(BO, attributes={"order": "7"})
    connect.accept(chat)
    connect.say(chat, "Hello")
    leg = connect.transfer_chat(chat, other)
    assert connect.known(chat).state == "ended"
    second = connect.known(leg)
    assert (second.agent_id, second.attributes, second.method) == (other, {"order": "7"}, "transfer")
    connect.accept(leg)
    connect.say(leg, "Still there?")
    said = [item.get("Content") or item["ContentType"].rpartition(".event.")[2] for item in connect.transcript(leg)]
    assert said == [
        "participant.joined",
        "Hello",
        "participant.left",
        "transfer.succeeded",
        "participant.joined",
        "Still there?",
    ]
    with pytest.raises(Refused):
        connect.transfer_chat(connect.ring("+61299990001"), other)


def test_a_message_of_the_agents_page_gets_an_id(connect: SimulatedConnect, chat: str) -> None:
    body = {"ContentType": "text/plain", "Content": "Yes"}
    answer = connect.participant("message", connect.token(chat), body)
    assert connect.transcript(chat)[-1]["Id"] == answer["Id"]
    assert connect.transcript(chat)[-1]["ParticipantRole"] == "AGENT"


def test_typing_is_pushed_but_not_kept(connect: SimulatedConnect, chat: str) -> None:
    connect.happen(chat, "typing", Speaker("CUSTOMER", BO))
    assert [item["Type"] for item in connect.transcript(chat)] == ["EVENT"]


def test_the_end_of_a_chat_is_an_event_and_the_last_word(connect: SimulatedConnect, chat: str) -> None:
    connect.customer_hangs_up(chat)
    assert connect.transcript(chat)[-1]["ContentType"].endswith("event.chat.ended")
    with pytest.raises(Refused, match="invalid state ENDED"):
        connect.say(chat, "Wait")


def test_calls_have_no_chat_lines(connect: SimulatedConnect) -> None:
    call = connect.ring()
    with pytest.raises(Refused):
        connect.say(call, "Hello")


def test_an_unknown_action_or_token_is_refused(connect: SimulatedConnect, chat: str) -> None:
    with pytest.raises(Refused, match="unknown participant action"):
        connect.participant("dance", connect.token(chat), {})
    with pytest.raises(Refused, match="no such contact"):
        connect.participant("transcript", "chat-none", {})
