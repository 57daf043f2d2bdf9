"""Rule 1.1 in the whole package: each mirror of the runtime fails alone, and both fail together."""

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, Stage
from browser.waiting import ALL_KEPT

pytestmark = [pytest.mark.browser, pytest.mark.cold]


@pytest.fixture
def settings() -> dict[str, object]:
    """A customer who hosts no runtime."""
    return {"runtime_url": ""}


@pytest.mark.parametrize(("failing", "kind"), [("first", "a page"), ("first", "no answer"), ("second", "404")])
def test_rule_1_1_where_one_mirror_fails_a_call_is_handled(stage: Stage, failing: str, kind: str) -> None:
    stage.bench.mirrors.let(failing, kind)
    tab = stage.open().ready()
    call = stage.ring(ANN)
    stage.accept(call)
    stage.until(tab, lambda: len(stage.made) == 1)
    stage.errors.clear()  # the browser on bytes that do not fit


def test_rule_1_1_if_both_mirrors_fail_a_notice_says_so_and_cached_copies_serve_the_next_time(stage: Stage) -> None:
    for name in ("first", "second"):
        stage.bench.mirrors.let(name, "out of reach")
    tab = stage.open()
    tab.page.get_by_role("button", name="Deskline").last.click()
    expect(tab.softphone.locator("#trouble")).to_contain_text("no tickets are created")
    stage.bench.mirrors.let("second", "")
    tab.page.reload()
    tab.ready()
    tab.softphone.evaluate(ALL_KEPT)
    stage.bench.mirrors.let("second", "other bytes")
    stage.context.new_cdp_session(tab.page).send("Network.clearBrowserCache")
    tab.page.reload()
    tab.ready()
    stage.errors.clear()
