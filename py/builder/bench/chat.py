"""Measures a long chat: what a message costs the engine, what is kept, how soon the transcript is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page

from builder.bench.browser import SETTLE, Chromium, opened, until
from builder.bench.numbers import Sample, Section, Target
from builder.bench.variants import Variants
from workbench.workbench import Workbench

MESSAGES, AT_ONCE, DELAY = 2_000, 100, 60
"""How many messages, how many between two readings, and milliseconds until Zendesk answers a request."""
QUICK, SLOW = 5, 100
"""Milliseconds between two messages: in the first half several reach the engine together, in the second each alone."""

EACH, ALONE = "engine's thread per message (ms)", "the same, each message told alone (ms)"
GROWN, WRITTEN = "memory grown by, last quarter (MB)", "the end to the last comment (s)"
REQUESTS = "of which in requests (s)"
LIMIT, BEYOND, FLAT = 2.0, 1.0, 16.0
NOTE = (
    f"A chat of {MESSAGES:,} messages, its ticket open and the chat shown beside it. The engine's thread: processor "
    f"time of the browser's worker, {AT_ONCE} messages a reading; about half is Python, the rest messages between "
    f"pages and the browser's storage. In the first half a message comes every {QUICK} ms, and the page tells those of "
    f"50 ms together; in the second every {SLOW} ms. Memory: of the process with the worker and the app's pages, after "
    f"garbage was collected. The transcript: from the end of the chat until its last comment is written, Zendesk "
    f"answering after {DELAY} ms."
)
GARBAGE = "globalThis.gc?.()"
COLLECTS = "--js-flags=--expose-gc"
"""Lets the bench collect garbage before it reads how much memory is in use."""
WORDS = "Message {} of a long conversation, as people write them."
THREAD = "DedicatedWorker"
"""How Chromium calls the threads of workers."""


@dataclass(frozen=True)
class ChatBench:
    """Has one long chat."""

    chromium: Chromium
    variants: Variants

    def run(self) -> Section:
        """Measure all messages of a chat, and its transcript."""
        profile = self.variants.folder / "chat"
        with self.variants.workbench("Deskline") as bench, self.chromium.profile(profile, COLLECTS) as context:
            page = context.new_page()
            opened(page, bench.url, "top_bar")
            page.wait_for_timeout(SETTLE)
            bench.wire.delay_ms = DELAY
            chat = begun(bench, page)
            process = next(processes())
            readings = list(self._readings(page, process, lambda number: bench.connect.say(chat, WORDS.format(number))))
            whole, requests = written(bench, page, chat)
        return section(samples(readings) | {WRITTEN: Sample.of([whole]), REQUESTS: Sample.of([requests])})

    def _readings(self, page: Page, process: Path, say: Callable[[int], object]) -> Iterator[tuple[float, int]]:
        """Yield the seconds that the worker has spent, and the process's memory in KB, before each lot of messages."""
        for number in range(MESSAGES + 1):
            if number % AT_ONCE == 0:
                self.variants.next("messages")
                page.wait_for_timeout(1_000)
                now = spent(process)
                collect(page)
                yield now, resident(process)
            if number < MESSAGES:
                say(number)
                page.wait_for_timeout(QUICK if number < MESSAGES // 2 else SLOW)


def samples(readings: Sequence[tuple[float, int]]) -> dict[str, Sample]:
    """What each half of the messages cost, and the growth of memory in the last quarter."""
    costs = [1000 * (now - before) / AT_ONCE for (before, _), (now, _) in pairwise(readings)]
    half = len(costs) // 2
    grown = (readings[-1][1] - readings[-1 - half // 2][1]) / 1024
    return {EACH: Sample.of(costs[:half]), ALONE: Sample.of(costs[half:]), GROWN: Sample.of([grown])}


def collect(page: Page) -> None:
    """Collect garbage in the app's pages and in the worker."""
    for frame in page.frames:
        frame.evaluate(GARBAGE)
    for worker in page.workers:
        worker.evaluate(GARBAGE)


def begun(bench: Workbench, page: Page) -> str:
    """Let a known customer chat, and wait until the ticket is there and what is said is followed."""
    chat = bench.connect.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    bench.connect.accept(chat)
    until(page, lambda: made(bench, chat))
    page.wait_for_timeout(SETTLE)
    return chat


def made(bench: Workbench, chat: str) -> list[int]:
    """The ticket of the chat, once it is there."""
    return [one["id"] for one in list(bench.zendesk.tickets.values()) if one["external_id"] == f"connect:{chat}"]


def written(bench: Workbench, page: Page, chat: str) -> tuple[float, float]:
    """Seconds from the chat's end until its last line is on the ticket, and seconds of requests among them."""
    ticket, before = made(bench, chat)[0], len(bench.wire.passed)
    last = WORDS.format(MESSAGES - 1)
    began = time.monotonic()
    bench.connect.hang_up(chat)
    until(page, lambda: any(last in each["html_body"] for each in bench.zendesk.comments(ticket)))
    ended = time.monotonic()
    sent = list(bench.wire.passed)[before:]
    return ended - began, sum(one.milliseconds for one in sent) / 1000


def processes() -> Iterator[Path]:
    """Yield the processes that have a worker, the youngest first."""
    found = [path for path in Path("/proc").iterdir() if path.name.isdigit() and threads(path)]
    yield from sorted(found, key=lambda path: int(path.name), reverse=True)


def threads(process: Path) -> list[Path]:
    """The threads of workers in a process; none if it is gone."""
    try:
        return [task for task in (process / "task").iterdir() if (task / "comm").read_text().startswith(THREAD)]
    except OSError:
        return []


def spent(process: Path) -> float:
    """Seconds of processor time that the workers of a process have spent."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in threads(process)) / 1e9


def resident(process: Path) -> int:
    """The memory of a process in KB."""
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def section(found: dict[str, Sample]) -> Section:
    """The table, and the targets."""
    beyond = found[WRITTEN].median - found[REQUESTS].median
    targets = [
        Target("a chat's message: the engine's thread (ms)", LIMIT, found[EACH].median),
        Target("a chat's last quarter: memory grown by (MB)", FLAT, found[GROWN].median),
        Target(f"the transcript of {MESSAGES:,} messages beyond its requests (s)", BEYOND, beyond),
    ]
    rows = [(name, str(sample)) for name, sample in found.items()]
    return Section("A long chat", NOTE, ("", "measured"), rows, targets, dict(found))
