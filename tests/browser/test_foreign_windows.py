"""Other windows can send what they like: only messages of Zendesk, Connect and our own engine count."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.stage import ANN, STRANGER, Stage, Tab
from browser.waiting import wait_for

pytestmark = pytest.mark.browser
EVIL = "https://evil.example/"
OPENS = """(url) => (globalThis.victim = open(url, "victim"), null)"""
SENDS = """(forged) => {
  const all = (view) => [view, ...Array.from({ length: view.length }, (_, index) => all(view[index])).flat()];
  const views = all(victim);
  for (const view of views) for (const message of forged) view.postMessage(message, "*");
  const names = ["deskline", "deskline:workbench:1:1"];
  for (const name of names) for (const message of forged) new BroadcastChannel(name).postMessage(message);
  return views.length;
}"""


def forged(guid: str, contact: str) -> list[Any]:
    """Messages that the SDK, Streams, its second channel, our pages and our engine accept from the right sender."""
    dial = {"number": STRANGER, "userId": None, "ticketId": None}
    moment = {"kind": "dial", "number": STRANGER, "user_id": None, "ticket_id": None}
    zaf = {"key": "zaf.voice.dialout", "message": dial, "instanceGuid": guid}
    metadata = {"metadata": {"settings": {"connect_url": EVIL}, "installationId": 1}, "context": {}}
    registered = {"key": "zaf.app.registered", "message": metadata, "instanceGuid": guid}
    streams = [{"event": name, "data": {"contactId": contact}} for name in ("contact::destroyed", "acknowledge")]
    order = {"kind": "notify", "text": "owned", "level": "error", "sticky": True}
    ours = [{"moment": 1, "page": "x", "text": json.dumps(moment)}, {"ready": 9e15}, {"failed": "memory"}]
    asks = [{"ask": "1:1", "page": "*", "text": json.dumps(order), "generation": 9e15}]
    site = {"type": "cross-domain-adapter-init", "port": None}
    return [json.dumps(zaf), json.dumps(registered), zaf, registered, *streams, *ours, *asks, site, moment]


def guid_of(tab: Tab) -> str:
    found: str = tab.softphone.evaluate("new URLSearchParams(location.search).get('app_guid')")
    return found


@pytest.fixture
def attacked(stage: Stage) -> tuple[Page, Tab]:
    """A foreign page, and the workspace in a tab that it has opened and so can send messages to."""
    stage.context.route(f"{EVIL}**", lambda route: route.fulfill(body="<title>evil</title>", content_type="text/html"))
    evil = stage.context.new_page()
    evil.goto(EVIL)
    with stage.context.expect_page() as opened:
        evil.evaluate(OPENS, stage.bench.url)
    return evil, Tab(opened.value, stage).ready()


def test_messages_of_a_foreign_window_change_nothing(stage: Stage, attacked: tuple[Page, Tab]) -> None:
    evil, tab = attacked
    call = stage.ring(ANN)
    expect(tab.front).to_contain_text("Ann Miller")
    stage.accept(call)
    stage.until(tab, lambda: stage.made)
    tab.frame("ticket_sidebar")
    before, requests = set(stage.bench.connect.contacts), len(stage.bench.zendesk.requests)
    assert evil.evaluate(SENDS, forged(guid_of(tab), call)) > 4
    tab.page.wait_for_timeout(1000)
    assert set(stage.bench.connect.contacts) == before
    assert len(stage.bench.zendesk.requests) == requests
    expect(tab.page.get_by_text("owned")).to_have_count(0)
    expect(tab.softphone.locator("#trouble")).to_be_hidden()
    stage.hang_up(call)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    assert len(stage.made) == 1


def test_the_same_messages_from_the_workspace_itself_would_dial(stage: Stage, attacked: tuple[Page, Tab]) -> None:
    _, tab = attacked
    zaf = forged(guid_of(tab), "")[0]
    send = "([zaf]) => document.querySelector('#popover iframe').contentWindow.postMessage(zaf, '*')"
    tab.page.evaluate(send, [zaf])
    stage.until(tab, lambda: stage.bench.connect.contacts)


POSES = """(src) => new Promise((resolve) => {
  addEventListener("message", ({ data }) => resolve(data));
  const frame = document.createElement("iframe");
  frame.onload = () => setTimeout(resolve, 500, "nothing");
  document.body.append(Object.assign(frame, { src }));
})"""


HOSTS = ["evil.example", "evilzendesk.com", "acme.zendesk.com.evil.example", "acme.zendesk.com"]


def test_only_zendesks_own_pages_are_answered_by_a_page_that_they_embed(stage: Stage) -> None:
    app = "https://1.apps.zdusercontent.com"
    context, assets = stage.context, stage.bench.origins[1]
    context.route(
        f"{app}/**", lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(app, assets)))
    )
    page, answered = context.new_page(), []
    for host in HOSTS:
        page.route(f"https://{host}/", lambda route: route.fulfill(body="<title>x</title>", content_type="text/html"))
        page.goto(f"https://{host}/")
        heard = page.evaluate(POSES, f"{app}/assets/nav_bar.html?origin=https://{host}&app_guid=1")
        answered += [] if heard == "nothing" else [host]
    assert answered == ["acme.zendesk.com"]


UNFIT = ["javascript:globalThis.owned=true", "http://acme.my.connect.aws", "data:text/html,owned"]


def each(name: str, *addresses: str) -> list[dict[str, str]]:
    """Settings with each of the addresses under this name."""
    return [{name: address} for address in addresses]


def shown(settings: dict[str, str]) -> str:
    """The address, as the test is named."""
    return str(*settings.values())


@pytest.fixture
def tab(stage: Stage) -> Iterator[Tab]:
    """The softphone of an agent who is not signed in; nothing may have run there out of a setting."""
    stage.bench.connect.sign_out()
    tab = stage.open()
    tab.page.get_by_role("button", name="Deskline").last.click()
    yield tab
    assert tab.softphone.evaluate("globalThis.owned") is None
    stage.errors.clear()  # the browser on addresses that the policy forbids


@pytest.mark.parametrize("settings", each("connect_url", *UNFIT, "https://evil.example"), ids=shown)
def test_a_connect_url_of_no_instance_is_refused_with_a_notice(tab: Tab) -> None:
    expect(tab.softphone.locator("#trouble")).to_contain_text("Amazon Connect URL")
    assert [frame.url for frame in tab.page.frames if "evil" in frame.url or "data:" in frame.url] == []


@pytest.mark.parametrize("settings", each("runtime_url", UNFIT[0]), ids=shown)
def test_an_insecure_runtime_url_is_refused_with_a_notice(tab: Tab) -> None:
    expect(tab.softphone.locator("#trouble")).to_contain_text("Runtime URL")


@pytest.mark.parametrize("settings", each("sso_login_url", UNFIT[-1]), ids=shown)
def test_an_insecure_sign_in_address_is_refused_with_a_notice(tab: Tab) -> None:
    expect(tab.page.get_by_text("The app setting sso_login_url was ignored")).to_be_visible()
    link = tab.softphone.locator("#sign-in-link")
    wait_for(tab.page, lambda: link.get_attribute("href"))
    assert str(link.get_attribute("href")).endswith("/ccp-v2/")
