"""Measures a long chat: what a message costs the engine, what is kept, how soon the transcript is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page

from builder.bench.browser import SETTLE, Chromium, opened, until
from builder.bench.numbers import Sample, Section, Target
from builder.bench.variants import Variants
from deskline.words.comment import marker
from workbench.workbench import Workbench

MESSAGES, AT_ONCE, APART, DELAY = 2_000, 100, 60, 60
"""How many messages, how many between two readings, milliseconds between two, and until Zendesk answers a request."""

EACH, WRITTEN, GROWN = "engine's thread per message (ms)", "the end to the last comment (s)", "memory grown by (MB)"
REQUESTS = "of which in requests (s)"
LIMIT, BEYOND, FLAT = 2.0, 1.0, 32.0
NOTE = (
    f"A chat of {MESSAGES:,} messages, one after the other, with its ticket open and the chat shown beside it. The "
    f"engine's thread: processor time of the browser's worker, by the operating system, {AT_ONCE} messages a reading. "
    f"Memory: of the process with the worker, the app's pages and all they show, from the first {AT_ONCE} messages to "
    f"the last. The transcript: from the end of the chat until its last comment is written, Zendesk answering after "
    f"{DELAY} ms."
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
            memory = [kilobytes for _, kilobytes in readings]
            each = Sample.of(1000 * (now - before) / AT_ONCE for (before, _), (now, _) in pairwise(readings))
            whole, requests = written(bench, page, chat)
        return section(
            {
                EACH: each,
                GROWN: Sample.of([(memory[-1] - memory[1]) / 1024]),
                WRITTEN: Sample.of([whole]),
                REQUESTS: Sample.of([requests]),
            }
        )

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
                page.wait_for_timeout(APART)


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
    last, mark = WORDS.format(MESSAGES - 1), marker("transcript-", chat).partition("transcript-")[0]
    began = time.monotonic()
    bench.connect.hang_up(chat)
    until(
        page,
        lambda: any(last in each["html_body"] and mark in each["html_body"] for each in bench.zendesk.comments(ticket)),
    )
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


def section(samples: dict[str, Sample]) -> Section:
    """The table, and the targets."""
    beyond = samples[WRITTEN].median - samples[REQUESTS].median
    targets = [
        Target("a chat's message: the engine's thread (ms)", LIMIT, samples[EACH].median),
        Target(f"a chat's {MESSAGES:,} messages: memory grown by (MB)", FLAT, samples[GROWN].median),
        Target(f"the transcript of {MESSAGES:,} messages beyond its requests (s)", BEYOND, beyond),
    ]
    rows = [(name, str(sample)) for name, sample in samples.items()]
    return Section("A long chat", NOTE, ("", "measured"), rows, targets, dict(samples))
