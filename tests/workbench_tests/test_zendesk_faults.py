"""What the simulated Zendesk promises about failure: faults on demand, rate limit, repeats, sign-out."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.clock import Clock
from workbench.zendesk import SimulatedZendesk
from workbench.zendesk_http import Answer

TICKET = {"ticket": {"subject": "x", "comment": {"body": "Hello"}}}
PATH = "/api/v2/tickets"


@pytest.fixture
def desk(clock: Clock) -> SimulatedZendesk:
    return SimulatedZendesk(now=clock)


def create(desk: SimulatedZendesk, key: str | None = None, body: Any = TICKET) -> Answer:
    return desk.answer("POST", PATH + ".json", body, {"Idempotency-Key": key} if key else {})


def test_a_fault_applies_to_as_many_requests_as_set(desk: SimulatedZendesk) -> None:
    desk.faults.add("POST /api/v2/tickets", 500, times=2)
    assert [create(desk).status for _ in range(3)] == [500, 500, 201]
    assert [sent.status for sent in desk.requests] == [500, 500, 201]


def test_a_fault_matches_method_and_path_with_stars(desk: SimulatedZendesk) -> None:
    desk.faults.add("GET /api/v2/tickets/*", 503, retry_after="7")
    assert create(desk).status == 201
    answer = desk.answer("GET", "/api/v2/tickets/1.json?include=users")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "7")


def test_no_answer_may_mean_that_nothing_was_written(desk: SimulatedZendesk) -> None:
    desk.faults.add("POST /api/v2/tickets")
    assert create(desk) == Answer(None)
    assert desk.tickets == {}


def test_no_answer_may_mean_that_it_was_written(desk: SimulatedZendesk) -> None:
    desk.faults.add("POST /api/v2/tickets", after_writing=True, delay=3.0)
    answer = create(desk)
    assert (answer.status, answer.delay, list(desk.tickets)) == (None, 3.0, [1])


def test_a_repeat_with_the_same_key_gets_the_first_answer(desk: SimulatedZendesk) -> None:
    first, second = create(desk, "k"), create(desk, "k")
    assert first.body == second.body
    lookups = [answer.headers["x-idempotency-lookup"] for answer in (first, second)]
    assert (lookups, list(desk.tickets)) == (["miss", "hit"], [1])


def test_a_repeat_after_a_lost_answer_gets_the_ticket_that_was_made(desk: SimulatedZendesk) -> None:
    desk.faults.add("POST /api/v2/tickets", after_writing=True)
    assert create(desk, "k").status is None
    assert create(desk, "k").body["ticket"]["id"] == 1
    assert list(desk.tickets) == [1]


def test_a_key_with_another_body_is_refused(desk: SimulatedZendesk) -> None:
    create(desk, "k")
    answer = create(desk, "k", {"ticket": {"comment": {"body": "Other"}}})
    assert (answer.status, answer.body["error"]) == (400, "IdempotentRequestError")


def test_a_key_is_forgotten_after_two_hours(desk: SimulatedZendesk, clock: Clock) -> None:
    create(desk, "k")
    clock.go(2 * 3600)
    create(desk, "k")
    assert list(desk.tickets) == [1, 2]


def test_a_refusal_is_not_remembered_for_its_key(desk: SimulatedZendesk) -> None:
    body = {"ticket": {"comment": {"body": "x"}, "requester_id": 5}}
    assert create(desk, "k", body).status == 422
    desk.add_user(name="Late", id=5)
    assert create(desk, "k", body).status == 201


def test_the_rate_limit_is_off_until_set_and_says_when_to_come_back(desk: SimulatedZendesk, clock: Clock) -> None:
    assert create(desk).headers.get("X-Rate-Limit") is None
    desk.rate_limit = 2
    assert create(desk).headers["X-Rate-Limit-Remaining"] == "1"
    create(desk)
    clock.go(20)
    answer = create(desk)
    assert (answer.status, answer.headers["Retry-After"], len(desk.tickets)) == (429, "40", 3)
    clock.go(40)
    assert create(desk).status == 201


def test_a_signed_out_or_suspended_agent_is_refused(desk: SimulatedZendesk) -> None:
    desk.signed_in = False
    assert create(desk).status == 401
    desk.signed_in = True
    desk.users[desk.agent_id]["suspended"] = True
    assert create(desk).status == 403
    assert desk.tickets == {}
