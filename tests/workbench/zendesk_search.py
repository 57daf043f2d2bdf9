"""Zendesk's search syntax, as far as a telephony app uses it, over the simulated account's (lagging) index."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from workbench.schema import Unknown
from workbench.zendesk_http import PAGING, Answer, Json, Refused, Request, forbidden, page
from workbench.zendesk_records import Records

_TERM = re.compile(r'(-?)(?:(\w+)([:<>]=?))?("[^"]*"|[^\s"]+)')
_STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
_LIMIT = 1000
_EXTENDED = re.compile(r"(?is)(.*?)((?:x|ext|#|,|;)[^0-9]*[0-9]+)?(\D*)")


class Term(NamedTuple):
    """One condition of a query; a bare word or phrase has no keyword."""

    keyword: str | None
    operator: str
    value: str
    negated: bool


def digits(text: str) -> str:
    """The digits of a number, which is all that Zendesk compares."""
    return re.sub(r"\D", "", text)


def indexed(number: str, extensions: str) -> str:
    """What the index holds of a phone number: its digits, with those of an extension, apart from them, or without."""
    main, extension, _ = re.fullmatch(_EXTENDED, number.strip()).groups()  # type: ignore[union-attr]
    added = {"digits": digits(extension or ""), "apart": f"x{digits(extension)}" if extension else "", "none": ""}
    return digits(main) + added[extensions]


def terms(query: str) -> list[Term]:
    """The conditions of a query, in their order; raises Unknown for what the syntax cannot express."""
    found = [Term(m[2], m[3] or ":", m[4].strip('"'), bool(m[1])) for m in _TERM.finditer(query)]
    if re.sub(r"\s", "", _TERM.sub("", query)):
        raise Unknown(f"query {query!r}")
    return found


def found_users(records: Records, query: str) -> list[Json]:
    """The users that match, in the order of their ids; deleted ones are never found."""
    wanted = [term for term in terms(query) if (term.keyword, term.value) != ("type", "user")]
    if not wanted:
        return []
    matched = [key for key, seen in records.indexed("user").items() if _all(records, wanted, seen, _user_matches)]
    return [records.users[key] for key in sorted(matched) if records.users[key]["active"]]


def found_tickets(records: Records, query: str) -> list[Json]:
    """The tickets that match, the latest first."""
    wanted = [term for term in terms(query) if (term.keyword, term.value) != ("type", "ticket")]
    matched = [key for key, seen in records.indexed("ticket").items() if _all(records, wanted, seen, _ticket_matches)]
    return sorted((records.tickets[key] for key in matched), key=lambda ticket: -int(ticket["id"]))


Matcher = Callable[[Records, Term, Json], bool]


def _all(records: Records, wanted: list[Term], seen: Json, matches: Matcher) -> bool:
    return all(matches(records, term, seen) is not term.negated for term in wanted)


def _user_matches(records: Records, term: Term, seen: Json) -> bool:
    if term.keyword is None:
        return _mentions(term.value, [seen["name"], *seen["emails"], *seen["phones"], seen["notes"], seen["details"]])
    if term.keyword == "phone":
        return _number_matches(term.value, seen["phones"], records.understands_asterisks_after_digits)
    if term.keyword == "email":
        return any(fnmatchcase(email.lower(), term.value.lower()) for email in seen["emails"])
    if term.keyword == "name":
        return _mentions(term.value, [seen["name"]])
    if term.keyword in ("role", "external_id", "suspended", "notes", "details"):
        return _same(term.value, seen[term.keyword])
    if term.keyword in seen["user_fields"]:
        return _same(term.value, seen["user_fields"][term.keyword])
    raise Unknown(f"user search keyword {term.keyword}")


def _number_matches(pattern: str, numbers: list[str], goes_on: bool) -> bool:
    """Compares digits; a `*` at an end of the pattern stands for whatever follows there, if it is understood."""
    if not digits(pattern):
        raise Unknown(f"phone:{pattern} has no digits")
    if pattern.endswith("*") and not goes_on:
        return False
    exact = ("*" if pattern.startswith("*") else "") + digits(pattern) + ("*" if pattern.endswith("*") else "")
    return any(fnmatchcase(number, exact) for number in numbers)


def _ticket_matches(records: Records, term: Term, seen: Json) -> bool:
    if term.keyword is None:
        return _mentions(term.value, [seen["subject"] or "", *seen["texts"], seen["external_id"] or ""])
    if term.keyword == "status":
        return _compared(_STATUSES.index(seen["status"]), term.operator, _STATUSES.index(term.value))
    if term.keyword in ("created", "updated"):
        return _compared(seen[f"{term.keyword}_at"], term.operator, term.value)
    if term.keyword in ("requester", "assignee", "submitter", "brand", "group"):
        return _is_person(records, term.value, seen[f"{term.keyword}_id"])
    if term.keyword in ("external_id", "subject", "priority", "ticket_type"):
        return _same(term.value, seen["type" if term.keyword == "ticket_type" else term.keyword])
    if term.keyword in ("comment", "description"):
        return _mentions(term.value, seen["texts"])
    if term.keyword == "tags":
        return term.value in seen["tags"]
    return _field_matches(term, seen)


def _field_matches(term: Term, seen: Json) -> bool:
    values = {str(each["id"]): each["value"] for each in seen["custom_fields"]}
    if term.keyword == "fieldvalue":
        return any(_same(term.value, value) for value in values.values())
    number = (term.keyword or "").removeprefix("custom_field_")
    if number in values:
        return _same(term.value, values[number])
    raise Unknown(f"ticket search keyword {term.keyword}")


def _is_person(records: Records, value: str, key: int | None) -> bool:
    if value == "none" or key is None:
        return key is None and value == "none"
    if value.isdigit():
        return int(value) == key
    user = records.users.get(key, {})
    return value.lower() in (str(user.get("email")).lower(), str(user.get("name")).lower())


def _compared(left: Any, operator: str, right: Any) -> bool:
    outcomes = {":": left == right, "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}
    return bool(outcomes[operator])


def _same(wanted: str, value: Any) -> bool:
    if wanted in ("none", "*"):
        return (value in (None, "")) is (wanted == "none")
    text = str(value).lower() if isinstance(value, bool) else str(value or "")
    return fnmatchcase(text.lower(), wanted.lower())


def _mentions(phrase: str, texts: list[str]) -> bool:
    """Whether a text has the phrase as whole words; a trailing `*` lets the last word go on."""
    pattern = r"(?<!\w)" + re.escape(phrase.rstrip("*")) + ("" if phrase.endswith("*") else r"(?!\w)")
    return any(re.search(pattern, text, re.IGNORECASE) for text in texts)


def search(records: Records, request: Request) -> Answer:
    """GET /search: users and tickets by query; `type:` decides, else both; at most 1,000 results."""
    query = request.query.get("query")
    if not query:
        raise Refused(400, {"error": "InvalidRequest", "description": "The query parameter is required"})
    if request.agent["role"] == "end-user":
        raise forbidden()
    results = [each for kind in _types(query) for each in _of_type(records, kind, query)]
    if "sort_by" in request.query:
        results.sort(key=lambda each: each[request.query["sort_by"]], reverse=request.query.get("sort_order") != "asc")
    return Answer(200, page(request, "results", results[:_LIMIT], records.origin) | {"facets": None})


def _types(query: str) -> list[str]:
    named = [term.value for term in terms(query) if term.keyword == "type"]
    only_users = any(term.keyword in ("phone", "role", "email", "name") for term in terms(query))
    if set(named) - {"user", "ticket"}:
        raise Unknown(f"type:{named}")
    return named or (["user"] if only_users else ["user", "ticket"])


def _of_type(records: Records, kind: str, query: str) -> list[Json]:
    found = found_users if kind == "user" else found_tickets
    return [{**each, "result_type": kind} for each in found(records, query)]


ROUTES: tuple[Any, ...] = (("GET", "/search", search, frozenset({"query", "sort_by", "sort_order"}) | PAGING),)
