"""The order of a chat's lines, however they are told (rule 14.1)."""

from datetime import UTC, datetime

from deskline.model.conversation import Conversation, Line

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


def test_a_chat_is_complete_only_if_nothing_was_missing_and_it_has_ended() -> None:
    end = Line("x", NOW, "event", "system", words="chat.ended")
    assert Conversation((end,), whole=True).complete
    assert Conversation((), whole=True, ended=True).complete
    assert not Conversation((end,)).complete
    assert not Conversation((), whole=True).complete
