"""Requests and answers of Zendesk's REST API: error bodies, pages, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from workbench.schema import Unknown

Json = dict[str, Any]
FORBIDDEN = "You do not have access to this page. Please contact the account owner of this help desk for further help."


@dataclass(frozen=True)
class Request:
    """One request of a signed-in agent; `ids` are the numbers in its path, `query` its parameters by name."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    agent: Json
    ids: tuple[int, ...] = ()

    @property
    def id(self) -> int:
        """The first number in the path."""
        return self.ids[0]


@dataclass(frozen=True)
class Answer:
    """What comes back. `status` None: no answer ever comes. `delay`: seconds by which a carrier should be late."""

    status: int | None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


class Refused(Exception):
    """Zendesk's own refusal, as the answer that it sends."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        """Keeps the answer beside the exception's text."""
        super().__init__(f"{status}: {body}")
        self.answer = Answer(status, body, headers or {})


def not_found() -> Refused:
    """404 as for a record that does not exist."""
    return Refused(404, {"error": "RecordNotFound", "description": "Not found"})


def forbidden() -> Refused:
    """403 as for a page that the agent's role does not open."""
    return Refused(403, {"error": {"title": "Forbidden", "message": FORBIDDEN}})


def invalid(name: str, description: str, error: str | None = None) -> Refused:
    """422 with the reason under the field's name."""
    detail = {"description": description} | ({"error": error} if error else {})
    description = "Record validation errors"
    return Refused(422, {"error": "RecordInvalid", "description": description, "details": {name: [detail]}})


def iso(time: datetime) -> str:
    """A time as Zendesk writes it: UTC, whole seconds, Z."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_json(given: Json) -> Json:
    """What a test gave, with times as Zendesk writes them."""
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in given.items()}


PAGING = frozenset({"page", "per_page"})
CURSOR = frozenset({"page[size]", "page[after]"})


def page(request: Request, name: str, items: Sequence[Any], origin: str) -> Json:
    """One page of `items` under `name`: cursor pages if `page[size]` is asked for, else offset pages of at most 100."""
    if "page[size]" in request.query:
        return _cursor_page(request, name, items, origin)
    number, size = _whole(request, "page", 1), min(_whole(request, "per_page", 100), 100)
    if (number - 1) * size >= 10_000:
        raise Refused(400, {"error": "InvalidPaginationDepth", "description": "Offset pagination ends at 10,000"})
    more = number * size < len(items)
    return {
        name: list(items[(number - 1) * size : number * size]),
        "next_page": _address(request, origin, page=number + 1) if more else None,
        "previous_page": _address(request, origin, page=number - 1) if number > 1 else None,
        "count": len(items),
    }


def _cursor_page(request: Request, name: str, items: Sequence[Any], origin: str) -> Json:
    size, start = min(_whole(request, "page[size]", 100), 100), _whole(request, "page[after]", 0)
    after = start + size if start + size < len(items) else None
    following = _address(request, origin, **{"page[after]": after}) if after else None
    return {
        name: list(items[start : start + size]),
        "meta": {"has_more": after is not None, "after_cursor": after and str(after), "before_cursor": str(start)},
        "links": {"next": following, "prev": None},
    }


def _whole(request: Request, name: str, default: int) -> int:
    given = request.query.get(name, str(default))
    if not given.isdigit():
        raise Unknown(f"{name}={given} is not a whole number")
    return int(given)


def _address(request: Request, origin: str, **changed: Any) -> str:
    return f"{origin}{request.path}?{urlencode({**request.query, **changed})}"
