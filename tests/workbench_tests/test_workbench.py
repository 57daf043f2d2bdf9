"""The workbench serves the four origins, and its control panel does what its buttons say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browser.waiting import wait_until
from builder import package as builder_package
from workbench.connect_contact import CUT
from workbench.mirrors import FOLDERS
from workbench.origin import PortTaken, loopback
from workbench.workbench import LocalPackage, Workbench, as_dialled

ANN = "+61299990001"
TESTS = Path(__file__).parents[1]
SEARCH = "/api/v2/users/search.json?query=Ann"


@pytest.fixture
def bench(package: Path) -> Iterator[Workbench]:
    bench = Workbench.serve(package)
    bench.furnish()
    with bench:
        yield bench


class Panel:
    """The control panel's endpoints."""

    def __init__(self, bench: Workbench) -> None:
        """Speaks to the workbench's Connect origin."""
        self.base = bench.control

    def post(self, name: str, /, **body: Any) -> httpx.Response:
        """Sends one order."""
        return httpx.post(self.base + name, json=body)

    def state(self) -> dict[str, Any]:
        """What the panel shows."""
        shown: dict[str, Any] = httpx.get(f"{self.base}state").json()
        return shown


@pytest.fixture
def panel(bench: Workbench) -> Panel:
    return Panel(bench)


@pytest.fixture
def screen(bench: Workbench, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 300, "height": 900})
    page.goto(bench.control)
    yield page
    page.close()


def test_all_four_origins_answer_and_differ(bench: Workbench) -> None:
    assert len(set(bench.origins)) == 4
    paths = ("/", "/assets/top_bar.html", "/ccp-v2/", "/pyodide.mjs")
    for origin, path in zip(bench.origins, paths, strict=True):
        assert httpx.get(origin + path).status_code == 200


def test_the_installation_points_at_the_pretend_instance_and_the_local_runtime(bench: Workbench) -> None:
    settings = httpx.get(f"{bench.url}config.json").json()["app"]["settings"]
    assert (settings["connect_url"], settings["runtime_url"]) == (bench.origins[2], f"{bench.origins[3]}/")
    assert settings["colour"] == "green"


def test_a_test_may_set_settings_and_ask_for_another_site(package: Path) -> None:
    bench = Workbench.serve(package, settings={"media_less": True}, cross_site=True)
    assert bench.zendesk.installation["settings"]["media_less"] is True
    assert bench.origins[1].startswith("http://127.0.0.1:")
    with bench:
        pass


def test_a_port_in_use_is_reported_in_a_sentence(package: Path) -> None:
    with loopback() as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} is in use"):
            Workbench.serve(package, port)


def test_chatjs_address_in_scripts_leads_to_the_pretend_instance(bench: Workbench) -> None:
    said = httpx.get(f"{bench.origins[1]}/assets/chat.js").text
    assert said == f'"{bench.origins[2]}/participant.connect." + region'
    chat = bench.connect.ring_chat("Bo")
    bench.connect.say(chat, "Hello")
    url = f"{bench.origins[2]}/participant.connect.eu-west-2.amazonaws.com/participant/transcript"
    answer = httpx.post(url, headers={"x-amz-bearer": bench.connect.token(chat)}, json={})
    assert answer.json()["Transcript"][0]["Content"] == "Hello"


def test_the_policy_of_the_pages_names_the_simulated_instance_in_place_of_connects_and_changes_in_nothing_else() -> (
    None
):
    text = "script-src 'self' https://x.example; frame-src https://*.my.connect.aws https://*.awsapps.com"
    files = LocalPackage(Path(), instance="http://127.0.0.1:8702").localised({"assets/a.html": text.encode()})
    here = "http://127.0.0.1:8702 http://*.localhost:8702"
    assert files == {"assets/a.html": text.replace("https://*.my.connect.aws", here).encode()}


def test_people_are_offered_with_numbers_as_the_network_gives_them(panel: Panel) -> None:
    numbers = {one["name"]: one["number"] for one in panel.state()["people"]}
    assert numbers["Ann Miller"] == ANN and numbers["Lea Local"] == "+61299990003" == as_dialled("(02) 9999 0003")
    assert numbers["Tim Twin"] == numbers["Tina Twin"]


@pytest.mark.parametrize(
    ("kind", "who", "state"),
    [
        ("voice", ANN, "connecting"),
        ("voice", None, "connecting"),
        ("overflow", ANN, "connecting"),
        ("customer_first", ANN, "connecting"),
        ("queue_callback", ANN, "incoming"),
        ("outbound_callback", ANN, "incoming"),
        ("chat", "Bo", "connecting"),
        ("task", "Zendesk-3", "connecting"),
        ("outbound", ANN, "connecting"),
    ],
)
def test_every_kind_of_contact_can_be_offered(
    bench: Workbench, panel: Panel, kind: str, who: str | None, state: str
) -> None:
    contact = panel.post("offer", kind=kind, who=who, queue="Support", attributes={"a": "1"}).json()["contact"]
    shown = bench.connect.contact(contact)
    assert (shown["state"]["type"], shown["queue"]["name"]) == (state, "Support")
    assert shown["attributes"]["a"]["value"] == "1"


def test_verbs_work_a_contact_and_a_refused_one_says_why(panel: Panel) -> None:
    call = panel.post("offer", who=ANN).json()["contact"]
    for verb in ("accept", "hold", "resume", "customer_hangs_up"):
        assert panel.post("act", verb=verb, contact=call).json() == {}
    refused = panel.post("act", verb="hold", contact=call)
    assert (refused.status_code, refused.json()["error"]) == (409, "invalid state ENDED")
    assert panel.post("act", verb="snapshot", contact=call).status_code == 400
    panel.post("act", verb="clear", contact=call)
    assert panel.state()["contacts"] == []


def test_cut_legs_are_dropped_and_shown_again(bench: Workbench, panel: Panel) -> None:
    call = panel.post("offer", who=ANN).json()["contact"]
    panel.post("act", verb="accept", contact=call)
    panel.post("act", verb="veil", contact=call, what=[CUT])
    assert panel.state()["contacts"][0]["veiled"] == [CUT]
    panel.post("act", verb="customer_hangs_up", contact=call)
    assert [leg["type"] for leg in bench.connect.contact(call)["connections"]] == ["agent"]
    panel.post("act", verb="veil", contact=call)
    assert len(bench.connect.contact(call)["connections"]) == 2


@pytest.mark.parametrize(("trouble", "answer"), [("dial_silent", None), ("dial_refused", "invalid state")])
def test_the_next_request_to_dial_is_carried_out_and_answered_as_ordered(
    bench: Workbench, panel: Panel, trouble: str, answer: str | None
) -> None:
    panel.post("agent", agent="agent-1", trouble=trouble)
    assert bench.connect.afterthoughts == {"createOutboundContact": answer}


def test_a_transfer_gives_the_new_contact(panel: Panel) -> None:
    call = panel.post("offer", who=ANN).json()["contact"]
    panel.post("act", verb="accept", contact=call)
    leg = panel.post("act", verb="transfer", contact=call, to="agent-2").json()["contact"]
    assert {one["id"]: one["agent"] for one in panel.state()["contacts"]} == {call: "agent-1", leg: "agent-2"}


def test_a_chat_line_can_be_said(bench: Workbench, panel: Panel) -> None:
    chat = panel.post("offer", kind="chat", who="Bo").json()["contact"]
    panel.post("say", contact=chat, text="Hello")
    panel.post("say", contact=chat, text="Beep", role="CUSTOM_BOT", name="Bot")
    assert [item["ParticipantRole"] for item in bench.connect.transcript(chat)] == ["CUSTOMER", "CUSTOM_BOT"]


def test_many_lines_a_file_an_event_and_a_hand_over_happen_in_a_chat(bench: Workbench, panel: Panel) -> None:
    chat = panel.post("offer", kind="chat", who="Bo").json()["contact"]
    panel.post("act", verb="accept", contact=chat)
    panel.post("say", contact=chat, text="Hello", times=3)
    panel.post("say", contact=chat, file=["a.pdf", "application/pdf"])
    panel.post("say", contact=chat, event="participant.idle")
    said = bench.connect.transcript(chat)[1:]
    assert [item.get("Content") for item in said[:3]] == ["1. Hello", "2. Hello", "Hello"]
    assert [(item["Type"], item["DisplayName"]) for item in said[3:]] == [("ATTACHMENT", "Bo"), ("EVENT", "Bo")]
    leg = panel.post("act", verb="transfer_chat", contact=chat, to="agent-2").json()["contact"]
    assert bench.connect.known(leg).agent_id == "agent-2"


def test_the_participant_service_is_in_trouble_as_the_panel_says(bench: Workbench, panel: Panel) -> None:
    chat = panel.post("offer", kind="chat", who="Bo").json()["contact"]
    address = f"{bench.origins[2]}/participant/transcript"
    headers = {"x-amz-bearer": bench.connect.token(chat)}
    for trouble, status in (("429", 429), ("403", 403), ("", 200)):
        panel.post("switch", participant=trouble)
        assert panel.state()["zendesk"]["participant"] == trouble
        assert httpx.post(address, headers=headers, json={}).status_code == status
    assert panel.post("switch", participant="sunshine").status_code == 400


def test_agents_are_signed_out_and_given_a_state(bench: Workbench, panel: Panel) -> None:
    panel.post("agent", agent="agent-1", signed_in=False)
    panel.post("agent", agent="agent-2", state="Lunch")
    first, second, *_ = panel.state()["agents"]
    assert (first["signed_in"], second["state"]) == (False, "Lunch")
    panel.post("agent", agent="agent-1", signed_in=True)
    for trouble in ("expire", "deny", "webrtc_error"):
        told: list[str] = []
        stop = bench.connect.subscribe(lambda _, message, told=told: told.append(message["event"]))
        panel.post("agent", agent="agent-1", trouble=trouble)
        stop()
        events = {"expire": "auth_fail", "deny": "access_denied", "webrtc_error": "agent::softphone_error"}
        assert told == [events[trouble]]
    panel.post("agent", agent="agent-1", signed_in=True)
    assert not bench.connect.signed_out


def test_switches_turn_what_they_name(bench: Workbench, panel: Panel) -> None:
    panel.post("switch", talk_partner_edition=False, search_lag=5, delay_ms=1)
    shown = panel.state()["zendesk"]
    assert (shown["talk_partner_edition"], shown["search_lag"], shown["delay_ms"]) == (False, 5, 1)
    assert bench.zendesk.talk_partner_edition is False
    assert panel.post("switch", coffee=True).status_code == 400


def test_requests_are_written_down_with_the_contact_they_came_with(bench: Workbench, panel: Panel) -> None:
    call = bench.connect.ring(number=ANN)
    httpx.get(bench.origins[0] + SEARCH)
    last = panel.state()["requests"][-1]
    assert (last["method"], last["path"], last["status"], last["contact"]) == ("GET", SEARCH, 200, call)
    bench.connect.miss(call)
    bench.connect.clear(call)
    httpx.get(bench.origins[0] + SEARCH)
    assert panel.state()["counts"] == {call: 2}


def test_the_delay_holds_up_api_requests_only(bench: Workbench) -> None:
    bench.wire.delay_ms = 60
    httpx.get(bench.origins[0] + SEARCH)
    httpx.get(bench.url)
    assert [one.milliseconds > 50 for one in bench.wire.passed] == [True]


def test_offline_gives_no_answer_and_carries_nothing_out(bench: Workbench, panel: Panel) -> None:
    panel.post("switch", offline=True)
    httpx.get(bench.origins[0] + SEARCH)
    assert bench.wire.passed[-1].status is None and not bench.zendesk.requests


def test_a_fault_applies_to_the_next_matching_request_and_can_be_cleared(bench: Workbench, panel: Panel) -> None:
    panel.post("fault", match="GET /api/v2/users/*", status=503, times=2)
    assert httpx.get(bench.origins[0] + SEARCH).status_code == 503
    assert panel.state()["zendesk"]["faults"][0]["times"] == 1
    panel.post("fault")
    assert httpx.get(bench.origins[0] + SEARCH).status_code == 200


def test_a_mirror_of_the_runtime_fails_as_the_panel_says(bench: Workbench, panel: Panel) -> None:
    first, second = (f"{bench.origins[3]}/{folder}/pyodide@1/pyodide.mjs" for folder in FOLDERS.values())
    assert panel.post("switch", mirror_first="404").status_code == 200
    assert [httpx.get(one).status_code for one in (first, second)] == [404, 200]
    assert panel.state()["zendesk"]["mirror_first"] == "404"
    assert panel.post("switch", mirror_first="sunshine").status_code == 400
    assert panel.post("switch", mirror_third="404").status_code == 400


def test_the_mirrors_addresses_in_scripts_lead_here_and_to_two_origins() -> None:
    text = " ".join(mirror.format(version="1") for mirror in builder_package.MIRRORS)
    local = LocalPackage(Path(), instance="http://127.0.0.1:8702", runtime="http://127.0.0.1:8703")
    files = local.localised({"assets/runtime.js": text.encode()})
    here = "http://127.0.0.1:8703/first-mirror/pyodide@1/ http://localhost:8703/second-mirror/pyodide@1/"
    assert files == {"assets/runtime.js": here.encode()}


def test_a_recording_and_a_contact_record_can_be_opened(bench: Workbench) -> None:
    call = bench.connect.ring(number=ANN)
    sound = httpx.get(f"{bench.origins[2]}/get-recording?format=wav&callLegId={call}&zendesk_format=.wav")
    assert sound.headers["content-type"] == "audio/wav" and sound.content[:4] == b"RIFF"
    assert httpx.get(f"{bench.origins[2]}/contact-trace-records/details/{call}?tz=UTC").json()["contactId"] == call
    assert httpx.get(f"{bench.origins[2]}/contact-trace-records/details/none").status_code == 404


@pytest.mark.browser
def test_the_panel_rings_as_ann_and_works_the_call(bench: Workbench, screen: Page) -> None:
    screen.get_by_text("Attributes").first.click()
    screen.locator("#preset").select_option("Hostile values")
    screen.get_by_role("button", name="Ann Miller").click()
    screen.get_by_role("button", name="Accept").click()
    expect(screen.get_by_text("voice: connected")).to_be_visible()
    (call,) = bench.connect.contacts
    assert bench.connect.contact(call)["attributes"]["customer_name"]["value"] == "<img src=x onerror=alert(1)>"
    box = screen.get_by_label("Attributes", exact=True)
    screen.locator("#contacts summary").click()
    box.fill("order = 12")
    screen.get_by_role("button", name="Set attributes").click()
    expect(screen.get_by_text("voice: connected")).to_be_visible()
    wait_until(screen, "document.querySelector('#contacts textarea').value.includes('order = 12')")
    screen.get_by_role("button", name="Customer hangs up").click()
    screen.get_by_role("button", name="Close contact").click()
    expect(screen.locator("#contacts")).to_have_text("None")


@pytest.mark.browser
def test_the_panel_lets_a_mirror_fail(bench: Workbench, screen: Page) -> None:
    expect(screen.get_by_role("button", name="Ann Miller")).to_be_visible()
    with screen.expect_response("**/switch"):
        screen.get_by_label("Runtime, second mirror").select_option("no answer")
    assert bench.mirrors.second == "no answer"


@pytest.mark.browser
def test_the_panel_shows_requests_and_turns_switches(bench: Workbench, screen: Page) -> None:
    httpx.get(bench.origins[0] + SEARCH)
    expect(screen.locator("#requests tr")).to_contain_text("GET users/search.json")
    screen.get_by_role("checkbox", name="Talk Partner Edition").uncheck()
    screen.locator("#fault-preset").select_option("Too many requests (429)")
    screen.get_by_role("button", name="Add fault").click()
    expect(screen.locator("#faults")).to_have_text("*: 429, 3 times")
    assert bench.zendesk.talk_partner_edition is False


@pytest.mark.browser
def test_the_panel_fits_300_pixels_and_needs_no_mouse(bench: Workbench, screen: Page) -> None:
    expect(screen.get_by_role("button", name="Ann Miller")).to_be_visible()
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screen.get_by_role("button", name="Anonymous").focus()
    screen.keyboard.press("Enter")
    screen.get_by_role("button", name="Miss").focus()
    screen.keyboard.press("Enter")
    expect(screen.get_by_text("voice: error")).to_be_visible()


def run(package: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "workbench", str(package), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(TESTS)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)


def free_base() -> int:
    """The first of four neighbouring ports that are free."""
    for base in range(18700, 19700, 4):
        try:
            for port in range(base, base + 4):
                loopback(port).close()
        except PortTaken:
            continue
        return base
    raise AssertionError("no four free ports")


def test_the_demo_says_ready_last_and_ends_with_ctrl_c(package: Path) -> None:
    with run(package, free_base()) as demo:
        assert demo.stdout and demo.stderr
        lines = [line.strip() for line in takewhile(lambda line: line != "ready\n", demo.stdout)]
        assert lines, demo.stderr.read()
        assert any(line.startswith("Pretend Zendesk: http://localhost:") for line in lines)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=20) == 0
        assert demo.stderr.read() == ""


def test_the_demo_gives_up_on_a_taken_port_with_a_sentence(package: Path) -> None:
    with loopback() as taken:
        taken.listen()
        with run(package, taken.getsockname()[1]) as demo:
            assert demo.wait(timeout=20) == 1
            assert demo.stderr and "is in use by another program" in demo.stderr.read()
