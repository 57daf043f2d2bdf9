"""What follows when a record is saved: the records, the pages and pruning each do their part."""

from deskline.engine.records import Records
from deskline.engine.tasks import Tasks
from deskline.model.record import Record
from deskline.pages.display import Display


class Changes:
    """Passes every saved record on: to the records, to the pages, and to pruning once a contact is closed."""

    def __init__(self, records: Records, display: Display, tasks: Tasks) -> None:
        self._records = records
        self._display = display
        self._tasks = tasks

    def saved(self, record: Record) -> None:
        """Handle a record that was saved."""
        before = self._records.update(record)
        self._display.changed(before, record)
        if record.stage == "closed":
            self._tasks.begin(self._records.prune())
