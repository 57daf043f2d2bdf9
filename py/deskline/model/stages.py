"""How far a contact has been handled, and which moments a report makes due: every moment once, none skipped (rule 5.7).

Connect reports states, repeats them in every tab and after every reload, and may skip one: a desk phone connects
without an accept that the browser sees. The table below lists everything that follows from a report; an empty cell
means nothing. It is printed in docs/moments.md.
"""

from datetime import datetime
from typing import Literal

from deskline.model.contact import Contact
from deskline.model.moments import Changed, Closed, Connected, Ended, Missed, Moment, Ringing, Seen

Stage = Literal["new", "ringing", "connected", "ended", "closed"]
"""The last moment up to which a contact has been handled."""

Report = Literal[
    "offered",
    "connected",
    "missed",
    "ended",
    "ended after a talk",
    "gone unanswered",
    "gone while connected",
    "gone after it ended",
    "gone after a talk",
]
"""What Connect may report about a contact; "gone" is one that it has destroyed.

After-contact work after an inbound call shows that it was connected, even if no report said so.
"""

NOTHING: tuple[type[Moment], ...] = ()

DUE: dict[Stage, dict[Report, tuple[type[Moment], ...]]] = {
    "new": {
        "offered": (Ringing,),
        "connected": (Ringing, Connected),
        "missed": (Missed,),
        "ended": NOTHING,
        "ended after a talk": NOTHING,
        "gone unanswered": (Missed, Closed),
        "gone while connected": (Connected, Ended, Closed),
        "gone after it ended": (Closed,),
        "gone after a talk": (Closed,),
    },
    "ringing": {
        "offered": (Changed,),
        "connected": (Connected,),
        "missed": (Missed,),
        "ended": (Missed,),
        "ended after a talk": (Connected, Ended),
        "gone unanswered": (Missed, Closed),
        "gone while connected": (Connected, Ended, Closed),
        "gone after it ended": (Missed, Closed),
        "gone after a talk": (Connected, Ended, Closed),
    },
    "connected": {
        "offered": (Changed,),
        "connected": (Changed,),
        "missed": (Ended,),
        "ended": (Ended,),
        "ended after a talk": (Ended,),
        "gone unanswered": (Ended, Closed),
        "gone while connected": (Ended, Closed),
        "gone after it ended": (Ended, Closed),
        "gone after a talk": (Ended, Closed),
    },
    "ended": {
        "offered": (Changed,),
        "connected": (Changed,),
        "missed": (Changed,),
        "ended": (Changed,),
        "ended after a talk": (Changed,),
        "gone unanswered": (Changed, Closed),
        "gone while connected": (Changed, Closed),
        "gone after it ended": (Changed, Closed),
        "gone after a talk": (Changed, Closed),
    },
    "closed": {
        "offered": NOTHING,
        "connected": NOTHING,
        "missed": NOTHING,
        "ended": NOTHING,
        "ended after a talk": NOTHING,
        "gone unanswered": NOTHING,
        "gone while connected": NOTHING,
        "gone after it ended": NOTHING,
        "gone after a talk": NOTHING,
    },
}
"""The moments due by stage and report, in this order; `Changed` only if the report contains something new."""


def due(stage: Stage, known: Contact | None, seen: Seen) -> tuple[Moment, ...]:
    """Return the moments that a report makes due for a contact handled up to this stage, as far as it is `known`."""
    told = kind_of(seen)
    kinds = [kind for kind in DUE[stage][told] if kind is not Changed or seen.contact != known]
    began = known.since if known and told in ("ended after a talk", "gone after a talk") else seen.contact.since
    return tuple(_moment(kind, seen, began) for kind in kinds)


def kind_of(seen: Seen) -> Report:
    """Return the kind of a report, in the words of the table."""
    contact = seen.contact
    talked = contact.talked and contact.direction == "inbound" and not contact.callback
    match contact.state:
        case "ringing":
            return "gone unanswered" if seen.gone else "offered"
        case "missed":
            return "gone unanswered" if seen.gone else "missed"
        case "connected":
            return "gone while connected" if seen.gone else "connected"
        case "ended" if talked:
            return "gone after a talk" if seen.gone else "ended after a talk"
        case _:
            return "gone after it ended" if seen.gone else "ended"


def _moment(kind: type[Moment], seen: Seen, began: datetime) -> Moment:
    if issubclass(kind, Connected):
        return Connected(seen.contact, began)
    if issubclass(kind, Ended):
        return Ended(seen.contact, _end(seen))
    return kind(seen.contact)


def _end(seen: Seen) -> datetime:
    # For a contact that vanished no end is reported: it ended when it was missed here.
    over = seen.contact.state in ("ended", "missed")
    return seen.contact.since if over else seen.at or seen.contact.since
