"""Which moments a report makes due (rule 5.7)."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import get_args

import pytest

from deskline.model.contact import Contact, State
from deskline.model.moments import Changed, Closed, Connected, Ended, Missed, Moment, Ringing, Seen
from deskline.model.stages import DUE, Report, Stage, due, kind_of

THEN, NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def contact(state: State) -> Contact:
    return Contact(id="c", state=state, since=THEN)


def names(moments: tuple[Moment, ...]) -> list[type[Moment]]:
    return [type(moment) for moment in moments]


SEEN: dict[Report, Seen] = {
    "offered": Seen(contact("ringing")),
    "connected": Seen(contact("connected")),
    "missed": Seen(contact("missed")),
    "ended": Seen(contact("ended")),
    "ended after a talk": Seen(replace(contact("ended"), talked=True)),
    "gone unanswered": Seen(contact("ringing"), gone=True),
    "gone while connected": Seen(contact("connected"), gone=True),
    "gone after it ended": Seen(contact("ended"), gone=True),
    "gone after a talk": Seen(replace(contact("ended"), talked=True), gone=True),
}
"""One report of each kind."""

CELLS: dict[Report, tuple[str, str, str, str, str]] = {
    #                         new    ringing    connected  ended  closed
    "offered":              ("R",    "*",       "*",       "*",   ""),
    "connected":            ("RC",   "C",       "*",       "*",   ""),
    "missed":               ("M",    "M",       "E",       "*",   ""),
    "ended":                ("",     "M",       "E",       "*",   ""),
    "ended after a talk":   ("",     "CE",      "E",       "*",   ""),
    "gone unanswered":      ("MX",   "MX",      "EX",      "*X",  ""),
    "gone while connected": ("CEX",  "CEX",     "EX",      "*X",  ""),
    "gone after it ended":  ("X",    "MX",      "EX",      "*X",  ""),
    "gone after a talk":    ("X",    "CEX",     "EX",      "*X",  ""),
}  # fmt: skip
LETTERS = {"R": Ringing, "C": Connected, "*": Changed, "E": Ended, "M": Missed, "X": Closed}
STAGES: tuple[Stage, ...] = get_args(Stage)
EVERY_CELL = [
    (stage, report, cell) for report, cells in CELLS.items() for stage, cell in zip(STAGES, cells, strict=True)
]


@pytest.mark.parametrize(("stage", "report", "cell"), EVERY_CELL)
def test_rule_5_7_every_cell_of_the_table(stage: Stage, report: Report, cell: str) -> None:
    assert names(due(stage, None, SEEN[report])) == [LETTERS[letter] for letter in cell]


def test_rule_5_7_the_table_has_a_cell_for_every_report_at_every_stage() -> None:
    assert tuple(DUE) == STAGES
    assert all(tuple(cells) == get_args(Report) for cells in DUE.values())
    assert len(EVERY_CELL) == len(STAGES) * len(get_args(Report))


def test_every_report_has_a_name_in_the_table() -> None:
    assert {kind_of(seen): seen for seen in SEEN.values()} == SEEN
    assert kind_of(Seen(contact("missed"), gone=True)) == "gone unanswered"
    for facts in ({"direction": "outbound"}, {"direction": "monitoring"}, {"callback": True}):
        assert kind_of(Seen(replace(contact("ended"), talked=True, **facts))) == "ended"


def test_rule_5_7_nothing_that_happens_to_a_closed_contact_is_due_and_nothing_comes_after_its_close() -> None:
    for stage, seen in product(STAGES, SEEN.values()):
        moments = due(stage, None, seen)
        assert stage != "closed" or moments == ()
        assert Closed not in names(moments)[:-1]
        assert (Closed in names(moments)) == (seen.gone and stage != "closed")


@pytest.mark.parametrize(
    ("stage", "state", "gone", "expected"),
    [
        ("new", "ringing", False, [Ringing]),
        ("new", "connected", False, [Ringing, Connected]),
        ("new", "ended", False, []),
        ("new", "missed", False, [Missed]),
        ("new", "ringing", True, [Missed, Closed]),
        ("new", "ended", True, [Closed]),
        ("ringing", "connected", False, [Connected]),
        ("ringing", "missed", False, [Missed]),
        ("ringing", "ended", False, [Missed]),
        ("ringing", "ringing", True, [Missed, Closed]),
        ("ringing", "connected", True, [Connected, Ended, Closed]),
        ("connected", "ended", False, [Ended]),
        ("connected", "missed", False, [Ended]),
        ("connected", "connected", True, [Ended, Closed]),
        ("connected", "ended", True, [Ended, Closed]),
        ("connected", "ringing", False, [Changed]),
        ("ended", "ended", False, []),
        ("ended", "ended", True, [Closed]),
        ("ended", "connected", False, [Changed]),
        ("closed", "connected", False, []),
        ("closed", "ended", True, []),
    ],
)
def test_rule_5_7_each_moment_is_due_once_and_in_order(
    stage: Stage, state: State, gone: bool, expected: list[type[Moment]]
) -> None:
    known = contact("ended") if stage == "ended" else contact("connected" if stage == "connected" else "ringing")
    assert names(due(stage, known, Seen(contact(state), gone, NOW))) == expected


def test_rule_11_3_an_end_that_connect_says_was_after_a_talk_is_taken_for_one_since_the_ring() -> None:
    ended = Contact(id="c", state="ended", since=NOW, talked=True)
    assert due("ringing", contact("ringing"), Seen(ended)) == (Connected(ended, THEN), Ended(ended, NOW))
    assert due("new", None, Seen(ended)) == ()
    assert due("connected", contact("connected"), Seen(ended)) == (Ended(ended, NOW),)


def test_a_change_of_attributes_alone_is_a_moment_of_its_own() -> None:
    changed = Contact(id="c", state="connected", since=THEN, attributes={"a": "1"})
    assert due("connected", contact("connected"), Seen(changed)) == (Changed(changed),)


def test_a_report_that_says_nothing_new_makes_nothing_due() -> None:
    assert due("connected", contact("connected"), Seen(contact("connected"))) == ()


def test_the_end_is_when_connect_says_it_was() -> None:
    assert due("connected", None, Seen(contact("ended"), at=NOW)) == (Ended(contact("ended"), THEN),)


def test_the_end_of_a_contact_that_vanished_is_when_it_was_missed() -> None:
    assert due("connected", None, Seen(contact("connected"), gone=True, at=NOW))[0] == Ended(contact("connected"), NOW)
    assert due("connected", None, Seen(contact("connected"), gone=True))[0] == Ended(contact("connected"), THEN)
