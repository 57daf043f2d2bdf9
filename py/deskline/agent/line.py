"""Connect's latest report about the agent: their name there, their state, which contacts are live.

The connection, the dialler and every contact read it; only one message changes it.
"""

from collections.abc import Iterable

from deskline.adapters.streams import agent_of, line_of
from deskline.model.agent_state import Line
from deskline.model.messages import AgentSeen
from deskline.model.people import Agent


class AgentLine:
    """The agent and their line, which change while the engine runs; `softphone` is the name of that device."""

    def __init__(self, agent: Agent, softphone: str) -> None:
        self.agent = agent
        self.now = Line()
        self._softphone = softphone
        self._live: frozenset[str] | None = None

    def reported(self, message: AgentSeen) -> None:
        """Record what Connect reports."""
        self.agent = agent_of(message.agent, self.agent, self._softphone)
        self.now = line_of(message.agent)
        self._live = frozenset(one for one in message.contacts if isinstance(one, str))

    def cut(self) -> None:
        """Record that Connect cannot be reached: there is neither a state nor a routing profile."""
        self.now = Line()

    def live(self, contacts: Iterable[str]) -> list[str]:
        """Return the contacts that Connect lists as live."""
        return [contact_id for contact_id in contacts if contact_id in (self._live or ())]

    def dropped(self, contacts: Iterable[str]) -> list[str]:
        """Return the contacts that Connect no longer lists; none before its first list."""
        return [] if self._live is None else [one for one in contacts if one not in self._live]
