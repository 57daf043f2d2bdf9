"""Rules for requirements.json: what Zendesk makes in the account when the app is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.rules.finding import Files, Finding, error, read_object

FILE = "requirements.json"
TYPES = {
    "automations",
    "channel_integrations",
    "custom_objects",
    "macros",
    "targets",
    "views",
    "ticket_fields",
    "triggers",
    "user_fields",
    "organization_fields",
    "webhooks",
    "custom_objects_v2",
}
OLD_TARGETS = {"http_target", "url_target_v2"}
NEEDS = {
    "user_fields": ("key", "title"),
    "organization_fields": ("key", "title"),
    "channel_integrations": ("manifest_url",),
    "webhooks": ("name", "status", "endpoint", "http_method", "request_format"),
    "custom_objects": (),
}
V2_NEEDS = {
    "objects": ("key", "title", "title_pluralized", "include_in_list_view"),
    "object_fields": ("key", "title", "type", "object_key"),
    "object_triggers": ("key", "object_key", "title", "actions", "conditions"),
}
MOST, MOST_CUSTOM_OBJECTS, MOST_BYTES = 5000, 50, 1_000_000
V2_MOST_PER_OBJECT = {"object_fields": 20, "object_triggers": 10}
V2_MOST_INSIDE = {"conditions": 50, "actions": 25, "custom_field_options": 10}
MOST_CHOICES = 5  # drop-down fields per object, and as many multi-select ones


def check(files: Files) -> Iterator[Finding]:
    """Everything that is wrong with the requirements."""
    if FILE not in files:
        return
    try:
        wanted, twice = read_object(files[FILE])
    except ValueError as problem:
        yield error(FILE, "requirements_not_json", problem)
        return
    yield from (error(FILE, "duplicate_requirements", name) for name in twice)
    yield from (error(FILE, "unknown_requirement_type", name) for name in sorted(set(wanted) - TYPES))
    yield from (error(FILE, rule) for rule in _counts(wanted))
    for kind in sorted(set(wanted) & TYPES - {"custom_objects_v2"}):
        yield from (error(FILE, rule, text) for rule, text in _items(kind, wanted[kind]))
    if "custom_objects_v2" in wanted:
        yield from (error(FILE, rule, text) for rule, text in _objects(wanted["custom_objects_v2"]))
        yield from _custom_object_text(files[FILE])


def _counts(wanted: dict[str, Any]) -> Iterator[str]:
    if sum(len(items) for items in wanted.values() if isinstance(items, dict | list)) > MOST:
        yield "too_many_requirements"
    old = wanted.get("custom_objects")
    if isinstance(old, dict) and sum(len(one) for one in old.values()) > MOST_CUSTOM_OBJECTS:
        yield "too_many_custom_objects"
    if len(wanted.get("channel_integrations") or ()) > 1:
        yield "too_many_channel_integrations"


def _items(kind: str, items: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(items, dict):
        yield "requirement_not_object", kind
        return
    for name, item in items.items():
        fields = item if isinstance(item, dict) else {}
        missing = [need for need in NEEDS.get(kind, ("title",)) if fields.get(need) in (None, "")]
        yield from (("requirement_incomplete", f"{kind}.{name}: {need}") for need in missing)
        if kind == "targets" and fields.get("type") in OLD_TARGETS:
            yield "old_target_type", f"{name}: {fields['type']}"


def _objects(wanted: Any) -> Iterator[tuple[str, str]]:
    parts = {name: _listed(wanted, name) for name in V2_NEEDS}
    if len(parts["objects"]) > MOST_CUSTOM_OBJECTS:
        yield "too_many_custom_objects", str(len(parts["objects"]))
    for name, needs in V2_NEEDS.items():
        for one in parts[name]:
            missing = [need for need in needs if one.get(need) in (None, "")]
            yield from (("custom_object_incomplete", f"{name}.{one.get('key')}: {need}") for need in missing)
            yield from (("too_many_in_custom_object", f"{one.get('key')}: {what}") for what in _overfull(one))
    for name, most in V2_MOST_PER_OBJECT.items():
        yield from (("too_many_per_custom_object", f"{name}: {key}") for key in _crowded(parts[name], most))
    for choice in ("dropdown", "multiselect"):
        fields = [one for one in parts["object_fields"] if one.get("type") == choice]
        yield from (("too_many_per_custom_object", f"{choice}: {key}") for key in _crowded(fields, MOST_CHOICES))


def _listed(wanted: Any, name: str) -> list[dict[str, Any]]:
    found = wanted.get(name) if isinstance(wanted, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _overfull(one: dict[str, Any]) -> Iterator[str]:
    for what, most in V2_MOST_INSIDE.items():
        inside = one.get(what) or ()
        lists = inside.values() if isinstance(inside, dict) else [inside]
        if sum(len(each) for each in lists) > most:
            yield what


def _crowded(items: list[dict[str, Any]], most: int) -> Iterator[str]:
    keys = [str(one.get("object_key")) for one in items]
    return (key for key in sorted(set(keys)) if keys.count(key) > most)


def _custom_object_text(content: bytes) -> Iterator[Finding]:
    if len(content) > MOST_BYTES:
        yield error(FILE, "custom_objects_too_large", len(content))
    if b"{{setting." in content:
        yield error(FILE, "setting_placeholder_in_custom_objects")
