"""What a rule says about a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Finding:
    """One rule broken by one file; errors stop an upload, warnings do not."""

    severity: Literal["error", "warning"]
    file: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.file}: {self.rule}: {self.text}"


def error(file: str, rule: str, text: object = "") -> Finding:
    """An error."""
    return Finding("error", file, rule, str(text))


def warning(file: str, rule: str, text: object = "") -> Finding:
    """A warning."""
    return Finding("warning", file, rule, str(text))


def read_object(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """The JSON object in a file and the keys that occur twice in one object; ValueError if it is none."""
    twice: list[str] = []

    def paired(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(repeated(name for name, _ in pairs))
        return dict(pairs)

    found = json.loads(content.decode("utf-8"), object_pairs_hook=paired)
    if not isinstance(found, dict):
        raise ValueError("not a JSON object")
    return found, twice


def repeated(names: Iterable[str]) -> Iterator[str]:
    """Each name that occurs more than once."""
    listed = list(names)
    return (name for name in sorted(set(listed)) if listed.count(name) > 1)
