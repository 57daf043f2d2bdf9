"""How a record is stored: as JSON text that names the class of each part.

Every JSON object has a tag, even a plain mapping, so that no caller's attribute can pass for a class.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from deskline.model import contact, conversation, effects, findings, people, record

CLASSES: dict[str, type] = {
    found.__name__: found
    for module in (contact, conversation, effects, findings, people, record)
    for found in vars(module).values()
    if isinstance(found, type) and is_dataclass(found)
}
"""The classes that a stored record can contain, by name."""


def to_text(value: object) -> str:
    """Return the JSON text of a record or any part of one."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Any:
    """Return what `to_text` was given; raises ValueError or TypeError for any other text.

    Fields that this version does not know are left out, and missing ones take their defaults, so that an update of the
    app in the middle of a call keeps the call.
    """
    return json.loads(text, object_hook=_rich)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"!": "time", "iso": value.isoformat()}
    if isinstance(value, dict):
        return {"!": "dict", "items": [[key, _plain(part)] for key, part in value.items()]}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        parts = {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
        return {"!": type(value).__name__, **parts}
    return value


def _rich(found: dict[str, Any]) -> object:
    tag = found.pop("!", None)
    if tag == "time":
        return datetime.fromisoformat(found["iso"])
    if tag == "dict":
        return dict(found["items"])
    if tag not in CLASSES:
        raise ValueError(f"a kept record has no part called {tag!r}")
    kind = CLASSES[tag]
    known = {part.name for part in fields(kind)}
    return kind(**{name: _tupled(part) for name, part in found.items() if name in known})


def _tupled(part: object) -> object:
    return tuple(map(_tupled, part)) if isinstance(part, list) else part
