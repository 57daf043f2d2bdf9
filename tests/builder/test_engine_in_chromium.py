"""The engine in a real Chromium: one per browser, attached to by every page, and honest about why it cannot start."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from browser.waiting import ALL_KEPT, Held, wait_for, wait_until

pytestmark = pytest.mark.browser
WITHOUT_PYTHON = pytest.mark.usefixtures("without_python")
Open = Callable[..., Page]
GOT = """({kind}) => {
  const found = (window.got ?? []).filter((one) => one.kind === kind);
  return found.length ? found : null;
}"""

HUNG, STOLEN = 6_000, 8_000
"""Milliseconds without a sign of life after which a worker is started anew, and the lock is taken over."""

HANG = """() => void setTimeout(() => {
  while (!document.cookie.includes("wake"));
})"""
"""The page hangs until another tab sets the cookie, however long that takes on a busy machine."""


@pytest.fixture
def open_page(context: BrowserContext, app_site: Any, runtime_site: Any) -> Open:
    """Opens a tab of the tiny app; with host=True it may run the engine."""

    def opened(page: str, host: bool = False, **more: str) -> Page:
        query = {"page": page, **more, **({"runtime": runtime_site.url} if host and "runtime" not in more else {})}
        tab = context.new_page()
        tab.goto(f"{app_site.url}page.html?{urlencode(query)}")
        return tab

    return opened


def got(tab: Page, kind: str) -> Any:
    """Wait until the page was asked for this kind, and return all of them."""
    return wait_until(tab, GOT, {"kind": kind}).json_value()


def said(tab: Page, moment: dict[str, Any]) -> Any:
    """Tell the engine something, and return what it says to this page then."""
    before = tab.evaluate("got.filter((one) => one.kind === 'said').length")
    tab.evaluate("(moment) => engine.tell({...moment, page})", moment)
    answer = "(before) => got.filter((one) => one.kind === 'said').slice(before)[0]?.answer"
    return wait_until(tab, answer, before).json_value()


def ask(tab: Page, request: dict[str, Any]) -> Any:
    """Let the engine carry out a request and say the answer to this page."""
    return said(tab, {"kind": "do", "request": request})


def told(tab: Page) -> Any:
    """What the engine that is running was told at its start of how it began."""
    config = json.loads(said(tab, {"kind": "recite"})["config"])
    assert config["version"] == "tiny"
    return config["began"]


def test_the_engine_starts_and_answers_its_page(open_page: Open) -> None:
    tab = open_page("a", host=True)
    got(tab, "ready")
    assert ask(tab, {"kind": "zendesk"}) == {"ok": "host a did zendesk"}
    assert told(tab) == {"why": "opened", "failures": []}


def test_what_is_told_before_the_engine_is_ready_arrives_in_order(open_page: Open) -> None:
    tab = open_page("a", host=True, early="1")
    tab.evaluate("engine.tell({kind: 'recite', page})")
    assert got(tab, "said")[0]["answer"]["heard"] == list(range(50))


@WITHOUT_PYTHON
def test_the_page_is_told_of_a_start_and_the_host_that_it_began_before_the_engine_is_ready(
    open_page: Open,
) -> None:
    tab = open_page("a", host=True)
    got(tab, "ready")
    assert [one["kind"] for one in tab.evaluate("got")] == ["starting", "began", "ready"]


@WITHOUT_PYTHON
def test_a_second_iframe_and_a_second_tab_are_answered_by_the_one_engine(open_page: Open, app_site: Any) -> None:
    first = open_page("a", host=True)
    got(first, "ready")
    first.evaluate("document.body.append(Object.assign(document.createElement('iframe'), {src: 'page.html?page=b'}))")
    iframe = first.wait_for_selector("iframe").content_frame()
    second = open_page("c", host=True)
    for one, name in ((iframe, "b"), (second, "c")):
        got(one, "ready")
        assert ask(one, {"kind": "zendesk"}) == {"ok": "host a did zendesk"}, name
    assert app_site.asked.count("engine/worker.js") == 1


@WITHOUT_PYTHON
def test_the_next_tab_starts_an_engine_when_the_first_is_closed(open_page: Open) -> None:
    first, second = open_page("a", host=True), open_page("b", host=True)
    got(second, "ready")
    first.close()
    got(second, "began")
    wait_until(second, "() => got.filter((one) => one.kind === 'ready').length === 2")
    assert ask(second, {"kind": "zendesk"}) == {"ok": "host b did zendesk"}
    assert told(second) == {"why": "tab_closed", "failures": []}


@WITHOUT_PYTHON
def test_a_request_to_a_page_is_answered_by_that_page(open_page: Open) -> None:
    first, second = open_page("a", host=True), open_page("b")
    assert ask(first, {"kind": "pop", "page": "b"}) == {"ok": "page b"}
    assert got(second, "pop") == [{"kind": "pop", "page": "b"}]


@WITHOUT_PYTHON
def test_a_page_that_does_not_answer_is_gone(open_page: Open) -> None:
    tab = open_page("a", host=True)
    assert ask(tab, {"kind": "slow", "page": "a"}) == {"error": "gone"}


@WITHOUT_PYTHON
def test_the_store_keeps_texts_by_object_store_and_key_across_engines(open_page: Open) -> None:
    tab = open_page("a", host=True)
    assert ask(tab, {"kind": "store", "do": "put", "object_store": "records", "key": "k", "value": '{"x": 1}'}) == {
        "ok": None
    }
    tab.reload()
    assert ask(tab, {"kind": "store", "do": "get", "object_store": "records", "key": "k"}) == {"ok": '{"x": 1}'}


@WITHOUT_PYTHON
def test_engines_of_two_agents_in_one_browser_share_nothing(open_page: Open) -> None:
    first, second = open_page("a", host=True, key="acme:1:2"), open_page("b", host=True, key="acme:1:3")
    order = {"kind": "store", "do": "put", "object_store": "records", "key": "x", "value": "of agent 2"}
    assert ask(first, order) == {"ok": None}
    assert ask(second, {"kind": "store", "do": "all", "object_store": "records"}) == {"ok": []}
    assert len(got(first, "said")) == len(got(second, "said")) == 1


@WITHOUT_PYTHON
@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ({"do": "get", "object_store": "facts", "key": "none"}, {"ok": None}),
        ({"do": "all", "object_store": "facts"}, {"ok": []}),
        ({"do": "delete", "object_store": "facts", "key": "none"}, {"ok": None}),
        ({"do": "get", "object_store": "unknown", "key": "none"}, {"error": "storage"}),
    ],
)
def test_the_store_answers_each_verb(open_page: Open, order: dict[str, Any], answer: dict[str, Any]) -> None:
    assert ask(open_page("a", host=True), {"kind": "store", **order}) == answer


def test_an_address_out_of_reach_is_told_once_to_every_page(open_page: Open, runtime_site: Any) -> None:
    runtime_site.down = True
    first, second = open_page("a", host=True), open_page("b")
    for tab in (first, second):
        assert got(tab, "failed") == [{"kind": "failed", "reason": "address"}]


def test_rule_15_4_starts_that_came_to_nothing_are_told_to_the_next_engine_and_then_forgotten(
    open_page: Open, runtime_site: Any
) -> None:
    runtime_site.down = True
    tab = open_page("a", host=True)
    for _ in range(2):
        got(tab, "failed")
        tab.reload()
    got(tab, "failed")
    runtime_site.down = False
    tab.reload()
    got(tab, "ready")
    began = told(tab)
    assert [reason for _, reason in began["failures"]] == ["address"] * 3
    assert all(re.fullmatch(r"20[0-9-]{8}T[0-9:.]{12}Z", at) for at, _ in began["failures"])
    tab.reload()
    got(tab, "ready")
    assert told(tab) == {"why": "opened", "failures": []}


@WITHOUT_PYTHON
@pytest.mark.parametrize("junk", ["{", "null", '"ann"', "7"])
def test_kept_failures_of_another_making_keep_no_engine_from_starting(open_page: Open, bare: Page, junk: str) -> None:
    bare.evaluate("(junk) => localStorage.setItem('deskline:failures:acme:1:2', junk)", junk)
    assert got(open_page("a", host=True), "ready")


@pytest.mark.parametrize("name", ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"])
def test_a_file_that_is_not_the_known_one_is_refused(open_page: Open, runtime_site: Any, name: str) -> None:
    runtime_site.files[name] += b" "
    assert got(open_page("a", host=True), "failed") == [{"kind": "failed", "reason": "hash"}]


def test_a_download_that_breaks_off_late_is_begun_anew(open_page: Open, context: BrowserContext) -> None:
    broken: list[Route] = []

    def break_off(route: Route) -> None:
        broken.append(route)
        if len(broken) > 1:
            return route.continue_()
        elsewhere.wait_for_timeout(1500)
        return route.abort()

    elsewhere = context.new_page()
    context.route("**/pyodide.asm.wasm", break_off)
    assert got(open_page("a", host=True), "ready")
    assert len(broken) >= 2  # on a busy machine it is also asked whether the address is there at all


@pytest.mark.parametrize("address", ["nonsense", "http://example.com/", "javascript:0", "data:text/javascript,0"])
def test_an_address_that_is_none_or_not_secure_is_a_matter_of_the_setting(open_page: Open, address: str) -> None:
    assert got(open_page("a", host=True, runtime=address), "failed")[0]["reason"] == "setting"


def test_an_app_that_cannot_be_imported_is_the_engines_own_failure(open_page: Open, app_site: Any) -> None:
    app_site.files["archive.js"] = b"export default ``;"
    assert got(open_page("a", host=True), "failed")[0]["reason"] == "engine"


def test_kept_copies_start_the_engine_when_the_address_is_out_of_reach(open_page: Open, runtime_site: Any) -> None:
    first = open_page("a", host=True)
    got(first, "ready")
    first.evaluate(ALL_KEPT)
    first.close()
    runtime_site.down = True
    asked = len(runtime_site.asked)
    got(open_page("b", host=True), "ready")
    assert len(runtime_site.asked) > asked


@WITHOUT_PYTHON
def test_an_engine_that_hangs_is_replaced_by_its_own_page(open_page: Open, app_site: Any) -> None:
    tab = open_page("a", host=True)
    got(tab, "ready")
    tab.evaluate("hang()")
    tab.evaluate(f"pass({HUNG})")
    wait_until(tab, "() => got.filter((one) => one.kind === 'ready').length === 2")
    assert ask(tab, {"kind": "zendesk"}) == {"ok": "host a did zendesk"}
    assert told(tab) == {"why": "engine_hung", "failures": []}


def test_an_engine_that_takes_long_to_start_is_left_to_its_page(open_page: Open, context: BrowserContext) -> None:
    held = Held()
    context.route("**/pyodide.asm.wasm", held)
    first, second = open_page("a", host=True), open_page("b", host=True)
    wait_for(second, lambda: held.routes)
    for _ in range(7):
        second.evaluate("pulse()")
    assert (len(first.workers), len(second.workers)) == (1, 0)
    held.release()
    assert got(first, "ready")
    assert ask(second, {"kind": "zendesk"}) == {"ok": "host a did zendesk"}


@WITHOUT_PYTHON
def test_what_connect_reports_counts_from_the_page_with_the_engine_only(open_page: Open) -> None:
    first, second = open_page("a", host=True), open_page("b", host=True)
    got(second, "ready")
    second.evaluate("engine.tell({kind: 'count', number: 1}, true)")
    first.evaluate("engine.tell({kind: 'count', number: 2}, true)")
    second.evaluate("engine.tell({kind: 'count', number: 3})")
    second.evaluate("engine.tell({kind: 'recite', page})")
    assert sorted(got(second, "said")[0]["answer"]["heard"]) == [2, 3]


@WITHOUT_PYTHON
def test_what_waits_for_an_engine_that_starts_is_heard_once(open_page: Open) -> None:
    first, second = open_page("a", host=True), open_page("b", host=True)
    got(second, "ready")
    second.evaluate("""() => {
      let number = 0;
      window.counting = setInterval(() => engine.tell({kind: "count", number: (number += 1)}), 5);
    }""")
    first.close()
    wait_until(second, "() => got.filter((one) => one.kind === 'ready').length === 2")
    second.evaluate("clearInterval(counting)")
    second.evaluate("engine.tell({kind: 'recite', page})")
    heard = got(second, "said")[-1]["answer"]["heard"]
    assert heard == sorted(set(heard))


@WITHOUT_PYTHON
def test_an_engine_whose_page_hangs_is_taken_over_and_sends_nothing_more(open_page: Open) -> None:
    first, second = open_page("a", host=True), open_page("b", host=True)
    got(second, "ready")
    first.evaluate(HANG)
    second.evaluate("engine.tell({kind: 'do', page, request: {kind: 'late'}})")
    second.evaluate(f"pass({STOLEN})")
    wait_until(second, "() => got.some((one) => one.kind === 'began')")
    wait_until(second, "() => got.filter((one) => one.kind === 'ready').length === 2")
    assert ask(second, {"kind": "zendesk"}) == {"ok": "host b did zendesk"}
    assert told(second)["why"] == "page_hung"
    second.evaluate("() => void (document.cookie = 'wake=1')")
    wait_until(first, "() => got.filter((one) => one.kind === 'ready').length === 2")
    assert first.evaluate("got.filter((one) => one.kind === 'performed')") == []
    assert ask(first, {"kind": "zendesk"}) == {"ok": "host b did zendesk"}
