"""Reads users from Zendesk's answers."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from deskline.model import numbers
from deskline.model.people import User

Raw = dict[str, Any]


class UserReader:
    """Reads users whose local phone numbers belong to a region."""

    def __init__(self, region: str | None) -> None:
        self._region = region

    def listed(self, page: Raw) -> list[User]:
        """Return the active users of a page."""
        return [self.user(raw, [str(raw.get("phone") or "")], "") for raw in active(page)]

    def matching(self, number: str, raw: list[Raw], identities: Iterable[Raw]) -> list[User]:
        """Return the users who have the canonical number, as their phone or one of their identities."""
        phones: dict[int, list[str]] = {user["id"]: [str(user.get("phone") or "")] for user in raw}
        for identity in identities:
            if identity.get("type") == "phone_number":
                phones.get(identity.get("user_id", 0), []).append(str(identity.get("value") or ""))
        users = (self.user(user, phones[user["id"]], number) for user in raw)
        return [user for user in users if numbers.among(number, user.phones)]

    def user(self, raw: Raw, phones: Sequence[str], number: str) -> User:
        """Return one user with these phones; `number` is the one that was searched for, if any."""
        own = bool(number) and self.same(raw.get("phone"), number)
        return User(
            id=int(raw["id"]),
            name=str(raw.get("name") or ""),
            email=str(raw.get("email") or ""),
            phones=tuple(dict.fromkeys(numbers.canonical(phone, self._region) for phone in phones if phone)),
            suspended=bool(raw.get("suspended")),
            role=str(raw.get("role") or "end-user"),
            direct=own and not raw.get("shared_phone_number"),
        )

    def same(self, phone: object, number: str) -> bool:
        """Whether a phone of a user is this canonical number."""
        return numbers.same(numbers.canonical(str(phone or ""), self._region), number)


def organizations(page: Raw) -> dict[int, str]:
    """Return the name of each user's organisation, by the user's id."""
    names = {raw["id"]: str(raw["name"]) for raw in page.get("organizations") or ()}
    return {user["id"]: names.get(user.get("organization_id"), "") for user in page["users"]}


def active(page: Raw) -> list[Raw]:
    """Return the users of a page who are not deleted."""
    return [{**user, "id": int(user["id"])} for user in page["users"] if user.get("active", True)]


def next_page(page: Raw) -> str | None:
    """Return the path of the next page; raises ValueError if it is not one of Zendesk's API."""
    address = page.get("next_page")
    if not address:
        return None
    parts = urlsplit(address)
    if not parts.path.startswith("/api/v2/"):
        raise ValueError(address)
    return f"{parts.path}?{parts.query}"
