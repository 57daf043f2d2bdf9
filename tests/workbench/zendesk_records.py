"""The records of the simulated account, its clock and ids, its search index, and the switches that a test may turn."""

from __future__ import annotations

import copy
import itertools
from collections import UserDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

from workbench.zendesk_http import Json, iso

Listener = Callable[[Json], None]
Row = TypeVar("Row")


class Table(UserDict[int, Row]):
    """Records by id that a test may go through while the server's threads add to them: it sees those of the start."""

    def __iter__(self) -> Iterator[int]:
        """The ids that there are now."""
        return iter(tuple(self.data))


@dataclass
class Switches:
    """What differs between Zendesk accounts, or is not known for certain of all of them."""

    talk_partner_edition: bool = True
    talk_partner_refusal: int = 403
    sideloads_identities: bool = True
    hidden_ticket_refusal: int = 403
    refuses_suspended_requesters: bool = False
    call_comment_tells_external_id: bool = True
    search_lag: float = 0.0
    indexes_extensions: str = "digits"
    understands_asterisks_after_digits: bool = True
    validates_phones: bool = False
    refuses_taken_phones: bool = False
    rate_limit: int | None = None
    signed_in: bool = True
    idempotent_paths: frozenset[str] = frozenset({"/api/v2/tickets"})


@dataclass
class Records(Switches):
    """Everything the account holds, in the shapes in which the API shows it."""

    now: Callable[[], datetime] = field(kw_only=True)
    subdomain: str = "workbench"
    users: Table[Json] = field(default_factory=Table)
    identities: Table[list[Json]] = field(default_factory=Table)
    tickets: Table[Json] = field(default_factory=Table)
    conversations: Table[list[Json]] = field(default_factory=Table)
    calls: Table[Json] = field(default_factory=Table)
    organizations: Table[Json] = field(default_factory=Table)
    brands: list[Json] = field(default_factory=list)
    groups: list[Json] = field(default_factory=list)
    ticket_fields: list[Json] = field(default_factory=list)
    user_fields: list[Json] = field(default_factory=list)
    installations: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Starts the id sequences; tickets count from 1 as in a new account, everything else in large steps."""
        self._ids = itertools.count(360_000_000_001, 20)
        self._ticket_ids = itertools.count(1)
        self._index: dict[tuple[str, int], list[tuple[datetime, Json]]] = {}
        self._listeners: list[Listener] = []

    def kept(self) -> Callable[[], None]:
        """Keep the account as it is now; what is returned puts it back. Who came since is then a deleted user."""
        names = [each.name for each in fields(Records) if each.name != "now"] + ["_index"]
        kept = copy.deepcopy({name: getattr(self, name) for name in names})

        def put_back() -> None:
            users = dict(self.users)
            vars(self).update(copy.deepcopy(kept))
            for each in users.keys() - self.users.keys():
                self.users[each] = {**users[each], "active": False}
                self.identities[each] = []

        return put_back

    @property
    def origin(self) -> str:
        """The account's own address, which the API writes into the addresses of records."""
        return f"https://{self.subdomain}.zendesk.com"

    def url(self, path: str) -> str:
        """The address of a record, as in its `url` member."""
        return f"{self.origin}/api/v2/{path}.json"

    def time(self) -> str:
        """The present as Zendesk writes it."""
        return iso(self.now())

    def new_id(self) -> int:
        """A number that no record but a ticket has."""
        return next(self._ids)

    def new_ticket_id(self) -> int:
        """The next ticket number that is free."""
        return next(number for number in self._ticket_ids if number not in self.tickets)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` with every event (its `kind`: ticket, user, notification, display); returns the undoing."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, **event: Any) -> None:
        """Tells the listeners what happened."""
        for listener in tuple(self._listeners):
            listener(event)

    def index(self, kind: str, key: int, terms: Json) -> None:
        """Puts into the search index what a record says now; searches see it after `search_lag` seconds."""
        self._index.setdefault((kind, key), []).append((self.now(), terms))

    def indexed(self, kind: str) -> dict[int, Json]:
        """What searches see of the records of a kind, by id."""
        visible = self.now() - timedelta(seconds=self.search_lag)
        found = {}
        for (each, key), versions in self._index.items():
            known = [terms for when, terms in versions if when <= visible]
            if each == kind and known:
                found[key] = known[-1]
        return found
