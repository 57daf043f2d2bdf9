"""Problems in Amazon Connect, and what the agent is told: one notice per cause until it is over (rule 15.4)."""

from dataclasses import dataclass, replace

from deskline.agent.line import AgentLine
from deskline.model.agent_state import FATES, Line, fate
from deskline.model.contact import Contact
from deskline.model.effects import Phrase
from deskline.words.plain_text import VALUE, one_line

NO_LINE = {
    "signed_out": "notice.signed_out",
    "popup": "notice.popup_blocked",
    "silent": "notice.connect_silent",
    "denied": "notice.connect_denied",
}
"""Problems that keep every call away: one cause, whatever Connect reports next."""

LINE = "line"
"""Problems that keep every call away."""

SOUND = "sound"
"""Problems of a call's audio: the softphone's own errors, and the agent state that follows."""

LASTING = {"MissedCallAgent": "state.missed", "LineEngagedAgent": "state.engaged", "Default": "state.not_taken"}
"""Those of `FATES` that last until the agent is set to *Available*, and what the softphone's page says until then."""

FAULTS = {
    "MultipleCcpWindows": "notice.too_many_windows",
    "RealtimeCommunicationError": "notice.no_realtime",
    "BadAddressAgent": "notice.desk_phone",
}
"""Agent states that are faults, in plain words; any other is shown by its name."""


def lasting(line: Line) -> Phrase | None:
    """Return what the softphone's page says while the agent's state keeps calls away, or None (rule 5.6)."""
    if line.kind != "error" or (line.state in FATES and line.state not in LASTING):
        return None
    return Phrase(LASTING[line.state]) if line.state in LASTING else _fault(line)


def _fault(line: Line) -> Phrase:
    return Phrase(FAULTS.get(line.state, "notice.agent_error"), {"state": one_line(line.state, VALUE)})


MEMORY = "memory"
"""Something is kept in memory only, so that a reload would lose it."""

CALM = "calm"
"""States that only follow from a call that was not answered: nothing is broken."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A lasting problem: its kind, which says how it looks, and what the agent reads."""

    kind: str
    what: Phrase


class Connection:
    """Remembers what the agent has been told and what still lasts."""

    def __init__(self, line: AgentLine) -> None:
        self._line = line
        self._told: dict[str, Phrase] = {}
        self._kind = ""

    def standing(self, in_memory: bool) -> tuple[Standing, ...]:
        """Return the problems that last; a failing browser storage lasts until nothing is kept `in_memory` only."""
        line = self._line.now
        told = tuple(Standing(cause, notice) for cause, notice in self._told.items() if cause != MEMORY or in_memory)
        state = lasting(line)
        if state is None or SOUND in self._told:  # the state is a consequence of that
            return told
        return (*told, Standing(CALM if line.state in LASTING else SOUND, state))

    def memory_only(self) -> Phrase | None:
        """Return the notice that this browser does not store pending writes (rule 11.5)."""
        return self._once(MEMORY, Phrase("notice.memory_only"))

    @property
    def fate(self) -> str:
        """The outcome of a call by the agent's state, unless the agent already knows the cause."""
        return self.unexplained(fate("", self._line.now))

    def unexplained(self, what: str) -> str:
        """Return the outcome of a call, or nothing if it was missed for a cause that the agent already knows."""
        return "" if what in ("missed", "not_taken") and SOUND in self._told else what

    def last_of(self, contact: Contact) -> Contact:
        """Return a contact that Connect no longer reports, with its outcome by the agent's state."""
        what = fate("", self._line.now) if contact.state == "ringing" else contact.fate
        return replace(contact, fate=self.unexplained(what))

    def troubled(self, what: str, detail: str) -> Phrase | None:
        """Return the notice about a problem, unless the agent already knows its cause."""
        if what in NO_LINE:
            self._line.cut()
            return self._once(LINE, Phrase(NO_LINE[what]))
        if detail == "microphone_not_shared":
            return self._once(SOUND, Phrase("notice.microphone"))
        return self._once(SOUND, Phrase("notice.softphone_error", {"type": one_line(detail, VALUE)}))

    def reported(self) -> Phrase | None:
        """Return the notice about the agent's state; a reported state also shows that Connect answers again."""
        line = self._line.now
        self._told.pop(LINE, None)
        # The same state reported again does not end the problem.
        if line.kind == "routable" and self._kind != "routable":
            self._told.pop(SOUND, None)
        self._kind = line.kind
        fault = line.kind == "error" and line.state not in FATES
        return self._once(SOUND, _fault(line)) if fault else None

    def _once(self, cause: str, notice: Phrase) -> Phrase | None:
        if cause in self._told:
            return None
        self._told[cause] = notice
        return notice
