"""What an agent is at in a page of the app stays as it is while the page is brought up to date."""

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, Stage

pytestmark = [pytest.mark.browser, pytest.mark.shift]
AT = "(({name, value, selectionStart, selectionEnd}) => [name, value, selectionStart, selectionEnd])"


def test_open_details_a_half_typed_number_and_its_caret_survive_what_happens_to_the_call(stage: Stage) -> None:
    connect = stage.bench.connect
    tab = stage.open().ready()
    call = connect.ring(ANN, attributes={"order": "A1"})
    connect.accept(call)
    stage.until(tab, lambda: stage.made)
    sidebar = tab.frame("ticket_sidebar")
    details = sidebar.locator("article details")
    details.locator("summary").click()
    expect(details.get_by_text("A1")).to_be_visible()
    field = sidebar.locator(".dial input")
    field.press_sequentially("+6129")
    sidebar.evaluate("document.activeElement.setSelectionRange(1, 3)")
    connect.hang_up(call)
    expect(sidebar.locator("article")).to_contain_text("After-call work")
    expect(details.get_by_text("A1")).to_be_visible()
    assert sidebar.evaluate(f"{AT}(document.activeElement)") == ["number", "+6129", 1, 3]


def test_a_button_of_the_panel_keeps_the_focus_while_the_caller_is_put_on_hold(stage: Stage) -> None:
    connect = stage.bench.connect
    tab = stage.open().ready()
    call = connect.ring(ANN, attributes={"ticket_assignment": "agent"})
    connect.accept(call)
    tab.page.get_by_role("button", name="Deskline").last.click()
    create = tab.softphone.get_by_role("button", name="Create ticket")
    create.focus()
    connect.hold(call)
    expect(tab.softphone.locator(".headline")).to_contain_text("On hold")
    assert tab.softphone.evaluate("document.activeElement.textContent") == "Create ticket for Ann Miller"
