"""The engine's runtime loads while Zendesk still registers the page, where its address is known and no engine runs."""

import pytest
from playwright.sync_api import Page, Route

from browser.stage import ANN, Stage
from browser.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.cold]


LOOKED = """async () => {
  await import(new URL("engine/early.js", location.href));
  await navigator.locks.query(); // answered after the page's own question
  await new Promise((done) => setTimeout(done));
}"""
"""Over once the page has decided whether it begins early."""


def silent(stage: Stage) -> Page:
    """Open a tab in which Zendesk never registers a page of the app."""
    page = stage.context.new_page()
    page.route("**/zaf_sdk.js", lambda route: route.abort())
    page.goto(stage.bench.url)
    page.get_by_role("button", name="Deskline").last.click()
    wait_for(page, lambda: any("/top_bar.html" in frame.url for frame in page.frames))
    frame = next(frame for frame in page.frames if "/top_bar.html" in frame.url)
    frame.wait_for_load_state()
    frame.evaluate(LOOKED)
    return page


def test_nothing_is_loaded_early_in_a_browser_that_has_never_had_an_engine(stage: Stage) -> None:
    assert silent(stage).workers == []


def test_the_runtime_loads_before_zendesk_has_answered_from_where_it_came_the_last_time(stage: Stage) -> None:
    stage.open().ready().page.close()
    page = silent(stage)
    wait_for(page, lambda: len(page.workers) == 1)


def test_a_second_tab_begins_no_engine_of_its_own(stage: Stage) -> None:
    stage.open().ready()
    assert silent(stage).workers == []


def test_an_engine_that_began_early_handles_the_call(stage: Stage) -> None:
    stage.open().ready().page.close()
    tab = stage.open().ready()
    assert len(tab.page.workers) == 1
    call = stage.ring(ANN)
    stage.accept(call)
    stage.until(tab, lambda: len(stage.made) == 1)


def test_of_two_tabs_that_begin_at_once_one_keeps_its_engine(stage: Stage) -> None:
    stage.open().ready().page.close()
    one, other = stage.open(), stage.open()
    one.ready(), other.ready()
    wait_for(one.page, lambda: len(one.page.workers) + len(other.page.workers) == 1)


def test_a_runtime_that_has_moved_is_loaded_from_its_new_address(stage: Stage) -> None:
    tab = stage.open().ready()
    forget = "Object.keys(localStorage).forEach((key) => localStorage.setItem(key, 'https://gone.example/'))"
    tab.softphone.evaluate(forget)
    tab.page.close()
    gone: list[Route] = []
    stage.context.route("https://gone.example/**", lambda route: gone.append(route))
    wait_for(silent(stage), lambda: gone)
    tab = stage.open().ready()
    assert len(tab.page.workers) == 1
