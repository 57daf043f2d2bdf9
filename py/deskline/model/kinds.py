"""The kinds of value that a setting or a contact attribute can have, and how each is read (rules 2.2, 2.3)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from deskline.model import numbers

UNSET = frozenset({"", "-", "none", "null", "empty", "ignore", "timeout"})
"""Values that count as not set, so that a flow can pass on what a caller typed or did not type."""

TRUE = frozenset({"true", "t", "1", "yes", "y"})
FALSE = frozenset({"false", "f", "0", "no", "n"})

_EMAIL = re.compile(r"""(?:"[^"\x00-\x1f]+"|[^\s@<>",;\x00-\x1f]+)@[^\s@<>"',;\x00-\x1f]+\.[^\s@<>"',;.\x00-\x1f]+""")
"""What may be an e-mail address; one that Zendesk then refuses is left out."""

_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\\<>^`{|}]")
"""Characters that browsers reject or replace in an address."""

_LARGEST_ID = 2**63 - 1

_DECORATION = re.compile(r"[\s.()/\u00ad\u200b-\u200f\u202a-\u202e\u2010-\u2015\u2060\u2212\ufeff-]")
"""What people put between the digits of a number, and invisible characters that come with copying one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: its name, what is expected (a text key), and how text is read.

    `read` takes the trimmed text and the region for local numbers; it raises ValueError for anything that does not fit.
    """

    name: str
    expected: str
    read: Callable[[str, str | None], Any]


def is_unset(text: str) -> bool:
    """Whether a value counts as not set."""
    return text.strip().lower() in UNSET


def choice(*options: str, name: str = "") -> Kind:
    """Return the kind whose value is one of the options, written in any case."""
    known = {option.lower(): option for option in options}

    def read(text: str, _: str | None) -> str:
        if text.lower() not in known:
            raise ValueError(text)
        return known[text.lower()]

    return Kind(name or ", ".join(options), "expected.choice:" + ", ".join(options), read)


def several(*options: str) -> Kind:
    """Return the kind whose value is any of the options, separated by comma or semicolon."""
    one = choice(*options)

    def read(text: str, region: str | None) -> tuple[str, ...]:
        chosen = {one.read(part.strip(), region) for part in re.split("[,;]", text) if part.strip()}
        return tuple(option for option in options if option in chosen)

    return Kind("any of " + ", ".join(options), "expected.several:" + ", ".join(options), read)


def _boolean(text: str, _: str | None) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise ValueError(text)
    return text.lower() in TRUE


def _minutes(text: str, _: str | None) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise ValueError(text)
    return float(text)


def _whole(text: str, _: str | None) -> int:
    if not re.fullmatch(r"[0-9]{1,40}", text) or int(text) > _LARGEST_ID:
        raise ValueError(text)
    return int(text)


def _phone(text: str, _: str | None) -> str:
    compact = _DECORATION.sub("", numbers.bare(text))
    if not re.fullmatch(r"\+[1-9][0-9]{2,14}", compact):
        raise ValueError(text)
    return compact


def _typed_phone(text: str, region: str | None) -> str:
    number = numbers.e164(text, region)
    if number is None:
        raise ValueError(text)
    return number


def _email(text: str, _: str | None) -> str:
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise ValueError(text)
    return text


def _url(text: str, _: str | None) -> str:
    parts = urlsplit(text)
    if _NO_ADDRESS.search(text) or parts.port == 0:  # a port above 65535 raises ValueError
        raise ValueError(text)
    here = parts.hostname == "127.0.0.1" or f".{parts.hostname}".endswith(".localhost")
    if not parts.hostname or parts.scheme not in (("https", "http") if here else ("https",)):
        raise ValueError(text)
    return text


def _country(text: str, _: str | None) -> str:
    region = numbers.region_of(text)
    if region is None:
        raise ValueError(text)
    return region


def _json(text: str, _: str | None) -> Any:
    value = json.loads(text)
    if not isinstance(value, list | dict):
        raise ValueError(text)
    return value


BOOLEAN = Kind("bool", "expected.boolean", _boolean)
MINUTES = Kind("minutes", "expected.number", _minutes)
NUMBER = Kind("number", "expected.number", _minutes)
TICKET = Kind("ticket number, 0", "expected.ticket", _whole)
USER_ID = Kind("user id", "expected.user_id", _whole)
PHONE = Kind("phone", "expected.phone", _phone)
TYPED_PHONE = Kind("phone", "expected.phone", _typed_phone)
EMAIL = Kind("email", "expected.email", _email)
TEXT = Kind("text", "expected.text", lambda text, _: text)
URL = Kind("url", "expected.url", _url)
COUNTRY = Kind("region code or calling code", "expected.country", _country)
JSON = Kind("JSON", "expected.json", _json)
