"""Users in Zendesk: found by number however it was typed, by id, by the contact that made them; created; completed."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlsplit

from deskline.adapters.http import Http, understood
from deskline.model import numbers
from deskline.model.effects import CreateUser
from deskline.model.errors import Refused
from deskline.model.people import User

MOST_PAGES = 10
"""Pages of 100 users that a look-up reads at most: Zendesk's search ends at 1,000 results."""

NOT_UNDERSTOOD = frozenset({400, 422})
"""The statuses with which Zendesk refuses a query that it cannot read."""

_QUERY_SIGNS = frozenset('*?"\\')
"""What an e-mail address may hold and a query takes for something else: such a search may find others, too."""

_Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Found:
    """The users of a search who have the number, how many others it found with them, and whether there are more."""

    users: tuple[User, ...] = ()
    hits: int = 0
    more: bool = False


class ZendeskUsers:
    """Asks for users and changes them."""

    def __init__(self, http: Http, region: str | None) -> None:
        self._http = http
        self._region = region
        self._goes_on: bool | None = None
        """Whether Zendesk's search understands an asterisk after digits, once that is known."""

    async def with_number(self, number: str) -> Sequence[User]:
        """Return every user who has this canonical number among their phone identities.

        The search compares digits that every spelling has: it finds other numbers too, which are left out. Who has the
        very number comes before who has it in another spelling of its country's mobile numbers.
        """
        found = await self._spelled(number)
        return [user for user in found if number in user.phones] or found

    async def _spelled(self, number: str) -> Sequence[User]:
        """Search by a short number's digits, or by a long one's last digits, whatever stands before or after them.

        An extension stands after them. Zendesk's guide has an asterisk before the digits only: until one after them
        has found somebody, it is asked in the guide's way too where it finds nobody.
        """
        digits = numbers.search_digits(number)
        if len(digits) < numbers.SEARCHED and not number.startswith("+"):
            return (await self._found(f"phone:{digits}", number)).users
        found = await self._around(digits, number)
        if not self._goes_on:
            found = await self._found(f"phone:*{digits}", number)
            self._goes_on = False if found.hits else self._goes_on
        if found.more and not found.users:
            found = await self._found(f"phone:*{numbers.national(number)}", number)
        return found.users

    async def _around(self, digits: str, number: str) -> "_Found":
        if self._goes_on is False:
            return _Found()
        try:
            found = await self._found(f"phone:*{digits}*", number)
        except Refused as refusal:
            if refusal.status not in NOT_UNDERSTOOD:
                raise
            return _Found()
        self._goes_on = True if found.hits else self._goes_on
        return found

    async def _found(self, query: str, number: str) -> "_Found":
        path: str | None = f"/api/v2/users/search.json?query={quote(query)}&include=identities&per_page=100"
        users, hits = list[User](), 0
        for _ in range(MOST_PAGES):
            if path is None:
                break
            page = await self._http.get(path)
            raw = understood(page, _active)
            identities = await self._identities(number, raw, page.get("identities"))
            users += understood((raw, identities), lambda given: self._matching(number, *given))
            hits += len(raw)
            path = understood(page, _next)
        return _Found(tuple(users), hits, more=path is not None)

    async def by_id(self, user_id: int) -> User | None:
        """Return the user, or None if there is none with this id."""
        try:
            page = await self._http.get(f"/api/v2/users/{user_id}.json")
        except Refused as refusal:
            if refusal.status in (400, 404):
                return None
            raise
        return next(iter(understood({"users": [page.get("user")]}, self._listed)), None)

    async def with_email(self, email: str) -> Sequence[User]:
        """Return every user who has this e-mail address; the search lags behind by minutes."""
        query = quote('email:"' + email.replace('"', "") + '"')
        found = understood(await self._http.get(f"/api/v2/users/search.json?query={query}"), self._listed)
        sure = not set(email) & _QUERY_SIGNS
        return [user for user in found if sure or user.email.casefold() == email.casefold()]

    async def made_for(self, external_id: str) -> User | None:
        """Return the user created with this external id; the endpoint has no search lag."""
        page = await self._http.get(f"/api/v2/users/search.json?external_id={quote(external_id, safe='')}")
        return next(iter(understood(page, self._listed)), None)

    async def introduced(self, users: Sequence[User]) -> Sequence[User]:
        """Return the same users with their organisation and last ticket, as far as Zendesk tells them."""
        ids = ",".join(str(user.id) for user in users)
        page = await self._http.get(f"/api/v2/users/show_many.json?ids={ids}&include=organizations")
        homes = understood(page, _organizations)
        tickets = await asyncio.gather(*(self._last_ticket(user.id) for user in users))
        return [
            replace(user, organization=homes.get(user.id, ""), last_ticket=ticket)
            for user, ticket in zip(users, tickets, strict=True)
        ]

    async def _last_ticket(self, user_id: int) -> str:
        query = "sort_by=updated_at&sort_order=desc&per_page=1"
        page = await self._http.get(f"/api/v2/users/{user_id}/tickets/requested.json?{query}")
        return understood(page, lambda page: next((str(raw["subject"]) for raw in page["tickets"]), ""))

    async def create(self, order: CreateUser) -> User:
        """Create an end user; no e-mail is sent to them."""
        user: _Raw = {"name": order.name, "external_id": order.external_id, "skip_verify_email": True}
        given = {"phone": order.phone, "email": order.email}
        user |= {name: value for name, value in given.items() if value and name not in order.without}
        page = await self._http.send("POST", "/api/v2/users.json", {"user": user})
        return understood(page, lambda made: self._user(made["user"], [order.phone], order.phone))

    async def attach_phone(self, user_id: int, number: str) -> None:
        """Give a user who has no phone this number as their own."""
        await self._http.send("PUT", f"/api/v2/users/{user_id}.json", {"user": {"phone": number}})

    async def _identities(self, number: str, raw: list[_Raw], sideloaded: list[_Raw] | None) -> Iterable[_Raw]:
        # Whether the search gives identities is not documented; they are asked for only if the users' own phones
        # do not explain why the search found them.
        if sideloaded is not None or all(self._same(user.get("phone"), number) for user in raw):
            return sideloaded or ()
        ids = ",".join(str(user["id"]) for user in raw)
        page = await self._http.get(f"/api/v2/users/show_many.json?ids={ids}&include=identities")
        return page.get("identities") or ()

    def _listed(self, page: _Raw) -> list[User]:
        return [self._user(raw, [str(raw.get("phone") or "")], "") for raw in _active(page)]

    def _matching(self, number: str, raw: list[_Raw], identities: Iterable[_Raw]) -> list[User]:
        phones: dict[int, list[str]] = {user["id"]: [str(user.get("phone") or "")] for user in raw}
        for identity in identities:
            if identity.get("type") == "phone_number":
                phones.get(identity.get("user_id", 0), []).append(str(identity.get("value") or ""))
        users = (self._user(user, phones[user["id"]], number) for user in raw)
        return [user for user in users if numbers.among(number, user.phones)]

    def _user(self, raw: _Raw, phones: Sequence[str], number: str) -> User:
        own = bool(number) and self._same(raw.get("phone"), number)
        return User(
            id=int(raw["id"]),
            name=str(raw.get("name") or ""),
            email=str(raw.get("email") or ""),
            phones=tuple(dict.fromkeys(numbers.canonical(phone, self._region) for phone in phones if phone)),
            suspended=bool(raw.get("suspended")),
            role=str(raw.get("role") or "end-user"),
            direct=own and not raw.get("shared_phone_number"),
        )

    def _same(self, phone: object, number: str) -> bool:
        return numbers.same(numbers.canonical(str(phone or ""), self._region), number)


def _organizations(page: _Raw) -> dict[int, str]:
    names = {raw["id"]: str(raw["name"]) for raw in page.get("organizations") or ()}
    return {user["id"]: names.get(user.get("organization_id"), "") for user in page["users"]}


def _active(page: _Raw) -> list[_Raw]:
    return [{**user, "id": int(user["id"])} for user in page["users"] if user.get("active", True)]


def _next(page: _Raw) -> str | None:
    address = page.get("next_page")
    if not address:
        return None
    parts = urlsplit(address)
    if not parts.path.startswith("/api/v2/"):
        raise ValueError(address)
    return f"{parts.path}?{parts.query}"
