"""Rule 5.3: *Who is it?* finds anybody in Zendesk by what the agent knows of them."""

import re

import pytest

from scenarios.workday import STRANGER, Workday

FLOW = {"ticket_assignment": "agent"}


def choosing(day: Workday) -> str:
    """Accept a call from a stranger whose ticket the agent chooses."""
    contact = day.ring(STRANGER, attributes=FLOW)
    day.accept(contact)
    return contact


def found(day: Workday) -> list[str]:
    """The people below the search, by name."""
    return re.findall(r'data-press="pick" [^>]*><strong dir="auto">([^<]*)<', day.panel.partition('type="search"')[2])


def asked(day: Workday) -> list[str]:
    """The paths of the searches by a text."""
    return [sent.path for sent in day.desk.requests if "per_page=9" in sent.path]


@pytest.mark.parametrize("text", ["no", "nora", "NORA ex", "nora@example.com", "nora@ex", "(02) 9999-0044", "0044"])
def test_rule_5_3_a_name_an_e_mail_address_or_a_number_finds_the_person_and_a_click_selects_them(text: str) -> None:
    with Workday() as day:
        user = day.desk.add_user(name="Nora Example", email="nora@example.com", phone="+61299990044")["id"]
        contact = choosing(day)
        day.press("search", contact, text)
        assert found(day) == ["Nora Example"]
        day.press("pick", contact, user)
        assert "Create ticket for Nora Example" in day.panel
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == user


@pytest.mark.parametrize("text", ["", "n", " n ", "  "])
def test_rule_5_3_less_than_two_letters_are_not_searched_for(text: str) -> None:
    with Workday() as day:
        contact = choosing(day)
        day.press("search", contact, text or " ")
        assert asked(day) == []
        assert found(day) == []


def test_rule_5_3_nobody_many_and_no_answer_are_said() -> None:
    with Workday() as day:
        for number in range(12):
            day.desk.add_user(name=f"Sam {number}")
        contact = choosing(day)
        day.press("search", contact, "zz <b>")
        assert "Nobody found for “zz &lt;b&gt;”." in day.panel
        day.press("search", contact, "sam")
        assert len(found(day)) == 8
        assert "More people match “sam”" in day.panel
        day.desk.faults.add("GET /api/v2/users/search*", 500, times=9)
        day.press("search", contact, "sam 1")
        assert "Zendesk did not answer" in day.panel
        day.press("search", contact, "s")
        assert found(day) == [] and "did not answer" not in day.panel


@pytest.mark.parametrize("text", ['"', "*", "phone:1", "a:b", "-nora", "nora*", "<>", "\\"])
def test_rule_5_3_signs_of_zendesks_search_have_no_meaning_in_it(text: str) -> None:
    with Workday() as day:
        contact = choosing(day)
        day.press("search", contact, f"{text} x")
        assert "did not answer" not in day.panel


def test_rule_5_3_who_is_in_the_list_already_is_not_shown_twice() -> None:
    with Workday() as day:
        user = day.desk.add_user(name="Nora", email="nora@example.com")["id"]
        day.look_at("user_sidebar", user)
        contact = choosing(day)
        day.press("search", contact, "nora")
        assert found(day) == []
        assert "Nobody found" not in day.panel
        assert day.panel.count(">Nora<") == 1


def test_rule_5_3_whoever_was_not_found_cannot_be_picked() -> None:
    with Workday() as day:
        user = day.desk.add_user(name="Nora")["id"]
        contact = choosing(day)
        day.press("pick", contact, user)
        assert "Nora" not in day.panel
