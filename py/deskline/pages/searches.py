"""What the agent searches for in the lists of *Who is it?*, and whom Zendesk finds (rule 5.3)."""

from collections.abc import Callable, Container

from deskline.ask.people_search import NOTHING, Search, answered, begun
from deskline.model.people import User
from deskline.model.ports import DeskLookups


class Searches:
    """The latest search in each contact's list; `refresh` shows it."""

    def __init__(self, desk: DeskLookups, still_open: Container[str], refresh: Callable[[], None]) -> None:
        self._desk = desk
        self._open = still_open
        self._refresh = refresh
        self._each: dict[str, Search] = {}

    def of(self, contact_id: str) -> Search:
        """Return what the agent searches for in the list of a contact."""
        return self._each.get(contact_id, NOTHING)

    async def search(self, contact_id: str, text: str) -> None:
        """Show whom Zendesk finds for what the agent types in a contact's list; only the latest text counts."""
        search = begun(text)
        still_open = {known: one for known, one in self._each.items() if known in self._open}
        self._each = {**still_open, contact_id: search}
        self._refresh()
        if search.state == "asking":
            found = await answered(self._desk, search)
            if self._each.get(contact_id) is search:
                self._each[contact_id] = found
                self._refresh()

    def found(self, contact_id: str, user_id: int) -> User | None:
        """Return the person with this id, if the agent has searched for them in the contact's list."""
        return next((user for user in self.of(contact_id).users if user.id == user_id), None)
