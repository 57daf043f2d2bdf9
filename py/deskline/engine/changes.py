"""What follows when a record is saved: the records, the pages and pruning each do their part."""

from dataclasses import dataclass

from deskline.chat.conversations import Conversations
from deskline.engine.records import Records
from deskline.engine.tasks import Tasks
from deskline.model.record import Record
from deskline.pages.display import Display


@dataclass(frozen=True, slots=True)
class Kept:
    """What the engine keeps about contacts."""

    records: Records
    conversations: Conversations


class Changes:
    """Passes every saved record on: to the records, to the pages, and to pruning once a contact is closed."""

    def __init__(self, kept: Kept, display: Display, tasks: Tasks) -> None:
        self._records = kept.records
        self._conversations = kept.conversations
        self._display = display
        self._tasks = tasks

    def saved(self, record: Record) -> None:
        """Handle a record that was saved."""
        before = self._records.update(record)
        self._display.changed(before, record)
        if record.stage == "closed":
            self._tasks.begin(self._records.prune())
        if record.finished and record.contact.channel == "chat":
            self._tasks.begin(self._conversations.forget(record.contact.id))
