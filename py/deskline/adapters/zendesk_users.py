"""Users in Zendesk: found by number however it was typed, by id, by the contact that made them; created; completed."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from deskline.adapters.http import Http, understood
from deskline.adapters.zendesk_phone_search import PhoneSearch
from deskline.adapters.zendesk_reading import Raw, UserReader, organizations
from deskline.model import numbers
from deskline.model.effects import CreateUser
from deskline.model.errors import Refused
from deskline.model.people import User

_QUERY_SIGNS = frozenset('*?"\\')
"""Characters of an e-mail address with a meaning in queries: such a search may find others, too."""


_NUMBER = re.compile(r"[+(]?[0-9][0-9 ()./-]*")


def _typed(text: str, region: str | None) -> str:
    """What an agent typed, as a query: a number by its last digits, else each word by its beginning."""
    if _NUMBER.fullmatch(text):
        whole = numbers.e164(text, region)
        return f"phone:*{numbers.search_digits(whole) if whole else re.sub('[^0-9]', '', text)}*"
    words = (re.sub(r'["*?:<>\\-]', " ", word).split() for word in text.split())
    return "type:user " + " ".join(f"{part}*" for parts in words for part in parts)


def _as_compared(name: str) -> str:
    return " ".join(name.split()).casefold()


class ZendeskUsers:
    """Looks up, creates and changes users."""

    def __init__(self, http: Http, region: str | None) -> None:
        self._http = http
        self._region = region
        self._read = UserReader(region)
        self._search = PhoneSearch(http, self._read)

    async def with_number(self, number: str) -> Sequence[User]:
        """Return every user who has this canonical number among their phone identities."""
        return await self._search.with_number(number)

    async def by_id(self, user_id: int) -> User | None:
        """Return the user, or None if there is none with this id."""
        try:
            page = await self._http.get(f"/api/v2/users/{user_id}.json")
        except Refused as refusal:
            if refusal.status in (400, 404):
                return None
            raise
        return next(iter(understood({"users": [page.get("user")]}, self._read.listed)), None)

    async def with_email(self, email: str) -> Sequence[User]:
        """Return every user who has this e-mail address; the search lags behind by minutes."""
        query = quote('email:"' + email.replace('"', "") + '"')
        found = understood(await self._http.get(f"/api/v2/users/search.json?query={query}"), self._read.listed)
        sure = not set(email) & _QUERY_SIGNS
        return [user for user in found if sure or user.email.casefold() == email.casefold()]

    async def with_name(self, name: str) -> Sequence[User]:
        """Return every user with this whole name, in any case; the search lags behind by minutes."""
        if not any(map(str.isalnum, name)):
            return []
        words = " ".join(re.sub(r'["*?\\]', " ", name).split())
        query = quote(f'type:user name:"{words}"')
        found = understood(await self._http.get(f"/api/v2/users/search.json?query={query}"), self._read.listed)
        return [user for user in found if _as_compared(user.name) == _as_compared(name)]

    async def matching(self, text: str, most: int) -> Sequence[User]:
        """Return users with a name or e-mail address whose words begin like those typed, or with these digits.

        At most so many; the search lags behind by minutes.
        """
        page = await self._http.get(
            f"/api/v2/users/search.json?query={quote(_typed(text, self._region))}&per_page={most}"
        )
        return understood(page, self._read.listed)

    async def made_for(self, external_id: str) -> User | None:
        """Return the user created with this external id; the endpoint has no search lag."""
        page = await self._http.get(f"/api/v2/users/search.json?external_id={quote(external_id, safe='')}")
        return next(iter(understood(page, self._read.listed)), None)

    async def introduced(self, users: Sequence[User]) -> Sequence[User]:
        """Return the same users with their organisation and last ticket, as far as Zendesk returns them."""
        ids = ",".join(str(user.id) for user in users)
        page = await self._http.get(f"/api/v2/users/show_many.json?ids={ids}&include=organizations")
        homes = understood(page, organizations)
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
        user: Raw = {"name": order.name, "external_id": order.external_id, "skip_verify_email": True}
        given = {"phone": order.phone, "email": order.email}
        user |= {name: value for name, value in given.items() if value and name not in order.without}
        page = await self._http.post("/api/v2/users.json", {"user": user})
        return understood(page, lambda made: self._read.user(made["user"], [order.phone], order.phone))

    async def attach_phone(self, user_id: int, number: str) -> None:
        """Give a user who has no phone this number as their own."""
        await self._http.put(f"/api/v2/users/{user_id}.json", {"user": {"phone": number}})
