"""Rule 3: who is calling."""

import asyncio

import pytest

from scenarios.workday import ANN, STRANGER, Workday


def test_rule_3_1_c_zendesk_user_identifies_and_the_number_is_not_looked_up() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com")
        day.call(ANN, attributes={"zendesk_user": str(bob["id"])})
        assert day.new_ticket["requester_id"] == bob["id"]
        assert day.count(lambda path: "phone" in path) == 0


def test_rule_3_1_d_customer_number_identifies_and_the_callers_own_number_is_not_used() -> None:
    with Workday() as day:
        day.call(STRANGER, attributes={"customer_number": "(02) 9999 0001"})
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_3_1_d_a_new_user_gets_the_customer_number() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"customer_number": "02 9999 0055"})
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["phone"], made["name"]) == ("+61299990055", "Caller +61299990055")


def test_rule_3_2_a_zendesk_user_who_does_not_exist_leaves_the_choice_to_the_agent() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"zendesk_user": "424242"})
        day.accept(contact)
        assert "424242" in day.notices[0]
        assert day.new_tickets == []
        assert day.count(lambda path: "phone" in path) == 0


@pytest.mark.parametrize("typed", ["+61 2 9999 0077", "02 9999 0077", "(02) 9999-0077", "0299990077", "61299990077"])
def test_rule_3_3_a_number_is_found_however_it_was_typed(typed: str) -> None:
    with Workday() as day:
        carol = day.desk.add_user(name="Carol", phone=typed)
        day.ring("+61299990077")
        assert day.pops == [("user", carol["id"])]


@pytest.mark.parametrize(
    "shown", ["sip:+61299990001@10.0.0.1", "0061299990001", "02 9999 0001", "61299990001", "tel:+61-2-9999-0001"]
)
def test_rule_3_3_a_number_is_found_however_the_network_shows_it(shown: str) -> None:
    with Workday() as day:
        day.ring(shown)
        assert day.pops == [("user", day.ann["id"])]


@pytest.mark.parametrize("sideloads", [True, False])
def test_rule_3_3_a_second_phone_identity_counts(sideloads: bool) -> None:
    with Workday(sideloads_identities=sideloads) as day:
        carol = day.desk.add_user(name="Carol", phones=["+61299990070", "02 9999 0071"])
        day.ring("+61299990071")
        assert day.pops == [("user", carol["id"])]


def test_rule_3_3_a_number_that_merely_ends_alike_is_not_a_match() -> None:
    with Workday() as day:
        day.desk.add_user(name="Far away", phone="+49 299990099")
        day.ring(STRANGER)
        assert day.pops == []


@pytest.mark.parametrize(
    ("country", "stored", "caller"),
    [
        ("AR", "011 15-2345-6789", "+5491123456789"),
        ("AR", "+54 11 2345-6789", "+5491123456789"),
        ("AR", "+54 9 11 2345-6789", "+541123456789"),
        ("AR", "02966 15-23-4567", "+5492966234567"),
        ("MX", "+52 1 55 1234 5678", "+525512345678"),
        ("MX", "044 55 1234 5678", "+525512345678"),
        ("MX", "+52 55 1234 5678", "+5215512345678"),
        ("MX", "55 1234 5678", "5215512345678"),
        ("BR", "(11) 8765-4321", "+5511987654321"),
        ("AU", "+225 07 12 34 56", "+2250707123456"),
        ("AU", "+229 97 12 34 56", "+2290197123456"),
        ("AU", "+84 121 234 5678", "+84792345678"),
        ("", "61299990077", "+61299990077"),
        ("", "+61 2 9999 0077", "61299990077"),
    ],
)
def test_rule_3_3_the_search_is_as_wide_as_the_comparison(country: str, stored: str, caller: str) -> None:
    with Workday(settings={"default_country": country}) as day:
        carol = day.desk.add_user(name="Carol", phone=stored)
        users = len(day.desk.users)
        day.call(caller)
        assert day.new_ticket["requester_id"] == carol["id"]
        assert len(day.desk.users) == users


@pytest.mark.parametrize("extensions", ["digits", "apart", "none"])
@pytest.mark.parametrize(
    "stored",
    ["+61299990077x123", "+61 2 9999 0077 x123", "(02) 9999-0077 ext. 123", "+61299990077;ext=123", "0299990077 #123"],
)
def test_rule_3_3_an_extension_of_any_form_is_no_part_of_the_number(stored: str, extensions: str) -> None:
    with Workday(indexes_extensions=extensions) as day:
        carol = day.desk.add_user(name="Carol", phone=stored)
        day.ring("+61299990077")
        assert day.pops == [("user", carol["id"])]


@pytest.mark.parametrize("refused", [True, False])
def test_rule_3_3_a_search_that_does_not_understand_what_follows_digits_finds_the_number_all_the_same(
    refused: bool,
) -> None:
    with Workday(understands_asterisks_after_digits=False) as day:
        if refused:
            day.desk.faults.add(SEARCH, 422)
        day.call(ANN)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        before = day.count(lambda path: "users/search" in path)
        day.call(ANN)
        assert day.count(lambda path: "users/search" in path) == before + 1


def test_rule_3_3_a_number_whose_last_digits_many_have_is_found_among_them() -> None:
    with Workday() as day:
        for index in range(1001):
            day.desk.add_user(name=f"Company {index}", phone=f"+4930{index:04}0000000")
        carol = day.desk.add_user(name="Carol", phone="+61290000000")
        day.ring("+61290000000")
        assert day.pops == [("user", carol["id"])]


def test_rule_3_3_who_has_the_very_number_comes_before_who_has_it_without_its_mobile_mark() -> None:
    with Workday(settings={"default_country": "AR"}) as day:
        day.desk.add_user(name="Landline", phone="+541123456789")
        carol = day.desk.add_user(name="Carol", phone="+5491123456789")
        day.ring("+5491123456789")
        assert day.pops == [("user", carol["id"])]


def test_rule_3_3_a_short_internal_number_is_not_searched_within_longer_ones() -> None:
    with Workday() as day:
        day.desk.add_user(name="Long", phone="+61299991234")
        carol = day.desk.add_user(name="Carol", phone="12-34")
        day.ring("1234")
        assert day.pops == [("user", carol["id"])]


def test_rule_3_3_what_is_only_good_within_its_area_is_nobodys_number_elsewhere() -> None:
    with Workday(settings={"default_country": "US"}) as day:
        day.desk.add_user(name="Elsewhere", phone="+12125550123")
        carol = day.desk.add_user(name="Carol", phone="555-0123")
        day.ring("5550123")
        assert day.pops == [("user", carol["id"])]


@pytest.mark.parametrize("role", ["agent", "admin", "end-user"])
def test_rule_3_3_any_role_counts(role: str) -> None:
    with Workday() as day:
        colleague = day.desk.add_user(name="Colleague", phone="+61299990033", role=role, email="c@example.com")
        day.ring("+61299990033")
        assert day.pops == [("user", colleague["id"])]


def test_rule_3_3_a_suspended_user_counts_and_is_shown_as_suspended() -> None:
    with Workday() as day:
        sam = day.desk.add_user(name="Sam", phone="+61299990044", suspended=True)
        day.ring("+61299990044")
        assert day.pops == [("user", sam["id"])]
        assert day.notices == ["Sam is suspended in Zendesk."]


def test_rule_3_3_a_search_with_500_hits_is_read_to_its_end() -> None:
    with Workday() as day:
        for number in range(500):
            day.desk.add_user(name=f"Crowd {number}", phone=f"+1{number:03}299990088")
        last = day.desk.add_user(name="Last", phone="+61299990088")
        day.ring("+61299990088")
        assert day.pops == [("user", last["id"])]


def test_rule_3_4_the_direct_line_wins_over_a_shared_one() -> None:
    with Workday() as day:
        owner = day.desk.add_user(name="Owner", phone="+61299990066")
        day.desk.add_user(name="Flatmate", phone="+61299990066", shared_phone=True)
        day.ring("+61299990066")
        assert day.pops == [("user", owner["id"])]


def test_rule_3_4_several_holders_leave_the_choice_to_the_agent() -> None:
    with Workday() as day:
        for name in ("Kim", "Pat"):
            day.desk.add_user(name=name, phone="+61299990066", shared_phone=True)
        contact = day.ring("+61299990066")
        day.accept(contact)
        assert day.notices == [
            "Several users have the number +61299990066: Kim, Pat. Please choose the ticket yourself."
        ]
        assert (day.pops, day.new_tickets) == ([], [])


@pytest.mark.parametrize(
    "number",
    [
        None,
        "",
        "anonymous",
        " Private ",
        "UNKNOWN",
        "restricted",
        "sip:anonymous@x.invalid",
        "+266696687",
        "266696687",
        "sip:+266696687@10.0.0.1",
        "+7378742833",
        "8656696",
        "+86282452253",
        "+0000000000",
        "0000000000",
        "+10000000000",
    ],
)
def test_rule_3_5_a_withheld_number_makes_the_agent_the_requester(number: str | None) -> None:
    with Workday() as day:
        day.call(number)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert day.new_ticket["subject"] == "Incoming call from an anonymous caller"
        assert len(day.desk.users) == 2
        assert [sent for sent in day.desk.requests if sent.method == "GET"] == []


def test_rule_3_6_nothing_is_written_to_a_user_who_merely_matched() -> None:
    with Workday() as day:
        before = dict(day.desk.users[day.ann["id"]])
        day.call(ANN)
        assert day.desk.users[day.ann["id"]] == before


def test_rule_3_7_a_look_up_without_an_answer_is_asked_again_at_connect() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", None)
        contact = day.ring(ANN)
        assert day.pops == []
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@pytest.mark.parametrize("status", [None, 403, 429, 500])
def test_rule_3_7_with_no_answer_at_all_the_agent_decides_and_no_user_is_created(status: int | None) -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", status, times=9)
        contact = day.ring(STRANGER)
        day.accept(contact)
        assert day.notices == [
            f"Zendesk did not answer the search for {STRANGER}. No user was created. Please choose the ticket yourself."
        ]
        assert day.writes() == []


def test_rule_3_7_holds_for_the_recent_ticket_too() -> None:
    with Workday(settings={"create_ticket_after_minutes": "10"}) as day:
        day.desk.faults.add("GET /api/v2/users/*/tickets/requested", 500, times=9)
        contact = day.ring(ANN)
        day.accept(contact)
        assert day.writes() == []


SEARCH = "GET /api/v2/users/search"
ALL_OUTBOUND = {"all_outbound": "true"}


def unanswered(day: Workday, direction: str, number: str | None = STRANGER, asked: int = 1, **flow: str) -> str:
    """Connect a call while Zendesk's user search is down, for so many questions from connect on."""
    ring = day.ring if direction == "inbound" else day.dial
    day.desk.faults.add(SEARCH, 503, times=asked + (direction == "inbound"))
    contact = ring(number)
    day.connect.set_attributes(contact, flow)
    (day.accept if direction == "inbound" else day.answer)(contact)
    assert day.writes() == []
    return contact


DIRECTIONS = pytest.mark.parametrize("direction", ["inbound", "outbound"])


@DIRECTIONS
@pytest.mark.parametrize("number", [ANN, STRANGER])
@pytest.mark.parametrize("hung_up", [True, False])
def test_rule_3_7_who_it_is_is_asked_for_during_the_next_minute(direction: str, number: str, hung_up: bool) -> None:
    with Workday() as day:
        contact = unanswered(day, direction, number, 2, **ALL_OUTBOUND)
        day.wait(5)
        assert day.writes() == []
        if hung_up:
            day.hang_up(contact)
        day.wait(10)
        assert day.desk.users[day.new_ticket["requester_id"]]["phone"] == number
        day.finish(contact) if not hung_up else day.clear(contact)
        (ticket,) = day.new_tickets
        assert (len(day.notes(ticket["id"])), len(day.voice_comments(ticket["id"]))) == (1, 1)


def test_rule_3_7_a_caller_whose_look_up_failed_while_ringing_pops_when_zendesk_answers() -> None:
    with Workday() as day:
        day.desk.faults.add(SEARCH, 503)
        contact = day.ring(ANN)
        day.wait(5)
        assert day.pops == [("user", day.ann["id"])]
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@pytest.mark.parametrize("looks", [True, False])
@DIRECTIONS
def test_rule_3_7_a_late_look_up_does_not_change_a_manual_choice(direction: str, looks: bool) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        unanswered(day, direction, ANN, ticket_assignment="agent")
        if looks:
            day.look_at("user_sidebar", bob["id"])
        day.wait(5)
        assert f"Ticket for {'Bob' if looks else 'Ann Miller'}." in day.panel
        assert day.pops == ([] if looks else [("user", day.ann["id"])])
        assert day.writes() == []


def test_rule_7_4_an_unknown_number_that_is_told_late_makes_nothing_by_itself_either() -> None:
    with Workday() as day:
        contact = unanswered(day, "outbound")
        assert "in your name" in day.panel
        day.wait(5)
        assert "for a new customer" in day.panel
        day.finish(contact)
        assert day.writes() == []


@DIRECTIONS
@pytest.mark.parametrize("moment", ["search", "close"])
def test_rule_3_7_after_the_agents_choice_no_look_up_is_repeated(direction: str, moment: str) -> None:
    with Workday() as day:
        contact = unanswered(day, direction, asked=2)
        day.press("create", contact)
        asked = day.count(lambda path: "users/search" in path)
        day.wait(60) if moment == "search" else day.finish(contact)
        assert day.count(lambda path: "users/search" in path) == asked
        assert len(day.new_tickets) == 1


@DIRECTIONS
@pytest.mark.parametrize("mode", ["auto", "agent"])
@pytest.mark.parametrize("answers", [True, False])
def test_rule_3_7_a_caller_first_identified_at_the_close_is_handled_by_the_ordinary_rules(
    direction: str, mode: str, answers: bool
) -> None:
    with Workday() as day:
        contact = unanswered(day, direction, asked=1 if answers else 2, ticket_assignment=mode, **ALL_OUTBOUND)
        day.finish(contact)
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["phone"] == STRANGER) == (answers and mode == "auto")
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_3_7_an_answer_that_comes_behind_a_newer_one_does_not_count() -> None:
    with Workday() as day:
        day.desk.faults.add(SEARCH, 503)
        contact = day.ring(ANN)
        at_once, answered = day.shims.request, asyncio.Event()

        async def held(text: str) -> str:
            answer = await at_once(text)
            if "users/search" in text:
                await answered.wait()
            return answer

        day.shims.request = held  # type: ignore[method-assign]
        day.wait(5)
        day.shims.request = at_once  # type: ignore[method-assign]
        day.connect.set_attributes(contact, {"customer_number": STRANGER, "ticket_assignment": "agent"})
        day.accept(contact)
        answered.set()
        day.settle()
        assert f"Ticket for a new customer, {STRANGER}." in day.panel
        assert day.pops == []
