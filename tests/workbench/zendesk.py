"""The simulated Zendesk: answers REST requests as Zendesk would, and refuses loudly what it does not know."""

from __future__ import annotations

import copy
import json
import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from workbench import zendesk_apps, zendesk_fields, zendesk_search, zendesk_tickets, zendesk_users, zendesk_voice
from workbench.faults import Fault, Faults
from workbench.schema import Unknown
from workbench.zendesk_http import Answer, Json, Refused, Request, as_json, forbidden
from workbench.zendesk_records import Records

_MODULES = (zendesk_apps, zendesk_fields, zendesk_search, zendesk_tickets, zendesk_users, zendesk_voice)
_ROUTES = [
    (verb, re.compile("/api/v2" + pattern.replace("{}", r"(\d+)")), endpoint, allowed)
    for module in _MODULES
    for verb, pattern, endpoint, allowed in module.ROUTES
]
_KEY_LIFE = timedelta(hours=2)
APP_ID = 735_264
_LIMITED = {"error": "APIRateLimitExceeded", "description": "Number of allowed API requests per minute exceeded"}


class Sent(NamedTuple):
    """One request as it was answered; `status` None if no answer came."""

    method: str
    path: str
    body: Any
    status: int | None


class SimulatedZendesk(Records):
    """One pretend account. It does no I/O and has no clock of its own; see Switches for what a test may turn."""

    def __init__(self, now: Callable[[], datetime], talk_partner_edition: bool = True, **switches: Any) -> None:
        """An account with one brand, one agent (`agent_id`, who signs the requests) and one installed app."""
        super().__init__(now=now, talk_partner_edition=talk_partner_edition, **switches)
        self.faults = Faults()
        self.requests: list[Sent] = []
        self._lock = threading.RLock()
        self._recent: list[datetime] = []
        self._keys: dict[str, tuple[datetime, str, Answer]] = {}
        zendesk_fields.furnish(self)
        self.agent_id: int = self.add_user(name="Robin Reyes", email="robin@example.com", role="agent")["id"]
        self.app_id = APP_ID
        self.installation_id: int = zendesk_apps.install(self, APP_ID, {})["id"]

    def add_user(self, **given: Any) -> Json:
        """A user: name, phone, phones, email, role, suspended, shared_phone, … Returns the user as the API shows it."""
        with self._lock:
            return zendesk_users.add_user(self, as_json(given))

    def add_ticket(self, **given: Any) -> Json:
        """A ticket: requester_id, subject, status, updated_at (text), … Returns the ticket as the API shows it."""
        with self._lock:
            return zendesk_tickets.add_ticket(self, as_json(given))

    def add_brand(self, name: str, **given: Any) -> Json:
        """A brand besides the default one."""
        return zendesk_fields.add_brand(self, {"name": name, **given})

    def add_ticket_field(self, title: str, type: str = "text", **given: Any) -> Json:
        """A custom ticket field; `options` of a drop-down are pairs of name and value."""
        return zendesk_fields.add_ticket_field(self, {"title": title, "type": type, **given})

    def add_user_field(self, key: str, type: str = "text", **given: Any) -> Json:
        """A custom user field."""
        return zendesk_fields.add_user_field(self, {"key": key, "title": key, "type": type, **given})

    def comments(self, ticket_id: int) -> list[Json]:
        """The conversation of a ticket, the oldest comment first."""
        return self.conversations[ticket_id]

    @property
    def installation(self) -> Json:
        """The installed app, with its settings."""
        return next(each for each in self.installations if each["id"] == self.installation_id)

    def answer(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        agent: int | None = None,
    ) -> Answer:
        """Zendesk's answer to one request of `agent_id` (or of `agent`); raises Unknown for what it does not know.

        The path may have a query; what is given back is a copy that the caller may keep.
        """
        with self._lock:
            sender = self.users[agent or self.agent_id]
            request, endpoint = self._understood(method, path, json.loads(json.dumps(body)), sender)
            fault = self.faults.take(method, request.path)
            answer = copy.deepcopy(self._befallen(request, endpoint, fault, headers or {}))
            self.requests.append(Sent(method, path, request.body, answer.status))
            return answer

    def by_hand(self, method: str, path: str, body: Any = None, agent: int | None = None) -> Answer:
        """What a person does in Zendesk's own pages: without faults and limits, and not among `requests`."""
        with self._lock:
            sender = self.users[agent or self.agent_id]
            request, endpoint = self._understood(method, path, json.loads(json.dumps(body)), sender)
            try:
                return copy.deepcopy(self._carried_out(request, endpoint))
            except Refused as refused:
                return refused.answer

    def _understood(self, method: str, path: str, body: Any, agent: Json) -> tuple[Request, Any]:
        parts = urlsplit(path)
        plain = parts.path.removesuffix(".json")
        query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        for verb, pattern, endpoint, allowed in _ROUTES:
            matched = pattern.fullmatch(plain)
            if verb == method and matched:
                if set(query) - allowed:
                    raise Unknown(f"{method} {plain} has no parameter {', '.join(sorted(set(query) - allowed))}")
                return Request(method, plain, query, body, agent, tuple(map(int, matched.groups()))), endpoint
        raise Unknown(f"{method} {path}")

    def _befallen(self, request: Request, endpoint: Any, fault: Fault | None, headers: Mapping[str, str]) -> Answer:
        """The answer, or what a fault makes of it."""
        if fault is None:
            return self._limited(request, endpoint, headers)
        if fault.after_writing:
            self._limited(request, endpoint, headers)
        retry = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        body = fault.body if fault.body is not None else {"error": f"fault {fault.status}"}
        return Answer(fault.status, body if fault.status else None, retry, fault.delay)

    def _limited(self, request: Request, endpoint: Any, headers: Mapping[str, str]) -> Answer:
        try:
            quota = self._counted()
            if not self.signed_in:
                raise Refused(401, {"error": "Couldn't authenticate you"})
            if request.agent["suspended"] or request.agent["role"] == "end-user":
                raise forbidden()
            answer = self._once(request, endpoint, {name.lower(): value for name, value in headers.items()})
            return Answer(answer.status, answer.body, {**answer.headers, **quota})
        except Refused as refused:
            return refused.answer

    def _counted(self) -> dict[str, str]:
        """The rate limit's headers; 429 if the last minute is used up."""
        if self.rate_limit is None:
            return {}
        now = self.now()
        self._recent = [each for each in self._recent if now - each < timedelta(minutes=1)]
        if len(self._recent) >= self.rate_limit:
            wait = 60 - int((now - self._recent[0]).total_seconds())
            raise Refused(429, _LIMITED, {"Retry-After": str(wait)})
        self._recent.append(now)
        left = self.rate_limit - len(self._recent)
        return {"X-Rate-Limit": str(self.rate_limit), "X-Rate-Limit-Remaining": str(left)}

    def _once(self, request: Request, endpoint: Any, headers: Mapping[str, str]) -> Answer:
        """Carries a request out, unless its Idempotency-Key was seen within two hours: then the first answer again."""
        key = headers.get("idempotency-key")
        if not key or request.method != "POST" or request.path not in self.idempotent_paths:
            return self._carried_out(request, endpoint)
        said, now = json.dumps(request.body, sort_keys=True), self.now()
        when, earlier, answer = self._keys.get(key, (now - _KEY_LIFE, "", Answer(None)))
        if now - when < _KEY_LIFE:
            if earlier != said:
                description = "Request parameters are different from the first request with this idempotency key"
                raise Refused(400, {"error": "IdempotentRequestError", "description": description})
            return Answer(answer.status, answer.body, {**answer.headers, "x-idempotency-lookup": "hit"})
        answer = self._carried_out(request, endpoint)
        self._keys[key] = (now, said, copy.deepcopy(answer))
        return Answer(answer.status, answer.body, {**answer.headers, "x-idempotency-lookup": "miss"})

    def _carried_out(self, request: Request, endpoint: Any) -> Answer:
        made: Answer = endpoint(self, request)
        return made
