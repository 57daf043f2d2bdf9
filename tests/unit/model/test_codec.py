"""How records are kept and read again."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskline.model import effects, findings, people
from deskline.model.codec import CLASSES, from_text, to_text
from deskline.model.contact import Contact
from deskline.model.effects import Phrase
from deskline.model.record import Record

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
USER = people.User(7, "Ann", "ann@example.com", ("+61299990001",), suspended=True, direct=True)
CALLERS = [
    findings.Recognised(USER, "why.number"),
    findings.Unrecognised("+1"),
    findings.Anonymous(),
    findings.Ambiguous((USER, USER)),
    findings.NamedUserMissing(9),
    findings.CouldNotAsk(),
    None,
]
ORDERS = (
    effects.ShowSoftphone(),
    effects.HideSoftphone(),
    effects.PopUser(7),
    effects.PopTicket(),
    effects.Notify(Phrase("notice.bad_values", {"expected": Phrase("expected.boolean"), "value": "x"})),
    effects.CreateUser("Ann", "+1", "", "connect:c"),
    effects.CreateTicket("s", "<p>", "m", 45, "connect:c"),
    effects.AttachTicket(1, 2),
    effects.WriteNote("<p>", "m"),
    effects.WriteVoiceComment("t", "a", "b", "inbound", NOW, NOW, "c"),
    effects.AttachPhone("+1"),
)


def record(**facts: Any) -> Record:
    return Record(Contact(id="c", state="connected", since=NOW), people.Agent(1, "Robin"), **facts)


@pytest.mark.parametrize("caller", CALLERS)
def test_a_record_is_read_as_it_was_kept(caller: findings.Caller | None) -> None:
    ticket = people.Ticket(1, "s", "open", 7, NOW)
    choices = (
        findings.UseTicket(ticket, "why.recent"),
        findings.OtherRequester(ticket),
        findings.NewTicket("why.missing", "7"),
        findings.ConversationTicketMissing(),
    )
    for choice in choices:
        kept = record(caller=caller, choice=choice, pending=ORDERS, connected_at=NOW, view=people.View(USER, ticket))
        assert from_text(to_text(kept)) == kept
    kept = record(caller=caller, dialled=people.Dialled("+1", 7, 5))
    assert from_text(to_text(kept)) == kept


def test_every_order_can_be_kept() -> None:
    assert {type(order).__name__ for order in ORDERS} == {
        name for name, kind in CLASSES.items() if kind.__module__ == effects.__name__ and name != "Phrase"
    }


@given(st.dictionaries(st.text(), st.text()))
def test_no_attribute_can_pose_as_a_part_of_a_record(attributes: dict[str, str]) -> None:
    kept = record(noted_attributes=attributes | {"!": "Record", "items": "x"})
    assert from_text(to_text(kept)) == kept


def test_fields_of_another_version_do_not_lose_the_record() -> None:
    raw = json.loads(to_text(record(ticket_id=5)))
    raw["from_the_future"] = 1
    del raw["missed"]
    assert from_text(json.dumps(raw)) == record(ticket_id=5)


@pytest.mark.parametrize(
    "text", ["", "{", '{"!": "os.system"}', '{"a": 1}', '{"!": "Record"}', '{"!": "time", "iso": "x"}']
)
def test_text_of_another_making_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_text(text)


def test_every_part_of_a_record_is_a_class_that_can_be_kept() -> None:
    assert {"Record", "Contact", "Phrase", "User", "Ticket", "Agent"} <= set(CLASSES)
    assert all(fields(kind) is not None for kind in CLASSES.values())
