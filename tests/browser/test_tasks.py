"""Rules 4.0 and 14.2 through the real Streams and TaskJS: tasks from the offer to their end."""

import pytest
from playwright.sync_api import expect

from browser.stage import Stage
from browser.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.shift]


def notes(stage: Stage, ticket: int) -> list[str]:
    return [str(comment["html_body"]) for comment in stage.bench.zendesk.comments(ticket) if not comment["public"]]


def test_rule_4_0_a_task_named_after_a_ticket_pops_it_when_offered_and_is_noted_there(stage: Stage) -> None:
    tab = stage.open_with_softphone()
    before = len(notes(stage, 1))
    task = stage.ring_task("Zendesk-1", references={"Order": {"type": "URL", "value": "https://shop.example.com/7"}})
    expect(tab.front).to_contain_text("My parcel has not arrived")
    assert stage.written() == []
    tab.ccp.get_by_role("button", name="Accept").click()
    stage.until(tab, lambda: len(notes(stage, 1)) == before + 1)
    beside = tab.shown("ticket_sidebar")
    expect(beside.get_by_role("link", name="https://shop.example.com/7")).to_be_visible()
    expect(beside.locator(".headline")).to_contain_text("In progress")
    stage.hang_up(task)
    stage.until(tab, lambda: len(notes(stage, 1)) == before + 2)
    assert "Task ended" in notes(stage, 1)[-1]
    assert stage.made == []


def test_rule_14_2_a_reload_across_the_end_of_a_task_writes_its_outcome_once(stage: Stage) -> None:
    tab = stage.open_with_softphone()
    task = stage.ring_task("Call back", attributes={"customer_email": "ann@example.com"})
    expect(tab.front).to_contain_text("Ann Miller")
    stage.accept(task)
    stage.until(tab, lambda: stage.made)
    (ticket,) = stage.made
    assert ticket["subject"] == "Task Call back"
    tab.page.goto("about:blank")
    stage.hang_up(task)
    tab.page.goto(stage.bench.url)
    tab.ready()
    wait_for(tab.page, lambda: len(notes(stage, ticket["id"])) == 2)
    stage.clear(task)
    tab.page.wait_for_timeout(500)
    assert len(notes(stage, ticket["id"])) == 2
