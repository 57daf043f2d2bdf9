"""Rule 11.2: the agent leaves Zendesk in the tab that has the engine, and comes back."""

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, Stage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("alone", [False, True], ids=["two tabs", "one tab"])
def test_rule_11_2_leaving_zendesk_in_mid_call_and_coming_back_costs_nothing(stage: Stage, alone: bool) -> None:
    connect = stage.bench.connect
    tab = stage.open().ready()
    other = tab if alone else stage.open().ready()
    call = connect.ring(ANN)
    connect.accept(call)
    stage.until(tab, lambda: stage.made)
    tab.page.goto("about:blank")
    connect.hang_up(call)
    if not alone:
        stage.until(other, lambda: stage.voices(stage.made[0]["id"]) == 1)
    tab.page.go_back()
    tab.ready()
    stage.until(other, lambda: stage.voices(stage.made[0]["id"]) == 1)
    connect.clear(call)
    expect(other.softphone.locator(".strip")).to_have_count(0)
    assert len(stage.made) == 1
    assert sum(len(page.workers) for page in stage.context.pages) == 1
