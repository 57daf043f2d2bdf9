"""The people and tickets of the demonstration account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from workbench.connect import SimulatedConnect
from workbench.zendesk import SimulatedZendesk
from workbench.zendesk_http import iso

ANN = "+61299990001"
SHARED = "+61299990007"
DAY = 24 * 60  # minutes


def furnish(zendesk: SimulatedZendesk, connect: SimulatedConnect, now: datetime) -> None:
    """Fills the account with people worth ringing as, and hires a second agent and a supervisor."""
    connect.add_agent("Bea Second")
    connect.add_agent("Sam Supervisor", state="Offline")
    connect.add_agent("Dora Deskphone", softphone=False, extension="+61280001111")
    zendesk.add_user(name="Ada Admin", email="ada@example.com", role="admin")
    zendesk.add_user(name="Bea Second", email="bea@example.com", role="agent")
    zendesk.add_brand("MyCorp Retail")
    zendesk.add_ticket_field("connect_outbound_queue")
    zendesk.add_ticket_field("Order number")
    zendesk.add_user_field("account_no")
    _ann(zendesk, now)
    _others(zendesk, now)


def _ann(zendesk: SimulatedZendesk, now: datetime) -> None:
    ann = zendesk.add_user(name="Ann Miller", phone=ANN, email="ann@example.com")["id"]
    tickets = [
        (20, "My parcel has not arrived", "open"),
        (40 * DAY, "Question about the invoice of March", "solved"),
        (200 * DAY, "Old complaint", "closed"),
    ]
    for minutes, subject, status in tickets:
        _ticket(zendesk, now - timedelta(minutes=minutes), requester_id=ann, subject=subject, status=status)


def _others(zendesk: SimulatedZendesk, now: datetime) -> None:
    bob = zendesk.add_user(name="Bob Braun", phone="+4930901820001", email="bob@example.com")["id"]
    _ticket(zendesk, now - timedelta(days=3), requester_id=bob, subject="Login does not work", status="pending")
    zendesk.add_user(name="Lea Local", phone="(02) 9999 0003", email="lea@example.com")
    zendesk.add_user(name="Sue Suspended", phone="+61299990004", suspended=True)
    zendesk.add_user(name="Tim Twin", phone=SHARED, shared_phone=True, email="tim@example.com")
    zendesk.add_user(name="Tina Twin", phone=SHARED, shared_phone=True, email="tina@example.com")
    zendesk.add_user(name="Zoë <b>Müller</b> عربي", phone="+61299990009", email="zoe@example.com")


def _ticket(zendesk: SimulatedZendesk, when: datetime, **ticket: Any) -> None:
    zendesk.add_ticket(created_at=iso(when), updated_at=iso(when), **ticket)
