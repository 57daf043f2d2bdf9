"""How a contact progresses: pure functions from a record and an event to the next record.

Between them the session asks Zendesk and carries out the plans. A dry run (rule 15.2) calls the same functions with
answers of its own, and carries out nothing.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from deskline.decide.decisions import Decision
from deskline.model import numbers
from deskline.model.contact import Contact
from deskline.model.effects import Notify, Plan
from deskline.model.findings import NEWCOMER, OWN
from deskline.model.moments import Changed, Closed, Connected, Ended, Missed, Moment, Ringing, Seen
from deskline.model.people import Agent, Focus, View
from deskline.model.record import Record
from deskline.model.settings import Settings
from deskline.words.notices import remark

Question = Literal["everything", "what is missing"]
"""What to ask Zendesk about a contact: everything anew, or again what it did not answer."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """A contact's circumstances: the settings, the agent, what they look at, the browser's time (ms since 1970)."""

    settings: Settings
    agent: Agent
    focus: Focus = field(default_factory=Focus)
    now: float = 0.0


def begun(contact: Contact, around: Circumstances) -> Record:
    """Return the record of a contact that is seen for the first time, with the page in front of the agent."""
    return Record(contact, around.agent, began=around.now, seen=around.focus)


def reported(record: Record, seen: Seen, around: Circumstances) -> Record:
    """Return the record that a report is about; a new one if the contact is offered again after it was missed."""
    if record.offered_again(seen.contact):
        record = replace(begun(seen.contact, around), verify_first=record.verify_first, surplus=record.surplus)
    return replace(record, dialled=record.dialled or seen.dialled)


def merged(anew: Record, saved: Record) -> Record:
    """Return the record to continue from: the saved one, unless only the new one has a ticket."""
    if anew.ticket_id is not None and saved.ticket_id is None:
        return anew
    return replace(saved, verify_first=True)


def advanced(record: Record, moment: Moment, around: Circumstances) -> Record:
    """Return the record at this moment, before anything is decided.

    Look-ups happen before a contact counts as closed, and after it counts as connected: so an error leaves it where it
    can be handled again.
    """
    known = replace(record, contact=moment.contact)
    match moment:
        case Ringing():
            return replace(_read(known, around), stage="ringing", verify_first=_may_be_written(known))
        case Connected():
            return replace(_read(known, around), stage="connected", connected_at=moment.since)
        case Changed():
            renumbered = _identified_late(record, known) and not known.open
            return numbered(known, around.settings.region) if renumbered else known
        case Ended():
            return replace(known, stage="ended", ended_at=moment.at, verify_first=_may_be_written(known))
        case Missed():
            return replace(known, stage="ended", missed=True)
        case _:
            return replace(forgotten(known), stage="closed")


def question(before: Record, record: Record, moment: Moment) -> Question | None:
    """Return what to ask at this moment, `before` being the record as it was until then."""
    if not record.handled or (record.contact.outbound and record.stage == "ringing"):
        return None
    match moment:
        case Ringing():
            return "everything"
        case Connected():
            return "everything" if grounds(before) != grounds(record) else _missing(record)
        case Changed():
            return "everything" if _identified_late(before, record) and record.open else None
        case Closed():
            asks = record.ticket_id is None and record.connected_at and not record.contact.monitored
            return _missing(record) if asks else None
        case _:
            return None


def answered(record: Record, answer: Record | None) -> Record:
    """Return the record with Zendesk's answers: the caller and the ticket."""
    if answer is None:
        return record
    known = replace(record, number=answer.number, caller=answer.caller, choice=answer.choice)
    return replace(known, user_id=known.identified.id if known.identified else None)


def answered_late(record: Record, asked: Record, answer: Record) -> Record | None:
    """Return the record with a late answer, or None if the contact has got a ticket since it was `asked`."""
    if not record.open or known_of(asked) != known_of(record):
        return None
    known = answered(record, answer)
    return known if known.manual else replace(known, view=View(), meant=None)


def waits_for_answer(record: Record) -> bool:
    """Whether to keep asking Zendesk: not before it was asked at all."""
    return record.caller is not None and record.open and record.unsettled


def decided(record: Record, decision: Decision) -> Record:
    """Return the record with the decision's orders pending, its reasons, and the attributes that its notes name."""
    if decision.notes:
        record = replace(record, noted_attributes=record.contact.shown_attributes, notes=record.notes + 1)
    return ordered(replace(record, why=decision.why or record.why), decision.plan)


def ordered(record: Record, plan: Plan) -> Record:
    """Return the record with more orders pending."""
    return replace(record, pending=record.pending + plan)


def explained(record: Record, fate: str) -> Record | None:
    """Return the record with the cause of a missed call, or None if that is known or does not matter."""
    missed = record.missed and record.stage != "closed" and record.handled
    if not missed or record.contact.fate:
        return None
    return replace(record, contact=replace(record.contact, fate=fate))


def forgotten(record: Record) -> Record:
    """Return the record of a contact for which nobody chose a ticket, with the requester of a forced one (rule 5.4).

    That is the person identified or picked, not whoever is on the screen.
    """
    if record.ticket_id is not None:
        return record
    chosen = record.meant if record.meant and record.meant.how in ("picked", NEWCOMER, OWN) else None
    user = chosen.user if chosen else record.identified
    return replace(record, meant=chosen, user_id=user.id if user else None, view=View())


def numbered(record: Record, region: str | None) -> Record:
    """Return the record with the number that stands for the other side, empty if there is none (rule 3.5).

    A task has the one that the flow gave (rule 3.1).
    """
    called = record.contact.number if record.contact.channel == "voice" else ""
    number = record.settings.customer_number or called
    anonymous = record.contact.withheld(number, region)
    return replace(record, number="" if anonymous else numbers.canonical(number, region) or number)


def grounds(record: Record) -> tuple[object, ...]:
    """Return what the answers depend on: the flow's attributes, and what identifies the contact."""
    said = record.settings
    named = (said.zendesk_user, said.customer_number, said.zendesk_ticket, said.recent_ticket_timeout)
    written = () if record.contact.channel == "voice" else (said.customer_email, said.customer_name)
    return (*named, *written, record.contact.identity)


def known_of(record: Record) -> tuple[object, ...]:
    """Return the answers, with what they depend on."""
    return (record.caller, record.choice, *grounds(record))


def _read(record: Record, around: Circumstances) -> Record:
    """Return the record with the flow's settings as they are now; invalid ones are reported once per contact (rule
    2.3).
    """
    settings, problems = around.settings.for_contact(record.contact.attributes, record.contact.our_number)
    told = any(notice.key == "notice.bad_values" for notice in record.notices_shown)
    known = replace(record, settings=settings, problems=problems, agent=around.agent)
    return ordered(known, (Notify(remark(problems)),)) if problems and not told else known


def _may_be_written(record: Record) -> bool:
    # A call first seen after it was connected may have been written by another browser of the same agent.
    return record.verify_first or record.contact.state == "connected"


def _identified_late(before: Record, record: Record) -> bool:
    return before.contact.identity != record.contact.identity


def _missing(record: Record) -> Question | None:
    return "what is missing" if record.unsettled else None
