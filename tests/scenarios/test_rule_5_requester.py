"""Rules 5.3, 5.4 and 6.8: manual mode never uses the person on the screen unless the agent chose them."""

import re
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Workday

FLOW = {"ticket_assignment": "agent"}
SHARED = "+61299990066"
NEW = f"Ticket for a new customer, {STRANGER}."


def nora(day: Workday) -> tuple[int, int]:
    """A user without a phone, and an old ticket of hers."""
    user = day.desk.add_user(name="Nora", email="nora@example.com")["id"]
    return user, day.desk.add_ticket(requester_id=user, subject="Old")["id"]


def accept(day: Workday, number: str | None = STRANGER, **flow: str) -> str:
    contact = day.ring(number, attributes=FLOW | flow)
    day.accept(contact)
    return contact


def page(day: Workday, place: str, about: int, **facts: Any) -> dict[str, Any]:
    """A page of the app that announces itself, in a tab that has been open for a while."""
    since = day.clock.now().timestamp() * 1000 - 60_000
    hello = {"page": f"{place} {about}", "tab": "tab", "place": place, "about": about, "visible": True, "since": since}
    return {"kind": "hello", **hello, **facts}


def entries(day: Workday) -> list[tuple[str, bool]]:
    """The entries of *Who is it?*, and whether each is selected."""
    shape = r'data-press="pick" [^>]*aria-pressed="(true|false)"><strong dir="auto">([^<]*)<'
    return [(name, on == "true") for on, name in re.findall(shape, day.panel)]


def phone(day: Workday, user: int) -> str | None:
    number = day.desk.users[user]["phone"]
    return None if number is None else str(number)


@pytest.mark.parametrize("place", ["user_sidebar", "ticket_sidebar"])
@pytest.mark.parametrize("end", ["create", "close"])
def test_rule_5_3_the_person_of_a_page_open_before_the_call_is_offered_but_not_selected(place: str, end: str) -> None:
    with Workday() as day:
        user, ticket = nora(day)
        day.look_at(place, user if place == "user_sidebar" else ticket)
        contact = accept(day)
        assert entries(day) == [(f"New customer, {STRANGER}", True), ("Nora", False)]
        assert NEW in day.panel
        if end == "create":
            day.press("create", contact)
        day.finish(contact)
        assert day.new_ticket["requester_id"] != user
        assert phone(day, user) is None


def test_rule_5_3_a_click_in_the_list_selects_that_person_and_another_click_undoes_it() -> None:
    with Workday() as day:
        user, _ = nora(day)
        day.look_at("user_sidebar", user)
        contact = accept(day)
        day.press("pick", contact, user)
        assert "Ticket for Nora." in day.panel
        assert f"{STRANGER} will be stored as Nora" in day.panel
        day.press("pick", contact, "newcomer")
        assert entries(day) == [(f"New customer, {STRANGER}", True), ("Nora", False)]
        day.press("pick", contact, user)
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == user
        assert phone(day, user) == STRANGER


def test_rule_5_3_a_ticket_that_was_open_before_can_be_attached_to_and_its_requester_gets_no_number() -> None:
    with Workday() as day:
        user, ticket = nora(day)
        day.look_at("ticket_sidebar", ticket)
        contact = accept(day)
        assert f"Attach to current (#{ticket})" in day.panel
        assert "will be stored" not in day.panel
        day.press("attach", contact)
        day.finish(contact)
        assert len(day.notes(ticket)) == 1
        assert len(day.voice_comments(ticket)) == 1
        assert day.new_tickets == []
        assert phone(day, user) is None


@pytest.mark.parametrize("how", ["turned", "picked"])
def test_rule_6_8_a_viewed_or_picked_user_gets_the_number_when_their_ticket_is_attached(how: str) -> None:
    with Workday() as day:
        user, ticket = nora(day)
        if how == "picked":
            day.look_at("ticket_sidebar", ticket)
        contact = accept(day)
        if how == "picked":
            day.press("pick", contact, user)
        else:
            day.look_at("ticket_sidebar", ticket)
        day.press("attach", contact)
        assert phone(day, user) == STRANGER


def test_rule_6_8_who_was_picked_gets_no_number_through_the_ticket_of_another() -> None:
    with Workday() as day:
        user, ticket = nora(day)
        bob = day.desk.add_user(name="Bob")["id"]
        contact = accept(day)
        day.look_at("user_sidebar", bob)
        day.press("pick", contact, bob)
        day.press("attach", contact, ticket)
        assert (phone(day, user), phone(day, bob)) == (None, None)


@pytest.mark.parametrize("reload", [False, True])
@pytest.mark.parametrize("end", ["create", "attach", "close"])
def test_rule_6_8_an_unticked_checkbox_prevents_storing_the_number_and_survives_a_reload(
    reload: bool, end: str
) -> None:
    with Workday() as day:
        user, ticket = nora(day)
        contact = accept(day)
        day.look_at("ticket_sidebar", ticket)
        day.press("pick", contact, user)
        assert 'data-press="keep_number"' in day.panel
        assert " checked" in day.panel
        day.press("keep_number", contact, "no")
        if reload:
            day.reload()
            day.look_at("ticket_sidebar", ticket)
        assert " checked" not in day.panel
        if end != "close":
            day.press(end, contact)
        day.finish(contact)
        assert phone(day, user) is None


def test_rule_6_8_the_checkbox_can_be_ticked_again_and_is_not_shown_for_a_user_with_a_phone() -> None:
    with Workday() as day:
        user, _ = nora(day)
        contact = accept(day)
        day.look_at("user_sidebar", user)
        day.press("keep_number", contact, "no")
        day.press("keep_number", contact, "yes")
        day.look_at("user_sidebar", day.ann["id"])
        assert "keep_number" not in day.panel
        day.look_at("user_sidebar", user)
        day.press("create", contact)
        assert phone(day, user) == STRANGER


@pytest.mark.parametrize("number", [None, "anonymous"])
def test_rule_5_3_an_anonymous_call_is_the_agents_by_default_and_offers_who_is_open(number: str | None) -> None:
    with Workday() as day:
        user, _ = nora(day)
        day.look_at("user_sidebar", user)
        contact = accept(day, number)
        assert entries(day) == [("Not chosen yet", True), ("Nora", False)]
        assert "in your name." in day.panel
        day.press("pick", contact, user)
        assert "will be stored" not in day.panel
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == user
        assert phone(day, user) is None


def test_rule_5_3_the_identified_user_is_the_default_beside_who_is_open() -> None:
    with Workday() as day:
        user, _ = nora(day)
        day.look_at("user_sidebar", user)
        contact = accept(day, ANN)
        assert entries(day) == [("Ann Miller", True), (f"New customer, {ANN}", False), ("Nora", False)]
        day.look_at("user_sidebar", user)
        day.press("pick", contact, day.ann["id"])
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_3_somebody_else_on_a_known_number_can_be_a_new_customer() -> None:
    with Workday() as day:
        contact = accept(day, ANN, customer_name="Zoe")
        day.press("pick", contact, "newcomer")
        before = set(day.desk.users)
        day.press("create", contact)
        (zoe,) = set(day.desk.users) - before
        assert day.new_ticket["requester_id"] == zoe
        assert phone(day, zoe) == ANN
        assert f'data-press="open_user" data-value="{zoe}"' in day.panel


def twins(day: Workday) -> list[int]:
    return [day.desk.add_user(name=name, phone=SHARED, shared_phone=True)["id"] for name in ("Kim", "Pat")]


@pytest.mark.parametrize("mode", ["auto", "agent"])
@pytest.mark.parametrize("when", ["ringing", "connected"])
def test_rule_5_3_a_new_customer_among_several_is_made_only_by_the_button(mode: str, when: str) -> None:
    with Workday() as day:
        twins(day)
        contact = day.ring(SHARED, attributes={"ticket_assignment": mode})
        if when == "ringing":
            day.press("pick", contact, "newcomer")
        day.accept(contact)
        day.press("pick", contact, "newcomer")
        assert day.writes() == []
        assert f"Ticket for a new customer, {SHARED}." in day.panel
        day.press("create", contact)
        assert day.desk.users[day.new_ticket["requester_id"]]["phone"] == SHARED


def test_rule_5_4_a_forced_ticket_makes_no_new_customer() -> None:
    with Workday() as day:
        twins(day)
        before = len(day.desk.users)
        contact = day.ring(SHARED)
        day.accept(contact)
        day.press("pick", contact, "newcomer")
        day.finish(contact)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert len(day.desk.users) == before


def test_rule_3_4_who_was_picked_by_mistake_can_be_picked_again() -> None:
    with Workday() as day:
        kim, pat = twins(day)
        contact = accept(day, SHARED)
        day.press("pick", contact, kim)
        assert [name for name, on in entries(day) if on] == ["Kim"]
        day.press("pick", contact, pat)
        assert [name for name, on in entries(day) if on] == ["Pat"]
        day.finish(contact)
        assert day.new_ticket["requester_id"] == pat


def test_rule_5_4_a_forced_ticket_is_for_who_was_picked_though_another_is_on_the_screen() -> None:
    with Workday() as day:
        user, _ = nora(day)
        bob = day.desk.add_user(name="Bob")["id"]
        day.look_at("user_sidebar", user)
        contact = accept(day)
        day.press("pick", contact, user)
        day.look_away("user_sidebar", user)
        assert entries(day)[-1] == ("Nora", True)
        day.press("pick", contact, bob)
        day.finish(contact)
        assert day.new_ticket["requester_id"] == user
        assert phone(day, user) == STRANGER


def reloaded(day: Workday, ticket: int) -> None:
    """The browser tab is reloaded, with the same ticket."""
    day.reload_all_apps()
    day.tell(**page(day, "ticket_sidebar", ticket, page="anew", since=day.clock.now().timestamp() * 1000 + 5000))


def another_sidebar(day: Workday, ticket: int) -> None:
    """A second copy of the app at the same ticket."""
    day.tell(**page(day, "ticket_sidebar", ticket, page="second", since=day.clock.now().timestamp() * 1000 + 5000))


def focused(day: Workday, ticket: int) -> None:
    """The window gets the focus again."""
    since = page(day, "ticket_sidebar", ticket)["since"]
    for kind in ("ticket_sidebar", "softphone"):
        name = f"ticket_sidebar {ticket}" if kind == "ticket_sidebar" else day.page
        day.tell(kind="looked", page=name, tab="tab", since=since if kind == "ticket_sidebar" else 0.0)


def changed(day: Workday, ticket: int) -> None:
    """Somebody gives the ticket another requester."""
    day.desk.tickets[ticket]["requester_id"] = day.desk.add_user(name="Eve")["id"]
    since = page(day, "ticket_sidebar", ticket)["since"]
    day.tell(kind="looked", page=f"ticket_sidebar {ticket}", tab="tab", since=since, changed=True)


def left_behind(day: Workday, ticket: int) -> None:
    """The page goes, and another tab's softphone is clicked."""
    day.tell(kind="bye", page=f"ticket_sidebar {ticket}")
    day.tell(**page(day, "user_sidebar", day.ann["id"], tab="other"))
    day.tell(kind="hello", page="softphone 2", tab="other", place="top_bar", visible=True)


@pytest.mark.parametrize("event", [reloaded, another_sidebar, focused, changed, left_behind])
def test_rule_5_3_a_page_counts_only_if_the_agent_opens_it(event: Any) -> None:
    with Workday() as day:
        _, ticket = nora(day)
        day.tell(**page(day, "ticket_sidebar", ticket))
        accept(day)
        event(day, ticket)
        assert NEW in day.panel
        offered = {"changed": "Eve", "left_behind": "Ann Miller"}.get(event.__name__, "Nora")
        assert entries(day) == [(f"New customer, {STRANGER}", True), (offered, False)]


def test_rule_5_3_a_page_that_was_open_before_but_reported_late_does_not_count() -> None:
    with Workday() as day:
        user, _ = nora(day)
        accept(day)
        day.tell(**page(day, "user_sidebar", user))
        assert entries(day)[-1] == ("Nora", False)


def to_it_again(day: Workday, user: int) -> None:
    """Zendesk turns to the page that was open before."""
    now = day.clock.now().timestamp() * 1000
    day.tell(kind="away", page=f"user_sidebar {user}")
    day.tell(kind="looked", page=f"user_sidebar {user}", tab="tab", since=now + 5000)


def through_another(day: Workday, user: int) -> None:
    """The agent goes to another page and comes back."""
    day.look_at("nav_bar")
    day.tell(kind="looked", page=f"user_sidebar {user}", tab="tab", since=day.clock.now().timestamp() * 1000 + 5000)


def another_tab(day: Workday, user: int) -> None:
    """The agent goes to another browser tab that shows a ticket of hers."""
    (ticket,) = (key for key, ticket in day.desk.tickets.items() if ticket["requester_id"] == user)
    day.tell(**page(day, "ticket_sidebar", ticket, tab="other", visible=False))
    day.tell(kind="looked", page=f"ticket_sidebar {ticket}", tab="other", since=page(day, "", 1)["since"])


def at_once(day: Workday, *messages: dict[str, Any]) -> None:
    """Several messages that the engine has before it has handled the first, as Zendesk sends them."""
    for message in messages:
        day.send(message)
    day.settle()


def between_two(day: Workday, user: int, *, backwards: bool = False) -> None:
    """Zendesk switches from one open page to another, and reports both at once, in the order of its tabs."""
    day.look_at("ticket_sidebar", 77)
    left = {"kind": "away", "page": "ticket_sidebar 77"}
    since = day.clock.now().timestamp() * 1000 + 5000
    came = {"kind": "looked", "page": f"user_sidebar {user}", "tab": "tab", "since": since}
    at_once(day, *((came, left) if backwards else (left, came)))


def between_two_the_other_first(day: Workday, user: int) -> None:
    """As before, where the page that is turned to stands first."""
    between_two(day, user, backwards=True)


def there_and_back_in_no_time(day: Workday, user: int) -> None:
    """The page that was open before is left and turned to again before the engine looks."""
    since = day.clock.now().timestamp() * 1000 + 5000
    came = {"kind": "looked", "page": f"user_sidebar {user}", "tab": "tab", "since": since}
    at_once(day, {"kind": "away", "page": f"user_sidebar {user}"}, came)


TURNS = [to_it_again, through_another, another_tab, between_two, between_two_the_other_first, there_and_back_in_no_time]


@pytest.mark.parametrize("event", TURNS)
@pytest.mark.parametrize("stage", ["ringing", "connected"])
def test_rule_5_3_turning_to_a_page_after_the_contact_began_selects_its_person(event: Any, stage: str) -> None:
    with Workday() as day:
        user, _ = nora(day)
        day.tell(**page(day, "user_sidebar", user))
        contact = day.ring(STRANGER, attributes=FLOW)
        if stage == "ringing":
            event(day, user)
        day.accept(contact)
        if stage == "connected":
            event(day, user)
        assert entries(day)[-1] == ("Nora", True)


def test_rule_5_3_the_person_of_an_opened_page_stays_selected_across_a_reload() -> None:
    with Workday() as day:
        _, ticket = nora(day)
        contact = accept(day)
        day.look_at("ticket_sidebar", ticket)
        reloaded(day, ticket)
        assert entries(day)[-1] == ("Nora", True)
        day.press("create", contact)
        assert day.desk.users[day.new_ticket["requester_id"]]["name"] == "Nora"


def test_rule_5_3_a_page_that_the_app_pops_counts_only_when_the_agent_returns_to_it() -> None:
    with Workday() as day:
        user, ticket = nora(day)
        accept(day, STRANGER, zendesk_ticket=str(ticket))
        assert day.pops == [("ticket", ticket)]
        day.look_at("ticket_sidebar", ticket)
        assert entries(day)[-1] == ("Nora", False)
        day.look_at("user_sidebar", day.ann["id"])
        day.look_at("ticket_sidebar", ticket)
        assert [name for name, on in entries(day) if on] == ["Nora"]
        assert user


def test_rule_5_3_a_page_that_the_agent_opens_by_a_link_of_the_app_counts() -> None:
    with Workday() as day:
        _, ticket = nora(day)
        accept(day)
        day.press("open_ticket", value=ticket)
        day.look_at("ticket_sidebar", ticket)
        assert entries(day)[-1] == ("Nora", True)


def test_rule_5_3_a_turn_that_zendesk_does_not_tell_of_at_first_counts_when_it_does() -> None:
    with Workday() as day:
        user, _ = nora(day)
        accept(day)
        day.desk.faults.add("GET /api/v2/users/*", 503)
        day.look_at("user_sidebar", user)
        assert "Nora" not in day.panel
        day.tell(kind="looked", page=f"user_sidebar {user}", tab="tab", since=0.0)
        assert entries(day)[-1] == ("Nora", True)


def test_rule_5_8_each_contact_has_its_own_beginning_and_a_viewed_page_counts_for_the_selected_one() -> None:
    with Workday() as day:
        user, _ = nora(day)
        first, second = accept(day, ANN), accept(day, STRANGER)
        day.press("select", first)
        day.look_at("user_sidebar", user)
        assert entries(day)[-1] == ("Nora", True)
        day.press("select", second)
        assert entries(day)[-1] == ("Nora", False)
        day.tell(kind="looked", page=f"user_sidebar {user}", tab="tab", since=0.0)
        assert entries(day)[-1] == ("Nora", False)
        day.press("create", second)
        assert day.new_ticket["requester_id"] != user


@pytest.mark.parametrize("word", ["newcomer", "own", "4711", "x", ""])
def test_rule_5_3_what_does_not_stand_in_the_list_cannot_be_picked(word: str) -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", 503, times=9)
        contact = accept(day)
        before = entries(day)
        assert before == [("Not chosen yet", True)]
        day.press("pick", contact, word)
        assert entries(day) == before


@pytest.mark.parametrize("picked", [True, False])
def test_rule_5_3_a_button_for_a_new_customer_creates_one_even_if_the_agent_has_opened_another_page(
    picked: bool,
) -> None:
    with Workday() as day:
        user, _ = nora(day)
        if picked:
            twins(day)
        contact = accept(day, SHARED if picked else STRANGER)
        if picked:
            day.press("pick", contact, "newcomer")
        pressed = day.pressing("create", contact)
        day.look_at("user_sidebar", user)
        before = set(day.desk.users)
        day.tell(**pressed)
        assert {day.new_ticket["requester_id"]} == set(day.desk.users) - before


def test_rule_5_3_a_name_is_no_markup_in_the_list_nor_beside_the_box() -> None:
    with Workday() as day:
        user = day.desk.add_user(name='<img src=x onerror="x">"{name}')["id"]
        accept(day)
        day.look_at("user_sidebar", user)
        assert "<img" not in day.panel
        assert "will be stored" in day.panel


def test_rule_5_3_a_button_that_named_another_person_waits_for_zendesks_answer() -> None:
    with Workday() as day:
        user, _ = nora(day)
        contact = accept(day)
        day.desk.faults.add(f"GET /api/v2/users/{user}*", 503)
        day.press("create", contact, user)
        assert day.new_tickets == []
        assert day.notices == ["Zendesk is not responding. Please press the button again."]
        day.press("create", contact, user)
        assert day.new_ticket["requester_id"] == user
