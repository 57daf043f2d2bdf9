"""What several stories have in common: scenes, steps, what to look for, and checks."""

from __future__ import annotations

from workbench import story_checks as check
from workbench import story_verbs as verb
from workbench.story import Play, Step
from workbench.story_verbs import ASKED

HANGS_UP = "{caller} hangs up."
WRITTEN = "The voice comment appears in the ticket: numbers, start, length, and a player for the recording."
CLOSE = Step("The agent closes the contact.", "The contact is listed as done on the app's own page.", (verb.clear(),))


def caller(play: Play) -> None:
    """Somebody whom Zendesk knows, without tickets."""
    play.person("caller", "Kim Known")


def stranger(play: Play) -> None:
    """A number that nobody in Zendesk has."""
    play.number("caller")


def with_ticket(play: Play) -> None:
    """A caller with one open ticket."""
    caller(play)
    play.ticket("ticket", "caller", minutes=45)


def with_friend(play: Play) -> None:
    """A caller, and somebody else, on whose behalf they may call."""
    caller(play)
    play.person("friend", "Una User")


def recent(play: Play) -> None:
    """A caller with a recent ticket, an older one, and one that was closed a minute ago."""
    caller(play)
    play.ticket("ticket", "caller", minutes=5)
    play.ticket("older", "caller", minutes=600, status="pending")
    play.ticket("closed", "caller", minutes=1, status="closed")


def requested(play: Play) -> None:
    """A caller with the ticket that the flow asks for, and a newer one."""
    caller(play)
    play.ticket("ticket", "caller", minutes=900, status="pending")
    play.ticket("newer", "caller", minutes=2)


def of_another(play: Play) -> None:
    """A caller, and somebody else to whom the ticket belongs that the flow asks for."""
    caller(play)
    play.person("owner", "Olga Owner")
    play.ticket("ticket", "owner", minutes=30)


def closed(play: Play) -> None:
    """A caller whose ticket, which the flow asks for, is closed."""
    caller(play)
    play.ticket("ticket", "caller", minutes=90_000, status="closed")


def rings(look: str, **attributes: str) -> Step:
    """The caller rings; the story goes on when the app has looked them up."""
    return Step("{caller} rings from {caller_number}.", look, (verb.ring(attributes=attributes),), ASKED)


def accepts(look: str, ticket: str = "call") -> Step:
    """The agent accepts; the story goes on when the details stand in the ticket."""
    return Step("The agent accepts.", look, (verb.accept(),), verb.noted(ticket, "call"))


def ends(ticket: str = "call", who: str = HANGS_UP) -> Step:
    """The customer hangs up; the story goes on when the voice comment stands in the ticket."""
    return Step(who, WRITTEN, (verb.customer_hangs_up(),), verb.voiced(ticket))


POPS = "The softphone opens and the profile of {caller} pops. Nothing is written yet."
CREATED = "A ticket “Incoming call from …” appears with the contact details in it, pops, and the softphone closes."
POPS_TICKET = "The softphone opens and ticket {ticket} pops. Nothing is written yet."
ATTACHED = "Ticket {ticket} is in front, with a private note of the contact details. No new ticket appears."
NEW = (check.tickets(1), check.made_for("call", "caller"), check.users(0), check.written("call", "call"))
REUSED = (check.tickets(0), check.users(0), check.written("ticket", "call"), check.kept("ticket"))
QUIET = check.quiet_until("connect")
