"""Which message goes where."""

from typing import Any
from unittest.mock import Mock, call

import pytest

from deskline.engine.switchboard import Switchboard
from deskline.model import moments
from deskline.model.effects import PopTicket, ShowSoftphone
from deskline.model.messages import (
    AgentSeen,
    Away,
    ButtonPressed,
    Bye,
    ContactSeen,
    Dial,
    Hello,
    Message,
    PageLookedAt,
    Trouble,
)
from deskline.model.people import Dialled, Focus, User

LOOKED = call.display.looked
ANN = User(7, "Ann")
"""Found by the agent's search."""


def after(message: Message, *, recalls: bool = False) -> list[Any]:
    """Return what was asked of whom for a message, in order; `recalls` says that the page knows a choice of queue."""
    parts = Mock()
    parts.workspace.pages.ids = {"p"}
    parts.workspace.pages.about.return_value = Focus("ticket_sidebar", 5)
    for look in ("arrived", "looked", "turned_away", "left"):
        getattr(parts.workspace.pages, look).return_value = look
    parts.agent.queues.recall.return_value = recalls
    parts.agent.connection.troubled.return_value = parts.agent.connection.reported.return_value = "notice"
    parts.contacts.counts.return_value = {"open": 1}
    parts.display.searches.found.return_value = ANN
    names = ("contacts", "arrivals", "agent", "workspace", "display", "help", "diary", "services")
    Switchboard(**{name: getattr(parts, name) for name in names}).take(message)
    return [one for one in parts.mock_calls if one[0] != "services.tasks.begin" and "__" not in one[0]]


HELLO = Hello("p", "tab", "top_bar")


def test_a_page_that_arrives_is_looked_at_and_told_what_waits() -> None:
    assert after(HELLO) == [
        call.workspace.pages.arrived(HELLO),
        LOOKED("arrived"),
        call.agent.queues.recall({"p"}),
        call.workspace.catch_up(),
    ]


def test_rule_8_5_a_page_that_knows_the_choice_of_queue_keeps_it_alive() -> None:
    assert call.agent.queues.save({"p"}) in after(HELLO, recalls=True)


@pytest.mark.parametrize(
    ("message", "calls"),
    [
        (PageLookedAt("p", "tab"), [call.workspace.pages.looked(PageLookedAt("p", "tab")), LOOKED("looked")]),
        (Away("p"), [call.workspace.pages.turned_away("p"), LOOKED("turned_away")]),
        (Bye("p"), [call.workspace.pages.left("p"), LOOKED("left"), call.diary.save()]),
    ],
)
def test_what_a_page_tells_goes_to_the_pages_and_then_to_the_contact_in_front(message: Message, calls: Any) -> None:
    assert after(message) == calls


def test_a_number_that_was_clicked_is_dialled() -> None:
    assert after(Dial("+61", 7, 5)) == [call.agent.dialler.dial(Dialled("+61", 7, 5))]


def test_the_agents_state_sets_the_clock_and_the_line_before_anybody_is_told_of_it() -> None:
    message = AgentSeen({}, ["c"], 1.5)
    seen = after(message)
    assert seen[:4] == [
        call.services.clock.correct(1.5),
        call.services.line.reported(message),
        call.agent.connection.reported(),
        call.services.tasks.tell("notice"),
    ]
    assert [one[0] for one in seen[4:]] == ["arrivals.explain", "arrivals.end_dropped", "display.refresh"]


def test_a_trouble_is_told_and_shown() -> None:
    assert after(Trouble("signed_out", "why")) == [
        call.agent.connection.troubled("signed_out", "why"),
        call.services.tasks.tell("notice"),
        call.display.refresh(),
    ]


def test_a_contact_goes_to_the_arrivals() -> None:
    assert after(ContactSeen({}, True)) == [call.arrivals.seen(ContactSeen({}, True))]


@pytest.mark.parametrize(
    ("button", "contact", "value", "last"),
    [
        ("select", "c", "", call.display.select("c")),
        ("numbers", "", "+61", call.display.find_numbers("p", "+61")),
        ("diary", "", "en", call.help.show("p", "en", {"open": 1})),
        ("dial", "", "+61", call.agent.dialler.dial(Dialled("+61", ticket_id=5), "+61")),
        ("open_ticket", "", "5", call.workspace.open(PopTicket(5))),
        ("create", "c", "7", call.arrivals.pressed("c", moments.Pressed("create", 7, "7", ANN))),
        ("again", "c", "", call.arrivals.pressed("c", moments.Pressed("again", found=ANN))),
        ("next", "", "", call.display.select_next()),
        ("search", "c", "ann", call.display.searches.search("c", "ann")),
        ("softphone", "", "", call.workspace.open(ShowSoftphone())),
        ("contacts", "", "", call.workspace.open_contacts()),
    ],
)
def test_a_button_goes_to_whom_it_concerns(button: str, contact: str, value: str, last: Any) -> None:
    assert after(ButtonPressed("p", button, contact, value))[-1] == last


@pytest.mark.parametrize(("button", "chosen"), [("queue", "Sales"), ("reset", "")])
def test_rule_8_5_the_choice_of_queue_is_saved_and_shown(button: str, chosen: str) -> None:
    assert after(ButtonPressed("p", button, value="Sales")) == [
        call.agent.queues.choose(chosen),
        call.agent.queues.save({"p"}),
        call.display.refresh(),
    ]


@pytest.mark.parametrize(("button", "value"), [("open_user", "Ann"), ("no_such_button", "5")])
def test_what_is_no_button_or_link_does_nothing(button: str, value: str) -> None:
    assert after(ButtonPressed("p", button, "c", value)) == []
