"""What the agent looks at, as one contact has looked it up (rule 5.3)."""

from deskline.ask.agent_choice import in_view
from deskline.ask.turning import counts, noticed, selected
from deskline.model.moments import Looked
from deskline.model.people import Focus
from deskline.model.ports import Lookups
from deskline.model.record import Record


class Attention:
    """Remembers which page was looked up last, and whether the agent has turned to one since."""

    def __init__(self) -> None:
        self._focus: Focus | None = None
        self._turning = False

    def ask_anew(self) -> None:
        """Look up the page in front again, though it is the same."""
        self._focus = None

    def noticed(self, record: Record, look: Looked) -> Record:
        """Return the record with the page in front of the agent, before Zendesk is asked what is on it."""
        self._turning = self._turning or counts(record, look)
        if look.anew:
            self.ask_anew()
        return noticed(record, look)

    def is_known(self, focus: Focus) -> bool:
        """Whether this page was looked up already and the agent has not turned to it again since."""
        return focus == self._focus and not self._turning

    async def taken_in(self, lookups: Lookups, record: Record, focus: Focus) -> Record:
        """Return the record with the ticket or user of the page in front; unchanged if Zendesk does not answer."""
        # The page may have been looked up before it was reported that the agent turned to it.
        seen = record if focus == self._focus else await in_view(lookups, record, focus)
        if seen is None:
            return record
        self._focus = focus
        if not focus.same(seen.seen):
            return seen
        turning, self._turning = self._turning, False
        return selected(seen, just=turning)
