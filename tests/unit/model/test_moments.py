"""Which moments a report makes due (rule 5.7)."""

from datetime import UTC, datetime

import pytest

from deskline.model.contact import Contact
from deskline.model.moments import (
    CLOSED,
    CONNECTED,
    ENDED,
    NEW,
    RINGING,
    Changed,
    Closed,
    Connected,
    Ended,
    Missed,
    Moment,
    Ringing,
    Seen,
    due,
)

THEN, NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def contact(state: str, **facts: str) -> Contact:
    return Contact(id="c", state=state, since=THEN, **facts)


def names(moments: tuple[Moment, ...]) -> list[type[Moment]]:
    return [type(moment) for moment in moments]


@pytest.mark.parametrize(
    ("stage", "state", "gone", "expected"),
    [
        (NEW, "ringing", False, [Ringing]),
        (NEW, "connected", False, [Ringing, Connected]),
        (NEW, "ended", False, []),
        (NEW, "missed", False, [Missed]),
        (NEW, "ringing", True, [Missed, Closed]),
        (NEW, "ended", True, [Closed]),
        (RINGING, "connected", False, [Connected]),
        (RINGING, "missed", False, [Missed]),
        (RINGING, "ended", False, [Missed]),
        (RINGING, "ringing", True, [Missed, Closed]),
        (RINGING, "connected", True, [Connected, Ended, Closed]),
        (CONNECTED, "ended", False, [Ended]),
        (CONNECTED, "missed", False, [Ended]),
        (CONNECTED, "connected", True, [Ended, Closed]),
        (CONNECTED, "ended", True, [Ended, Closed]),
        (CONNECTED, "ringing", False, [Changed]),
        (ENDED, "ended", False, []),
        (ENDED, "ended", True, [Closed]),
        (ENDED, "connected", False, [Changed]),
        (CLOSED, "connected", False, []),
        (CLOSED, "ended", True, []),
    ],
)
def test_rule_5_7_each_moment_is_due_once_and_in_order(
    stage: str, state: str, gone: bool, expected: list[type[Moment]]
) -> None:
    known = contact("ended") if stage == ENDED else contact("connected" if stage == CONNECTED else "ringing")
    assert names(due(stage, known, Seen(contact(state), gone, NOW))) == expected


def test_rule_11_3_an_end_that_connect_says_was_after_a_talk_is_taken_for_one_since_the_ring() -> None:
    ended = Contact(id="c", state="ended", since=NOW, talked=True)
    assert due(RINGING, contact("ringing"), Seen(ended)) == (Connected(ended, THEN), Ended(ended, NOW))
    assert due(NEW, None, Seen(ended)) == ()
    assert due(CONNECTED, contact("connected"), Seen(ended)) == (Ended(ended, NOW),)


def test_a_change_of_attributes_alone_is_a_moment_of_its_own() -> None:
    changed = Contact(id="c", state="connected", since=THEN, attributes={"a": "1"})
    assert due(CONNECTED, contact("connected"), Seen(changed)) == (Changed(changed),)


def test_a_report_that_says_nothing_new_makes_nothing_due() -> None:
    assert due(CONNECTED, contact("connected"), Seen(contact("connected"))) == ()


def test_the_end_is_when_connect_says_it_was() -> None:
    assert due(CONNECTED, None, Seen(contact("ended"), at=NOW)) == (Ended(contact("ended"), THEN),)


def test_the_end_of_a_contact_that_vanished_is_when_it_was_missed() -> None:
    assert due(CONNECTED, None, Seen(contact("connected"), gone=True, at=NOW))[0] == Ended(contact("connected"), NOW)
    assert due(CONNECTED, None, Seen(contact("connected"), gone=True))[0] == Ended(contact("connected"), THEN)
