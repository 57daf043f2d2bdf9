"""One workspace for the tests of a module, as an agent keeps one open for a whole shift: it is opened only once."""

from playwright.sync_api import BrowserContext

from browser.profile import SCREEN
from browser.stage import Stage, Tab
from browser.waiting import wait_for
from workbench.workbench import Workbench

QUIET = 300
"""Milliseconds without a request to Zendesk after which the app has nothing more to write."""

UNSETTLED = ".headline, .lost"
"""What the softphone shows as long as there is a contact, or something that could not be written."""

PENDING = """async () => {
  const done = (asked) => new Promise((got) => { asked.onsuccess = () => got(asked.result); });
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith("deskline:"));
  const database = await done(indexedDB.open(name));
  const records = await done(database.transaction("records").objectStore("records").getAll());
  database.close();
  return records.some((text) => JSON.parse(text).pending.length);
}"""
"""Whether anything is still to be written to Zendesk."""

AGAIN = "() => document.querySelectorAll('.lost [data-press=again]').forEach((button) => button.click())"

TIDY = """() => {
  const { tabs } = window.workspace;
  window.workbenchTellsNoIdentities = false;
  window.workbenchErrors = [];
  window.workspace.showPopover(false);
  [...tabs.open.keys()].forEach((key) => tabs.close(key));
  window.workspace.routeTo("home");
  document.querySelector("#toasts").replaceChildren();
}"""
"""Closes what is open in the workspace and takes its notices away."""


class Shift(Stage):
    """A stage that is left after each test as it was found: same workspace, same people and tickets, no contact."""

    def __init__(self, bench: Workbench, context: BrowserContext) -> None:
        """Will put the account back as it is now."""
        super().__init__(bench, context)
        self._put_back = bench.zendesk.kept()
        self._resting = False

    def open(self, path: str = "") -> Tab:
        """The tab that is open since an earlier test; a new one if there is none, or it is in use already."""
        if self._resting and not path:
            self._resting = False
            return self.tabs[0]
        return super().open(path)

    def end(self) -> list[str]:
        """Put everything back; return what has gone wrong. After a failure the next test gets a new tab."""
        tabs, self.tabs = [tab for tab in self.tabs if not tab.page.is_closed()], []
        went_wrong = self.went_wrong()
        self._end_calls()
        self.context.clear_permissions()
        for tab in tabs[1:]:
            tab.page.close()
        try:
            for tab in tabs[:1]:
                self._tidy(tab)
        except Exception:
            tabs[0].page.close()
            raise
        finally:
            self._put_back()
            self.bench.zendesk.requests.clear()
            self.bench.connect.errors.clear()
            self.errors.clear()
            self.refuses = ""
        self.tabs, self._resting = tabs[:1], bool(tabs)
        return went_wrong

    def _end_calls(self) -> None:
        """Let Zendesk and Connect be as on a good day, and no contact be left."""
        connect = self.bench.connect
        self.bench.zendesk.faults.clear()
        self.bench.wire.delay_ms, self.bench.wire.cut = 0, False
        connect.faults.clear()
        connect.participant_faults.clear()
        connect.afterthoughts.clear()
        connect.sign_in()
        for contact in list(connect.contacts.values()):
            if contact.live and contact.contact_id in connect.contacts:
                connect.hang_up(contact.contact_id)
        for contact in list(connect.contacts):
            connect.clear(contact)
        connect.choose_state("Available")

    def _tidy(self, tab: Tab) -> None:
        """Wait until the engine has written everything and shows no contact, and close what the test has opened."""
        tab.page.set_viewport_size(SCREEN["viewport"])
        asked = -1
        while asked != len(self.bench.zendesk.requests) or self._unsettled(tab):
            asked = len(self.bench.zendesk.requests)
            tab.softphone.evaluate(AGAIN)
            tab.page.wait_for_timeout(QUIET)
        tab.page.evaluate(TIDY)
        wait_for(tab.page, lambda: not [frame for frame in tab.page.frames if "_sidebar.html" in frame.url])

    def _unsettled(self, tab: Tab) -> bool:
        """Whether the engine has something left to do."""
        return bool(tab.softphone.locator(UNSETTLED).count() or tab.softphone.evaluate(PENDING))
