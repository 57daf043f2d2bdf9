"""Progress of long work: one rewritten line on a terminal, plain lines elsewhere."""

import io
import time

import pytest

from builder.progress import CLEAR, Output, Progress, duration


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


def waited(stream: io.StringIO, text: str) -> str:
    """What was written, as soon as the text is in it."""
    end = time.monotonic() + 60
    while text not in stream.getvalue():
        assert time.monotonic() < end, stream.getvalue()
        time.sleep(0.005)
    return stream.getvalue()


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (754, "12 min 34 s")])
def test_a_duration_is_shown_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_elsewhere_than_on_a_terminal_every_line_is_plain_and_whole() -> None:
    log = io.StringIO()
    with Progress("Building", 3, Output(log, 0.01)) as progress:
        progress.step("pages")
        waited(log, "1 of 3, pages, ")
    lines = log.getvalue().splitlines()
    assert lines[0] == "Building ..." and lines[-1].startswith("Building: done after ")
    assert "\r" not in log.getvalue() and "\x1b" not in log.getvalue()


def test_on_a_terminal_one_line_is_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    screen = Terminal()
    with Progress("Building", 3, Output(screen, 0.01)) as progress:
        progress.step("a" * 100)
        waited(screen, "1 of 3")
    assert screen.getvalue().count("\n") == 1
    assert all(len(one) < 40 for one in screen.getvalue().split(CLEAR))


def test_a_terminal_that_cannot_go_back_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    screen = Terminal()
    with Progress("Building", output=Output(screen)):
        pass
    assert "\r" not in screen.getvalue() and screen.getvalue().startswith("Building ...\n")


def test_work_that_failed_is_not_said_to_be_done() -> None:
    log = io.StringIO()
    with pytest.raises(ValueError), Progress("Building", output=Output(log)):
        raise ValueError
    assert "Building: stopped after " in log.getvalue() and "done" not in log.getvalue()


def test_more_steps_than_were_expected_are_not_more_than_all() -> None:
    progress = Progress("Building", 2, Output(io.StringIO()))
    for _ in range(5):
        progress.step()
    assert progress.line().startswith("Building ... 2 of 2, ")


def test_an_unknown_number_of_steps_is_left_out() -> None:
    progress = Progress("Building", output=Output(io.StringIO()))
    assert progress.line() == "Building ... 0 s"
    progress.step()
    assert progress.line() == "Building ... 1, 0 s"
