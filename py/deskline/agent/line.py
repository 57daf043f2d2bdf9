"""Queues of the agent's routing profile, and the one through which a call goes out (rules 8.4, 8.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue, by the name that people use and the ARN that Connect wants."""

    name: str
    arn: str


@dataclass(frozen=True, slots=True)
class RoutingProfile:
    """The queues that the agent may call out through, and the default one."""

    queues: tuple[Queue, ...] = ()
    default: Queue | None = None

    def named(self, name: str) -> Queue | None:
        """Return the queue of this name, if it is in the profile."""
        return next((queue for queue in self.queues if queue.name == name), None)

    def outbound(self, wishes: Sequence[str]) -> Queue | None:
        """Return the first queue wished for that is in the profile, else the default."""
        return next(filter(None, map(self.named, wishes)), self.default)


@dataclass(frozen=True, slots=True)
class Line:
    """The agent's state in Connect, by its name and type, and their routing profile."""

    state: str = ""
    kind: str = ""
    profile: RoutingProfile = RoutingProfile()


def of_brand(brand_queues: Any, brand_id: int) -> str:
    """Return the name of the queue that the settings give a brand, or nothing; unfit rows are passed over."""
    rows = brand_queues if isinstance(brand_queues, list) else []
    names = (row.get("queue") for row in rows if isinstance(row, dict) and row.get("brand_id") == brand_id)
    return next((name for name in names if isinstance(name, str)), "")
