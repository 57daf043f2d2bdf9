"""Rule 15.1: a reason is true when it is read, whenever that is."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from deskline.decide.decisions import when_attached, when_closed, when_connected, when_created, when_ringing
from deskline.decide.reasons import reasons
from deskline.decide.situation import Situation
from deskline.model.contact import Contact
from deskline.model.effects import Phrase
from deskline.model.findings import (
    NEWCOMER,
    Ambiguous,
    Anonymous,
    ConversationTicketMissing,
    CouldNotAsk,
    Meant,
    NamedUserMissing,
    NewTicket,
    OtherRequester,
    Recognised,
    Unrecognised,
    UseTicket,
)
from deskline.model.people import Agent, Ticket, User, View
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.words.texts import Texts

TEXTS = Texts(json.loads((Path(__file__).parents[3] / "translations" / "en.json").read_text())["deskline"])
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANN, NUMBER = User(7, "Ann", phones=("+61299990001",)), "+61299990001"
TICKET, SHUT = (Ticket(5, "s", status, 7, NOW) for status in ("open", "closed"))
CALLERS = [
    Recognised(ANN, "why.number"), Recognised(ANN, "why.customer_number"), Unrecognised(NUMBER), Anonymous(),
    Ambiguous((ANN,)), NamedUserMissing(9), CouldNotAsk(),
]  # fmt: skip
CHOICES = [
    NewTicket("why.new_ticket"),
    NewTicket("why.zero"),
    NewTicket("why.missing", "9"),
    UseTicket(TICKET, "why.recent"),
    UseTicket(TICKET, "why.requested"),
    UseTicket(SHUT, "why.requested"),
    UseTicket(TICKET, "why.conversation", always=True),
    UseTicket(TICKET, "why.dialled", always=True),
    OtherRequester(TICKET),
    ConversationTicketMissing(),
    CouldNotAsk(),
]


def situation(**facts: Any) -> Situation:
    contact = Contact("c", "connected", NOW, number=NUMBER, direction=facts.pop("direction", "inbound"))
    known = {
        "stage": "connected",
        "number": NUMBER,
        "caller": Unrecognised(NUMBER),
        "choice": NewTicket("why.new_ticket"),
    }
    record = replace(Record(contact, Agent(1, "Robin")), connected_at=NOW, **known | facts)
    return Situation(record, Installation(), TEXTS, TEXTS)


def said(situation: Situation) -> list[str]:
    return [TEXTS.say(phrase) for phrase in reasons(situation)]


MANUAL = ForContact(ticket_assignment="agent")


CLAIMS = ("A new ticket", "in your name", "was created", "you created", "you attached", "follow-up", "New cust")


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
@pytest.mark.parametrize("settings", [ForContact(), MANUAL])
@pytest.mark.parametrize(
    "facts",
    [
        {"stage": "ringing"},
        {"stage": "ended", "missed": True},
        {"stage": "connected"},
        {"stage": "ended"},
        {"stage": "closed"},
    ],
    ids=["rings", "missed", "connected", "ended", "closed"],
)
def test_rule_15_1_without_a_ticket_no_reason_speaks_of_one(
    direction: str, settings: ForContact, facts: dict[str, Any]
) -> None:
    over = facts["stage"] == "closed" or "missed" in facts
    decisions = (when_ringing, when_connected, when_closed, when_created, when_attached)
    for caller, choice, decide in product(CALLERS, CHOICES, decisions):
        before = situation(caller=caller, choice=choice, direction=direction, settings=settings, **facts)
        sentences = said(replace(before, record=replace(before.record, why=decide(before).why)))
        assert not [one for one in sentences if any(claim in one for claim in CLAIMS)]
        assert direction == "inbound" or not [one for one in sentences if "calling from" in one]
        assert not over or "You choose the ticket." not in sentences


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["Nobody in Zendesk has the number +61299990001.", "A new ticket, because no existing ticket applies"]),
        ({"made": ANN, "user_id": 7}, ["New customer: Ann", "A new ticket, because"]),
        ({"made": ANN, "user_id": 8}, ["Nobody in Zendesk has the number", "A new ticket, because"]),
        ({"user_id": None, "requester_id": 1}, ["Nobody in", "A new ticket", "The ticket is in your name."]),
        ({"caller": Anonymous(), "user_id": None, "requester_id": 1}, ["withheld", "A new", "in your name"]),
        ({"choice": NewTicket("why.zero")}, ["Nobody", "The contact flow asked for a new ticket."]),
        (
            {"caller": Recognised(ANN, "why.number"), "choice": UseTicket(TICKET, "why.recent")},
            ["Ann: calling", "Ticket #5:"],
        ),
        (
            {"caller": Recognised(ANN, "why.number"), "choice": UseTicket(SHUT, "why.recent"), "ticket_id": 6},
            ["Ann: calling", "Ticket #5: created", "Ticket #5 is closed, so a follow-up was created."],
        ),
        (
            {"caller": Recognised(ANN, "why.number"), "direction": "outbound"},
            ["Ann: has the number +61299990001.", "A new ticket"],
        ),
    ],
)
def test_rule_15_1_with_a_ticket_the_reasons_say_how_it_came_about(facts: dict[str, Any], expected: list[str]) -> None:
    facts = {"ticket_id": 5, "user_id": 7, "requester_id": 7} | facts
    known = situation(**{name: fact for name, fact in facts.items() if name not in ("ticket_id", "made")})
    decided = when_connected(known).why
    got = {name: fact for name, fact in facts.items() if name in ("ticket_id", "made")}
    sentences = said(replace(known, record=replace(known.record, why=decided, **got)))
    assert len(sentences) == len(expected)
    assert [one for one, start in zip(sentences, expected, strict=True) if start not in one] == []


@pytest.mark.parametrize(
    ("facts", "decide", "expected"),
    [
        ({"meant": Meant(ANN, "turned")}, when_created, ["Ann: you picked this user.", "You asked for a new ticket."]),
        ({"meant": Meant(None, NEWCOMER)}, when_created, ["A new customer, +61299990001: you chose", "You asked"]),
        (
            {"meant": Meant(ANN, "attached"), "view": View(ANN, TICKET), "ticket_id": 5},
            when_attached,
            ["Ann: requester of the ticket.", "Ticket #5: you chose it."],
        ),
        (
            {"meant": Meant(ANN, "attached"), "view": View(ANN, SHUT), "ticket_id": 6},
            when_attached,
            ["Ann: requester of the ticket.", "Ticket #5 is closed, so a follow-up was created."],
        ),
    ],
)
def test_rule_15_1_what_the_agent_chose_is_said_as_their_choice(
    facts: dict[str, Any], decide: Any, expected: list[str]
) -> None:
    known = situation(settings=MANUAL, user_id=7, requester_id=7, **facts)
    sentences = said(replace(known, record=replace(known.record, why=decide(known).why)))
    shown = [one for one in sentences if one != "You choose the ticket."]
    assert [one for one, start in zip(shown, expected, strict=True) if start not in one] == []


def test_rule_15_1_every_reason_that_a_decision_gives_has_a_text() -> None:
    for caller, choice in product(CALLERS, CHOICES):
        for decide in (when_ringing, when_connected, when_closed):
            known = situation(caller=caller, choice=choice)
            for phrase in decide(known).why:
                assert TEXTS.say(phrase) != phrase.key
                assert "{" not in TEXTS.say(phrase)


def test_rule_15_1_nobody_is_asked_to_choose_where_nothing_is_to_be_chosen() -> None:
    phrase = Phrase("why.agent_chooses")
    assert phrase in list(reasons(situation(settings=MANUAL)))
    for facts in ({"stage": "closed"}, {"ticket_id": 5}, {"missed": True}, {"caller": None}):
        assert phrase not in list(reasons(situation(settings=MANUAL, **facts)))
