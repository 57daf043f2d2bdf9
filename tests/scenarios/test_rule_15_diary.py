"""Rule 15.4: the event log can be read and exported, without personal data."""

import json
import re
from typing import Any

from scenarios.workday import ANN, STRANGER, Workday

AGENT = "en Mozilla/5.0 (Windows NT 10.0) Chrome/156.0.0.0 Safari/537.36"
PERSONAL = "Ann Miller|ann@example|9999 ?0001|99990099|Kim|billing|Sales|secret|Robin"


def told(day: Workday) -> tuple[str, dict[str, Any]]:
    """Press the Help page's button; the page's HTML and the report."""
    day.tell(kind="pressed", page="softphone", button="diary", value=AGENT)
    (*_, order) = [order for order in day.shims.orders if order["kind"] == "diary"]
    return order["html"], json.loads(order["text"])


def whats(report: dict[str, Any]) -> list[str]:
    return [f"{entry['kind']} {entry['what']}" for entry in reversed(report["entries"])]


def test_rule_15_4_a_whole_call_can_be_followed_and_nothing_personal_stands_in_it() -> None:
    with Workday() as day:
        flow = {"conversation_title": "billing", "customer_name": "Kim", "order": "secret", "sak": "secret"}
        first = day.call(ANN, attributes=flow, queue="Sales")
        day.call(STRANGER, attributes=flow | {"pop_incoming": "Robin"}, queue="Sales")
        html, report = told(day)
        day.wait(1)
        seen = whats(report)
        steps = ["started 1.2.3", "contact new", "request GET /api/v2/users/search", "order pop"]
        steps += ["contact connected", "saved CreateTicket", "saved WriteVoiceComment", "contact closed"]
        places = [seen.index(step) for step in steps]
        assert places == sorted(places)
        assert {"saved CreateUser", "notice notice.bad_values"} <= set(seen)
        assert {entry["about"] for entry in report["entries"] if "about" in entry} >= {first}
        assert (report["locale"], report["browser"]) == ("en", "Windows Chrome/156 Safari/537")
        assert (report["version"], report["contacts"], report["open"]) == ("1.2.3", 2, 0)
        assert not re.search(PERSONAL, html + json.dumps(report) + day.store["facts", "diary"])


def test_rule_15_4_an_unforeseen_error_and_a_refused_write_are_in_it_without_what_they_say() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/users", 422)
        day.tell(kind="sing", text="secret")
        day.call(STRANGER)
        _, report = told(day)
        assert {"error BadMessage", "lost CreateUser", "notice lost.user"} <= set(whats(report))
        assert not re.search(PERSONAL, json.dumps(report))
        day.shims.logs.clear()


def test_rule_15_4_an_error_that_nobody_waited_for_is_logged_without_what_it_says() -> None:
    with Workday() as day:
        loop = day.loop
        loop.call_soon(loop.call_exception_handler, {"message": "secret", "exception": ValueError("secret")})
        day.settle()
        assert day.shims.logs == ["ValueError\n"]
        assert "error ValueError" in whats(told(day)[1])
        day.shims.logs.clear()


def test_rule_15_4_the_diary_goes_on_where_the_last_engine_stopped() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.tell(kind="bye", page="softphone")
        day.reload()
        day.accept(contact)
        steps = [what for what in whats(told(day)[1]) if what.startswith(("started", "contact"))]
        before, after = ["contact new", "contact ringing"], ["contact ringing", "contact connected"]
        assert steps == ["started 1.2.3", *before, "started 1.2.3", *after]


def test_rule_15_4_no_request_for_the_diary_comes_between_the_ring_and_the_pop() -> None:
    with Workday() as day:
        day.wait(1)
        day.ring(ANN)
        assert day.pops == [("user", day.ann["id"])]
        assert "ringing" not in day.store.get(("facts", "diary"), "")
        day.wait(1)
        assert "ringing" in day.store["facts", "diary"]


def test_rule_15_4_the_report_counts_pending_and_lost_writes() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/calls", 422)
        day.call(ANN)
        assert (told(day)[1]["pending"], told(day)[1]["lost"]) == (0, 1)
        day.desk.faults.add("POST /api/v2/channels/voice/tickets", 503, times=99)
        day.accept(day.ring(STRANGER))
        _, report = told(day)
        assert (report["pending"], report["lost"], report["open"]) == (1, 1, 1)
        assert "POST /api/v2/channels/voice/tickets" in json.dumps(report)
