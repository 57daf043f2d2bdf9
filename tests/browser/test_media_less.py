"""Rule 11.4: the softphone in Zendesk controls calls, the audio is in a separate softphone window."""

import pytest
from playwright.sync_api import Page, expect

from browser.stage import ANN, Stage, Tab

pytestmark = pytest.mark.browser
OPEN = "Open window"


@pytest.fixture
def settings() -> dict[str, object]:
    return {"media_less": True}


def tab_with_softphone(stage: Stage) -> Tab:
    tab = stage.open().ready()
    turn_to_softphone(tab)
    return tab


def turn_to_softphone(tab: Tab) -> None:
    tab.page.get_by_role("button", name="Deskline").last.click()
    expect(tab.popover).to_be_visible()


def opened(stage: Stage, tab: Tab) -> Page:
    """Press the button, and wait until the window that it opens shows a softphone that Connect knows to have sound."""
    with tab.page.expect_popup() as popup:
        tab.softphone.get_by_role("link", name=OPEN).click()
    expect(popup.value.locator("#state")).to_be_enabled()
    stage.until(tab, lambda: not stage.bench.connect.soundless("agent-1"))
    return popup.value


def answered(stage: Stage, tab: Tab) -> str:
    """Let a call ring, and answer it in the softphone that is embedded in Zendesk."""
    contact = stage.ring(ANN)
    expect(tab.softphone.locator(".headline")).to_contain_text("New ticket")  # no line will move the button any more
    tab.ccp.get_by_role("button", name="Accept").click()
    return contact


def test_rule_11_4_the_panel_says_where_the_sound_is_and_opens_its_window(stage: Stage) -> None:
    tab = tab_with_softphone(stage)
    expect(tab.softphone.locator("#audio")).to_contain_text("in a separate softphone window")
    assert tab.softphone.evaluate("connect.core.softphoneParams.disableRingtone"), "the other window rings"
    window = opened(stage, tab)
    loaded = window.evaluate("performance.timeOrigin")
    contact = answered(stage, tab)
    stage.until(tab, lambda: stage.made)
    expect(tab.popover).to_have_count(0)
    turn_to_softphone(tab)
    tab.softphone.get_by_role("link", name=OPEN).dblclick()
    tab.page.wait_for_timeout(500)
    assert window.evaluate("performance.timeOrigin") == loaded, "to load it again would cut the caller off"
    tab.page.reload()
    expect(window.get_by_text("Call: Connected")).to_be_visible()
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]) == 1)
    assert len(stage.pages) == 2


def test_rule_11_4_without_that_window_an_answered_call_fails_and_the_notice_says_why(stage: Stage) -> None:
    tab = tab_with_softphone(stage)
    contact = answered(stage, tab)
    expect(tab.page.get_by_text("no softphone window was open for its audio")).to_have_count(1)
    assert stage.made == []
    stage.clear(contact)
    opened(stage, tab)
    answered(stage, tab)
    stage.until(tab, lambda: stage.made)


def test_rule_11_4_where_the_browser_opens_no_window_by_script_the_link_still_leads_there(stage: Stage) -> None:
    stage.begin_pages_with("window.open = () => null")
    opened(stage, tab_with_softphone(stage))


@pytest.mark.parametrize(
    ("settings", "elsewhere"),
    [({"media_less": given}, given == "TRUE") for given in (" No ", "none", "TRUE")],
    ids=str,
)
def test_rule_2_3_the_softphone_reads_the_setting_as_the_engine_does(stage: Stage, elsewhere: bool) -> None:
    tab = tab_with_softphone(stage)
    expect(tab.softphone.locator("#audio")).to_be_visible(visible=elsewhere)
    assert tab.softphone.evaluate("connect.core.softphoneParams.allowFramedSoftphone") is not elsewhere
