"""Errors, by whose fault they are: that decides what happens next."""

from collections.abc import Mapping


class DesklineError(Exception):
    """Base class of Deskline's own errors."""


class BadMessage(DesklineError):
    """A message across the border that does not fit its declared kind: our fault."""


class NotDialled(DesklineError):
    """Connect refused to dial."""


class NoWord(DesklineError):
    """Connect has not confirmed the call, which may still come."""


class ZendeskError(DesklineError):
    """Zendesk did not do what it was asked."""


class NoAnswer(ZendeskError):
    """No answer came (offline, timed out): the request may or may not have been carried out."""


class Busy(ZendeskError):
    """Zendesk cannot do it now, but may later (401, 409, 429, 5xx); `wait` is the wait it asked for in seconds, or
    None.
    """

    def __init__(self, status: int, wait: float | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.wait = wait


class Refused(ZendeskError):
    """Zendesk refuses for good (403, 404, 422 and other 4xx); `details` is its explanation.

    `fields` are its sentences about rejected fields, by the field's name.
    """

    def __init__(self, status: int, details: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.details = details
        self.fields = fields or {}
