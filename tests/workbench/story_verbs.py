"""The steps of the stories: the verbs of a call as acts on a play, further acts, and what a step waits for.

Contacts, people and tickets go by the names that the story gives them.
"""

from __future__ import annotations

from collections.abc import Callable

from workbench.connect import Refused
from workbench.connect_chat import Speaker
from workbench.connect_contact import Contact
from workbench.story import Act, Awaited, Play

OUTAGE = 1_000_000
"""How many requests an outage may hit: more than any app sends until it is over."""


def ring(who: str = "caller", contact: str = "call", attributes: dict[str, str] | None = None) -> Act:
    """Somebody calls the agent; in attributes, {names} stand for tickets of the scene. `anonymous` has no number."""

    def act(play: Play) -> None:
        said = {name: play.say(value) for name, value in (attributes or {}).items()}
        number, agent = play.numbers.get(who, who), play.world.connect_agent("agent")
        play.contacts[contact] = play.world.connect.ring(number, attributes=said, agent=agent)

    return act


def ring_chat(customer: str, contact: str = "chat", attributes: dict[str, str] | None = None) -> Act:
    """Somebody wants to chat; in attributes, {names} stand for people and tickets of the scene."""
    return lambda play: _offer(play, play.world.connect.ring_chat, (customer, contact), attributes)


def ring_task(name: str, contact: str = "task", attributes: dict[str, str] | None = None) -> Act:
    """A task is offered to the agent; in its name and attributes, {names} stand for tickets of the scene."""
    return lambda play: _offer(play, play.world.connect.ring_task, (name, contact), attributes)


def say(text: str, contact: str = "chat", by: Speaker | None = None) -> Act:
    """Somebody, the customer unless told otherwise, says something in a chat."""
    return lambda play: _say(play, contact, text, by)


def _say(play: Play, contact: str, text: str, by: Speaker | None) -> None:
    play.world.connect.say(play.contacts[contact], text, by)


def _offer(play: Play, offer: Callable[..., str], names: tuple[str, str], attributes: dict[str, str] | None) -> None:
    """Offer something by its name in the world to the agent, and note it by its name in the story."""
    said = {label: play.say(value) for label, value in (attributes or {}).items()}
    play.contacts[names[1]] = offer(play.say(names[0]), attributes=said, agent=play.world.connect_agent("agent"))


def dial(who: str, contact: str, attributes: dict[str, str] | None = None) -> Act:
    """The agent types somebody's number into Amazon's own pad."""

    def act(play: Play) -> None:
        number, agent = play.numbers[who], play.world.connect_agent("agent")
        play.contacts[contact] = play.world.connect.dial(number, attributes=attributes or {}, agent=agent)

    return act


def _known(play: Play, contact: str) -> Contact | None:
    return play.world.connect.contacts.get(play.contacts[contact])


def accept(contact: str = "call") -> Act:
    """The agent accepts, unless the person who watches was faster."""

    def act(play: Play) -> None:
        known = _known(play, contact)
        if known and known.ringing:
            play.seen.setdefault("connect", play.writes)
            play.world.connect.accept(known.contact_id)

    return act


def miss(contact: str) -> Act:
    """The agent lets it ring out."""
    return lambda play: play.world.connect.miss(play.contacts[contact])


def reject(contact: str) -> Act:
    """The agent rejects the call."""
    return lambda play: play.world.connect.reject(play.contacts[contact])


def answer(contact: str) -> Act:
    """The person whom the agent has dialled answers."""
    return lambda play: play.world.connect.answer(play.contacts[contact])


def customer_hangs_up(contact: str = "call") -> Act:
    """The customer hangs up, unless the call is over already."""

    def act(play: Play) -> None:
        known = _known(play, contact)
        if known and known.live:
            play.world.connect.customer_hangs_up(known.contact_id)

    return act


def hang_up(contact: str) -> Act:
    """The agent hangs up; a call with others on the line goes on without them."""

    def act(play: Play) -> None:
        known = _known(play, contact)
        if known and known.live:
            play.world.connect.hang_up(known.contact_id)

    return act


def clear(contact: str = "call") -> Act:
    """After-contact work is over; what was written until then is kept for the checks."""

    def act(play: Play) -> None:
        play.seen.setdefault("close", play.writes)
        if _known(play, contact):
            play.world.connect.clear(play.contacts[contact])

    return act


def look_at(place: str, about: str) -> Act:
    """A ticket or somebody's profile opens in the agent's workspace, as if the agent had clicked on it."""

    def act(play: Play) -> None:
        record = {"ticket_id": play.tickets[about]} if place == "ticket_sidebar" else {"user_id": play.users[about]}
        play.world.zendesk.tell(kind="display", agent_id=play.users["agent"], **record)

    return act


def transfer(contact: str, to: str, new: str) -> Act:
    """The agent calls a colleague into the call; their leg is the new contact."""

    def act(play: Play) -> None:
        leg = play.world.connect.transfer(play.contacts[contact], play.world.connect_agent(to))
        play.contacts[new] = leg

    return act


def monitor(contact: str, by: str, new: str) -> Act:
    """The supervisor listens in, with enhanced monitoring; their leg is the new contact."""

    def act(play: Play) -> None:
        leg = play.world.connect.monitor(play.contacts[contact], play.world.connect_agent(by))
        play.contacts[new] = leg

    return act


def barge(contact: str) -> Act:
    """The supervisor speaks."""
    return lambda play: play.world.connect.barge(play.contacts[contact])


def search_lags(seconds: float) -> Act:
    """Zendesk's search sees nothing that is younger than this."""

    def act(play: Play) -> None:
        zendesk, before = play.world.zendesk, play.world.zendesk.search_lag
        zendesk.search_lag = seconds
        play.undo.append(lambda: setattr(zendesk, "search_lag", before))

    return act


def zendesk_fails(match: str, status: int) -> Act:
    """Every request that matches fails from now on, until `zendesk_recovers`."""

    def act(play: Play) -> None:
        fault = play.world.zendesk.faults.add(match, status, times=OUTAGE)
        play.undo.append(lambda: setattr(fault, "times", 0))

    return act


def zendesk_recovers(play: Play) -> None:
    """What the story has broken works again."""
    play.restore()


def takes_up(contact: str, who: str) -> Act:
    """The call that the app has dialled becomes the story's; raises Refused if there is none."""

    def act(play: Play) -> None:
        found = dialled(play, who)
        if not found:
            raise Refused(f"nobody has dialled {play.numbers[who]} yet")
        play.contacts[contact] = found.contact_id

    return act


def dialled(play: Play, who: str) -> Contact | None:
    """The live outbound call to somebody's number."""
    number = play.numbers[who]
    contacts = tuple(play.world.connect.contacts.values())
    return next((each for each in contacts if each.customer and each.customer.address == number), None)


ASKED = Awaited("the app has asked Zendesk who it is", lambda play: len(play.world.zendesk.requests) > play.step_mark)
FAILED = Awaited("the app has met the outage", lambda play: any(sent.status == 500 for sent in play.requests))
RELOADED = Awaited(
    "the workspace of {agent} has been loaded again", lambda play: bool(play.world.pages("agent") - play.step_pages)
)
DIALLED = Awaited("{caller_number} is dialled", lambda play: dialled(play, "caller") is not None)


def present(role: str) -> Awaited:
    """Waits until somebody's workspace is open."""
    return Awaited(f"the workspace of {{{role}}} is open", lambda play: bool(play.world.pages(role)))


def made(contact: str = "call") -> Awaited:
    """Waits until a ticket has been made for a contact."""
    return Awaited("a ticket has been made", lambda play: bool(play.made(contact)))


def followed(*chats: str) -> Awaited:
    """Waits until each of these chats has a ticket, and the app has read what was said in it."""

    def holds(play: Play) -> bool:
        read = play.world.connect.followed
        return all(play.made(chat) and play.contacts[chat] in read for chat in chats)

    return Awaited("the chat has a ticket, and the app follows what is said", holds)


def transcribed(contact: str) -> Awaited:
    """Waits until the transcript of a chat stands in its ticket."""
    return all_transcribed(contact)


def all_transcribed(*contacts: str) -> Awaited:
    """Waits until the transcript of each of these chats stands in its ticket."""
    return Awaited(
        "the transcript stands in the ticket",
        lambda play: all(play.marked(contact, contact, "transcript-1") for contact in contacts),
    )


def concluded(ticket: str, contact: str) -> Awaited:
    """Waits until what came of a task stands in a ticket."""
    return Awaited("the outcome stands in the ticket", lambda play: bool(play.marked(ticket, contact, "outcome")))


def noted(ticket: str, contact: str) -> Awaited:
    """Waits until the details of a contact stand in a ticket."""

    def holds(play: Play) -> bool:
        return any(play.contacts[contact] in note["body"] for note in play.notes(ticket))

    return Awaited("the contact details stand in the ticket", holds)


def voiced(ticket: str = "call", times: int = 1) -> Awaited:
    """Waits until a ticket has so many voice comments."""
    return Awaited("the voice comment stands in the ticket", lambda play: len(play.voices(ticket)) >= times)
