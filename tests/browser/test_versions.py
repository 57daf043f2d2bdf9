"""An update of the app while agents work: two whole packages open at once (rule 11.2)."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from browser.stage import BY_HAND, Stage, Tab
from browser.waiting import wait_for
from builder import package
from builder.package import Built, version
from deskline.words.comment import marker
from workbench.package_site import Package

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
STRANGERS = iter(range(61299870000, 61299880000))
NEXT = "99.0.0"
UPDATED = "Deskline was updated while tabs were open"


def newer(built: Built, folder: Path, protocol: int = 1) -> Path:
    """The built package as the next version would be, with messages of this protocol."""
    files = dict(Package(built.zip).files)
    manifest = json.loads(files["manifest.json"])
    old, new = (f'data-version="{one}"'.encode() for one in (manifest["version"], NEXT))
    files["manifest.json"] = json.dumps(manifest | {"version": NEXT}).encode()
    for name in (name for name in files if name.endswith(".html") and name != "assets/notices.html"):
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    messages = files["assets/engine/messages.js"]
    assert b"PROTOCOL = 1;" in messages
    files["assets/engine/messages.js"] = messages.replace(b"PROTOCOL = 1;", f"PROTOCOL = {protocol};".encode())
    return package.write(files, folder, NEXT).zip


def written(stage: Stage, contact: str) -> tuple[int, ...]:
    """Count users, tickets, notes of details, notes of changes, and voice comments of a contact."""
    desk = stage.bench.zendesk
    comments = [(said, json.dumps(said)) for each in desk.conversations.values() for said in each]
    notes = [sum(marker(kind, contact) + "</em>" in text for _, text in comments) for kind in ("details", "changes-1")]
    voices = sum("Voice" in said["type"] and contact in text for said, text in comments)
    users = sum(user["external_id"] == f"connect:{contact}" for user in desk.users.values())
    tickets = sum(ticket["external_id"] == f"connect:{contact}" for ticket in desk.tickets.values())
    return users, tickets, *notes, voices


def taken(stage: Stage, tab: Tab) -> str:
    """Let an unknown caller ring and the agent answer; wait until there is a ticket."""
    contact = stage.ring(f"+{next(STRANGERS)}", attributes={"order": "A1"})
    stage.accept(contact)
    stage.until(tab, lambda: written(stage, contact)[:3] == (1, 1, 1))
    return contact


def ended(stage: Stage, tab: Tab, contact: str) -> None:
    """Let the call end, and see that there is one of each thing, and stays one."""
    stage.bench.connect.set_attributes(contact, {"order": "A2"})
    stage.hang_up(contact)
    stage.until(tab, lambda: written(stage, contact) == (1, 1, 1, 1, 1))
    stage.clear(contact)
    tab.page.wait_for_timeout(1000)
    assert written(stage, contact) == (1, 1, 1, 1, 1)


def engines(*tabs: Tab) -> list[int]:
    """Count the engines that each tab runs."""
    return [len(tab.page.workers) for tab in tabs]


def test_rule_11_2_two_whole_packages_share_one_engine_and_the_newer_takes_over_when_the_older_is_closed(
    stage: Stage, built: Built, tmp_path: Path
) -> None:
    old = stage.open().ready()
    stage.bench.update(newer(built, tmp_path))
    new = stage.open().ready()
    places = [urlsplit(tab.softphone.url) for tab in (old, new)]
    assert places[0].netloc == places[1].netloc
    assert places[0].path != places[1].path
    assert [tab.softphone.evaluate("document.body.dataset.version") for tab in (old, new)] == [version(ROOT), NEXT]
    ended(stage, new, taken(stage, new))
    assert engines(old, new) == [1, 0]
    contact = taken(stage, new)
    old.page.close()
    ended(stage, new, contact)
    assert engines(new) == [1]
    new.page.get_by_role("button", name="Deskline").first.click()
    page = new.frame("nav_bar")
    page.get_by_role("button", name="What happened").click()
    wait_for(new.page, lambda: NEXT in page.locator("#diary-entries").inner_text())


def test_rule_11_2_a_whole_package_that_cannot_read_the_others_messages_only_keeps_its_phone(
    stage: Stage, built: Built, tmp_path: Path
) -> None:
    stage.context.add_init_script(BY_HAND)
    old = stage.open().ready()
    stage.bench.update(newer(built, tmp_path, protocol=2))
    new = stage.open()
    expect(new.softphone.locator("#trouble")).to_contain_text(UPDATED)
    expect(old.softphone.locator("#trouble")).to_be_hidden()
    new.page.get_by_role("button", name="Deskline").last.click()
    contact = stage.ring(f"+{next(STRANGERS)}", attributes={"order": "A1"})
    new.ccp.get_by_role("button", name="Accept").click()
    stage.until(new, lambda: written(stage, contact)[:3] == (1, 1, 1))
    for _ in range(5):  # one more than it takes to take over an engine that hangs
        new.pulse()
    ended(stage, new, contact)
    assert engines(old, new) == [1, 0]
    contact = taken(stage, new)
    old.page.close()
    expect(new.softphone.locator("#trouble")).to_be_hidden()
    ended(stage, new, contact)
    assert engines(new) == [1]
