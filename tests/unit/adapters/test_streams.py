"""Reports of Streams are parsed if possible and otherwise ignored, never an error."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskline.adapters.streams import Circumstances, agent_of, contact_of, line_of
from deskline.model.agent_state import Line
from deskline.model.contact import Reference
from deskline.model.errors import BadMessage
from deskline.model.messages import KINDS, read
from deskline.model.people import Agent

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(PLAIN, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=6), part))
PARTS = ["contactId", "type", "state", "connections", "attributes", "queue", "initialContactId", "name"]
PARTS += ["routingProfile", "extension", "softphoneEnabled", "references", "channelContext", "description"]
OBJECTS = st.dictionaries(st.sampled_from(PARTS) | st.text(max_size=6), JSON, max_size=8)


def voice(timestamp: object) -> dict[str, Any]:
    return {"contactId": "c", "type": "voice", "state": {"type": "connected", "timestamp": timestamp}}


@settings(max_examples=50)
@given(raw=OBJECTS)
def test_any_object_is_read_or_left_alone(raw: dict[str, Any]) -> None:
    known = contact_of(voice(None) | raw, Circumstances(Line(), NOW))
    assert known is None or known.since.tzinfo is not None
    assert agent_of(raw, Agent(1, "Robin"), "Softphone").name == "Robin"
    assert isinstance(line_of(raw).state, str)


@pytest.mark.parametrize(
    ("timestamp", "read_as"),
    [
        ("2026-11-21T08:59:00.250Z", NOW - timedelta(seconds=59.75)),
        ("2026-11-21T18:59:00+10:00", NOW - timedelta(minutes=1)),
        ("2026-11-21T08:59:00", NOW - timedelta(minutes=1)),
        ("0001-01-01T00:00:00+14:00", NOW),
        ("9999-12-31T23:59:59-14:00", NOW),
        ("0001-01-01T00:00:00Z", NOW),
        ("9999-12-31T23:59:59Z", NOW),
        ("soon", NOW),
        (7, NOW),
        (None, NOW),
    ],
)
def test_a_time_is_read_in_utc_or_taken_for_the_present(timestamp: object, read_as: datetime) -> None:
    known = contact_of(voice(timestamp), Circumstances(Line(), NOW))
    assert known is not None
    assert known.since == read_as
    assert known.since.utcoffset() == timedelta()


@settings(max_examples=50)
@given(raw=JSON | st.fixed_dictionaries({"kind": st.sampled_from(sorted(KINDS))}, optional=dict.fromkeys(PARTS, JSON)))
def test_any_json_is_a_message_or_a_bad_message(raw: Any) -> None:
    try:
        message = read(json.dumps(raw))
    except BadMessage:
        return
    assert type(message) in KINDS.values()


@pytest.mark.parametrize(
    ("scheduled", "read_as"),
    [
        (1_795_251_600, NOW),
        (1_795_251_600_000, NOW),
        ("2026-11-21T09:00:00Z", NOW),
        (True, None),
        (float("inf"), None),
        (float("nan"), None),
        ("soon", None),
        (None, None),
    ],
)
def test_rule_14_2_the_time_of_a_task_is_read_in_every_form_or_left_out(
    scheduled: object, read_as: datetime | None
) -> None:
    raw = voice(None) | {"type": "task", "channelContext": {"scheduledTime": scheduled}}
    known = contact_of(raw, Circumstances(Line(), NOW))
    assert known is not None
    assert known.scheduled == read_as


def test_rule_14_2_references_without_a_value_are_left_out() -> None:
    references = {"Order": {"type": "url", "value": "https://x.example"}, "File": {"type": "ATTACHMENT"}, "Odd": 7}
    known = contact_of(voice(None) | {"type": "task", "references": references}, Circumstances(Line(), NOW))
    assert known is not None
    assert known.references == (Reference("Order", "URL", "https://x.example"),)


def test_words_of_connects_mean_the_same_in_any_case() -> None:
    leg = {"type": "INBOUND", "initial": True, "endpoint": {"phoneNumber": "+61299990001"}, "state": {"type": "HOLD"}}
    shouted = {"type": "VOICE", "state": {"type": "Connected"}, "connections": [{"type": "AGENT"}, leg]}
    known = contact_of(
        {"contactId": "c", "initiationMethod": " Queue_Transfer ", **shouted}, Circumstances(Line(), NOW)
    )
    assert known is not None
    assert (known.channel, known.state, known.direction, known.held) == ("voice", "connected", "inbound", True)
    assert (known.number, known.method) == ("+61299990001", "queue_transfer")


@pytest.mark.parametrize("method", [None, "", "UNKNOWN", "null", "none", 7])
def test_rule_4_1_an_unknown_initiation_method_counts_as_none(method: object) -> None:
    known = contact_of(
        voice(None) | {"initialContactId": "first", "initiationMethod": method}, Circumstances(Line(), NOW)
    )
    assert known is not None
    assert known.transferred
