"""Rule 11.2: the tab with the engine navigates to another site, or Zendesk hangs in it."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from browser.stage import ANN, Stage
from builder import machine
from builder.bench.browser import Chromium
from builder.package import Built
from workbench.workbench import Workbench

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("alone", [False, True], ids=["two tabs", "one tab"])
def test_rule_11_2_leaving_zendesk_during_a_call_and_returning_loses_nothing(stage: Stage, alone: bool) -> None:
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
    expect(other.softphone.locator(".headline")).to_have_count(0)
    assert len(stage.made) == 1
    assert sum(len(page.workers) for page in stage.context.pages) == 1


def test_rule_11_2_if_zendesk_hangs_in_the_tab_with_the_engine_another_tab_takes_over(
    built: Built, playwright: Playwright, tmp_path: Path
) -> None:
    """The app's pages are of another site, as live, and so in a process that does not hang with Zendesk's."""
    chromium = Chromium(playwright, machine.chromium(Path()))
    with Workbench.serve(built.zip, cross_site=True) as bench, chromium.profile(tmp_path / "profile") as context:
        bench.furnish()
        stage = Stage(bench, context)
        host, other = stage.open().ready(), stage.open().ready()
        wake = host.stand_still()
        call = bench.connect.ring(ANN)
        expect(other.front).to_contain_text("Ann Miller")
        bench.connect.accept(call)
        stage.until(other, lambda: stage.made)
        bench.connect.hang_up(call)
        stage.until(other, lambda: stage.voices(stage.made[0]["id"]) == 1)
        wake()
        host.page.evaluate("0")  # comes when it has woken
        other.page.wait_for_timeout(2000)
        assert stage.written() == ["/api/v2/channels/voice/tickets.json", "/api/v2/calls.json"]
        assert stage.errors == []
