"""The table of writes in the documentation: one line per effect, read from the very rows that the outbox works by."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deskline.act.writes import WRITES, WriteKind
from deskline.model.effects import Write
from deskline.words.texts import Texts

ENGLISH = Path(__file__).parents[2] / "translations" / "en.json"
HEAD = ("write", "how it is known to be done", "where Zendesk refuses it", "where that fails too, the agent is told")


def table() -> str:
    """Return the table as Markdown."""
    texts = Texts(json.loads(ENGLISH.read_text("utf-8"))["deskline"])
    rows = (HEAD, ("---",) * len(HEAD), *(_row(effect, kind, texts) for effect, kind in WRITES.items()))
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def _row(effect: type[Write], kind: WriteKind[Any], texts: Texts) -> tuple[str, ...]:
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", effect.__name__).lower()
    refused = (_said(kind.way_round), texts(kind.lost)) if kind.lost else ("-", "-")
    return (name, _said(kind.outcome), *refused)


def _said(part: Callable[..., Any]) -> str:
    """Return the first paragraph of what a part of a row says of itself, on one line."""
    return " ".join(str(inspect.getdoc(part)).partition("\n\n")[0].split())
