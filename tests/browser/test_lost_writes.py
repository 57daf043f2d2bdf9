"""Rule 11.5: an agent sees, copies and retries permanently refused writes, with the mouse."""

import re

import pytest
from playwright.sync_api import Frame, expect

from browser.losses import WORDS, contacts_page, opened, refused
from browser.stage import Stage
from deskline.words.comment import marker

pytestmark = [pytest.mark.browser, pytest.mark.shift]
TWICE = "(button) => { button.click(); button.click(); }"
"""A double click whose second half no busy machine brings only after Zendesk has answered the first."""


def clipboard(focused: Frame) -> str:
    return str(focused.evaluate("navigator.clipboard.readText()"))


def notes(stage: Stage, call: str) -> list[str]:
    """The notes of changed attributes that are on the ticket."""
    comments = stage.bench.zendesk.comments(stage.made[0]["id"])
    return [said["html_body"] for said in comments if marker("changes-1", call) in str(said.get("html_body"))]


@pytest.mark.parametrize("status", [403, 422])
def test_rule_11_5_a_lost_write_is_shown_copied_in_full_and_written_once_by_try_again(
    stage: Stage, status: int
) -> None:
    stage.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = stage.open().ready()
    call = refused(stage, tab, status)
    expect(tab.page.locator("#toasts")).to_contain_text(f"{WORDS} #{stage.made[0]['id']}")
    lost = opened(tab)
    expect(lost).to_contain_text(WORDS)
    lost.get_by_role("button", name="Copy details").click()
    expect(lost.get_by_role("button", name="Copied")).to_be_visible()
    copied = clipboard(tab.softphone)
    page = contacts_page(tab)
    expect(page.locator("#view")).to_contain_text(WORDS)
    expect(page.locator("#view")).to_contain_text("Not fully saved")
    page.get_by_role("button", name="Copy details").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert clipboard(page) == copied

    stage.bench.zendesk.faults.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#view .lost")).to_have_count(0)
    expect(tab.softphone.locator("#view .lost")).to_have_count(0)
    stage.until(tab, lambda: notes(stage, call))
    (note,) = notes(stage, call)
    first, http, *lines = copied.splitlines()
    assert (first.startswith(WORDS), http) == (True, f"HTTP {status}")
    assert "order: <b>A2</b> & more" in lines
    written = re.sub(r"<[^>]*>", "", note).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", written)
    assert (len(stage.made), stage.voices(stage.made[0]["id"])) == (1, 1)


def test_rule_11_5_however_often_try_again_is_clicked_a_lost_write_is_written_once(stage: Stage) -> None:
    tab = stage.open().ready()
    call = refused(stage, tab, 422)
    lost = opened(tab)
    expect(lost).to_be_visible()
    page = contacts_page(tab)
    stage.bench.zendesk.faults.clear()
    stage.bench.wire.delay_ms = 400
    page.get_by_role("button", name="Try again").dblclick()
    tab.softphone.evaluate("() => document.querySelector('[data-press=again]')?.click()")
    stage.until(tab, lambda: notes(stage, call))
    tab.page.wait_for_timeout(2000)
    assert len(notes(stage, call)) == 1
    expect(page.locator("#view .lost")).to_have_count(0)


def test_rule_11_5_a_second_refusal_keeps_the_write_and_gets_a_notice_again(stage: Stage) -> None:
    tab = stage.open().ready()
    call = refused(stage, tab, 422)
    lost = opened(tab)
    lost.get_by_role("button", name="Try again").evaluate(TWICE)
    expect(tab.page.locator("#toasts .toast", has_text=WORDS)).to_have_count(2)
    tab.page.wait_for_timeout(500)
    expect(lost.locator("li")).to_have_count(1)
    assert notes(stage, call) == []
