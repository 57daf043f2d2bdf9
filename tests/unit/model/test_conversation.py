"""The order of a chat's lines, however they are told (rule 14.1)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deskline.model.conversation import Conversation, Line, Role

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def lines(*names: str) -> tuple[Line, ...]:
    """Lines that were all said in the same millisecond."""
    return tuple(Line(name, NOW, "message", "customer", words=name) for name in names)


def told(*batches: tuple[Line, ...]) -> str:
    said = Conversation()
    for batch in batches:
        said = said.with_lines(batch)
    return "".join(line.id for line in said.lines)


def test_pages_that_are_read_backwards_come_out_forwards_though_all_lines_have_one_time() -> None:
    assert told(lines("e", "f"), lines("c", "d"), lines("a", "b")) == "abcdef"


def test_what_is_told_again_keeps_its_place_and_its_time() -> None:
    assert told(lines("a", "b"), lines("a"), lines("b")) == "ab"
    edited = Line("a", NOW.replace(hour=10), "message", "customer", words="new")
    (first, _) = Conversation(lines("a", "b")).with_lines((edited,)).lines
    assert (first.at, first.words, first.edited) == (NOW, "new", True)


END = Line("z", NOW.replace(minute=59), "event", "system", words="chat.ended")


def grown(*tellings: tuple[str, bool], end: bool = False) -> Conversation:
    """A conversation of which these lines were told, each time with whether none was missing."""
    said = Conversation()
    for names, whole in tellings:
        one = (Line(name, NOW.replace(minute=ord(name) - 97), "message", "customer", words=name) for name in names)
        told = Conversation(tuple(one), whole)
        said = said.grown(told, said.news(told.lines))
    return said.grown(Conversation((END,), said.whole), (END,)) if end else said


def test_of_a_chat_that_was_whole_and_has_ended_nothing_is_missing() -> None:
    assert grown(("ab", True), end=True).missing_after == ()
    assert Conversation((), whole=True, ended=True).missing_after == ()


def test_of_a_chat_that_has_not_ended_here_the_end_may_be_missing() -> None:
    assert grown(("ab", True)).missing_after == ("b",)
    assert Conversation().missing_after == ("",)


def test_what_came_before_the_first_line_may_be_missing_as_long_as_not_all_is_read() -> None:
    assert grown(("cd", False), ("ab", False), end=True).missing_after == ("",)
    assert grown(("cd", False), ("ab", True), end=True).missing_after == ()


def test_each_lost_connection_is_a_place_of_its_own_until_all_is_read_again() -> None:
    lost = (("ab", True), ("", False), ("c", False))
    assert grown(*lost, end=True).missing_after == ("b",)
    assert grown(*lost, ("abc", True), ("", False), ("d", False), end=True).missing_after == ("c",)
    assert grown(*lost, ("abxc", True), end=True).missing_after == ()


def test_what_an_earlier_engine_saved_may_lack_what_came_after_it_unless_the_chat_had_ended() -> None:
    assert grown(("ab", True)).resumed().missing_after == ("b",)
    assert grown(("ab", True), ("", False), ("c", False)).resumed().missing_after == ("b", "c")
    assert grown(("ab", True), end=True).resumed().missing_after == ()


@pytest.mark.parametrize(
    ("words", "role", "contact", "over"),
    [
        ("chat.ended", "system", "own", True),
        ("transfer.succeeded", "system", "own", True),
        ("participant.left", "agent", "own", True),
        ("participant.autodisconnection", "agent", "own", True),
        ("participant.autodisconnection", "customer", "own", False),
        ("participant.left", "customer", "own", False),
        ("participant.left", "agent", "before", False),
        ("transfer.succeeded", "system", "before", False),
        ("participant.idle", "agent", "own", False),
    ],
)
def test_an_agents_part_is_over_when_the_chat_is_or_they_are_gone(
    words: str, role: Role, contact: str, over: bool
) -> None:
    line = Line("a", NOW, "event", role, words=words, contact=contact)
    assert Conversation((line,), contact="own").over == over
    assert not Conversation((replace(line, kind="message"),), contact="own").over


def said_by(*roles: str) -> Conversation:
    """Messages a minute apart, each from one of these; "joined" is a customer's event."""
    at = (NOW + timedelta(minutes=number) for number in range(len(roles)))
    return Conversation(
        tuple(
            Line(f"{one:%M}", one, "event" if role == "joined" else "message", "customer" if role == "joined" else role)  # type: ignore[arg-type]
            for one, role in zip(at, roles, strict=True)
        )
    )


def test_unread_is_what_the_customer_has_said_since_the_agent_looked_or_answered() -> None:
    said = said_by("customer", "agent", "customer", "bot", "joined", "customer")
    assert said.unread(None) == 2
    assert said.unread(NOW + timedelta(minutes=2)) == 1
    assert said.unread(NOW + timedelta(minutes=5)) == 0
    assert said_by("customer", "customer").unread(None) == 2
    assert Conversation().unread(None) == 0
