"""Every notice that an agent may get, and its severity."""

from collections.abc import Sequence
from dataclasses import dataclass

from deskline.model.effects import Phrase
from deskline.model.settings import Problem
from deskline.words.plain_text import VALUE, one_line


@dataclass(frozen=True, slots=True)
class Severity:
    """How a notice looks in Zendesk (notice, alert or error) and whether it stays until the agent closes it."""

    level: str
    sticky: bool


NOTICES = {
    "notice.bad_values": Severity("notice", False),
    "notice.bad_setting": Severity("alert", False),
    "notice.user_not_found": Severity("alert", False),
    "notice.several_users_number": Severity("alert", False),
    "notice.several_users_email": Severity("alert", False),
    "notice.several_users_name": Severity("alert", False),
    "notice.could_not_ask": Severity("alert", False),
    "notice.which_unanswered": Severity("alert", False),
    "notice.choice_gone": Severity("alert", False),
    "notice.suspended": Severity("alert", False),
    "notice.saving_slowly": Severity("alert", False),
    "notice.conversation_missing": Severity("alert", False),
    "notice.other_owner": Severity("alert", False),
    "notice.ticket_missing": Severity("alert", False),
    "notice.new_ticket_asked": Severity("alert", False),
    "notice.follow_up": Severity("notice", False),
    "notice.ticket_gone": Severity("alert", False),
    "notice.left_out": Severity("alert", False),
    "notice.requester_refused": Severity("alert", False),
    "notice.monitored_missing": Severity("alert", False),
    "notice.not_now": Severity("alert", False),
    "notice.use_softphone": Severity("alert", False),
    "notice.no_number": Severity("notice", False),
    "notice.bad_number": Severity("error", False),
    "notice.no_area": Severity("error", False),
    "notice.no_country": Severity("error", False),
    "notice.cannot_dial": Severity("error", False),
    "notice.dialling": Severity("alert", False),
    "notice.not_signed_in": Severity("error", False),
    "notice.not_dialled": Severity("error", False),
    "notice.dial_silent": Severity("alert", False),
    "notice.signed_out": Severity("error", False),
    "notice.popup_blocked": Severity("error", False),
    "notice.connect_silent": Severity("error", False),
    "notice.connect_denied": Severity("error", False),
    "notice.microphone": Severity("error", False),
    "notice.softphone_error": Severity("error", False),
    "notice.agent_error": Severity("alert", False),
    "notice.desk_phone": Severity("alert", False),
    "notice.no_realtime": Severity("alert", False),
    "notice.too_many_windows": Severity("alert", False),
    "notice.missed": Severity("alert", False),
    "notice.customer_unknown": Severity("alert", False),
    "notice.single_chat": Severity("error", False),
    "notice.missed_chat": Severity("alert", False),
    "notice.missed_task": Severity("alert", False),
    "notice.missed_media_less": Severity("alert", False),
    "notice.not_taken": Severity("alert", False),
    "notice.unanswered": Severity("notice", False),
    "notice.not_reached": Severity("alert", False),
    "notice.unexpected": Severity("error", True),
    "notice.memory_only": Severity("alert", False),
    "lost.user": Severity("error", False),
    "lost.ticket": Severity("error", False),
    "lost.note": Severity("error", False),
    "lost.voice_comment": Severity("error", False),
    "lost.phone": Severity("alert", False),
    "lost.unforeseen": Severity("error", False),
}
"""By text key: only notices about a loss stay until closed.

Zendesk offers no way to withdraw a notice, so one about a problem that may end passes; while the problem lasts, the app
shows it in its own pages.
"""

MOST = 5
"""The most invalid values that one notice names."""

QUOTED = 40
"""The longest value that a notice quotes, in characters."""


def complaint(key: str, problem: Problem) -> Phrase:
    """Return the notice that says which value was ignored, and what was expected."""
    return _ignored(key, problem, VALUE)


def remark(problems: Sequence[Problem]) -> Phrase:
    """Return the notice about all invalid values of a contact's flow."""
    said = [_ignored("flow.value", problem, QUOTED) for problem in problems[:MOST]]
    more = [Phrase("flow.more", {"count": str(len(problems) - MOST)})] if len(problems) > MOST else []
    return Phrase("notice.bad_values", {"list": (*said, *more)})


def _ignored(key: str, problem: Problem, longest: int) -> Phrase:
    kind, _, options = problem.expected.partition(":")
    expected = Phrase(kind, {"options": options})
    name, value = one_line(problem.name, longest), one_line(problem.value, longest)
    return Phrase(key, {"name": name, "value": value, "expected": expected})
