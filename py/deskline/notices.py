"""Everything that an agent may have to be told, and how loudly: the one list of notices."""

from dataclasses import dataclass

from deskline.effects import Phrase
from deskline.lines import VALUE, one_line
from deskline.settings import Problem


@dataclass(frozen=True, slots=True)
class Loudness:
    """How a notice looks in Zendesk (notice, alert or error) and whether it stays until the agent closes it."""

    level: str
    sticky: bool


NOTICES = {
    "notice.bad_value": Loudness("error", True),
    "notice.bad_setting": Loudness("error", True),
    "notice.user_not_found": Loudness("alert", False),
    "notice.several_users": Loudness("alert", False),
    "notice.could_not_ask": Loudness("alert", False),
    "notice.which_unanswered": Loudness("alert", False),
    "notice.choice_gone": Loudness("alert", False),
    "notice.suspended": Loudness("alert", False),
    "notice.saving_slowly": Loudness("alert", False),
    "notice.conversation_missing": Loudness("alert", False),
    "notice.other_owner": Loudness("alert", False),
    "notice.ticket_missing": Loudness("alert", True),
    "notice.new_ticket_asked": Loudness("alert", False),
    "notice.follow_up": Loudness("notice", False),
    "notice.ticket_gone": Loudness("alert", True),
    "notice.left_out": Loudness("alert", False),
    "notice.requester_refused": Loudness("alert", True),
    "notice.monitored_missing": Loudness("alert", False),
    "notice.not_now": Loudness("alert", False),
    "notice.use_softphone": Loudness("alert", False),
    "notice.no_number": Loudness("notice", False),
    "notice.no_numbers": Loudness("notice", False),
    "notice.bad_number": Loudness("error", False),
    "notice.cannot_dial": Loudness("error", True),
    "notice.dialling": Loudness("alert", False),
    "notice.not_signed_in": Loudness("error", True),
    "notice.not_dialled": Loudness("error", True),
    "notice.dial_silent": Loudness("alert", False),
    "notice.signed_out": Loudness("error", True),
    "notice.popup_blocked": Loudness("error", True),
    "notice.connect_silent": Loudness("error", True),
    "notice.connect_denied": Loudness("error", True),
    "notice.microphone": Loudness("error", True),
    "notice.softphone_error": Loudness("error", True),
    "notice.agent_error": Loudness("alert", False),
    "notice.desk_phone": Loudness("alert", False),
    "notice.no_realtime": Loudness("alert", False),
    "notice.too_many_windows": Loudness("alert", False),
    "notice.missed": Loudness("alert", False),
    "notice.missed_media_less": Loudness("alert", False),
    "notice.not_taken": Loudness("alert", False),
    "notice.unanswered": Loudness("notice", False),
    "notice.not_reached": Loudness("alert", False),
    "notice.unexpected": Loudness("error", True),
    "notice.memory_only": Loudness("alert", True),
    "lost.user": Loudness("error", True),
    "lost.ticket": Loudness("error", True),
    "lost.note": Loudness("error", True),
    "lost.voice_comment": Loudness("error", True),
    "lost.phone": Loudness("alert", False),
    "lost.unforeseen": Loudness("error", True),
}
"""By the key of the text: only what the agent must act on stays.

Zendesk offers no way to take a notice back, so what only asks for a choice in the panel passes: the panel says it too,
for as long as it holds.
"""


def complaint(key: str, problem: Problem) -> Phrase:
    """Return the notice that says which value was ignored, and what would fit."""
    kind, _, options = problem.expected.partition(":")
    expected = Phrase(kind, {"options": options})
    return Phrase(key, {"name": problem.name, "value": one_line(problem.value, VALUE), "expected": expected})
