"""The diary: what happened lately, for whoever helps an agent (rule 15.4)."""

import asyncio
import json
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from deskline.diary.entry import ATTRIBUTE_NAMES, ORDERS, Entry, clean, ignored
from deskline.model.effects import Write
from deskline.model.ports import Exchange
from deskline.model.record import Record

LONGEST = 500
"""The number of entries that are kept."""

LARGEST = 60_000
"""The number of characters that they may have together."""


class Diary:
    """The latest entries; the oldest go as new ones come. `touched` is set after each."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.touched = asyncio.Event()
        self._now = now
        self._lines: deque[str] = deque()
        self._size = 0

    def note(self, entry: Entry) -> None:
        """Add an entry, of just now if it does not say when."""
        now = self._now().isoformat(timespec="milliseconds")
        self._append(_line(clean({"at": now, **entry.parts})))
        self.touched.set()

    def started(self, version: str, generation: int, began: Mapping[str, Any]) -> None:
        """Write down that an engine has started, and what its host knows of it: `why`, and the `failures` before it."""
        failures = began.get("failures")
        for one in failures if isinstance(failures, list) else []:
            if isinstance(one, list) and len(one) == 2:
                self.note(Entry("failed", str(one[1]), at=str(one[0])))
        self.note(Entry("started", version, str(began.get("why", "")), str(generation)))

    def asked(self, exchange: Exchange) -> None:
        """Record what was asked of JavaScript and what came of it, if that can matter to anybody."""
        kind, fields, answer = exchange.kind, exchange.fields, exchange.answer
        failed = str(answer.get("error", ""))
        if kind == "zendesk":
            status = "" if failed else str((answer.get("ok") or {}).get("status"))
            what = f"{fields['method']} {fields['path']}"
            self.note(Entry("request", what, result=failed or status, ms=exchange.ms))
        elif kind in ORDERS:
            self.note(Entry("order", kind, result=failed or "ok", ms=exchange.ms))

    def failed(self, error: BaseException) -> None:
        """Write down an error: its class and the lines that it came through, not what it says."""
        frames = [f"{_stem(one.filename)}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)[-12:]]
        self.note(Entry("error", type(error).__name__, result=" < ".join(reversed(frames))))

    def changed(self, before: Record | None, after: Record) -> None:
        """Write down how far a contact has come, and which of its orders were carried out or lost."""
        for kind, what in _changes(before, after):
            self.note(Entry(kind, what, after.contact.id))
        known = before.problems if before else after.problems
        for problem in after.problems:
            if problem not in known:
                # Only this one has a name that an administrator may give it.
                name = problem.name if problem.name in ATTRIBUTE_NAMES else "zendesk_ticket"
                self.note(Entry("flow", name, after.contact.id, ignored(problem.expected, problem.value)))

    def take_in(self, lines: Iterable[str]) -> None:
        """Put the entries of an earlier engine, cleaned, before those of this one."""
        own, self._lines, self._size = self._lines, deque(), 0
        for line in (*filter(None, lines), *own):
            self._append(line)

    @property
    def text(self) -> str:
        """All entries, the latest last, one JSON text a line."""
        return "\n".join(self._lines)

    @property
    def latest(self) -> list[Entry]:
        """All entries, the latest first, cleaned once more."""
        return [entry for entry in map(_read, reversed(self._lines)) if entry]

    def _append(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line)
        while len(self._lines) > LONGEST or self._size > LARGEST:
            self._size -= len(self._lines.popleft())


def report(diary: Diary, facts: Mapping[str, str | int]) -> str:
    """Return the whole diary as text for support, under a few facts about where it was written."""
    entries = diary.latest
    started = next((entry for entry in entries if entry.kind == "started"), Entry("started", ""))
    about = {"version": started.what, "generation": started.result, **facts}
    return json.dumps({**about, "entries": [entry.parts for entry in entries]}, indent=1, ensure_ascii=False)


def totals(records: Collection[Record]) -> dict[str, int]:
    """Return how many contacts are known, and how many of their writes are pending and lost."""
    pending = sum(isinstance(order, Write) for record in records for order in record.pending)
    return {"contacts": len(records), "pending": pending, "lost": sum(len(record.lost) for record in records)}


def _changes(before: Record | None, after: Record) -> Iterator[tuple[str, str]]:
    pending, lost = (before.pending, len(before.lost)) if before else ((), 0)
    if before is None or before.stage != after.stage:
        yield "contact", after.ending if after.missed else after.stage
    done = [order for order in pending if order not in after.pending and isinstance(order, Write)]
    for order in done:
        yield "lost" if len(after.lost) > lost else "saved", type(order).__name__


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _line(entry: Entry) -> str:
    return json.dumps(entry.parts, ensure_ascii=False)


def _read(line: str) -> Entry | None:
    try:
        raw = json.loads(line)
    except ValueError:
        return None
    return clean(raw) if isinstance(raw, dict) else None


def cleaned(line: str) -> str:
    """Return a line that was kept with nothing in it but what an entry may hold, or nothing if it is none."""
    entry = _read(line)
    return _line(entry) if entry else ""
