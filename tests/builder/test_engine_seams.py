"""The engine's seams in a real Chromium: a store that fails, two versions of the app at once, tabs that freeze."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser.tiny_tabs import Open, ask, awaited, count, engines, pulses
from browser.waiting import wait_for, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("without_python")]
HUNG, STOLEN = 6_000, 8_000
"""Milliseconds without a sign of life until a worker is started anew, until the lock is taken over."""

COUNTED = """
window.every = [];
const set = window.setInterval;
window.setInterval = (work, ms) => set(work, ms, every.push(ms));
"""

KEEP = """async ({generation, order}) => {
  const { openStore } = await import("/engine/store.js");
  window.stores ??= {};
  window.stores[generation] ??= openStore("test", generation);
  return window.stores[generation](order).catch((error) => error.constructor.name);
}"""
PUT, GET = (
    {"do": "put", "object_store": "records", "key": "k", "value": "v"},
    {"do": "get", "object_store": "records", "key": "k"},
)
HOLD = """() => new Promise((done) => {
  const opening = indexedDB.open("deskline:test", 1);
  opening.onsuccess = () => done((window.held = opening.result) && null);
})"""
TAKE = """() => new Promise((done) => {
  const opening = indexedDB.open("deskline:test", 4);
  opening.onsuccess = () => (opening.result.close(), done("taken"));
})"""


def keep(tab: Page, generation: int, order: dict[str, str]) -> Any:
    return tab.evaluate(KEEP, {"generation": generation, "order": order})


def test_rule_11_2_an_engine_that_lost_the_lock_keeps_nothing_more(bare: Page) -> None:
    assert keep(bare, 1, PUT) is None
    assert keep(bare, 2, PUT | {"value": "newer"}) is None
    assert keep(bare, 1, PUT | {"value": "older"}) == "Fenced"
    assert keep(bare, 1, {"do": "delete", "object_store": "records", "key": "k"}) == "Fenced"
    assert keep(bare, 2, GET) == "newer"


def test_rule_11_2_an_engine_that_opens_the_store_after_its_successor_is_fenced_off_too(bare: Page) -> None:
    assert keep(bare, 2, PUT) is None
    assert keep(bare, 1, PUT | {"value": "older"}) == "Fenced"


def test_rule_11_2_a_clock_that_was_set_back_shuts_nobody_out(bare: Page) -> None:
    assert keep(bare, bare.evaluate("Date.now()") + 10**9, PUT) is None
    assert keep(bare, 2, PUT | {"value": "newer"}) is None
    assert keep(bare, 2, GET) == "newer"


def test_rule_11_5_a_store_that_another_page_blocks_fails_in_time(bare: Page) -> None:
    bare.evaluate(HOLD)
    assert keep(bare, 1, PUT) == "Error"


def test_rule_11_5_a_store_gives_way_to_a_newer_version_and_says_that_it_is_closed(bare: Page) -> None:
    assert keep(bare, 1, PUT) is None
    assert bare.evaluate(TAKE) == "taken"
    assert keep(bare, 1, PUT) == "DOMException"


def test_rule_11_5_an_engine_without_a_store_starts_and_answers(open_page: Open, app_site: Any) -> None:
    app_site.files["idb.js"] = b"export const openDB = () => Promise.reject(new Error('no disk'));"
    tab = open_page("a")
    count(tab, "ready")
    assert ask(tab, {"kind": "store", **PUT}, "a") == {"error": "storage"}
    assert ask(tab, {"kind": "zendesk"}, "a") is not None


def another_version(site: Any, **changed: tuple[bytes, bytes]) -> str:
    """Serve the app a second time from another folder of the same origin, with texts replaced; return the folder."""
    files = {f"two/{name}": content for name, content in site.files.items()}
    files["two/tiny_page.js"] = files["two/tiny_page.js"].replace(b'"version": "tiny"', b'"version": "newer"')
    for name, (old, new) in changed.items():
        path = f"two/engine/{name}.js"
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    site.files.update(files)
    return "two/"


def test_rule_11_2_two_versions_of_the_app_share_one_engine(
    open_page: Open, app_site: Any, context: BrowserContext
) -> None:
    newer = another_version(app_site)
    first, second = open_page("a"), open_page("b", newer)
    count(second, "ready")
    assert ask(second, {"kind": "zendesk"}, "b") == {"ok": "host a did zendesk"}
    assert engines(context) == 1
    first.close()
    count(second, "ready", 2)
    assert ask(second, {"kind": "zendesk"}, "b") == {"ok": "host b did zendesk"}


def test_rule_11_2_versions_that_cannot_read_each_other_never_both_act(
    open_page: Open, app_site: Any, context: BrowserContext
) -> None:
    newer = another_version(app_site, messages=(b"PROTOCOL = 1", b"PROTOCOL = 2"))
    first = open_page("a")
    count(first, "ready")
    second = open_page("b", newer)
    count(second, "failed")
    assert second.evaluate("got.map(({kind, reason}) => reason ?? kind)") == ["updated"]
    second.evaluate("engine.tell({kind: 'do', page, request: {kind: 'unheard of'}})")
    pulses(second, 5)
    assert engines(context) == 1
    assert ask(first, {"kind": "zendesk"}, "a") == {"ok": "host a did zendesk"}
    first.close()
    count(second, "ready")
    assert ask(second, {"kind": "zendesk"}, "b") == {"ok": "host b did zendesk"}
    assert second.evaluate("got.filter(({what}) => what === 'unheard of')") == []


def renderer(browser: Browser, tab: Page) -> int:
    """Return the id of the process in which a tab lives: the one that works, beyond doubt, while the tab does."""
    session = browser.new_browser_cdp_session()

    def used() -> dict[int, float]:
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return {one["id"]: one["cpuTime"] for one in found if one["type"] == "renderer"}

    before = used()
    while True:
        tab.evaluate("() => { const end = performance.now() + 300; while (performance.now() < end); }")
        (most, pid), *others = sorted(((now - before.get(pid, 0), pid) for pid, now in used().items()), reverse=True)
        if most > 0.6 and all(most > 3 * other for other, _ in others):
            return pid


def freeze(pid: int) -> None:
    """Stop a process as a laptop's sleep does, and wait until all its threads stand: on a busy machine some run on."""
    os.kill(pid, signal.SIGSTOP)
    threads = list(Path("/proc").glob(f"{pid}/task/*/stat"))
    while {thread.read_text().rpartition(")")[2].split()[0] for thread in threads} != {"T"}:
        time.sleep(0.01)


@pytest.mark.parametrize("other", [True, False], ids=["two tabs", "one tab"])
def test_rule_11_2_a_frozen_tab_is_taken_over_and_sends_nothing_when_it_wakes(
    open_page: Open, context: BrowserContext, browser: Browser, other: bool
) -> None:
    """Chromium freezes no tab that is automated, so the system stops the tab's process."""
    first = open_page("a")
    count(first, "ready")
    pid = renderer(browser, first)
    second = open_page("b") if other else context.new_page()
    if other:
        count(second, "ready")
    freeze(pid)
    try:
        if other:
            second.evaluate("engine.tell({kind: 'do', page, request: {kind: 'late'}})")
            second.evaluate(f"pass({STOLEN})")
            count(second, "ready", 2)
            count(second, "said")  # what was told while nobody heard it
            assert ask(second, {"kind": "zendesk"}, "b") == {"ok": "host b did zendesk"}
        else:
            second.wait_for_timeout(500)
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_for(first, lambda: engines(context) == 1)
    pulses(first, 4)
    assert first.evaluate("got.filter(({kind}) => kind === 'performed')") == []
    assert ask(first, {"kind": "zendesk"}, "a") == {"ok": f"host {'b' if other else 'a'} did zendesk"}
    assert engines(context) == 1


def test_rule_11_2_a_tab_whose_zendesk_page_hangs_is_taken_over_though_its_engine_lives(
    open_page: Open, context: BrowserContext
) -> None:
    first = open_page("a")
    count(first, "ready")
    second = open_page("b")
    count(second, "ready")
    first.evaluate("window.zendeskHangs = true")
    second.evaluate(f"pass({STOLEN})")
    count(second, "ready", 2)
    assert ask(second, {"kind": "zendesk"}, "b") == {"ok": "host b did zendesk"}
    assert engines(context) == 1


def test_rule_11_2_a_lock_that_is_granted_slowly_is_asked_for_once_and_nothing_that_was_told_is_lost(
    open_page: Open, context: BrowserContext
) -> None:
    """On a busy machine the browser may take longer to hand over the lock than the time between two pulses."""
    first = open_page("a")
    count(first, "ready")
    second = open_page("b", steals="held")
    count(second, "ready")
    first.evaluate("window.zendeskHangs = true")
    second.evaluate(f"pass({STOLEN})")
    second.evaluate("engine.tell({kind: 'count', number: 1})")
    second.evaluate(f"pass({STOLEN})")
    assert second.evaluate("steals.length") == 1
    second.evaluate("steals.splice(0).forEach((grant) => grant())")
    count(second, "ready", 2)
    second.evaluate("engine.tell({kind: 'count', number: 2})")
    assert ask(second, {"kind": "zendesk"}, "b") == {"ok": "host b did zendesk"}
    assert second.evaluate("got.filter(({kind}) => kind === 'began').length") == 1
    assert engines(context) == 1


def test_rule_11_2_a_page_that_loses_the_lock_twice_waits_for_it_once_and_hosts_again(
    open_page: Open, context: BrowserContext
) -> None:
    first, second = open_page("a"), open_page("b")
    for tab, other, times in ((first, second, 1), (second, first, 2), (first, second, 3)):
        tab.evaluate("window.zendeskHangs = true")
        count(other, "ready", times)
        other.evaluate(f"pass({STOLEN})")
        count(other, "ready", times + 1)
        tab.evaluate("window.zendeskHangs = false")
    assert awaited(first) == 1
    assert engines(context) == 1
    second.close()
    count(first, "began", 3)
    assert ask(first, {"kind": "zendesk"}, "a") == {"ok": "host a did zendesk"}


def test_a_page_asks_for_a_sign_of_life_every_two_seconds_by_the_browsers_clock(
    open_page: Open, context: BrowserContext
) -> None:
    context.add_init_script(COUNTED)
    tab = open_page("a", clock="browser")
    count(tab, "ready")
    assert tab.evaluate("every") == [2000]
    wait_until(tab, "signs > 1")
    assert tab.evaluate("got.filter(({kind}) => kind === 'began').length") == 1


def test_rule_11_2_an_engine_is_not_started_anew_because_the_only_tabs_zendesk_page_hangs(open_page: Open) -> None:
    only = open_page("a")
    count(only, "ready")
    only.evaluate("window.zendeskHangs = true")
    for _ in range(5):
        only.evaluate("pass(2000)")
        ask(only, {"kind": "zendesk"}, "a")  # answered after the sign of life
    assert only.evaluate("got.filter(({kind}) => kind === 'began').length") == 1


def test_rule_11_2_an_old_version_whose_files_are_gone_gives_way_to_the_one_that_is_there(
    open_page: Open, app_site: Any
) -> None:
    newer = another_version(app_site)
    old = open_page("a")
    count(old, "ready")
    young = open_page("b", newer)
    count(young, "ready")
    app_site.files["engine/worker.js"] = b"throw new Error('gone');"
    old.evaluate("hang()")
    old.evaluate(f"pass({HUNG})")
    count(old, "ready", 2)
    assert ask(old, {"kind": "zendesk"}, "a") == {"ok": "host b did zendesk"}
    assert old.evaluate("got.filter(({kind}) => kind === 'failed')") == []
