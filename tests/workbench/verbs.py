"""The verbs of a call, one vocabulary for all who play calls: scenarios, browser tests and, as steps, the stories.

Whatever else Amazon Connect can do is a method of the pretend one itself.
"""

from __future__ import annotations

from typing import Any, Protocol

from workbench.connect import SimulatedConnect


class Verbs(Protocol):
    """What people do with calls; `contact` is what `ring`, `dial`, `transfer` and `monitor` have given."""

    def ring(self, who: str | None, **offer: Any) -> str:
        """Somebody calls the agent; None and `anonymous` have no number."""
        ...

    def ring_task(self, name: str, **errand: Any) -> str:
        """A task is offered to the agent."""
        ...

    def ring_chat(self, customer: str, **offer: Any) -> str:
        """Somebody who calls themselves by a name wants to chat."""
        ...

    def dial(self, who: str, **offer: Any) -> str:
        """The agent types somebody's number into Amazon's own pad."""
        ...

    def accept(self, contact: str) -> None:
        """The agent accepts."""
        ...

    def reject(self, contact: str) -> None:
        """The agent rejects the call."""
        ...

    def miss(self, contact: str) -> None:
        """The agent lets it ring out."""
        ...

    def answer(self, contact: str) -> None:
        """The person whom the agent has dialled answers."""
        ...

    def hang_up(self, contact: str) -> None:
        """The agent hangs up; a call with others on the line goes on without them."""
        ...

    def customer_hangs_up(self, contact: str) -> None:
        """The customer hangs up."""
        ...

    def clear(self, contact: str) -> None:
        """After-contact work is over, and the agent closes the contact."""
        ...

    def transfer(self, contact: str, to: str) -> str:
        """The agent calls a colleague in; gives the contact of their leg."""
        ...

    def monitor(self, contact: str, by: str) -> str:
        """A supervisor listens in; gives the contact of their leg."""
        ...

    def barge(self, contact: str) -> None:
        """The supervisor speaks."""
        ...


class Telephone:
    """The verbs at a pretend Connect, with its contact and agent ids."""

    connect: SimulatedConnect

    def ring(self, who: str | None, **offer: Any) -> str:
        """See Verbs; the offer is that of `SimulatedConnect.ring`."""
        return self.connect.ring(who, **offer)

    def ring_chat(self, customer: str, **offer: Any) -> str:
        """See Verbs; the offer is that of `SimulatedConnect.ring_chat`."""
        return self.connect.ring_chat(customer, **offer)

    def ring_task(self, name: str, **errand: Any) -> str:
        """See Verbs; the errand is that of `SimulatedConnect.ring_task`."""
        return self.connect.ring_task(name, **errand)

    def dial(self, who: str, **offer: Any) -> str:
        """See Verbs."""
        return self.connect.dial(who, **offer)

    def accept(self, contact: str, late: bool = False) -> None:
        """See Verbs; late: Connect says so after the call is connected."""
        self.connect.accept(contact, late=late)

    def reject(self, contact: str, state: str = "") -> None:
        """See Verbs; `state` is what the agent is in afterwards."""
        self.connect.reject(contact, state)

    def miss(self, contact: str, state: str = "error") -> None:
        """See Verbs; `state` is the contact's."""
        self.connect.miss(contact, state)

    def answer(self, contact: str, connection: str | None = None) -> None:
        """See Verbs; a connection is that of a third party."""
        self.connect.answer(contact, connection)

    def hang_up(self, contact: str) -> None:
        """See Verbs."""
        self.connect.hang_up(contact)

    def customer_hangs_up(self, contact: str) -> None:
        """See Verbs."""
        self.connect.customer_hangs_up(contact)

    def clear(self, contact: str) -> None:
        """See Verbs."""
        self.connect.clear(contact)

    def transfer(self, contact: str, to: str) -> str:
        """See Verbs."""
        return self.connect.transfer(contact, to)

    def monitor(self, contact: str, by: str, enhanced: bool = True) -> str:
        """See Verbs; not enhanced: the older, silent kind."""
        return self.connect.monitor(contact, by, enhanced)

    def barge(self, contact: str) -> None:
        """See Verbs."""
        self.connect.barge(contact)
