"""Messages of any shape across the border cause no unhandled error and no hang, and the engine goes on."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from deskline.model.messages import KINDS
from scenarios.workday import ANN, STRANGER, Workday

LONGEST = 20.0
"""Seconds of real time after which the engine counts as hanging; it never needs one."""

WORDS = st.sampled_from(["", "voice", "connected", "connecting", "ended", "inbound", "agent", "-1", "9" * 30, "\ud800"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
JSON = st.recursive(
    PLAIN,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=6), part, max_size=3),
    max_leaves=8,
)
ids = st.sampled_from(["c1", "c2"])
TIMES = st.sampled_from(["2026-11-21T09:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon"])


def fuzzing(examples: int) -> settings:
    """Return settings for so many examples of whatever takes its time."""
    return settings(max_examples=examples, suppress_health_check=list(HealthCheck))


def like(shape: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects of a shape in which any part may be missing or be anything at all."""
    return st.fixed_dictionaries({}, optional={name: JSON | fit for name, fit in shape.items()})


STATE = like({"type": WORDS, "timestamp": TIMES, "name": WORDS})
LEG = like({"type": WORDS, "initial": st.booleans(), "state": STATE, "endpoint": like({"phoneNumber": st.just(ANN)})})
CONTACT = like(
    {
        "initialContactId": ids,
        "type": WORDS,
        "state": STATE,
        "queue": like({"name": WORDS}),
        "attributes": st.dictionaries(st.text(max_size=6), JSON | like({"value": JSON}), max_size=3),
        "connections": st.lists(LEG | JSON, max_size=3),
        "name": WORDS,
    }
)
ITEM = like(
    {
        "Id": ids,
        "Type": st.sampled_from(["MESSAGE", "EVENT", "ATTACHMENT"]) | WORDS,
        "AbsoluteTime": WORDS,
        "ContentType": WORDS,
        "Content": WORDS,
        "Attachments": st.lists(like({"AttachmentName": WORDS, "ContentType": WORDS}) | JSON, max_size=2),
    }
)
PROFILE = like({"name": WORDS, "queues": st.lists(like({"name": WORDS, "queueARN": WORDS}) | JSON, max_size=3)})
AGENT = like({"name": WORDS, "extension": WORDS, "softphoneEnabled": JSON, "routingProfile": PROFILE, "state": STATE})
BUTTONS = st.sampled_from(["create", "attach", "pick", "select", "queue", "reset", "numbers", "dial", "sing"])
FIT: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "hello": {
        "page": ids,
        "tab": ids,
        "place": st.sampled_from(["top_bar", "ticket_sidebar", "user_sidebar", "nav_bar", "moon"]),
        "about": st.none() | st.integers(),
        "visible": st.booleans(),
        "active": st.booleans(),
        "since": st.floats() | st.integers(),
    },
    "looked": {"page": ids, "tab": ids, "since": st.floats()},
    "away": {"page": ids},
    "pressed": {"page": ids, "button": BUTTONS, "contact": ids, "value": st.text(max_size=30) | WORDS},
    "dial": {
        "number": st.text(max_size=20),
        "user_id": st.none() | st.integers(),
        "ticket_id": st.none() | st.integers(),
    },
    "bye": {"page": ids},
    "contact": {
        "contact": st.builds(lambda contact, contact_id: {**contact, "contactId": contact_id}, CONTACT, ids) | CONTACT,
        "gone": st.booleans(),
    },
    "viewed": {"contact": ids},
    "chat": {"contact": ids, "items": st.lists(ITEM | JSON, max_size=3), "whole": st.booleans()},
    "agent": {"agent": AGENT, "contacts": st.lists(ids | JSON, max_size=3), "skew": st.floats() | st.integers()},
    "trouble": {"what": st.text(max_size=9) | st.sampled_from(["silent", "sound"]), "detail": st.text(max_size=99)},
}
RIGHT = st.one_of(st.fixed_dictionaries({"kind": st.just(kind), **fields}) for kind, fields in FIT.items())
WRONG = st.one_of(
    st.fixed_dictionaries({"kind": st.just(kind)}, optional=dict.fromkeys(fields, JSON)) for kind, fields in FIT.items()
)


def drop_resolved(day: Workday) -> None:
    """Let the engine work until it waits; fail if it never does."""
    day.loop.run_until_complete(asyncio.wait_for(day._idle(), LONGEST))


def handles_a_normal_call(day: Workday) -> None:
    """Live through one call, and look for all that it leaves behind."""
    contact = day.ring(ANN)
    day.accept(contact)
    day.clock.pass_by(65)
    day.hang_up(contact)
    day.clear(contact)
    (made,) = [ticket for ticket in day.new_tickets if ticket["external_id"] == f"connect:{contact}"]
    assert made["requester_id"] == day.ann["id"]
    assert len(day.notes(made["id"])) == len(day.voice_comments(made["id"])) == 1


def unforeseen(day: Workday) -> list[str]:
    """Return the log without the lines about invalid messages."""
    return [line for line in day.shims.logs if not line.startswith("BadMessage")]


def test_every_kind_of_message_is_tried() -> None:
    assert set(FIT) == set(KINDS)


@fuzzing(80)
@given(messages=st.lists(RIGHT | WRONG, min_size=1, max_size=8))
def test_any_messages_are_survived(messages: list[dict[str, Any]]) -> None:
    with Workday() as day:
        for message in messages:
            day.send(message)
        drop_resolved(day)
        day.wait(120)
        assert unforeseen(day) == []
        day.page = "another softphone"
        day.tell(kind="hello", page=day.page, tab="another", place="top_bar", visible=True, since=1e15)
        handles_a_normal_call(day)
        assert unforeseen(day) == []
        day.shims.logs.clear()


@fuzzing(30)
@given(text=st.text(max_size=40) | JSON.map(json.dumps))
def test_any_text_is_survived(text: str) -> None:
    with Workday() as day:
        day.loop.call_soon(day.engine.tell, text)
        drop_resolved(day)
        assert unforeseen(day) == []
        handles_a_normal_call(day)
        day.shims.logs.clear()


PARTS = st.sampled_from(["requester", "requester_id", "assignee", "base", "custom_fields", "status", "7", "email"])
HTML = "<!doctype html><title>Zendesk</title>"
NUMBERS = st.integers(-2, 2**70) | st.sampled_from([float("nan"), float("inf"), "7", True])
RECORD = like({"id": NUMBERS, "status": WORDS, "updated_at": TIMES, "requester_id": NUMBERS, "phone": st.just(ANN)})
LISTS = ("users", "tickets", "results", "comments", "ticket_fields", "identities", "organizations")
BODIES = (
    JSON
    | st.just(HTML)
    | like(
        {"error": WORDS, "details": st.dictionaries(PARTS, JSON | st.lists(like({"description": WORDS})), max_size=3)}
    )
    | like({"user": RECORD, "ticket": RECORD, "next_page": WORDS | st.just("/api/v2/users/search.json?query=x")})
    | like({name: st.lists(RECORD | JSON, max_size=3) for name in LISTS})
    | st.just({name: [{"id": number, "updated_at": "2026-11-21T08:00:00Z"} for number in range(500)] for name in LISTS})
)
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 599]) | st.integers(
    0, 999
)
RETRIES = st.none() | JSON | st.sampled_from(["5", "-1", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 40])
ANSWERS = st.fixed_dictionaries({"status": STATUSES, "body": BODIES, "retry_after": RETRIES})
STEPS: list[Callable[[Workday, str], Any]] = [
    lambda day, contact: day.accept(contact),
    lambda day, contact: day.connect.set_attributes(contact, {"later": "1"}),
    lambda day, contact: day.hang_up(contact),
    lambda day, contact: day.clear(contact),
]


@fuzzing(100)
@given(
    answers=st.lists(ANSWERS, min_size=1, max_size=6),
    sound=st.integers(0, 6),
    number=st.sampled_from([ANN, STRANGER, None]),
    flow=st.fixed_dictionaries(
        {}, optional={"zendesk_ticket": st.sampled_from(["1", "0"]), "ticket_assignment": st.just("agent")}
    ),
)
@example(
    answers=[{"status": 401, "body": HTML, "retry_after": None}, {"status": 0, "body": HTML, "retry_after": "9" * 40}],
    sound=0,
    number=None,
    flow={},
)
@example(answers=[{"status": 200, "body": {"users": [{}]}, "retry_after": None}], sound=0, number=ANN, flow={})
@example(
    answers=[
        {"status": 300, "body": HTML, "retry_after": None},
        {"status": 200, "body": {"ticket": {"id": float("inf")}}, "retry_after": None},
    ],
    sound=0,
    number=None,
    flow={},
)
def test_any_answers_of_zendesk_are_survived(
    answers: list[dict[str, Any]], sound: int, number: str | None, flow: dict[str, str]
) -> None:
    with Workday(settings={"create_ticket_after_minutes": "15"}) as day:
        honest, strange = day.shims._zendesk, list(answers)
        ahead = iter(range(sound))

        def answer(request: dict[str, Any]) -> dict[str, Any]:
            if next(ahead, None) is None and strange:
                return {"ok": json.loads(json.dumps(strange.pop(0)))}
            return honest(request)

        day.shims._zendesk = answer  # type: ignore[method-assign]
        contact = day.ring(number, attributes=flow)
        for step in STEPS:
            step(day, contact)
            drop_resolved(day)
        day.look_at("ticket_sidebar", 1)
        for _ in range(30):
            day.wait(60)
        assert unforeseen(day) == []
        strange.clear()
        handles_a_normal_call(day)
        assert unforeseen(day) == []


@pytest.mark.parametrize("word", ["offline", "timeout", "", "\x00", "anything"])
def test_any_word_for_no_answer_is_survived(word: str) -> None:
    with Workday() as day:
        honest = day.shims._zendesk
        day.shims._zendesk = lambda _: {"error": word}  # type: ignore[method-assign]
        contact = day.ring(ANN)
        day.accept(contact)
        day.shims._zendesk = honest  # type: ignore[method-assign]
        day.finish(contact)
        day.wait(60)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
