"""A write that Zendesk refuses for good, and where the agent sees it."""

from playwright.sync_api import Frame, Locator

from browser.stage import ANN, Stage, Tab

WORDS = "Zendesk refused a private comment about Ann Miller on ticket"


def refused(stage: Stage, tab: Tab, status: int) -> str:
    """Let a call end whose note of changed attributes Zendesk refuses, and return the contact."""
    call = stage.ring(ANN, attributes={"order": "A1"})
    stage.accept(call)
    stage.until(tab, lambda: stage.made)
    stage.refuses = str(status)
    stage.bench.zendesk.faults.add("PUT /api/v2/tickets/*", status, times=99)
    stage.bench.connect.set_attributes(call, {"order": "<b>A2</b> & more", "level": "gold"})
    stage.hang_up(call)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    return call


def contacts_page(tab: Tab) -> Frame:
    """The Contacts page, without the softphone in front of it."""
    tab.show_softphone(False)
    tab.page.get_by_role("button", name="Deskline").first.click()
    return tab.frame("nav_bar")


def opened(tab: Tab) -> Locator:
    """The loss in the softphone, which the agent opens from Zendesk's top bar."""
    tab.show_softphone()
    return tab.softphone.locator("#view .lost")
