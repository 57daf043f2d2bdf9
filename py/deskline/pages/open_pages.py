"""The app's open pages in the agent's tabs: which tab was looked at last, and what is in front (rule 11.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from deskline.model import moments
from deskline.model.messages import Hello, PageLookedAt
from deskline.model.people import Focus

BESIDE = frozenset({"top_bar", "background"})
"""Places that are open next to whatever the agent looks at."""

FORGOTTEN_AFTER = 20
"""Orders in a row that a page may leave unanswered before it counts as gone."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the app; `looked` counts up, so the highest is the one looked at last; `html` is what it shows.

    Zendesk reports when it activates a page (`since`) and deactivates it (`active`), but a page that is still loading
    misses that: of a tab's active pages the agent looks at the one activated last. `missed` counts the orders in a row
    that it did not answer: it may be busy, or gone. `numbers` are those of the person whom it is about.
    """

    id: str
    tab: str
    place: str
    about: int | None
    active: bool = True
    since: float = 0.0
    looked: int = 0
    missed: int = 0
    html: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def focus(self) -> Focus:
        """What the agent looks at if it is this page."""
        return Focus(self.place, self.about, self.since)


class OpenPages:
    """The pages, by the id that each gave itself."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self._looks = 0
        self._popped: Focus | None = None

    def __iter__(self) -> Iterator[Page]:
        return iter(tuple(self._pages.values()))

    def arrived(self, hello: Hello) -> moments.Looked:
        """Add a page; one that can be seen counts as looked at."""
        before = self._pages.get(hello.page)
        self._pages[hello.page] = Page(hello.page, hello.tab, hello.place, hello.about, hello.active, hello.since)
        if not hello.visible:
            return moments.Looked(self.focus)
        self._look(hello.page)
        return self._came(hello.page, "again" if before and hello.since > before.since else "loaded")

    def looked(self, message: PageLookedAt) -> moments.Looked:
        """Record that the agent has looked at the tab that this page is in."""
        known = self._pages.get(message.page)
        if known is None:
            return moments.Looked(self.focus)
        self._pages[known.id] = replace(known, tab=message.tab, active=True, since=message.since, missed=0)
        self._look(known.id)
        look = self._came(known.id, "again" if message.since > known.since else "came")
        return replace(look, anew=message.changed)

    def turned_away(self, page: str) -> moments.Looked:
        """Record that the agent no longer looks at what this page is about."""
        known = self._pages.get(page)
        if known is None:
            return moments.Looked(self.focus)
        self._pages[page] = replace(known, active=False)
        return moments.Looked(known.focus, "moved" if known.place in BESIDE else "left")

    def left(self, page: str) -> moments.Looked:
        """Forget a page; it may be reloading."""
        self._pages.pop(page, None)
        return moments.Looked(self.focus)

    def popped(self, target: Focus) -> None:
        """Record that the app opens something, so that its coming in front does not count as the agent's own doing."""
        if not target.same(self.focus):
            self._popped = target

    @property
    def focus(self) -> Focus:
        """What the agent looks at in Zendesk."""
        looks = _looks_by_tab(self)
        tab = max(looks, key=lambda tab: looks[tab], default="")
        there = [page for page in self if page.tab == tab and page.active and page.place not in BESIDE]
        front = max(there, key=lambda page: page.since, default=None)
        return front.focus if front else Focus()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all pages."""
        return frozenset(self._pages)

    @property
    def softphones(self) -> list[Page]:
        """The softphone's pages, responsive ones first, the one looked at last before others."""
        looks = _looks_by_tab(self)
        softphones = [page for page in self if page.place == "top_bar"]
        return sorted(softphones, key=lambda page: (page.missed == 0, looks[page.tab]), reverse=True)

    def about(self, page: str) -> Focus:
        """Return the place of a page, and the ticket or user that it is about."""
        found = self._pages.get(page)
        return found.focus if found else Focus()

    def note(self, page: str, **known: Any) -> None:
        """Record what a page shows or whose numbers are on it, by the names of `Page`, if it is still there."""
        if page in self._pages:
            self._pages[page] = replace(self._pages[page], **known)

    def answered(self, page: str, *, well: bool) -> None:
        """Record whether a page carried out an order; one that has missed too many is forgotten."""
        known = self._pages.get(page)
        missed = 0 if well or known is None else known.missed + 1
        if known and missed <= FORGOTTEN_AFTER:
            self._pages[page] = replace(known, missed=missed)
        else:
            self.left(page)

    def _came(self, page: str, how: moments.How) -> moments.Looked:
        """Return how a page came in front; what the app opened is expected until the agent turns to something else."""
        here, focus = self._pages[page], self.focus
        if here.place in BESIDE or here.focus != focus:
            return moments.Looked(focus)
        opened = self._popped is not None and here.focus.same(self._popped) and how != "came"
        if how != "came":
            self._popped = None
        return moments.Looked(focus, "shown" if opened else how)

    def _look(self, page: str) -> None:
        self._looks += 1
        self._pages[page] = replace(self._pages[page], looked=self._looks)


def _looks_by_tab(pages: Iterable[Page]) -> dict[str, int]:
    latest: dict[str, int] = {}
    for page in pages:
        latest[page.tab] = max(page.looked, latest.get(page.tab, 0))
    return latest
