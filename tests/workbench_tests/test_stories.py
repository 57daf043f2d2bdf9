"""The stories of the workbench: their steps, their verdicts, their page, and the app playing them for real."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browser.profile import Profile
from browser.stage import Stage as Theatre
from browser.stage import Tab
from builder.package import Built
from workbench import demo
from workbench.connect import Refused, SimulatedConnect
from workbench.stories import STORIES
from workbench.stories_api import Stage
from workbench.story import Play, World
from workbench.workbench import Workbench
from workbench.zendesk import SimulatedZendesk

Deed = Callable[[Play], object]
ALL = sorted(STORIES)
PLAYED_BY_THE_APP = (1, 2, 3, 4, 5, 13, 18, 19, 20, 22, 25)


@pytest.fixture
def world() -> World:
    zendesk, connect = SimulatedZendesk(now=lambda: datetime.now(UTC)), SimulatedConnect()
    demo.furnish(zendesk, connect, datetime.now(UTC))
    return World(connect, zendesk, "http://localhost:8700/")


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def opened(stage: Stage, number: int) -> Play:
    """Opens a story, with the softphone of its agent up."""
    stage.world.connect.page_opened("agent-1")
    stage.open({"story": number})
    assert stage.play
    return stage.play


# What the finished app does, request by request, so that the checks can be tried without it.


def send(play: Play, method: str, path: str, body: Any = None, role: str = "agent") -> Any:
    answer = play.world.zendesk.answer(method, f"/api/v2/{path}", body, agent=play.users[role])
    assert answer.status and answer.status < 400, answer
    return answer.body


def asks(play: Play) -> None:
    send(play, "GET", "users/search.json?query=somebody")


def number_of(play: Play, ticket: str) -> int:
    return play.tickets.get(ticket) or int(play.made(ticket)[0]["id"])


def details(play: Play, contact: str) -> dict[str, Any]:
    return {"html_body": f"<p>Contact details of {play.contacts[contact]}</p>", "public": False}


def new(contact: str, requester: str, **more: str) -> Deed:
    def deed(play: Play) -> None:
        agent = play.users["agent"]
        given = {"subject": "Incoming call", "submitter_id": agent, "assignee_id": agent, **more}
        given |= {"requester_id": play.users[requester], "comment": details(play, contact)}
        send(play, "POST", "tickets.json", {"ticket": {**given, "external_id": f"connect:{play.contacts[contact]}"}})

    return deed


def follow_up(play: Play) -> None:
    agent = play.users["agent"]
    given = {"submitter_id": agent, "assignee_id": agent, "external_id": f"connect:{play.contacts['call']}"}
    given |= {"comment": details(play, "call"), "requester_id": play.users["caller"]}
    send(play, "POST", "tickets.json", {"ticket": {**given, "via_followup_source_id": play.tickets["ticket"]}})


def becomes(who: str, contact: str) -> Deed:
    def deed(play: Play) -> None:
        number = play.numbers[who]
        user = {"name": f"Caller {number}", "phone": number, "external_id": f"connect:{play.contacts[contact]}"}
        play.users[f"new {who}"] = send(play, "POST", "users.json", {"user": user})["user"]["id"]

    return deed


def note(ticket: str, contact: str, role: str = "agent") -> Deed:
    def deed(play: Play) -> None:
        path, body = f"tickets/{number_of(play, ticket)}.json", {"ticket": {"comment": details(play, contact)}}
        send(play, "PUT", path, body, role)

    return deed


def voice(ticket: str) -> Deed:
    def deed(play: Play) -> None:
        given = {"from": "a", "to": "b", "started_at": "2026-11-21T09:00:00Z", "call_duration": 5}
        send(play, "PUT", f"tickets/{number_of(play, ticket)}.json", {"ticket": {"voice_comment": given}})

    return deed


def fails(play: Play) -> None:
    assert play.world.zendesk.answer("POST", "/api/v2/tickets.json", {"ticket": {}}).status == 500


def loads(role: str) -> Deed:
    return lambda play: play.world.connect.page_opened(play.world.connect_agent(role))


def dials(play: Play) -> None:
    play.world.connect.dial(play.numbers["caller"])


def marked(ticket: str, contact: str, kind: str, *words: str) -> Deed:
    def deed(play: Play) -> None:
        said = "".join(f"<p>{escape(word)}</p>" for word in words)
        html = f"{said}<p><em>Deskline {kind} {play.contacts[contact]}</em></p>"
        body = {"ticket": {"comment": {"html_body": html, "public": False}}}
        send(play, "PUT", f"tickets/{number_of(play, ticket)}.json", body)

    return deed


def reads(contact: str) -> Deed:
    def deed(play: Play) -> None:
        connect = play.world.connect
        connect.participant("transcript", connect.token(play.contacts[contact]), {})

    return deed


FRESH: dict[int, tuple[Deed, ...]] = {1: (asks,), 2: (new("call", "caller"),), 3: (voice("call"),)}
REUSED: dict[int, tuple[Deed, ...]] = {1: (asks,), 2: (note("ticket", "call"),), 3: (voice("ticket"),)}
FORCED: dict[int, tuple[Deed, ...]] = {1: (asks,), 4: (new("call", "caller"), voice("call"))}
APP: dict[int, dict[int, tuple[Deed, ...]]] = {
    1: FRESH,
    2: {1: (asks,), 2: (becomes("caller", "call"), new("call", "new caller")), 3: (voice("call"),)},
    3: {2: (new("call", "agent"),), 3: (voice("call"),)},
    4: {1: (asks,), 3: (asks,), 5: (asks,)},
    5: REUSED,
    6: REUSED,
    7: FORCED,
    8: FRESH,
    9: {1: (asks,), 2: (follow_up,), 3: (voice("call"),)},
    10: {1: (asks,), 4: (note("ticket", "call"),), 5: (voice("ticket"),)},
    11: {1: (asks,), 4: (new("call", "friend"),), 5: (voice("call"),)},
    12: FORCED,
    13: {
        1: (loads("colleague"),),
        2: (asks,),
        3: (new("call", "caller"),),
        6: (note("call", "second", "colleague"),),
        7: (voice("call"),),
        8: (voice("call"),),
    },
    14: {2: (dials,), 3: (note("ticket", "call"),), 4: (voice("ticket"),)},
    15: {
        5: (becomes("second", "all"), new("all", "new second", subject="Outgoing call to them")),
        6: (voice("all"),),
    },
    16: {1: (asks,), 3: (new("call", "tess"),), 4: (voice("call"),)},
    17: {1: (loads("supervisor"),), 2: (asks,), 3: (new("call", "caller"),), 7: (voice("call"),)},
    18: FRESH,
    19: {1: (asks,), 2: (fails,), 4: (new("call", "caller"), voice("call"))},
    20: {1: (asks,), 2: (new("call", "caller"),), 3: (loads("agent"),), 4: (voice("call"),)},
    21: {
        1: (asks,),
        2: (new("chat", "caller"), reads("chat")),
        4: (marked("chat", "chat", "transcript-1", "Hello, <b>help</b>!", "Hi Kim."),),
    },
    22: {
        1: (asks,),
        2: (new("chat", "caller"), reads("chat")),
        3: (
            marked(
                "chat",
                "chat",
                "transcript-1",
                "Where is my parcel?",
                "I will find somebody who knows.",
                "Tomorrow.",
            ),
        ),
    },
    23: {3: (new("chat", "caller"), reads("chat")), 4: (marked("chat", "chat", "transcript-1", "Thank you!"),)},
    24: {
        1: (asks,),
        2: (new("chat", "caller"), reads("chat"), new("other", "friend"), reads("other")),
        4: (
            marked("chat", "chat", "transcript-1", "One", "Two", "Three"),
            marked("other", "other", "transcript-1", "Una here"),
        ),
    },
    25: {2: (marked("ticket", "task", "details"),), 3: (marked("ticket", "task", "outcome"),)},
}


def go_through(stage: Stage, deeds: dict[int, tuple[Deed, ...]]) -> list[str]:
    """Takes every step as soon as the story may go on, with the app's deeds after the steps; gives the verdict."""
    play = stage.play
    assert play
    while not play.over:
        stage.advance({"step": play.done})
        for deed in deeds.get(play.done, ()):
            deed(play)
    missing = stage.verdict()
    assert missing is not None
    return missing


def test_there_are_twenty_five_stories_and_each_names_its_rules() -> None:
    assert list(range(1, 26)) == ALL
    assert all(story.rules and story.steps and story.checks for story in STORIES.values())


@pytest.mark.parametrize("number", ALL)
def test_a_story_ends_well_when_the_app_does_what_the_rules_say(stage: Stage, number: int) -> None:
    opened(stage, number)
    assert go_through(stage, APP[number]) == []
    assert stage.world.connect.contacts == {}


@pytest.mark.parametrize("number", [number for number in ALL if number != 4])
def test_a_story_without_the_app_says_what_is_missing(stage: Stage, number: int) -> None:
    play = opened(stage, number)
    while not play.over:
        if number == 14 and play.done == 2:
            dials(play)
        stage.advance({"step": play.done, "anyway": True})
    assert stage.verdict()
    assert stage.state()["stories"][number - 1]["end"] == "bad"


def test_a_second_user_for_the_same_stranger_is_said(stage: Stage) -> None:
    opened(stage, 2)

    def again(play: Play) -> None:
        send(play, "POST", "users.json", {"user": {"name": "Caller", "phone": play.numbers["caller"]}})

    assert "New users: 2 instead of 1." in go_through(stage, APP[2] | {4: (again,)})


DEEDS = [(number, step, at) for number in ALL for step, deeds in APP[number].items() for at in range(len(deeds))]
WRITTEN = [
    (number, step, at)
    for number, step, at in DEEDS
    if APP[number][step][at].__qualname__.split(".")[0] in ("new", "note", "voice", "follow_up")
]


@pytest.mark.parametrize(("number", "step", "at"), WRITTEN)
def test_nothing_that_the_app_writes_may_be_written_twice(stage: Stage, number: int, step: int, at: int) -> None:
    opened(stage, number)
    deeds = APP[number][step]
    assert go_through(stage, APP[number] | {step: (*deeds[: at + 1], deeds[at], *deeds[at + 1 :])})


def test_a_missed_call_that_leaves_a_trace_is_not_as_it_should_be(stage: Stage) -> None:
    opened(stage, 4)
    (complaint, *_) = go_through(stage, APP[4] | {6: (new("missed", "caller"),)})
    assert complaint == "Something was written: POST /api/v2/tickets.json."


@pytest.mark.parametrize(("number", "moment"), [(1, "connect"), (7, "close"), (12, "close")])
def test_what_is_written_too_early_is_said(stage: Stage, number: int, moment: str) -> None:
    opened(stage, number)
    created = new("call", "caller")
    early: dict[str, dict[int, tuple[Deed, ...]]] = {
        "connect": {1: (asks, created), 2: ()},
        "close": {2: (created,), 4: (voice("call"),)},
    }
    assert any(f"before the {moment}" in word for word in go_through(stage, APP[number] | early[moment]))


def test_markup_and_secrets_that_reach_zendesk_are_said(stage: Stage) -> None:
    play = opened(stage, 18)

    def careless(play: Play) -> None:
        body = {
            "html_body": f'{play.contacts["call"]} <img src=x onerror="top.owned=1"> kept-to-ourselves',
            "public": False,
        }
        send(play, "PUT", f"tickets/{number_of(play, 'call')}.json", {"ticket": {"comment": body}})

    missing = " ".join(go_through(stage, FRESH | {4: (careless,)}))
    assert "<img>" in missing and "onerror" in missing and "A secret was written" in missing
    assert play.over


def test_a_touched_ticket_and_a_wrong_requester_are_said(stage: Stage) -> None:
    opened(stage, 8)

    def touches(play: Play) -> None:
        send(play, "PUT", f"tickets/{play.tickets['older']}.json", {"ticket": {"status": "open"}})

    missing = " ".join(go_through(stage, FRESH | {2: (new("call", "agent"), touches)}))
    assert "was changed: status" in missing and "Requester of ticket" in missing


def test_a_story_does_not_go_on_before_what_it_waits_for_unless_somebody_insists(stage: Stage) -> None:
    stage.open({"story": 1})
    with pytest.raises(Refused, match="the workspace of Robin Reyes is open"):
        stage.advance({"step": 0})
    assert stage.advance({"step": 0, "anyway": True}) == {"done": 1}
    with pytest.raises(Refused, match="asked Zendesk"):
        stage.advance({"step": 1})


def test_a_step_is_taken_once_however_many_pages_ask_for_it(stage: Stage) -> None:
    play = opened(stage, 1)
    assert [stage.advance({"step": 0}), stage.advance({"step": 0})] == [{"done": 1}] * 2
    assert len(stage.world.connect.contacts) == 1 and play.done == 1


def test_the_person_may_do_a_step_in_the_workspace_instead(stage: Stage, world: World) -> None:
    play = opened(stage, 1)
    stage.advance({"step": 0})
    world.connect.accept(play.contacts["call"])
    new("call", "caller")(play)
    stage.advance({"step": 1, "anyway": True})
    world.connect.customer_hangs_up(play.contacts["call"])
    world.connect.clear(play.contacts["call"])
    for step in (2, 3):
        stage.advance({"step": step, "anyway": True})
    assert play.over


def test_every_replay_has_its_own_people_numbers_and_tickets(stage: Stage) -> None:
    first, second = opened(stage, 5), opened(stage, 5)
    assert first.numbers != second.numbers and first.users["caller"] != second.users["caller"]
    assert not set(first.tickets.values()) & set(second.tickets.values())


def test_opening_another_story_clears_the_stage(stage: Stage, world: World) -> None:
    play = opened(stage, 13)
    for step in range(5):
        stage.advance({"step": step, "anyway": True})
    assert (len(world.connect.contacts), world.zendesk.search_lag) == (2, 60)
    opened(stage, 19)
    assert (world.connect.contacts, world.zendesk.search_lag) == ({}, 0) and stage.play is not play
    for step in range(2):
        stage.advance({"step": step, "anyway": True})
    stage.clear()
    assert send(play, "POST", "tickets.json", {"ticket": {"comment": {"body": "x"}}}) and stage.play is None


def test_a_refused_verb_leaves_the_story_where_it_was(stage: Stage) -> None:
    play = opened(stage, 14)
    for step in range(2):
        stage.advance({"step": step})
    with pytest.raises(Refused, match="nobody has dialled"):
        stage.advance({"step": 2, "anyway": True})
    assert play.done == 2


def test_a_ticket_of_the_story_is_opened_in_the_agents_workspace(stage: Stage, world: World) -> None:
    told: list[dict[str, Any]] = []
    world.zendesk.subscribe(told.append)
    play = opened(stage, 14)
    stage.advance({"step": 0})
    shown = {"kind": "display", "agent_id": world.zendesk.agent_id, "ticket_id": play.tickets["ticket"]}
    assert told[-1] == shown


# The endpoints and the page.


@pytest.fixture
def bench(package: Path) -> Iterator[Workbench]:
    bench = Workbench.serve(package)
    bench.furnish()
    with bench:
        yield bench


def post(bench: Workbench, name: str, /, **body: Any) -> httpx.Response:
    return httpx.post(f"{bench.control}stories/{name}", json=body)


def state(bench: Workbench) -> dict[str, Any]:
    shown: dict[str, Any] = httpx.get(f"{bench.control}stories/state").json()
    return shown


def test_a_story_is_played_over_http(bench: Workbench) -> None:
    assert len(state(bench)["stories"]) == 25 and state(bench)["play"] is None
    assert post(bench, "advance", step=0).status_code == 409
    assert post(bench, "open", story=99).status_code == 400
    assert post(bench, "open", story=1).json() == {}
    refused = post(bench, "advance", step=0)
    assert (refused.status_code, "workspace" in refused.json()["error"]) == (409, True)
    assert post(bench, "advance", step=0, anyway=True).json() == {"done": 1}
    httpx.get(f"{bench.url}api/v2/users/search.json?query=Kim")
    shown = state(bench)["play"]
    assert (shown["done"], shown["awaited"], shown["missing"]) == (1, None, None)
    assert [sent["path"] for sent in shown["requests"]] == ["/api/v2/users/search.json?query=Kim"]
    post(bench, "auto", auto=True)
    assert state(bench)["play"]["auto"] is True
    post(bench, "clear")
    assert state(bench)["play"] is None


def test_people_out_of_a_story_are_not_offered_in_the_control_panel(bench: Workbench) -> None:
    before = bench.people()
    post(bench, "open", story=16)
    assert bench.people() == before


def test_the_links_carry_the_zendesk_agent_and_the_connect_agent(bench: Workbench) -> None:
    post(bench, "open", story=13)
    second = state(bench)["play"]["cast"][1]
    assert (second["name"], second["connect_agent"], second["open"]) == ("Bea Second", "Bea Second", False)
    bea = bench.stories.world.zendesk_agent("colleague")
    assert second["link"] == f"{bench.url}?agent={bea}&connectAgent=agent-2"


def test_a_page_that_names_its_connect_agent_has_an_instance_of_that_name(bench: Workbench) -> None:
    def address(query: str) -> str:
        return str(httpx.get(f"{bench.url}config.json{query}").json()["app"]["settings"]["connect_url"])

    plain = bench.origins[2]
    assert address("") == plain
    assert address("?connectAgent=agent-2") == plain.replace("127.0.0.1", "agent-2.localhost")


@pytest.fixture
def screen(bench: Workbench, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 300, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(bench.control)
    yield page
    page.close()
    assert errors == []


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.browser
def test_the_stories_are_reached_from_the_panel_and_played_by_keyboard(bench: Workbench, screen: Page) -> None:
    screen.get_by_role("link", name="Stories").press("Enter")
    screen.get_by_role("button", name="An anonymous caller").press("Enter")
    expect(screen.locator("#title")).to_be_focused()
    assert fits(screen)
    for number in range(4):
        screen.locator("#next").press("Enter")
        expect(screen.locator("#steps .done")).to_have_count(number + 1)
    expect(screen.locator("#verdict")).to_contain_text("New tickets: 0 instead of 1.")
    expect(screen.get_by_role("button", name="Next step")).to_be_disabled()
    screen.get_by_role("button", name="All stories").press("Enter")
    expect(screen.locator("#story-3").get_by_label("something was missing")).to_be_visible()
    assert fits(screen)


@pytest.mark.browser
def test_all_at_once_waits_for_the_app_and_ends_with_the_verdict(bench: Workbench, screen: Page) -> None:
    bench.connect.page_opened("agent-1")
    screen.goto(f"{bench.control}stories/")
    screen.get_by_role("button", name="A known caller, a new ticket").click()
    screen.get_by_role("button", name="All at once").click()
    expect(screen.locator("#awaited")).to_have_text("Waiting until the app has asked Zendesk who it is.")
    play = bench.stories.play
    assert play
    for done, deeds in FRESH.items():
        expect(screen.locator("#steps .done")).to_have_count(done)
        for deed in deeds:
            deed(play)
    expect(screen.locator("#verdict")).to_have_text("As it should be.")
    screen.locator("#requests summary").nth(1).click()
    expect(screen.locator("#requests pre").nth(1)).to_contain_text("Contact details")
    assert fits(screen)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_light_and_dark(bench: Workbench, screen: Page, scheme: str) -> None:
    screen.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    screen.goto(f"{bench.control}stories/")
    light = screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 250, 250)"
    assert light is (scheme == "light")


# The built package plays them.


@pytest.fixture
def theatre(built: Built, ports: list[socket.socket], profile: Profile) -> Iterator[Theatre]:
    with Workbench.serve(built.zip, ports) as bench:
        bench.furnish()
        theatre = Theatre(bench, profile.fresh())
        yield theatre
        wrong = theatre.close()
        profile.leave()
        assert wrong == []


def replay(theatre: Theatre, tab: Tab) -> None:
    """Takes every step as soon as the app has done its part; the person opens a colleague's workspace or reloads."""
    play = theatre.bench.stories.play
    assert play
    while not play.over:
        theatre.until(tab, lambda: play.awaited is None)
        play.advance()
        if play.story.steps[play.done - 1].do:
            continue
        if "colleague" in play.story.cast:
            theatre.open(play.world.link("colleague").removeprefix(theatre.bench.url)).ready()
        else:
            tab.page.reload()


@pytest.mark.browser
@pytest.mark.parametrize("number", PLAYED_BY_THE_APP)
def test_the_app_plays_the_story_as_it_should_be(theatre: Theatre, number: int) -> None:
    tab = theatre.open().ready()
    theatre.bench.stories.open({"story": number})
    replay(theatre, tab)
    theatre.until(tab, lambda: theatre.bench.stories.verdict() == [])
    if number == 19:  # Chromium itself logs the failed requests
        theatre.errors.clear()


@pytest.mark.browser
def test_two_tabs_of_one_browser_are_two_agents(theatre: Theatre) -> None:
    world = theatre.bench.stories.world
    links = [world.link(role).removeprefix(theatre.bench.url) for role in ("agent", "colleague")]
    first, second = (theatre.open(link).ready() for link in links)
    expect(first.ccp.get_by_text("Alex Agent")).to_be_attached()
    expect(second.ccp.get_by_text("Bea Second")).to_be_attached()
    call = theatre.bench.connect.ring(demo.ANN, agent="agent-2")
    theatre.bench.connect.accept(call)
    theatre.until(second, lambda: theatre.made)
    assert [ticket["submitter_id"] for ticket in theatre.made] == [world.zendesk_agent("colleague")]
    expect(second.front).to_contain_text("Incoming call")
    second.page.reload()
    expect(second.ready().ccp.get_by_text("Bea Second")).to_be_attached()
    expect(first.page.get_by_role("tab", name="Incoming call")).to_have_count(0)


@pytest.mark.browser
def test_the_panel_beside_the_workspace_plays_a_story_with_the_app(theatre: Theatre) -> None:
    tab = theatre.open().ready()
    panel = tab.page.frame_locator("#drawer iframe")
    panel.get_by_role("link", name="Stories").click()
    panel.get_by_role("button", name="A known caller, a new ticket").click()
    panel.get_by_role("button", name="All at once").click()
    expect(panel.locator("#verdict")).to_have_text("As it should be.")
