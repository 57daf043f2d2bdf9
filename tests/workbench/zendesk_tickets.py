"""The simulated Zendesk's tickets: create, show, list, update, follow up."""

from __future__ import annotations

from typing import Any

from workbench.schema import Unknown, check_ticket, words, wrapped
from workbench.zendesk_comments import add_comment, add_voice_comment, blank, texts
from workbench.zendesk_fields import blank_values, set_values
from workbench.zendesk_http import CURSOR, PAGING, Answer, Json, Refused, Request, forbidden, invalid, not_found, page
from workbench.zendesk_records import Records
from workbench.zendesk_users import create as create_user
from workbench.zendesk_users import the_user

_DEFAULTS: Json = {
    "external_id": None, "type": None, "subject": None, "priority": None, "status": "new", "recipient": None,
    "assignee_id": None, "organization_id": None, "group_id": None, "collaborator_ids": [], "follower_ids": [],
    "email_cc_ids": [], "forum_topic_id": None, "problem_id": None, "has_incidents": False, "is_public": True,
    "due_at": None, "tags": [], "satisfaction_rating": None, "sharing_agreement_ids": [], "custom_status_id": None,
    "followup_ids": [], "ticket_form_id": None, "allow_channelback": False, "allow_attachments": True,
    "from_messaging_channel": False, "description": "",
}  # fmt: skip
_NOT_STORED = words(
    "comment voice_comment requester custom_fields via_id via_followup_source_id safe_update updated_stamp "
    "additional_collaborators assignee_email attribute_value_ids email_ccs followers macro_ids collaborators"
)
_UNSUPPORTED = words(
    "additional_collaborators assignee_email attribute_value_ids email_ccs followers macro_ids collaborators "
    "custom_status_id sharing_agreement_ids"
)
_CHANNELS = {None: "api", 44: "voice", 45: "voice", 46: "voice"}


def add_ticket(records: Records, given: Json) -> Json:
    """A ticket in the account, without any check: for tests that set the scene. Returns it as the API shows it."""
    unknown = set(given) - set(_DEFAULTS) - {
        "id", "requester_id", "submitter_id", "brand_id", "created_at", "updated_at", "custom_fields", "comment"
    }  # fmt: skip
    if unknown:
        raise Unknown(f"a ticket has no {', '.join(sorted(unknown))}")
    ticket = _stored(records, {k: v for k, v in given.items() if k not in ("comment", "custom_fields")})
    set_values(records, ticket, given.get("custom_fields", []))
    body = given.get("comment") or ticket["description"] or ticket["subject"] or "-"
    ticket["description"] = body
    first = add_comment(records, ticket, {"body": body}, records.users[ticket["requester_id"]])
    first["created_at"] = ticket["created_at"]
    _changed(records, ticket)
    return ticket


def _stored(records: Records, given: Json) -> Json:
    key = given.get("id") or records.new_ticket_id()
    requester = given["requester_id"]
    made = {
        "id": key, "url": records.url(f"tickets/{key}"), "submitter_id": requester, "created_at": records.time(),
        "updated_at": given.get("created_at") or records.time(), "custom_fields": blank_values(records),
        "brand_id": next(brand["id"] for brand in records.brands if brand["default"]),
        "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}},
    }  # fmt: skip
    copies = {name: list(value) for name, value in _DEFAULTS.items() if isinstance(value, list)}
    ticket = {**_DEFAULTS, **copies, **made, **given}
    ticket["raw_subject"] = ticket["subject"]
    records.tickets[key] = ticket
    records.conversations[key] = []
    return ticket


def _changed(records: Records, ticket: Json) -> None:
    said = texts(records.conversations[ticket["id"]])
    values = [dict(each) for each in ticket["custom_fields"]]
    records.index("ticket", ticket["id"], {**ticket, "custom_fields": values, "texts": said})
    records.tell(kind="ticket", id=ticket["id"])


def visible(ticket: Json, agent: Json) -> bool:
    """Whether the agent's role lets them see the ticket."""
    if agent["role"] == "end-user" or agent["ticket_restriction"] == "requested":
        return bool(ticket["requester_id"] == agent["id"])
    if agent["ticket_restriction"] == "assigned":
        return bool(ticket["assignee_id"] == agent["id"])
    return True


def the_ticket(records: Records, request: Request, key: int | None = None) -> Json:
    """The ticket of the path, else 404; one that the agent may not see is refused as the account is set to."""
    ticket = records.tickets.get(request.id if key is None else key)
    if ticket is None:
        raise not_found()
    if not visible(ticket, request.agent):
        raise forbidden() if records.hidden_ticket_refusal == 403 else not_found()
    return ticket


def show(records: Records, request: Request) -> Answer:
    """GET /tickets/{id}."""
    ticket = the_ticket(records, request)
    return Answer(200, {"ticket": ticket, **_users(records, request, [ticket])})


def index(records: Records, request: Request) -> Answer:
    """GET /tickets, all or those of one external_id; not from the search index, so without lag."""
    tickets = [each for each in records.tickets.values() if visible(each, request.agent)]
    if "external_id" in request.query:
        tickets = [each for each in tickets if each["external_id"] == request.query["external_id"]]
    return Answer(200, page(request, "tickets", tickets, records.origin))


def requested(records: Records, request: Request) -> Answer:
    """GET /users/{id}/tickets/requested, in the wanted order (by id, the oldest first, if none is)."""
    the_user(records, request.id)
    tickets = [each for each in records.tickets.values() if each["requester_id"] == request.id]
    order = request.query.get("sort_by", "id")
    if order not in ("id", "created_at", "updated_at", "status", "subject"):
        raise Unknown(f"sort_by={order}")
    tickets.sort(key=lambda each: (each[order], each["id"]), reverse=request.query.get("sort_order") == "desc")
    seen = [each for each in tickets if visible(each, request.agent)]
    return Answer(200, page(request, "tickets", seen, records.origin))


def comments(records: Records, request: Request) -> Answer:
    """GET /tickets/{id}/comments, the oldest first unless told otherwise."""
    said = list(records.conversations[the_ticket(records, request)["id"]])
    if request.query.get("sort_order") == "desc" or request.query.get("sort", "").startswith("-"):
        said.reverse()
    return Answer(200, page(request, "comments", said, records.origin))


def _users(records: Records, request: Request, tickets: list[Json]) -> Json:
    if "include" not in request.query:
        return {}
    if request.query["include"] != "users":
        raise Unknown(f"include={request.query['include']} of tickets")
    people = {each[name] for each in tickets for name in ("requester_id", "assignee_id", "submitter_id")}
    return {"users": [user for key, user in records.users.items() if key in people]}


def create(records: Records, request: Request) -> Answer:
    """POST /tickets."""
    given = wrapped(request.body, "ticket")["ticket"]
    if given.get("via_id") is not None:
        raise Unknown("via_id is documented for the Talk Partner Edition's tickets only")
    return created(records, request, given)


def created(records: Records, request: Request, given: Json) -> Answer:
    """The answer to a new ticket, whichever endpoint was asked for it."""
    check_ticket(given, new=True)
    _supported(given)
    if blank(given.get("comment")) and not given.get("voice_comment"):
        raise invalid("base", "Description: cannot be blank", "BlankValue")
    source = _followed(records, request, given)
    people = _people(records, request, given)
    plain = {key: value for key, value in given.items() if key not in _NOT_STORED and value is not None}
    _check_values(records, plain, given)
    ticket = _stored(records, {**_inherited(source), **plain, **people})
    set_values(records, ticket, given.get("custom_fields") or [])
    _after_creation(ticket, given, source)
    comment = _said(records, request, ticket, given)
    ticket["description"], ticket["is_public"] = comment["plain_body"], comment["public"]
    _changed(records, ticket)
    return Answer(201, {"ticket": ticket, "audit": _audit(records, request, ticket)}, {"Location": ticket["url"]})


def _supported(given: Json) -> None:
    if given.get("voice_comment") and given.get("comment"):
        raise Unknown("Zendesk documents a comment or a voice_comment in one request, not both")
    if set(given) & _UNSUPPORTED:
        raise Unknown(f"the simulated Zendesk does not carry out {', '.join(sorted(set(given) & _UNSUPPORTED))}")


def _followed(records: Records, request: Request, given: Json) -> Json | None:
    key = given.get("via_followup_source_id")
    if key is None:
        return None
    source = records.tickets.get(key)
    if source is None or source["status"] != "closed" or not visible(source, request.agent):
        raise invalid("via_followup_source_id", "Follow-up source: must be a closed ticket", "InvalidValue")
    return source


def _inherited(source: Json | None) -> Json:
    """What a follow-up takes over from the closed ticket unless the request says otherwise."""
    names = ("requester_id", "subject", "priority", "type", "group_id", "assignee_id", "brand_id")
    return {name: source[name] for name in names} | {"tags": list(source["tags"])} if source else {}


def _people(records: Records, request: Request, given: Json) -> Json:
    source = records.tickets.get(given.get("via_followup_source_id") or 0)
    requester = given.get("requester_id") or (source and source["requester_id"]) or request.agent["id"]
    if given.get("requester"):
        requester = _requester(records, request, given["requester"])
    if requester not in records.users or not records.users[requester]["active"]:
        raise invalid("requester", "Requester: is invalid", "InvalidValue")
    if records.users[requester]["suspended"] and records.refuses_suspended_requesters:
        raise invalid("requester", f"Requester: {records.users[requester]['name']} is suspended.", "InvalidValue")
    return {"requester_id": requester, "submitter_id": given.get("submitter_id") or request.agent["id"]}


def _requester(records: Records, request: Request, given: Json) -> int:
    """The user with that email, else a new one: as Zendesk does for `requester` instead of `requester_id`."""
    for key, identities in records.identities.items():
        if any(i["type"] == "email" and i["value"].lower() == (given.get("email") or "").lower() for i in identities):
            return key
    made = create_user(records, Request("POST", "/api/v2/users", {}, {"user": given}, request.agent))
    return int(made.body["user"]["id"])


def _check_values(records: Records, plain: Json, given: Json) -> None:
    assignee = plain.get("assignee_id")
    if assignee and records.users.get(assignee, {}).get("role") not in ("agent", "admin"):
        raise invalid("assignee_id", "Assignee: is invalid", "InvalidValue")
    if plain.get("brand_id") and plain["brand_id"] not in [b["id"] for b in records.brands if b["active"]]:
        raise invalid("brand_id", "Brand: is invalid", "InvalidValue")
    if plain.get("group_id") and plain["group_id"] not in [group["id"] for group in records.groups]:
        raise invalid("group_id", "Group: is invalid", "InvalidValue")
    scratch = {"custom_fields": blank_values(records)}
    set_values(records, scratch, given.get("custom_fields") or [])


def _after_creation(ticket: Json, given: Json, source: Json | None) -> None:
    if ticket["status"] == "new" and ticket["assignee_id"]:
        ticket["status"] = "open"
    ticket["via"]["channel"] = _CHANNELS[given.get("via_id")]
    if source:
        origin = {"ticket_id": source["id"], "subject": source["subject"]}
        ticket["via"]["source"] = {"from": origin, "to": {}, "rel": "follow_up"}
        ticket["via_followup_source_id"] = source["id"]
        source["followup_ids"].append(ticket["id"])


def _said(records: Records, request: Request, ticket: Json, given: Json) -> Json:
    """The request's comment, stored, or nothing."""
    if given.get("voice_comment"):
        return add_voice_comment(records, ticket, given["voice_comment"], request.agent)
    return {} if blank(given.get("comment")) else add_comment(records, ticket, given["comment"], request.agent)


def update(records: Records, request: Request) -> Answer:
    """PUT /tickets/{id}: a closed ticket refuses."""
    ticket, given = the_ticket(records, request), wrapped(request.body, "ticket")["ticket"]
    check_ticket(given, new=False)
    _supported(given)
    if ticket["status"] == "closed":
        raise invalid("status", "Status: closed prevents ticket update")
    _safe(ticket, given)
    plain = {key: value for key, value in given.items() if key not in _NOT_STORED}
    _check_values(records, plain, given)
    set_values(records, ticket, given.get("custom_fields") or [])
    comment = _said(records, request, ticket, given)
    if given.get("requester"):
        plain["requester_id"] = _requester(records, request, given["requester"])
    ticket.update(plain, updated_at=records.time(), is_public=ticket["is_public"] or comment.get("public", False))
    _changed(records, ticket)
    return Answer(200, {"ticket": ticket, "audit": _audit(records, request, ticket)})


def _safe(ticket: Json, given: Json) -> None:
    if given.get("safe_update") and given.get("updated_stamp") != ticket["updated_at"]:
        description = "Safe Update prevented the update due to outdated ticket data"
        raise Refused(409, {"error": "UpdateConflict", "description": description})


def _audit(records: Records, request: Request, ticket: Json) -> Json:
    said = records.conversations[ticket["id"]]
    key = said[-1]["audit_id"] if said else records.new_id()
    made = {"id": key, "ticket_id": ticket["id"], "created_at": records.time(), "author_id": request.agent["id"]}
    return {**made, "metadata": {"system": {}, "custom": {}}, "events": [], "via": {"channel": "api", "source": {}}}


touch = _changed

ROUTES: tuple[Any, ...] = (
    ("GET", "/tickets", index, frozenset({"external_id"}) | PAGING | CURSOR),
    ("GET", "/tickets/{}", show, frozenset({"include"})),
    ("POST", "/tickets", create, frozenset()),
    ("PUT", "/tickets/{}", update, frozenset()),
    ("GET", "/tickets/{}/comments", comments, frozenset({"sort_order", "sort"}) | PAGING | CURSOR),
    ("GET", "/users/{}/tickets/requested", requested, frozenset({"sort_by", "sort_order"}) | PAGING | CURSOR),
)
