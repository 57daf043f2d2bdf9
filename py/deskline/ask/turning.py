"""What counts as looking at somebody: only what the agent turns to after the contact began (rule 5.3).

What was open before is offered but not selected. A reload of the same page, another of its sidebars, the window
regaining focus and what the app opened itself do not count as turning to a page.
"""

from dataclasses import replace

from deskline.model.findings import Meant
from deskline.model.moments import Looked
from deskline.model.people import Focus
from deskline.model.record import Record


def counts(record: Record, look: Looked) -> bool:
    """Whether the agent has just turned to what they look at.

    A page that was loaded before the contact began may only have reported late.
    """
    if look.how == "loaded" and look.focus.since <= record.began:
        return False
    return look.how == "again" or (look.how in ("loaded", "came") and not record.seen.same(look.focus))


def noticed(record: Record, look: Looked) -> Record:
    """Return the record with the page in front of the agent, and whether they turned to it."""
    if look.how == "moved" or (look.how == "shown" and not look.focus.place):
        return record  # after a reload the pages have not reported yet
    if look.how == "left":
        return replace(record, seen=Focus(), turned=False) if record.seen.same(look.focus) else record
    if counts(record, look):
        return replace(record, seen=look.focus, turned=True)
    return record if record.seen.same(look.focus) else replace(record, seen=look.focus, turned=False)


def selected(record: Record, *, just: bool) -> Record:
    """Return the record with the person in view selected, if the agent turned to that page.

    A picked person stays selected until the agent turns to somebody else, `just` now.
    """
    own = record.meant is None or record.meant.how == "turned"
    if not record.turned or not (own or (just and record.view.user)):
        return record
    if record.view.user:
        return replace(record, meant=Meant(record.view.user, "turned"))
    return replace(record, meant=None) if record.view.ticket else record
