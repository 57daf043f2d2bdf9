"""Everything that an agent may have to be told, and how loudly: the one list of notices."""

from collections.abc import Sequence
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
    "notice.bad_values": Loudness("notice", False),
    "notice.bad_setting": Loudness("alert", False),
    "notice.user_not_found": Loudness("alert", False),
    "notice.several_users": Loudness("alert", False),
    "notice.could_not_ask": Loudness("alert", False),
    "notice.which_unanswered": Loudness("alert", False),
    "notice.choice_gone": Loudness("alert", False),
    "notice.suspended": Loudness("alert", False),
    "notice.saving_slowly": Loudness("alert", False),
    "notice.conversation_missing": Loudness("alert", False),
    "notice.other_owner": Loudness("alert", False),
    "notice.ticket_missing": Loudness("alert", False),
    "notice.new_ticket_asked": Loudness("alert", False),
    "notice.follow_up": Loudness("notice", False),
    "notice.ticket_gone": Loudness("alert", False),
    "notice.left_out": Loudness("alert", False),
    "notice.requester_refused": Loudness("alert", False),
    "notice.monitored_missing": Loudness("alert", False),
    "notice.not_now": Loudness("alert", False),
    "notice.use_softphone": Loudness("alert", False),
    "notice.no_number": Loudness("notice", False),
    "notice.no_numbers": Loudness("notice", False),
    "notice.bad_number": Loudness("error", False),
    "notice.no_area": Loudness("error", False),
    "notice.no_country": Loudness("error", False),
    "notice.cannot_dial": Loudness("error", False),
    "notice.dialling": Loudness("alert", False),
    "notice.not_signed_in": Loudness("error", False),
    "notice.not_dialled": Loudness("error", False),
    "notice.dial_silent": Loudness("alert", False),
    "notice.signed_out": Loudness("error", False),
    "notice.popup_blocked": Loudness("error", False),
    "notice.connect_silent": Loudness("error", False),
    "notice.connect_denied": Loudness("error", False),
    "notice.microphone": Loudness("error", False),
    "notice.softphone_error": Loudness("error", False),
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
    "notice.memory_only": Loudness("alert", False),
    "lost.user": Loudness("error", False),
    "lost.ticket": Loudness("error", False),
    "lost.note": Loudness("error", False),
    "lost.voice_comment": Loudness("error", False),
    "lost.phone": Loudness("alert", False),
    "lost.unforeseen": Loudness("error", False),
}
"""By the key of the text: only what is lost, and cannot be mended, stays.

Zendesk offers no way to take a notice back, so what may be mended passes as a notice; what lasts of it is shown by the
app itself, for as long as it lasts: in the panel, among what was not saved, or above both.
"""

MOST = 5
"""The number of values of a flow that one notice names."""

QUOTED = 40
"""The longest value that it quotes, in characters."""


def complaint(key: str, problem: Problem) -> Phrase:
    """Return the notice that says which value was ignored, and what would fit."""
    return _ignored(key, problem, VALUE)


def remark(problems: Sequence[Problem]) -> Phrase:
    """Return the one notice of what a contact's flow got wrong."""
    said = [_ignored("flow.value", problem, QUOTED) for problem in problems[:MOST]]
    more = [Phrase("flow.more", {"count": str(len(problems) - MOST)})] if len(problems) > MOST else []
    return Phrase("notice.bad_values", {"list": (*said, *more)})


def _ignored(key: str, problem: Problem, longest: int) -> Phrase:
    kind, _, options = problem.expected.partition(":")
    expected = Phrase(kind, {"options": options})
    name, value = one_line(problem.name, longest), one_line(problem.value, longest)
    return Phrase(key, {"name": name, "value": value, "expected": expected})
