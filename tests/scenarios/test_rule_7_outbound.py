"""Rules 7, 8.4 and 8.5: calls that the agent makes."""

import pytest

from scenarios.workday import ANN, STRANGER, Workday
from workbench.connect_ledger import SALES, SILENT, SUPPORT

MODES = pytest.mark.parametrize("mode", ["auto", "agent"])


def answer(day: Workday, mode: str = "auto", **flow: str) -> str:
    """Let the called party answer the one call that is there, with these attributes set by the flow."""
    (contact,) = [contact.contact_id for contact in day.connect.contacts_of()]
    day.connect.set_attributes(contact, {"ticket_assignment": mode, **flow})
    day.answer(contact)
    return contact


def ticket_of_ann(day: Workday, **facts: object) -> int:
    return int(day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", **facts)["id"])


@MODES
def test_rule_7_1_a_call_dialled_from_a_ticket_is_attached_to_it_in_both_modes(mode: str) -> None:
    with Workday() as day:
        ticket = ticket_of_ann(day)
        day.tell(kind="dial", number="02 9999 0001", user_id=day.ann["id"], ticket_id=ticket)
        assert day.shims.dialled == [(ANN, SALES.arn)]
        contact = answer(day, mode)
        assert len(day.notes(ticket)) == 1
        assert day.pops == []
        day.clock.pass_by(20)
        day.hang_up(contact)
        (call,) = day.desk.calls.values()
        assert (call["from_line"], call["to_line"], call["direction"]) == ("+61280000000", ANN, "outbound")
        assert day.new_tickets == []


def test_rule_7_1_a_closed_ticket_that_was_dialled_from_is_followed_up() -> None:
    with Workday() as day:
        ticket = ticket_of_ann(day, status="closed")
        day.tell(kind="dial", number=ANN, user_id=day.ann["id"], ticket_id=ticket)
        answer(day)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert day.pops == [("ticket", day.new_ticket["id"])]


def test_rule_7_1_a_ticket_that_can_no_longer_be_read_means_a_new_one() -> None:
    with Workday() as day:
        day.tell(kind="dial", number=ANN, user_id=None, ticket_id=987654)
        answer(day)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@MODES
def test_rule_7_2_a_call_dialled_from_a_profile_is_that_users(mode: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.tell(kind="dial", number=STRANGER, user_id=bob["id"], ticket_id=None)
        contact = answer(day, mode)
        if mode == "agent":
            assert day.pops == [("user", bob["id"])]
            assert "Ticket for Bob." in day.panel
            day.press("create", contact)
        assert day.new_ticket["requester_id"] == bob["id"]
        assert day.new_ticket["subject"] == "Outgoing call to Bob"
        sent = next(sent for sent in day.desk.requests if "voice/tickets" in sent.path)
        assert sent.body["ticket"]["via_id"] == 46
        assert day.pops[-1] == ("ticket", day.new_ticket["id"])


def test_rule_7_2_a_profile_that_is_gone_leaves_the_number_to_identify() -> None:
    with Workday() as day:
        day.tell(kind="dial", number=ANN, user_id=987654, ticket_id=None)
        answer(day)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@MODES
def test_rule_7_2_a_typed_number_that_matches_a_user_is_theirs(mode: str) -> None:
    with Workday() as day:
        day.dial(ANN)
        contact = answer(day, mode, outbound_cli="+61280000077")
        assert day.pops[0][0] == ("ticket" if mode == "auto" else "user")
        if mode == "agent":
            day.press("create", contact)
        assert "Calling number:</strong> +61280000077" in day.notes(day.new_ticket["id"])[0]


@MODES
def test_rule_7_4_an_unknown_number_makes_nothing_by_itself_and_the_panel_stays(mode: str) -> None:
    with Workday() as day:
        day.dial(STRANGER)
        contact = answer(day, mode)
        assert "for a new customer" in day.panel
        day.hang_up(contact)
        day.clear(contact)
        assert day.writes() == []


def test_rule_7_4_the_agent_can_make_a_user_and_a_ticket_of_it() -> None:
    with Workday() as day:
        day.dial(STRANGER)
        day.press("create", answer(day))
        assert day.desk.users[day.new_ticket["requester_id"]]["phone"] == STRANGER


@MODES
def test_rule_7_4_with_all_outbound_it_is_treated_as_an_unrecognised_caller(mode: str) -> None:
    with Workday() as day:
        day.dial(STRANGER)
        contact = answer(day, mode, all_outbound="true")
        day.hang_up(contact)
        day.clear(contact)
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["phone"] == STRANGER) == (mode == "auto")


def test_rule_7_5_requested_and_recent_tickets_are_not_used_for_outbound() -> None:
    with Workday(settings={"create_ticket_after_minutes": "60"}) as day:
        ticket = ticket_of_ann(day, updated_at="2026-11-21T08:59:00Z")
        day.dial(ANN)
        answer(day, zendesk_ticket=str(ticket))
        assert day.notes(ticket) == []
        assert len(day.new_tickets) == 1


def test_rule_7_5_a_call_that_is_not_answered_writes_nothing() -> None:
    with Workday() as day:
        contact = day.dial(ANN)
        day.connect.not_answered(contact)
        if contact in day.connect.contacts:
            day.clear(contact)
        assert day.writes() == []


@pytest.mark.parametrize("state", ["Offline", "AfterCallWork", "Busy"])
def test_rule_7_6_a_state_that_cannot_dial_is_named(state: str) -> None:
    with Workday() as day:
        if state == "Offline":
            day.connect.choose_state("Offline")
        else:
            contact = day.ring(ANN)
            day.accept(contact)
            if state == "AfterCallWork":
                day.hang_up(contact)
        told = len(day.notices)
        day.tell(kind="dial", number=STRANGER)
        assert day.notices[told:] == [
            f"You cannot make calls while your Amazon Connect status is {state}. Change it, then dial again."
        ]
        assert day.shims.dialled == []


def test_rule_7_6_a_custom_state_may_dial() -> None:
    with Workday() as day:
        day.connect.choose_state("Lunch")
        day.tell(kind="dial", number=ANN)
        assert day.shims.dialled == [(ANN, SALES.arn)]


def test_rule_7_6_a_refused_dial_names_number_and_queue_and_is_forgotten() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.press("queue", value=SILENT.name)
        day.tell(kind="dial", number=ANN, user_id=bob["id"])
        assert day.notices == [
            f"Amazon Connect did not call {ANN} through the queue No outbound number. "
            "Check that the queue has an outbound caller ID number."
        ]
        day.dial(ANN)
        answer(day)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_7_6_a_stale_click_is_never_applied_to_a_later_call() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.tell(kind="dial", number=ANN, user_id=bob["id"])
        (first,) = day.connect.contacts
        day.connect.not_answered(first)
        if first in day.connect.contacts:
            day.clear(first)
        day.dial(ANN)
        answer(day)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@pytest.mark.parametrize("number", [STRANGER, ANN])
def test_rule_7_6_a_click_is_not_applied_to_another_number_or_after_too_long(number: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.shims._dial = lambda request: {"ok": None}  # type: ignore[method-assign]
        day.tell(kind="dial", number=ANN, user_id=bob["id"])
        if number == ANN:
            day.clock.pass_by(31)
        day.dial(number)
        answer(day, all_outbound="yes")
        assert day.new_ticket["requester_id"] != bob["id"]


def test_rule_7_6_a_click_that_arrives_in_several_places_dials_once() -> None:
    with Workday() as day:
        for _ in range(3):
            day.send({"kind": "dial", "number": ANN, "user_id": day.ann["id"], "ticket_id": None})
        day.settle()
        assert len(day.shims.dialled) == 1
        assert day.notices == []


def no_call_appears(day: Workday) -> None:
    """Let Connect take requests to dial without showing a call, as it does for a moment."""
    day.shims._dial = lambda request: day.shims.dialled.append(request) or {"ok": None}  # type: ignore[method-assign, func-returns-value]


def test_rule_7_6_a_second_dial_before_the_first_call_is_there_is_refused_with_a_notice() -> None:
    with Workday() as day:
        ticket, bob = ticket_of_ann(day), day.desk.add_user(name="Bob")["id"]
        no_call_appears(day)
        day.tell(kind="dial", number=ANN, ticket_id=ticket)
        day.clock.pass_by(4)
        for number, user in ((STRANGER, bob), (ANN, None)):
            day.tell(kind="dial", number=number, user_id=user)
        notice = f"{ANN} is already being called. Wait until that call appears, then dial again."
        assert day.notices == [notice, notice]
        assert len(day.shims.dialled) == 1
        day.dial(ANN)
        answer(day)
        assert len(day.notes(ticket)) == 1


def test_rule_7_6_a_dial_whose_call_never_appeared_does_not_block_dialling() -> None:
    with Workday() as day:
        no_call_appears(day)
        day.tell(kind="dial", number=ANN)
        day.clock.pass_by(31)
        day.tell(kind="dial", number=STRANGER)
        assert (len(day.shims.dialled), day.notices) == (2, [])


def test_rule_7_1_a_dial_outlives_the_engine_until_its_call_appears() -> None:
    with Workday() as day:
        ticket = ticket_of_ann(day)
        no_call_appears(day)
        day.tell(kind="dial", number=ANN, ticket_id=ticket)
        day.reload()
        day.dial(ANN)
        answer(day)
        assert len(day.notes(ticket)) == 1


@pytest.mark.parametrize("requests", range(12))
@pytest.mark.parametrize("next_one", ["lost", "carried out"])
def test_rule_7_1_a_call_is_on_its_ticket_whenever_the_engine_dies(requests: int, next_one: str) -> None:
    with Workday() as day:
        ticket = ticket_of_ann(day)
        day.dies_after(requests, carried_out=next_one == "carried out")
        day.tell(kind="dial", number=ANN, ticket_id=ticket)
        day.reload()
        if day.connect.contacts:
            answer(day)
            assert len(day.notes(ticket)) == 1


def test_rule_7_6_another_engine_does_not_apply_a_used_click_to_the_next_call() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.tell(kind="dial", number=ANN, user_id=bob["id"])
        (first,) = day.connect.contacts
        day.connect.not_answered(first)
        day.clear(first)
        day.reload()
        day.dial(ANN)
        answer(day)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_7_6_a_damaged_memory_of_a_dial_does_no_harm() -> None:
    with Workday() as day:
        day.store["facts", "calling"] = '{"!": "Nothing we know"}'
        day.store["facts", "queue"] = "nonsense"
        day.reload()
        day.tell(kind="dial", number=ANN)
        assert len(day.shims.dialled) == 1


@pytest.mark.parametrize("obstacle", ["state", "queue"])
def test_rule_7_6_a_click_again_after_the_obstacle_is_gone_dials(obstacle: str) -> None:
    with Workday() as day:
        if obstacle == "state":
            day.connect.choose_state("Offline")
        else:
            day.press("queue", value=SILENT.name)
        for _ in range(3):
            day.send({"kind": "dial", "number": ANN})
        day.settle()
        assert len(day.notices) == 1
        tried = len(day.shims.dialled)
        assert tried == (obstacle == "queue")
        if obstacle == "state":
            day.connect.choose_state("Available")
        else:
            day.press("reset")
        day.tell(kind="dial", number=ANN)
        assert day.shims.dialled[tried:] == [(ANN, SALES.arn)]
        assert len(day.notices) == 1


@pytest.mark.parametrize("number", ["000", "112", "911", "116 117"])
def test_rule_7_7_a_short_number_is_dialled_as_it_is(number: str) -> None:
    with Workday(settings={"default_country": "DE"}) as day:
        ticket = ticket_of_ann(day)
        day.look_at("ticket_sidebar", ticket)
        day.tell(kind="pressed", page=f"ticket_sidebar {ticket}", button="dial", value=number)
        assert day.shims.dialled == [(number.replace(" ", ""), SALES.arn)]
        answer(day)
        assert len(day.notes(ticket)) == 1


@pytest.mark.parametrize(
    ("number", "notice"),
    [
        ("", "Enter the number on the softphone's number pad."),
        ("hello", "“hello” is not a valid phone number."),
        ("+112", "“+112” is not a valid phone number."),
        ("12", "“12” is not a valid phone number."),
        ("9999 0001", "“9999 0001” has no area code. Type it with the area code, then dial again."),
    ],
)
def test_rule_7_6_an_invalid_number_gets_a_notice(number: str, notice: str) -> None:
    with Workday() as day:
        day.tell(kind="dial", number=number)
        assert (day.notices, day.shims.dialled) == ([notice], [])


@pytest.mark.parametrize(
    ("country", "typed", "dialled"),
    [
        ("US", "6243050111", "+16243050111"),
        ("MX", "044 55 1234 5678", "+525512345678"),
        ("MX", "+52 1 55 1234 5678", "+525512345678"),
        ("AR", "011 15-2345-6789", "+5491123456789"),
        ("", "+61 2 9999 0001", "+61299990001"),
    ],
)
def test_rule_7_7_what_is_typed_is_completed_with_the_country(country: str, typed: str, dialled: str) -> None:
    with Workday(settings={"default_country": country}) as day:
        day.tell(kind="dial", number=typed)
        assert [number for number, _ in day.shims.dialled] == [dialled]
        assert day.notices == []


@pytest.mark.parametrize("typed", ["6243050111", "0299990001", "61299990001"])
def test_rule_7_7_without_a_country_the_agent_is_asked_for_its_code(typed: str) -> None:
    with Workday(settings={"default_country": ""}) as day:
        day.tell(kind="dial", number=typed)
        assert day.notices == [f"“{typed}” has no country code. Type it with + and the country code, then dial again."]
        assert day.shims.dialled == []


def test_rule_7_6_a_call_that_connect_shows_without_its_mobile_mark_is_the_one_that_was_dialled() -> None:
    with Workday(settings={"default_country": "AR"}) as day:
        bob = day.desk.add_user(name="Bob")
        dial = day.dial
        day.dial = lambda _, **more: dial("+541123456789", **more)  # type: ignore[method-assign]
        day.tell(kind="dial", number="011 15-2345-6789", user_id=bob["id"], ticket_id=None)
        answer(day)
        assert day.new_ticket["requester_id"] == bob["id"]


def test_rule_7_6_without_a_session_in_connect_the_agent_is_told_to_sign_in() -> None:
    with Workday() as day:
        day.tell(kind="agent", agent={}, contacts=[])
        day.tell(kind="dial", number=ANN)
        assert day.notices == ["Sign in to Amazon Connect in the softphone, then dial again."]


@pytest.mark.parametrize(
    ("place", "dialled_from"), [("ticket_sidebar", "ticket"), ("user_sidebar", "user"), ("top_bar", "nowhere")]
)
def test_rule_7_3_the_apps_own_fields_follow_the_same_path(place: str, dialled_from: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        ticket = ticket_of_ann(day)
        about = {"ticket": ticket, "user": bob["id"], "nowhere": None}[dialled_from]
        day.look_at(place, about)
        day.tell(kind="pressed", page=f"{place} {about}", button="dial", value="02 9999 0001")
        answer(day)
        if dialled_from == "ticket":
            assert len(day.notes(ticket)) == 1
        else:
            assert day.new_ticket["requester_id"] == (bob["id"] if dialled_from == "user" else day.ann["id"])


@pytest.mark.parametrize("place", ["ticket_sidebar", "user_sidebar"])
def test_rule_7_3_a_sidebar_shows_the_persons_numbers_on_request(place: str) -> None:
    with Workday() as day:
        about = ticket_of_ann(day) if place == "ticket_sidebar" else day.ann["id"]
        day.look_at(place, about)
        day.tell(kind="pressed", page=f"{place} {about}", button="numbers")
        (*_, html) = [order["html"] for order in day.shims.orders if order["page"] == f"{place} {about}"]
        assert f"Call {ANN}" in html


def test_rule_7_7_a_local_number_is_dialled_in_e164() -> None:
    with Workday() as day:
        day.tell(kind="dial", number="(02) 9999-0099")
        assert day.shims.dialled[0][0] == STRANGER


BRANDS = '["odd", {"brand_id": %d, "queue": "Support"}, {"brand_id": 2, "queue": 5}]'


def ticket_brand(day: Workday) -> int:
    return int(day.desk.tickets[ticket_of_ann(day)]["brand_id"])


@pytest.mark.parametrize(
    ("chosen", "stored", "mapped", "expected"),
    [
        ("", None, False, SALES),
        ("", None, True, SUPPORT),
        ("", "Support", False, SUPPORT),
        ("", "Elsewhere", True, SUPPORT),
        ("", "Elsewhere", False, SALES),
        ("Sales", "Support", True, SALES),
        ("Foreign", "Support", False, SUPPORT),
    ],
)
def test_rule_8_4_the_queue_is_the_agents_choice_else_the_tickets_else_the_brands_else_the_default(
    chosen: str, stored: str | None, mapped: bool, expected: object
) -> None:
    with Workday() as day:
        day.settings["brand_queues"] = BRANDS % ticket_brand(day) if mapped else ""
        day.reload()
        field = day.desk.add_ticket_field("connect_outbound_queue")["id"]
        custom = [{"id": field, "value": stored}] if stored else []
        ticket = ticket_of_ann(day, custom_fields=custom)
        if chosen:
            day.press("queue", value=chosen)
        day.tell(kind="dial", number=ANN, user_id=None, ticket_id=ticket)
        assert day.shims.dialled == [(ANN, expected.arn)]  # type: ignore[attr-defined]


def test_rule_8_4_a_ticket_that_cannot_be_read_leaves_the_default() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/ticket_fields", 500)
        day.tell(kind="dial", number=ANN, ticket_id=ticket_of_ann(day))
        assert day.shims.dialled == [(ANN, SALES.arn)]


def test_rule_8_5_the_list_starts_at_the_default_and_reset_goes_back_to_it() -> None:
    with Workday() as day:
        assert "<option selected>Sales</option>" in day.panel
        day.press("queue", value="Support")
        assert "<option selected>Support</option>" in day.panel
        day.press("reset")
        assert "<option selected>Sales</option>" in day.panel
        assert "agent" not in day.panel.partition("<select")[2].partition("</select>")[0].lower()


def chosen(day: Workday) -> str:
    return day.panel.partition("<option selected>")[2].partition("<")[0]


def test_rule_8_5_the_choice_outlives_the_engine_as_long_as_one_page_lives() -> None:
    page = {"kind": "hello", "page": "list", "tab": "two", "place": "nav_bar"}
    with Workday() as day:
        day.press("queue", value="Support")
        day.tell(**page)
        day.reload()
        assert chosen(day) == "Support"
        day.tell(**page)
        day.reload_all_apps()
        day.tell(**page)
        assert chosen(day) == "Support"
        day.tell(kind="dial", number=ANN)
        assert day.shims.dialled == [(ANN, SUPPORT.arn)]


def test_rule_8_5_a_chosen_queue_counts_as_the_default_while_the_routing_profile_lacks_it() -> None:
    with Workday() as day:
        day.press("queue", value="Support")
        day.tell(kind="trouble", what="signed_out")
        agent = day.connect.agent(day.agent)
        former, agent.queues = agent.queues, [queue for queue in agent.queues if queue != SUPPORT]
        day.report_agent()
        assert chosen(day) == "Sales"
        day.tell(kind="dial", number=ANN)
        (contact,) = day.connect.contacts
        day.connect.not_answered(contact)
        day.clear(contact)
        agent.queues = former
        day.report_agent()
        assert chosen(day) == "Support"
        day.tell(kind="dial", number=STRANGER)
        assert day.shims.dialled == [(ANN, SALES.arn), (STRANGER, SUPPORT.arn)]


def test_rule_8_5_the_choice_ends_with_reload_all_apps_and_with_reset() -> None:
    with Workday() as day:
        day.press("queue", value="Support")
        day.reload_all_apps()
        assert chosen(day) == "Sales"
        day.press("queue", value="Support")
        day.press("reset")
        day.reload()
        assert chosen(day) == "Sales"


@pytest.mark.parametrize("number", ["000", "0", "2666"])
@pytest.mark.parametrize("answered", [True, False])
def test_rule_3_5_whom_the_agent_calls_is_never_an_anonymous_caller(number: str, answered: bool) -> None:
    with Workday() as day:
        contact = day.dial(number)
        assert f'<h2 dir="auto">{number}</h2>' in day.panel
        if answered:
            day.answer(contact)
            assert f'<h2 dir="auto">{number}</h2>' in day.panel
            day.finish(contact)
        else:
            day.connect.not_answered(contact)
            day.clear(contact)
            assert day.notices == [f"{number} did not answer."]
        day.look_at("nav_bar")
        page = [order["html"] for order in day.shims.orders if order["page"] == "nav_bar None"][-1]
        assert number in page
        assert "anonymous" not in page
        assert day.writes() == []
