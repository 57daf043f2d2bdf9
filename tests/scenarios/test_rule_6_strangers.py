"""Rule 6.7: an unknown caller becomes one user, although Zendesk's search lags."""

from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Workday

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
        contacts = [day.ring(STRANGER) for _ in range(2)]
        for contact in contacts:
            day.accept(contact)
        for _ in range(3):
            day.wait(10)
        (user,) = strangers(day)
        assert requesters(day) == [user, user]


def test_rule_6_7_two_calls_answered_in_the_same_moment_make_one_user() -> None:
    with Workday(search_lag=LAG) as day:
        contacts = [day.ring(STRANGER) for _ in range(2)]
        day.quiet = True
        for contact in contacts:
            day.accept(contact)
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
        later, first = day.ring(STRANGER), day.ring(STRANGER)
        stands_still_at_the_user(day)
        day.accept(first)
        day.accept(later)
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
        again = day.ring(STRANGER)
        day.desk.faults.add("GET /api/v2/users/*", 403)
        day.accept(again)
        assert (len(day.new_tickets), len(strangers(day))) == (2, 2)


def test_rule_11_6_a_question_that_is_refused_is_no_refusal_of_the_user() -> None:
    with Workday() as day:
        day.desk.faults.add(USERS, None)
        contact = day.ring(STRANGER)
        day.desk.faults.add("GET /api/v2/users/search*", 403)
        day.accept(contact)
        day.wait(60)
        day.desk.faults.clear()
        day.finish(contact)
        assert [notice for notice in day.notices if "refused to create a user" in notice] == []
        assert len(strangers(day)) == 1


def test_rule_6_7_an_email_in_use_whose_user_cannot_be_looked_up_is_left_out() -> None:
    with Workday() as day:
        day.desk.add_user(name="Bob", email="bob@example.com")
        contact = day.ring(STRANGER, attributes={"customer_email": "bob@example.com"})
        day.desk.faults.add("GET /api/v2/users/search*", 403)
        day.accept(contact)
        assert requesters(day) == strangers(day)
        assert (len(day.new_tickets), day.notices) == (1, [])


DORA = {"customer_email": "dora@example.com"}


def refusing(**fields: str) -> dict[str, object]:
    """The body of a refusal that names fields."""
    details = {name: [{"description": text, "error": "DuplicateValue"}] for name, text in fields.items()}
    return {"error": "RecordInvalid", "description": "Record validation errors", "details": details}


@pytest.mark.parametrize("shared", [True, False])
def test_rule_6_7_a_phone_that_is_refused_because_one_user_has_it_makes_them_the_requester(shared: bool) -> None:
    with Workday(search_lag=LAG, refuses_taken_phones=True) as day:
        bob = day.desk.add_user(name="Bob", phone=STRANGER)
        if shared:
            day.desk.add_user(name="Flatmate", phone=STRANGER, shared_phone=True)
        contact = day.ring(STRANGER)
        day.wait(LAG)
        day.accept(contact)
        assert requesters(day) == [bob["id"]]
        assert day.notices == []


def test_rule_6_7_a_refused_phone_that_no_user_has_is_left_out_if_there_is_an_email() -> None:
    with Workday(validates_phones=True, settings={"default_country": "US"}) as day:
        before = set(day.desk.users)
        for _ in range(3):
            day.call("+16243050111", attributes=DORA)
        (made,) = set(day.desk.users) - before
        assert (day.desk.users[made]["phone"], day.desk.users[made]["email"]) == (None, "dora@example.com")
        assert requesters(day) == [made] * 3
        assert day.notices == []


def test_rule_6_7_if_the_phone_is_refused_and_there_is_no_email_the_ticket_is_in_the_agents_name() -> None:
    with Workday(validates_phones=True, settings={"default_country": "US"}) as day:
        before = set(day.desk.users)
        for _ in range(3):
            day.call("+16243050111")
        assert set(day.desk.users) == before
        assert requesters(day) == [day.desk.agent_id] * 3
        assert set(day.notices) == {"Zendesk refused to create a user for +16243050111."}


@pytest.mark.parametrize("unfit", ["phone", "email"])
def test_rule_6_7_if_a_refusal_names_no_part_only_the_invalid_part_is_left_out(unfit: str) -> None:
    with Workday() as day:
        answer = day.desk.answer

        def refuses(method: str, path: str, body: Any = None, *more: object, **named: object) -> object:
            if method == "POST" and path.startswith("/api/v2/users") and body["user"].get(unfit):
                day.desk.faults.add(USERS, 422, body=refusing(base="is invalid"))
            return answer(method, path, body, *more, **named)  # type: ignore[arg-type]

        day.desk.answer = refuses  # type: ignore[method-assign, assignment]
        day.call(STRANGER, attributes=DORA)
        made = day.desk.users[day.new_ticket["requester_id"]]
        kept = {"phone": STRANGER, "email": "dora@example.com"}
        assert {part: made[part] for part in kept} == kept | {unfit: None}


def test_rule_6_7_if_number_and_address_are_refused_no_user_is_created() -> None:
    with Workday() as day:
        before = set(day.desk.users)
        for part in ("email", "phone"):
            day.desk.faults.add(USERS, 422, body=refusing(**{part: "is invalid"}))
        day.desk.faults.add(USERS, 422, body=refusing(email="is invalid"))
        day.call(STRANGER, attributes=DORA)
        assert set(day.desk.users) == before
        assert requesters(day) == [day.desk.agent_id]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("number", ["1234", "+16243050111"])
def test_rule_6_7_a_stranger_with_an_email_alone_is_one_user_before_the_search_finds_them(
    number: str, at_once: bool
) -> None:
    with Workday(search_lag=LAG, validates_phones=True, settings={"default_country": "US"}) as day:
        before = set(day.desk.users)
        if at_once:
            for contact in [day.ring(number, attributes=DORA) for _ in range(2)]:
                day.accept(contact)
        else:
            for _ in range(2):
                day.call(number, attributes=DORA)
        (made,) = set(day.desk.users) - before
        assert requesters(day) == [made, made]
        assert day.notices == []


SENT_TWICE = pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, refusing(external_id="External has already been taken")),
        (422, refusing(email="Email: dora@example.com is already being used by another user")),
        (422, refusing(phone="Phone number is already being used by another user")),
        (422, None),
        (400, None),
        (409, None),
    ],
)


@SENT_TWICE
@pytest.mark.parametrize("lag", [0.0, LAG])
def test_rule_11_6_a_user_whose_creation_was_sent_twice_is_that_user(status: int, body: object, lag: float) -> None:
    with Workday(search_lag=lag) as day:
        before = set(day.desk.users)
        day.desk.faults.add(USERS, status, after_writing=True, body=body)
        day.call(STRANGER, attributes=DORA)
        day.wait(60)
        (made,) = set(day.desk.users) - before
        assert requesters(day) == [made]
        assert day.notices == []


@pytest.mark.parametrize("status", [400, 409, 422])
@pytest.mark.parametrize(
    "order", ["POST /api/v2/channels/voice/tickets", "POST /api/v2/calls", "PUT /api/v2/tickets/*"]
)
def test_rule_11_6_whatever_was_sent_twice_is_there_once_and_no_refusal(order: str, status: int) -> None:
    with Workday() as day:
        day.desk.faults.add(order, status, after_writing=True)
        contact = day.ring(STRANGER)
        day.accept(contact)
        day.connect.set_attributes(contact, {"order": "A2"})
        day.finish(contact)
        day.wait(60)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)
        assert day.notices == []


@pytest.mark.parametrize("status", [None, 503])
def test_rule_11_6_a_refusal_is_reported_only_after_zendesk_was_asked_what_exists(status: int | None) -> None:
    with Workday() as day:
        contact = day.ring(STRANGER)
        day.desk.faults.add(USERS, 422, after_writing=True)
        day.desk.faults.add("GET /api/v2/users/search*", status)
        day.accept(contact)
        assert day.notices == []
        day.wait(60)
        assert requesters(day) == strangers(day)
        assert day.notices == []


def test_rule_11_5_a_refused_comment_that_cannot_be_looked_up_is_reported() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = day.ring(ANN, attributes={"zendesk_ticket": str(ticket)})
        day.desk.faults.add("PUT /api/v2/tickets/*", 422)
        day.desk.faults.add("GET /api/v2/tickets/*/comments", 403)
        day.accept(contact)
        assert len(day.notices) == 1


def test_rule_11_6_a_number_that_was_stored_twice_is_stored() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        contact = day.ring(STRANGER, attributes={"zendesk_user": str(bob["id"])})
        day.desk.faults.add("PUT /api/v2/users/*", 422, after_writing=True)
        day.accept(contact)
        assert day.desk.users[bob["id"]]["phone"] == STRANGER
        assert day.notices == []


def test_rule_11_5_a_refusal_that_cannot_be_checked_counts_as_refused() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 400, times=9)
        day.desk.faults.add("GET /api/v2/tickets*", 400, times=9)
        day.accept(contact)
        assert len(day.notices) == 1


ADDRESSES = [
    "sean.o'brien@example.com",
    "ann+support@example.com",
    "!#$%&=?^_`{|}~/@example.com",
    "m\u00fcller@b\u00fccher.example",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_rule_2_3_an_address_that_zendesk_accepts_is_accepted(address: str) -> None:
    with Workday() as day:
        day.call(STRANGER, attributes={"customer_email": address})
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["email"], made["phone"], day.notices) == (address, STRANGER, [])


@pytest.mark.parametrize("address", [*ADDRESSES, '"ann, b"@example.com'])
def test_rule_6_7_whoever_has_an_address_is_found_whatever_signs_it_holds(address: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email=address.replace('"', ""))
        day.desk.faults.add(USERS, 422, body=refusing(email="is already being used by another user"))
        day.call(STRANGER, attributes={"customer_email": address})
        found = requesters(day) == [bob["id"]]
        assert found == ('"' not in address)


def test_rule_6_7_an_asterisk_in_an_address_finds_nobody_else() -> None:
    with Workday() as day:
        day.desk.add_user(name="Bob", email="bob@example.com")
        day.desk.faults.add(USERS, 422, body=refusing(email="is invalid"))
        day.call(STRANGER, attributes={"customer_email": "*@example.com"})
        assert requesters(day) == strangers(day)
