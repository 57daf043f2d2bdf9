"""What the agent means: what they look at, what a button said when they pressed it, whom they pick (rules 3.4, 5.3)."""

from dataclasses import replace

from deskline.asking import asked
from deskline.caller import identify
from deskline.desk import (
    ATTACHED,
    NEWCOMER,
    OWN,
    PICKED,
    TICKET_PAGE,
    TURNED,
    Ambiguous,
    Focus,
    Meant,
    Recognised,
    Unanswered,
    User,
    View,
)
from deskline.effects import Phrase
from deskline.inquiry import PICKED_CALLER
from deskline.moments import Pressed
from deskline.office import Office
from deskline.record import Record
from deskline.ticket import choose, looked_at

NOT_NOW, GONE = Phrase("notice.not_now"), Phrase("notice.choice_gone")


async def in_view(office: Office, record: Record, focus: Focus) -> Record | None:
    """Return the record with what is open in front of the agent, or None if Zendesk does not say."""
    seen = await asked(looked_at(office.desk, focus))
    return None if isinstance(seen, Unanswered) else replace(record, view=seen)


async def meant(office: Office, record: Record, wish: Pressed) -> Record | Phrase:
    """Return the record with the choice that the button named when it was pressed, or what keeps it from being made."""
    return await (_attaching(office, record, wish) if wish.button == "attach" else _creating(office, record, wish))


async def _attaching(office: Office, record: Record, wish: Pressed) -> Record | Phrase:
    seen = await in_view(office, record, Focus(TICKET_PAGE, wish.value or None))
    if seen is None:
        return NOT_NOW
    if seen.view.ticket is None:
        return GONE if wish.value else seen
    user = seen.view.user
    known = user is not None and office.case(record).knows(user)
    user_id = user.id if user else record.user_id
    return replace(seen, user_id=user_id, meant=record.meant if known else Meant(user, ATTACHED))


async def _creating(office: Office, record: Record, wish: Pressed) -> Record | Phrase:
    """A caller of whom Zendesk did not tell before is asked for once more."""
    if record.meant is None and record.caller in (None, Unanswered()):
        record = await identify(office.desk, record)
    user = office.case(record).user
    if (user.id if user else 0) != wish.value:
        named = await _named(office, record, wish)
        if isinstance(named, Phrase):
            return named
        record = named
    case = office.case(record)
    made = record.made.id if record.made and case.newcomer else None
    return replace(record, user_id=case.user.id if case.user else made)


async def _named(office: Office, record: Record, wish: Pressed) -> Record | Phrase:
    """Return the record with whom the button named, who is not the one whom the agent means by now."""
    if wish.value:
        found = await asked(office.desk.users.by_id(wish.value))
        if isinstance(found, Unanswered):
            return NOT_NOW
        return replace(record, meant=Meant(found, TURNED)) if found else GONE
    several = isinstance(record.caller, Ambiguous)
    return replace(record, meant=Meant(None, NEWCOMER) if several and wish.word == NEWCOMER else None)


def forgotten(record: Record) -> Record:
    """Return the record of a contact for which nobody has chosen a ticket, with whose a forced one is (rule 5.4).

    That is who was identified or picked, not whoever is on the screen.
    """
    chosen = record.meant if record.meant and record.meant.how in (PICKED, NEWCOMER, OWN) else None
    user = chosen.user if chosen else record.identified
    return replace(record, meant=chosen, user_id=user.id if user else None, view=View())


async def picked(office: Office, record: Record, wish: Pressed) -> Record | None:
    """Return the record with whom the agent picked in the panel's list, or None if nobody of that id stands in it.

    One of the candidates goes on as if recognised.
    """
    case = office.case(record)
    if (wish.word == NEWCOMER and case.may_be_new) or (wish.word == OWN and case.may_be_own):
        return replace(record, meant=Meant(None, wish.word))
    candidate = _of(wish.value, *case.candidates)
    if candidate:
        return await _recognised(office, record, candidate)
    user = _of(wish.value, case.identified, case.user, record.view.user) if case.choosing else None
    return replace(record, meant=Meant(user, PICKED)) if user else None


def _of(user_id: int, *users: User | None) -> User | None:
    return next((user for user in users if user and user.id == user_id), None)


async def _recognised(office: Office, record: Record, user: User) -> Record:
    caller = Recognised(user, PICKED_CALLER, office.case(record).candidates)
    known = replace(record, caller=caller, user_id=user.id, view=View(), meant=None)
    # What continues a conversation still waits for its ticket, whoever the other side is.
    return known if record.continues else await choose(office.desk, known, office.clock)
