"""Rule 6.9: tickets and users are in the account's language, what the agent sees is in the agent's."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from deskline.model.settings import APP_LANGUAGES
from scenarios.workday import ANN, STRANGER, TEXTS, Workday
from unit.words.test_texts import ROOT

FLOWS: list[dict[str, Any]] = [
    {"number": ANN},
    {"number": STRANGER},
    {"number": None},
    {"number": ANN, "attributes": {"ticket_assignment": "agent", "call_recording_consent": "false"}},
    {"number": STRANGER, "attributes": {"order": "x" * 70_000}},
]


@contextmanager
def abroad(**zendesk: Any) -> Iterator[Workday]:
    """An agent whose texts differ from those of the tickets."""
    with Workday(**zendesk) as day:
        day.texts = {key: f"Agent: {text}" for key, text in TEXTS.items()}
        day.ticket_texts = {key: f"Ticket: {text}" for key, text in TEXTS.items()}
        day.reload()
        yield day


@pytest.mark.parametrize("partner", [True, False])
@pytest.mark.parametrize("flow", FLOWS)
def test_rule_6_9_whatever_is_written_is_in_the_language_of_tickets(flow: dict[str, Any], partner: bool) -> None:
    with abroad(talk_partner_edition=partner) as day:
        contact = day.call(**flow)
        day.connect.set_attributes(day.ring(ANN), {"more": "x"})
        written = json.dumps([sent.body for sent in day.desk.requests if sent.method != "GET"])
        shown = json.dumps([order.get("html") or order.get("text") for order in day.orders("show", "notify")])
        assert "Ticket: " in written
        assert "Agent: " not in written
        assert "Agent: " in shown
        assert "Ticket: " not in shown.replace("Ticket: Caller", "")  # the name that the new user has
        assert contact


def test_rule_6_9_an_outbound_call_and_its_changed_attributes_are_in_the_language_of_tickets() -> None:
    with abroad() as day:
        contact = day.dial(STRANGER)
        day.connect.set_attributes(contact, {"all_outbound": "yes"})
        day.answer(contact)
        day.connect.set_attributes(contact, {"order": "A1"})
        day.finish(contact)
        written = json.dumps([sent.body for sent in day.desk.requests if sent.method != "GET"])
        assert "Ticket: Outgoing call to" in written
        assert "Ticket: Changed contact attributes" in written
        assert "Agent: " not in written


def test_rule_6_9_what_was_lost_is_copied_as_it_would_have_been_written() -> None:
    with abroad() as day:
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 422, times=9)
        day.accept(day.ring(ANN))
        assert "Ticket: Incoming call from Ann Miller" in day.panel
        assert "Agent: Zendesk refused" in day.panel


def test_rule_6_9_an_unavailable_language_gets_a_notice_and_tickets_are_in_english() -> None:
    with Workday(settings={"ticket_language": "tlh"}) as day:
        assert "ticket_language" in day.notices[0]
        day.call(ANN)
        assert day.new_ticket["subject"] == "Incoming call from Ann Miller"


def test_rule_6_9_every_language_of_the_app_can_be_chosen_and_no_other() -> None:
    assert sorted(APP_LANGUAGES) == sorted(path.stem for path in (ROOT / "translations").glob("*.json"))


@pytest.mark.parametrize("number", [None, "anonymous", "+266696687"])
def test_rule_6_9_an_anonymous_caller_is_called_so_in_the_agents_language_in_notices(number: str | None) -> None:
    with abroad() as day:
        contact = day.ring(number)
        day.miss(contact)
        day.clear(contact)
        day.desk.faults.add("POST *", 503, times=4)
        contact = day.ring(number)
        day.accept(contact)
        for _ in range(4):
            day.wait(60)
        missed, slow = day.notices
        assert "You missed the call from Agent: an anonymous caller" in missed
        assert "the details about Agent: an anonymous caller" in slow
        day.finish(contact)
        assert day.new_ticket["subject"] == "Ticket: Incoming call from Ticket: an anonymous caller"
