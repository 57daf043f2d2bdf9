"""Rule 6: what is written."""

import re
from datetime import timedelta

import pytest

from scenarios.workday import ANN, STRANGER, Workday


def details(day: Workday) -> str:
    return day.notes(day.new_ticket["id"])[0]


def test_rule_6_1_a_new_ticket_is_the_agents_and_carries_the_contact() -> None:
    with Workday() as day:
        contact = day.call(ANN)
        ticket, sent = day.new_ticket, next(sent for sent in day.desk.requests if sent.method == "POST")
        assert ticket["subject"] == "Incoming call from Ann Miller"
        assert ticket["assignee_id"] == ticket["submitter_id"] == day.desk.agent_id
        assert ticket["external_id"] == f"connect:{contact}"
        assert sent.body["ticket"]["via_id"] == 45
        assert "brand_id" not in sent.body["ticket"]


def test_rule_6_1_conversation_title_is_the_subject_and_the_voice_comments_title() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"conversation_title": "Order 77\nis late"})
        assert day.new_ticket["subject"] == "Order 77 is late"
        (sent,) = [sent for sent in day.desk.requests if "calls" in sent.path]
        assert sent.body["comment"]["title"] == "Order 77 is late"


def test_rule_6_1_a_subject_is_never_longer_than_zendesk_takes() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"conversation_title": "long " * 2_000})
        assert len(day.new_ticket["subject"]) <= 150


@pytest.mark.parametrize("present", [True, False])
def test_rule_6_1_the_outbound_queue_goes_into_its_field_or_else_stays_in_the_note(present: bool) -> None:
    with Workday() as day:
        field = day.desk.add_ticket_field("connect_outbound_queue", active=present)
        day.call(ANN, attributes={"ticket_outbound_queue": "Sales"})
        fields = {found["id"]: found["value"] for found in day.new_ticket["custom_fields"]}
        assert fields.get(field["id"]) == ("Sales" if present else None)
        assert "Sales" in details(day)


def test_rule_6_1_a_ticket_is_created_even_if_the_fields_cannot_be_read() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/ticket_fields", 403)
        day.call(ANN, attributes={"ticket_outbound_queue": "Sales"})
        assert "Sales" in details(day)


def test_rule_6_2_the_details_name_the_contact_and_our_side_of_it() -> None:
    with Workday() as day:
        contact = day.call(ANN, queue="Support", attributes={"dialed_number": "+61 2 8000 0009", "order": "A1"})
        text = details(day)
        for expected in ("Inbound", "Voice", contact, "Support", "Robin Reyes", "Softphone", ANN, "+61280000009", "A1"):
            assert expected in text
        assert day.connect.snapshot()["configuration"]["routingProfile"]["name"] in text


def test_rule_6_2_a_desk_phone_is_named_by_its_extension() -> None:
    with Workday() as day:
        agent = day.connect.agent()
        agent.softphone, agent.extension = False, "+61280001234"
        day.report_agent()
        day.call(ANN)
        assert "+61280001234" in details(day)


def test_rule_6_2_the_details_are_the_first_comment_and_private_and_written_once() -> None:
    with Workday() as day:
        day.call(ANN)
        first, *rest = day.desk.comments(day.new_ticket["id"])
        assert first["public"] is False
        assert [comment for comment in rest if comment["type"] == "Comment"] == []


def test_rule_6_2_credentials_and_hidden_attributes_are_neither_shown_nor_kept() -> None:
    with Workday() as day:
        secrets = {
            "aid": "AKIDEXAMPLE",
            "sak": "s3cr3t",
            "sst": "t0ken",
            "cfg": '{"instanceId": "1"}',
            "_flow": "inner",
        }
        contact = day.ring(ANN, attributes=secrets)
        day.accept(contact)
        day.tell(kind="pressed", page="softphone", button="diary")
        day.tell(kind="sing", secrets=secrets)
        day.wait(1)
        left = [[sent.body for sent in day.desk.requests], day.shims.orders, day.shims.logs, day.store]
        assert ("facts", "diary") in day.store
        assert not re.search("AKIDEXAMPLE|s3cr3t|t0ken|instanceId|inner", str(left))
        day.shims.logs.clear()


def test_rule_6_2_a_hidden_attribute_that_a_setting_names_is_read_and_not_shown() -> None:
    with Workday(settings={"zendesk_ticket_attribute": "_case"}) as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Earlier")
        day.call(ANN, attributes={"_case": str(ticket["id"]), "_other": "x1y2"})
        assert day.new_tickets == []
        assert "_case" not in day.notes(ticket["id"])[-1]
        assert "x1y2" not in str(day.store)


@pytest.mark.parametrize(
    ("connect_url", "base"),
    [
        ("https://acme.my.connect.aws", "https://acme.my.connect.aws/"),
        ("https://acme.my.connect.aws/", "https://acme.my.connect.aws/"),
        ("https://acme.awsapps.com/connect", "https://acme.awsapps.com/connect/"),
        ("https://acme.awsapps.com/connect/ccp-v2/", "https://acme.awsapps.com/connect/"),
        ("https://acme.awsapps.com", "https://acme.awsapps.com/connect/"),
    ],
)
def test_rule_6_4_links_fit_both_forms_of_the_instances_address(connect_url: str, base: str) -> None:
    with Workday(settings={"connect_url": connect_url, "time_zone": "Australia/Sydney"}) as day:
        contact = day.call(ANN)
        recording = f"{base}get-recording?format=wav&amp;callLegId={contact}&amp;zendesk_format=.wav"
        assert recording in details(day)
        assert f"{base}contact-trace-records/details/{contact}?tz=Australia/Sydney" in details(day)


def test_rule_6_4_the_voice_comment_has_numbers_start_and_duration() -> None:
    with Workday(talk_partner_edition=False) as day:
        contact = day.ring(ANN)
        day.clock.pass_by(7)
        day.accept(contact)
        day.clock.pass_by(65)
        day.hang_up(contact)
        (sent,) = [sent for sent in day.desk.requests if "voice_comment" in str(sent.body)]
        voice = sent.body["ticket"]["voice_comment"]
        assert (voice["from"], voice["to"]) == (ANN, "+61280000000")
        assert (voice["started_at"], voice["call_duration"]) == ("2026-11-21T09:00:07Z", 65)
        assert voice["answered_by_id"] == day.desk.agent_id


def test_rule_6_4_the_call_record_shows_numbers_times_agent_recording_and_contact() -> None:
    with Workday() as day:
        contact = day.call(ANN)
        (voice,) = day.voice_comments(day.new_ticket["id"])
        for expected in (contact, ANN, "+61280000000", "get-recording", str(day.desk.agent_id)):
            assert expected in str(voice["data"])


def test_rule_6_4_a_duration_is_never_negative() -> None:
    with Workday(talk_partner_edition=False) as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.clock.time -= timedelta(hours=1)
        day.hang_up(contact)
        (sent,) = [sent for sent in day.desk.requests if "voice_comment" in str(sent.body)]
        assert sent.body["ticket"]["voice_comment"]["call_duration"] == 0


@pytest.mark.parametrize(
    ("flow", "consent"),
    [
        ({"download_recording": "false"}, None),
        ({"call_recording_consent": "optout"}, "opt_out"),
        ({"call_recording_consent": "FALSE"}, "never"),
    ],
)
def test_rule_6_4_no_link_and_no_player_where_the_flow_forbids_it(flow: dict[str, str], consent: str | None) -> None:
    with Workday() as day:
        day.call(ANN, attributes=flow)
        assert "get-recording" not in str([sent.body for sent in day.desk.requests])
        (sent,) = [sent for sent in day.desk.requests if "calls" in sent.path]
        assert sent.body["call"].get("call_recording_consent") == consent
        assert ("not recorded" in details(day)) == (consent is not None)


def test_rule_6_4_a_flow_can_do_without_the_voice_comment() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"voice_comment": "false"})
        assert day.voice_comments(day.new_ticket["id"]) == []


def test_rule_6_6_nothing_else_of_an_existing_ticket_is_touched() -> None:
    with Workday(settings={"create_ticket_after_minutes": "15"}) as day:
        bob = day.desk.add_user(name="Bob", role="agent", email="bob@example.com")
        ticket = day.desk.add_ticket(
            requester_id=day.ann["id"], subject="Bill", status="pending", assignee_id=bob["id"],
            updated_at="2026-11-21T08:59:00Z",
        )  # fmt: skip
        before = dict(day.desk.tickets[ticket["id"]])
        day.call(ANN)
        after = dict(day.desk.tickets[ticket["id"]])
        assert {name for name in after if after[name] != before[name]} <= {"updated_at"}


@pytest.mark.parametrize(
    ("flow", "name"),
    [
        ({}, f"Caller {STRANGER}"),
        ({"customer_name": "  Dora \t Vogel "}, "Dora Vogel"),
        ({"customer_email": "dora.vogel-77@example.com"}, "Dora Vogel"),
        ({"customer_email": "1234@example.com"}, f"Caller {STRANGER}"),
    ],
)
def test_rule_6_7_a_new_user_is_named_by_the_flow_or_the_number(flow: dict[str, str], name: str) -> None:
    with Workday() as day:
        contact = day.call(STRANGER, attributes=flow)
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["name"], made["phone"], made["external_id"]) == (name, STRANGER, f"connect:{contact}")
        assert made["email"] == flow.get("customer_email")
        assert made["role"] == "end-user"


ODD = pytest.mark.parametrize("number", ["1234", "555-0123", "sip:77@pbx", "+15550123", "87654321"])


@ODD
def test_rule_6_7_a_caller_who_could_not_be_matched_again_gets_no_user(number: str) -> None:
    with Workday(settings={"default_country": "US"}) as day:
        before = set(day.desk.users)
        for _ in range(3):
            day.call(number)
        assert {ticket["requester_id"] for ticket in day.new_tickets} == {day.desk.agent_id}
        assert set(day.desk.users) == before
        assert day.notices == []


def test_rule_6_7_the_sidebar_says_why_nobody_was_created() -> None:
    with Workday() as day:
        contact = day.ring("1234")
        day.accept(contact)
        day.look_at("ticket_sidebar", day.new_ticket["id"])
        shown = [order["html"] for order in day.shims.orders if order.get("page", "").startswith("ticket_sidebar")]
        assert "1234 is not a complete phone number" in shown[-1]


@ODD
def test_rule_6_7_an_email_finds_them_again_whatever_the_number(number: str) -> None:
    with Workday(settings={"default_country": "US"}) as day:
        before = set(day.desk.users)
        for _ in range(3):
            day.call(number, attributes={"customer_email": "dora@example.com"})
        (made,) = set(day.desk.users) - before
        assert {ticket["requester_id"] for ticket in day.new_tickets} == {made}
        assert (day.desk.users[made]["email"], day.desk.users[made]["phone"]) == ("dora@example.com", None)


def test_rule_6_7_the_panel_says_whose_ticket_it_is_if_nobody_is_created() -> None:
    with Workday() as day:
        contact = day.ring("1234", attributes={"ticket_assignment": "agent"})
        day.accept(contact)
        assert "Ticket in your name." in day.panel
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.desk.agent_id


def test_rule_6_8_the_number_goes_to_a_requester_without_a_phone() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com")
        day.call(STRANGER, attributes={"zendesk_user": str(bob["id"])})
        assert day.desk.users[bob["id"]]["phone"] == STRANGER


@pytest.mark.parametrize(
    ("number", "phone", "flow"),
    [
        (STRANGER, "+61299990011", {}),
        (STRANGER, None, {"attach_phone_number": "false"}),
        (None, None, {}),
        ("1234", None, {}),
    ],
)
def test_rule_6_8_and_to_nobody_else(number: str | None, phone: str | None, flow: dict[str, str]) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com", phone=phone)
        day.call(number, attributes={"zendesk_user": str(bob["id"]), **flow})
        assert day.desk.users[bob["id"]]["phone"] == phone


def test_rule_6_8_never_to_the_agent_who_stands_in() -> None:
    with Workday() as day:
        day.call(STRANGER, attributes={"ticket_assignment": "agent"})
        assert not day.desk.users[day.desk.agent_id]["phone"]


def test_rule_6_7_an_email_that_one_user_has_already_makes_them_the_requester() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com")
        day.accept(day.ring(STRANGER, attributes={"customer_email": "Bob@example.com"}))
        assert day.new_ticket["requester_id"] == bob["id"]
        day.look_at("user_sidebar", bob["id"])
        (*_, card) = [order["html"] for order in day.shims.orders if order["page"].startswith("user_sidebar")]
        assert "Bob: has the e-mail address that the contact flow gave." in card
        assert day.notices == []


def test_rule_6_7_a_refused_email_that_no_user_has_is_left_out() -> None:
    with Workday(search_lag=60.0) as day:
        day.desk.add_user(name="Bob", email="bob@example.com")
        day.call(STRANGER, attributes={"customer_email": "bob@example.com"})
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["phone"], made["email"]) == (STRANGER, None)
        assert "bob@example.com" in day.notes(day.new_ticket["id"])[0]
