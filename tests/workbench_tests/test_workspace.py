"""What the simulated agent workspace promises to the app that runs in it, seen in a real Chromium with the real SDK."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Frame, Page, expect
from starlette.applications import Starlette

from browser.waiting import wait_until
from workbench import sample_app
from workbench.package_site import Package, Versions, package_site
from workbench.workspace_site import Places, workspace_site
from workbench.zendesk import SimulatedZendesk

pytestmark = pytest.mark.browser


@contextmanager
def served(site: Starlette) -> Iterator[int]:
    """Serves a site on a free port, which it gives."""
    server = uvicorn.Server(uvicorn.Config(site, port=0, log_level="error", ws="websockets-sansio"))
    started = threading.Event()
    original = server.startup

    async def startup(*args: Any, **more: Any) -> None:
        await original(*args, **more)
        started.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(10)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


class Scene:
    """A desk with one customer and one ticket, and its workspace in the browser."""

    def __init__(self, desk: SimulatedZendesk, url: str, browser: Browser) -> None:
        """Opens nothing yet."""
        self.desk, self.url, self.browser = desk, url, browser
        self.ann: int = desk.add_user(name="Ann", phone="+61 2 9999 0001")["id"]
        self.ticket: int = desk.add_ticket(requester_id=self.ann, subject="Kettle", comment="Hello")["id"]
        self.context = browser.new_context()

    def open(self, path: str = "/") -> Page:
        """A tab of the workspace, with the app's background running."""
        page = self.context.new_page()
        page.goto(self.url + path)
        page.wait_for_selector("html[data-live=yes]")
        self.frame(page, "background")
        return page

    def frame(self, page: Page, location: str) -> Frame:
        """The app in one of its places, once it has its context."""
        handle = page.wait_for_selector(f'iframe[data-location="{location}"]', state="attached")
        frame = handle.content_frame() if handle else None
        assert frame
        shown = "location => document.querySelector('p')?.textContent === location"
        wait_until(frame, shown, location)
        return frame


@pytest.fixture
def scene(browser: Browser, tmp_path: Path) -> Iterator[Scene]:
    desk = SimulatedZendesk(now=lambda: datetime.now(UTC))
    package = Versions(Package(sample_app.write(tmp_path / "sample.zip")))
    with ExitStack() as stack:
        assets = stack.enter_context(served(package_site(package)))
        site = workspace_site(desk, package, Places(f"http://127.0.0.1:{assets}"))
        scene = Scene(desk, f"http://localhost:{stack.enter_context(served(site))}", browser)
        yield scene
        scene.context.close()


def heard(frame: Frame, name: str) -> Any:
    """What the app heard of an event first."""
    found = "name => window.heard.find(([each]) => each === name)"
    return wait_until(frame, found, name).evaluate("found => found[1]")


def errors(page: Page) -> Any:
    return page.evaluate("window.workbenchErrors")


def ask(frame: Frame, script: str, given: Any = None) -> Any:
    """The result of a promise in the app's page, or the error's name or status."""
    return frame.evaluate(f"given => ({script}).catch((e) => e.status ?? e.message)", given)


def test_the_background_runs_at_once_and_knows_itself(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    context, metadata = background.evaluate("Promise.all([client.context(), client.metadata()])")
    assert (context["location"], context["product"]) == ("background", "support")
    assert context["account"] == {"subdomain": "workbench"}
    assert metadata["appId"] == scene.desk.app_id
    assert metadata["installationId"] == scene.desk.installation_id
    assert metadata["settings"] == {"title": "Sample", "colour": "green"}
    assert heard(background, "app.activated") == {"firstLoad": True}
    assert errors(page) == []


def test_the_top_bar_is_known_but_not_loaded_until_the_background_preloads_it(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    assert page.locator('iframe[data-location="top_bar"]').count() == 0
    ask(
        background,
        "client.get('instances').then(({ instances }) => client.instance("
        "Object.values(instances).find((each) => each.location === 'top_bar').instanceGuid).invoke('preloadPane'))",
    )
    top_bar = scene.frame(page, "top_bar")
    assert heard(background, "instance.registered")["location"] == "top_bar"
    expect(page.locator("#popover")).to_be_hidden()
    assert top_bar.evaluate("window.heard") == []
    assert errors(page) == []


def test_the_pop_over_shows_and_hides_as_the_app_says(scene: Scene) -> None:
    page = scene.open()
    page.click("#top_bar_icon")
    top_bar = scene.frame(page, "top_bar")
    expect(page.locator("#popover")).to_be_visible()
    assert page.locator("#popover").bounding_box() == pytest.approx(
        {"x": 844, "y": 54, "width": 360, "height": 510}, abs=3
    )
    assert heard(top_bar, "app.activated") == {"firstLoad": True}
    ask(top_bar, "client.invoke('popover', 'hide')")
    expect(page.locator("#popover")).to_be_hidden()
    heard(top_bar, "pane.deactivated")
    ask(top_bar, "client.invoke('popover', 'show').then(() => client.invoke('resize', {width: 300, height: 400}))")
    heard(top_bar, "pane.activated")
    box = page.locator("#popover").bounding_box()
    assert box and (box["width"], box["height"]) == (300, 400)
    assert errors(page) == []


def test_the_app_knows_agent_colours_and_its_other_places(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    sidebar = scene.frame(page, "ticket_sidebar")
    paths = "['currentUser', 'colorScheme', 'instances', 'ticket.id', 'ticket.requester', 'ticket.status']"
    got = ask(sidebar, f"client.get({paths})")
    assert (got["currentUser"]["id"], got["currentUser"]["locale"]) == (scene.desk.agent_id, "en-US")
    assert (got["colorScheme"], got["ticket.id"], got["ticket.status"]) == ("light", scene.ticket, "new")
    phones = [{"type": "phone_number", "value": "+61 2 9999 0001"}]
    assert got["ticket.requester"] == {"id": scene.ann, "name": "Ann", "email": None, "identities": phones}
    places = sorted(each["location"] for each in got["instances"].values())
    assert places == ["background", "nav_bar", "ticket_sidebar", "top_bar"]
    assert ask(sidebar, "client.context()")["ticketId"] == scene.ticket
    assert errors(page) == []


def test_a_path_that_its_place_does_not_have_is_refused_loudly(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    assert "ticket.id" in ask(background, "client.get('ticket.id')")
    assert "dance" in ask(background, "client.invoke('dance')")
    assert errors(page) == ["get ticket.id in background", "invoke dance in background"]
    expect(page.locator("#errors")).to_contain_text("invoke dance")


def test_events_of_one_place_reach_those_who_listen_there(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    sidebar, background = scene.frame(page, "ticket_sidebar"), scene.frame(page, "background")
    guid = ask(sidebar, "client.context()")["instanceGuid"]
    listen = "given => { client.instance(given).on('mood', (what) => window.heard.push(['mood', what])); }"
    background.evaluate(listen, guid)
    ask(background, "client.get('currentUser')")
    sidebar.evaluate("client.trigger('mood', {is: 'good'})")
    assert heard(background, "mood") == {"is": "good"}


REQUEST = "client.request({contentType: 'application/json', autoRetry: false, httpCompleteResponse: true, ...given})"


def test_a_request_is_answered_whole(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    answer = ask(background, REQUEST, {"url": f"/api/v2/tickets/{scene.ticket}.json"})
    assert (answer["status"], answer["responseJSON"]["ticket"]["subject"]) == (200, "Kettle")
    plain = ask(background, "client.request('/api/v2/users/me.json')")
    assert plain["user"]["id"] == scene.desk.agent_id
    data = '{"ticket": {"comment": {"body": "Hi"}}}'
    made = ask(background, REQUEST, {"url": "/api/v2/tickets", "type": "POST", "data": data})
    assert (made["status"], made["headers"]["content-type"]) == (201, "application/json")
    assert [sent.method for sent in scene.desk.requests] == ["GET", "GET", "POST"]
    assert errors(page) == []


def test_a_refused_request_rejects_with_the_whole_answer(scene: Scene) -> None:
    background = scene.frame(scene.open(), "background")
    failed = "client.request({url: '/api/v2/tickets/77', httpCompleteResponse: true}).catch((xhr) => xhr)"
    xhr = background.evaluate(failed)
    assert (xhr["status"], xhr["responseJSON"]["error"]) == (404, "RecordNotFound")
    scene.desk.faults.add("GET /api/v2/tickets/1", 429, retry_after="9")
    xhr = background.evaluate(f"given => {REQUEST}.catch((xhr) => xhr)", {"url": "/api/v2/tickets/1"})
    assert (xhr["status"], xhr["headers"]["retry-after"]) == (429, "9")


def test_a_request_without_answer_or_in_time_rejects_without_status(scene: Scene) -> None:
    background = scene.frame(scene.open(), "background")
    failed = f"given => {REQUEST}.catch((xhr) => [xhr.status, xhr.statusText])"
    scene.desk.faults.add("GET /api/v2/users/me")
    assert background.evaluate(failed, {"url": "/api/v2/users/me"}) == [0, "error"]
    scene.desk.faults.add("GET /api/v2/users/me", 200, delay=30)
    assert background.evaluate(failed, {"url": "/api/v2/users/me", "timeout": 50}) == [0, "timeout"]


def test_a_request_that_zendesk_would_not_know_is_shown_in_red(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    assert ask(background, REQUEST, {"url": "/api/v2/people"}) == 501
    assert ask(background, REQUEST, {"url": "https://example.com/"}) == 0
    assert [text.split(":")[0] for text in errors(page)] == ["REST", "request"]


def test_notices_show_their_kind_and_stay_if_sticky(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    page.clock.install()
    for kind in ("notice", "alert", "error"):
        ask(background, "client.invoke('notify', '<b>' + given, given, {sticky: given === 'error'})", kind)
        expect(page.locator(f".toast.{kind}")).to_have_text(f"<b>{kind}")
    page.clock.run_for(7000)
    expect(page.locator(".toast")).to_have_count(1)
    page.click(".toast.error button")
    expect(page.locator(".toast")).to_have_count(0)


def test_route_to_opens_a_ticket_or_a_person_once_each(scene: Scene) -> None:
    page = scene.open()
    background = scene.frame(page, "background")
    for kind, key in (("ticket", scene.ticket), ("user", scene.ann), ("ticket", scene.ticket)):
        ask(background, "client.invoke('routeTo', ...given)", [kind, key])
    assert page.locator(".tab").count() == 2
    expect(page.locator(".tab.front")).to_have_text("Kettle")
    sidebar = scene.frame(page, "user_sidebar")
    assert ask(sidebar, "client.get(['user.id', 'user.name'])")["user.id"] == scene.ann
    assert ask(sidebar, "client.context()")["userId"] == scene.ann
    ask(background, "client.invoke('routeTo', 'nav_bar')")
    scene.frame(page, "nav_bar")
    ask(background, "client.invoke('routeTo', 'new_ticket')")
    assert ask(scene.frame(page, "new_ticket_sidebar"), "client.context()")["newTicketId"] == "1"
    assert errors(page) == []


def test_a_sidebar_hears_that_its_tab_goes_to_the_back_and_away(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    sidebar = scene.frame(page, "ticket_sidebar")
    assert heard(sidebar, "app.activated") == {"firstLoad": True}
    page.click("#rail button[data-page=home]")
    heard(sidebar, "app.deactivated")
    page.click(".tab .choose")
    page.evaluate("window.last = []; addEventListener('message', ({ data }) => window.last.push(data))")
    sidebar.evaluate("client.on('app.willDestroy', () => parent.postMessage('gone', '*'))")
    ask(sidebar, "client.get('currentUser')")
    page.click(".tab .close")
    wait_until(page, "window.last.includes('gone')")
    expect(page.locator('iframe[data-location="ticket_sidebar"]')).to_have_count(0)


def test_colours_are_told_at_the_start_and_when_they_change(scene: Scene) -> None:
    page = scene.open("/?colorScheme=dark")
    background = scene.frame(page, "background")
    assert "colorScheme=dark" in background.url
    page.click("button[title='Light or dark']")
    assert heard(background, "colorScheme.changed") == "light"
    assert ask(background, "client.get('colorScheme')") == {"colorScheme": "light", "errors": {}}


def test_a_click_on_a_number_reaches_every_place_that_listens(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    page.click("#top_bar_icon")
    top_bar, background = scene.frame(page, "top_bar"), scene.frame(page, "background")
    page.click("#top_bar_icon")
    page.click(".customer .phone")
    dialled = {"number": "+61 2 9999 0001", "userId": scene.ann, "ticketId": scene.ticket}
    for frame in (top_bar, background):
        assert heard(frame, "voice.dialout") == {**dialled, "agentId": scene.desk.agent_id}


def test_without_talk_partner_edition_a_number_is_plain_text(scene: Scene) -> None:
    scene.desk.talk_partner_edition = False
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    expect(page.locator(".customer")).to_contain_text("+61 2 9999 0001")
    assert page.locator(".phone").count() == 0


def test_a_notification_reaches_the_tabs_of_the_agent_it_is_for(scene: Scene) -> None:
    other = scene.desk.add_user(name="Other", role="agent")["id"]
    mine, theirs = scene.open(), scene.open(f"/?agent={other}")
    body = {"app_id": scene.desk.app_id, "event": "hello", "body": '{"n": 1}'}
    scene.desk.answer("POST", "/api/v2/apps/notify", {**body, "agent_id": other})
    got = heard(scene.frame(theirs, "background"), "api_notification.hello")
    assert (got["body"], got["sender"]["id"]) == ({"n": 1}, scene.desk.agent_id)
    scene.desk.answer("POST", "/api/v2/apps/notify", {**body, "body": "text"})
    assert heard(scene.frame(mine, "background"), "api_notification.hello")["body"] == "text"


def test_requests_carry_the_agent_of_the_tab(scene: Scene) -> None:
    other = scene.desk.add_user(name="Other", role="agent")["id"]
    page = scene.open(f"/?agent={other}")
    assert ask(scene.frame(page, "background"), "client.request('/api/v2/users/me')")["user"]["id"] == other
    assert ask(scene.frame(page, "background"), "client.get('currentUser.name')")["currentUser.name"] == "Other"


def test_a_ticket_shows_what_is_written_as_it_is_written(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    path, voice = f"/api/v2/tickets/{scene.ticket}", {"from": "+61299990001", "to": "+61280000000"}
    note = {"html_body": "<b>Queue</b> Sales<img src=x onerror='window.stolen = 1'>", "public": False}
    scene.desk.answer("PUT", path, {"ticket": {"comment": note}})
    expect(page.locator(".comment.internal b")).to_have_text("Queue")
    more = {"started_at": "2026-03-01T09:00:00Z", "call_duration": 187, "recording_url": "/none.wav"}
    scene.desk.answer("PUT", path, {"ticket": {"voice_comment": {**voice, **more}, "status": "solved"}})
    expect(page.locator(".VoiceComment dl")).to_contain_text("3:07")
    expect(page.locator(".VoiceComment audio")).to_have_attribute("src", "/none.wav")
    expect(page.locator(".subject .badge")).to_have_text("Solved")
    assert page.evaluate("window.stolen") is None


def test_a_call_comment_shows_its_fields_and_player(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    call = {
        "app_id": scene.desk.app_id, "from_line": "+61299990001", "to_line": "+61280000000", "direction": "inbound",
        "call_started_at": "2026-03-01T09:00:00Z", "duration": 61, "ticket_id": scene.ticket,
    }  # fmt: skip
    comment = {"title": "Incoming call", "call_fields": ["from_line", "duration"]}
    scene.desk.answer("POST", "/api/v2/calls", {"call": call, "comment": comment})
    expect(page.locator(".TpeVoiceComment h3")).to_have_text("Incoming call")
    expect(page.locator(".TpeVoiceComment dl")).to_contain_text("1:01")
    expect(page.locator(".TpeVoiceComment audio")).to_have_count(0)


def test_talk_partner_edition_opens_a_ticket_in_the_agents_tab(scene: Scene) -> None:
    page = scene.open()
    path = f"/api/v2/channels/voice/agents/{scene.desk.agent_id}/tickets/{scene.ticket}/display"
    scene.desk.answer("POST", path)
    expect(page.locator(".tab.front")).to_have_text("Kettle")


def test_what_the_agent_submits_by_hand_is_no_request_of_the_app(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    page.fill("textarea", "Done")
    page.select_option("select", "closed")
    page.click("text=Submit")
    expect(page.locator(".comment.internal")).to_contain_text("Done")
    assert scene.desk.tickets[scene.ticket]["status"] == "closed"
    assert scene.desk.requests == []
    page.click("text=Submit")
    expect(page.locator(".toast.error")).to_be_visible()


def test_reload_all_apps_replaces_every_copy_by_a_new_one(scene: Scene) -> None:
    page = scene.open(f"/agent/tickets/{scene.ticket}")
    places = ("background", "ticket_sidebar")
    old = [ask(scene.frame(page, place), "client.context()")["instanceGuid"] for place in places]
    page.click("button[title='Reload all apps']")
    for guid in old:
        expect(page.locator(f'iframe[data-guid="{guid}"]')).to_have_count(0)
    for place in places:
        assert heard(scene.frame(page, place), "app.activated") == {"firstLoad": True}
    assert errors(page) == []


def test_the_workbench_drawer_folds(scene: Scene, tmp_path: Path) -> None:
    package = Versions(Package(sample_app.write(tmp_path / "other.zip")))
    with served(package_site(package)) as assets:
        origin = f"http://127.0.0.1:{assets}"
        site = workspace_site(scene.desk, package, Places(origin, control=f"{origin}/manifest.json"))
        with served(site) as port:
            page = scene.context.new_page()
            page.goto(f"http://localhost:{port}/")
            expect(page.locator("#drawer iframe")).to_be_visible()
            page.click("#drawer .fold")
            expect(page.locator("#drawer iframe")).to_be_hidden()
