"""A browser in front of the workbench, with the eyes and hands of an agent."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from playwright.sync_api import BrowserContext, Error, Frame, Locator, Page, Route, expect

from browser.waiting import PATIENCE, wait_for
from workbench.connect import SimulatedConnect
from workbench.verbs import Telephone
from workbench.workbench import Workbench

ANN, STRANGER = "+61299990001", "+61299998888"
expect.set_options(timeout=PATIENCE)


BY_HAND = """
if (location.pathname.endsWith("/top_bar.html")) {
  window.pulses = [];
  const every = window.setInterval;
  window.setInterval = (work, ms, ...more) => (ms === 2000 ? pulses.push(work) : every(work, ms, ...more));
}
"""
"""Of every page that may host the engine the test says when the time between two signs of life has passed."""

PULSE = """() => new Promise((resolve) => {
  const key = () => navigator.locks.query().then(({held, pending}) => [...held, ...pending][0].name);
  key().then((name) => {
    const channel = new BroadcastChannel(name.replace("deskline:engine:", "deskline:"));
    channel.onmessage = ({data}) => {
      if (!["ready", "starting", "failed"].includes(data.kind)) return;
      channel.close();
      setTimeout(resolve);
    };
    pulses.forEach((work) => work());
  });
})"""


class Tab:
    """One browser tab with the agent workspace in it."""

    def __init__(self, page: Page, stage: "Stage") -> None:
        self.page = page
        self._stage = stage
        page.on(
            "console",
            lambda said: stage.errors.append(f"{said.text} {said.location}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: stage.errors.append(str(error)))

    def frame(self, place: str) -> Frame:
        """Return the app's newest frame at this place, as soon as it is there."""
        # The frames of the workspace's other tabs are at the same place, and there before the newest has its address.
        newest = self.page.locator(f"iframe[data-location={place}]").last
        frame = newest.element_handle(timeout=PATIENCE).content_frame()
        assert frame
        wait_for(self.page, lambda: f"/{place}.html" in frame.url)
        return frame

    def shown(self, place: str) -> Frame:
        """Return the app's newest frame at this place, as soon as it shows what the engine sent."""
        frame = self.frame(place)
        expect(frame.locator("#view > [data-text]")).to_have_count(0)  # the page's own words until then
        return frame

    @property
    def softphone(self) -> Frame:
        """The top bar's frame."""
        return self.frame("top_bar")

    @property
    def ccp(self) -> Frame:
        """Amazon's softphone inside the top bar."""
        wait_for(self.page, lambda: any("/ccp-v2/" in frame.url for frame in self.page.frames))
        return next(frame for frame in self.page.frames if "/ccp-v2/" in frame.url)

    def ready(self) -> "Tab":
        """Wait until the engine has answered this tab, so that a test may count on it."""
        expect(self.frame("nav_bar" if "/nav" in self.page.url else "top_bar").locator("#view")).to_be_attached()
        wait_for(self.page, lambda: self._stage.engine_is_ready(self))
        return self

    def go_to(self, kind: str, record: int | None = None) -> None:
        """Open a ticket, a user or a page of the workspace."""
        self.page.evaluate("([kind, id]) => window.workspace.routeTo(kind, id)", [kind, record])

    def show_softphone(self, shown: bool = True) -> None:
        """Open the top bar's pop-over, or close it, unless it is already."""
        if self.popover.is_visible() != shown:
            self.page.locator("#top_bar_icon").click()

    def says(self, text: str) -> None:
        """Expect exactly one notice, with this text in it."""
        expect(self.page.get_by_text(text)).to_have_count(1)

    def saves(self, words: str) -> None:
        """Wait until the browser has saved a line of a chat with these words."""
        wait_for(self.page, lambda: self.softphone.evaluate(SAVED, words))

    def pulse(self) -> None:
        """Let the time for a sign of life pass, by hand, and wait until some page has given it."""
        self.softphone.evaluate(PULSE)

    def stand_still(self) -> Callable[[], None]:
        """Let the whole page hang, until what is returned is called."""
        held: list[Route] = []
        self.page.route("**/standstill", lambda route: held.append(route))
        self.page.evaluate(STANDS_STILL)
        wait_for(self.page, lambda: held)
        return lambda: held.pop().fulfill()

    @property
    def front(self) -> Locator:
        """The workspace's own tab that is in front."""
        return self.page.get_by_role("tab", selected=True)

    @property
    def popover(self) -> Locator:
        """The top bar's pop-over, while it is shown."""
        return self.page.locator("#popover.shown")


SAVED = """async (words) => {
  const done = (asked) => new Promise((got) => { asked.onsuccess = () => got(asked.result); });
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith("deskline:"));
  const database = await done(indexedDB.open(name));
  const pieces = await done(database.transaction("lines").objectStore("lines").getAll());
  database.close();
  return pieces.some((text) => text.includes(words));
}"""

STANDS_STILL = """() => void setTimeout(() => {
  const asked = new XMLHttpRequest();
  asked.open("GET", "/standstill", false);
  asked.send();
})"""
"""A synchronous request holds a page up as a long task does, but costs the processor nothing."""

REFUSED = "the server responded with a status of "
CHATJS = "Get transcript error"
"""What the browser, and ChatJS, say of a refusal."""


class Stage(Telephone):
    """The workbench, one browser profile in it, and everything that went wrong there."""

    def __init__(self, bench: Workbench, context: BrowserContext) -> None:
        self.bench = bench
        self.context = context
        self.errors: list[str] = []
        self.refuses = ""
        """How the status begins with which Zendesk refuses something on purpose, which the browser reports."""
        self.tabs: list[Tab] = []
        self._scripts = ExitStack()
        # How many notices there were must not depend on how fast the machine looks for them.
        self.begin_pages_with("window.workbenchKeepsToasts = true")

    def begin_pages_with(self, script: str) -> None:
        """Let every page and frame of this stage run the script first."""
        self._scripts.enter_context(self.context.add_init_script(script))

    @property
    def pages(self) -> list[Page]:
        """The pages that show something."""
        return [page for page in self.context.pages if page.url != "about:blank"]

    def close(self) -> list[str]:
        """Take the scripts back; return what has gone wrong in any page, in Connect, or on the stage."""
        went_wrong = self.went_wrong()
        self._scripts.close()
        return went_wrong

    def went_wrong(self) -> list[str]:
        """What has gone wrong in any page that is open, in Connect, or on the stage."""
        shown = [error for page in self.context.pages for error in _errors(page)]
        expected = (REFUSED + self.refuses, CHATJS) if self.refuses else ()
        reported = [error for error in self.errors if not any(words in error for words in expected)]
        return shown + self.bench.connect.errors + reported

    def open(self, path: str = "") -> Tab:
        """Open the workspace in a new browser tab."""
        page = self.context.new_page()
        self.tabs.append(Tab(page, self))
        page.goto(self.bench.url + path)
        return self.tabs[-1]

    def open_with_softphone(self) -> Tab:
        """Open the workspace and, once the engine is there, the softphone."""
        tab = self.open().ready()
        tab.show_softphone()
        return tab

    def handle_a_call(self, tab: Tab) -> None:
        """Let a known caller's call come and go, and wait until it is written."""
        before = len(self.made)
        contact = self.ring(ANN)
        self.accept(contact)
        self.until(tab, lambda: len(self.made) == before + 1)
        self.hang_up(contact)
        self.until(tab, lambda: self.voices(self.made[-1]["id"]) == 1)
        self.clear(contact)

    def engine_is_ready(self, tab: Tab) -> bool:
        """Whether the engine has greeted the tab's softphone."""
        return bool(tab.softphone.evaluate("document.body.dataset.engine === 'ready'"))

    def until(self, tab: Tab, condition: Callable[[], Any]) -> None:
        """Wait until something has come about in the pretend services."""
        wait_for(tab.page, condition)

    @property
    def connect(self) -> SimulatedConnect:
        """The pretend Connect of the workbench."""
        return self.bench.connect

    @property
    def made(self) -> list[dict[str, Any]]:
        """The tickets that contacts have made."""
        tickets = self.bench.zendesk.tickets.values()
        return [ticket for ticket in tickets if str(ticket["external_id"]).startswith("connect:")]

    def voices(self, ticket_id: int) -> int:
        """Return how many voice comments a ticket has."""
        return sum("Voice" in comment["type"] for comment in self.bench.zendesk.comments(ticket_id))

    def written(self) -> list[str]:
        """Return the paths of all requests that were not questions."""
        return [sent.path for sent in self.bench.zendesk.requests if sent.method != "GET"]


def _errors(page: Page) -> list[str]:
    """What went wrong in a page; a sign-in window closes itself, perhaps just now."""
    try:
        found: list[str] = page.evaluate("window.workbenchErrors ?? []")
    except Error as error:
        if "has been closed" in str(error):
            return []
        raise
    return found
