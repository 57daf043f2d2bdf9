"""What to do at each moment of a contact: pure functions from what is known to a plan, with the reasons.

The theory of this module: everything that had to be asked stands in the record before a decision is made, and
everything that is done comes after it, so a decision is a value that can be compared, explained and repeated. A
decision says what is right for the contact as it stands; it never asks whether something was done before. That is
kept by the record's stage (each moment is decided once) and by the outbox (each order is carried out once).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from deskline.decide import drafts
from deskline.decide.reasons import requested, several, sought, untold, why, why_chosen, why_no_user
from deskline.decide.situation import Situation
from deskline.model.effects import (
    CreateTicket,
    HideSoftphone,
    Notify,
    Phrase,
    Plan,
    PopTicket,
    PopUser,
    ShowSoftphone,
)
from deskline.model.findings import (
    Ambiguous,
    ConversationTicketMissing,
    CouldNotAsk,
    NamedUserMissing,
    NewTicket,
    OtherRequester,
    Recognised,
    UseTicket,
)
from deskline.model.people import NEW_TICKET_PAGE, View
from deskline.words.plain_text import one_line
from deskline.words.who import known_by


@dataclass(frozen=True, slots=True)
class Decision:
    """A plan, the reasons for it, and whether the plan writes a note with all of the contact's attributes."""

    plan: Plan = ()
    why: tuple[Phrase, ...] = ()
    notes: bool = False


NOTHING = Decision()


def when_offered(situation: Situation) -> Decision:
    """Open the softphone at once, before anybody is looked up (rule 5.1); refuse a second chat where one is allowed."""
    if situation.record.surplus:
        return Decision((ShowSoftphone(), Notify(Phrase("notice.single_chat"))))
    return Decision((ShowSoftphone(),)) if situation.handled else NOTHING


def when_ringing(situation: Situation) -> Decision:
    """Pop what the agent needs while it rings; nothing is written (rule 5.1)."""
    if not situation.handled or situation.record.contact.outbound or situation.monitored:
        return NOTHING
    pop = _pop(situation) if situation.settings.pop_incoming else ()
    return Decision((*pop, *_warnings(situation)), why(situation))


def when_connected(situation: Situation) -> Decision:
    """Create what is missing, write the contact details, pop the ticket, close the softphone (rule 5.2).

    Caller or ticket may be known late: then the call may be over, and the agent may be looking at something else.
    """
    if not situation.handled:
        return NOTHING
    if situation.monitored:
        return _watch(situation)
    if situation.manual:
        unseen = tuple(
            order for order in _pop(situation) if order != situation.record.popped and situation.record.view == View()
        )
        return Decision((*unseen, *_warnings(situation)), why(situation))
    return Decision((*_settle(situation), *_warnings(situation), *_late(situation)), why(situation), notes=True)


def when_known(situation: Situation) -> Decision:
    """Continue as if what is known now had been known from the start."""
    return when_ringing(situation) if situation.record.stage == "ringing" else when_connected(situation)


def when_looked(situation: Situation, place: str) -> Decision:
    """Tell an agent who begins a new ticket by hand, once, that the panel creates the call's ticket (rule 5.3)."""
    hint = Phrase("notice.use_softphone")
    if place != NEW_TICKET_PAGE or not situation.choosing or hint in situation.record.notices_shown:
        return NOTHING
    return Decision((Notify(hint), ShowSoftphone()))


def when_missed(situation: Situation) -> Decision:
    """Tell the agent what became of a call that was not connected, unless they rejected it (rule 5.6)."""
    contact = situation.record.contact
    silent = "notice.missed_media_less" if situation.installation.media_less else ""
    ours = {"missed": silent or "notice.missed", "not_taken": silent or "notice.not_taken"}
    if contact.channel != "voice":
        ours = dict.fromkeys(ours, f"notice.missed_{contact.channel}")
    theirs = {"unanswered": "notice.unanswered", "bad_number": "notice.not_reached"}
    called = contact.outbound or contact.callback
    key = ({} if contact.outbound else ours) | (theirs if called else {})
    notice, who = key.get(contact.fate), situation.named or known_by(situation.record)
    told = situation.handled and not situation.monitored
    return Decision((Notify(Phrase(notice, {"who": who})),)) if told and notice else NOTHING


def when_created(situation: Situation) -> Decision:
    """Create the ticket that the agent asked for, for the person named above the button (rule 5.3)."""
    plan = (
        *drafts.create(situation),
        PopTicket(),
        *_hide(situation),
        *drafts.phone(situation, situation.user),
        *_late(situation),
    )
    reasons = (why_chosen(situation, "why.picked"), *why_no_user(situation), Phrase("why.agent_created"))
    return Decision(plan, reasons, notes=True)


def when_attached(situation: Situation) -> Decision:
    """Put the call on the ticket that the agent looks at (rules 5.3, 4.6)."""
    view = situation.record.view
    if view.ticket is None:
        return NOTHING
    show = (PopTicket(),) if view.ticket.closed else ()
    plan = (
        *drafts.attach(situation, view.ticket),
        *show,
        *_hide(situation),
        *drafts.phone(situation, view.user),
        *_late(situation),
    )
    attached = Phrase("why.agent_attached", {"ticket": f"#{view.ticket.id}"})
    return Decision(plan, (why_chosen(situation, "why.requester"), attached), notes=True)


def when_ended(situation: Situation) -> Decision:
    """Add the changes note, then what is written at the end, if there is a ticket (rules 5.5, 6.4)."""
    if not situation.handled or situation.record.ticket_id is None:
        return NOTHING
    return Decision((*drafts.changes(situation), *drafts.ending(situation)), notes=True)


def when_retried(situation: Situation) -> Decision:
    """Add what could not be written at the end of the contact to a refused ticket that is tried again (rule 5.5)."""
    record = situation.record
    creates = any(isinstance(order, CreateTicket) for order in record.pending)
    if record.ended_at is None or not creates or drafts.owes_ending(record):
        return NOTHING
    return Decision((*drafts.changes(situation), *drafts.ending(situation)), notes=True)


def when_closed(situation: Situation) -> Decision:
    """Create the ticket that nobody created, for the recognised user or else the agent (rule 5.4).

    A ticket that the rules would have chosen at connect, had Zendesk answered, is chosen now.
    """
    record = situation.record
    forced = situation.settings.force_ticket_creation or not situation.manual
    spared = record.connected_at is None or record.ticket_id is not None or situation.monitored or record.uninvited
    if not situation.handled or spared or not forced:
        return NOTHING
    rest = (*drafts.phone(situation, situation.user), *drafts.ending(situation))
    if situation.manual or record.lost:
        reasons = (why_chosen(situation, "why.picked"), Phrase("why.forced"))
        return Decision((drafts.create_ticket(situation, joins=True), *rest), reasons, notes=True)
    return Decision((*_ticket(situation), *rest), why(situation), notes=True)


def _settle(situation: Situation) -> Plan:
    choice = situation.record.choice
    dialled = isinstance(choice, UseTicket) and situation.record.contact.outbound and not choice.ticket.closed
    show = () if dialled else (PopTicket(),)
    number = drafts.phone(situation, situation.record.identified)
    return (*_ticket(situation), *show, *_hide(situation), *number)


def _hide(situation: Situation) -> Plan:
    """Close the softphone, in which a chat is typed (rule 5.2)."""
    return () if situation.record.contact.channel == "chat" else (HideSoftphone(),)


def _ticket(situation: Situation) -> Plan:
    choice = situation.record.choice
    return (
        drafts.attach(situation, choice.ticket)
        if isinstance(choice, UseTicket)
        else drafts.create(situation, joins=True)
    )


def _late(situation: Situation) -> Plan:
    return drafts.ending(situation) if situation.record.stage == "ended" else ()


def _watch(situation: Situation) -> Decision:
    choice = situation.record.choice
    if isinstance(choice, UseTicket):
        return Decision((PopTicket(choice.ticket.id),), why(situation))
    return Decision((Notify(Phrase("notice.monitored_missing")),), why(situation))


def _pop(situation: Situation) -> Plan:
    choice, caller = situation.record.choice, situation.record.caller
    if isinstance(choice, UseTicket | OtherRequester):
        return (PopTicket(choice.ticket.id),)
    return (PopUser(caller.user.id),) if isinstance(caller, Recognised) else ()


def _warnings(situation: Situation) -> Plan:
    return tuple(Notify(phrase) for phrase in (*_several(situation), *remarks(situation)))


def _several(situation: Situation) -> Iterator[Phrase]:
    caller = situation.record.caller
    if isinstance(caller, Ambiguous):
        names = ", ".join(one_line(user.name, 40) for user in caller.users[:5])
        yield Phrase(f"notice.several_users_{caller.by}", {**several(situation).words, "names": names})


def remarks(situation: Situation) -> Iterator[Phrase]:
    """Return what the agent should know before choosing, besides who may be meant (rules 3.2, 3.3, 3.7, 4.1 to 4.3).

    What Zendesk does not answer while it rings is asked again at connect, and only mentioned then.
    """
    caller, choice, rings = situation.record.caller, situation.record.choice, situation.record.stage == "ringing"
    if situation.user and situation.user.suspended:
        yield Phrase("notice.suspended", {"name": one_line(situation.user.name, 40)})
    if isinstance(caller, NamedUserMissing):
        yield Phrase("notice.user_not_found", {"id": str(caller.user_id)})
    if situation.lacks_customer:
        yield Phrase("notice.customer_unknown")
    if isinstance(choice, ConversationTicketMissing):
        yield Phrase("notice.conversation_missing")
    if isinstance(choice, OtherRequester) and not untold(situation):
        yield Phrase("notice.other_owner", {"ticket": requested(situation)})
    if isinstance(choice, NewTicket) and choice.asked:
        yield Phrase("notice.ticket_missing", {"ticket": requested(situation)})
    if isinstance(choice, NewTicket) and choice.why == "why.zero" and situation.manual:
        yield Phrase("notice.new_ticket_asked")
    if untold(situation) and not rings:
        yield Phrase("notice.could_not_ask", {"number": sought(situation)})
    if isinstance(choice, CouldNotAsk) and not untold(situation) and not rings:
        yield Phrase("notice.which_unanswered")


TICKET_FOR = ("panel.for_user", "panel.for_new_user", "panel.for_agent", "panel.find_customer")
CREATE_FOR = ("panel.create_for_user", "panel.create_for_new_user", "panel.create_for_agent", "panel.create")
"""What the panel says of a ticket for a user, for a new user, for the agent, and for a chat's unknown customer."""


def label(situation: Situation, sentences: tuple[str, str, str, str] = TICKET_FOR) -> Phrase:
    """Return who would own a new ticket, as a sentence of the panel (rule 5.3)."""
    user, new_user, agent, unknown = sentences
    if situation.lacks_customer:
        return Phrase(unknown)
    owner = situation.user or (situation.record.made if situation.newcomer else None)  # whose ticket was refused
    if owner:
        return Phrase(user, {"name": owner.name})
    return Phrase(new_user, {"number": situation.sign}) if situation.newcomer else Phrase(agent)
