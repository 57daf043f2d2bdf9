"""The diary: a log of recent events, for support (rule 15.4)."""

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
from deskline.words.who import ending

LONGEST = 500
"""The most entries kept."""

LARGEST = 60_000
"""The most characters kept in all entries together."""


class Diary:
    """The latest entries; new ones push out the oldest. `touched` is set after each."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.touched = asyncio.Event()
        self._now = now
        self._lines: deque[str] = deque()
        self._size = 0

    def note(self, entry: Entry) -> None:
        """Add an entry; its time is now unless it has one."""
        now = self._now().isoformat(timespec="milliseconds")
        self._append(_line(clean({"at": now, **entry.parts})))
        self.touched.set()

    def started(self, version: str, generation: int, began: Mapping[str, Any]) -> None:
        """Log the start of an engine, and what its host knows: `why`, and the `failures` before it."""
        failures = began.get("failures")
        for one in failures if isinstance(failures, list) else []:
            if isinstance(one, list) and len(one) == 2:
                self.note(Entry("failed", str(one[1]), at=str(one[0])))
        self.note(Entry("started", version, str(began.get("why", "")), str(generation)))

    def asked(self, exchange: Exchange) -> None:
        """Log a request to JavaScript and its answer, if it is of interest to support."""
        kind, fields, answer = exchange.kind, exchange.fields, exchange.answer
        failed = str(answer.get("error", ""))
        if kind == "zendesk":
            status = "" if failed else str((answer.get("ok") or {}).get("status"))
            what = f"{fields['method']} {fields['path']}"
            self.note(Entry("request", what, result=failed or status, ms=exchange.ms))
        elif kind in ORDERS:
            self.note(Entry("order", kind, result=failed or "ok", ms=exchange.ms))

    def failed(self, error: BaseException) -> None:
        """Log an error: its class and its stack, not its message."""
        frames = [f"{_stem(one.filename)}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)[-12:]]
        self.note(Entry("error", type(error).__name__, result=" < ".join(reversed(frames))))

    def changed(self, before: Record | None, after: Record) -> None:
        """Log a contact's stage, and which of its orders were carried out or lost."""
        for kind, what in _changes(before, after):
            self.note(Entry(kind, what, after.contact.id))
        known = before.problems if before else after.problems
        for problem in after.problems:
            if problem not in known:
                # Only the ticket attribute's name can be chosen by an administrator.
                name = problem.name if problem.name in ATTRIBUTE_NAMES else "zendesk_ticket"
                self.note(Entry("flow", name, after.contact.id, ignored(problem.expected, problem.value)))

    def take_in(self, lines: Iterable[str]) -> None:
        """Add the entries of an earlier engine, cleaned, before those of this one."""
        own, self._lines, self._size = self._lines, deque(), 0
        for line in (*filter(None, lines), *own):
            self._append(line)

    @property
    def text(self) -> str:
        """All entries, the latest last, one JSON object per line."""
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
    """Return the whole diary as text for support, headed by version, browser and counts."""
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
        yield "contact", ending(after) if after.missed else after.stage
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
    """Return a stored line, cleaned, or nothing if it is not an entry."""
    entry = _read(line)
    return _line(entry) if entry else ""
