"""What the pages show."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskline.decide.situation import Situation
from deskline.model.agent_state import Queue, RoutingProfile
from deskline.model.contact import Contact
from deskline.model.effects import AttachPhone, CreateTicket, Phrase, PopTicket
from deskline.model.findings import Ambiguous, NamedUserMissing, NewTicket, OtherRequester, Recognised
from deskline.model.people import Agent, Ticket, User
from deskline.model.record import Lost, Record
from deskline.model.settings import ForContact, Installation
from deskline.pages.cards import SAME
from deskline.pages.choice import choice
from deskline.pages.open_pages import Page
from deskline.pages.screen import SHOWN, Screen
from deskline.pages.views import view as show
from deskline.words.texts import Texts

TEXTS = Texts(json.loads((Path(__file__).parents[3] / "translations" / "en.json").read_text())["deskline"])
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANN = Recognised(User(7, "Ann <Miller>"), "why.number")


def record(**facts: Any) -> Record:
    contact = Contact(id="c", state="connected", since=NOW, number="+1", queue="Sales", attributes={"order": "<A1>"})
    return replace(
        Record(contact, Agent(1, "Robin"), stage="connected", caller=ANN, number="+1", user_id=7, ticket_id=5), **facts
    )


def situation(record: Record) -> Situation:
    return Situation(record, Installation(), TEXTS, TEXTS)


def view(place: str, about: int | None, records: list[Record], **facts: Any) -> str:
    return show(Page("p", "tab", place, about), Screen(records, situation, TEXTS, **facts))


def test_a_ticket_shows_its_own_contacts_and_why_it_was_chosen() -> None:
    other = record(ticket_id=6, why=(Phrase("why.forced"),))
    html = view("ticket_sidebar", 5, [other, record(why=(Phrase("why.new_ticket"),))])
    assert "Ann &lt;Miller&gt;" in html
    assert "no existing ticket applies" in html
    assert "Nobody had chosen" not in html
    assert "&lt;A1&gt;" in html


NOT_HERS = Ticket(6, "Login", "open", requester_id=8, updated_at=NOW)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"choice": OtherRequester(NOT_HERS)}, "belongs to another requester"),
        ({"choice": NewTicket("why.missing", asked="6")}, "does not exist or cannot be read"),
        ({"caller": NamedUserMissing(3), "choice": NewTicket("why.new_ticket")}, "who does not exist"),
        ({"caller": Ambiguous((User(7, "Ann"), User(8, "Bob")))}, "Several users have the number"),
    ],
)
def test_rule_16_3_a_warning_and_the_reasons_do_not_say_the_same_thing_twice(
    facts: dict[str, Any], reason: str
) -> None:
    choosing = record(ticket_id=None, settings=ForContact(ticket_assignment="agent"), **facts)
    assert view("ticket_sidebar", 9, [choosing]).count(reason) == 1
    assert not [key for pair in SAME.items() for key in pair if TEXTS(key) == key]


@pytest.mark.parametrize("place", ["top_bar", "ticket_sidebar", "new_ticket_sidebar", "user_sidebar"])
def test_rule_16_2_the_choice_is_the_same_wherever_the_agent_works(place: str) -> None:
    choosing = record(ticket_id=None, settings=ForContact(ticket_assignment="agent"))
    html = view(place, 9, [choosing])
    assert str(choice(situation(choosing))) in html
    assert "Create ticket for Ann &lt;Miller&gt;" in html
    assert ("Open softphone" in html) == (place != "top_bar")


@pytest.mark.parametrize("place", ["top_bar", "ticket_sidebar", "new_ticket_sidebar", "user_sidebar"])
def test_rule_16_1_a_headline_comes_first_in_every_place(place: str) -> None:
    html = view(place, 5, [record()])
    assert re.sub("<[^>]*>", "", html).startswith("Ann &lt;Miller&gt;")


def test_a_ticket_without_contacts_shows_who_is_on_the_line() -> None:
    closed = record(stage="closed", ticket_id=8, caller=None, number="+2")
    html = view("ticket_sidebar", 9, [record(), closed])
    assert "Ann" in html
    assert "+2" not in html


@pytest.mark.parametrize("place", ["ticket_sidebar", "user_sidebar", "new_ticket_sidebar"])
def test_a_sidebar_says_if_there_is_no_contact(place: str) -> None:
    assert "No contact right now." in view(place, 5, [])


def test_a_user_shows_their_own_contact() -> None:
    html = view("user_sidebar", 7, [record(), record(user_id=8, caller=None, number="+2")])
    assert "Ann" in html
    assert "+2" not in html


def test_the_softphone_shows_a_line_for_the_contact_in_front_and_a_tab_for_each() -> None:
    one, other, closed = (
        record(contact=Contact(id=name, state="connected", since=NOW), stage=stage, caller=None, number=f"+{name}")
        for name, stage in (("1", "connected"), ("2", "ringing"), ("3", "closed"))
    )
    assert view("top_bar", None, [one, closed]).count('class="headline"') == 1
    several = view("top_bar", None, [one, other, closed], selected="2")
    assert several.count('class="headline"') == 1
    assert several.count('role="tab"') == 2


def test_names_and_ticket_numbers_open_what_they_name() -> None:
    html = view("nav_bar", None, [record()])
    assert 'data-press="open_ticket" data-value="5">#5</button>' in html
    assert 'data-press="open_user" data-value="7">' in html
    assert "open_user" not in view("nav_bar", None, [record(caller=None)])


@pytest.mark.parametrize("place", ["ticket_sidebar", "new_ticket_sidebar", "user_sidebar"])
def test_a_missed_call_is_nothing_to_the_page_of_another_ticket_or_user(place: str) -> None:
    assert "No contact right now." in view(place, 99, [record(stage="ended", missed=True, ticket_id=None)])


def test_the_list_shows_when_who_which_and_how_long() -> None:
    html = view("nav_bar", None, [record(stage="closed", connected_at=NOW, ended_at=NOW + timedelta(seconds=65))])
    for expected in (NOW.isoformat(), "Ann &lt;Miller&gt;", "#5", "1:05", "Inbound", "Voice", "Done"):
        assert expected in html


def test_the_list_is_no_longer_than_a_page_can_bear() -> None:
    assert view("nav_bar", None, [record()] * 500).count("<tr") == SHOWN + 1


def test_a_contact_keeps_its_place_in_the_list_when_it_is_tried_again() -> None:
    times = [NOW - timedelta(days=2), NOW, NOW - timedelta(days=1)]
    html = view("nav_bar", None, [record(connected_at=time) for time in times])
    assert re.findall('datetime="([^"]*)"', html) == [time.isoformat() for time in sorted(times, reverse=True)]


def test_an_empty_list_says_what_will_come() -> None:
    assert "No contacts in this browser yet" in view("nav_bar", None, [])


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (
            {"lost": (Lost(Phrase("lost.phone", {"who": "Ann", "status": "422"}), AttachPhone("+1")),)},
            "Not fully saved",
        ),
        ({"missed": True, "stage": "ended"}, "Missed"),
        ({"pending": (PopTicket(),), "attempted": True}, "Saving"),
        ({"stage": "new"}, "Ringing"),
        ({"stage": "ringing"}, "Ringing"),
        ({"stage": "connected"}, "On the line"),
        ({"stage": "ended"}, "After-call work"),
        ({"stage": "closed", "ticket_id": None}, "Done"),
    ],
)
def test_a_contact_says_how_it_stands(facts: dict[str, Any], outcome: str) -> None:
    assert outcome in view("nav_bar", None, [record(**facts)])


def test_an_anonymous_caller_has_a_name_too() -> None:
    anonymous = replace(record(caller=None, number=""), contact=Contact(id="c", state="ringing", since=NOW))
    assert "An anonymous caller" in view("nav_bar", None, [anonymous])


def test_pending_writes_and_the_duration_of_the_call_are_shown() -> None:
    pending = CreateTicket("s", "<p>", "m", 45, "e")
    html = view("ticket_sidebar", 5, [record(pending=(pending, PopTicket()), attempted=True, connected_at=NOW)])
    assert html.count("not created yet") == 1
    assert f'data-since="{NOW.isoformat()}"' in html


def test_the_queues_to_call_out_through_start_at_the_default() -> None:
    profile = RoutingProfile((Queue("Sales", "1"), Queue("R&D", "2")), Queue("R&D", "2"))
    assert "<option selected>R&amp;D</option>" in view("top_bar", None, [], profile=profile)
    assert "<option selected>Sales</option>" in view("top_bar", None, [], profile=profile, queue="Sales")
    assert "selected" not in view("top_bar", None, [], profile=RoutingProfile((Queue("Sales", "1"),)))
    assert "select" not in view("top_bar", None, [])


def test_the_page_in_the_background_shows_nothing() -> None:
    assert view("background", None, [record()]) == ""
