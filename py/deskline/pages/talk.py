"""What is said in chats as the agent sees it: how much of it they have not read, and how far back they look."""

from collections.abc import Callable
from datetime import datetime

from deskline.model.conversation import Conversation

AT_ONCE = 100
"""How many lines of a chat are shown at first, and how many more each time the agent wants earlier ones."""


class Talk:
    """Chats on the screen; `said` returns what is known of one."""

    def __init__(self, said: Callable[[str], Conversation] = lambda _: Conversation()) -> None:
        self.said = said
        self._seen: dict[str, datetime] = {}
        self._shown: dict[str, int] = {}

    def see(self, contact_id: str) -> None:
        """Record that the agent sees all that has been said until now."""
        lines = self.said(contact_id).lines
        if lines:
            self._seen[contact_id] = lines[-1].at

    def unread(self, contact_id: str) -> int:
        """Return how many of the customer's messages have come since the agent last saw the chat or answered."""
        return self.said(contact_id).unread(self._seen.get(contact_id))

    def show_earlier(self, contact_id: str, lines: int) -> None:
        """Show more lines of a chat from now on."""
        self._shown[contact_id] = max(lines, AT_ONCE)

    def shown(self, contact_id: str) -> int:
        """Return how many lines of a chat are shown."""
        return self._shown.get(contact_id, AT_ONCE)
