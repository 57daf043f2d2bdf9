"""The reasons for a decision as sentences, and which of them hold when they are read (rule 15.1)."""

from collections.abc import Iterator

from deskline.decide.situation import Situation
from deskline.model.effects import Phrase
from deskline.model.findings import (
    Ambiguous,
    Anonymous,
    ConversationTicketMissing,
    CouldNotAsk,
    NamedUserMissing,
    NewTicket,
    OtherRequester,
    Recognised,
    Unrecognised,
    UseTicket,
)
from deskline.model.record import Record
from deskline.words.plain_text import VALUE, one_line

ON_A_TICKET = frozenset(
    {"why.requested", "why.recent", "why.conversation", "why.dialled", "why.task", "why.agent_attached"}
)
"""Reasons for an existing ticket; if it is closed, the call is on a follow-up of it."""

CLAIMS = frozenset({"notice.follow_up", "notice.ticket_gone", "notice.left_out", "notice.requester_refused"})
"""Notices that announce a new ticket: not shown if that ticket was refused."""


def why(situation: Situation) -> tuple[Phrase, ...]:
    """Return the reasons: who it is, and which ticket."""
    return (_who(situation), *why_no_user(situation), *_which(situation))


def why_no_user(situation: Situation) -> tuple[Phrase, ...]:
    """Return why no user is created for an unrecognised caller (rule 6.7)."""
    record = situation.record
    unfit = isinstance(record.caller, Unrecognised) and situation.user is None and not situation.lasting
    incomplete = unfit and bool(record.number) and not record.uninvited
    return (Phrase("why.incomplete_number", {"number": record.number}),) if incomplete else ()


def _who(situation: Situation) -> Phrase:
    caller, number = situation.record.caller, situation.record.number
    if isinstance(caller, Recognised):
        return Phrase(caller.why, {"name": caller.user.name, "number": number})
    if isinstance(caller, NamedUserMissing):
        return Phrase("why.user_not_found", {"id": str(caller.user_id)})
    if isinstance(caller, Ambiguous):
        return several(situation)
    voice = situation.record.contact.channel == "voice"
    key = {
        Unrecognised: "why.unrecognised" if voice else "why.unmatched",
        Anonymous: "why.anonymous" if voice else "why.unnamed",
    }.get(type(caller))
    if key is None:
        return Phrase("why.unanswered", {"number": sought(situation)})
    return Phrase(key, {"number": number} if voice else {"list": ", ".join(_signs(situation))})


def sought(situation: Situation) -> str:
    """Return by what Zendesk was asked who it is: the number, or what the flow said."""
    named = situation.settings.zendesk_user
    return ", ".join(_signs(situation)) if named is None else str(named)


def several(situation: Situation) -> Phrase:
    """Return the sentence that several users have what the customer was looked up by."""
    caller, settings = situation.record.caller, situation.settings
    sign = caller.by if isinstance(caller, Ambiguous) else "number"
    values = {"number": situation.record.number, "email": settings.customer_email, "name": settings.customer_name}
    return Phrase(f"why.several_{sign}", {sign: values[sign]})


def _signs(situation: Situation) -> Iterator[str]:
    """By what the customer is looked up, on one line each: a caller's number; for a chat or task what the flow said."""
    settings, voice = situation.settings, situation.record.contact.channel == "voice"
    written = () if voice else (settings.customer_email, settings.customer_name)
    for sign in (situation.record.number, *written):
        if sign:
            yield one_line(sign, VALUE)


def why_chosen(situation: Situation, how: str) -> Phrase:
    """Return whom the agent chose, as a reason; `how` is the text key for a chosen user."""
    # The agent's choice overrides what was known before.
    if situation.record.meant and situation.newcomer:
        return Phrase("why.newcomer", {"number": situation.sign})
    user, known = situation.user, situation.record.identified
    same = user is not None and known is not None and known.id == user.id
    return _who(situation) if user is None or same else Phrase(how, {"name": user.name})


def _which(situation: Situation) -> tuple[Phrase, ...]:
    words = {"ticket": requested(situation)}
    match situation.record.choice:
        case UseTicket(why=key):
            return (Phrase(key, words | {"minutes": f"{situation.settings.recent_ticket_timeout:g}"}),)
        case OtherRequester() if not untold(situation):
            return (Phrase("why.other_owner", words),)
        case CouldNotAsk() if not untold(situation):
            return (Phrase("why.which_unanswered"),)
        case ConversationTicketMissing():
            return (Phrase("why.conversation_ticket_missing"),)
        case NewTicket(why=key) if not situation.record.uninvited:
            return (Phrase(key, words),)
        case _:
            return ()


def untold(situation: Situation) -> bool:
    """Whether Zendesk did not answer who it is; then the ticket's requester does not count either (rule 3.7)."""
    return isinstance(situation.record.caller, CouldNotAsk)


def requested(situation: Situation) -> str:
    """Return the number of the ticket that the flow asked for, as text for the agent."""
    choice = situation.record.choice
    if isinstance(choice, UseTicket | OtherRequester):
        return f"#{choice.ticket.id}"
    return f"#{choice.asked}" if isinstance(choice, NewTicket) else ""


def reasons(situation: Situation) -> Iterator[Phrase]:
    """Return the reasons that still hold for the contact's ticket."""
    record = situation.record
    for phrase in record.why:
        yield from _now(phrase, record)
    if (
        situation.handled
        and situation.manual
        and record.open
        and record.stage not in ("new", "closed")
        and record.caller is not None
    ):
        yield Phrase("why.agent_chooses")
    if record.ticket_id is not None and record.user_id is None and record.requester_id == record.agent.id:
        yield Phrase("why.in_your_name")


def holds(notice: Phrase, record: Record) -> bool:
    """Whether what a sentence says has come true."""
    return notice.key not in CLAIMS or record.ticket_id is not None


def _now(phrase: Phrase, record: Record) -> Iterator[Phrase]:
    made = record.made if record.made and record.made.id == record.user_id else None
    if phrase.key in ("why.unrecognised", "why.unmatched", "why.newcomer") and made:
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
