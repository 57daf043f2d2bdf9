"""Rule 16.1: what a headline says of a contact."""

from datetime import timedelta
from typing import Any

import pytest

from deskline.decide.situation import Situation
from deskline.model.effects import CreateTicket, Phrase, PopTicket, WriteVoiceComment
from deskline.model.findings import CouldNotAsk, NewTicket, OtherRequester, Recognised, UseTicket
from deskline.model.people import Dialled
from deskline.model.record import Lost
from deskline.pages.facts import duration, goes, lasting, outcome, state
from unit.builders import ANN, CLOSED_TICKET, MANUAL, OPEN_TICKET, OVER, RANG, TEXTS, record, situation

CREATE = CreateTicket("s", "<p>", "m", 45, "e")
VOICE = WriteVoiceComment("t", "+1", "+2", "inbound", RANG, OVER, "c")
LOST = (Lost(Phrase("lost.ticket", {"who": "Ann"}), CREATE),)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"stage": "ringing"}, "Ringing"),
        ({"stage": "new"}, "Ringing"),
        ({"stage": "ringing", "direction": "outbound"}, "Calling"),
        ({"stage": "ringing", "calling": True}, "Calling"),
        ({"stage": "connected"}, "On the line"),
        ({"stage": "connected", "held": True}, "On hold"),
        ({"stage": "ended"}, "After-call work"),
        ({"stage": "closed"}, "Done"),
        ({"stage": "ended", "missed": True}, "Missed"),
        ({"stage": "ended", "missed": True, "fate": "rejected"}, "Rejected"),
        ({"stage": "ended", "missed": True, "direction": "outbound"}, "No answer"),
    ],
)
def test_rule_16_1_the_state_is_said_in_words(facts: dict[str, Any], said: str) -> None:
    assert state(record(**facts), TEXTS) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"stage": "ringing", "caller": None, "choice": None}, "Looking up…"),
        ({"stage": "connected", "caller": None, "choice": None}, "Looking up…"),
        ({"stage": "ringing", "direction": "outbound", "caller": None, "choice": None}, None),
        (
            {"choice": None, "caller": None, "direction": "outbound", "dialled": Dialled("+1", ticket_id=5)},
            "Looking up…",
        ),
        (
            {
                "stage": "ringing",
                "choice": None,
                "caller": None,
                "direction": "outbound",
                "dialled": Dialled("+1", ticket_id=5),
            },
            "Goes on #5",
        ),
        ({"stage": "ringing"}, "New ticket"),
        ({"choice": UseTicket(OPEN_TICKET, "why.recent")}, "Goes on #5"),
        ({"choice": UseTicket(CLOSED_TICKET, "why.recent")}, "Goes on a follow-up to #6"),
        ({"choice": OtherRequester(OPEN_TICKET)}, "You choose the ticket"),
        ({"settings": MANUAL}, "You choose the ticket"),
        ({"choice": CouldNotAsk()}, "You choose the ticket"),
        ({"pending": (CREATE,)}, "Saving…"),
        ({"pending": (CREATE,), "settings": MANUAL}, "Saving…"),
        ({"pending": (CREATE, PopTicket()), "attempted": True}, "Saving…"),
        ({"ticket_id": 5, "pending": (VOICE,)}, "Goes on #5"),
        ({"ticket_id": 5, "pending": (VOICE,), "attempted": True}, "Saving…"),
        ({"ticket_id": 5}, "Saved on #5"),
        ({"ticket_id": 5, "stage": "closed"}, "Saved on #5"),
        ({"stage": "closed"}, None),
        ({"lost": LOST}, "Not fully saved"),
        ({"missed": True, "stage": "ended"}, None),
        ({"channel": "email"}, None),
        ({"direction": "monitoring", "enhanced": True}, None),
    ],
)
def test_rule_16_1_the_line_says_which_ticket_the_contact_goes_on(facts: dict[str, Any], said: str | None) -> None:
    line = goes(situation(**facts))
    assert (line and line[1] if line is None else plain(line[1])) == said


def plain(text: str) -> str:
    """The text of a line without the link in it."""
    return str(text).replace("</button>", "").partition("<button")[0] + str(text).partition(">")[2].replace(
        "</button>", ""
    )


def test_what_is_saved_looks_well_and_its_ticket_is_a_link() -> None:
    line = goes(situation(ticket_id=5))
    assert line and line[0] == "good" and 'data-press="open_ticket" data-value="5">#5</button>' in line[1]


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        ({"stage": "ringing", "connected_at": None}, RANG),
        ({"stage": "connected", "connected_at": RANG}, RANG),
        ({"stage": "ended", "ended_at": OVER}, OVER),
    ],
)
def test_rule_16_1_the_time_counts_from_the_beginning_of_the_state(facts: dict[str, Any], since: Any) -> None:
    behind = timedelta(seconds=3)
    assert f'data-since="{(since - behind).isoformat()}"' in lasting(record(**facts), behind)


def test_the_time_of_what_is_over_stands_still() -> None:
    over = record(stage="closed", ended_at=OVER)
    assert lasting(over, timedelta()) == duration(over) == "1:00"
    assert lasting(record(stage="ended", missed=True, connected_at=None), timedelta()) == ""


def test_a_contact_with_a_loss_is_not_fully_saved_and_one_under_way_is_being_saved() -> None:
    assert outcome(record(stage="closed", lost=LOST), TEXTS) == "Not fully saved"
    assert outcome(record(stage="closed", pending=(CREATE,), attempted=True), TEXTS) == "Saving…"


def test_whoever_was_recognised_is_no_reason_to_choose() -> None:
    known = Recognised(ANN, "why.number")
    assert goes(
        Situation(record(caller=known, choice=NewTicket("why.new_ticket")), situation().installation, TEXTS, TEXTS)
    ) == (
        "calm",
        "New ticket",
    )
