"""Users in Zendesk found by their number, however it was typed (rule 3.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from deskline.adapters.http import Http, understood
from deskline.adapters.zendesk_reading import Raw, UserReader, active, next_page
from deskline.model import numbers
from deskline.model.errors import Refused
from deskline.model.people import User

MOST_PAGES = 10
"""Pages of 100 users that a look-up reads at most: Zendesk's search ends at 1,000 results."""

NOT_UNDERSTOOD = frozenset({400, 422})
"""Zendesk's statuses for a query that it cannot read."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The users of a search who have the number, how many others it found with them, and whether there are more."""

    users: tuple[User, ...] = ()
    hits: int = 0
    more: bool = False


class PhoneSearch:
    """Searches Zendesk's users by number."""

    def __init__(self, http: Http, read: UserReader) -> None:
        self._http = http
        self._read = read
        self._reads_suffix: bool | None = None
        """Whether Zendesk's search understands an asterisk after digits, once that is known."""

    async def with_number(self, number: str) -> Sequence[User]:
        """Return every user who has this canonical number among their phone identities.

        The search compares digits that every spelling has: it also finds other numbers, which are left out. Users with
        exactly this number come before those with another spelling of the same mobile number.
        """
        found = await self._by_digits(number)
        return [user for user in found if number in user.phones] or found

    async def _by_digits(self, number: str) -> Sequence[User]:
        """Search by a short number's digits, or by a long one's last digits, with anything before or after them.

        An extension comes after them. Zendesk's guide has an asterisk before the digits only: until a search with one
        after them has found somebody, one that finds nobody is repeated in the guide's way.
        """
        digits = numbers.search_digits(number)
        if len(digits) < numbers.SEARCHED and not number.startswith("+"):
            return (await self._found(f"phone:{digits}", number)).users
        found = await self._around(digits, number)
        if not self._reads_suffix:
            found = await self._found(f"phone:*{digits}", number)
            self._reads_suffix = False if found.hits else self._reads_suffix
        if found.more and not found.users:
            found = await self._found(f"phone:*{numbers.national(number)}", number)
        return found.users

    async def _around(self, digits: str, number: str) -> "_Found":
        if self._reads_suffix is False:
            return _Found()
        try:
            found = await self._found(f"phone:*{digits}*", number)
        except Refused as refusal:
            if refusal.status not in NOT_UNDERSTOOD:
                raise
            return _Found()
        self._reads_suffix = True if found.hits else self._reads_suffix
        return found

    async def _found(self, query: str, number: str) -> "_Found":
        path: str | None = f"/api/v2/users/search.json?query={quote(query)}&include=identities&per_page=100"
        users, hits = list[User](), 0
        for _ in range(MOST_PAGES):
            if path is None:
                break
            page = await self._http.get(path)
            raw = understood(page, active)
            identities = await self._identities(number, raw, page.get("identities"))
            users += understood((raw, identities), lambda given: self._read.matching(number, *given))
            hits += len(raw)
            path = understood(page, next_page)
        return _Found(tuple(users), hits, more=path is not None)

    async def _identities(self, number: str, raw: list[Raw], sideloaded: list[Raw] | None) -> Iterable[Raw]:
        # Whether the search returns identities is not documented; they are read only if the users' own phones
        # do not explain why the search found them.
        if sideloaded is not None or all(self._read.same(user.get("phone"), number) for user in raw):
            return sideloaded or ()
        ids = ",".join(str(user["id"]) for user in raw)
        page = await self._http.get(f"/api/v2/users/show_many.json?ids={ids}&include=identities")
        return page.get("identities") or ()
