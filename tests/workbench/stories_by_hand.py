"""The stories in which people choose: manual mode, transfers, outbound calls, monitoring. Some steps are theirs."""

from __future__ import annotations

from workbench import story_checks as check
from workbench import story_verbs as verb
from workbench.story import Play, Step, Story
from workbench.story_parts import (
    CLOSE,
    CREATED,
    HANGS_UP,
    NEW,
    POPS,
    QUIET,
    REUSED,
    WRITTEN,
    accepts,
    caller,
    ends,
    rings,
    with_friend,
    with_ticket,
)

CHOOSES = {"ticket_assignment": "agent"}


def two_strangers(play: Play) -> None:
    """Two numbers that nobody in Zendesk has."""
    play.number("first")
    play.number("second")


def sharing(play: Play) -> None:
    """Two people with one number, which is the direct line of neither."""
    number = play.number("caller")
    play.person("tom", "Tom Sharing", number, shared=True)
    play.person("tess", "Tess Sharing", number, shared=True)


PANEL = Step(
    "The agent accepts; the flow has said that the agent chooses the ticket.",
    "The panel below the softphone names {caller} and offers Create ticket and Attach to current. Nothing is written.",
    (verb.accept(),),
)

ATTACH = Story(
    10, "The agent attaches the call to the ticket in view", ("5.3", "5.4", "6.6"), with_ticket,
    (
        rings(POPS, **CHOOSES), PANEL,
        Step(
            "The agent opens ticket {ticket}.", "The ticket is in front, and Attach to current can be pressed.",
            (verb.look_at("ticket_sidebar", "ticket"),),
        ),
        Step(
            "Press Attach to current in the panel of the softphone.", "The contact details appear in ticket {ticket}.",
            until=verb.noted("ticket", "call"),
        ),
        ends("ticket"), CLOSE,
    ),
    (*REUSED, QUIET),
)  # fmt: skip

CREATE = Story(
    11, "The agent creates the ticket for the user in view", ("5.3", "6.1"), with_friend,
    (
        rings(POPS, **CHOOSES), PANEL,
        Step(
            "The agent opens the profile of {friend}.",
            "The panel says that a new ticket would belong to {friend}; Attach to current is disabled.",
            (verb.look_at("user_sidebar", "friend"),),
        ),
        Step(
            "Press Create ticket in the panel of the softphone.", "A ticket of {friend} appears and pops.",
            until=verb.noted("call", "call"),
        ),
        ends(), CLOSE,
    ),
    (check.tickets(1), check.made_for("call", "friend"), check.users(0), check.written("call", "call"), QUIET),
)  # fmt: skip

FORGOTTEN = Story(
    12, "The agent forgets to choose", ("5.3", "5.4", "5.5"), caller,
    (
        rings(POPS, **CHOOSES), PANEL,
        Step(HANGS_UP, "Nothing is written yet; the panel still offers the choice.", (verb.customer_hangs_up(),)),
        Step(
            "The agent closes the contact without having chosen.",
            "A ticket of {caller} is created after all, with the contact details and the voice comment.",
            (verb.clear(),), verb.voiced(),
        ),
    ),
    (*NEW, QUIET, check.quiet_until("close")),
)  # fmt: skip

TRANSFER = Story(
    13, "A transfer to a second agent while the search lags", ("4.1", "6.5", "14.4"), caller,
    (
        Step(
            "Open the workspace of {colleague} with its link above, in another tab or another browser.",
            "Its softphone says Bea Second.", until=verb.present("colleague"),
        ),
        rings(POPS), accepts(CREATED),
        Step(
            "From now on Zendesk's search sees nothing of the last 60 seconds.", "Nothing changes.",
            (verb.search_lags(60),),
        ),
        Step(
            "{agent} calls {colleague} into the call.", "In the tab of {colleague} the softphone rings.",
            (verb.transfer("call", "colleague", "second"),),
        ),
        Step(
            "{colleague} accepts.", "In the tab of {colleague} the same ticket pops, and a second note appears in it.",
            (verb.accept("second"),), verb.noted("call", "second"),
        ),
        Step(
            "{agent} leaves the call.", "The voice comment of the first leg appears; {colleague} talks on.",
            (verb.hang_up("call"),), verb.voiced(),
        ),
        Step(
            HANGS_UP, "The voice comment of the second leg appears in the same ticket.",
            (verb.customer_hangs_up("second"),), verb.voiced("call", 2),
        ),
        Step(
            "Both agents close their contact.", "There is one ticket, with two notes and two voice comments.",
            (verb.clear("call"), verb.clear("second")),
        ),
    ),
    (
        check.tickets(1), check.made_for("call", "caller"), check.users(0), check.written("call", "call", "second"),
        check.noted_by("call", "second", "colleague"), QUIET,
    ),
    ("agent", "colleague"),
)  # fmt: skip

CLICK = Story(
    14, "Click-to-dial from a ticket", ("7.1", "7.7"), with_ticket,
    (
        Step(
            "The agent opens ticket {ticket}.", "The number of {caller} stands beside the conversation.",
            (verb.look_at("ticket_sidebar", "ticket"),),
        ),
        Step(
            "Click the number {caller_number} beside the ticket's conversation.",
            "The softphone opens and dials the number.", until=verb.DIALLED,
        ),
        Step(
            "{caller} answers.", "The contact details appear in ticket {ticket}; there is no new ticket.",
            (verb.takes_up("call", "caller"), verb.answer("call")), verb.noted("ticket", "call"),
        ),
        ends("ticket"), CLOSE,
    ),
    REUSED,
)  # fmt: skip

OUTBOUND = Story(
    15, "Calls to unknown numbers, without and with all_outbound", ("7.4", "6.1", "6.7"), two_strangers,
    (
        Step(
            "The agent dials {first_number} on Amazon's own pad.", "The softphone dials. Nothing is written.",
            (verb.dial("first", "plain"),),
        ),
        Step("The callee answers.", "Nothing is created: nobody knows this number.", (verb.answer("plain"),)),
        Step(
            "The callee hangs up, and the agent closes the contact.", "Still nothing is written.",
            (verb.customer_hangs_up("plain"), verb.clear("plain")),
        ),
        Step(
            "The agent dials {second_number}; this time the flow has set all_outbound.", "The softphone dials.",
            (verb.dial("second", "all", {"all_outbound": "true"}),),
        ),
        Step(
            "The callee answers.", "A user with the number and a ticket “Outgoing call to …” appear; the ticket pops.",
            (verb.answer("all"),), verb.noted("all", "all"),
        ),
        Step("The callee hangs up.", WRITTEN, (verb.customer_hangs_up("all"),), verb.voiced("all")),
        Step("The agent closes the contact.", "Both calls are listed on the app's own page.", (verb.clear("all"),)),
    ),
    (
        check.tickets(1), check.users(1), check.caller_became_user("second", "all"), check.written("all", "all"),
        check.subject_begins("all", "Outgoing call to"), check.quiet_until("close"),
    ),
)  # fmt: skip

CHOOSER = Story(
    16, "Several people share the number", ("3.4", "3.6", "5.3"), sharing,
    (
        Step(
            "{caller_number} rings, which {tom} and {tess} share.",
            "The softphone opens, and a notice says that several people have this number; no profile pops.",
            (verb.ring(),), verb.ASKED,
        ),
        Step(
            "The agent accepts.", "The panel lists {tom} and {tess}, each with their email and last ticket.",
            (verb.accept(),),
        ),
        Step(
            "Choose one of them in the panel.", "A ticket of the one who was chosen appears, as if recognised at once.",
            until=verb.noted("call", "call"),
        ),
        ends(who="The caller hangs up."), CLOSE,
    ),
    (
        check.tickets(1), check.made_for_one_of("call", "tom", "tess"), check.users(0), check.written("call", "call"),
        QUIET,
    ),
)  # fmt: skip

BARGE = Story(
    17, "A supervisor listens in and barges in", ("4.1", "14.3"), caller,
    (
        Step(
            "Open the workspace of {supervisor} with its link above, in another tab or another browser.",
            "Its softphone says Sam Supervisor.", until=verb.present("supervisor"),
        ),
        rings(POPS), accepts(CREATED),
        Step(
            "{supervisor} listens in on the call.", "In the tab of {supervisor} the softphone rings.",
            (verb.monitor("call", "supervisor", "watch"),),
        ),
        Step(
            "{supervisor} accepts.", "In the tab of {supervisor} the ticket of the call pops; nothing is written.",
            (verb.accept("watch"),),
        ),
        Step("{supervisor} barges in.", "Nothing is written, in either tab.", (verb.barge("watch"),)),
        ends(),
        Step(
            "Both close their contact.", "There is one ticket with one note and one voice comment.",
            (verb.clear("call"), verb.clear("watch")),
        ),
    ),
    (*NEW, check.silent_about("watch"), QUIET),
    ("agent", "supervisor"),
)  # fmt: skip

BY_HAND = (ATTACH, CREATE, FORGOTTEN, TRANSFER, CLICK, OUTBOUND, CHOOSER, BARGE)
