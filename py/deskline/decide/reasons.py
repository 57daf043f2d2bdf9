"""Why, in sentences that are true when they are read: before a ticket, with one, and without (rule 15.1)."""

from collections.abc import Iterator

from deskline.decide.situation import Situation
from deskline.model.effects import Phrase
from deskline.model.moments import CLOSED, NEW
from deskline.model.record import Record

ON_A_TICKET = frozenset({"why.requested", "why.recent", "why.conversation", "why.dialled", "why.agent_attached"})
"""Reasons for a ticket that is there already; if it is closed, the call is on a follow-up of it."""

CLAIMS = frozenset({"notice.follow_up", "notice.ticket_gone", "notice.left_out", "notice.requester_refused"})
"""Notices that say that the call has a new ticket: nobody is told so where that ticket was refused."""


def reasons(situation: Situation) -> Iterator[Phrase]:
    """Return why the contact is where it is, as far as that holds by now."""
    record = situation.record
    for phrase in record.why:
        yield from _now(phrase, record)
    if (
        situation.ours
        and situation.manual
        and record.open
        and record.stage not in (NEW, CLOSED)
        and record.caller is not None
    ):
        yield Phrase("why.agent_chooses")
    if record.ticket_id is not None and record.user_id is None and record.requester_id == record.agent.id:
        yield Phrase("why.in_your_name")


def holds(notice: Phrase, record: Record) -> bool:
    """Whether what the agent is to be told has come about."""
    return notice.key not in CLAIMS or record.ticket_id is not None


def _now(phrase: Phrase, record: Record) -> Iterator[Phrase]:
    made = record.made if record.made and record.made.id == record.user_id else None
    if phrase.key in ("why.unrecognised", "why.newcomer") and made:
        yield Phrase("why.new_customer", {"name": made.name})
    elif phrase.key == "why.number" and record.contact.direction == "outbound":
        yield Phrase("why.called", phrase.words)
    elif phrase.key in ON_A_TICKET:
        yield from _on_a_ticket(phrase, record)
    elif phrase.key != "why.new_ticket" or record.ticket_id is not None:
        yield phrase


def _on_a_ticket(phrase: Phrase, record: Record) -> Iterator[Phrase]:
    there = phrase.words.get("ticket") == f"#{record.ticket_id}"
    if there or phrase.key != "why.agent_attached":
        yield phrase
    if record.ticket_id is not None and not there:
        yield Phrase("why.follow_up", {"ticket": phrase.words.get("ticket", "")})
