"""The simulated Zendesk's app installations and the messages between running apps (apps/notify)."""

from __future__ import annotations

import json
from typing import Any

from workbench.schema import INSTALLATION, NOTIFICATION, check_fields, wrapped
from workbench.zendesk_http import Answer, Json, Refused, Request, forbidden, invalid, not_found
from workbench.zendesk_records import Records

MAX_NOTIFICATION = 1_000_000


def install(records: Records, app_id: int, settings: Json) -> Json:
    """An app of the account with its settings, as an admin would install it."""
    installation = {
        "id": records.new_id(), "app_id": app_id, "product": "support", "enabled": True, "paid": False,
        "settings": dict(settings), "role_restrictions": [], "group_restrictions": [], "collapsible": True,
        "created_at": records.time(), "updated_at": records.time(), "settings_objects": [],
    }  # fmt: skip
    records.installations.append(installation)
    return _shown(installation)


def _shown(installation: Json) -> Json:
    installation["settings_objects"] = [{"name": k, "value": v} for k, v in installation["settings"].items()]
    return installation


def _staff(request: Request, *roles: str) -> None:
    if request.agent["role"] not in roles:
        raise forbidden()


def _the_installation(records: Records, request: Request) -> Json:
    found = [each for each in records.installations if each["id"] == request.id]
    if not found:
        raise not_found()
    return found[0]


def list_installations(records: Records, request: Request) -> Answer:
    """GET /apps/installations: agents and admins see every app's settings."""
    _staff(request, "agent", "admin")
    return Answer(200, {"installations": [_shown(each) for each in records.installations]})


def show_installation(records: Records, request: Request) -> Answer:
    """GET /apps/installations/{id}."""
    _staff(request, "agent", "admin")
    return Answer(200, _shown(_the_installation(records, request)))


def update_installation(records: Records, request: Request) -> Answer:
    """PUT /apps/installations/{id}: admins only; settings that are not named stay as they are."""
    _staff(request, "admin")
    installation = _the_installation(records, request)
    check_fields(request.body, INSTALLATION, "installation")
    installation["settings"].update(request.body.get("settings") or {})
    installation.update(enabled=request.body.get("enabled", installation["enabled"]), updated_at=records.time())
    return Answer(200, _shown(installation))


def notify(records: Records, request: Request) -> Answer:
    """POST /apps/notify: delivered to every running copy of the app, or to one agent's."""
    _staff(request, "agent", "admin")
    given = wrapped(request.body, "app_id", "event", "body", "agent_id")
    check_fields(given, NOTIFICATION, "notification")
    if not given.get("event"):
        raise invalid("event", "Event: cannot be blank", "BlankValue")
    if len(given.get("body") or "") > MAX_NOTIFICATION:
        raise Refused(413, {"error": "RequestEntityTooLarge", "description": "The body is larger than 1 MB"})
    event = {name: given.get(name) for name in ("app_id", "event", "agent_id")}
    records.tell(kind="notification", body=_parsed(given.get("body")), sender=_sender(request), **event)
    return Answer(200, {})


def _parsed(body: str | None) -> Any:
    """The body as the app gets it: what is JSON arrives parsed."""
    try:
        return json.loads(body or "null")
    except ValueError:
        return body


def _sender(request: Request) -> Json:
    return {name: request.agent[name] for name in ("id", "name", "email", "role")}


ROUTES: tuple[Any, ...] = (
    ("GET", "/apps/installations", list_installations, frozenset({"include"})),
    ("GET", "/apps/installations/{}", show_installation, frozenset()),
    ("PUT", "/apps/installations/{}", update_installation, frozenset()),
    ("POST", "/apps/notify", notify, frozenset()),
)
