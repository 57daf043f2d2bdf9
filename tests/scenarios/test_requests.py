"""How many requests a contact costs: each one is a caller waiting, and counts against the account's rate limit."""

from collections.abc import Callable

import pytest

from scenarios.workday import ANN, STRANGER, Workday

MOST = 8


def recent(day: Workday) -> None:
    day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", updated_at="2026-11-21T08:59:00Z")
    day.call(ANN, attributes={"recent_ticket_timeout": "60"})


def requested(day: Workday) -> None:
    ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
    day.call(ANN, attributes={"zendesk_ticket": str(ticket)})


def changed(day: Workday) -> None:
    contact = day.ring(ANN)
    day.accept(contact)
    day.connect.set_attributes(contact, {"order": "A2"})
    day.hang_up(contact)


def manual(day: Workday) -> None:
    ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
    contact = day.ring(ANN, attributes={"ticket_assignment": "agent"})
    day.accept(contact)
    day.look_at("ticket_sidebar", ticket)
    day.press("attach", contact)
    day.hang_up(contact)


def forgotten(day: Workday) -> None:
    day.call(ANN, attributes={"ticket_assignment": "agent"})


def transferred(day: Workday) -> None:
    with Workday(beside=day) as second:
        first = day.ring(ANN)
        day.accept(first)
        before = len(day.desk.requests)
        leg = day.hand_over(first, second)
        second.hang_up(leg)
        del day.desk.requests[:before]


def known_account(day: Workday) -> None:
    """Once the search has found somebody, it is known to understand what it is asked."""
    day.call(ANN)
    day.desk.requests.clear()
    day.call(STRANGER)


def dialled(day: Workday) -> None:
    ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
    day.tell(kind="dial", number=ANN, user_id=day.ann["id"], ticket_id=ticket)
    (contact,) = day.connect.contacts
    day.answer(contact)
    day.hang_up(contact)


CASES: list[tuple[Callable[[Workday], object], int]] = [
    (lambda day: day.call(ANN), 3),
    (lambda day: day.call(STRANGER), 5),
    (known_account, 4),
    (lambda day: day.call(None), 2),
    (recent, 4),
    (requested, 4),
    (changed, 4),
    (manual, 7),
    (forgotten, 4),
    (transferred, 4),
    (dialled, 6),
]


@pytest.mark.parametrize(
    ("live", "expected"),
    CASES,
    ids=[
        "recognised",
        "first stranger",
        "stranger",
        "anonymous",
        "recent",
        "requested",
        "changed",
        "manual",
        "forgotten",
        "transferred",
        "dialled",
    ],
)
def test_a_contact_costs_few_requests(live: Callable[[Workday], object], expected: int) -> None:
    with Workday() as day:
        live(day)
        sent = [f"{one.method} {one.path}" for one in day.desk.requests]
        assert len(sent) == expected <= MOST, sent
