"""While the engine cannot start in a real Chromium: who tries, who says so, and what becomes of the agent's wishes."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from browser.tiny_tabs import Open, ask, awaited, count, pulses
from browser.waiting import Held, wait_for, wait_until

pytestmark = pytest.mark.browser
MINUTE = 60_000
"""Milliseconds until an address out of reach is tried again."""


def test_rule_1_1_where_no_page_can_start_the_engine_each_has_tried_and_says_so(open_page: Open, app_site: Any) -> None:
    app_site.files["archive.js"] = b"export default ``;"
    first, second = open_page("a"), open_page("b")
    for tab in (first, second):
        count(tab, "failed")
    pulses(second, 1)  # where it was not there yet when the first one failed
    count(second, "began")
    count(first, "began", 2)
    pulses(second, 5)
    assert [len(tab.evaluate("got.filter(({kind}) => kind === 'began')")) for tab in (first, second)] == [2, 1]


def test_rule_7_6_what_the_agent_wanted_long_before_the_engine_was_there_is_not_done_any_more(
    open_page: Open, context: BrowserContext
) -> None:
    held = Held()
    context.route("**/pyodide.asm.wasm", held)
    tab = open_page("a")
    wait_until(tab, "window.engine !== undefined")
    press = "(kind) => engine.tell({kind: 'dial', page, request: {kind}})"
    tab.evaluate(press, "long ago")
    tab.evaluate("pass(11000)")
    tab.evaluate(press, "just now")
    wait_for(tab, lambda: held.routes)
    held.release()
    count(tab, "performed")
    ask(tab, {"kind": "zendesk"}, "a")  # what was told before is done by then
    done = tab.evaluate("got.filter(({kind}) => kind === 'performed').map(({what}) => what)")
    assert done == ["just now", "zendesk"]


def test_rule_7_6_what_the_agent_wanted_of_an_engine_that_failed_is_not_done_by_the_next(
    open_page: Open, app_site: Any
) -> None:
    archive, app_site.files["archive.js"] = app_site.files["archive.js"], b"export default ``;"
    first = open_page("a")
    first.evaluate("engine.tell({kind: 'dial', page, request: {kind: 'too late'}})")
    count(first, "failed")
    app_site.files["archive.js"] = archive
    second = open_page("b")  # to which the first one gives way
    wait_for(second, lambda: awaited(second) == 1)
    second.evaluate("pass(2000)")
    count(first, "ready")
    assert ask(first, {"kind": "zendesk"}, "a") == {"ok": "host b did zendesk"}
    assert second.evaluate("got.filter(({kind}) => kind === 'performed').map(({what}) => what)") == ["zendesk"]


def test_rule_1_1_an_address_out_of_reach_is_tried_again_every_minute_by_one_tab_and_said_once(
    open_page: Open, runtime_site: Any
) -> None:
    runtime_site.down = True
    first, second = open_page("a"), open_page("b")
    for tab in (first, second):
        count(tab, "failed")
    pulses(second, 5)
    assert [tab.evaluate("got.filter(({kind}) => kind === 'failed').length") for tab in (first, second)] == [1, 1]
    assert [tab.evaluate("got.some(({kind}) => kind === 'began')") for tab in (first, second)].count(True) == 1
    runtime_site.down = False
    first.evaluate(f"pass({MINUTE})")
    count(second, "ready")
