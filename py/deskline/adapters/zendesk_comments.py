"""Comments on tickets in Zendesk: private ones, and the voice comment of a call (rules 1.2, 6.2, 6.5)."""

import json
from datetime import datetime
from typing import Any

from deskline.adapters.http import Http, understood
from deskline.adapters.zendesk_edition import Edition
from deskline.model.effects import WriteVoiceComment
from deskline.model.errors import Refused

CONSENT = {"optout": "opt_out", "false": "never"}
"""Zendesk's words on a call record for the flow's words for "not recorded"."""


class ZendeskComments:
    """Writes comments and looks for them; call records need the id of an installed app."""

    def __init__(self, http: Http, edition: Edition, app_id: int | None) -> None:
        self._http = http
        self._edition = edition
        self._app_id = app_id

    async def add_note(self, ticket_id: int, html: str) -> None:
        """Add a private comment; nothing else on the ticket changes (rule 6.6)."""
        await self._update(ticket_id, {"comment": {"html_body": html, "public": False}})

    async def has_note(self, ticket_id: int, marker: str) -> bool:
        """Whether one of the ticket's latest hundred comments carries this marker."""
        return any(marker in str(comment.get("body")) for comment in await self._comments(ticket_id))

    async def add_voice_comment(self, ticket_id: int, order: WriteVoiceComment, people: tuple[int, int]) -> None:
        """Add the voice comment: a call record with a comment, or on plain accounts a voice comment on the ticket."""
        await self._edition.either(
            lambda: self._http.post("/api/v2/calls.json", self._call(ticket_id, order, people)),
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
        return await self._http.put(f"/api/v2/tickets/{ticket_id}.json", {"ticket": changes})

    async def _comments(self, ticket_id: int) -> list[dict[str, Any]]:
        answer = await self._http.get(f"/api/v2/tickets/{ticket_id}/comments.json?sort_order=desc&per_page=100")
        return understood(answer, lambda page: [dict(comment) for comment in page["comments"]])


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
