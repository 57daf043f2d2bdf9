"""The simulated CCP speaks Streams' protocol: the real library, in a real browser, sees what it sees live."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from browser.waiting import wait_until
from workbench.connect import SimulatedConnect
from workbench.connect_site import connect_site
from workbench.origin import Site, loopback

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
NODE = HERE.parents[1] / "node_modules"
ANN = "+61299990001"


def embedding_site() -> Starlette:
    async def page(request: object) -> FileResponse:
        return FileResponse(HERE / "embedding.html")

    return Starlette(
        routes=[
            Route("/", page),
            Mount("/streams", StaticFiles(directory=NODE / "amazon-connect-streams/release")),
            Mount("/chat", StaticFiles(directory=NODE / "amazon-connect-chatjs/dist")),
            Mount("/task", StaticFiles(directory=NODE / "amazon-connect-taskjs/dist")),
        ]
    )


@pytest.fixture
def connect() -> SimulatedConnect:
    return SimulatedConnect()


class Desk:
    """A browser whose tabs embed the simulated CCP from an origin of their own."""

    def __init__(self, context: BrowserContext, connect: SimulatedConnect, origins: tuple[str, str]) -> None:
        """Origins: of the embedding page, of the instance."""
        self.context = context
        self.connect = connect
        self.embedding, self.instance = origins

    def url(self, more: str = "") -> str:
        """The embedding page's address."""
        return f"{self.embedding}/?ccp={self.instance}/ccp-v2/&participant={self.instance}{more}"

    def tab(self, more: str = "") -> Page:
        """A new tab with the embedding page."""
        page = self.context.new_page()
        page.goto(self.url(more))
        return page


def ccp(page: Page) -> Frame:
    page.wait_for_selector("iframe")
    frame = page.query_selector("iframe")
    assert frame
    inner = frame.content_frame()
    assert inner
    return inner


@pytest.fixture
def desk(browser: Browser, connect: SimulatedConnect) -> Iterator[Desk]:
    context = browser.new_context()
    with (
        Site(embedding_site(), loopback(), "localhost") as embedding,
        Site(connect_site(connect), loopback()) as instance,
    ):
        yield Desk(context, connect, (embedding.origin, instance.origin))
        context.close()
    assert connect.errors == []


def waits(page: Page, *words: str) -> None:
    """Waits until the words have come in this order, other things between them allowed."""
    wait_until(
        page,
        """(words) => { let at = 0; for (const one of window.log) { if (one === words[at]) { at += 1; } }
           return at === words.length; }""",
        list(words),
    )


def log(page: Page) -> list[str]:
    events: list[str] = page.evaluate("window.log")
    return events


def forget(*pages: Page) -> None:
    for page in pages:
        page.evaluate("window.log.length = 0")


def test_an_inbound_call_gives_the_callbacks_in_the_order_of_the_live_system_in_two_tabs(desk: Desk) -> None:
    tabs = [desk.tab(), desk.tab()]
    for tab in tabs:
        waits(tab, "initialized", "agent", "routable", "state Init->Available")
    forget(*tabs)
    call = desk.connect.ring(number=ANN)
    for tab in tabs:
        waits(tab, "agent:connecting,inbound:connected")
        assert log(tab)[:3] == ["state Available->PendingBusy", "contact voice in", "Connecting"]
    forget(*tabs)
    desk.connect.accept(call)
    for tab in tabs:
        waits(tab, "Accepted", "state PendingBusy->Busy", "Connected", "agent:connected,inbound:connected")
    desk.connect.hold(call)
    for tab in tabs:
        waits(tab, "agent:connected,inbound:hold")
    desk.connect.resume(call)
    forget(*tabs)
    desk.connect.customer_hangs_up(call)
    for tab in tabs:
        waits(tab, "state Busy->AfterCallWork", "agent.acw", "ACW", "Ended", "agent:disconnected,inbound:disconnected")
    forget(*tabs)
    desk.connect.clear(call)
    for tab in tabs:
        waits(tab, "routable", "state AfterCallWork->Available", "Destroy")


def test_the_page_may_accept_and_every_tab_hears_of_it(desk: Desk) -> None:
    tabs = [desk.tab(), desk.tab()]
    for tab in tabs:
        waits(tab, "state Init->Available")
    desk.connect.ring(number=ANN)
    waits(tabs[0], "Connecting")
    tabs[0].evaluate("contact.accept()")
    for tab in tabs:
        waits(tab, "Accepted")
        waits(tab, "Connected")


def test_a_reload_repeats_contact_and_connected_but_not_accepted(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    call = desk.connect.ring(number=ANN)
    desk.connect.accept(call)
    waits(tab, "Connected")
    tab.reload()
    waits(tab, "state Init->Busy", "contact voice in", "Connected", "agent:connected,inbound:connected")
    assert "Accepted" not in log(tab)
    desk.connect.hang_up(call)
    waits(tab, "ACW", "Ended")


@pytest.mark.parametrize(
    ("reported", "words"), [("missed", ("Ended", "Missed")), ("error", ("Error", "Missed", "Ended"))]
)
def test_a_missed_call_is_an_error_of_the_agent_and_is_ended_and_missed(
    desk: Desk, reported: str, words: tuple[str, ...]
) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    call = desk.connect.ring(number=ANN)
    waits(tab, "Connecting")
    desk.connect.miss(call, reported)
    waits(tab, "state PendingBusy->MissedCallAgent", "agent.error", *words)


def test_the_softphone_ends_what_is_rejected_or_not_answered_by_itself(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    desk.connect.reject(desk.connect.ring(number=ANN))
    waits(tab, "state PendingBusy->FailedConnectAgent", "Missed", "state FailedConnectAgent->Available", "Destroy")
    desk.connect.not_answered(desk.connect.dial(ANN), "LineEngagedCustomer")
    waits(tab, "state CallingCustomer->LineEngagedCustomer", "state LineEngagedCustomer->Available", "Destroy")
    desk.connect.miss(desk.connect.ring(number=ANN))
    waits(tab, "state PendingBusy->MissedCallAgent")
    assert [contact.state for contact in desk.connect.contacts.values()] == ["error"]


def test_an_outbound_call_from_the_page_connects_when_it_is_answered(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    answer = tab.evaluate(
        """(number) => new Promise((success, failure) => agent.connect(connect.Endpoint.byPhoneNumber(number, null),
           { queueARN: agent.getRoutingProfile().queues[1].queueARN, success, failure }))""",
        ANN,
    )
    assert not answer
    waits(tab, "state Available->CallingCustomer", "contact voice out", "Connecting")
    call = tab.evaluate("contact.getContactId()")
    assert desk.connect.contact(call)["queue"]["name"] == "Support"
    desk.connect.answer(call)
    waits(tab, "Connected")
    assert "Accepted" not in log(tab)


def test_a_refused_dial_fails_with_connects_reason(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    reason = tab.evaluate(
        """() => new Promise((resolve) => agent.connect(connect.Endpoint.byPhoneNumber("+61299990001", null),
           { queueARN: agent.getRoutingProfile().queues[2].queueARN, success: resolve, failure: resolve }))"""
    )
    assert "no outbound number" in reason


def test_clearing_a_live_contact_fails_for_the_page_too(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    desk.connect.accept(desk.connect.ring(number=ANN))
    waits(tab, "Connected")
    word = tab.evaluate(
        "() => new Promise((resolve) => contact.clear({ success: () => resolve('done'), failure: resolve }))"
    )
    assert "invalid state" in word


def test_a_next_state_and_mute_reach_the_page(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    desk.connect.accept(desk.connect.ring(number=ANN))
    waits(tab, "Connected")
    tab.evaluate("agent.setState(agent.getAgentStates()[1], {}, { enqueueNextState: true })")
    waits(tab, "agent.next")
    tab.evaluate("agent.mute()")
    waits(tab, "mute true")
    assert desk.connect.muted == {"agent-1"}


def test_a_task_and_a_callback_come_as_what_they_are(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    task = desk.connect.ring_task("Zendesk-17")
    waits(tab, "contact task in", "Connecting")
    desk.connect.accept(task)
    waits(tab, "Connected")
    desk.connect.hang_up(task)
    desk.connect.clear(task)
    waits(tab, "ACW", "Ended", "Destroy")
    forget(tab)
    call = desk.connect.ring_callback(ANN)
    waits(tab, "contact queue_callback in", "Incoming")
    desk.connect.accept(call)
    waits(tab, "Connecting")
    desk.connect.answer(call)
    waits(tab, "Connected")


def test_a_chat_is_read_and_written_through_chatjs(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    chat = desk.connect.ring_chat("Bo")
    desk.connect.say(chat, "Hello <b>there</b>")
    desk.connect.accept(chat)
    waits(tab, "Connected")
    tab.evaluate(
        """async () => { window.session = await contact.getAgentConnection().getMediaController();
           const word = (item) => item.Content || item.ContentType.split(".").pop();
           session.onMessage((event) => log.push(`chat ${word(event.data)}`)); }"""
    )
    content = tab.evaluate("async () => (await session.getTranscript({ maxResults: 100 })).data.Transcript[0].Content")
    assert content == "Hello <b>there</b>"
    desk.connect.say(chat, "Still there?")
    waits(tab, "chat Still there?")
    tab.evaluate("session.sendMessage({ contentType: 'text/plain', message: 'Yes' })")
    waits(tab, "chat Yes")
    desk.connect.customer_hangs_up(chat)
    waits(tab, "chat ended")  # which the chat tells, and Connect the rest: in no order between them
    waits(tab, "ACW", "Ended")
    assert [item["ParticipantRole"] for item in desk.connect.transcript(chat)] == [
        *("CUSTOMER", "AGENT", "CUSTOMER", "AGENT", "SYSTEM")
    ]


def test_signed_out_there_is_no_agent_until_the_sign_in_button(desk: Desk) -> None:
    desk.connect.sign_out()
    tab = desk.tab()
    button = ccp(tab).locator("#sign-in")
    expect(button).to_be_visible()
    assert log(tab) == []
    button.dispatch_event("click")  # Streams loads the frame anew from time to time: a mouse may come too late
    waits(tab, "initialized", "state Init->Available")


def test_the_sign_in_window_of_streams_signs_in(desk: Desk) -> None:
    desk.connect.sign_out()
    tab = desk.context.new_page()
    with tab.expect_popup() as opened:
        tab.goto(desk.url("&popup=1"))
    with opened.value.expect_event("close"):
        opened.value.locator("#sign-in").click()
    waits(tab, "initialized", "state Init->Available")


def test_the_softphones_own_buttons_work_the_call(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    phone = ccp(tab)
    desk.connect.ring(number=ANN)
    expect(phone.get_by_text(ANN)).to_be_visible()
    phone.get_by_role("button", name="Accept").click()
    waits(tab, "Connected", "Accepted")
    phone.get_by_role("button", name="Hold").click()
    waits(tab, "agent:connected,inbound:hold")
    phone.get_by_role("button", name="Resume").click()
    phone.get_by_role("button", name="Mute").click()
    waits(tab, "mute true")
    phone.get_by_role("button", name="End").click()
    waits(tab, "ACW", "Ended")
    phone.get_by_role("button", name="Close contact").click()
    waits(tab, "Destroy")
    phone.locator("#number").fill("+61 2 9999 0001")
    phone.get_by_role("button", name="Call").click()
    waits(tab, "contact voice out")
    phone.get_by_role("button", name="End").click()
    phone.get_by_role("button", name="Close contact").click()
    phone.locator("#state").select_option("Lunch")
    waits(tab, "state Available->Lunch")


def test_another_agent_in_front_takes_over_the_pages_that_made_no_choice(desk: Desk) -> None:
    second = desk.connect.add_agent("Bea Second")
    tab = desk.tab()
    waits(tab, "state Init->Available")
    desk.connect.bring_to_front(second)
    expect(ccp(tab).get_by_text("Bea Second")).to_be_visible()
    desk.context.add_init_script("globalThis.connectAgent = 'agent-1'")
    other = desk.tab()
    expect(ccp(other).get_by_text("Alex Agent")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_softphone_fits_in_320_pixels(desk: Desk, scheme: str) -> None:
    tab = desk.tab()
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    waits(tab, "state Init->Available")
    phone = ccp(tab)
    desk.connect.accept(desk.connect.ring(number=ANN))
    expect(phone.get_by_role("button", name="Hold")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_unknown_api_method_is_refused_and_written_down(desk: Desk) -> None:
    tab = desk.tab()
    waits(tab, "state Init->Available")
    word = tab.evaluate(
        """() => new Promise((resolve) => connect.core.getClient().call("makeCoffee", {},
           { success: () => resolve("done"), failure: resolve }))"""
    )
    assert "unknown API method" in word
    assert desk.connect.errors == ["unknown API method: makeCoffee"]
    desk.connect.errors.clear()
