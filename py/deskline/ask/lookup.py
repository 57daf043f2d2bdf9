"""The look-up of a contact at one moment: the caller and the ticket (rules 3 and 4)."""

import asyncio
from dataclasses import replace

from deskline.ask.caller import identify
from deskline.ask.ticket import choose, inherit
from deskline.decide.progress import numbered
from deskline.model.findings import CouldNotAsk, Recognised
from deskline.model.ports import Lookups
from deskline.model.record import Record

PICKED_CALLER = "why.picked"
"""The text key for a user whom the agent picked in the chooser."""


async def learned(lookups: Lookups, record: Record) -> Record:
    """Return the record with the number, the caller and the ticket, all looked up anew."""
    known = numbered(replace(record, caller=None, choice=None), lookups.region)
    known = await (_come_on(lookups, known) if known.stems else inherit(lookups.desk, known))
    if known.caller is None and not known.contact.monitored:
        known = _as_picked(record, await identify(lookups.desk, known))
    return known if known.choice else await choose(lookups.desk, known, lookups.clock)


async def _come_on(lookups: Lookups, record: Record) -> Record:
    """Look up the conversation's ticket in parallel with the caller: usually there is none, and nobody should wait for
    that.
    """
    found, own = await asyncio.gather(inherit(lookups.desk, record), identify(lookups.desk, record))
    return found if found.caller else replace(own, choice=found.choice)


async def asked_again(lookups: Lookups, record: Record) -> Record:
    """Return the record with everything looked up again; earlier answers stay where none comes now."""
    known = await learned(lookups, record)
    caller = record.caller if isinstance(known.caller, CouldNotAsk) and record.caller else known.caller
    choice = record.choice if isinstance(known.choice, CouldNotAsk) and record.choice else known.choice
    return replace(known, caller=caller, choice=choice)


def _as_picked(before: Record, known: Record) -> Record:
    # The agent's pick stays, unless the new answer identifies somebody by itself.
    picked = isinstance(before.caller, Recognised) and before.caller.why == PICKED_CALLER
    return replace(known, caller=before.caller) if picked and not isinstance(known.caller, Recognised) else known
