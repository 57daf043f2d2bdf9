"""Rules 16.6, 3.5 and 14: one announcement per event, and what is shown of contacts that are not calls."""

import json

import pytest

from scenarios.workday import ANN, STRANGER, Workday


def said(day: Workday) -> list[str]:
    return [order["text"] for order in day.orders("say")]


def test_rule_16_6_each_event_of_a_call_is_announced_once_however_often_pages_are_refreshed() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.look_at("user_sidebar", day.ann["id"])
        day.connect.set_attributes(contact, {"order": "A1"})
        assert said(day) == ["Ringing: Ann Miller"]
        day.accept(contact)
        ticket = f"#{day.new_ticket['id']}"
        assert said(day) == ["Ringing: Ann Miller", "Connected: Ann Miller", f"Saved on {ticket}"]
        day.look_at("ticket_sidebar", day.new_ticket["id"])
        day.reload()
        assert said(day) == []


def test_rule_16_6_an_unknown_caller_is_announced_once_identified() -> None:
    with Workday() as day:
        day.ring(None)
        day.ring(STRANGER)
        assert said(day) == ["Ringing: an anonymous caller", f"Ringing: {STRANGER}"]


def test_rule_16_6_in_manual_mode_the_ticket_is_announced_when_the_call_is_on_it() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = day.ring(ANN, attributes={"ticket_assignment": "agent"})
        day.accept(contact)
        assert said(day)[-1] == "Connected: Ann Miller"
        day.look_at("ticket_sidebar", ticket)
        day.press("attach", contact)
        assert said(day)[-1] == f"Saved on #{ticket}"
        day.finish(contact)
        assert len(said(day)) == 3


def test_rule_16_6_an_outbound_call_and_lost_writes_are_announced() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/channels/voice/tickets", 422)
        contact = day.dial(ANN)
        assert said(day) == [f"Calling {ANN}"]
        day.answer(contact)
        assert said(day)[1:] == ["Connected: Ann Miller", "Not fully saved: Ann Miller"]


def test_rule_14_3_silent_monitoring_gets_no_notice() -> None:
    with Workday() as day:
        leg = day.connect.contact(day.ring(ANN))
        assert len(said(day)) == 1
        for connection in leg["connections"]:
            connection["type"] = "monitoring"
        day.send({"kind": "contact", "contact": leg | {"contactId": "m"}, "gone": False})
        day.settle()
        assert len(said(day)) == 1


KINDS = {"email": "Email", "fax": "Contact"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["auto", "agent"])
def test_rule_3_5_a_contact_of_another_kind_is_left_to_the_softphone_and_is_not_anonymous(kind: str, mode: str) -> None:
    with Workday(settings={"ticket_assignment": mode}) as day:
        day.quiet = True
        contact = day.ring_chat("Ann <b>")
        for verb in (lambda: None, lambda: day.accept(contact)):
            verb()
            raw = json.loads(json.dumps(day.connect.contact(contact), default=str)) | {"type": kind}
            day.tell(kind="contact", contact=raw, gone=False)
            assert '<h2 dir="auto">Ann &lt;b&gt;</h2>' in day.panel
            assert f"{KINDS[kind]}: handled in the softphone." in day.panel
            assert "anonymous" not in day.panel
            assert "icket" not in day.panel
        day.tell(kind="hello", page="card", tab="tab", place="new_ticket_sidebar")
        card = [order["html"] for order in day.orders("show")][-1]
        assert f"{KINDS[kind]}: handled in the softphone." in card
        assert "ticket" not in card.lower().replace("new_ticket", "")
        assert day.writes() == []
        assert not [one for one in said(day) if "anonymous" in one]


@pytest.mark.parametrize(("kind", "name"), [("email", "Email"), ("fax", "Contact")])
def test_rule_3_5_a_channel_that_is_new_to_us_is_a_contact(kind: str, name: str) -> None:
    with Workday() as day:
        raw = day.connect.contact(day.connect.ring_task(""))
        day.send({"kind": "contact", "contact": raw | {"contactId": "new", "type": kind}, "gone": False})
        day.settle()
        day.press("select", "new")
        assert f"{name}: handled in the softphone." in day.panel
        assert "channel." not in day.panel


def test_rule_5_8_the_tab_of_a_chat_is_known_by_the_customers_name() -> None:
    with Workday() as day:
        day.connect.ring_chat("Zoe")
        day.ring(ANN)
        assert ">Zoe</button>" in day.panel
