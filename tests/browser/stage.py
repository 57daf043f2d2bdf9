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
        page.on("console", lambda said: stage.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: stage.errors.append(str(error)))

    def frame(self, place: str) -> Frame:
        """Return the app's frame at this place, as soon as it is there."""
        wait_for(self.page, lambda: any(f"/{place}.html" in frame.url for frame in self.page.frames))
        return next(frame for frame in reversed(self.page.frames) if f"/{place}.html" in frame.url)

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


STANDS_STILL = """() => void setTimeout(() => {
  const asked = new XMLHttpRequest();
  asked.open("GET", "/standstill", false);
  asked.send();
})"""
"""A synchronous request holds a page up as a long task does, but costs the processor nothing."""


class Stage(Telephone):
    """The workbench, one browser profile in it, and everything that went wrong there."""

    def __init__(self, bench: Workbench, context: BrowserContext) -> None:
        self.bench = bench
        self.context = context
        self.errors: list[str] = []
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
        shown = [error for page in self.context.pages for error in _errors(page)]
        self._scripts.close()
        return shown + self.bench.connect.errors + self.errors

    def open(self, path: str = "") -> Tab:
        """Open the workspace in a new browser tab."""
        page = self.context.new_page()
        tab = Tab(page, self)
        page.goto(self.bench.url + path)
        return tab

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
