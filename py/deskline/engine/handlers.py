"""What is done at each moment of a contact, and for each button the agent presses: ask, decide, carry out, in order."""

import asyncio
from dataclasses import replace

from deskline.act.losses import again
from deskline.ask.agent_choice import meant, picked
from deskline.ask.retry import Found
from deskline.decide.decisions import (
    when_attached,
    when_closed,
    when_connected,
    when_created,
    when_ended,
    when_known,
    when_missed,
    when_offered,
    when_retried,
    when_ringing,
)
from deskline.decide.progress import answered_late, explained, question
from deskline.engine.steps import Steps
from deskline.model.effects import Notify, Phrase
from deskline.model.moments import (
    Changed,
    Closed,
    Connected,
    Ended,
    Explained,
    Looked,
    Missed,
    Moment,
    Pressed,
    Ringing,
    Wish,
)


async def handle_moment(steps: Steps, moment: Moment) -> None:
    """Do what a moment requires."""
    match moment:
        case Ringing():
            await ring(steps, moment)
        case Connected():
            await _connect(steps, moment)
        case Changed():
            await _change(steps, moment)
        case Ended():
            await steps.hear_out(moment.contact)
            steps.advance(moment)
            await steps.decide(when_ended)
        case Missed():
            steps.advance(moment)
            await steps.decide(when_missed)
        case _:
            await _close(steps, moment)


async def ring(steps: Steps, moment: Ringing) -> None:
    """Open the softphone, look up who it is, pop."""
    wanted = steps.advance(moment)
    # The caller waits for the look-up: it starts at once, in parallel with opening the softphone.
    answer, _ = await asyncio.gather(steps.asked(wanted), steps.decide(when_offered))
    steps.take_in(answer)
    await steps.decide(when_ringing)


async def _connect(steps: Steps, moment: Connected) -> None:
    steps.take_in(await steps.asked(steps.advance(moment)))
    await steps.decide(when_connected)
    await steps.look()


async def _change(steps: Steps, moment: Changed) -> None:
    """Ask again if Connect reports late what the answers depend on, as long as the contact has no ticket."""
    wanted = steps.advance(moment)
    if wanted:
        steps.take_in(await steps.asked(wanted))
        await steps.decide(when_known)
    await (steps.decide(when_missed) if steps.record.missed else steps.settle())


async def _close(steps: Steps, moment: Closed) -> None:
    """Ask once more before the contact counts as closed; after an error it stays open, to be closed later."""
    steps.update(replace(steps.record, contact=moment.contact))
    steps.take_in(await steps.asked(question(steps.record, steps.record, moment)))
    steps.advance(moment)
    await steps.decide(when_closed)


async def handle_wish(steps: Steps, wish: Wish | Found) -> None:
    """Do what the agent asked for, or continue with a late answer."""
    match wish:
        case Found():
            await _find(steps, wish)
        case Explained():
            await _explain(steps, wish.fate)
        case Looked():
            await steps.notice(wish)
        case Pressed(button="pick"):
            await _pick(steps, wish)
        case Pressed(button="keep_number"):
            steps.update(replace(steps.record, number_kept=wish.word == "yes"))
            await steps.settle()
        case Pressed(button="again") if wish.value == steps.record.retries:
            # The second click of a double click, or one in another tab, may come when Zendesk has refused once more.
            steps.update(again(steps.record))
            await steps.decide(when_retried)
        case Pressed(button="create" | "attach") if steps.situation.choosing:
            await _choose(steps, wish)


async def _find(steps: Steps, found: Found) -> None:
    known = answered_late(steps.record, found.asked, found.known)
    if known is None:
        return
    steps.update(known)
    steps.keep_retrying()
    await steps.decide(when_known)


async def _explain(steps: Steps, fate: str) -> None:
    known = explained(steps.record, fate)
    if known:
        steps.update(known)
        await steps.decide(when_missed)


async def _pick(steps: Steps, wish: Pressed) -> None:
    record = await picked(steps.services.lookups, steps.situation, wish)
    if record is None:
        return
    anew = record.caller != steps.record.caller
    steps.update(record)
    await (steps.decide(when_known) if anew else steps.settle())
    if steps.situation.choosing:
        await steps.look(anew=True)


async def _choose(steps: Steps, wish: Pressed) -> None:
    """Do what the button said when it was pressed, whatever the agent looks at now."""
    record = await meant(steps.services.lookups, steps.situation, wish)
    if isinstance(record, Phrase):
        await steps.settle((Notify(record),))
        return
    steps.update(record)
    await steps.decide(when_attached if wish.button == "attach" else when_created)
