"""Tickets in Zendesk, on accounts with and without Talk Partner Edition (rule 1.2)."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from deskline.adapters.http import Http, understood
from deskline.model.effects import CreateTicket, WriteVoiceComment
from deskline.model.errors import Refused, ZendeskError
from deskline.model.people import Ticket
from deskline.model.ports import Clock, Store

PLAIN_FOR = timedelta(hours=24)
"""How long an account without Talk Partner Edition is remembered as such in this browser."""

CONSENT = {"optout": "opt_out", "false": "never"}
"""Zendesk's words on a call record for the flow's words for "not recorded"."""

MOST_PAGES = 100
"""Pages of 100 tickets that a look-up reads at most: Zendesk's pages by number end at 10,000 records."""

_FACTS, _PLAIN_UNTIL = "facts", "plain_until"
_FIELD = "connect_outbound_queue"

_Request = Callable[[], Awaitable[Any]]


class ZendeskTickets:
    """Asks for tickets and writes them."""

    def __init__(self, http: Http, store: Store, clock: Clock, app_id: int | None) -> None:
        self._http = http
        self._store = store
        self._clock = clock
        self._app_id = app_id

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
        """Return a ticket in whose comments the contact id stands; the search lags behind by minutes."""
        phrase = contact_id.replace('"', " ")
        query = quote(f'type:ticket "{phrase}"')
        answer = await self._http.get(f"/api/v2/search.json?query={query}")
        found = understood(answer, lambda page: [_ticket(raw) for raw in page["results"]])
        return next(iter(found), None)

    async def latest_open(self, user_id: int, since: datetime) -> Ticket | None:
        """Return the user's ticket that was updated last and is not closed, if that was at or after `since` (UTC)."""
        number, more = 0, True
        while more:
            number += 1
            query = f"sort_by=updated_at&sort_order=desc&per_page=100&page={number}"
            answer = await self._http.get(f"/api/v2/users/{user_id}/tickets/requested.json?{query}")
            tickets = understood(answer, _tickets)
            recent = [ticket for ticket in tickets if ticket.updated_at >= since]
            for ticket in recent:
                if not ticket.closed:
                    return ticket
            more = len(recent) == len(tickets) and bool(answer.get("next_page")) and number < MOST_PAGES
        return None

    async def made_for(self, external_id: str) -> Ticket | None:
        """Return the ticket created with this external id, or its follow-up; the list has no search lag."""
        answer = await self._http.get(f"/api/v2/tickets.json?external_id={quote(external_id, safe='')}")
        made = understood(answer, _tickets)
        return max(made, key=lambda ticket: (not ticket.closed, ticket.id), default=None)

    async def outbound_queue(self, ticket_id: int) -> tuple[str, int]:
        """Return the queue that is stored on the ticket to call out through, or nothing, and the ticket's brand id."""
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
        # Another request under a key that was used is refused, and the same one gets the earlier ticket back.
        key = " ".join(map(str, (order.marker, requester_id, order.instead_of or 0, *order.without)))
        plain = "/api/v2/tickets.json"
        if "via_followup_source_id" in ticket:
            return await self._http.send("POST", plain, {"ticket": ticket}, key)
        voice = {"ticket": {**ticket, "via_id": order.via_id}}
        return await self._either(
            lambda: self._http.send("POST", "/api/v2/channels/voice/tickets.json", voice, key),
            lambda: self._http.send("POST", plain, {"ticket": ticket}, key),
        )

    async def add_note(self, ticket_id: int, html: str) -> None:
        """Add a private comment; nothing else of the ticket is touched (rule 6.6)."""
        await self._update(ticket_id, {"comment": {"html_body": html, "public": False}})

    async def has_comment(self, ticket_id: int, marker: str) -> bool:
        """Whether one of the ticket's latest hundred comments carries this marker."""
        return any(marker in str(comment.get("body")) for comment in await self._comments(ticket_id))

    async def add_voice_comment(self, ticket_id: int, order: WriteVoiceComment, people: tuple[int, int]) -> None:
        """Add the voice comment: a call record with a comment, or on plain accounts a voice comment on the ticket."""
        await self._either(
            lambda: self._http.send("POST", "/api/v2/calls.json", self._call(ticket_id, order, people)),
            lambda: self._update(ticket_id, {"voice_comment": _voice_comment(order, people[0])}),
        )

    async def has_voice_comment(self, ticket_id: int, order: WriteVoiceComment) -> bool:
        """Whether the voice comment of this contact is among the ticket's latest hundred comments."""
        signs = (order.contact_id, f'started_at": "{_iso(order.started_at)}')
        voices = [json.dumps(found) for found in await self._comments(ticket_id) if "Voice" in str(found.get("type"))]
        return any(sign in voice for voice in voices for sign in signs)

    def _call(self, ticket_id: int, order: WriteVoiceComment, people: tuple[int, int]) -> dict[str, Any]:
        if self._app_id is None:
            raise Refused(404, "call records need the id of an installed app")
        agent_id, requester_id = people
        call: dict[str, Any] = {
            "app_id": self._app_id,
            "from_line": order.from_line,
            "to_line": order.to_line,
            "direction": order.direction,
            "call_started_at": _iso(order.started_at),
            "call_ended_at": _iso(order.ended_at),
            "agent_id": agent_id,
            "end_user_id": requester_id,
            "ticket_id": ticket_id,
            "external_id": order.contact_id,
        }
        if order.recording_url:
            call["recording_url"] = order.recording_url
        if order.consent:
            call["call_recording_consent"] = CONSENT[order.consent]
        shown = [name for name in call if name not in ("app_id", "ticket_id")]
        return {"call": call, "comment": {"title": order.title, "author_id": agent_id, "call_fields": shown}}

    async def _update(self, ticket_id: int, changes: dict[str, Any]) -> Any:
        return await self._http.send("PUT", f"/api/v2/tickets/{ticket_id}.json", {"ticket": changes})

    async def _comments(self, ticket_id: int) -> list[dict[str, Any]]:
        answer = await self._http.get(f"/api/v2/tickets/{ticket_id}/comments.json?sort_order=desc&per_page=100")
        return understood(answer, lambda page: [dict(comment) for comment in page["comments"]])

    async def _either(self, talk_partner_edition: _Request, plain: _Request) -> Any:
        if _lasts(await self._store.get(_FACTS, _PLAIN_UNTIL), self._clock.now()):
            return await plain()
        try:
            return await talk_partner_edition()
        except Refused as refusal:
            if refusal.status not in (403, 404):
                raise
        answer = await plain()
        await self._store.put(_FACTS, _PLAIN_UNTIL, (self._clock.now() + PLAIN_FOR).isoformat())
        return answer

    async def _queue_field(self, queue: str) -> list[dict[str, Any]]:
        # Without the field the queue is not lost: like every attribute it stands in the first comment.
        try:
            answer = await self._http.get("/api/v2/ticket_fields.json")
            fields = understood(answer, _queue_fields)
        except ZendeskError:
            return []
        return [{"id": field_id, "value": queue} for field_id in fields[:1]]


def _queue_fields(page: dict[str, Any]) -> list[int]:
    return [raw["id"] for raw in page["ticket_fields"] if raw["title"] == _FIELD and raw["active"]]


def _lasts(until: str | None, now: datetime) -> bool:
    try:
        return until is not None and datetime.fromisoformat(until) > now
    except (ValueError, TypeError):
        return False


def _stored_queue(raw: dict[str, Any], fields: set[int]) -> tuple[str, int]:
    values = (str(field["value"] or "") for field in raw.get("custom_fields") or () if field["id"] in fields)
    return next(values, ""), int(raw.get("brand_id") or 0)


def _voice_comment(order: WriteVoiceComment, agent_id: int) -> dict[str, Any]:
    seconds = int((order.ended_at - order.started_at).total_seconds())
    voice: dict[str, Any] = {
        "from": order.from_line,
        "to": order.to_line,
        "started_at": _iso(order.started_at),
        "call_duration": seconds,
        "answered_by_id": agent_id,
    }
    return voice | ({"recording_url": order.recording_url} if order.recording_url else {})


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


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
