"""The agent's choice: what they look at, what a button said when they pressed it, whom they pick (rules 3.4, 5.3)."""

from dataclasses import replace

from deskline.ask.caller import identify
from deskline.ask.lookup import PICKED_CALLER
from deskline.ask.ticket import choose, looked_at
from deskline.ask.timed import asked
from deskline.decide.situation import Situation
from deskline.model.effects import Phrase
from deskline.model.findings import NEWCOMER, OWN, Ambiguous, CouldNotAsk, Meant, Recognised
from deskline.model.moments import Pressed
from deskline.model.people import TICKET_PAGE, Focus, User, View
from deskline.model.ports import Lookups
from deskline.model.record import Record

NOT_NOW, GONE = Phrase("notice.not_now"), Phrase("notice.choice_gone")
UNKNOWN = Phrase("notice.customer_unknown")


async def in_view(lookups: Lookups, record: Record, focus: Focus) -> Record | None:
    """Return the record with what is open in front of the agent, or None if Zendesk does not answer."""
    seen = await asked(looked_at(lookups.desk, focus))
    return None if isinstance(seen, CouldNotAsk) else replace(record, view=seen)


async def meant(lookups: Lookups, situation: Situation, wish: Pressed) -> Record | Phrase:
    """Return the record with the choice that the button named when it was pressed, or why it cannot be made."""
    return await (_attaching if wish.button == "attach" else _creating)(lookups, situation, wish)


async def _attaching(lookups: Lookups, situation: Situation, wish: Pressed) -> Record | Phrase:
    record = situation.record
    seen = await in_view(lookups, record, Focus(TICKET_PAGE, wish.value or None))
    if seen is None:
        return NOT_NOW
    if seen.view.ticket is None:
        return GONE if wish.value else seen
    user = seen.view.user
    known = user is not None and situation.knows(user)
    user_id = user.id if user else record.user_id
    return replace(seen, user_id=user_id, meant=record.meant if known else Meant(user, "attached"))


async def _creating(lookups: Lookups, situation: Situation, wish: Pressed) -> Record | Phrase:
    """If Zendesk did not answer before, the caller is looked up again."""
    record = situation.record
    if record.meant is None and record.caller in (None, CouldNotAsk()):
        record = await identify(lookups.desk, record)
    user = replace(situation, record=record).user
    if (user.id if user else 0) != wish.value:
        named = await _named(lookups, record, wish)
        if isinstance(named, Phrase):
            return named
        record = named
    situation = replace(situation, record=record)
    if situation.lacks_customer:
        return UNKNOWN
    made = record.made.id if record.made and situation.newcomer else None
    return replace(record, user_id=situation.user.id if situation.user else made)


async def _named(lookups: Lookups, record: Record, wish: Pressed) -> Record | Phrase:
    """Return the record with the person that the button named, who is no longer the selected one."""
    if wish.value:
        found = await asked(lookups.desk.users.by_id(wish.value))
        if isinstance(found, CouldNotAsk):
            return NOT_NOW
        return replace(record, meant=Meant(found, "turned")) if found else GONE
    several = isinstance(record.caller, Ambiguous)
    return replace(record, meant=Meant(None, NEWCOMER) if several and wish.word == NEWCOMER else None)


async def picked(lookups: Lookups, situation: Situation, wish: Pressed) -> Record | None:
    """Return the record with the person picked in the panel's list, or None if the list has no such id.

    A picked candidate counts as recognised.
    """
    record = situation.record
    if wish.word == NEWCOMER and situation.may_be_new:
        return replace(record, meant=Meant(None, NEWCOMER))
    if wish.word == OWN and situation.may_be_own:
        return replace(record, meant=Meant(None, OWN))
    candidate = _of(wish.value, *situation.candidates)
    if candidate:
        return await _recognised(lookups, situation, candidate)
    listed = (record.identified, situation.user, record.view.user, wish.found)
    user = _of(wish.value, *listed) if situation.choosing else None
    return replace(record, meant=Meant(user, "picked")) if user else None


def _of(user_id: int, *users: User | None) -> User | None:
    return next((user for user in users if user and user.id == user_id), None)


async def _recognised(lookups: Lookups, situation: Situation, user: User) -> Record:
    record, caller = situation.record, Recognised(user, PICKED_CALLER, situation.candidates)
    known = replace(record, caller=caller, user_id=user.id, view=View(), meant=None)
    # A contact that continues a conversation still waits for its ticket, whoever the other side is.
    return known if record.continues else await choose(lookups.desk, known, lookups.clock)
