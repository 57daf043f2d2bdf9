"""What can go wrong, split by whose fault it is: that decides what happens next."""

from collections.abc import Mapping


class DesklineError(Exception):
    """Anything that Deskline itself raises."""


class BadMessage(DesklineError):
    """A message across the border that does not fit its declared kind: our fault."""


class NotDialled(DesklineError):
    """Connect refused to dial."""


class NoWord(DesklineError):
    """Connect has not said whether it dials: the call may come yet."""


class ZendeskError(DesklineError):
    """Zendesk did not do what it was asked."""


class NoAnswer(ZendeskError):
    """No answer came (offline, timed out): the request may or may not have been carried out."""


class Busy(ZendeskError):
    """Zendesk cannot now, but may later (401, 409, 429, 5xx); `wait` is how long it asked for, in seconds, or None."""

    def __init__(self, status: int, wait: float | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.wait = wait


class Refused(ZendeskError):
    """Zendesk will not, however often it is asked (403, 404, 422 and other 4xx); `details` is its own explanation.

    `fields` are its sentences about what it does not accept, by the name of the field, where it says so.
    """

    def __init__(self, status: int, details: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.details = details
        self.fields = fields or {}
