"""The simulated Talk Partner Edition: tickets with a channel, screen pops, call records and their voice comments."""

from __future__ import annotations

from typing import Any

from workbench.schema import CALL, CALL_COMMENT, CALL_MANDATORY, Unknown, check_fields, wrapped
from workbench.zendesk_comments import add_call_comment
from workbench.zendesk_http import Answer, Json, Refused, Request, forbidden, invalid, not_found
from workbench.zendesk_records import Records
from workbench.zendesk_tickets import created, the_ticket, touch, visible
from workbench.zendesk_users import the_user


def edition(records: Records) -> None:
    """Refuses what only accounts with Talk Partner Edition may ask."""
    if not records.talk_partner_edition:
        raise forbidden() if records.talk_partner_refusal == 403 else not_found()


def create_ticket(records: Records, request: Request) -> Answer:
    """POST /channels/voice/tickets: `via_id` 44, 45 or 46 is mandatory; `display_to_agent` is checked first."""
    edition(records)
    body = wrapped(request.body, "ticket", "display_to_agent")
    agent = body.get("display_to_agent")
    if agent is not None and records.users.get(agent, {}).get("role") not in ("agent", "admin"):
        raise Refused(422, {"error": "RecordInvalid", "description": "display_to_agent is invalid"})
    if body["ticket"].get("via_id") not in (44, 45, 46):
        raise invalid("via_id", "Via: must be 44, 45 or 46", "InvalidValue")
    answer = created(records, request, body["ticket"])
    _display(records, agent, ticket_id=answer.body["ticket"]["id"])
    return answer


def _display(records: Records, agent: int | None, **what: int) -> None:
    if agent is not None:
        records.tell(kind="display", agent_id=agent, **what)


def display_ticket(records: Records, request: Request) -> Answer:
    """POST /channels/voice/agents/{id}/tickets/{id}/display."""
    edition(records)
    agent, ticket = request.ids
    the_user(records, agent)
    the_ticket(records, request, ticket)
    _display(records, agent, ticket_id=ticket)
    return Answer(200)


def display_user(records: Records, request: Request) -> Answer:
    """POST /channels/voice/agents/{id}/users/{id}/display."""
    edition(records)
    agent, user = request.ids
    the_user(records, agent)
    the_user(records, user)
    _display(records, agent, user_id=user)
    return Answer(200)


def create_call(records: Records, request: Request) -> Answer:
    """POST /calls: a call record; with `comment` it also shows in the ticket, which is made if none is named."""
    edition(records)
    body = wrapped(request.body, "call", "comment")
    given = body["call"]
    check_fields(given, CALL, "call")
    for name in CALL_MANDATORY:
        if given.get(name) in (None, ""):
            raise invalid(name, f"{name}: cannot be blank", "BlankValue")
    _known(records, request, given)
    call = {"id": records.new_id(), "created_at": records.time(), "updated_at": records.time(), **given}
    if body.get("comment") is not None:
        check_fields(body["comment"], CALL_COMMENT, "comment")
        _show(records, request, call, body["comment"])
    records.calls[call["id"]] = call
    return Answer(201, {"call": call})


def _known(records: Records, request: Request, given: Json) -> None:
    if "app_id" in given and given["app_id"] not in [each["app_id"] for each in records.installations]:
        raise invalid("app_id", "App: is invalid", "InvalidValue")
    for name in ("agent_id", "end_user_id"):
        if given.get(name) is not None and given[name] not in records.users:
            raise invalid(name, f"{name}: is invalid", "InvalidValue")
    ticket = given.get("ticket_id")
    if ticket is not None and (ticket not in records.tickets or not visible(records.tickets[ticket], request.agent)):
        raise invalid("ticket_id", "Ticket: is invalid", "InvalidValue")


def _show(records: Records, request: Request, call: Json, comment: Json) -> Json:
    """The voice comment in the call's ticket, which is made if need be."""
    unknown = set(comment.get("call_fields") or ()) - set(CALL)
    if unknown:
        raise Unknown(f"call_fields has no {', '.join(sorted(unknown))}")
    if not comment.get("title"):
        raise invalid("title", "Title: cannot be blank", "BlankValue")
    if call.get("ticket_id") is None:
        call["ticket_id"] = _ticket_of(records, request, call, comment)
    ticket = records.tickets[call["ticket_id"]]
    if ticket["status"] == "closed":
        raise invalid("status", "Status: closed prevents ticket update")
    author = comment.get("author_id") or request.agent["id"]
    the_user(records, author)
    shown = add_call_comment(records, ticket, call, {**comment, "author_id": author})
    ticket["updated_at"] = records.time()
    touch(records, ticket)
    _display(records, comment.get("display_to_agent"), ticket_id=ticket["id"])
    return shown


def _ticket_of(records: Records, request: Request, call: Json, comment: Json) -> int:
    title, inbound = comment["title"], call["direction"] == "inbound"
    new = {
        "subject": title, "comment": {"body": title}, "via_id": 45 if inbound else 46,
        "requester_id": call.get("end_user_id"), "brand_id": call.get("brand_id"),
    }  # fmt: skip
    answer = created(records, request, {name: value for name, value in new.items() if value is not None})
    records.conversations[answer.body["ticket"]["id"]].clear()
    return int(answer.body["ticket"]["id"])


def the_call(records: Records, request: Request) -> Json:
    """The call record of the path, else 404."""
    edition(records)
    if request.id not in records.calls:
        raise not_found()
    return records.calls[request.id]


def show_call(records: Records, request: Request) -> Answer:
    """GET /calls/{id}."""
    return Answer(200, {"call": the_call(records, request)})


def update_call(records: Records, request: Request) -> Answer:
    """PATCH /calls/{id}: everything but app_id; comments already made keep what they said."""
    call, given = the_call(records, request), wrapped(request.body, "call")["call"]
    check_fields(given, {name: kind for name, kind in CALL.items() if name != "app_id"}, "call")
    _known(records, request, given)
    call.update(given, updated_at=records.time())
    return Answer(200, {"call": call})


def comment_on_call(records: Records, request: Request) -> Answer:
    """POST /calls/{id}/comments: the body is the comment itself; the call must have a ticket."""
    call = the_call(records, request)
    check_fields(request.body, CALL_COMMENT, "comment")
    if call.get("ticket_id") is None:
        raise invalid("ticket_id", "Ticket: cannot be blank", "BlankValue")
    return Answer(201, _show(records, request, call, request.body))


ROUTES: tuple[Any, ...] = (
    ("POST", "/channels/voice/tickets", create_ticket, frozenset()),
    ("POST", "/channels/voice/agents/{}/tickets/{}/display", display_ticket, frozenset()),
    ("POST", "/channels/voice/agents/{}/users/{}/display", display_user, frozenset()),
    ("POST", "/calls", create_call, frozenset()),
    ("GET", "/calls/{}", show_call, frozenset()),
    ("PATCH", "/calls/{}", update_call, frozenset()),
    ("POST", "/calls/{}/comments", comment_on_call, frozenset()),
)
