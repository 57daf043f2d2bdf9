"""The agent's state in Amazon Connect, the queues of their routing profile, and what that state says about a call."""

from collections.abc import Sequence
from dataclasses import dataclass

FATES = {
    "MissedCallAgent": "missed",
    "LineEngagedAgent": "missed",
    "Default": "not_taken",
    "FailedConnectAgent": "rejected",
    "FailedConnectCustomer": "unanswered",
    "LineEngagedCustomer": "unanswered",
    "MissedCallCustomer": "unanswered",
    "BadAddressCustomer": "bad_number",
}
"""Agent states that only follow from a call, and the call's outcome: they are not faults (rule 5.6).

Missed and rejected callbacks both lead to `Default`; Connect itself clears states that follow from the customer or a
reject.
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: its name, and its ARN for Connect."""

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
        """Return the first of the wanted queues that is in the profile, else the default."""
        return next(filter(None, map(self.named, wishes)), self.default)


@dataclass(frozen=True, slots=True)
class Line:
    """The agent's state in Connect, by its name and type, and their routing profile."""

    state: str = ""
    kind: str = ""
    profile: RoutingProfile = RoutingProfile()


def fate(reported: str, line: Line) -> str:
    """Return the outcome of a call that was not connected, by its own state and the agent's."""
    if reported == "rejected":
        return reported
    return FATES.get(line.state, "") if line.kind == "error" else ""
