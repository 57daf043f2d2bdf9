"""What a page shows is updated and not replaced, in a real Chromium: what the agent is at stays as it is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.waiting import wait_until
from builder import package, vendor
from workbench.bare_site import Site

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
Show = Callable[[str], None]
PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<body><header id="above"></header><main id="view"><p data-text="page.starting"></p></main>
<script type="module">
  import { show } from "./page/view.js";
  window.show = show;
</script>"""


def card(contact: str, *, state: str = "connected", more: str = "") -> str:
    """What is shown of a contact."""
    return (
        f'<article id="card-{contact}" class="card"><h2>{contact}</h2><p class="state">{state}</p>{more}'
        f"<details><summary>Attributes</summary><dl><dt>{contact}</dt></dl></details></article>"
    )


def button(name: str, value: str, contact: str = "c") -> str:
    tells = f'data-press="{name}" data-contact="{contact}" data-value="{value}"'
    return f'<button type="button" {tells}>{name} {value}</button>'


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The scripts that show what the engine sends, under the policy of a page."""
    scripts = {name.removeprefix("assets/"): script for name, script in package.scripts(ROOT).items()}
    with Site({**scripts, "idiomorph.js": vendor.scripts(ROOT)["idiomorph.js"], "page.html": PAGE}) as site:
        yield site
        site.shutdown()


@pytest.fixture
def tab(page: Page, site: Site) -> Page:
    page.goto(f"{site.url}page.html")
    wait_until(page, "() => Boolean(window.show)")
    return page


@pytest.fixture
def show(tab: Page) -> Show:
    return lambda html: tab.evaluate("(html) => show(html)", html)


def focused(tab: Page) -> Any:
    return tab.evaluate("document.activeElement.textContent || document.activeElement.localName")


def test_a_button_keeps_the_focus_while_others_come_before_it(tab: Page, show: Show) -> None:
    show(button("create", "7"))
    tab.get_by_role("button").focus()
    show(f"<p>Somebody is known</p>{button('pick', '7')}{button('pick', '8')}{button('create', '7')}")
    assert focused(tab) == "create 7"


@pytest.mark.parametrize("value", ["8", 'a"b\\c'])
def test_a_button_that_means_something_else_does_not_get_the_focus_of_the_one_before(
    tab: Page, show: Show, value: str
) -> None:
    show(button("create", "7"))
    tab.get_by_role("button").focus()
    show(button("create", value).replace('a"b', "a&quot;b"))
    assert focused(tab) != f"create {value}"
    show(button("create", value).replace('a"b', "a&quot;b"))
    assert tab.get_by_role("button").count() == 1


def test_a_second_button_that_means_the_same_keeps_the_focus(tab: Page, show: Show) -> None:
    both = card("one", more=button("open_user", "7", "")) + card("two", more=button("open_user", "7", ""))
    show(both)
    tab.get_by_role("button").last.focus()
    show(both.replace("connected", "ended"))
    assert tab.evaluate("document.activeElement.closest('article').id") == "card-two"


def test_details_that_are_open_stay_open_with_their_own_contact(tab: Page, show: Show) -> None:
    show(card("one") + card("two"))
    tab.locator("#card-two summary").click()
    show(card("new") + card("one") + card("two", state="ended"))
    shown = tab.evaluate("[...document.querySelectorAll('details')].map(({open}) => open)")
    assert shown == [False, False, True]
    assert tab.locator("#card-two .state").inner_text() == "ended"


def test_what_is_half_typed_stays_with_its_caret_until_the_engine_sends_another_value(tab: Page, show: Show) -> None:
    field = '<p>{}</p><input id="search" value="{}">'
    show(field.format("before", ""))
    tab.locator("#search").press_sequentially("hello")
    tab.evaluate("document.activeElement.setSelectionRange(1, 3)")
    show(f"<p>one more</p>{field.format('after', '')}")
    at = "(({value, selectionStart, selectionEnd, id}) => [id, value, selectionStart, selectionEnd])"
    assert tab.evaluate(f"{at}(document.activeElement)") == ["search", "hello", 1, 3]
    show(field.format("after", "from the engine"))
    assert tab.locator("#search").input_value() == "from the engine"


def test_a_scrolled_page_and_a_scrolled_list_stay_where_they_are(tab: Page, show: Show) -> None:
    style = 'style="height: 100px; overflow: auto"'
    rows = "".join(f"<p>{number}</p>" for number in range(200))
    show(f"<div {style} class='list'>{rows}</div>{rows}")
    tab.evaluate("() => { scrollTo(0, 500); document.querySelector('.list').scrollTop = 300; }")
    show(f"<div {style} class='list'>{rows}<p>more</p></div>{rows}<p>more</p>")
    assert tab.evaluate("[scrollY, document.querySelector('.list').scrollTop]") == [500, 300]


@pytest.mark.parametrize("before", [True, False])
def test_a_tick_that_the_engine_changed_shows_though_the_agent_has_ticked_the_box(
    tab: Page, show: Show, before: bool
) -> None:
    box = '<input type="checkbox" data-press="keep_number" data-contact="c"{}>'
    show(box.format(" checked" if before else ""))
    tab.get_by_role("checkbox").click()
    tab.get_by_role("checkbox").click()
    show(box.format("" if before else " checked"))
    assert tab.get_by_role("checkbox").is_checked() is not before


def test_what_the_engine_did_not_take_is_shown_as_the_engine_has_it(tab: Page, show: Show) -> None:
    box = '<p>{}</p><input type="checkbox" data-press="keep_number" data-contact="c" checked>'
    show(box.format("before"))
    tab.get_by_role("checkbox").click()
    show(box.format("after"))
    assert tab.get_by_role("checkbox").is_checked()


def queues(chosen: str) -> str:
    names = "".join(f"<option{' selected' if name == chosen else ''}>{name}</option>" for name in "ABC")
    return f'<label>Queue <select data-press="queue">{names}</select></label>'


def test_a_selected_option_that_the_engine_changed_shows_and_the_list_keeps_the_focus(tab: Page, show: Show) -> None:
    show(queues("A"))
    chosen = tab.get_by_role("combobox")
    chosen.select_option("B")
    show(queues("B"))
    assert chosen.input_value() == "B"
    chosen.focus()
    show(f"<p>more</p>{queues('A')}")
    assert chosen.input_value() == "A"
    assert tab.evaluate("document.activeElement.localName") == "select"


def test_what_stands_above_the_softphone_goes_there_and_names_the_icons_symbol(tab: Page, show: Show) -> None:
    symbol = tab.evaluate('show(\'<div class="above" data-symbol="lost"><p>Signed out</p></div><p>the rest</p>\')')
    assert symbol == "lost"
    assert tab.locator("#above").inner_text() == "Signed out"
    assert tab.locator("#view").inner_text() == "the rest"
    show('<div class="above" data-symbol="default"></div><p>the rest</p>')
    assert tab.locator("#above").inner_text() == ""


def test_rule_16_6_when_a_control_goes_a_heading_gets_its_focus_and_no_button_does(tab: Page, show: Show) -> None:
    show(f"<h2>Ann</h2>{button('create', '7')}")
    tab.get_by_role("button").focus()
    show(f"<h2>Ann</h2>{button('pick', '8')}{button('attach', '5')}")
    assert focused(tab) == "Ann"


CHANGED = """() => {
  window.changed = [];
  const note = (all) => changed.push(...all.map(({target}) => target.parentNode?.localName));
  new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def test_times_are_written_before_they_are_shown(tab: Page, show: Show) -> None:
    time = '<p>{}</p><time datetime="2026-11-21T09:00:00+00:00"></time>'
    show(time.format(1))
    written = tab.locator("time").inner_text()
    assert "2026" in written
    tab.evaluate(CHANGED)
    show(time.format(2))
    assert tab.evaluate("new Promise((done) => setTimeout(() => done(changed)))") == ["p"]
    assert tab.locator("time").inner_text() == written
