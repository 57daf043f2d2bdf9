"""What goes wrong in Amazon Connect, and what the agent is told of it: one notice a cause, until it is over (15.4)."""

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
"""What keeps every call away: one cause, whatever Connect says of it next."""

LINE = "line"
"""What keeps every call away."""

SOUND = "sound"
"""What spoils a call: the softphone's own errors, and the agent's state that follows from them."""

LASTING = {"MissedCallAgent": "state.missed", "LineEngagedAgent": "state.engaged", "Default": "state.not_taken"}
"""Those of `FATES` that last until the agent is set to *Available*, and what the softphone's page says meanwhile."""

FAULTS = {
    "MultipleCcpWindows": "notice.too_many_windows",
    "RealtimeCommunicationError": "notice.no_realtime",
    "BadAddressAgent": "notice.desk_phone",
}
"""States that are faults, in plain words; any other is named."""


def lasting(line: Line) -> Phrase | None:
    """Return what the softphone's page says while the agent's state keeps calls away, if it does (rule 5.6)."""
    if line.kind != "error" or (line.state in FATES and line.state not in LASTING):
        return None
    return Phrase(LASTING[line.state]) if line.state in LASTING else _fault(line)


def _fault(line: Line) -> Phrase:
    return Phrase(FAULTS.get(line.state, "notice.agent_error"), {"state": one_line(line.state, VALUE)})


MEMORY = "memory"
"""What a reload would lose."""

CALM = "calm"
"""What only follows from a call that was not taken: nothing is broken."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What lasts: of which kind it is, for how it looks, and what the agent reads."""

    kind: str
    what: Phrase


class Connection:
    """Remembers what the agent has been told and what is not over yet."""

    def __init__(self, line: AgentLine) -> None:
        self._line = line
        self._told: dict[str, Phrase] = {}
        self._kind = ""

    def standing(self, in_memory: bool) -> tuple[Standing, ...]:
        """Return what is not over yet; the browser's refusal to store is over when nothing is `in_memory` any more."""
        line = self._line.now
        told = tuple(Standing(cause, notice) for cause, notice in self._told.items() if cause != MEMORY or in_memory)
        state = lasting(line)
        if state is None or SOUND in self._told:  # the state follows from that
            return told
        return (*told, Standing(CALM if line.state in LASTING else SOUND, state))

    def memory_only(self) -> Phrase | None:
        """Return what the agent is to be told where this browser does not store what is pending (rule 11.5)."""
        return self._once(MEMORY, Phrase("notice.memory_only"))

    @property
    def fate(self) -> str:
        """What the agent's state says became of a call, if they do not know the cause already."""
        return self.unexplained(fate("", self._line.now))

    def unexplained(self, what: str) -> str:
        """Return what became of a call, or nothing if it was missed for a cause that the agent knows already."""
        return "" if what in ("missed", "not_taken") and SOUND in self._told else what

    def last_of(self, contact: Contact) -> Contact:
        """Return a contact of which Connect tells nothing more, with what the agent's state says became of it."""
        what = fate("", self._line.now) if contact.state == "ringing" else contact.fate
        return replace(contact, fate=self.unexplained(what))

    def troubled(self, what: str, detail: str) -> Phrase | None:
        """Return what the agent is to be told of a trouble, unless its cause is known to them."""
        if what in NO_LINE:
            self._line.cut()
            return self._once(LINE, Phrase(NO_LINE[what]))
        if detail == "microphone_not_shared":
            return self._once(SOUND, Phrase("notice.microphone"))
        return self._once(SOUND, Phrase("notice.softphone_error", {"type": one_line(detail, VALUE)}))

    def reported(self) -> Phrase | None:
        """Return what the agent is to be told of their state; where there is a state, Connect answers again."""
        line = self._line.now
        self._told.pop(LINE, None)
        if line.kind == "routable" and self._kind != "routable":  # the same state reported once more ends nothing
            self._told.pop(SOUND, None)
        self._kind = line.kind
        fault = line.kind == "error" and line.state not in FATES
        return self._once(SOUND, _fault(line)) if fault else None

    def _once(self, cause: str, notice: Phrase) -> Phrase | None:
        if cause in self._told:
            return None
        self._told[cause] = notice
        return notice
