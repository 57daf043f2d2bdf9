"""The simulated Zendesk's users and their identities (phone numbers, email addresses)."""

from __future__ import annotations

from typing import Any

import phonenumbers

from workbench.schema import IDENTITY, Unknown, check_fields, check_user, wrapped
from workbench.zendesk_http import PAGING, Answer, Json, Refused, Request, forbidden, invalid, not_found, page
from workbench.zendesk_records import Records
from workbench.zendesk_search import digits, found_users, indexed

_DEFAULTS: Json = {
    "alias": "", "email": None, "phone": None, "shared_phone_number": None, "external_id": None, "role": "end-user",
    "role_type": None, "custom_role_id": None, "active": True, "verified": False, "suspended": False,
    "moderator": False,
    "locale": "en-US", "locale_id": 1, "time_zone": "Sydney", "iana_time_zone": "Australia/Sydney",
    "organization_id": None, "default_group_id": None, "details": "", "notes": "", "signature": "", "photo": None,
    "tags": [], "shared": False, "shared_agent": False, "only_private_comments": False, "restricted_agent": True,
    "ticket_restriction": "requested", "two_factor_auth_enabled": None, "last_login_at": None, "report_csv": False,
    "chat_only": False, "user_fields": {},
}  # fmt: skip
_STAFF: Json = {"ticket_restriction": None, "restricted_agent": False, "verified": True}
_SEQUENCES = ("phones", "shared_phone")
_NOT_STORED = ("identities", "skip_verify_email", "agent_brand_ids")


def add_user(records: Records, given: Json) -> Json:
    """A new user in the account, without any check, for tests that set the scene; given as the API shows it."""
    unknown = set(given) - set(_DEFAULTS) - {"name", "id", "phones", "shared_phone", "created_at", "updated_at"}
    if unknown:
        raise Unknown(f"a user has no {', '.join(sorted(unknown))}")
    user = _stored(records, {key: value for key, value in given.items() if key not in _SEQUENCES})
    if given.get("shared_phone"):
        user["shared_phone_number"] = True
    elif user["phone"]:
        _add_identity(records, user, "phone_number", user["phone"])
    for phone in given.get("phones", ()):
        _add_identity(records, user, "phone_number", phone)
    if user["email"]:
        _add_identity(records, user, "email", user["email"])
    _changed(records, user)
    return user


def _stored(records: Records, given: Json) -> Json:
    key = given.get("id") or records.new_id()
    staff = _STAFF if given.get("role", "end-user") != "end-user" else {}
    times = {"created_at": records.time(), "updated_at": records.time()}
    user = {"id": key, "url": records.url(f"users/{key}"), **_DEFAULTS, **staff, **times, **given}
    blank = {field["key"]: None for field in records.user_fields}
    user.update(tags=list(user["tags"]), user_fields={**blank, **user["user_fields"]})
    records.users[key], records.identities[key] = user, []
    return user


def _add_identity(records: Records, user: Json, kind: str, value: str) -> Json:
    key, of_user = records.new_id(), records.identities[user["id"]]
    identity = {
        "id": key, "url": records.url(f"users/{user['id']}/identities/{key}"), "user_id": user["id"], "type": kind,
        "value": value, "verified": kind == "phone_number", "primary": not any(i["type"] == kind for i in of_user),
        "created_at": records.time(), "updated_at": records.time(),
    }  # fmt: skip
    if kind == "email":
        identity |= {"undeliverable_count": 0, "deliverable_state": "deliverable"}
    of_user.append(identity)
    return identity


def _changed(records: Records, user: Json) -> None:
    numbers = [each["value"] for each in records.identities[user["id"]] if each["type"] == "phone_number"]
    emails = [each["value"] for each in records.identities[user["id"]] if each["type"] == "email"]
    known = [number for number in (*numbers, user["phone"] or "") if digits(number)]
    phones = [indexed(number, records.indexes_extensions) for number in known]
    records.index("user", user["id"], {**user, "phones": phones, "emails": emails})
    records.tell(kind="user", id=user["id"])


def direct_line(records: Records, number: str) -> int | None:
    """The id of the user whose own line the number is, however it is written."""
    for key, identities in records.identities.items():
        if any(i["type"] == "phone_number" and digits(i["value"]) == digits(number) for i in identities):
            return key
    return None


def the_user(records: Records, key: int) -> Json:
    """The user with that id, else 404."""
    if key not in records.users:
        raise not_found()
    return records.users[key]


def show(records: Records, request: Request) -> Answer:
    """GET /users/{id}."""
    return Answer(200, {"user": the_user(records, request.id), **_sideload(records, request, [request.id])})


def me(records: Records, request: Request) -> Answer:
    """GET /users/me."""
    return Answer(200, {"user": {**request.agent, "authenticity_token": "pretend"}})


def show_many(records: Records, request: Request) -> Answer:
    """GET /users/show_many: unknown ids are left out, as Zendesk does."""
    keys = [int(each) for each in request.query.get("ids", "").split(",") if each]
    if not keys or len(keys) > 100:
        raise Refused(400, {"error": "TooManyValues", "description": "Takes 1 to 100 ids"})
    users = [records.users[key] for key in keys if key in records.users]
    return Answer(200, page(request, "users", users, records.origin) | _sideload(records, request, keys))


def search(records: Records, request: Request) -> Answer:
    """GET /users/search: by the search syntax, or by the exact external_id."""
    if "external_id" in request.query:
        users = [u for u in records.users.values() if u["external_id"] == request.query["external_id"]]
    elif "query" in request.query:
        users = found_users(records, request.query["query"])
    else:
        raise Refused(400, {"error": "InvalidRequest", "description": "query or external_id is required"})
    answer = page(request, "users", users, records.origin)
    keys = [user["id"] for user in answer["users"]]
    return Answer(200, answer | (_sideload(records, request, keys) if records.sideloads_identities else {}))


def _sideload(records: Records, request: Request, keys: list[int]) -> Json:
    wanted = request.query.get("include")
    if wanted not in (None, "identities", "organizations"):
        raise Unknown(f"include={wanted} of users")
    if wanted == "identities":
        return {"identities": [each for key in keys for each in records.identities.get(key, ())]}
    if wanted == "organizations":
        used = {records.users[key]["organization_id"] for key in keys if key in records.users}
        return {"organizations": [each for each in records.organizations.values() if each["id"] in used]}
    return {}


def create(records: Records, request: Request) -> Answer:
    """POST /users: a name is needed, external id and email are unique, a number is one person's direct line only."""
    given = wrapped(request.body, "user")["user"]
    check_user(given)
    _only_end_users_by_agents(request, given)
    if not (given.get("name") or "").strip():
        raise invalid("name", "Name: is too short (minimum one character)", "ValueTooShort")
    _refuse_taken(records, given, None)
    _refuse_phone(records, given.get("phone"), None)
    kept = {name: value for name, value in given.items() if name not in _NOT_STORED and value is not None}
    user = _stored(records, {**kept, "user_fields": {}})
    _set_user_fields(records, user, given.get("user_fields") or {})
    _set_phone(records, user, given.get("phone"))
    for kind, value in _identities(given):
        _add_identity(records, user, kind, value)
    _changed(records, user)
    return Answer(201, {"user": user}, {"Location": user["url"]})


def _identities(given: Json) -> list[tuple[str, str]]:
    email = [("email", given["email"])] if given.get("email") else []
    return email + [(each["type"], each["value"]) for each in given.get("identities") or ()]


def _only_end_users_by_agents(request: Request, given: Json) -> None:
    if request.agent["role"] != "admin" and given.get("role", "end-user") != "end-user":
        raise forbidden()


def _refuse_taken(records: Records, given: Json, but: int | None) -> None:
    for user in records.users.values():
        if user["id"] != but and given.get("external_id") and user["external_id"] == given["external_id"]:
            raise invalid("external_id", "External has already been taken", "DuplicateValue")
    everyone = [identity for each in records.identities.values() for identity in each]
    taken = {each["value"].lower(): each["user_id"] for each in everyone if each["type"] == "email"}
    for kind, value in _identities(given):
        if kind == "email" and taken.get(value.lower(), but) != but:
            raise invalid("email", f"Email: {value} is already being used by another user", "DuplicateValue")


def _refuse_phone(records: Records, phone: str | None, but: int | None) -> None:
    """With *Validate user phone numbers* only E.164 is taken; some accounts refuse another user's direct line too."""
    if phone and records.validates_phones and not _valid(phone):
        raise invalid("phone", f"Phone number: {phone} is invalid", "InvalidValue")
    if phone and records.refuses_taken_phones and direct_line(records, phone) not in (None, but):
        raise invalid("phone", f"Phone number: {phone} is already being used by another user", "DuplicateValue")


def _valid(phone: str) -> bool:
    try:
        return phone.startswith("+") and phonenumbers.is_valid_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return False


def _set_phone(records: Records, user: Json, phone: str | None) -> None:
    """A number that is another user's direct line is kept as a shared number, without an identity."""
    user["phone"] = phone
    if phone:
        owner = direct_line(records, phone)
        user["shared_phone_number"] = owner not in (None, user["id"])
        if owner is None:
            _add_identity(records, user, "phone_number", phone)


def _set_user_fields(records: Records, user: Json, given: Json) -> None:
    known = {field["key"] for field in records.user_fields}
    if set(given) - known:
        raise Unknown(f"no user field {', '.join(sorted(set(given) - known))}")
    user["user_fields"].update(given)


def update(records: Records, request: Request) -> Answer:
    """PUT /users/{id}."""
    user, given = the_user(records, request.id), wrapped(request.body, "user")["user"]
    check_user(given)
    _only_end_users_by_agents(request, given)
    _refuse_taken(records, given, user["id"])
    _refuse_phone(records, given.get("phone"), user["id"])
    _set_user_fields(records, user, given.get("user_fields") or {})
    if "phone" in given:
        _set_phone(records, user, given["phone"])
    for kind, value in _identities(given):
        if value not in [each["value"] for each in records.identities[user["id"]]]:
            _add_identity(records, user, kind, value)
    special = {"phone", "user_fields", *_NOT_STORED}
    user.update({key: value for key, value in given.items() if key not in special}, updated_at=records.time())
    _changed(records, user)
    return Answer(200, {"user": user})


def identities(records: Records, request: Request) -> Answer:
    """GET /users/{id}/identities."""
    the_user(records, request.id)
    return Answer(200, page(request, "identities", records.identities[request.id], records.origin))


def create_identity(records: Records, request: Request) -> Answer:
    """POST /users/{id}/identities: a value that is another user's is refused."""
    user, given = the_user(records, request.id), wrapped(request.body, "identity")["identity"]
    check_fields(given, IDENTITY, "identity")
    kind, value = given["type"], given["value"]
    taken = direct_line(records, value) if kind == "phone_number" else None
    if taken is not None:
        raise invalid("value", f"Value: {value} is already being used by another user", "DuplicateValue")
    _refuse_taken(records, {"identities": [given]}, user["id"])
    identity = _add_identity(records, user, kind, value)
    if kind == "phone_number" and not user["phone"]:
        user.update(phone=value, shared_phone_number=False)
    _changed(records, user)
    return Answer(201, {"identity": identity}, {"Location": identity["url"]})


ROUTES: tuple[Any, ...] = (
    ("GET", "/users/me", me, frozenset()),
    ("GET", "/users/show_many", show_many, frozenset({"ids", "include"}) | PAGING),
    ("GET", "/users/search", search, frozenset({"query", "external_id", "include"}) | PAGING),
    ("GET", "/users/{}", show, frozenset({"include"})),
    ("POST", "/users", create, frozenset()),
    ("PUT", "/users/{}", update, frozenset()),
    ("GET", "/users/{}/identities", identities, PAGING),
    ("POST", "/users/{}/identities", create_identity, frozenset()),
)
