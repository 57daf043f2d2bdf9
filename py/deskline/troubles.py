"""What goes wrong in Amazon Connect, and what the agent is told of it: one notice a cause, until it is over (15.4)."""

from deskline.effects import Phrase
from deskline.lines import VALUE, one_line
from deskline.queues import Line

NO_LINE = {
    "signed_out": "notice.signed_out",
    "popup": "notice.popup_blocked",
    "silent": "notice.connect_silent",
    "denied": "notice.connect_denied",
}
"""What keeps every call away: one cause, whatever Connect says of it next."""

SOUND = "sound"
"""What spoils a call: the softphone's own errors, and the agent's state that follows from them."""


MEMORY = "memory"
"""What a reload would lose."""


class Troubles:
    """Knows what the agent has been told and what is not over yet."""

    def __init__(self) -> None:
        self._told: dict[str, Phrase] = {}

    def standing(self, in_memory: bool) -> tuple[Phrase, ...]:
        """Return what is not over yet; the browser's refusal to store is over when nothing is `in_memory` any more."""
        return tuple(notice for cause, notice in self._told.items() if cause != MEMORY or in_memory)

    def forgetful(self) -> Phrase | None:
        """Return what the agent is to be told where this browser does not store what is owed (rule 11.5)."""
        return self._once(MEMORY, Phrase("notice.memory_only"))

    def heard(self, what: str, detail: str) -> Phrase | None:
        """Return what the agent is to be told of a trouble, unless its cause is known to them."""
        if what in NO_LINE:
            return self._once("line", Phrase(NO_LINE[what]))
        if detail == "microphone_not_shared":
            return self._once(SOUND, Phrase("notice.microphone"))
        return self._once(SOUND, Phrase("notice.softphone_error", {"type": one_line(detail, VALUE)}))

    def looked(self, line: Line, media_less: bool) -> Phrase | None:
        """Return what the agent is to be told of their state; where there is a state, Connect answers again.

        In media-less mode a call that was answered fails as if it had been missed when no window has its sound (11.4).
        """
        self._told.pop("line", None)
        if line.kind == "routable":
            self._told.pop(SOUND, None)
        notice = "notice.agent_error_media_less" if media_less else "notice.agent_error"
        state = Phrase(notice, {"state": one_line(line.state, VALUE)})
        return self._once(SOUND, state) if line.kind == "error" else None

    def _once(self, cause: str, notice: Phrase) -> Phrase | None:
        if cause in self._told:
            return None
        self._told[cause] = notice
        return notice
