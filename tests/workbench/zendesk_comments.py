"""The conversation of a ticket in the simulated Zendesk: written comments and voice comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.schema import VOICE_COMMENT_MANDATORY
from workbench.zendesk_html import stored_html, stored_text
from workbench.zendesk_http import Json, invalid
from workbench.zendesk_records import Records

LIMIT = 5000
MAX_LENGTH = 65_535


def blank(comment: Json | None) -> bool:
    """Whether a comment of a request says nothing at all."""
    return not comment or not (comment.get("html_body") or comment.get("body") or "").strip()


def add_comment(records: Records, ticket: Json, given: Json, agent: Json) -> Json:
    """Stores a written comment: html wins over plain text, and an agent who may only comment privately does."""
    html, plain = stored_html(given["html_body"]) if given.get("html_body") else stored_text(given["body"])
    if len(plain) > MAX_LENGTH:
        raise invalid("comment", f"Comment: is too long (maximum is {MAX_LENGTH} characters)", "TooLong")
    public = given.get("public") is not False and not agent["only_private_comments"]
    said = {"body": plain, "html_body": html, "plain_body": plain, "public": public}
    return _store(records, ticket, {"type": "Comment", "author_id": _author(records, given, agent), **said})


def _author(records: Records, given: Json, agent: Json) -> int:
    author = given.get("author_id") or agent["id"]
    if author not in records.users:
        raise invalid("author_id", "Author: is invalid", "InvalidValue")
    return int(author)


def add_voice_comment(records: Records, ticket: Json, given: Json, agent: Json) -> Json:
    """Stores a voice comment of the Tickets API; from, to, started_at and call_duration are mandatory."""
    for name in VOICE_COMMENT_MANDATORY:
        if given.get(name) is None:
            raise invalid("voice_comment", f"Voice comment: {name} is required", "BlankValue")
    data = {"transcription_text": None, "location": None, "answered_by_id": None, **given}
    answered_by = records.users.get(data["answered_by_id"] or 0)
    data |= {
        "answered_by_name": answered_by and answered_by["name"],
        "call_id": None,
        "recorded": bool(data.get("recording_url")),
    }
    lines = ["Call details:", f"Call from: {given['from']}", f"Call to: {given['to']}"]
    said = _said([*lines, f"Length of phone call: {given['call_duration']} s"]) | {"public": True, "data": data}
    shown = {"formatted_from": given["from"], "formatted_to": given["to"], "transcription_visible": False}
    return _store(records, ticket, {"type": "VoiceComment", "author_id": agent["id"], **said, **shown})


def add_call_comment(records: Records, ticket: Json, call: Json, comment: Json) -> Json:
    """Stores the voice comment of Talk Partner Edition: the fields of a call record that the comment names."""
    names: Sequence[str] = comment.get("call_fields") or ()
    shown = {name: call.get(name) for name in names}
    data = {"call_id": call["id"], "title": comment.get("title"), **shown}
    if records.call_comment_tells_external_id:
        data["external_id"] = call.get("external_id")
    lines = [comment.get("title") or "Call", *(f"{name}: {value}" for name, value in shown.items())]
    said = _said(lines) | {"public": True, "data": {**data, "call_fields": list(names)}}
    return _store(records, ticket, {"type": "TpeVoiceComment", "author_id": comment["author_id"], **said})


def _said(lines: Sequence[str]) -> Json:
    html, plain = stored_text("\n".join(lines))
    return {"body": plain, "html_body": html, "plain_body": plain}


def _store(records: Records, ticket: Json, comment: Json) -> Json:
    conversation = records.conversations.setdefault(ticket["id"], [])
    if len(conversation) >= LIMIT:
        raise invalid("base", f"Ticket has reached its limit of {LIMIT} comments", "TooManyComments")
    stored = {
        "id": records.new_id(), "attachments": [], "audit_id": records.new_id(), "created_at": records.time(),
        "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}},
        "metadata": {"system": {}, "custom": {}}, **comment,
    }  # fmt: skip
    conversation.append(stored)
    return stored


def texts(conversation: Sequence[Any]) -> list[str]:
    """What the search index keeps of a conversation."""
    return [comment["plain_body"] for comment in conversation]
