"""The stories of chats and tasks: the ones that happen most, and several contacts at once."""

from __future__ import annotations

from workbench import story_checks as check
from workbench import story_verbs as verb
from workbench.connect_chat import Speaker
from workbench.story import Act, Step, Story
from workbench.story_parts import CREATED, POPS, QUIET, caller, with_friend, with_ticket
from workbench.story_verbs import ASKED

KIM = {"customer_email": "{caller_email}"}
BOT, AGENT = Speaker("CUSTOM_BOT", "Lex"), Speaker("AGENT", "Alex Agent")
LIVE = "The lines appear beside the ticket, in the app, as they are written."
TRANSCRIPT = "The transcript appears in the ticket as a private comment: every line, with who said it and when."
CLOSED = Step("The agent closes the contact.", "The contact is listed as done.", (verb.clear("chat"),))
ON_THE_TICKET = (check.tickets(1), check.made_for("chat", "caller"), check.users(0), QUIET)


def says(*words: str, contact: str = "chat", by: Speaker | None = None) -> tuple[Act, ...]:
    """Somebody says these words in the chat, the customer unless told otherwise."""
    return tuple(verb.say(text, contact, by) for text in words)


KNOWN = Story(
    21, "A chat with a known customer", ("3.1", "6.1", "14.1"), caller,
    (
        Step("{caller} writes in a chat.", POPS, (verb.ring_chat("Kim", attributes=KIM),), ASKED),
        Step("The agent accepts.", CREATED, (verb.accept("chat"),), verb.followed("chat")),
        Step("{caller} and the agent write.", LIVE, (*says("Hello, <b>help</b>!"), *says("Hi Kim.", by=AGENT))),
        Step("{caller} ends the chat.", TRANSCRIPT, (verb.customer_hangs_up("chat"),), verb.transcribed("chat")),
        CLOSED,
    ),
    (*ON_THE_TICKET, check.transcribed("chat", "Hello, <b>help</b>!", "Hi Kim.")),
)  # fmt: skip

AFTER_A_BOT = Story(
    22, "A bot first, then the agent", ("14.1",), caller,
    (
        Step(
            "{caller} has written to a bot, and now waits for the agent.", POPS,
            (
                verb.ring_chat("Kim", attributes=KIM), *says("Where is my parcel?"),
                *says("I will find somebody who knows.", by=BOT),
            ),
            ASKED,
        ),
        Step(
            "The agent accepts.", CREATED + " What was said to the bot stands beside it.", (verb.accept("chat"),),
            verb.followed("chat"),
        ),
        Step("The agent writes, and ends the chat.", TRANSCRIPT, (*says("Tomorrow.", by=AGENT), verb.hang_up("chat")),
             verb.transcribed("chat")),
        CLOSED,
    ),
    (*ON_THE_TICKET, check.transcribed("chat", "Where is my parcel?", "I will find somebody who knows.", "Tomorrow.")),
)  # fmt: skip

NOBODY = Story(
    23, "A chat of somebody whom the flow does not name", ("5.3", "14.1"), caller,
    (
        Step(
            "Somebody writes in a chat.", "The softphone opens; nothing pops, as nobody knows who this is.",
            (verb.ring_chat("Mystery"),),
        ),
        Step(
            "The agent accepts.", "The panel asks who it is; a ticket cannot be created yet.", (verb.accept("chat"),),
        ),
        Step(
            "Search for {caller} in the panel, choose them, and press Create ticket for them.",
            "A ticket of {caller} appears and pops.", until=verb.followed("chat"),
        ),
        Step(
            "The customer says something and ends the chat.", TRANSCRIPT,
            (*says("Thank you!"), verb.customer_hangs_up("chat")), verb.transcribed("chat"),
        ),
        CLOSED,
    ),
    (*ON_THE_TICKET, check.transcribed("chat", "Thank you!")),
)  # fmt: skip

SEVERAL = Story(
    24, "Two chats at once", ("5.8", "14.1"), with_friend,
    (
        Step(
            "{caller} and {friend} write in two chats.", "A tab for each stands in the softphone.",
            (verb.ring_chat("Kim", attributes=KIM),
             verb.ring_chat("Una", "other", {"customer_email": "{friend_email}"})), ASKED,
        ),
        Step(
            "The agent accepts both.", "Each has a ticket of its own.", (verb.accept("chat"), verb.accept("other")),
            verb.followed("chat", "other"),
        ),
        Step(
            "{caller} writes three times, {friend} once.",
            "The tab that is not in front counts what is new in it; a click on it brings it in front.",
            (*says("One", "Two", "Three"), *says("Una here", contact="other")),
        ),
        Step(
            "Both end.", TRANSCRIPT, (verb.customer_hangs_up("chat"), verb.customer_hangs_up("other")),
            verb.all_transcribed("chat", "other"),
        ),
        Step("The agent closes both.", "Both are listed as done.", (verb.clear("chat"), verb.clear("other"))),
    ),
    (
        check.tickets(2), check.made_for("chat", "caller"), check.made_for("other", "friend"), check.users(0),
        check.transcribed("chat", "One", "Two", "Three"), check.transcribed("other", "Una here"), QUIET,
    ),
)  # fmt: skip

TASK = Story(
    25, "A task that names its ticket", ("4.0", "14.2"), with_ticket,
    (
        Step("A task with the name Zendesk-{ticket} is offered.", "Ticket {ticket} pops.",
             (verb.ring_task("Zendesk-{ticket}"),)),
        Step("The agent accepts.", "The task's details appear in ticket {ticket}.", (verb.accept("task"),),
             verb.noted("ticket", "task")),
        Step("The agent ends the task.", "A private comment says what came of it.", (verb.hang_up("task"),),
             verb.concluded("ticket", "task")),
        Step("The agent closes the contact.", "The contact is listed as done.", (verb.clear("task"),)),
    ),
    (check.tickets(0), check.users(0), check.kept("ticket"), check.concluded("ticket", "task")),
)  # fmt: skip

OF_CHATS = (KNOWN, AFTER_A_BOT, NOBODY, SEVERAL, TASK)
