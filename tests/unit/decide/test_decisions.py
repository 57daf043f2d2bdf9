"""What is decided, by value: a situation in, a plan with its reasons out."""

from dataclasses import replace
from typing import Any

import pytest

from deskline.decide.decisions import (
    NOTHING,
    Decision,
    label,
    when_attached,
    when_closed,
    when_connected,
    when_created,
    when_ended,
    when_known,
    when_looked,
    when_missed,
    when_offered,
    when_retried,
    when_ringing,
)
from deskline.decide.situation import Situation
from deskline.model.effects import (
    AttachPhone,
    AttachTicket,
    CreateTicket,
    CreateUser,
    HideSoftphone,
    Notify,
    Phrase,
    PopTicket,
    PopUser,
    ShowSoftphone,
    WriteNote,
    WriteVoiceComment,
)
from deskline.model.findings import (
    Ambiguous,
    ConversationTicketMissing,
    CouldNotAsk,
    Meant,
    NamedUserMissing,
    NewTicket,
    OtherRequester,
    Recognised,
    Unrecognised,
    UseTicket,
)
from deskline.model.people import User, View
from deskline.model.record import Lost
from deskline.model.settings import ForContact, Installation
from deskline.words import comment
from unit.builders import (
    ANN,
    ANSWERED,
    BOB,
    BY_NUMBER,
    CLOSED_TICKET,
    MANUAL,
    NOBODY,
    NUMBER,
    OPEN_TICKET,
    OVER,
    STRANGER,
    TEXTS,
    situation,
)

ANN_CALLS = Phrase("why.number", {"name": "Ann", "number": NUMBER})
NOBODY_HAS_IT = Phrase("why.unrecognised", {"number": NUMBER})
A_NEW_ONE = Phrase("why.new_ticket", {"ticket": "#"})
REQUESTED = UseTicket(OPEN_TICKET, "why.requested")
BECAUSE_REQUESTED = Phrase("why.requested", {"ticket": "#5", "minutes": "0"})
MONITORING = {"direction": "monitoring", "enhanced": True, "caller": None}
EMAIL = {"channel": "email"}
DETAILS = "Deskline details c"


def details(known: Situation) -> str:
    return comment.details(known.record, known.installation, TEXTS)


def ticket(known: Situation, **facts: Any) -> CreateTicket:
    """The call's ticket, as it is unless a test says otherwise."""
    usual = {"subject": "Incoming call from Ann", "via_id": 45, "joins": True}
    return CreateTicket(html=details(known), marker=DETAILS, external_id="connect:c", **usual | facts)


def attach(known: Situation) -> tuple[AttachTicket, WriteNote]:
    return AttachTicket(5, 7), WriteNote(details(known), DETAILS)


def voice_comment(**facts: Any) -> WriteVoiceComment:
    """What is written of the call when it is over."""
    usual = {"title": "Incoming call from Ann", "from_line": NUMBER, "to_line": "unknown", "direction": "inbound"}
    times = {"started_at": ANSWERED, "ended_at": OVER, "contact_id": "c"}
    return WriteVoiceComment(**{"recording_url": RECORDING, **usual, **times, **facts})


RECORDING = ":///get-recording?format=wav&callLegId=c&zendesk_format=.wav"
"""The link to the recording in an instance without an address."""


def notify(key: str, **words: str) -> Notify:
    return Notify(Phrase(key, words))


def test_rule_5_1_the_softphone_opens_at_once_for_what_deskline_acts_on() -> None:
    assert when_offered(situation()) == Decision((ShowSoftphone(),))
    assert when_offered(situation(**EMAIL)) == NOTHING


@pytest.mark.parametrize("facts", [EMAIL, {"direction": "outbound"}, MONITORING])
def test_rule_5_1_nothing_pops_while_it_rings_for(facts: dict[str, Any]) -> None:
    assert when_ringing(situation(stage="ringing", **facts)) == NOTHING


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        ({}, Decision((PopUser(7),), (ANN_CALLS, A_NEW_ONE))),
        ({"settings": ForContact(pop_incoming=False)}, Decision((), (ANN_CALLS, A_NEW_ONE))),
        ({"choice": REQUESTED}, Decision((PopTicket(5),), (ANN_CALLS, BECAUSE_REQUESTED))),
        (
            {"choice": OtherRequester(OPEN_TICKET)},
            Decision(
                (PopTicket(5), notify("notice.other_owner", ticket="#5")),
                (ANN_CALLS, Phrase("why.other_owner", {"ticket": "#5"})),
            ),
        ),
        ({"caller": STRANGER}, Decision((), (NOBODY_HAS_IT, A_NEW_ONE))),
        ({"caller": NOBODY, "number": ""}, Decision((), (Phrase("why.anonymous", {"number": ""}), A_NEW_ONE))),
        (
            {"caller": Ambiguous((ANN, BOB))},
            Decision(
                (notify("notice.several_users_number", number=NUMBER, names="Ann, Bob"),),
                (Phrase("why.several_number", {"number": NUMBER}), A_NEW_ONE),
            ),
        ),
        (
            {"caller": NamedUserMissing(9)},
            Decision(
                (notify("notice.user_not_found", id="9"),), (Phrase("why.user_not_found", {"id": "9"}), A_NEW_ONE)
            ),
        ),
        (
            {"caller": Recognised(replace(ANN, suspended=True), "why.number")},
            Decision((PopUser(7), notify("notice.suspended", name="Ann")), (ANN_CALLS, A_NEW_ONE)),
        ),
        (
            {"choice": NewTicket("why.missing", "9")},
            Decision(
                (PopUser(7), notify("notice.ticket_missing", ticket="#9")),
                (ANN_CALLS, Phrase("why.missing", {"ticket": "#9"})),
            ),
        ),
        (
            {"choice": NewTicket("why.zero"), "settings": MANUAL},
            Decision((PopUser(7), notify("notice.new_ticket_asked")), (ANN_CALLS, Phrase("why.zero", {"ticket": "#"}))),
        ),
        (
            {"choice": ConversationTicketMissing()},
            Decision(
                (PopUser(7), notify("notice.conversation_missing")),
                (ANN_CALLS, Phrase("why.conversation_ticket_missing")),
            ),
        ),
        ({"choice": CouldNotAsk()}, Decision((PopUser(7),), (ANN_CALLS, Phrase("why.which_unanswered")))),
        (
            {"caller": CouldNotAsk(), "choice": CouldNotAsk()},
            Decision((), (Phrase("why.unanswered", {"number": NUMBER}),)),
        ),
        (
            {"caller": CouldNotAsk(), "choice": OtherRequester(OPEN_TICKET)},
            Decision((PopTicket(5),), (Phrase("why.unanswered", {"number": NUMBER}),)),
        ),
    ],
)
def test_rule_5_1_while_it_rings(facts: dict[str, Any], decision: Decision) -> None:
    assert when_ringing(situation(stage="ringing", **facts)) == decision


def test_rule_5_2_at_connect_the_ticket_is_created_shown_and_the_softphone_closed() -> None:
    known = situation()
    plan = (ticket(known), PopTicket(), HideSoftphone())
    assert when_connected(known) == Decision(plan, (ANN_CALLS, A_NEW_ONE), notes=True)


def test_rule_5_2_at_connect_a_stranger_becomes_a_user_first() -> None:
    known = situation(caller=STRANGER, user_id=None)
    user = CreateUser(f"Caller {NUMBER}", NUMBER, "", "connect:c")
    plan = (user, ticket(known, subject=f"Incoming call from {NUMBER}"), PopTicket(), HideSoftphone())
    assert when_connected(known) == Decision(plan, (NOBODY_HAS_IT, A_NEW_ONE), notes=True)


def test_rule_6_7_nobody_is_made_of_a_number_that_could_not_be_found_again() -> None:
    known = situation(caller=Unrecognised("1234"), number="1234", user_id=None)
    decided = when_connected(known)
    assert decided.plan == (ticket(known, subject="Incoming call from 1234"), PopTicket(), HideSoftphone())
    unrecognised, unlasting = (Phrase(key, {"number": "1234"}) for key in ("why.unrecognised", "why.incomplete_number"))
    assert decided.why == (unrecognised, unlasting, A_NEW_ONE)


def test_rule_5_2_at_connect_the_call_goes_onto_the_ticket_that_the_rules_chose() -> None:
    known = situation(choice=REQUESTED)
    plan = (*attach(known), PopTicket(), HideSoftphone())
    assert when_connected(known) == Decision(plan, (ANN_CALLS, BECAUSE_REQUESTED), notes=True)


def test_rule_4_6_a_closed_ticket_is_followed_up() -> None:
    known = situation(choice=UseTicket(CLOSED_TICKET, "why.requested"))
    follow_up = (ticket(known, follow_up_of=6, joins=False), notify("notice.follow_up", ticket="#6"))
    assert when_connected(known).plan == (*follow_up, PopTicket(), HideSoftphone())


def test_rule_7_1_the_ticket_that_was_dialled_from_is_in_view_already() -> None:
    known = situation(direction="outbound", choice=UseTicket(OPEN_TICKET, "why.dialled", always=True), settings=MANUAL)
    assert when_connected(known).plan == (*attach(known), HideSoftphone())


def test_rule_6_8_the_number_is_given_to_whom_it_was_recognised_by_and_who_has_none() -> None:
    bare = Recognised(BOB, "why.zendesk_user")
    decided = when_connected(situation(caller=bare, user_id=BOB.id))
    assert decided.plan[-2:] == (HideSoftphone(), AttachPhone(NUMBER))


def test_rule_5_2_what_is_known_only_after_the_call_is_written_with_the_call() -> None:
    known = situation(stage="ended", ended_at=OVER)
    plan = (ticket(known), PopTicket(), HideSoftphone(), voice_comment())
    assert when_connected(known) == Decision(plan, (ANN_CALLS, A_NEW_ONE), notes=True)


def test_rule_5_3_where_the_agent_chooses_nothing_is_written_at_connect() -> None:
    assert when_connected(situation(settings=MANUAL)) == Decision((PopUser(7),), (ANN_CALLS, A_NEW_ONE))


@pytest.mark.parametrize("facts", [{"popped": PopUser(7)}, {"view": View(BOB)}])
def test_rule_5_3_nothing_pops_that_did_before_or_over_what_the_agent_has_opened(facts: dict[str, Any]) -> None:
    assert when_connected(situation(settings=MANUAL, **facts)) == Decision((), (ANN_CALLS, A_NEW_ONE))


def test_rule_3_7_what_zendesk_does_not_tell_by_connect_is_said() -> None:
    untold = situation(caller=CouldNotAsk(), choice=CouldNotAsk())
    assert when_connected(untold).plan == (notify("notice.could_not_ask", number=NUMBER),)
    assert when_connected(situation(choice=CouldNotAsk())).plan == (PopUser(7), notify("notice.which_unanswered"))


def test_rule_7_4_of_a_call_to_an_unknown_number_nothing_is_made() -> None:
    assert when_connected(situation(direction="outbound", caller=STRANGER)) == Decision((), (NOBODY_HAS_IT,))
    unlasting = {"caller": Unrecognised("1234"), "number": "1234"}
    unrecognised = Phrase("why.unrecognised", {"number": "1234"})
    assert when_connected(situation(direction="outbound", **unlasting)) == Decision((), (unrecognised,))


def test_rule_14_3_who_listens_sees_the_ticket_or_that_there_is_none() -> None:
    who = Phrase("why.unanswered", {"number": NUMBER})
    found = UseTicket(OPEN_TICKET, "why.conversation", always=True)
    because = Phrase("why.conversation", {"ticket": "#5", "minutes": "0"})
    assert when_connected(situation(choice=found, **MONITORING)) == Decision((PopTicket(5),), (who, because))
    missing = when_connected(situation(choice=ConversationTicketMissing(), **MONITORING))
    assert missing == Decision((notify("notice.monitored_missing"),), (who, Phrase("why.conversation_ticket_missing")))


def test_an_email_is_left_to_amazons_softphone() -> None:
    assert when_connected(situation(**EMAIL)) == NOTHING


def test_what_is_known_late_is_decided_as_if_it_had_been_known_from_the_start() -> None:
    rings, connected = situation(stage="ringing"), situation()
    assert when_known(rings) == when_ringing(rings)
    assert when_known(connected) == when_connected(connected)


def test_rule_5_3_who_begins_a_new_ticket_by_hand_is_told_once_where_the_calls_is_made() -> None:
    chooses = situation(settings=MANUAL)
    hint = Phrase("notice.use_softphone")
    assert when_looked(chooses, "new_ticket_sidebar") == Decision((Notify(hint), ShowSoftphone()))
    assert when_looked(chooses, "ticket_sidebar") == NOTHING
    assert when_looked(situation(), "new_ticket_sidebar") == NOTHING
    assert when_looked(situation(settings=MANUAL, notices_shown=(hint,)), "new_ticket_sidebar") == NOTHING


@pytest.mark.parametrize(
    ("facts", "notice"),
    [
        ({"fate": "missed"}, "notice.missed"),
        ({"fate": "not_taken"}, "notice.not_taken"),
        ({"fate": "unanswered", "direction": "outbound"}, "notice.unanswered"),
        ({"fate": "bad_number", "direction": "outbound"}, "notice.not_reached"),
        ({"fate": "unanswered", "callback": True}, "notice.unanswered"),
        ({"fate": "missed", "callback": True}, "notice.missed"),
    ],
)
def test_rule_5_6_what_became_of_a_call_that_was_not_connected_is_said(facts: dict[str, Any], notice: str) -> None:
    assert when_missed(situation(missed=True, **facts)) == Decision((notify(notice, who="Ann"),))


@pytest.mark.parametrize(
    "facts",
    [
        {"fate": ""},
        {"fate": "rejected"},
        {"fate": "unanswered"},
        {"fate": "missed", "direction": "outbound"},
        {"fate": "missed", **EMAIL},
        {"fate": "missed", **MONITORING},
    ],
)
def test_rule_5_6_nothing_is_said_where_the_agent_knows_or_it_is_not_theirs(facts: dict[str, Any]) -> None:
    assert when_missed(situation(missed=True, **facts)) == NOTHING


def test_rule_5_6_an_anonymous_caller_is_missed_by_that_word_and_audio_elsewhere_has_a_sentence_of_its_own() -> None:
    known = situation(missed=True, fate="missed", caller=NOBODY, number="", user_id=None)
    anonymous = replace(known, record=replace(known.record, contact=replace(known.record.contact, number="")))
    elsewhere = replace(anonymous, installation=Installation(media_less=True))
    expected = Notify(Phrase("notice.missed_media_less", {"who": Phrase("who.anonymous")}))
    assert when_missed(elsewhere) == Decision((expected,))


def test_rule_5_3_the_ticket_that_the_agent_asked_for_is_made_for_whom_they_mean() -> None:
    known = situation(settings=MANUAL, meant=Meant(BOB, "picked"), user_id=BOB.id)
    plan = (ticket(known, subject="Incoming call from Bob", joins=False), PopTicket(), HideSoftphone())
    reasons = (Phrase("why.picked", {"name": "Bob"}), Phrase("why.agent_created"))
    assert when_created(known) == Decision((*plan, AttachPhone(NUMBER)), reasons, notes=True)


def test_rule_5_3_a_new_customer_becomes_a_user_unless_that_was_done() -> None:
    meant = {"settings": MANUAL, "meant": Meant(None, "newcomer")}
    known = situation(user_id=None, **meant)
    user = CreateUser(f"Caller {NUMBER}", NUMBER, "", "connect:c")
    plan = (user, ticket(known, joins=False), PopTicket(), HideSoftphone())
    reasons = (Phrase("why.newcomer", {"number": NUMBER}), Phrase("why.agent_created"))
    assert when_created(known) == Decision(plan, reasons, notes=True)
    assert when_created(situation(user_id=3, **meant)).plan == plan[1:]


def test_rule_5_3_a_ticket_that_is_made_after_the_call_has_the_call_on_it() -> None:
    known = situation(settings=MANUAL, stage="ended", ended_at=OVER)
    plan = (ticket(known, joins=False), PopTicket(), HideSoftphone(), voice_comment())
    assert when_created(known) == Decision(plan, (ANN_CALLS, Phrase("why.agent_created")), notes=True)


def test_rule_5_3_the_call_goes_onto_the_ticket_that_the_agent_attaches_it_to() -> None:
    known = situation(settings=MANUAL, view=View(BOB, OPEN_TICKET), meant=Meant(BOB, "attached"))
    reasons = (Phrase("why.requester", {"name": "Bob"}), Phrase("why.agent_attached", {"ticket": "#5"}))
    assert when_attached(known) == Decision((*attach(known), HideSoftphone()), reasons, notes=True)


def test_rule_4_6_a_closed_ticket_that_the_agent_attaches_to_is_followed_up_and_shown() -> None:
    known = situation(settings=MANUAL, view=View(ANN, CLOSED_TICKET), stage="ended", ended_at=OVER)
    follow_up = (ticket(known, follow_up_of=6, joins=False), notify("notice.follow_up", ticket="#6"))
    reasons = (ANN_CALLS, Phrase("why.agent_attached", {"ticket": "#6"}))
    plan = (*follow_up, PopTicket(), HideSoftphone(), voice_comment())
    assert when_attached(known) == Decision(plan, reasons, notes=True)


def test_rule_5_3_without_a_ticket_in_view_there_is_nothing_to_attach_to() -> None:
    assert when_attached(situation(settings=MANUAL)) == NOTHING


def test_rule_5_5_at_the_end_the_call_is_written_on_its_ticket() -> None:
    assert when_ended(situation(ticket_id=5, ended_at=OVER)) == Decision((voice_comment(),), notes=True)
    assert when_ended(situation(ended_at=OVER)) == NOTHING
    assert when_ended(situation(ticket_id=5, ended_at=OVER, **EMAIL)) == NOTHING


def test_rule_5_5_at_the_end_what_has_changed_is_noted_before_the_call() -> None:
    known = situation(ticket_id=5, ended_at=OVER, notes=1, attributes={"a": "1", "b": "2"}, noted_attributes={"a": "1"})
    note = WriteNote(comment.changes(known.record, {"b": "2"}, TEXTS), "Deskline changes-1 c")
    assert when_ended(known).plan == (note, voice_comment())


def test_rule_5_5_a_refused_ticket_that_is_tried_again_gets_what_the_end_could_not_write() -> None:
    pending = (ticket(situation()),)
    assert when_retried(situation(pending=pending, ended_at=OVER)) == Decision((voice_comment(),), notes=True)
    assert when_retried(situation(pending=pending)) == NOTHING
    assert when_retried(situation(ended_at=OVER)) == NOTHING
    assert when_retried(situation(pending=(*pending, voice_comment()), ended_at=OVER)) == NOTHING


CLOSES: dict[str, Any] = {"stage": "closed", "ended_at": OVER}


def test_rule_5_4_a_ticket_that_nobody_has_chosen_is_made_at_the_close() -> None:
    known = situation(settings=MANUAL, **CLOSES)
    reasons = (ANN_CALLS, Phrase("why.forced"))
    assert when_closed(known) == Decision((ticket(known), voice_comment()), reasons, notes=True)


def test_rule_5_4_what_the_rules_would_have_taken_is_taken_at_the_close() -> None:
    known = situation(choice=REQUESTED, settings=ForContact(force_ticket_creation=False), **CLOSES)
    decision = Decision((*attach(known), voice_comment()), (ANN_CALLS, BECAUSE_REQUESTED), notes=True)
    assert when_closed(known) == decision


def test_rule_5_4_where_a_ticket_was_refused_another_is_tried_at_the_close() -> None:
    lost = (Lost(Phrase("lost.ticket"), ticket(situation())),)
    known = situation(choice=REQUESTED, lost=lost, **CLOSES)
    assert when_closed(known) == Decision((ticket(known), voice_comment()), (ANN_CALLS, Phrase("why.forced")), True)


@pytest.mark.parametrize(
    "facts",
    [
        {"settings": ForContact(ticket_assignment="agent", force_ticket_creation=False)},
        {"connected_at": None},
        {"ticket_id": 5},
        MONITORING,
        {"direction": "outbound", "caller": STRANGER},
        EMAIL,
    ],
)
def test_rule_5_4_at_the_close_no_ticket_is_made_for(facts: dict[str, Any]) -> None:
    assert when_closed(situation(**CLOSES, **facts)) == NOTHING


@pytest.mark.parametrize(
    ("facts", "phrase"),
    [
        ({}, Phrase("panel.for_user", {"name": "Ann"})),
        ({"meant": Meant(BOB, "turned")}, Phrase("panel.for_user", {"name": "Bob"})),
        ({"caller": STRANGER}, Phrase("panel.for_new_user", {"number": NUMBER})),
        ({"caller": STRANGER, "made": User(3, "Eve")}, Phrase("panel.for_user", {"name": "Eve"})),
        ({"caller": NOBODY}, Phrase("panel.for_agent")),
    ],
)
def test_rule_5_3_above_the_buttons_stands_whose_a_new_ticket_would_be(facts: dict[str, Any], phrase: Phrase) -> None:
    assert label(situation(**facts)) == phrase


def test_who_was_recognised_stands_for_whom_the_agent_means_if_they_are_the_same() -> None:
    assert when_created(situation(settings=MANUAL, meant=Meant(ANN, "picked"))).why[0] == ANN_CALLS
    assert BY_NUMBER.user == ANN
