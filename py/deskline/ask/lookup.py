"""All that is asked about a contact at one moment: who it is, and which ticket (rules 3 and 4)."""

import asyncio
from dataclasses import replace

from deskline.ask.caller import identify
from deskline.ask.ticket import choose, inherit
from deskline.decide.progress import numbered
from deskline.engine.services import Services
from deskline.model.findings import CouldNotAsk, Recognised
from deskline.model.record import Record

PICKED_CALLER = "why.picked"
"""How a user is known whom the agent picked in the chooser."""


async def learned(services: Services, record: Record) -> Record:
    """Return the record with the number, who it is and which ticket, all asked anew."""
    known = numbered(replace(record, caller=None, choice=None), services.settings.region)
    known = await (_come_on(services, known) if known.stems else inherit(services.desk, known))
    if known.caller is None and not services.situation(known).monitored:
        known = _as_picked(record, await identify(services.desk, known))
    return known if known.choice else await choose(services.desk, known, services.clock)


async def _come_on(services: Services, record: Record) -> Record:
    """Ask for the conversation's ticket beside who it is: mostly there is none, and nobody is to wait for that."""
    found, own = await asyncio.gather(inherit(services.desk, record), identify(services.desk, record))
    return found if found.caller else replace(own, choice=found.choice)


async def asked_again(services: Services, record: Record) -> Record:
    """Return the record with all of it asked once more; an answer that was there stands if none comes now."""
    known = await learned(services, record)
    caller = record.caller if isinstance(known.caller, CouldNotAsk) and record.caller else known.caller
    choice = record.choice if isinstance(known.choice, CouldNotAsk) and record.choice else known.choice
    return replace(known, caller=caller, choice=choice)


def _as_picked(before: Record, known: Record) -> Record:
    # What the agent picked stands, unless what is known now names somebody by itself.
    picked = isinstance(before.caller, Recognised) and before.caller.why == PICKED_CALLER
    return replace(known, caller=before.caller) if picked and not isinstance(known.caller, Recognised) else known
