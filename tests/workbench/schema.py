"""What Zendesk accepts in a request body: its published OpenAPI models, and our own tables where they are silent."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from zendesk.models.ticketcreateinput import TicketCreateInput
from zendesk.models.ticketupdateinput import TicketUpdateInput
from zendesk.models.userinput import Identity
from zendesk.models.userobject import UserObjectUsers


class Unknown(AssertionError):
    """The simulated Zendesk does not know what it was asked: the request is wrong or the fake is incomplete."""


Kind = type | tuple[Any, ...] | str
Fields = Mapping[str, Any]


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


TIME = "an ISO 8601 time"

# Adding voice comments to tickets (Zendesk developer documentation), and the voicemail ticket of the OpenAPI file.
VOICE_COMMENT: Fields = {
    "from": str, "to": str, "recording_url": str, "started_at": TIME, "call_duration": int,
    "answered_by_id": int, "transcription_text": str, "location": str,
}  # fmt: skip
# Without recording_url the agent sees a grey bar, so it may be left out.
VOICE_COMMENT_MANDATORY = ("from", "to", "started_at", "call_duration")

# Calls (Talk Partner Edition API reference); app_id is read-only after creation.
CALL: Fields = {
    "app_id": int, "from_line": str, "to_line": str, "call_started_at": TIME, "direction": ("inbound", "outbound"),
    "agent_id": int, "end_user_id": int, "ticket_id": int, "brand_id": int, "external_id": str,
    "call_ended_at": TIME, "call_connected_at": TIME, "call_disposition": str, "call_type": str,
    "call_recording_consent": ("always", "opt_in", "opt_out", "never"), "call_recording_consent_action": str,
    "call_recording_consent_keypress": str, "callback_number": str, "callback_requested_at": TIME,
    "callback_source": ("queue", "web widget"), "completion_status": str, "connection_attempts": int,
    "consultation_time": int, "disconnection_reason": str, "dnis": str, "duration": int, "end_user_location": str,
    "exceeded_queue_time": bool, "extension": str, "from_line_nickname": str, "to_line_nickname": str,
    "hold_time": int, "intent": str, "ivr_destination_group_name": str, "ivr_time_spent": int, "language": str,
    "line_type": str, "longest_hold_time": int, "number_of_holds": int, "outside_business_hours": bool,
    "overflowed_to": str, "phone_name": str, "quality_score": int, "queue_name": str, "queue_time": int,
    "recorded": bool, "recording_time": int, "recording_type": str, "recording_url": str, "sentiment_agent": str,
    "sentiment_call": str, "sentiment_customer": str, "sentiment_trend": str, "short_summary": str, "summary": str,
    "talk_time": int, "time_to_answer": int, "transcript": str, "video_recording_url": str, "voicemail": bool,
    "voicemail_requested_at": TIME, "wait_time": int,
}  # fmt: skip
CALL_MANDATORY = ("app_id", "from_line", "to_line", "call_started_at", "direction")
CALL_COMMENT: Fields = {"title": str, "call_fields": list, "author_id": int, "display_to_agent": int}

REQUESTER: Fields = {"name": str, "email": str, "phone": str, "locale_id": int}
# Documented on the developer site but missing from the OpenAPI file's request models.
TICKET_BOTH: Fields = {"voice_comment": VOICE_COMMENT, "requester": REQUESTER}
TICKET_ON_CREATE: Fields = {**TICKET_BOTH, "via_id": int}
TICKET_ON_UPDATE: Fields = {**TICKET_BOTH, "brand_id": int, "ticket_form_id": int, "raw_subject": str}
USER_EXTRA: Fields = {"identities": [Identity], "skip_verify_email": bool, "agent_brand_ids": list}
IDENTITY: Fields = {
    "type": (
        "email", "twitter", "facebook", "google", "phone_number", "agent_forwarding",
        "any_channel", "foreign", "sdk",
    ),
    "value": str, "verified": bool, "primary": bool, "skip_verify_email": bool,
}  # fmt: skip
NOTIFICATION: Fields = {"app_id": int, "event": str, "body": str, "agent_id": int}
INSTALLATION: Fields = {"settings": dict, "enabled": bool}
USER_READ_ONLY = words(
    "active chat_only created_at iana_time_zone id last_login_at locale_id report_csv role_type shared shared_agent "
    "two_factor_auth_enabled updated_at url"
)


def wrapped(body: Any, *names: str) -> dict[str, Any]:
    """The body if it is an object with no members but `names` (the first being mandatory); else raises Unknown."""
    if not isinstance(body, dict) or names[0] not in body or set(body) - set(names):
        raise Unknown(f"expected {{{', '.join(names)}}}, got {json.dumps(body)[:200]}")
    return body


def check_ticket(ticket: Any, *, new: bool) -> None:
    """Raises Unknown unless every member of a ticket to create or update is published and rightly typed."""
    if new:
        _check(ticket, {**_of(TicketCreateInput), **TICKET_ON_CREATE}, "ticket")
    else:
        _check(ticket, {**_of(TicketUpdateInput), **TICKET_ON_UPDATE}, "ticket")


def check_user(user: Any) -> None:
    """Raises Unknown unless every member of a user to create or update is published, writable and rightly typed."""
    fields = {name: kind for name, kind in _of(UserObjectUsers).items() if name not in USER_READ_ONLY}
    _check(user, {**fields, **USER_EXTRA}, "user")


def check_fields(given: Any, fields: Fields, where: str) -> None:
    """Raises Unknown unless every member of `given` is in the table and rightly typed (null is accepted)."""
    _check(given, fields, where)


def _of(model: type[BaseModel]) -> dict[str, Any]:
    """A model's members by the name they have on the wire."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _check(given: Any, fields: Fields, where: str) -> None:
    if not isinstance(given, dict):
        raise Unknown(f"{where} must be an object, not {given!r}")
    for name, value in given.items():
        if name not in fields:
            raise Unknown(f"{where}.{name} is not a published field")
        if value is not None:
            _check_value(value, fields[name], f"{where}.{name}")


def _check_value(value: Any, kind: Any, where: str) -> None:
    for recognises, check in _CHECKS:
        if recognises(kind):
            check(value, kind, where)
            return
    _typed(value, kind, where)


def _time(value: Any, _kind: Any, where: str) -> None:
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unknown(f"{where} must be {TIME}, not {value!r}") from None


def _choice(value: Any, kind: Any, where: str) -> None:
    if value not in kind:
        raise Unknown(f"{where} must be one of {kind}, not {value!r}")


def _each(value: Any, kind: Any, where: str) -> None:
    if not isinstance(value, list):
        raise Unknown(f"{where} must be a list, not {value!r}")
    for number, item in enumerate(value):
        _check_value(item, kind[0], f"{where}[{number}]")


def _model(value: Any, kind: Any, where: str) -> None:
    _check(value, _of(_only_model(kind)), where)


def _typed(value: Any, kind: Any, where: str) -> None:
    try:
        TypeAdapter(kind).validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        raise Unknown(f"{where}: {error.errors()[0]['msg']}, not {value!r}") from None


def _only_model(kind: Any) -> type[BaseModel]:
    """The published model inside `Optional[Model]`, or the model itself."""
    for each in (kind, *typing.get_args(kind)):
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ != "Unset":
            return each
    raise LookupError(kind)


def _is_model(kind: Any) -> bool:
    try:
        return typing.get_origin(kind) is not list and bool(_only_model(kind))
    except LookupError:
        return False


def _list_of_models(kind: Any) -> Any:
    """`[Model]` if the kind is an optional list of one published model, else None."""
    for each in (kind, *typing.get_args(kind)):
        if typing.get_origin(each) is list and _is_model(typing.get_args(each)[0]):
            return [typing.get_args(each)[0]]
    return None


_CHECKS: tuple[tuple[Callable[[Any], bool], Callable[[Any, Any, str], None]], ...] = (
    (lambda kind: kind is TIME, _time),
    (lambda kind: isinstance(kind, tuple), _choice),
    (lambda kind: isinstance(kind, list), _each),
    (lambda kind: isinstance(kind, Mapping), _check),
    (lambda kind: not isinstance(kind, types.GenericAlias) and _is_model(kind), _model),
    (
        lambda kind: _list_of_models(kind) is not None,
        lambda value, kind, where: _each(value, _list_of_models(kind), where),
    ),
)
