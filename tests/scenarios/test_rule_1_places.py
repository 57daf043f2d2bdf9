"""Rule 1.2: accounts with and without Talk Partner Edition."""

import pytest

from scenarios.workday import ANN, Workday

VOICE_TICKETS, CALLS = "/api/v2/channels/voice/tickets.json", "/api/v2/calls.json"


def test_rule_1_2_talk_partner_edition_is_used_where_the_account_has_it() -> None:
    with Workday() as day:
        day.call(ANN)
        assert day.writes() == [("POST", VOICE_TICKETS), ("POST", CALLS)]


@pytest.mark.parametrize("status", [403, 404])
def test_rule_1_2_without_it_the_plain_endpoints_are_used_and_that_is_remembered(status: int) -> None:
    with Workday(talk_partner_edition=False) as day:
        day.desk.faults.add(f"POST {VOICE_TICKETS.removesuffix('.json')}", status)
        day.call(ANN)
        ticket = day.new_ticket["id"]
        plain = [("POST", "/api/v2/tickets.json"), ("PUT", f"/api/v2/tickets/{ticket}.json")]
        assert day.writes() == [("POST", VOICE_TICKETS), *plain]
        (voice,) = day.voice_comments(ticket)
        assert voice["type"] == "VoiceComment"


def test_rule_1_2_the_plain_endpoints_are_remembered_for_24_hours_across_reloads() -> None:
    with Workday(talk_partner_edition=False) as day:
        day.call(ANN)
        day.reload()
        day.wait(24 * 3600 - 300)
        day.desk.requests.clear()
        day.call(ANN)
        assert ("POST", VOICE_TICKETS) not in day.writes()
        day.wait(300)
        day.call(ANN)
        assert ("POST", VOICE_TICKETS) in day.writes()


def test_rule_1_2_a_refusal_that_the_plain_endpoint_shares_is_not_remembered() -> None:
    with Workday() as day:
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 403, times=2)
        day.call(ANN)
        assert day.new_tickets == []
        day.desk.requests.clear()
        day.call(ANN)
        assert day.writes() == [("POST", VOICE_TICKETS), ("POST", CALLS)]


def test_rule_1_2_other_refusals_do_not_turn_to_the_plain_endpoints() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/calls", 422)
        day.call(ANN)
        assert day.writes() == [("POST", VOICE_TICKETS), ("POST", CALLS)]
        assert "voice comment" in day.notices[-1]


def test_rule_1_2_an_app_without_an_id_writes_plain_voice_comments() -> None:
    with Workday() as day:
        day.desk.app_id = None
        day.reload()
        day.call(ANN)
        assert [voice["type"] for voice in day.voice_comments(day.new_ticket["id"])] == ["VoiceComment"]
