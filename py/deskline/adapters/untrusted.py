"""Reads values from outside that may be missing or of any type: nothing here raises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

LIFETIME = timedelta(days=36_500)
"""The furthest from the present that a time can be; date arithmetic overflows a little later."""

IN_SECONDS = 100_000_000_000
"""The largest number that counts as seconds since 1970; a larger one is milliseconds."""


def mapping(value: object) -> dict[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the value if it is a list, with an empty object for each part that is none."""
    return [mapping(part) for part in value] if isinstance(value, list) else []


def text(value: object) -> str:
    """Return the value if it is text, else nothing."""
    return whole(value) if isinstance(value, str) else ""


def word(value: object) -> str:
    """Return a word in lower case, without the space around it."""
    return text(value).strip().lower()


def whole(given: str) -> str:
    """Return text that can be encoded and sent: a JavaScript string can contain half an emoji."""
    return given.encode("utf-8", "replace").decode("utf-8")


def time(value: object, now: datetime) -> datetime:
    """Return a time in UTC, or the present for what is no time or out of all proportion."""
    return _near(lambda: _parsed(value), now) or now


def time_or_number(value: object, now: datetime) -> datetime | None:
    """Return a time, if it is one: text, or seconds or milliseconds since 1970."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _near(lambda: _parsed(value), now)
    seconds = value / 1000 if value > IN_SECONDS else value
    return _near(lambda: datetime.fromtimestamp(seconds, UTC), now)


def _parsed(value: object) -> datetime:
    moment = datetime.fromisoformat(text(value).replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _near(read: Callable[[], datetime], now: datetime) -> datetime | None:
    try:
        found = read()
    except (ValueError, OverflowError, OSError):
        return None
    return found if abs(found - now) < LIFETIME else None
