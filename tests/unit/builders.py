"""Records and situations for tests that compare values: one call, as it is unless a test says otherwise."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deskline.decide.situation import Situation
from deskline.model.contact import Contact
from deskline.model.findings import Anonymous, NewTicket, Recognised, Unrecognised
from deskline.model.people import Agent, Ticket, User
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.words.texts import Texts

TEXTS = Texts(json.loads((Path(__file__).parents[2] / "translations" / "en.json").read_text())["deskline"])

RANG = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ANSWERED = RANG + timedelta(seconds=5)
OVER = ANSWERED + timedelta(minutes=1)

NUMBER = "+61299990001"
ROBIN = Agent(1, "Robin")
ANN = User(7, "Ann", phones=(NUMBER,))
BOB = User(8, "Bob")
OPEN_TICKET, CLOSED_TICKET = (Ticket(number, "s", status, 7, RANG) for number, status in ((5, "open"), (6, "closed")))

BY_NUMBER = Recognised(ANN, "why.number")
STRANGER = Unrecognised(NUMBER)
NOBODY = Anonymous()
NEW_TICKET = NewTicket("why.new_ticket")

AUTO, MANUAL = ForContact(), ForContact(ticket_assignment="agent")


def contact(state: Any = "connected", **facts: Any) -> Contact:
    """Return an inbound call from Ann's number."""
    return Contact(**{"id": "c", "state": state, "since": RANG, "number": NUMBER, **facts})


def record(**facts: Any) -> Record:
    """Return the record of a call that is connected, its caller recognised and a new ticket chosen.

    Facts of the contact are taken for the contact's where the record has none of that name.
    """
    own = {part.name for part in fields(Record)}
    call = contact(**{name: fact for name, fact in facts.items() if name not in own})
    known = {"stage": "connected", "caller": BY_NUMBER, "choice": NEW_TICKET, "number": NUMBER, "user_id": ANN.id}
    known |= {"connected_at": ANSWERED}
    return replace(Record(call, ROBIN), **{**known, **{name: fact for name, fact in facts.items() if name in own}})


def situation(known: Record | None = None, /, **facts: Any) -> Situation:
    """Return what a decision sees of a record, or of the one that these facts make."""
    return Situation(known or record(**facts), Installation(), TEXTS, TEXTS)
