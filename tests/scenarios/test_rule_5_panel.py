"""Rules 3.4, 5.3, 5.4 and 5.8: the agent decides, in the panel."""

from collections.abc import Callable

import pytest

from scenarios.workday import ANN, STRANGER, Workday, colleagues

FLOW = {"ticket_assignment": "agent"}


def accept(day: Workday, number: str | None = ANN, **flow: str) -> str:
    contact = day.ring(number, attributes=FLOW | flow)
    day.accept(contact)
    return contact


def test_rule_5_3_the_panel_is_there_from_connect_until_the_ticket_is_chosen() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes=FLOW)
        assert "Create ticket" not in day.panel
        day.accept(contact)
        assert "Ticket for Ann Miller." in day.panel
        day.press("create", contact)
        assert "Create ticket" not in day.panel


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (ANN, "Ticket for Ann Miller."),
        (STRANGER, f"Ticket for a new customer, {STRANGER}."),
        (None, "Ticket in your name."),
    ],
)
def test_rule_5_3_the_label_says_whose_a_new_ticket_would_be(number: str | None, label: str) -> None:
    with Workday() as day:
        accept(day, number)
        assert label in day.panel


def test_rule_5_3_looking_at_a_ticket_makes_it_and_its_requester_the_choice() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        ticket = day.desk.add_ticket(requester_id=bob["id"], subject="Old")["id"]
        contact = accept(day)
        assert "disabled" in day.panel
        day.look_at("ticket_sidebar", ticket)
        assert "Ticket for Bob." in day.panel
        assert f"Attach to current (#{ticket})" in day.panel
        assert "disabled" not in day.panel
        day.press("attach", contact)
        assert len(day.notes(ticket)) == 1
        assert day.pops == [("user", day.ann["id"])]
        assert day.orders("softphone")[-1]["shown"] is False


def test_rule_5_3_looking_at_a_user_makes_that_user_the_choice() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        contact = accept(day)
        day.look_at("user_sidebar", bob["id"])
        assert "Ticket for Bob." in day.panel
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == bob["id"]
        assert day.new_ticket["subject"] == "Incoming call from Bob"
        assert day.pops[-1] == ("ticket", day.new_ticket["id"])


def test_rule_5_3_any_other_page_keeps_the_user_and_turns_attaching_off() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        ticket = day.desk.add_ticket(requester_id=bob["id"], subject="Old")["id"]
        contact = accept(day)
        day.look_at("ticket_sidebar", ticket)
        day.look_away("ticket_sidebar", ticket)
        assert "Ticket for Bob." in day.panel
        assert "disabled" in day.panel
        day.press("attach", contact)
        assert day.writes() == []


def test_rule_5_3_a_ticket_without_a_requester_does_not_inherit_the_previous_user() -> None:
    with Workday() as day:
        bob, eve = (day.desk.add_user(name=name)["id"] for name in ("Bob", "Eve"))
        ticket = day.desk.add_ticket(requester_id=eve, subject="Old")["id"]
        contact = accept(day)
        day.look_at("user_sidebar", bob)
        del day.desk.users[eve]
        day.look_at("ticket_sidebar", ticket)
        assert "Ticket for Ann Miller." in day.panel
        day.press("attach", contact)
        assert len(day.notes(ticket)) == 1
        assert not day.desk.users[bob]["phone"]


def test_rule_5_3_a_requester_who_changes_while_the_tab_is_open_is_noticed() -> None:
    with Workday() as day:
        bob, eve = (day.desk.add_user(name=name) for name in ("Bob", "Eve"))
        ticket = day.desk.add_ticket(requester_id=bob["id"], subject="Old")["id"]
        accept(day)
        day.look_at("ticket_sidebar", ticket)
        day.desk.tickets[ticket]["requester_id"] = eve["id"]
        day.tell(kind="looked", page=f"ticket_sidebar {ticket}", tab="tab", since=99)
        assert "Ticket for Eve." in day.panel


def test_rule_5_3_a_page_viewed_before_the_call_is_offered_too() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        day.look_at("ticket_sidebar", ticket)
        contact = accept(day)
        day.press("attach", contact)
        assert len(day.notes(ticket)) == 1


def test_rule_5_3_a_look_at_something_that_cannot_be_read_changes_nothing() -> None:
    with Workday() as day:
        accept(day)
        day.look_at("ticket_sidebar", 987654)
        day.look_at("user_sidebar", 987654)
        day.desk.faults.add("GET /api/v2/users/*", 500)
        day.look_at("user_sidebar", day.desk.agent_id)
        assert "Ticket for Ann Miller." in day.panel


def test_rule_5_3_a_double_click_makes_one_ticket() -> None:
    with Workday() as day:
        contact = accept(day, STRANGER)
        for _ in range(3):
            day.send({"kind": "pressed", "page": "softphone", "button": "create", "contact": contact, "value": ""})
        day.settle()
        assert len(day.new_tickets) == 1
        assert len([user for user in day.desk.users.values() if user["phone"] == STRANGER]) == 1


def test_rule_5_3_a_ticket_made_by_hand_during_the_call_gets_one_hint() -> None:
    with Workday() as day:
        accept(day)
        day.look_at("new_ticket_sidebar")
        day.look_at("new_ticket_sidebar")
        assert day.notices == [
            "Create the ticket with the button in the softphone; otherwise this contact is not added to it."
        ]


def test_rule_5_3_in_auto_mode_looking_around_changes_nothing() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.look_at("user_sidebar", bob["id"])
        day.call(ANN)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_4_the_choice_stays_open_during_after_contact_work_and_the_rest_follows() -> None:
    with Workday() as day:
        contact = accept(day)
        day.clock.pass_by(30)
        day.hang_up(contact)
        assert day.writes() == []
        day.press("create", contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)
        day.clear(contact)
        assert len(day.new_tickets) == 1


def test_rule_5_4_attaching_during_after_contact_work_adds_the_voice_comment() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = accept(day)
        day.hang_up(contact)
        day.look_at("ticket_sidebar", ticket)
        day.press("attach", contact)
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)


def test_rule_5_4_the_forced_ticket_is_not_for_whoever_is_in_view() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        contact = accept(day)
        day.look_at("user_sidebar", bob["id"])
        day.hang_up(contact)
        day.clear(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert day.new_ticket["subject"] == "Incoming call from Ann Miller"


def test_rule_5_3_a_button_of_a_contact_that_is_closed_does_nothing() -> None:
    with Workday() as day:
        contact = accept(day, force_ticket_creation="no")
        day.hang_up(contact)
        day.clear(contact)
        day.press("create", contact)
        day.press("nonsense", "nobody")
        assert day.writes() == []


def twins(day: Workday) -> list[int]:
    people = [day.desk.add_user(name=name, phone="+61299990066", shared_phone=True) for name in ("Kim", "Pat")]
    day.desk.add_ticket(requester_id=people[0]["id"], subject="Kim's order")
    return [person["id"] for person in people]


@pytest.mark.parametrize("when", ["ringing", "connected", "ended"])
@pytest.mark.parametrize("mode", ["auto", "agent"])
def test_rule_3_4_the_user_who_was_picked_goes_on_as_if_recognised(when: str, mode: str) -> None:
    with Workday() as day:
        _, pat = twins(day)
        contact = day.ring("+61299990066", attributes={"ticket_assignment": mode})
        assert "Who is it?" in day.panel
        assert "Kim&#39;s order" in day.panel
        for state, verb in (("ringing", "accept"), ("connected", "hang_up"), ("ended", "")):
            if state == when:
                day.press("pick", contact, pat)
            if verb:
                getattr(day.connect, verb)(contact)
        assert (("user", pat) in day.pops) == (mode == "agent" or when == "ringing")
        if mode == "agent":
            assert day.writes() == []
            day.press("create", contact)
        assert day.new_ticket["requester_id"] == pat
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


@pytest.mark.parametrize(
    ("changed", "requester"),
    [
        ({"zendesk_ticket": "0"}, "pat"),
        ({"customer_number": STRANGER}, "pat"),
        ({"zendesk_user": "987654"}, "pat"),
        ({"customer_number": ANN}, "ann"),
    ],
)
def test_rule_3_4_a_pick_while_ringing_stands_unless_the_flow_then_names_somebody(
    changed: dict[str, str | None], requester: str
) -> None:
    with Workday() as day:
        _, pat = twins(day)
        contact = day.ring("+61299990066")
        day.press("pick", contact, pat)
        day.connect.set_attributes(contact, changed)
        day.accept(contact)
        assert day.new_ticket["requester_id"] == (pat if requester == "pat" else day.ann["id"])


def test_rule_3_4_nobody_but_the_candidates_can_be_picked() -> None:
    with Workday() as day:
        twins(day)
        contact = day.ring("+61299990066")
        day.accept(contact)
        day.press("pick", contact, day.ann["id"])
        day.press("pick", contact, "x")
        assert day.writes() == []


def test_rule_3_3_the_chooser_shows_who_is_suspended() -> None:
    with Workday() as day:
        twins(day)
        day.desk.add_user(name="Sam", phone="+61299990066", shared_phone=True, suspended=True)
        day.ring("+61299990066")
        assert "Sam is suspended in Zendesk." in day.panel
        assert day.panel.count("suspended") == 1


@pytest.mark.parametrize("place", ["user_sidebar", "ticket_sidebar"])
def test_rule_3_3_the_panel_shows_that_the_person_in_view_is_suspended(place: str) -> None:
    with Workday() as day:
        sam = day.desk.add_user(name="Sam", suspended=True)["id"]
        ticket = day.desk.add_ticket(requester_id=sam, subject="Old")["id"]
        accept(day)
        assert "suspended" not in day.panel
        day.look_at(place, sam if place == "user_sidebar" else ticket)
        assert "Sam is suspended in Zendesk." in day.panel
        day.look_at("user_sidebar", day.ann["id"])
        assert "suspended" not in day.panel
        assert day.notices == []


def test_rule_3_3_the_panel_shows_that_the_caller_is_suspended() -> None:
    with Workday() as day:
        day.desk.users[day.ann["id"]]["suspended"] = True
        accept(day)
        assert "Ann Miller is suspended in Zendesk." in day.panel
        assert day.notices == ["Ann Miller is suspended in Zendesk."]


def test_rule_5_6_no_look_up_is_made_for_a_missed_caller() -> None:
    with Workday() as day:
        kim, _ = twins(day)
        contact = day.ring("+61299990066")
        day.miss(contact)
        assert "Who is it?" not in day.panel
        day.press("pick", contact, kim)
        assert day.writes() == []


def test_rule_3_4_the_chooser_works_without_what_would_help_to_choose() -> None:
    with Workday() as day:
        kim, _ = twins(day)
        day.desk.faults.add("GET /api/v2/users/show_many", 403)
        contact = day.ring("+61299990066")
        day.accept(contact)
        day.press("pick", contact, kim)
        assert day.new_ticket["requester_id"] == kim


@pytest.mark.parametrize("requests", range(14))
def test_rule_11_3_a_pick_in_after_contact_work_is_complete_whenever_the_engine_dies(requests: int) -> None:
    with Workday() as day:
        _, pat = twins(day)
        contact = day.ring("+61299990066")
        day.accept(contact)
        day.hang_up(contact)
        day.dies_after(requests, carried_out=True)
        day.press("pick", contact, pat)
        day.reload()
        day.clear(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_5_4_a_pick_that_arrives_behind_the_close_makes_no_ticket_any_more() -> None:
    with Workday() as day:
        kim, _ = twins(day)
        contact = day.ring("+61299990066", attributes={"force_ticket_creation": "no"})
        day.accept(contact)
        pick = day.pressing("pick", contact, kim)
        day.quiet = True
        day.finish(contact)
        day.pass_on()
        day.send(pick)
        day.settle()
        assert day.writes() == []


def sharing(day: Workday) -> str:
    """A number of several people."""
    twins(day)
    return accept(day, "+61299990066")


def named_nobody(day: Workday) -> str:
    """A user who does not exist."""
    return accept(day, zendesk_user="424242")


def untold(day: Workday) -> str:
    """A caller whose look-up Zendesk does not answer."""
    day.desk.faults.add("GET /api/v2/users/search", 503, times=9)
    return accept(day, STRANGER)


def untold_ticket(day: Workday) -> str:
    """A ticket that Zendesk does not return."""
    day.desk.faults.add("GET /api/v2/tickets/35436*", 503, times=9)
    return accept(day, ANN, zendesk_ticket="35436")


def of_another(day: Workday) -> str:
    """A ticket of somebody else."""
    ticket = day.desk.add_ticket(requester_id=day.desk.add_user(name="Bob")["id"], subject="Old")["id"]
    return accept(day, ANN, zendesk_ticket=str(ticket))


@pytest.mark.parametrize(
    ("connected", "words"),
    [
        (sharing, "Several users have the number"),
        (named_nobody, "named the Zendesk user 424242"),
        (untold, "did not answer the search for"),
        (untold_ticket, "did not answer the search for the ticket"),
        (of_another, "belongs to another requester"),
    ],
)
def test_rule_5_3_a_notice_that_asks_for_a_choice_is_temporary_and_the_panel_shows_it_until_the_choice(
    connected: Callable[[Workday], str], words: str
) -> None:
    with Workday() as day:
        contact = connected(day)
        (notice,) = [order for order in day.orders("notify") if words in order["text"]]
        assert not notice["sticky"]
        assert ("Who is it?" if connected is sharing else words) in day.panel
        day.press("create", contact)
        assert words not in day.panel
        assert "Who is it?" not in day.panel


def test_rule_4_1_the_panel_shows_that_the_conversation_has_no_ticket_until_the_agent_chooses() -> None:
    with colleagues() as (day, other):
        leg = day.hand_over(accept(day), other)
        (notice,) = other.orders("notify")
        assert not notice["sticky"]
        assert notice["text"] in other.panel
        other.press("create", leg)
        assert notice["text"] not in other.panel


def test_rule_5_3_the_hint_to_create_the_ticket_with_the_button_passes() -> None:
    with Workday() as day:
        accept(day)
        day.look_at("new_ticket_sidebar")
        assert [order["sticky"] for order in day.orders("notify")] == [False]


def test_rule_5_8_the_panel_belongs_to_the_contact_whose_tab_is_selected() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        first, second = accept(day, ANN), accept(day, STRANGER)
        assert day.panel.count('role="tab"') == 2
        day.press("select", first)
        day.look_at("user_sidebar", bob["id"])
        assert "Ticket for Bob." in day.panel
        pressed = day.pressing("create", first)
        day.press("select", second)
        day.look_away("user_sidebar", bob["id"])
        day.tell(**pressed)
        assert day.new_ticket["requester_id"] == bob["id"]


def test_rule_5_8_a_panel_that_is_selected_offers_the_person_viewed_for_another_call() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        first, second = accept(day, ANN), accept(day, STRANGER)
        day.press("select", first)
        day.look_at("user_sidebar", bob["id"])
        day.finish(first)
        assert f"Ticket for a new customer, {STRANGER}." in day.panel
        day.press("pick", second, bob["id"])
        assert "Ticket for Bob." in day.panel
        day.press("create", second)
        assert day.new_tickets[-1]["requester_id"] == bob["id"]


def test_rule_5_8_a_tab_is_known_by_whose_contact_it_is() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        accept(day, ANN), accept(day, STRANGER)
        day.look_at("user_sidebar", bob["id"])
        assert (day.panel.count(">Ann Miller</button>"), day.panel.count(">Bob</button>")) == (1, 0)


def test_rule_5_8_the_tab_of_a_call_that_is_not_answered_yet_is_known_by_its_number() -> None:
    with Workday() as day:
        day.dial(STRANGER)
        day.ring(None)
        assert (day.panel.count(f">{STRANGER}</button>"), day.panel.count(">An anonymous caller</button>")) == (1, 1)


def test_rule_3_5_a_word_for_a_withheld_number_is_nobodys_name() -> None:
    with Workday() as day:
        day.ring("Restricted")
        assert "An anonymous caller" in day.contacts_page()
        assert "Restricted" not in day.contacts_page()


def test_rule_15_1_a_ticket_of_earlier_calls_shows_the_current_contact_too() -> None:
    with Workday() as day:
        day.call(ANN)
        accept(day, STRANGER)
        day.look_at("ticket_sidebar", day.new_ticket["id"])
        (*_, cards) = [order["html"] for order in day.shims.orders if order["page"].startswith("ticket_sidebar")]
        assert cards.index(STRANGER) < cards.index("Ann Miller")


@pytest.mark.parametrize(
    ("place", "button", "said"),
    [
        ("user_sidebar", "create", "Bob: you picked this user."),
        ("ticket_sidebar", "attach", "Bob: requester of the ticket."),
    ],
)
def test_rule_15_1_the_sidebar_names_the_person_that_the_agent_chose(place: str, button: str, said: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")["id"]
        ticket = day.desk.add_ticket(requester_id=bob, subject="Old")["id"]
        contact = accept(day, None)
        day.look_at(place, bob if place == "user_sidebar" else ticket)
        day.press(button, contact)
        (*_, card) = [order["html"] for order in day.shims.orders if order["page"].startswith(place)]
        assert said in card
        assert "in your name" not in card


@pytest.mark.parametrize("number", [ANN, STRANGER, None])
@pytest.mark.parametrize(("place", "button"), [("user_sidebar", "create"), ("ticket_sidebar", "attach")])
def test_rule_15_1_a_contact_is_named_after_the_chosen_person_also_when_it_is_over(
    number: str | None, place: str, button: str
) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")["id"]
        ticket = day.desk.add_ticket(requester_id=bob, subject="Old")["id"]
        contact = accept(day, number)
        day.look_at(place, bob if place == "user_sidebar" else ticket)
        assert "Bob" not in day.contacts_page()
        day.press(button, contact)
        link = f'data-press="open_user" data-value="{bob}">Bob</button>'
        assert link in day.panel
        assert link in day.contacts_page()
        day.look_at("ticket_sidebar", ticket)
        day.finish(contact)
        day.reload()
        assert link in day.contacts_page()
        assert "Ann Miller" not in day.contacts_page()


def test_rule_15_1_a_contact_whose_ticket_was_refused_is_known_by_its_caller_again() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")["id"]
        contact = accept(day)
        day.look_at("user_sidebar", bob)
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 422)
        day.press("create", contact)
        day.finish(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert ">Ann Miller</button>" in day.contacts_page()


def test_rule_15_1_a_contact_is_named_after_the_caller_if_the_chosen_person_was_deleted() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        contact = accept(day)
        day.look_at("user_sidebar", bob["id"])
        bob["active"] = False
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert ">Ann Miller</button>" in day.contacts_page()


def test_rule_6_8_try_again_stores_a_closed_contacts_number_on_the_chosen_person() -> None:
    with Workday() as day:
        bob, ann = day.desk.add_user(name="Bob"), day.ann
        contact = accept(day)
        day.look_at("user_sidebar", bob["id"])
        day.desk.faults.add("PUT /api/v2/users/*", 422)
        day.press("create", contact)
        day.finish(contact)
        ann["phone"] = None
        day.press("again", contact)
        assert (bob["phone"], ann["phone"]) == (ANN, None)


def test_rule_15_1_the_sidebar_says_why_and_what_is_still_to_be_saved() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/channels/voice/tickets", 503, times=99)
        contact = day.ring(ANN)
        day.accept(contact)
        day.look_at("user_sidebar", day.ann["id"])
        (*_, card) = [order["html"] for order in day.shims.orders if order["page"].startswith("user_sidebar")]
        assert "Ann Miller: calling from" in card
        assert "Ticket not created yet." in card
        assert "data-since" in card


@pytest.mark.parametrize("button", ["attach", "create"])
def test_rule_5_3_a_button_does_what_it_said_when_it_was_pressed(button: str) -> None:
    with Workday() as day:
        people = [day.desk.add_user(name=name)["id"] for name in ("Bob", "Eve")]
        tickets = [day.desk.add_ticket(requester_id=person, subject="Old")["id"] for person in people]
        contact = accept(day)
        day.look_at("ticket_sidebar", tickets[0])
        pressed = day.pressing(button, contact)
        day.look_at("ticket_sidebar", tickets[1])
        day.tell(**pressed)
        assert len(day.notes(tickets[0])) == (button == "attach")
        assert [ticket["requester_id"] for ticket in day.new_tickets] == ([people[0]] if button == "create" else [])


def test_rule_5_3_a_button_that_zendesk_has_no_answer_for_now_says_so() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = accept(day)
        day.look_at("ticket_sidebar", ticket)
        day.desk.faults.add("GET /api/v2/tickets/*", 503)
        day.press("attach", contact)
        assert "press the button again" in day.notices[0]
        day.press("attach", contact)
        assert len(day.notes(ticket)) == 1


def test_rule_6_8_without_a_ticket_nobody_gets_the_number_and_one_cause_has_one_notice() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        contact = accept(day, STRANGER)
        day.look_at("user_sidebar", bob["id"])
        day.desk.faults.add("POST /api/v2/channels/voice/tickets", 422)
        day.press("create", contact)
        assert (len(day.notices), bob["phone"]) == (1, None)


@pytest.mark.parametrize("user", ["bob", ""])
def test_rule_6_8_a_forced_ticket_gives_its_requester_the_number_but_not_the_agent(user: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com")
        flow = FLOW | ({"zendesk_user": str(bob["id"])} if user else {})
        day.call(STRANGER, attributes=flow)
        assert day.new_ticket["requester_id"] == (bob["id"] if user else day.desk.agent_id)
        assert day.desk.users[bob["id"]]["phone"] == (STRANGER if user else None)
        assert day.desk.users[day.desk.agent_id]["phone"] is None


def test_rule_6_8_the_number_never_goes_to_a_colleague_who_stands_in() -> None:
    with Workday() as day:
        kim = day.desk.add_user(name="Kim", email="kim@example.com", role="agent")
        ticket = day.desk.add_ticket(requester_id=kim["id"], subject="Old")["id"]
        contact = accept(day, STRANGER)
        day.look_at("ticket_sidebar", ticket)
        day.press("attach", contact)
        assert not day.desk.users[kim["id"]]["phone"]


def test_rule_5_3_a_second_try_after_a_refusal_makes_no_second_user() -> None:
    with Workday() as day:
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 422)
        contact = accept(day, STRANGER)
        day.press("create", contact)
        day.press("create", contact)
        assert day.desk.users[day.new_ticket["requester_id"]]["phone"] == STRANGER
        assert len([user for user in day.desk.users.values() if user["phone"] == STRANGER]) == 1


def test_rule_5_4_a_refused_ticket_for_somebody_in_view_is_forced_for_the_caller() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 422)
        contact = accept(day)
        day.look_at("user_sidebar", bob["id"])
        day.press("create", contact)
        day.hang_up(contact)
        day.clear(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_3_without_a_ticket_in_view_the_panel_says_how_to_attach() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        accept(day)
        assert "Open a ticket to attach" in day.panel
        day.look_at("ticket_sidebar", ticket)
        assert "Open a ticket to attach" not in day.panel


@pytest.mark.parametrize(("value", "opened"), [("35436", [("ticket", 35436)]), ("", []), ("x", [])])
def test_a_ticket_number_opens_the_ticket(value: str, opened: list[tuple[str, int]]) -> None:
    with Workday() as day:
        day.press("open_ticket", value=value)
        day.press("open_user", value=value)
        assert day.pops == [*opened, *(("user", number) for _, number in opened)]


def test_rule_5_3_if_the_choice_is_deleted_when_the_button_is_pressed_a_notice_says_so_and_nobody_else_is_used() -> (
    None
):
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")["id"]
        ticket = day.desk.add_ticket(requester_id=bob, subject="Old")["id"]
        contact = accept(day)
        day.look_at("ticket_sidebar", ticket)
        attach, create = day.pressing("attach", contact), day.pressing("create", contact)
        day.look_at("user_sidebar", day.ann["id"])
        day.desk.tickets.pop(ticket)
        day.desk.users.pop(bob)
        for pressed in (attach, create):
            day.send(pressed)
            day.settle()
            assert day.new_tickets == []
            assert "Create ticket" in day.panel
        assert sum("no longer exists in Zendesk" in notice for notice in day.notices) == 1


def test_rule_3_7_the_notice_names_only_the_look_up_that_failed() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/tickets/35436*", 503, times=9)
        day.accept(day.ring(ANN, attributes={"zendesk_ticket": "35436"}))
        assert [notice for notice in day.notices if "the search for the ticket" in notice]
        assert not [notice for notice in day.notices if f"the search for {ANN}" in notice]
