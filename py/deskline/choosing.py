"""What the agent means: what they look at, what a button said when they pressed it, whom they pick (rules 3.4, 5.3)."""

from dataclasses import replace

from deskline.asking import asked
from deskline.caller import identify
from deskline.desk import Focus, Recognised, Unanswered, Unrecognised, View
from deskline.effects import Phrase
from deskline.inquiry import PICKED
from deskline.moments import Pressed
from deskline.office import Office
from deskline.record import Record
from deskline.ticket import choose, looked_at


async def in_view(office: Office, record: Record, focus: Focus) -> Record | None:
    """Return the record with what the agent looks at as the current choice, or None if Zendesk does not say.

    A ticket brings its own requester, though it be nobody; any page but a ticket's or a user's keeps the user.
    """
    seen = await asked(looked_at(office.desk, focus))
    if isinstance(seen, Unanswered):
        return None
    user = seen.user if seen.ticket else seen.user or record.view.user
    return replace(record, view=replace(seen, user=user))


async def meant(office: Office, record: Record, wish: Pressed) -> Record | Phrase:
    """Return the record with the choice that the button named when it was pressed, or what keeps it from being made.

    A caller of whom Zendesk did not tell before is asked for once more, for whoever presses *Create ticket*.
    """
    attaching = wish.button == "attach"
    if not attaching and not record.view.user and record.caller in (None, Unanswered()):
        record = await identify(office.desk, record)
    user = office.case(record).user
    if attaching or (user.id if user else 0) != wish.value:
        focus = Focus("ticket_sidebar" if attaching else "user_sidebar", wish.value or None)
        seen = await in_view(office, replace(record, view=View()), focus)
        if seen is None:
            return Phrase("notice.not_now")
        if wish.value and (seen.view.ticket if attaching else seen.view.user) is None:
            return Phrase("notice.choice_gone")
        record = seen
    user = office.case(record).user
    made = record.user_id if isinstance(record.caller, Unrecognised) else None
    return replace(record, user_id=user.id if user else made)


async def picked(office: Office, record: Record, user_id: int) -> Record | None:
    """Return the record with one of the candidates as the caller, or None if nobody of that id is one."""
    user = next((user for user in office.case(record).candidates if user.id == user_id), None)
    if user is None:
        return None
    known = replace(record, caller=Recognised(user, PICKED), user_id=user_id, view=View())
    # What continues a conversation still waits for its ticket, whoever the other side is.
    return known if record.continues else await choose(office.desk, known, office.clock)
