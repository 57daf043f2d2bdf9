"""Rule 15.4: the Help page's event log, and no credentials in anything that is stored, shown or logged."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, Stage, Tab

pytestmark = pytest.mark.browser
SECRETS = {"aid": "AKIDSECRET", "sak": "sak-SECRET", "sst": "sst-SECRET", "cfg": "cfg-SECRET", "_trace": "trace-SECRET"}
PERSONAL = r"Ann Miller|9999|SECRET|billing|@example"
KEPT = """async () => {
  const kept = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    await new Promise((done) => (open.onsuccess = done));
    for (const box of open.result.objectStoreNames) {
      const all = open.result.transaction(box).objectStore(box).getAll();
      kept.push(await new Promise((done) => (all.onsuccess = () => done(all.result))));
    }
    open.result.close();
  }
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
  return JSON.stringify(kept);
}"""


def whole_call(stage: Stage, tab: Tab) -> None:
    call = stage.ring(ANN, attributes={**SECRETS, "conversation_title": "billing"})
    stage.accept(call)
    stage.until(tab, lambda: stage.made)
    stage.bench.connect.set_attributes(call, {"sak": "later-SECRET", "_trace": "later-SECRET", "step": "2"})
    stage.hang_up(call)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    stage.clear(call)


def test_rule_15_4_what_happened_is_read_copied_and_downloaded_on_the_help_page(stage: Stage, tmp_path: Path) -> None:
    stage.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = stage.open().ready()
    whole_call(stage, tab)
    tab.page.get_by_role("button", name="Deskline").first.click()
    page = tab.frame("nav_bar")
    page.get_by_role("button", name="What happened").click()
    entries = page.locator("#diary-entries tr")
    expect(entries.first).to_contain_text("Contact")
    expect(entries.last).to_contain_text("Deskline started")
    expect(entries.first.locator("time")).not_to_be_empty()
    page.get_by_role("button", name="Copy details").click()
    expect(page.locator("#diary-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    with tab.page.expect_download() as downloaded:
        page.get_by_role("button", name="Download").click()
    downloaded.value.save_as(tmp_path / "deskline.json")
    assert (tmp_path / "deskline.json").read_text() == copied
    report = json.loads(copied)
    assert {"contact", "request", "saved", "order", "started"} == {entry["kind"] for entry in report["entries"]}
    assert "Chrome/" in report["browser"]
    assert report["locale"] == "en"
    assert re.fullmatch("[0-9]{13}", report["generation"])
    assert (report["contacts"], report["open"], report["pending"], report["lost"]) == (1, 0, 0, 0)
    assert not re.search(PERSONAL, copied + page.locator("#diary-entries").inner_text())


@pytest.mark.cold
def test_rule_15_4_a_failed_engine_can_be_reported_at_once_and_is_in_the_event_log_later(stage: Stage) -> None:
    stage.context.grant_permissions(["clipboard-read", "clipboard-write"])
    blocked = "**/pyodide.asm.wasm"
    stage.context.route(blocked, lambda route: route.abort())
    tab = stage.open()
    tab.page.get_by_role("button", name="Deskline").last.click()
    trouble = tab.softphone.locator("#trouble")
    expect(trouble).to_contain_text("no tickets are created")
    trouble.get_by_role("button", name="Copy details").click()
    expect(trouble.get_by_role("button")).to_have_text("Copied")
    report = json.loads(tab.softphone.evaluate("navigator.clipboard.readText()"))
    assert (report["reason"], [reason for _, reason in report["failures"]]) == ("address", ["address"])
    assert report.keys() == {"version", "locale", "browser", "reason", "failures"}
    stage.context.unroute(blocked)
    tab.page.reload()
    tab.ready()
    stage.errors.clear()
    tab.page.get_by_role("button", name="Deskline").first.click()
    page = tab.frame("nav_bar")
    page.get_by_role("button", name="What happened").click()
    entries = page.locator("#diary-entries tr")
    expect(entries.last).to_contain_text("Deskline failed address")
    expect(entries.nth(-2)).to_contain_text(re.compile("Deskline started.*opened"))


def test_rule_6_2_credentials_and_hidden_attributes_are_in_nothing_that_is_kept_shown_written_or_logged(
    stage: Stage,
) -> None:
    tab = stage.open().ready()
    said: list[str] = []
    tab.page.on("console", lambda message: said.append(message.text))
    whole_call(stage, tab)
    tab.page.get_by_role("button", name="Deskline").first.click()
    page = tab.frame("nav_bar")
    page.get_by_role("button", name="What happened").click()
    expect(page.locator("#diary-entries tr").first).to_be_visible()
    tab.page.wait_for_timeout(1500)
    kept = page.evaluate(KEPT)
    assert "billing" in kept and "contact" in kept
    ours = [frame for frame in tab.page.frames if "/assets/" in frame.url]
    shown = [frame.evaluate("document.documentElement.outerHTML") for frame in ours]
    written = [sent.body for sent in stage.bench.zendesk.requests]
    assert [text for text in (kept, *shown, str(written), *said) if "SECRET" in text] == []
