"""One entry of the diary, and what it may contain: our own words, and ids from Zendesk or Connect.

Each part must match a pattern; anything else becomes an ellipsis, so that no personal data gets in by mistake.
"""

import builtins
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from string import punctuation
from typing import Any, get_args

from deskline.model import errors
from deskline.model.effects import Write
from deskline.model.settings import ATTRIBUTES
from deskline.model.stages import Stage
from deskline.words.notices import NOTICES
from deskline.words.plain_text import ELLIPSIS

PATHS = frozenset({
    "api", "v2", "users", "tickets", "search", "show_many", "requested", "comments", "calls", "channels", "voice",
    "ticket_fields",
})  # fmt: skip
"""The words allowed in a path of Zendesk's API."""

LONGEST_SHAPE = 24
"""The most characters kept of a value's shape."""

KINDS = frozenset({"started", "failed", "contact", "flow", "request", "saved", "lost", "notice", "order", "error"})
"""What an entry can be about."""

_STAGES = frozenset(get_args(Stage))
_ENDINGS = {"missed", "rejected", "unanswered"}
_WRITES = {kind.__name__ for kind in get_args(Write)}
ATTRIBUTE_NAMES = frozenset(row.name for row in ATTRIBUTES)
_EXPECTED = sorted({row.kind.expected.partition(":")[0].removeprefix("expected.") for row in ATTRIBUTES})
ORDERS = {"pop", "softphone", "dial"}
_ERRORS = {name for module in (builtins, errors) for name, kind in vars(module).items() if isinstance(kind, type)}
_FAILURES = {"setting", "address", "hash", "memory", "engine"}
_WORDS = frozenset({*_STAGES, *_ENDINGS, *_WRITES, *ORDERS, *_ERRORS, *NOTICES, *_FAILURES})
_OUTCOMES = {"", "ok", "gone", "failed", "timeout", "offline", "refused", "unknown", "storage"}

_METHOD = re.compile("(GET|POST|PUT|DELETE) (.*)", re.DOTALL)
_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")
_CONTACT = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REASONS = re.compile("opened|tab_closed|page_hung|engine_hung|engine_failed|online")
_RESULTS = {
    "started": re.compile("[12][0-9]{12}"),
    "request": re.compile("[1-5][0-9]{2}"),
    "flow": re.compile(rf"({'|'.join(_EXPECTED)}) [a0 !-/:-@\[-`{{-~]{{0,{LONGEST_SHAPE}}}"),
    "error": re.compile("([a-z0-9_]{1,40}:[0-9]{1,5}( < )?){1,12}"),
}
_LOCALE = re.compile("[a-z]{2}(-[A-Z]{2})?")
_BROWSERS = re.compile(r"(?:Edg|OPR|Firefox|Chrome|Version|Safari)/[0-9]{1,4}|Windows|Macintosh|CrOS|Linux|Android")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: `what` in a word, `about` which contact, the `result` in a word, its duration in `ms`.

    Of an engine that started, `what` is the version, `about` the reason, and `result` the generation. `at` is in ISO
    format.
    """

    kind: str
    what: str
    about: str = ""
    result: str = ""
    ms: int = 0
    at: str = ""

    @property
    def parts(self) -> dict[str, Any]:
        """Its parts by name, without those that are empty."""
        return {name: value for name, value in asdict(self).items() if value}


def clean(raw: Mapping[str, Any]) -> Entry:
    """Return an entry in which whatever does not match its pattern is replaced by an ellipsis."""
    kind = _word(raw.get("kind"), KINDS)
    return Entry(
        at=_time(raw.get("at")),
        kind=kind,
        what=_what(kind, str(raw.get("what", ""))),
        about=_shaped(raw.get("about", ""), _REASONS if kind == "started" else _CONTACT),
        result=_result(kind, str(raw.get("result", ""))),
        ms=ms if isinstance(ms := raw.get("ms", 0), int) and 0 <= ms < 10**6 else 0,
    )


def browser(asking: str) -> dict[str, str]:
    """Return locale and browser from "locale user-agent", as far as they are known words."""
    locale = asking.partition(" ")[0]
    return {"locale": _shaped(locale, _LOCALE), "browser": " ".join(_BROWSERS.findall(asking))}


def ignored(expected: str, value: str) -> str:
    """Return what was expected of a flow's value, and that value's shape, neither of which identifies anybody."""
    kind = expected.partition(":")[0].removeprefix("expected.")
    return f"{kind} {''.join(map(_sign, value[:LONGEST_SHAPE]))}"


def _sign(character: str) -> str:
    if character.isalpha():
        return "a"
    if character.isnumeric():
        return "0"
    return character if character in punctuation else " " if character.isspace() else "?"


def path_of(path: str) -> str:
    """Return a path of Zendesk's API without search terms; ids stay where an id belongs."""
    segments = path.partition("?")[0].removesuffix(".json").strip("/").split("/")
    return "/" + "/".join(_segment(before, segment) for before, segment in zip(["", *segments], segments, strict=False))


def _segment(before: str, segment: str) -> str:
    is_id = before in ("users", "tickets") and re.fullmatch("[0-9]{1,19}", segment)
    return segment if segment in PATHS or is_id else ELLIPSIS


def _what(kind: str, what: str) -> str:
    if kind == "request":
        method = _METHOD.fullmatch(what)
        return f"{method[1]} {path_of(method[2])}" if method else ELLIPSIS
    if kind == "flow":
        return _word(what, ATTRIBUTE_NAMES)
    return _shaped(what, _VERSION) if kind == "started" else _word(what, _WORDS)


def _result(kind: str, result: str) -> str:
    shape = _RESULTS.get(kind)
    return result if result in _OUTCOMES or (shape and shape.fullmatch(result)) else ELLIPSIS


def _word(value: object, words: frozenset[str]) -> str:
    return value if isinstance(value, str) and value in words else ELLIPSIS


def _shaped(value: object, shape: re.Pattern[str]) -> str:
    text = str(value)
    return text if not text or shape.fullmatch(text) else ELLIPSIS


def _time(value: object) -> str:
    try:
        return datetime.fromisoformat(str(value)).isoformat(timespec="milliseconds")
    except ValueError:
        return ELLIPSIS
