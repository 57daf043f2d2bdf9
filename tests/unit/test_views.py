"""What the pages show."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskline.contact import Contact
from deskline.desk import Agent, Recognised, User
from deskline.effects import Phrase, PopTicket
from deskline.moments import CLOSED, CONNECTED, ENDED, NEW, RINGING
from deskline.record import Record
from deskline.texts import Texts
from deskline.views import SHOWN, view

TEXTS = Texts(json.loads((Path(__file__).parents[2] / "translations" / "en.json").read_text())["deskline"])
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANN = Recognised(User(7, "Ann <Miller>"), "why.number")


def record(**facts: Any) -> Record:
    contact = Contact(id="c", state="connected", since=NOW, number="+1", queue="Sales", attributes={"order": "<A1>"})
    return replace(
        Record(contact, Agent(1, "Robin"), stage=CONNECTED, caller=ANN, number="+1", user_id=7, ticket_id=5), **facts
    )


def test_a_ticket_shows_its_own_contacts_and_why_it_was_chosen() -> None:
    other = record(ticket_id=6, why=(Phrase("why.forced"),))
    html = view("ticket_sidebar", 5, [other, record(why=(Phrase("why.new_ticket"),))], TEXTS)
    assert "Ann &lt;Miller&gt;" in html
    assert "nothing asked for an existing one" in html
    assert "Nobody had chosen" not in html
    assert "&lt;A1&gt;" in html


def test_a_ticket_without_contacts_shows_who_is_on_the_line() -> None:
    closed = record(stage=CLOSED, ticket_id=8, caller=None, number="+2")
    html = view("ticket_sidebar", 9, [record(), closed], TEXTS)
    assert "Ann" in html
    assert "+2" not in html


@pytest.mark.parametrize("place", ["ticket_sidebar", "user_sidebar", "new_ticket_sidebar"])
def test_a_sidebar_says_if_there_is_no_contact(place: str) -> None:
    assert "No contact right now." in view(place, 5, [], TEXTS)


def test_a_user_shows_their_own_contact() -> None:
    html = view("user_sidebar", 7, [record(), record(user_id=8, caller=None, number="+2")], TEXTS)
    assert "Ann" in html
    assert "+2" not in html


def test_the_softphone_shows_a_line_for_each_live_contact() -> None:
    html = view("top_bar", None, [record(), record(stage=CLOSED), record(stage=RINGING)], TEXTS)
    assert html.count('class="strip"') == 2


def test_the_list_shows_when_who_which_and_how_long() -> None:
    html = view("nav_bar", None, [record(stage=CLOSED, connected_at=NOW, ended_at=NOW + timedelta(seconds=65))], TEXTS)
    for expected in (NOW.isoformat(), "Ann &lt;Miller&gt;", "#5", "1:05", "Inbound", "Voice", "Done"):
        assert expected in html


def test_the_list_is_no_longer_than_a_page_can_bear() -> None:
    assert view("nav_bar", None, [record()] * 500, TEXTS).count("<tr>") == SHOWN + 1


def test_an_empty_list_says_what_will_come() -> None:
    assert "No contacts yet" in view("nav_bar", None, [], TEXTS)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (
            {"lost": (Phrase("lost.note", {"who": "Ann", "ticket": "#5", "status": "422"}),)},
            "Not everything could be saved",
        ),
        ({"missed": True, "stage": ENDED}, "Missed"),
        ({"owed": (PopTicket(),), "attempted": True}, "Saving"),
        ({"stage": NEW}, "Ringing"),
        ({"stage": RINGING}, "Ringing"),
        ({"stage": CONNECTED}, "On the line #5"),
        ({"stage": ENDED}, "Ended #5"),
        ({"stage": CLOSED, "ticket_id": None}, "Done "),
    ],
)
def test_a_contact_says_how_it_stands(facts: dict[str, Any], outcome: str) -> None:
    assert outcome in view("nav_bar", None, [record(**facts)], TEXTS)


def test_an_anonymous_caller_has_a_name_too() -> None:
    anonymous = replace(record(caller=None, number=""), contact=Contact(id="c", state="ringing", since=NOW))
    assert "an anonymous caller" in view("nav_bar", None, [anonymous], TEXTS)
