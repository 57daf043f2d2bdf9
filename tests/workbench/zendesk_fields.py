"""The simulated account's ticket fields, user fields and brands, and what value each kind of field takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from workbench.schema import Unknown
from workbench.zendesk_http import PAGING, Answer, Json, Request, invalid, page
from workbench.zendesk_records import Records

_SYSTEM = (
    ("Subject", "subject"), ("Description", "description"), ("Status", "status"), ("Type", "tickettype"),
    ("Priority", "priority"), ("Group", "group"), ("Assignee", "assignee"),
)  # fmt: skip
_TYPES = ("text", "textarea", "checkbox", "date", "integer", "decimal", "regexp", "tagger", "multiselect", "dropdown")


def furnish(records: Records) -> None:
    """What every new account has: one brand, one group and the system ticket fields."""
    add_brand(records, {"name": "Acme Support", "default": True})
    group = {"id": records.new_id(), "name": "Support", "default": True, "deleted": False, "is_public": True}
    records.groups.append(group)
    for title, kind in _SYSTEM:
        _add(records, records.ticket_fields, {"title": title, "type": kind, "removable": False})


def add_brand(records: Records, given: Json) -> Json:
    """A brand in the account; active unless told otherwise."""
    name = given["name"].lower().replace(" ", "-")
    key = records.new_id()
    brand = {
        "id": key, "url": records.url(f"brands/{key}"), "subdomain": name, "brand_url": f"https://{name}.zendesk.com",
        "has_help_center": False, "help_center_state": "disabled", "active": True, "default": False,
        "is_deleted": False, "logo": None, "ticket_form_ids": [], "signature_template": "{{agent.signature}}",
        "host_mapping": None, "created_at": records.time(), "updated_at": records.time(), **given,
    }  # fmt: skip
    records.brands.append(brand)
    return brand


def add_ticket_field(records: Records, given: Json) -> Json:
    """A custom ticket field; for drop-downs `options` are pairs of name and value (which is a tag)."""
    field = _add(records, records.ticket_fields, {"removable": True, **_with_options(records, given)})
    for ticket in records.tickets.values():
        ticket["custom_fields"].append({"id": field["id"], "value": None})
    return field


def add_user_field(records: Records, given: Json) -> Json:
    """A custom user field; `key` is the name under which values are stored."""
    field = _add(records, records.user_fields, {"system": False, **_with_options(records, given)})
    for user in records.users.values():
        user["user_fields"].setdefault(field["key"], None)
    return field


def _with_options(records: Records, given: Json) -> Json:
    if given["type"] not in _TYPES:
        raise Unknown(f"field type {given['type']}")
    options = [
        {"id": records.new_id(), "name": name, "raw_name": name, "value": value, "default": False}
        for name, value in given.get("options", ())
    ]
    plain = {key: value for key, value in given.items() if key != "options"}
    return {**plain, "custom_field_options": options} if options else plain


def _add(records: Records, fields: list[Json], given: Json) -> Json:
    key = records.new_id()
    field = {
        "id": key, "url": records.url(f"ticket_fields/{key}"), "raw_title": given["title"], "description": "",
        "position": len(fields), "active": True, "regexp_for_validation": None, "tag": None,
        "created_at": records.time(), "updated_at": records.time(), **given,
    }  # fmt: skip
    fields.append(field)
    return field


def blank_values(records: Records) -> list[Json]:
    """The custom fields of a new ticket, all without a value."""
    return [{"id": field["id"], "value": None} for field in records.ticket_fields if field["removable"]]


def set_values(records: Records, ticket: Json, given: list[Json]) -> None:
    """Stores values in a ticket's custom fields; 422 for a value that does not fit, Unknown for no such field."""
    for each in given:
        field = next((f for f in records.ticket_fields if f["id"] == each.get("id") and f["removable"]), None)
        if field is None:
            raise Unknown(f"no custom ticket field {each.get('id')}")
        if not fits(field, each.get("value")):
            raise invalid("base", f"{field['title']}: {each.get('value')!r} is invalid", "InvalidValue")
        next(slot for slot in ticket["custom_fields"] if slot["id"] == field["id"])["value"] = each.get("value")


def fits(field: Json, value: Any) -> bool:
    """Whether a field of this kind takes the value; nothing (null) always fits."""
    return value is None or _FITS.get(field["type"], _any_text)(field, value)


def _any_text(_field: Json, value: Any) -> bool:
    return isinstance(value, str)


def _option(field: Json, value: Any) -> bool:
    return value == "" or value in [option["value"] for option in field["custom_field_options"]]


def _matches(pattern: str) -> Callable[[Json, Any], bool]:
    return lambda _field, value: bool(re.fullmatch(pattern, str(value)))


_FITS: dict[str, Callable[[Json, Any], bool]] = {
    "checkbox": lambda _field, value: isinstance(value, bool),
    "date": _matches(r"\d{4}-\d\d-\d\d"),
    "integer": _matches(r"-?\d+"),
    "decimal": _matches(r"-?\d+(\.\d+)?"),
    "regexp": lambda field, value: bool(re.search(field["regexp_for_validation"] or "", str(value))),
    "tagger": _option,
    "dropdown": _option,
    "multiselect": lambda field, value: isinstance(value, list) and all(_option(field, each) for each in value),
}


def list_ticket_fields(records: Records, request: Request) -> Answer:
    """GET /ticket_fields."""
    return Answer(200, page(request, "ticket_fields", records.ticket_fields, records.origin))


def list_user_fields(records: Records, request: Request) -> Answer:
    """GET /user_fields."""
    return Answer(200, page(request, "user_fields", records.user_fields, records.origin))


def list_brands(records: Records, request: Request) -> Answer:
    """GET /brands."""
    return Answer(200, page(request, "brands", records.brands, records.origin))


def list_groups(records: Records, request: Request) -> Answer:
    """GET /groups."""
    return Answer(200, page(request, "groups", records.groups, records.origin))


_CURSOR_TOO = PAGING | {"page[size]", "page[after]"}
ROUTES: tuple[Any, ...] = (
    ("GET", "/ticket_fields", list_ticket_fields, _CURSOR_TOO),
    ("GET", "/user_fields", list_user_fields, _CURSOR_TOO),
    ("GET", "/brands", list_brands, _CURSOR_TOO),
    ("GET", "/groups", list_groups, _CURSOR_TOO),
)
