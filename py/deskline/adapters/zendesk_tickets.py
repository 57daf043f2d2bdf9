"""Tickets in Zendesk: look-ups, and creation on accounts with and without Talk Partner Edition (rule 1.2)."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from deskline.adapters.http import Http, understood
from deskline.adapters.zendesk_edition import Edition
from deskline.model.effects import CreateTicket
from deskline.model.errors import Refused, ZendeskError
from deskline.model.people import Ticket

MOST_PAGES = 100
"""Pages of 100 tickets that a look-up reads at most: Zendesk's pages by number end at 10,000 records."""

_FIELD = "connect_outbound_queue"


class ZendeskTickets:
    """Looks up and creates tickets."""

    def __init__(self, http: Http, edition: Edition) -> None:
        self._http = http
        self._edition = edition

    async def by_id(self, ticket_id: int) -> Ticket | None:
        """Return the ticket, or None if there is none with this id that the agent may read."""
        try:
            answer = await self._http.get(f"/api/v2/tickets/{ticket_id}.json")
        except Refused as refusal:
            if refusal.status in (400, 403, 404):
                return None
            raise
        return understood(answer, lambda page: _ticket(page["ticket"]))

    async def that_mentions(self, contact_id: str) -> Ticket | None:
        """Return a ticket whose comments contain the contact id; the search lags by minutes."""
        phrase = contact_id.replace('"', " ")
        query = quote(f'type:ticket "{phrase}"')
        answer = await self._http.get(f"/api/v2/search.json?query={query}")
        found = understood(answer, lambda page: [_ticket(raw) for raw in page["results"]])
        return next(iter(found), None)

    async def latest_open(self, user_id: int, since: datetime) -> Ticket | None:
        """Return the user's ticket that was updated last and is not closed, if that was at or after `since` (UTC)."""
        for number in range(1, MOST_PAGES + 1):
            query = f"sort_by=updated_at&sort_order=desc&per_page=100&page={number}"
            answer = await self._http.get(f"/api/v2/users/{user_id}/tickets/requested.json?{query}")
            tickets = understood(answer, _tickets)
            recent = [ticket for ticket in tickets if ticket.updated_at >= since]
            latest = next((ticket for ticket in recent if not ticket.closed), None)
            if latest or len(recent) < len(tickets) or not answer.get("next_page"):
                return latest
        return None

    async def made_for(self, external_id: str) -> Ticket | None:
        """Return the ticket created with this external id, or its follow-up; the list has no search lag."""
        answer = await self._http.get(f"/api/v2/tickets.json?external_id={quote(external_id, safe='')}")
        made = understood(answer, _tickets)
        return max(made, key=lambda ticket: (not ticket.closed, ticket.id), default=None)

    async def outbound_queue(self, ticket_id: int) -> tuple[str, int]:
        """Return the ticket's stored queue for outbound calls, or nothing, and its brand id."""
        fields = set(understood(await self._http.get("/api/v2/ticket_fields.json"), _queue_fields))
        page = await self._http.get(f"/api/v2/tickets/{ticket_id}.json")
        return understood(page, lambda page: _stored_queue(page["ticket"], fields))

    async def create(self, order: CreateTicket, requester_id: int, agent_id: int) -> Ticket:
        """Create a ticket with a private first comment, submitted by and assigned to the agent."""
        ticket: dict[str, Any] = {
            "subject": order.subject,
            "comment": {"html_body": order.html, "public": False},
            "requester_id": requester_id,
            "submitter_id": agent_id,
            "assignee_id": agent_id,
            "external_id": order.external_id,
        }
        if order.outbound_queue:
            ticket["custom_fields"] = await self._queue_field(order.outbound_queue)
        if order.follow_up_of is not None:
            ticket["via_followup_source_id"] = order.follow_up_of
        ticket = {name: value for name, value in ticket.items() if name not in order.without}
        return understood(await self._created(ticket, order, requester_id), lambda made: _ticket(made["ticket"]))

    async def _created(self, ticket: dict[str, Any], order: CreateTicket, requester_id: int) -> Any:
        # With a used key a different request is refused, and the same request returns the earlier ticket.
        key = " ".join(map(str, (order.marker, requester_id, order.instead_of or 0, *order.without)))
        plain = "/api/v2/tickets.json"
        if "via_followup_source_id" in ticket:
            return await self._http.post(plain, {"ticket": ticket}, key)
        voice = {"ticket": {**ticket, "via_id": order.via_id}}
        return await self._edition.either(
            lambda: self._http.post("/api/v2/channels/voice/tickets.json", voice, key),
            lambda: self._http.post(plain, {"ticket": ticket}, key),
        )

    async def _queue_field(self, queue: str) -> list[dict[str, Any]]:
        # Without the field the queue is not lost: like every attribute it is in the first comment.
        try:
            answer = await self._http.get("/api/v2/ticket_fields.json")
            fields = understood(answer, _queue_fields)
        except ZendeskError:
            return []
        return [{"id": field_id, "value": queue} for field_id in fields[:1]]


def _queue_fields(page: dict[str, Any]) -> list[int]:
    return [raw["id"] for raw in page["ticket_fields"] if raw["title"] == _FIELD and raw["active"]]


def _stored_queue(raw: dict[str, Any], fields: set[int]) -> tuple[str, int]:
    values = (str(field["value"] or "") for field in raw.get("custom_fields") or () if field["id"] in fields)
    return next(values, ""), int(raw.get("brand_id") or 0)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _tickets(page: dict[str, Any]) -> list[Ticket]:
    return [_ticket(raw) for raw in page["tickets"]]


def _ticket(raw: dict[str, Any]) -> Ticket:
    return Ticket(
        id=int(raw["id"]),
        subject=str(raw.get("subject") or ""),
        status=str(raw.get("status") or ""),
        requester_id=int(raw.get("requester_id") or 0),
        updated_at=_moment(str(raw["updated_at"])),
    )
