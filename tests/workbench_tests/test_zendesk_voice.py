"""What the simulated Zendesk promises about Talk Partner Edition, and about apps that tell each other something."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from workbench.schema import Unknown
from workbench.zendesk import SimulatedZendesk

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk() -> SimulatedZendesk:
    return SimulatedZendesk(now=lambda: NOW)


@pytest.fixture
def ann(desk: SimulatedZendesk) -> int:
    return int(desk.add_user(name="Ann", phone="+61299990001")["id"])


def call(desk: SimulatedZendesk, **more: Any) -> dict[str, Any]:
    needed = {"app_id": desk.app_id, "from_line": "+61299990001", "to_line": "+61280000000"}
    return {**needed, "call_started_at": "2026-03-01T09:00:00Z", "direction": "inbound", **more}


def test_a_voice_ticket_comes_by_phone_and_opens_for_the_agent(desk: SimulatedZendesk, ann: int) -> None:
    heard: list[Any] = []
    desk.subscribe(heard.append)
    ticket = {"via_id": 45, "requester_id": ann, "comment": {"body": "Call", "public": False}}
    body = {"display_to_agent": desk.agent_id, "ticket": ticket}
    answer = desk.answer("POST", "/api/v2/channels/voice/tickets.json", body)
    assert answer.status == 201
    assert answer.body["ticket"]["via"]["channel"] == "voice"
    assert heard[-1] == {"kind": "display", "agent_id": desk.agent_id, "ticket_id": 1}


def test_a_voice_ticket_shown_to_nobody_is_not_made(desk: SimulatedZendesk, ann: int) -> None:
    body = {"display_to_agent": ann, "ticket": {"via_id": 45, "comment": {"body": "Call"}}}
    assert desk.answer("POST", "/api/v2/channels/voice/tickets", body).status == 422
    assert desk.tickets == {}


@pytest.mark.parametrize("refusal", [403, 404])
def test_without_talk_partner_edition_its_endpoints_are_closed(ann: int, refusal: int) -> None:
    desk = SimulatedZendesk(now=lambda: NOW, talk_partner_edition=False, talk_partner_refusal=refusal)
    ticket = {"ticket": {"via_id": 45, "comment": {"body": "Call"}}}
    assert desk.answer("POST", "/api/v2/channels/voice/tickets", ticket).status == refusal
    assert desk.answer("POST", "/api/v2/calls", {"call": call(desk)}).status == refusal
    assert desk.answer("POST", "/api/v2/channels/voice/agents/1/tickets/1/display").status == refusal


def test_display_opens_tickets_and_users_that_exist(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann)["id"]
    heard: list[Any] = []
    desk.subscribe(heard.append)
    where = f"/api/v2/channels/voice/agents/{desk.agent_id}"
    assert desk.answer("POST", f"{where}/tickets/{key}/display.json").status == 200
    assert desk.answer("POST", f"{where}/users/{ann}/display.json").status == 200
    assert desk.answer("POST", f"{where}/tickets/77/display.json").status == 404
    assert [event.get("ticket_id") or event.get("user_id") for event in heard] == [key, ann]


def test_a_call_record_alone_shows_in_no_ticket(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann)["id"]
    answer = desk.answer("POST", "/api/v2/calls", {"call": call(desk, ticket_id=key, end_user_id=ann)})
    assert answer.status == 201
    assert desk.calls[answer.body["call"]["id"]]["ticket_id"] == key
    assert len(desk.comments(key)) == 1


def test_a_call_with_a_comment_shows_the_named_fields_in_its_ticket(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann)["id"]
    comment = {"title": "Incoming call", "call_fields": ["from_line", "duration"], "author_id": ann}
    body = {"call": call(desk, ticket_id=key, duration=9, external_id="c-1"), "comment": comment}
    assert desk.answer("POST", "/api/v2/calls", body).status == 201
    shown = desk.comments(key)[-1]
    assert (shown["type"], shown["author_id"], shown["data"]["duration"]) == ("TpeVoiceComment", ann, 9)
    assert (shown["data"]["external_id"], shown["data"]["title"]) == ("c-1", "Incoming call")
    assert "to_line" not in shown["data"]
    desk.call_comment_tells_external_id = False
    assert desk.answer("POST", "/api/v2/calls", body).status == 201
    assert "external_id" not in desk.comments(key)[-1]["data"]


def test_a_call_with_a_comment_and_no_ticket_makes_one(desk: SimulatedZendesk, ann: int) -> None:
    body = {"call": call(desk, end_user_id=ann), "comment": {"title": "Incoming call", "call_fields": ["direction"]}}
    made = desk.answer("POST", "/api/v2/calls", body).body["call"]
    assert desk.tickets[made["ticket_id"]]["requester_id"] == ann
    assert [each["type"] for each in desk.comments(made["ticket_id"])] == ["TpeVoiceComment"]


def test_a_call_is_amended_and_commented_later(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann)["id"]
    made = desk.answer("POST", "/api/v2/calls", {"call": call(desk, ticket_id=key)}).body["call"]["id"]
    assert desk.answer("PATCH", f"/api/v2/calls/{made}", {"call": {"talk_time": 7}}).status == 200
    comment = {"title": "Ended", "call_fields": ["talk_time"]}
    answer = desk.answer("POST", f"/api/v2/calls/{made}/comments", comment)
    assert (answer.status, answer.body["data"]["talk_time"]) == (201, 7)
    assert desk.answer("GET", f"/api/v2/calls/{made}").body["call"]["talk_time"] == 7


def test_a_call_on_a_closed_ticket_is_refused(desk: SimulatedZendesk, ann: int) -> None:
    key = desk.add_ticket(requester_id=ann, status="closed")["id"]
    body = {"call": call(desk, ticket_id=key), "comment": {"title": "x", "call_fields": []}}
    assert desk.answer("POST", "/api/v2/calls", body).status == 422
    assert desk.calls == {}


@pytest.mark.parametrize("name", ["app_id", "from_line", "to_line", "call_started_at", "direction"])
def test_a_call_without_a_mandatory_field_is_refused(desk: SimulatedZendesk, name: str) -> None:
    without = {key: value for key, value in call(desk).items() if key != name}
    assert desk.answer("POST", "/api/v2/calls", {"call": without}).status == 422


def test_a_call_of_an_app_that_is_not_installed_is_refused(desk: SimulatedZendesk) -> None:
    assert desk.answer("POST", "/api/v2/calls", {"call": call(desk, app_id=1)}).status == 422


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"duration": "9"}, {"direction": "sideways"}, {"call_started_at": "yesterday"}]
)
def test_an_unpublished_call_field_is_refused_loudly(desk: SimulatedZendesk, wrong: dict[str, Any]) -> None:
    with pytest.raises(Unknown):
        desk.answer("POST", "/api/v2/calls", {"call": call(desk, **wrong)})


def test_agents_read_settings_and_only_admins_write_them(desk: SimulatedZendesk) -> None:
    path = f"/api/v2/apps/installations/{desk.installation_id}.json"
    body = {"settings": {"focus_mode": "{}"}}
    assert desk.answer("GET", path).status == 200
    assert desk.answer("PUT", path, body).status == 403
    admin = desk.add_user(name="Chief", role="admin")["id"]
    assert desk.answer("PUT", path, body, agent=admin).body["settings"] == {"focus_mode": "{}"}
    assert desk.installation["settings"] == {"focus_mode": "{}"}


def test_a_notification_reaches_the_listeners_parsed(desk: SimulatedZendesk) -> None:
    heard: list[Any] = []
    desk.subscribe(heard.append)
    body = {"app_id": desk.app_id, "event": "settings", "body": '{"at": 1}'}
    assert desk.answer("POST", "/api/v2/apps/notify.json", body).status == 200
    assert (heard[0]["event"], heard[0]["body"], heard[0]["sender"]["id"]) == ("settings", {"at": 1}, desk.agent_id)
    large = {**body, "body": "x" * 1_000_001}
    assert desk.answer("POST", "/api/v2/apps/notify", large).status == 413
