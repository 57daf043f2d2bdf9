"""What the simulated Zendesk promises about tickets: comments, closed tickets, follow-ups, fields, roles, search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from workbench.schema import Unknown
from workbench.zendesk import SimulatedZendesk

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
COMMENT = {"body": "Hello", "public": False}


@pytest.fixture
def desk() -> SimulatedZendesk:
    return SimulatedZendesk(now=lambda: NOW)


@pytest.fixture
def ann(desk: SimulatedZendesk) -> int:
    return int(desk.add_user(name="Ann", phone="+61299990001", email="ann@example.com")["id"])


def create(desk: SimulatedZendesk, **ticket: Any) -> Any:
    return desk.answer("POST", "/api/v2/tickets.json", {"ticket": {"comment": COMMENT, **ticket}})


def update(desk: SimulatedZendesk, key: int, **ticket: Any) -> Any:
    return desk.answer("PUT", f"/api/v2/tickets/{key}.json", {"ticket": ticket})


def test_a_new_ticket_is_shown_with_the_published_members(desk: SimulatedZendesk, ann: int) -> None:
    from zendesk.models.ticketobject import TicketObject

    answer = create(desk, subject="Call", requester_id=ann, assignee_id=desk.agent_id, external_id="connect:1")
    assert answer.status == 201
    ticket = answer.body["ticket"]
    TicketObject.model_validate(ticket)
    assert set(ticket) <= set(TicketObject.model_fields)
    assert (ticket["status"], ticket["description"], ticket["is_public"]) == ("open", "Hello", False)
    assert ticket["created_at"] == "2026-03-01T09:00:00Z"
    assert set(answer.body) == {"ticket", "audit"}


def test_a_ticket_without_requester_belongs_to_the_agent(desk: SimulatedZendesk) -> None:
    assert create(desk).body["ticket"]["requester_id"] == desk.agent_id


def test_a_requester_described_instead_of_named_is_found_by_email_or_made(desk: SimulatedZendesk, ann: int) -> None:
    known = create(desk, requester={"name": "Ann", "email": "ANN@example.com"})
    assert known.body["ticket"]["requester_id"] == ann
    new = create(desk, requester={"name": "Bob", "phone": "+61299990002"})
    assert desk.users[new.body["ticket"]["requester_id"]]["name"] == "Bob"


def test_a_ticket_needs_a_comment(desk: SimulatedZendesk) -> None:
    assert desk.answer("POST", "/api/v2/tickets", {"ticket": {"subject": "x"}}).status == 422
    assert create(desk, comment={"html_body": " "}).status == 422


@pytest.mark.parametrize("wrong", ["requester_id", "assignee_id", "brand_id", "group_id"])
def test_a_reference_to_nobody_is_a_422_and_leaves_no_ticket(desk: SimulatedZendesk, wrong: str) -> None:
    assert create(desk, **{wrong: 99}).status == 422
    assert desk.tickets == {}


def test_html_is_sanitised_and_has_a_plain_text_beside_it(desk: SimulatedZendesk) -> None:
    html = (
        '<p onclick="x()">Hi <b>Ann</b><script>steal()</script></p><a href="javascript:x">no</a><table><tr><td>k</td>'
    )
    key = create(desk, comment={"html_body": html, "body": "loses"}).body["ticket"]["id"]
    comment = desk.comments(key)[0]
    inner = "<p>Hi <b>Ann</b></p><a>no</a><table><tr><td>k</td></tr></table>"
    assert comment["html_body"] == f'<div class="zd-comment" dir="auto">{inner}</div>'
    assert comment["plain_body"] == "Hi Ann\nno\nk"


def test_plain_text_is_escaped_into_html(desk: SimulatedZendesk) -> None:
    key = create(desk, comment={"body": "a <b>\nc"}).body["ticket"]["id"]
    assert '<p dir="auto">a &lt;b&gt;<br>c</p>' in desk.comments(key)[0]["html_body"]


def test_a_comment_is_public_unless_it_says_otherwise(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann, subject="x")["id"]
    update(desk, key, comment={"body": "one"})
    update(desk, key, comment={"body": "two", "public": False})
    desk.users[desk.agent_id]["only_private_comments"] = True
    update(desk, key, comment={"body": "three", "public": True})
    assert [each["public"] for each in desk.comments(key)[1:]] == [True, False, False]


def test_comments_are_listed_in_the_order_that_is_asked_for(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann, comment="one")["id"]
    update(desk, key, comment={"body": "two"})
    body = desk.answer("GET", f"/api/v2/tickets/{key}/comments.json?sort_order=desc").body
    assert [each["body"] for each in body["comments"]] == ["two", "one"]
    paged = desk.answer("GET", f"/api/v2/tickets/{key}/comments?page[size]=1").body
    assert (len(paged["comments"]), paged["meta"]["has_more"]) == (1, True)


def test_a_voice_comment_needs_its_parties_its_start_and_its_length(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann)["id"]
    voice = {"from": "+61299990001", "to": "+61280000000", "started_at": "2026-03-01T09:00:00Z", "call_duration": 9}
    assert update(desk, key, voice_comment={**voice, "answered_by_id": desk.agent_id}).status == 200
    stored = desk.comments(key)[-1]
    assert (stored["type"], stored["data"]["call_duration"]) == ("VoiceComment", 9)
    assert stored["data"]["answered_by_name"] == "Robin Reyes"
    for name in voice:
        assert update(desk, key, voice_comment={k: v for k, v in voice.items() if k != name}).status == 422


def test_a_closed_ticket_refuses_an_update(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann, status="closed")["id"]
    answer = update(desk, key, comment=COMMENT)
    assert answer.status == 422
    assert "closed prevents ticket update" in str(answer.body)
    assert len(desk.comments(key)) == 1


def test_only_a_closed_ticket_can_be_followed_up(desk: SimulatedZendesk, ann: int) -> None:
    closed = desk.add_ticket(requester_id=ann, status="closed", subject="Old")["id"]
    solved = desk.add_ticket(requester_id=ann, status="solved")["id"]
    assert create(desk, via_followup_source_id=solved).status == 422
    ticket = create(desk, via_followup_source_id=closed).body["ticket"]
    assert (ticket["requester_id"], ticket["subject"]) == (ann, "Old")
    assert ticket["via"]["source"]["from"]["ticket_id"] == closed
    assert desk.tickets[closed]["followup_ids"] == [ticket["id"]]


def test_custom_fields_take_only_values_that_fit(desk: SimulatedZendesk) -> None:
    field = desk.add_ticket_field("Product", "tagger", options=[("Phone", "prod_phone")])["id"]
    good = create(desk, custom_fields=[{"id": field, "value": "prod_phone"}])
    assert good.body["ticket"]["custom_fields"] == [{"id": field, "value": "prod_phone"}]
    assert create(desk, custom_fields=[{"id": field, "value": "Phone"}]).status == 422
    with pytest.raises(Unknown):
        create(desk, custom_fields=[{"id": 5, "value": "x"}])


def test_a_safe_update_refuses_a_stale_stamp(desk: SimulatedZendesk, ann: int) -> None:
    ticket = desk.add_ticket(requester_id=ann, updated_at=NOW - timedelta(hours=1))
    key, stamp = ticket["id"], "2026-03-01T08:00:00Z"
    assert update(desk, key, comment=COMMENT, safe_update=True, updated_stamp=stamp).status == 200
    assert update(desk, key, comment=COMMENT, safe_update=True, updated_stamp=stamp).status == 409


def test_the_users_tickets_come_latest_first_when_asked(desk: SimulatedZendesk, ann: int) -> None:
    for hours in (5, 1, 3):
        desk.add_ticket(requester_id=ann, subject=f"{hours}h", updated_at=NOW - timedelta(hours=hours))
    path = f"/api/v2/users/{ann}/tickets/requested.json?sort_by=updated_at&sort_order=desc&per_page=2"
    body = desk.answer("GET", path).body
    assert [ticket["subject"] for ticket in body["tickets"]] == ["1h", "3h"]
    assert body["next_page"]


def test_tickets_of_an_external_id_are_listed_without_lag(desk: SimulatedZendesk) -> None:
    desk.search_lag = 600
    create(desk, external_id="connect:1")
    create(desk, external_id="connect:2")
    body = desk.answer("GET", "/api/v2/tickets.json?external_id=connect:1").body
    assert [ticket["id"] for ticket in body["tickets"]] == [1]
    assert desk.answer("GET", "/api/v2/search.json?query=type:ticket%20external_id:%22connect:1%22").body["count"] == 0


def test_search_finds_a_phrase_of_a_comment(desk: SimulatedZendesk) -> None:
    create(desk, comment={"html_body": "<p>Contact id: 5f3a-77</p>"})
    create(desk, comment={"body": "5f3a-778"})
    body = desk.answer("GET", "/api/v2/search.json?query=type:ticket%20%225f3a-77%22").body
    assert [each["id"] for each in body["results"]] == [1]
    assert body["results"][0]["result_type"] == "ticket"


def test_search_compares_status_time_and_field_values(desk: SimulatedZendesk, ann: int) -> None:
    field = desk.add_ticket_field("Order")["id"]
    desk.add_ticket(requester_id=ann, status="closed")
    desk.add_ticket(requester_id=ann, custom_fields=[{"id": field, "value": "A1"}])
    for query in ("status<solved", "fieldvalue:A1", f"custom_field_{field}:a1", "-status:closed"):
        body = desk.answer("GET", f"/api/v2/search.json?query=type:ticket%20{query}").body
        assert [each["id"] for each in body["results"]] == [2], query


@pytest.mark.parametrize("refusal", [403, 404])
def test_an_agent_limited_to_requested_tickets_is_refused_others(
    desk: SimulatedZendesk, ann: int, refusal: int
) -> None:
    key = desk.add_ticket(requester_id=ann)["id"]
    desk.hidden_ticket_refusal = refusal
    desk.users[desk.agent_id]["ticket_restriction"] = "requested"
    assert desk.answer("GET", f"/api/v2/tickets/{key}").status == refusal
    assert update(desk, key, comment=COMMENT).status == refusal


def test_an_unknown_ticket_is_a_404(desk: SimulatedZendesk) -> None:
    answer = desk.answer("GET", "/api/v2/tickets/9")
    assert (answer.status, answer.body["error"]) == (404, "RecordNotFound")


def test_a_suspended_requester_is_refused_where_the_account_does_so(desk: SimulatedZendesk) -> None:
    sue = desk.add_user(name="Sue", suspended=True)["id"]
    assert create(desk, requester_id=sue).status == 201
    desk.refuses_suspended_requesters = True
    assert create(desk, requester_id=sue).status == 422


@pytest.mark.parametrize(
    "ticket",
    [
        {"title": "x"}, {"subject": 5}, {"status": "shut"}, {"tags": "a"}, {"comment": {"text": "x"}},
        {"comment": {"body": "x", "public": "no"}}, {"requester_id": "7"}, {"custom_fields": {"1": 2}},
        {"custom_fields": [{"key": 1}]}, {"via_id": 45}, {"assignee_email": "a@b.c"},
        {"voice_comment": {"from": "+1"}}, {"requester": {"mail": "x"}},
    ],
)  # fmt: skip
def test_what_zendesk_does_not_publish_for_a_ticket_is_refused_loudly(desk: SimulatedZendesk, ticket: Any) -> None:
    with pytest.raises(Unknown):
        create(desk, **ticket)
    assert desk.tickets == {}


def test_the_account_lists_its_fields_brands_and_groups(desk: SimulatedZendesk) -> None:
    desk.add_brand("Second")
    desk.add_user_field("vip", "checkbox")
    brands = desk.answer("GET", "/api/v2/brands.json").body["brands"]
    assert [(brand["name"], brand["default"]) for brand in brands] == [("Acme Support", True), ("Second", False)]
    fields = desk.answer("GET", "/api/v2/ticket_fields.json").body["ticket_fields"]
    assert "subject" in [field["type"] for field in fields]
    assert desk.answer("GET", "/api/v2/user_fields").body["user_fields"][0]["key"] == "vip"
    assert desk.answer("GET", "/api/v2/groups").body["count"] == 1


def test_listeners_hear_of_every_changed_ticket_until_they_leave(desk: SimulatedZendesk) -> None:
    heard: list[Any] = []
    leave = desk.subscribe(heard.append)
    create(desk)
    leave()
    create(desk)
    assert heard == [{"kind": "ticket", "id": 1}]
