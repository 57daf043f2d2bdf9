"""Rules 4.4 and 4.5: the recent ticket, or a new one."""

from scenarios.workday import ANN, STRANGER, Workday

RECENT = {"settings": {"create_ticket_after_minutes": "15"}}


def test_rule_4_4_a_recent_ticket_is_popped_while_it_rings_and_written_on_at_connect() -> None:
    with Workday(**RECENT) as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Bill", updated_at="2026-11-21T08:50:00Z")
        day.call(ANN)
        assert day.pops == [("ticket", ticket["id"])] * 2
        assert day.new_tickets == []
        assert len(day.notes(ticket["id"])) == len(day.voice_comments(ticket["id"])) == 1


def test_rule_4_4_the_ticket_updated_last_wins() -> None:
    with Workday(**RECENT) as day:
        for minute in (46, 55, 50):
            day.desk.add_ticket(
                requester_id=day.ann["id"], subject=f"{minute}", updated_at=f"2026-11-21T08:{minute}:00Z"
            )
        day.ring(ANN)
        (_, popped) = day.pops[0]
        assert day.desk.tickets[popped]["subject"] == "55"


def test_rule_4_4_a_solved_ticket_counts_and_a_closed_one_does_not() -> None:
    with Workday(**RECENT) as day:
        day.desk.add_ticket(requester_id=day.ann["id"], subject="C", status="closed", updated_at="2026-11-21T08:59:00Z")
        solved = day.desk.add_ticket(
            requester_id=day.ann["id"], subject="S", status="solved", updated_at="2026-11-21T08:50:00Z"
        )
        day.ring(ANN)
        assert day.pops == [("ticket", solved["id"])]


def test_rule_4_4_many_closed_tickets_do_not_hide_the_open_one() -> None:
    with Workday(**RECENT) as day:
        for second in range(120):
            stamp = f"2026-11-21T08:{57 + second // 60}:{second % 60:02}Z"
            day.desk.add_ticket(requester_id=day.ann["id"], subject="C", status="closed", updated_at=stamp)
        still = day.desk.add_ticket(requester_id=day.ann["id"], subject="Open", updated_at="2026-11-21T08:50:00Z")
        day.ring(ANN)
        assert day.pops == [("ticket", still["id"])]


def test_rule_4_4_the_window_ends_to_the_second() -> None:
    with Workday(**RECENT) as day:
        day.desk.add_ticket(requester_id=day.ann["id"], subject="Late", updated_at="2026-11-21T08:44:59Z")
        day.ring(ANN)
        assert day.pops == [("user", day.ann["id"])]
        day.desk.add_ticket(requester_id=day.ann["id"], subject="Just", updated_at="2026-11-21T08:45:00Z")
        day.ring(ANN)
        assert day.pops[-1][0] == "ticket"


def test_rule_4_4_a_ticket_of_somebody_else_is_never_taken() -> None:
    with Workday(**RECENT) as day:
        bob = day.desk.add_user(name="Bob")
        day.desk.add_ticket(requester_id=bob["id"], subject="Bob's", updated_at="2026-11-21T08:59:00Z")
        day.call(ANN)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_4_5_otherwise_a_new_ticket() -> None:
    with Workday(**RECENT) as day:
        day.call(STRANGER)
        day.call(None)
        assert len(day.new_tickets) == 2


def test_rule_4_2_zero_asks_for_a_new_ticket_even_if_there_is_a_recent_one() -> None:
    with Workday(**RECENT) as day:
        day.desk.add_ticket(requester_id=day.ann["id"], subject="Bill", updated_at="2026-11-21T08:59:00Z")
        day.call(ANN, attributes={"zendesk_ticket": "0"})
        assert len(day.new_tickets) == 1
