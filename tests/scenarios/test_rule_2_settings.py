"""Rules 2.1 to 2.4: a flow's attributes apply to its contact, and invalid values do no harm."""

from scenarios.workday import ANN, STRANGER, Workday


def test_rule_2_1_an_attribute_comes_before_the_app_setting_for_that_contact_alone() -> None:
    with Workday(settings={"create_ticket_after_minutes": "60"}) as day:
        old = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", updated_at="2026-11-21T08:30:00Z")
        day.call(ANN, attributes={"recent_ticket_timeout": "5"})
        assert day.notes(old["id"]) == []
        day.call(ANN)
        assert len(day.new_tickets) == 1


def test_rule_2_3_an_invalid_value_is_ignored_with_one_notice() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"voice_comment": "perhaps", "ticket_assignment": "robot"})
        assert [order for order in day.orders("notify") if "voice_comment" in order["text"]] == [
            {
                "kind": "notify",
                "text": "The contact flow set invalid values, which are ignored: "
                "ticket_assignment “robot” (expected: one of auto, agent); "
                "voice_comment “perhaps” (expected: true or false (also t, 1, yes, y, f, 0, no, n)).",
                "level": "notice",
                "sticky": False,
            }
        ]
        assert len(day.notices) == 1
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_2_3_a_notice_quotes_no_more_than_a_line_of_a_huge_value() -> None:
    with Workday() as day:
        day.ring(ANN, attributes={"pop_incoming": "x\n" * 5_000})
        assert len(day.notices[0]) < 250
        assert "\n" not in day.notices[0]


def test_rule_2_3_an_invalid_app_setting_gets_a_notice_as_soon_as_a_page_is_open() -> None:
    with Workday(settings={"default_phone_number": "call us"}) as day:
        assert "default_phone_number" in day.notices[0]
        day.call(ANN, dialed="")
        (call,) = day.desk.calls.values()
        assert call["to_line"] == "unknown"


def test_rule_2_4_attributes_are_read_again_at_connect_and_an_identifying_change_asks_again() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com")
        contact = day.ring(STRANGER)
        day.connect.set_attributes(contact, {"zendesk_user": str(bob["id"]), "conversation_title": "About my bill"})
        day.accept(contact)
        assert (day.new_ticket["requester_id"], day.new_ticket["subject"]) == (bob["id"], "About my bill")


def test_rule_2_4_without_an_identifying_change_nobody_is_asked_again() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        asked = day.count()
        day.connect.set_attributes(contact, {"conversation_title": "About my bill"})
        day.accept(contact)
        assert [sent.method for sent in day.desk.requests[asked:]] == ["POST"]


def test_rule_2_4_what_a_flow_says_after_connect_changes_nothing_of_how_the_call_is_handled() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.connect.set_attributes(contact, {"voice_comment": "false"})
        day.hang_up(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_2_4_notices_are_not_repeated_at_connect() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"pop_incoming": "perhaps"})
        day.accept(contact)
        assert len(day.notices) == 1
