"""The first call in a workspace that has just been opened."""

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, Stage
from browser.waiting import wait_for

pytestmark = pytest.mark.browser


def test_rule_5_7_a_call_that_connects_while_the_page_still_loads_is_handled_whole(stage: Stage) -> None:
    stage.accept(stage.ring(ANN))
    tab = stage.open()
    stage.until(tab, lambda: stage.made)
    expect(tab.front).to_contain_text("Incoming call")


def test_rule_1_2_an_account_without_talk_partner_edition_gets_the_same(stage: Stage) -> None:
    stage.refuses = "403"  # by which the account says that it has no such endpoints
    stage.bench.zendesk.talk_partner_edition = False
    tab = stage.open().ready()
    call = stage.ring(ANN)
    stage.accept(call)
    stage.until(tab, lambda: stage.made)
    stage.hang_up(call)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    assert stage.bench.zendesk.calls == {}


def test_the_page_that_lists_contacts_is_answered_by_the_one_engine(stage: Stage) -> None:
    tab = stage.open().ready()
    stage.ring(ANN)
    tab.page.get_by_role("button", name="Deskline").first.click()
    listed = tab.frame("nav_bar")
    expect(listed.locator("#view tbody tr")).to_have_count(1)
    expect(listed.locator("#view time")).not_to_be_empty()
    wait_for(tab.page, lambda: len([worker for page in stage.context.pages for worker in page.workers]) == 1)
