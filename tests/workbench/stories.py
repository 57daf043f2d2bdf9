"""The stories that a person can replay in the running workbench: the important ways in which a call can go."""

from __future__ import annotations

from workbench import story_checks as check
from workbench import story_verbs as verb
from workbench.stories_by_hand import BY_HAND
from workbench.stories_of_chats import OF_CHATS
from workbench.story import Play, Step, Story
from workbench.story_parts import (
    ATTACHED,
    CLOSE,
    CREATED,
    HANGS_UP,
    NEW,
    POPS,
    POPS_TICKET,
    QUIET,
    REUSED,
    accepts,
    caller,
    closed,
    ends,
    of_another,
    recent,
    requested,
    rings,
    stranger,
)
from workbench.story_verbs import ASKED

NASTY = '<img src=x onerror="top.owned=1"><script>top.owned=1</script>'
SECRETS = {"aid": "AKIA-key-id-of-the-flow", "_internal": "kept-to-ourselves"}


def hostile(play: Play) -> None:
    """A caller whose name is markup."""
    play.person("caller", NASTY)


KNOWN = Story(
    1, "A known caller, a new ticket", ("3.3", "4.5", "5.1", "5.2", "5.5", "6.1", "6.2", "6.4"), caller,
    (rings(POPS), accepts(CREATED), ends(), CLOSE), (*NEW, QUIET),
)  # fmt: skip

STRANGER = Story(
    2, "A stranger becomes a user", ("3.1", "5.2", "6.7"), stranger,
    (
        Step(
            "{caller_number} rings; nobody in Zendesk has this number.",
            "The softphone opens; no profile pops. Nothing is written yet.", (verb.ring(),), ASKED,
        ),
        accepts("A user “Caller {caller_number}” is created, and a ticket of theirs pops."),
        ends(who="The caller hangs up."), CLOSE,
    ),
    (
        check.tickets(1), check.users(1), check.caller_became_user("caller", "call"), check.written("call", "call"),
        QUIET,
    ),
)  # fmt: skip

ANONYMOUS = Story(
    3, "An anonymous caller", ("3.5", "5.2", "6.8"), lambda play: None,
    (
        Step(
            "Somebody rings who withholds their number.", "The softphone opens; nothing pops.",
            (verb.ring("anonymous"),),
        ),
        accepts("A ticket appears whose requester is {agent}, and pops."),
        ends(who="The caller hangs up."), CLOSE,
    ),
    (check.tickets(1), check.made_for("call", "agent"), check.users(0), check.written("call", "call"), QUIET),
)  # fmt: skip

LISTED = "The call is listed as missed on the app's own page. Nothing is written to Zendesk."
REJECTED = "The call is listed as rejected on the app's own page. Nothing is said of it, and nothing is written."
MISSED = Story(
    4, "Missed, rejected, abandoned", ("5.1", "5.6"), caller,
    (
        Step("{caller} rings from {caller_number}.", POPS, (verb.ring(contact="missed"),), ASKED),
        Step("The agent lets it ring out.", LISTED, (verb.miss("missed"), verb.clear("missed"))),
        Step("{caller} rings again.", POPS, (verb.ring(contact="rejected"),), ASKED),
        Step("The agent rejects the call.", REJECTED, (verb.reject("rejected"), verb.clear("rejected"))),
        Step("{caller} rings for the third time.", POPS, (verb.ring(contact="abandoned"),), ASKED),
        Step(
            "{caller} hangs up before anybody answers.", LISTED,
            (verb.customer_hangs_up("abandoned"), verb.clear("abandoned")),
        ),
    ),
    (check.nothing_written, check.tickets(0), check.users(0)),
)  # fmt: skip

RECENT = Story(
    5, "A recent ticket is used again", ("2.1", "4.4", "6.6"), recent,
    (
        rings(POPS_TICKET + " Ticket {closed} is younger, but closed.", recent_ticket_timeout="60"),
        accepts(ATTACHED, "ticket"), ends("ticket"), CLOSE,
    ),
    (*REUSED, check.untouched("older", "closed"), QUIET),
)  # fmt: skip

REQUESTED = Story(
    6, "The flow asks for a ticket of the caller", ("4.3", "6.6"), requested,
    (rings(POPS_TICKET, zendesk_ticket="{ticket}"), accepts(ATTACHED, "ticket"), ends("ticket"), CLOSE),
    (*REUSED, check.untouched("newer"), QUIET),
)  # fmt: skip

OTHER_OWNER = Story(
    7, "The flow asks for a ticket of somebody else", ("4.3", "5.3", "5.4"), of_another,
    (
        rings("Ticket {ticket} pops, and a notice says that it is {owner}'s.", zendesk_ticket="{ticket}"),
        Step(
            "The agent accepts.", "The panel asks the agent to choose: nothing is attached and nothing created.",
            (verb.accept(),),
        ),
        Step(HANGS_UP, "Nothing is written yet: no ticket has been chosen.", (verb.customer_hangs_up(),)),
        Step(
            "The agent closes the contact without a choice.", "A ticket of {caller} appears, with all that was owed.",
            (verb.clear(),), verb.voiced(),
        ),
    ),
    (*NEW, check.untouched("ticket"), QUIET, check.quiet_until("close")),
)  # fmt: skip

ZERO = Story(
    8, "The flow asks for a new ticket", ("4.2",), recent,
    (
        rings(POPS + " Ticket {ticket} is not used.", zendesk_ticket="0", recent_ticket_timeout="60"),
        accepts(CREATED), ends(), CLOSE,
    ),
    (*NEW, check.untouched("ticket", "older", "closed"), QUIET),
)  # fmt: skip

FOLLOW_UP = Story(
    9, "The flow asks for a closed ticket", ("4.3", "4.6"), closed,
    (
        rings("The softphone opens, and ticket {ticket} or the profile of {caller} pops.", zendesk_ticket="{ticket}"),
        accepts("A follow-up to ticket {ticket} appears and pops, and a notice says so."), ends(), CLOSE,
    ),
    (*NEW, check.follows("call", "ticket"), check.untouched("ticket"), QUIET),
)  # fmt: skip

HOSTILE = Story(
    18, "Hostile attributes and a hostile name", ("6.2", "6.3"), hostile,
    (
        Step(
            "Somebody rings whose name is markup, and so are the attributes.",
            "The name stands in the workspace and in the softphone as it is written; no picture, no script.",
            (verb.ring(attributes={"conversation_title": NASTY, NASTY: NASTY, "order": "' OR 1=1 --", **SECRETS}),),
            ASKED,
        ),
        accepts("The ticket shows the attributes as text. Neither “aid” nor “_internal” is among them."),
        ends(who="The caller hangs up."), CLOSE,
    ),
    (*NEW, check.harmless, check.secret(*SECRETS.values()), QUIET),
)  # fmt: skip

OUTAGE = Story(
    19, "Zendesk is down for a while", ("11.5", "11.6"), caller,
    (
        rings(POPS),
        Step(
            "Zendesk answers every change with status 500, and the agent accepts.",
            "No ticket appears yet. The call itself is not affected.",
            (verb.zendesk_fails("P* /api/v2/*", 500), verb.accept()), verb.FAILED,
        ),
        Step(HANGS_UP, "Still nothing is written; what is owed waits.", (verb.customer_hangs_up(),)),
        Step(
            "Zendesk recovers.", "Within some seconds the ticket appears, then its voice comment: each once.",
            (verb.zendesk_recovers,), verb.voiced(),
        ),
        CLOSE,
    ),
    (*NEW, check.met_outage, QUIET),
)  # fmt: skip

RELOAD = Story(
    20, "A reload in the middle of the call", ("11.3",), caller,
    (
        rings(POPS), accepts(CREATED),
        Step(
            "Reload the workspace of {agent} now (F5, or Reload all apps).",
            "The call goes on; no second ticket appears.", until=verb.RELOADED,
        ),
        ends(), CLOSE,
    ),
    (*NEW, QUIET),
)  # fmt: skip

SHORT = (KNOWN, STRANGER, ANONYMOUS, MISSED, RECENT, REQUESTED, OTHER_OWNER, ZERO, FOLLOW_UP, HOSTILE, OUTAGE, RELOAD)
ALL = (*SHORT, *BY_HAND, *OF_CHATS)
STORIES = {each.number: each for each in sorted(ALL, key=lambda story: story.number)}
