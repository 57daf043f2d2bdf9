"""Rule 11.1 and the guard at the door: tabs come and go, and an unforeseen error does not end the day."""

import pytest

from deskline.ask.retry import Retry
from scenarios.workday import ANN, Workday, colleagues


def test_rule_11_1_screen_pops_open_in_the_tab_used_last() -> None:
    with Workday() as day:
        day.tell(kind="hello", page="second", tab="two", place="top_bar", visible=True)
        day.tell(kind="looked", page="softphone", tab="tab")
        contact = day.ring(ANN)
        day.tell(kind="bye", page="softphone")
        day.accept(contact)
        asked = [order["page"] for order in day.shims.orders if order["kind"] == "pop"]
        assert asked == ["softphone", "second"]


def test_an_unforeseen_error_is_logged_without_its_message_and_reported_once() -> None:
    with Workday() as day:
        shown = day.shims._page
        day.shims._page = lambda request: {"ok": 1} | ({"x": {1}} if request["kind"] == "show" else shown(request))  # type: ignore[method-assign]
        day.tell(kind="hello", page="list", tab="tab", place="nav_bar")
        day.call(ANN)
        assert [notice for notice in day.notices if "Something went wrong" in notice] == day.notices
        assert len(day.notices) == 1
        assert day.shims.logs
        assert all(ANN not in log and "set" not in log.splitlines()[0] for log in day.shims.logs)
        day.shims.logs.clear()


def test_an_error_while_handling_a_call_does_not_end_its_later_moments() -> None:
    with Workday() as day:
        answer = day.desk.answer
        day.desk.answer = lambda *_, **__: 1 / 0  # type: ignore[method-assign, assignment]
        contact = day.ring(ANN)
        day.desk.answer = answer  # type: ignore[method-assign]
        day.accept(contact)
        day.hang_up(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
        assert day.shims.logs.pop().startswith("ZeroDivisionError")


def test_an_error_while_a_call_is_taken_up_again_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = {"ticket_assignment": "agent"}
    with colleagues() as (day, second):
        first = day.ring(ANN, attributes=flow)
        day.accept(first)
        leg = day.hand_over(first, second)
        monkeypatch.setattr(Retry, "begin", lambda *_: 1 / 0)
        second.reload()
        second.press("create", leg)
        assert len(second.new_tickets) == 1
        assert second.shims.logs.pop().startswith("ZeroDivisionError")


def test_what_asyncio_says_without_an_error_is_not_told() -> None:
    with Workday() as day:
        day.loop.call_exception_handler({"message": "Task was destroyed but it is pending!"})
        assert day.notices == []
