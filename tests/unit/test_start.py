"""Starting the engine as JavaScript does."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from deskline.adapters.clock import SystemClock
from deskline.start import start

CONFIG = {"agent": {"id": 1, "name": "Robin"}, "settings": {}, "texts": {}, "app_id": None}


class EmptyBrowser:
    """Shims with an empty store that record the requests."""

    def __init__(self) -> None:
        self.generation = 1_763_716_800_000
        self.asked: list[dict[str, Any]] = []

    async def request(self, text: str) -> str:
        """Answer a request with nothing."""
        self.asked.append(json.loads(text))
        return '{"ok": []}'


async def greet(browser: EmptyBrowser) -> None:
    tell = start(browser, json.dumps(CONFIG))
    tell('{"kind": "hello", "page": "p", "tab": "t", "place": "nav_bar"}')
    while not any(asked["kind"] == "show" for asked in browser.asked):
        await asyncio.sleep(0)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


def test_the_engine_takes_up_what_was_kept_and_then_answers_a_page() -> None:
    browser = EmptyBrowser()
    asyncio.run(greet(browser))
    assert browser.asked[0] == {"kind": "store", "do": "all", "object_store": "records"}
    assert browser.asked[-1]["html"] == '<p class="empty">view.no_contacts_yet</p>'


def test_the_clock_is_the_computers_own() -> None:
    clock = SystemClock()
    before = datetime.now(UTC)
    asyncio.run(clock.sleep(0))
    assert before <= clock.now() <= datetime.now(UTC)
