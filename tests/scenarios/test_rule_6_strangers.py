"""Rule 6.7 and what Zendesk's search cannot tell yet: a stranger becomes one user."""

import pytest

from scenarios.workday import STRANGER, Workday

USERS, LAG = "POST /api/v2/users", 600.0


def strangers(day: Workday) -> list[int]:
    """The users who have the stranger's number."""
    return [user["id"] for user in day.desk.users.values() if user["phone"] == STRANGER and user["active"]]


def requesters(day: Workday) -> list[int]:
    return [ticket["requester_id"] for ticket in day.new_tickets]


@pytest.mark.parametrize("busy", [0, 2])
def test_rule_6_7_two_calls_at_once_from_one_stranger_make_one_user(busy: int) -> None:
    with Workday(search_lag=LAG) as day:
        if busy:
            day.desk.faults.add(USERS, 503, times=busy)
        contacts = [day.connect.ring(STRANGER) for _ in range(2)]
        for contact in contacts:
            day.connect.accept(contact)
        for _ in range(3):
            day.wait(10)
        (user,) = strangers(day)
        assert requesters(day) == [user, user]


def test_rule_6_7_two_calls_answered_in_the_same_moment_make_one_user() -> None:
    with Workday(search_lag=LAG) as day:
        contacts = [day.connect.ring(STRANGER) for _ in range(2)]
        day.quiet = True
        for contact in contacts:
            day.connect.accept(contact)
        day.quiet = False
        day.report()
        (user,) = strangers(day)
        assert requesters(day) == [user, user]


@pytest.mark.parametrize("reload", [True, False])
def test_rule_6_7_a_stranger_who_calls_back_before_the_search_finds_them_is_known(reload: bool) -> None:
    with Workday(search_lag=LAG) as day:
        day.call(STRANGER)
        day.wait(20)
        if reload:
            day.reload()
        day.call(STRANGER)
        (user,) = strangers(day)
        assert requesters(day) == [user, user]
        assert day.notices == []
        day.wait(LAG)
        day.call(STRANGER)
        assert requesters(day) == [user] * 3


def test_rule_6_7_a_user_whose_creation_was_not_answered_is_found_for_another_call_after_a_reload() -> None:
    with Workday(search_lag=LAG) as day:
        later, first = day.connect.ring(STRANGER), day.connect.ring(STRANGER)
        stands_still_at_the_user(day)
        day.connect.accept(first)
        day.connect.accept(later)
        day.reload()
        day.wait(60)
        (user,) = strangers(day)
        assert requesters(day) == [user, user]


def stands_still_at_the_user(day: Workday) -> None:
    """Let the engine come to a stand at the first user that it creates."""
    day.dies_after(0, carried_out=True)
    assert day.shims.strike
    day.shims.strike.falls_on = lambda sent: sent.get("method") == "POST" and sent["path"].startswith("/api/v2/users")


def test_rule_6_7_a_user_who_has_lost_the_number_or_was_deleted_is_not_taken_for_the_caller() -> None:
    with Workday(search_lag=LAG) as day:
        day.call(STRANGER)
        (user,) = strangers(day)
        day.desk.users[user]["active"] = False
        day.call(STRANGER)
        (another,) = strangers(day)
        assert requesters(day) == [user, another]


def test_rule_6_7_who_may_not_ask_for_the_user_of_another_call_creates_one() -> None:
    with Workday(search_lag=LAG) as day:
        day.call(STRANGER)
        again = day.connect.ring(STRANGER)
        day.desk.faults.add("GET /api/v2/users/*", 403)
        day.connect.accept(again)
        assert (len(day.new_tickets), len(strangers(day))) == (2, 2)


def test_rule_11_6_a_question_that_is_refused_is_no_refusal_of_the_user() -> None:
    with Workday() as day:
        day.desk.faults.add(USERS, None)
        contact = day.connect.ring(STRANGER)
        day.desk.faults.add("GET /api/v2/users/search*", 403)
        day.connect.accept(contact)
        day.wait(60)
        day.desk.faults.clear()
        day.finish(contact)
        assert [notice for notice in day.notices if "refused to create a user" in notice] == []
        assert len(strangers(day)) == 1


def test_rule_6_7_an_email_that_is_taken_by_whom_may_not_be_asked_is_left_out() -> None:
    with Workday() as day:
        day.desk.add_user(name="Bob", email="bob@example.com")
        contact = day.connect.ring(STRANGER, attributes={"customer_email": "bob@example.com"})
        day.desk.faults.add("GET /api/v2/users/search*", 403)
        day.connect.accept(contact)
        assert requesters(day) == strangers(day)
        assert (len(day.new_tickets), day.notices) == (1, [])
