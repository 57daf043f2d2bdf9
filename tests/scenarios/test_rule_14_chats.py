"""Rules 3.1, 5.2, 5.3, 5.8 and 14.1: who a chat is with, which ticket it gets, and several at once."""

import json
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Workday

MODES = pytest.mark.parametrize("mode", ["auto", "agent"])
UNKNOWN = "It is not known who this chat is with. Find or create the customer in Zendesk, then create the ticket."


def ended(day: Workday, contact: str) -> None:
    """Let a chat end in which nothing was said, and be closed."""
    day.tell(kind="chat", contact=contact, items=[], whole=True, over=True)
    day.hang_up(contact)
    day.wait(11)
    day.clear(contact)


def chat(day: Workday, customer: str = "Zoe", mode: str = "auto", **said: str) -> str:
    """Let a chat be offered and accepted."""
    contact = day.ring_chat(customer, attributes={"ticket_assignment": mode, **said})
    day.accept(contact)
    return contact


@pytest.mark.parametrize(
    "said",
    [
        {"customer_email": "ann@example.com", "customer_name": "Bob"},
        {"customer_email": "nobody@example.com", "customer_number": ANN},
        {"customer_name": "ANN MILLER"},
    ],
)
def test_rule_14_1_a_recognised_chat_pops_and_gets_a_ticket_and_the_softphone_stays_open(said: dict[str, str]) -> None:
    with Workday() as day:
        day.clock.pass_by(600)
        contact = day.ring_chat("Zoe", attributes=said)
        assert day.pops == [("user", day.ann["id"])]
        assert day.writes() == []
        day.accept(contact)
        assert (day.new_ticket["requester_id"], day.new_ticket["subject"]) == (
            day.ann["id"],
            "Incoming chat from Ann Miller",
        )
        assert [order["shown"] for order in day.orders("softphone")] == [True]
        assert "<strong>In chat</strong>" in day.panel
        ended(day, contact)
        assert len(day.notes(day.new_ticket["id"])) == 1
        assert day.voice_comments(day.new_ticket["id"]) == []


def test_rule_6_1_a_chats_ticket_takes_the_flows_title() -> None:
    with Workday() as day:
        chat(day, customer_email="ann@example.com", conversation_title="Refund")
        assert day.new_ticket["subject"] == "Refund"


def test_rule_6_7_a_new_customer_of_a_chat_with_an_address_becomes_a_user() -> None:
    with Workday() as day:
        chat(day, customer_email="zoe.new@example.com")
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["name"], made["email"]) == ("Zoe New", "zoe.new@example.com")


@MODES
@pytest.mark.parametrize("said", [{}, {"customer_name": "Zoe Nobody"}])
def test_rule_14_1_a_chat_of_nobody_known_is_manual_and_needs_a_customer_first(mode: str, said: dict[str, str]) -> None:
    with Workday() as day:
        contact = chat(day, mode=mode, **said)
        assert day.writes() == []
        assert day.notices == [UNKNOWN]
        assert "Find or create the customer first." in day.panel
        assert f'data-press="create" data-contact="{contact}" data-value="" disabled' in day.panel
        day.press("create", contact)
        assert day.writes() == []
        assert day.notices == [UNKNOWN]


def test_rule_5_3_a_profile_that_the_agent_turns_to_becomes_the_customer_of_a_nameless_chat() -> None:
    with Workday() as day:
        contact = chat(day)
        day.look_at("user_sidebar", day.ann["id"])
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_3_a_nameless_chat_can_be_attached_to_the_ticket_that_the_agent_looks_at() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = chat(day)
        day.look_at("ticket_sidebar", ticket)
        day.press("attach", contact)
        assert len(day.notes(ticket)) == 1
        assert day.new_tickets == []


def test_rule_5_3_somebody_searched_for_becomes_the_customer_of_a_nameless_chat() -> None:
    with Workday() as day:
        day.clock.pass_by(600)
        contact = chat(day)
        day.press("search", contact, "mill")
        day.press("pick", contact, day.ann["id"])
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_4_a_nameless_chat_without_a_choice_becomes_the_agents_ticket_at_its_end() -> None:
    with Workday() as day:
        contact = chat(day)
        ended(day, contact)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert day.new_ticket["subject"] == "Incoming chat from Zoe"


@pytest.mark.parametrize(("customer", "who"), [("Zoe", "Zoe"), ("", "an unknown customer")])
def test_rule_6_1_a_chat_is_named_after_its_customer(customer: str, who: str) -> None:
    with Workday() as day:
        contact = chat(day, customer)
        ended(day, contact)
        assert day.new_ticket["subject"] == f"Incoming chat from {who}"


def test_rule_3_4_a_name_that_several_have_is_for_the_agent_to_choose() -> None:
    with Workday() as day:
        twins = [day.desk.add_user(name="Kim Lee")["id"] for _ in range(2)]
        day.clock.pass_by(600)
        contact = chat(day, customer_name="Kim Lee")
        assert day.writes() == []
        assert "Several users are called Kim Lee" in day.notices[0]
        day.press("pick", contact, twins[0])
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == twins[0]


def test_rule_6_2_a_chats_note_names_the_customer_and_no_device_or_dialled_number() -> None:
    with Workday() as day:
        chat(day, "Zoe <b>", customer_number=STRANGER)
        (note,) = day.notes(day.new_ticket["id"])
        assert "<strong>Channel:</strong> Chat" in note
        assert "<strong>Customer:</strong> Zoe &lt;b&gt;" in note
        assert STRANGER in note
        assert "Device" not in note
        assert "Dialled" not in note
        assert "recording" not in note.lower()


def test_rule_5_6_a_missed_chat_is_told_in_a_chats_words() -> None:
    with Workday() as day:
        day.miss(day.ring_chat("Zoe"))
        assert day.writes() == []
        assert "You missed the chat from Zoe. Set yourself to Available" in day.notices[-1]


def test_rule_4_1_a_transferred_chat_goes_on_the_conversations_ticket() -> None:
    with Workday() as day:
        first = chat(day, customer_email="ann@example.com")
        ended(day, first)
        contact = day.ring_chat("Zoe", initial_contact_id=first, method="transfer")
        day.accept(contact)
        assert len(day.notes(day.new_ticket["id"])) == 2


def test_rule_5_8_three_chats_a_task_and_a_call_end_with_their_own_tickets() -> None:
    with Workday() as day:
        people = [day.desk.add_user(name=f"Person {n}", email=f"p{n}@example.com")["id"] for n in range(3)]
        contacts = [day.ring_chat(f"P{n}", attributes={"customer_email": f"p{n}@example.com"}) for n in range(3)]
        contacts += [day.ring_task("Call back", attributes={"customer_email": "ann@example.com"}), day.ring(STRANGER)]
        for contact in reversed(contacts):
            day.accept(contact)
        for contact in (*contacts[2:], *contacts[:2]):
            ended(day, contact)
        made = {ticket["external_id"].removeprefix("connect:"): ticket for ticket in day.new_tickets}
        requesters = [made[contact]["requester_id"] for contact in contacts]
        assert requesters[:4] == [*people, day.ann["id"]]
        assert [len(day.voice_comments(made[contact]["id"])) for contact in contacts] == [0, 0, 0, 0, 1]
        assert len(set(requesters)) == len(made) == 5


def test_single_chat_a_second_chat_gets_an_error_notice_and_no_ticket() -> None:
    with Workday(settings={"single_chat": "true"}) as day:
        first = chat(day, customer_email="ann@example.com")
        second = chat(day, "Bob", customer_email="bob@example.com")
        assert [order["level"] for order in day.orders("notify")] == ["error"]
        assert day.notices[0].startswith("A second chat has come in, but only one at a time is allowed here")
        assert day.new_ticket["requester_id"] == day.ann["id"]
        ended(day, second)
        ended(day, first)
        assert len(day.new_tickets) == 1
        third = chat(day, "Cleo", customer_email="cleo@example.com")
        ended(day, third)
        assert len(day.new_tickets) == 2


def test_single_chat_does_not_concern_calls_and_tasks_or_a_chat_that_has_ended() -> None:
    with Workday(settings={"single_chat": "true"}) as day:
        first = chat(day, customer_email="ann@example.com")
        day.accept(day.ring(STRANGER))
        day.accept(day.ring_task("Call back"))
        day.hang_up(first)
        day.wait(11)
        chat(day, "Bob", customer_email="bob@example.com")
        assert len(day.new_tickets) == 4
        assert day.notices == []


@pytest.mark.parametrize("kind", ["call", "chat", "task"])
def test_rule_5_8_the_tab_of_what_rings_comes_forward_unless_the_agent_is_searching(kind: str) -> None:
    def ring(day: Workday) -> str:
        return {"call": lambda: day.ring(STRANGER), "task": lambda: day.ring_task("Call back")}.get(
            kind, lambda: day.ring_chat("Bob", attributes={"customer_email": "bob@example.com"})
        )()

    with Workday() as day:
        contacts: list[Any] = [chat(day), chat(day, "Cleo")]
        day.press("select", contacts[0])
        assert f'id="headline-{contacts[0]}"' in day.panel
        contacts.append(ring(day))
        assert f'id="headline-{contacts[2]}"' in day.panel
        day.press("select", contacts[0])
        day.press("search", contacts[0], "mill")
        ring(day)
        assert f'id="headline-{contacts[0]}"' in day.panel


def test_rule_3_1_a_chat_is_identified_by_what_the_flow_says_and_not_by_the_number_it_comes_from() -> None:
    with Workday() as day:
        contact = day.ring_chat("Zoe")
        raw = json.loads(json.dumps(day.connect.contact(contact), default=str))
        day.tell(
            kind="contact", contact=raw | {"contactId": "sms", "customerEndpoint": {"phoneNumber": ANN}}, gone=False
        )
        assert day.pops == []
        assert not [sent for sent in day.desk.requests if "search" in sent.path]


def test_rule_3_1_the_user_that_the_flow_names_counts_before_what_it_says_of_a_chats_customer() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        chat(day, zendesk_user=str(bob["id"]), customer_email="ann@example.com")
        assert day.new_ticket["requester_id"] == bob["id"]
