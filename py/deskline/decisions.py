"""What to do at each moment of a contact: pure functions from what is known to a plan, with the reasons.

The theory of this module: everything that had to be asked stands in the record before a decision is made, and
everything that is done comes after it, so a decision is a value that can be compared, explained and repeated. A
decision says what is right for the contact as it stands; it never asks whether something was done before. That is
kept by the record's stage (each moment is decided once) and by the outbox (each order is carried out once).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from deskline import drafts
from deskline.announcing import known_by
from deskline.case import Case
from deskline.desk import (
    CLOSED,
    Adrift,
    Ambiguous,
    Anonymous,
    Elsewhere,
    Fresh,
    Recognised,
    Take,
    Unanswered,
    Unknown,
    Unrecognised,
    View,
)
from deskline.effects import (
    CreateTicket,
    HideSoftphone,
    Notify,
    Phrase,
    Plan,
    PopTicket,
    PopUser,
    ShowSoftphone,
    WriteVoiceComment,
)
from deskline.lines import one_line
from deskline.moments import ENDED, RINGING


@dataclass(frozen=True, slots=True)
class Decision:
    """A plan, the reasons for it, and whether the plan writes down all of the contact's attributes."""

    plan: Plan = ()
    why: tuple[Phrase, ...] = ()
    notes: bool = False


NOTHING = Decision()


def when_offered(case: Case) -> Decision:
    """Open the softphone at once, before anybody is looked up (rule 5.1)."""
    return Decision((ShowSoftphone(),)) if case.ours else NOTHING


def when_ringing(case: Case) -> Decision:
    """Pop what the agent needs while it rings; nothing is written (rule 5.1)."""
    if not case.ours or case.outbound or case.monitored:
        return NOTHING
    pop = _pop(case) if case.settings.pop_incoming else ()
    return Decision((*pop, *_warnings(case)), _why(case))


def when_connected(case: Case) -> Decision:
    """Create what is missing, write the contact details, pop the ticket, close the softphone (rule 5.2).

    It may be known late who it is or which ticket: then the call may be over, and the agent's eyes elsewhere.
    """
    if not case.ours:
        return NOTHING
    if case.monitored:
        return _watch(case)
    if case.manual:
        unseen = tuple(order for order in _pop(case) if order != case.record.popped and case.record.view == View())
        return Decision((*unseen, *_warnings(case)), _why(case))
    return Decision((*_settle(case), *_warnings(case), *_late(case)), _why(case), notes=True)


def when_missed(case: Case) -> Decision:
    """Say in plain words what became of a call that was not connected; whoever rejects one knows (rule 5.6)."""
    silent = "notice.missed_media_less" if case.installation.media_less else ""
    ours = {"missed": silent or "notice.missed", "not_taken": silent or "notice.not_taken"}
    theirs = {"unanswered": "notice.unanswered", "bad_number": "notice.not_reached"}
    called = case.outbound or case.record.contact.callback
    key = ({} if case.outbound else ours) | (theirs if called else {})
    notice, who = key.get(case.record.contact.fate), case.named or known_by(case.record)
    told = case.ours and not case.monitored
    return Decision((Notify(Phrase(notice, {"who": who})),)) if told and notice else NOTHING


def when_created(case: Case) -> Decision:
    """Make the ticket that the agent asked for, for the person named above the button (rule 5.3)."""
    plan = (*drafts.create(case), PopTicket(), HideSoftphone(), *drafts.phone(case, case.user), *_late(case))
    why = (_chosen(case, "why.picked"), *_nobodys(case), Phrase("why.agent_created"))
    return Decision(plan, why, notes=True)


def when_attached(case: Case) -> Decision:
    """Put the call on the ticket that the agent looks at (rules 5.3, 4.6)."""
    view = case.record.view
    if view.ticket is None:
        return NOTHING
    show = (PopTicket(),) if view.ticket.status == CLOSED else ()
    plan = (*drafts.attach(case, view.ticket), *show, HideSoftphone(), *drafts.phone(case, view.user), *_late(case))
    attached = Phrase("why.agent_attached", {"ticket": f"#{view.ticket.id}"})
    return Decision(plan, (_chosen(case, "why.requester"), attached), notes=True)


def when_ended(case: Case) -> Decision:
    """Write down what has changed and the call itself, if there is a ticket to write on (rules 5.5, 6.4)."""
    if not case.ours or case.record.ticket_id is None:
        return NOTHING
    return Decision((*drafts.changes(case), *drafts.voice_comment(case)), notes=True)


def when_retried(case: Case) -> Decision:
    """Add to a refused ticket that is tried again what the end of the call could not write without it (rule 5.5)."""
    owed = {type(order) for order in case.record.owed}
    if case.record.ended_at is None or CreateTicket not in owed or WriteVoiceComment in owed:
        return NOTHING
    return Decision((*drafts.changes(case), *drafts.voice_comment(case)), notes=True)


def when_closed(case: Case) -> Decision:
    """Create the ticket that nobody created, for the recognised user or else the agent (rule 5.4).

    What the rules would have taken at connect, had Zendesk answered, is taken now.
    """
    record = case.record
    forced = case.settings.force_ticket_creation or not case.manual
    spared = record.connected_at is None or record.ticket_id is not None or case.monitored or case.uninvited
    if not case.ours or spared or not forced:
        return NOTHING
    rest = (*drafts.phone(case, case.user), *drafts.voice_comment(case))
    if case.manual or record.lost:
        why = (_chosen(case, "why.picked"), Phrase("why.forced"))
        return Decision((drafts.create_ticket(case, joins=True), *rest), why, notes=True)
    return Decision((*_ticket(case), *rest), _why(case), notes=True)


def _settle(case: Case) -> Plan:
    choice = case.record.choice
    dialled = isinstance(choice, Take) and case.outbound and choice.ticket.status != CLOSED
    show = () if dialled else (PopTicket(),)
    return (*_ticket(case), *show, HideSoftphone(), *drafts.phone(case, case.identified))


def _ticket(case: Case) -> Plan:
    choice = case.record.choice
    return drafts.attach(case, choice.ticket) if isinstance(choice, Take) else drafts.create(case, joins=True)


def _late(case: Case) -> Plan:
    return drafts.voice_comment(case) if case.record.stage == ENDED else ()


def _watch(case: Case) -> Decision:
    choice = case.record.choice
    if isinstance(choice, Take):
        return Decision((PopTicket(choice.ticket.id),), _why(case))
    return Decision((Notify(Phrase("notice.monitored_missing")),), _why(case))


def _pop(case: Case) -> Plan:
    choice, caller = case.record.choice, case.record.caller
    if isinstance(choice, Take | Elsewhere):
        return (PopTicket(choice.ticket.id),)
    return (PopUser(caller.user.id),) if isinstance(caller, Recognised) else ()


def _warnings(case: Case) -> Plan:
    return tuple(Notify(phrase) for phrase in (*_several(case), *remarks(case)))


def _several(case: Case) -> Iterator[Phrase]:
    if isinstance(case.record.caller, Ambiguous):
        names = ", ".join(one_line(user.name, 40) for user in case.record.caller.users[:5])
        yield Phrase("notice.several_users", {"number": case.record.number, "names": names})


def remarks(case: Case) -> Iterator[Phrase]:
    """Say what the agent should know before they choose, besides who may be meant (rules 3.2, 3.3, 3.7, 4.1 to 4.3).

    What Zendesk does not tell while it rings is asked for again at connect, and only then worth a word.
    """
    caller, choice, rings = case.record.caller, case.record.choice, case.record.stage == RINGING
    if case.user and case.user.suspended:
        yield Phrase("notice.suspended", {"name": one_line(case.user.name, 40)})
    if isinstance(caller, Unknown):
        yield Phrase("notice.user_not_found", {"id": str(caller.user_id)})
    if isinstance(choice, Adrift):
        yield Phrase("notice.conversation_missing")
    if isinstance(choice, Elsewhere) and not case.untold:
        yield Phrase("notice.other_owner", {"ticket": case.asked})
    if isinstance(choice, Fresh) and choice.asked:
        yield Phrase("notice.ticket_missing", {"ticket": case.asked})
    if isinstance(choice, Fresh) and choice.why == "why.zero" and case.manual:
        yield Phrase("notice.new_ticket_asked")
    if case.untold and not rings:
        yield Phrase("notice.could_not_ask", {"number": case.record.number})
    if isinstance(choice, Unanswered) and not case.untold and not rings:
        yield Phrase("notice.which_unanswered")


def _why(case: Case) -> tuple[Phrase, ...]:
    return (_who(case), *_nobodys(case), *_which(case))


def _nobodys(case: Case) -> tuple[Phrase, ...]:
    """Say why no user is created for an unrecognised caller, where one would be made of another (rule 6.7)."""
    unfit = isinstance(case.record.caller, Unrecognised) and case.user is None and not case.lasting
    return (Phrase("why.unlasting", {"number": case.record.number}),) if unfit and not case.uninvited else ()


def _who(case: Case) -> Phrase:
    caller, number = case.record.caller, case.record.number
    if isinstance(caller, Recognised):
        return Phrase(caller.how, {"name": caller.user.name, "number": number})
    if isinstance(caller, Unknown):
        return Phrase("why.user_not_found", {"id": str(caller.user_id)})
    key = {Unrecognised: "unrecognised", Anonymous: "anonymous", Ambiguous: "several"}.get(type(caller), "unanswered")
    return Phrase(f"why.{key}", {"number": number})


def _chosen(case: Case, how: str) -> Phrase:
    # Whom the agent means is who it is, whatever was known before.
    if case.record.meant and case.newcomer:
        return Phrase("why.newcomer", {"number": case.record.number})
    user, known = case.user, case.identified
    same = user is not None and known is not None and known.id == user.id
    return _who(case) if user is None or same else Phrase(how, {"name": user.name})


def _which(case: Case) -> tuple[Phrase, ...]:
    words = {"ticket": case.asked}
    match case.record.choice:
        case Take(why=why):
            return (Phrase(why, words | {"minutes": f"{case.settings.recent_ticket_timeout:g}"}),)
        case Elsewhere() if not case.untold:
            return (Phrase("why.other_owner", words),)
        case Unanswered() if not case.untold:
            return (Phrase("why.which_unanswered"),)
        case Adrift():
            return (Phrase("why.adrift"),)
        case Fresh(why=why) if not case.uninvited:
            return (Phrase(why, words),)
        case _:
            return ()


def label(case: Case) -> Phrase:
    """Return the sentence above the panel's buttons: who would own a new ticket (rule 5.3)."""
    if case.user:
        return Phrase("panel.for_user", {"name": case.user.name})
    if case.newcomer and case.record.made:  # whose ticket was refused
        return Phrase("panel.for_user", {"name": case.record.made.name})
    if case.newcomer:
        return Phrase("panel.for_new_user", {"number": case.record.number})
    return Phrase("panel.for_agent")
