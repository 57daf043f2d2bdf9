"""A time zone as a table, which the browser makes: Python has no data of its own about zones in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone: from which second since 1970 on it is how many minutes ahead of UTC, in the order of time.

    Before the first of them it is as far ahead as at the first.
    """

    name: str = "UTC"
    ahead: tuple[tuple[float, int], ...] = ((0, 0),)

    @classmethod
    def read(cls, raw: dict[str, Any] | None) -> "Zone":
        """Return the zone in JavaScript's shape; UTC if the browser does not know the one of the settings."""
        rows: Sequence[Sequence[float]] = raw["ahead"] if raw else ()
        ahead = tuple((since, int(minutes)) for since, minutes in rows)
        return cls(str(raw["name"]), ahead) if raw and ahead else cls()

    def write(self, moment: datetime) -> str:
        """Return a time as people read it everywhere, to the minute, without the name of the zone."""
        minutes = self.ahead[0][1]
        for since, later in self.ahead:
            minutes = later if since <= moment.timestamp() else minutes
        return f"{moment.astimezone(UTC) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
