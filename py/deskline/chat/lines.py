"""A line of a chat in words: who it is from and what people read of it, for tickets and for the agent's screen."""

import json
from collections.abc import Iterator
from typing import Any

from deskline.model.conversation import Line
from deskline.words.plain_text import NAME, one_line
from deskline.words.texts import Texts

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
"""The content type of a list or of times to choose from, which is JSON; a customer's answer has a suffix."""


def speaker(line: Line, texts: Texts) -> str:
    """Return who a line is from: the name, if there is one, and the part that they have in the chat."""
    role = texts(f"chat.{line.role}")
    name = "" if line.role == "system" else one_line(line.name, NAME)
    return f"{name} ({role})" if name else role


def event(line: Line, texts: Texts) -> str:
    """Return an event as a sentence."""
    return texts(f"chat.{line.words}", who=speaker(line, texts))


def words(line: Line, texts: Texts) -> str:
    """Return what is readable of a message or file; a message without any words has been deleted."""
    readable = _readable(line)
    if line.kind == "file":
        return texts("chat.file", name=readable)
    return readable or texts("chat.deleted")


def _readable(line: Line) -> str:
    """The words of a message; of an interactive one the titles that the customer sees, or what they chose."""
    if not line.format.startswith(INTERACTIVE):
        return line.words
    try:
        found = json.loads(line.words)
    except ValueError:
        return line.words
    return "\n".join(_titles(found)) or line.words


def _titles(found: Any) -> Iterator[str]:
    """Every title and subtitle in interactive content, in the order in which they stand there."""
    if isinstance(found, dict):
        yield from (found[name] for name in ("title", "subtitle", "text") if isinstance(found.get(name), str))
    for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _titles(part)
