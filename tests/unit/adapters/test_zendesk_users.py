"""Users at the edges of what Zendesk's search gives."""

import asyncio
import json
from typing import Any

import pytest

from deskline.adapters.border import Border
from deskline.adapters.clock import SystemClock
from deskline.adapters.http import Http
from deskline.adapters.store import BrowserStore
from deskline.adapters.zendesk_edition import Edition
from deskline.adapters.zendesk_phone_search import MOST_PAGES
from deskline.adapters.zendesk_tickets import ZendeskTickets
from deskline.adapters.zendesk_users import ZendeskUsers
from deskline.model.errors import Refused


class Endless:
    """A Zendesk that always has one more page, or refuses everything."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.paths: list[str] = []

    async def request(self, text: str) -> str:
        """Answer any request with the same page."""
        self.paths.append(json.loads(text)["path"])
        user: dict[str, Any] = {"id": len(self.paths), "name": "Ann", "phone": "+61299990001"}
        page = {
            "users": [user],
            "identities": [],
            "next_page": "https://acme.zendesk.com/api/v2/users/search.json?page=2",
        }
        return json.dumps({"ok": {"status": self.status, "body": page, "retry_after": None}})


def test_rule_3_3_no_more_pages_are_read_than_a_search_can_have() -> None:
    zendesk = Endless()
    found = asyncio.run(ZendeskUsers(Http(Border(zendesk)), "AU").with_number("+61299990001"))
    assert len(found) == len(zendesk.paths) == MOST_PAGES
    assert zendesk.paths[1] == "/api/v2/users/search.json?page=2"


def test_rule_3_7_a_refused_look_up_is_not_the_same_as_nobody() -> None:
    with pytest.raises(Refused):
        asyncio.run(ZendeskUsers(Http(Border(Endless(403))), "AU").by_id(7))


def test_rule_3_7_a_ticket_that_zendesk_does_not_answer_for_is_not_one_that_is_missing() -> None:
    border = Border(Endless(422))
    tickets = ZendeskTickets(Http(border), Edition(BrowserStore(border), SystemClock()))
    with pytest.raises(Refused):
        asyncio.run(tickets.by_id(7))
