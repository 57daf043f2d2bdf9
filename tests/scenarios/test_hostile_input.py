"""Hostile and broken input: nothing breaks, nothing is executed, nothing is lost without a word (rule 6.3)."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.workday import ANN, STRANGER, Workday

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</li></ul><h1>owned</h1>",
    "{0.__class__} {name} %s",
    "text:notice.unexpected",
    "👩‍👩‍👧‍👦 emoji",
    "\u202eevil\u202c",
    "שלום עולם",
    "a\x00b\x07c",
    "\ud800",
]


@pytest.mark.parametrize("value", NASTY)
def test_rule_6_3_no_markup_from_outside_survives_into_a_ticket_or_a_page(value: str) -> None:
    with Workday() as day:
        day.tell(kind="hello", page="side", tab="tab", place="ticket_sidebar")
        flow = {"customer_name": value, "conversation_title": value, "note": value, value: value, "pop_incoming": value}
        contact = day.ring(STRANGER, queue="Sales", attributes=flow)
        day.accept(contact)
        day.hang_up(contact)
        written = day.notes(day.new_ticket["id"])[0]
        shown = [order["html"] for order in day.shims.orders if order["kind"] == "show"]
        for html in (written, *shown):
            assert not {"<script", "<img", "<h1"} & {html[start : start + 7] for start in range(len(html))}
            assert "<img" not in html
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


@pytest.mark.parametrize("value", ["{{ticket.id}}", "{{{ticket.id}}} {{{{", "{%- if x %} {%%}", "{" * 9])
def test_rule_6_3_no_placeholder_from_outside_reaches_zendesk_as_one(value: str) -> None:
    with Workday() as day:
        contact = day.ring(STRANGER, attributes={"customer_name": value, value: value})
        day.accept(contact)
        day.connect.set_attributes(contact, {"later": value})
        day.hang_up(contact)
        ticket = day.new_ticket
        person = day.desk.users[ticket["requester_id"]]["name"]
        calls = json.dumps([sent.body for sent in day.desk.requests if sent.path.startswith("/api/v2/calls")])
        written = [ticket["subject"], person, calls, *day.notes(ticket["id"])]
        assert len(written) == 5
        assert not [text for text in written if "{{" in text.replace('{"', "") or "{%" in text]
        assert person.replace("\u200c", "") == value


def test_a_user_with_a_hostile_name_is_shown_as_text() -> None:
    with Workday() as day:
        day.tell(kind="hello", page="side", tab="tab", place="ticket_sidebar")
        day.desk.add_user(name=NASTY[1], phone="+61299990022", suspended=True)
        day.ring("+61299990022")
        (*_, card) = [order["html"] for order in day.shims.orders if order.get("page") == "side"]
        assert "<img" not in card
        assert "&lt;img" in card


def test_values_of_ten_thousand_characters_are_written_whole() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"story": "x" * 10_000})
        assert "x" * 10_000 in day.notes(day.new_ticket["id"])[0]


def test_more_than_a_comment_can_hold_is_shortened_and_says_so() -> None:
    with Workday() as day:
        day.call(ANN, attributes={f"part {number}": "<&>" * 3_000 for number in range(8)})
        note = day.notes(day.new_ticket["id"])[0]
        assert len(note) < 65_535
        assert note.count("more characters") == 8
        assert "part 7" in note


def test_attributes_that_are_null_are_left_out() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": None, "other": "1"})
        seen = day.connect.contact(contact)
        seen["attributes"]["bare"] = None
        day.tell(kind="contact", contact=seen, gone=False)
        day.accept(contact)
        assert "order" not in day.notes(day.new_ticket["id"])[0]


@pytest.mark.parametrize(
    "contact",
    [
        {},
        {"contactId": "c", "state": None},
        {"contactId": "c", "state": {"type": "unheard of"}},
        {"contactId": 7, "state": {"type": "connecting"}},
        {"contactId": "c", "type": "voice", "state": {"type": "connecting"}, "connections": "none", "attributes": []},
        {
            "contactId": "c",
            "type": "voice",
            "state": {"type": "connected", "timestamp": "yesterday"},
            "connections": [None],
        },
    ],
)
def test_a_contact_of_any_shape_does_no_harm(contact: dict[str, object]) -> None:
    with Workday() as day:
        day.tell(kind="contact", contact=contact, gone=False)
        day.call(ANN)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "GET /api/v2/users/search",
        "GET /api/v2/users/*/tickets/requested",
        "POST /api/v2/users",
        "POST /api/v2/channels/voice/tickets",
        "POST /api/v2/tickets",
        "POST /api/v2/calls",
        "PUT /api/v2/tickets/*",
        "PUT /api/v2/users/*",
        "* /api/v2/*",
    ],
)
@pytest.mark.parametrize("number", [ANN, STRANGER, None])
def test_a_403_on_any_endpoint_is_survived_and_every_loss_is_reported(endpoint: str, number: str | None) -> None:
    with Workday(settings={"create_ticket_after_minutes": "15"}) as day:
        day.desk.faults.add(endpoint, 403, times=100)
        day.call(number, attributes={"order": "A1"})
        complete = [
            ticket for ticket in day.new_tickets if day.voice_comments(ticket["id"]) and day.notes(ticket["id"])
        ]
        assert complete or day.notices
        assert day.desk.faults.pending


def test_a_user_that_cannot_be_created_leaves_the_ticket_with_the_agent_and_says_so() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/users", 403)
        day.call(STRANGER)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert day.notices[0].startswith("Zendesk refused to create a user")


def test_a_ticket_that_was_refused_is_tried_once_more_when_the_call_is_closed() -> None:
    with Workday() as day:
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 422)
        day.call(ANN)
        assert day.notices[0].startswith("Zendesk refused to create a ticket")
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[]", "{}", '{"kind": "sing"}', '{"kind": "hello"}', '{"kind": "bye", "page": 1}'],
)
def test_a_message_that_fits_no_kind_is_refused_once_and_the_engine_goes_on(text: str) -> None:
    with Workday() as day:
        day.engine.tell(text)
        day.settle()
        assert day.shims.logs.pop().startswith("BadMessage")
        assert [notice[:21] for notice in day.notices] == ["Something went wrong "]
        day.call(ANN)
        assert len(day.new_tickets) == 1


@pytest.mark.parametrize("body", [None, "not an object", {"users": None}, {"users": [{}]}, {"tickets": 3}])
def test_an_answer_of_any_shape_does_not_stop_the_call_from_being_handled(body: object) -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", 200, times=9, body=body)
        day.call(ANN)
        day.shims.logs.clear()
        assert day.notices
        day.desk.faults.clear()
        day.call(ANN)
        assert day.voice_comments(day.new_tickets[-1]["id"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    flow=st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=6),
    number=st.none() | st.text(max_size=30),
)
def test_any_attributes_and_any_number_end_in_exactly_one_complete_ticket(
    flow: dict[str, str], number: str | None
) -> None:
    with Workday() as day:
        day.call(number, attributes=json.loads(json.dumps(flow)))
        assert len(day.voice_comments(day.new_ticket["id"])) == len(day.notes(day.new_ticket["id"])) == 1
