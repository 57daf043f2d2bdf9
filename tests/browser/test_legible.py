"""Numbers and buttons that stay whole in every language, in narrow and low windows, with large text (16.4, 16.5)."""

import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Frame, Page, expect

from browser.losses import contacts_page, opened, refused
from browser.stage import STRANGER, Stage
from browser.waiting import wait_for

pytestmark = pytest.mark.browser
MANUAL = {"ticket_assignment": "agent"}
READ = "\u2066+61\u00a02\u00a09999\u00a08888\u2069"
"""The stranger's number as people read it."""


def test_rule_16_4_a_number_is_written_for_people_and_stays_whole_in_arabic(stage: Stage) -> None:
    stage.bench.zendesk.users[stage.bench.zendesk.agent_id]["locale"] = "ar"
    tab = stage.open().ready()
    stage.accept(stage.ring(STRANGER, attributes=MANUAL))
    expect(tab.softphone.locator(".choice")).to_be_visible()
    expect(tab.softphone.locator(".headline h2")).to_have_text(READ)
    written = tab.softphone.evaluate("document.querySelector('.headline h2').getClientRects().length")
    assert written == 1
    assert tab.softphone.evaluate("document.documentElement.dir") == "rtl"
    for selector in (".headline h2", ".toggle strong", ".will"):
        places = tab.softphone.evaluate(PLACES, selector)
        assert places == sorted(places), selector


PLACES = """(selector) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && !walker.currentNode.data.includes("+61"));
  const { currentNode: text } = walker;
  const range = document.createRange();
  return [...text.data.matchAll(/[+0-9]/g)].map(({ index }) => {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    return range.getBoundingClientRect().left;
  });
}"""
"""Where the signs of a number stand on the screen, from its plus on."""

SIZES = [(250, 900, "100%"), (360, 520, "100%"), (360, 900, "200%")]
"""Width and height of the window, and the size of the text."""


@pytest.mark.parametrize("locale", ["en", "de", "ja", "ar"])
def test_rule_16_5_nothing_needed_is_cut_in_narrow_and_low_windows(stage: Stage, locale: str) -> None:
    stage.bench.zendesk.users[stage.bench.zendesk.agent_id]["locale"] = locale
    shared = "+61299990066"
    for name in ("Kim", "Pat " * 30, "Robin"):
        stage.bench.zendesk.add_user(name=name, phone=shared, shared_phone=True, email=f"{name[:3]}@example.com")
    tab = stage.open().ready()
    stage.accept(stage.ring(shared, attributes=MANUAL))
    expect(tab.softphone.locator(".choice .buttons")).to_be_visible()
    alone = stage.context.new_page()
    for width, height, zoom in SIZES:
        alone.set_viewport_size({"width": width, "height": height})
        shown_alone(alone, tab.softphone, zoom)
        assert alone.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, zoom)
        for button in alone.locator(".choice button:not(.toggle)").all():
            button.scroll_into_view_if_needed()
            expect(button).to_be_in_viewport(ratio=0.9)
        for control in alone.locator("button").all():
            assert control.evaluate(WHOLE), (width, zoom, control.inner_text())
    alone.close()


WHOLE = "one => one.scrollHeight <= one.clientHeight + 2 && one.scrollWidth <= one.clientWidth + 2"
"""Whether all of a control's text has room in it."""


def shown_alone(page: Page, frame: Frame, zoom: str) -> None:
    """Show what a frame shows in a page of its own, at this size of text."""
    page.goto(frame.url.partition("?")[0].replace("top_bar.html", "style.css"))
    html = frame.evaluate("document.documentElement.outerHTML")
    page.evaluate("html => { document.documentElement.innerHTML = html.replace(/<script.*?<\\/script>/gs, ''); }", html)
    page.evaluate(
        """([place, zoom]) => {
          document.querySelectorAll("iframe").forEach((one) => one.remove());
          document.body.dataset.place = place;
          document.body.style.zoom = zoom;
        }""",
        ["top_bar", zoom],
    )
    wait_for(page, lambda: page.evaluate("getComputedStyle(document.body).overflowWrap === 'anywhere'"))


LONG = "Mittwoch, 26. November 2026 um 23:57:59 Mitteleurop\u00e4ische Zeit"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("moment", [datetime(2026, 11, 26, 23, 50, tzinfo=UTC)], ids=["late in the evening"])
@pytest.mark.parametrize(
    ("locale", "written"),
    [("ar", "26\u200f/11\u200f/2026"), ("ja", "2026/11/26 2")],
    ids=["ar", "ja"],
)
def test_what_was_lost_fits_narrow_windows_and_times_are_written_in_the_agents_language(
    stage: Stage, locale: str, written: str
) -> None:
    stage.bench.zendesk.users[stage.bench.zendesk.agent_id]["locale"] = locale
    stage.context.route("**/translations/*.json", lambda route: (time.sleep(0.5), route.continue_()))
    tab = stage.open().ready()
    refused(stage, tab, 422)
    expect(opened(tab)).to_be_visible()
    page = contacts_page(tab)
    expect(page.locator("#view .lost")).to_be_visible()
    expect(page.locator("#view time")).to_contain_text(written)
    for text in ("", LONG, LONG.replace(" ", "")):
        page.locator("#view time").evaluate("(time, text) => text && (time.textContent = text)", text)
        for width in (1440, 760, 560):
            tab.page.set_viewport_size({"width": width, "height": 900})
            tab.page.evaluate(SETTLED)
            for frame in (page, tab.softphone):
                assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, text)
