"""A page that closes while a message is on its way is not an error, not even in a task that nobody awaits."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from workbench import sample_app
from workbench.connect import SimulatedConnect
from workbench.connect_site import connect_site
from workbench.demo import ANN
from workbench.package_site import Package, Versions
from workbench.workbench import present
from workbench.workspace_site import Places, workspace_site
from workbench.zendesk import SimulatedZendesk

QUESTION = {"type": "websocket.receive", "text": json.dumps({"n": 1, "method": "page.refresh", "params": {}})}


async def gone(site: Starlette, path: str, events: Any) -> list[Any]:
    """The errors of all tasks while events go on behind a page that connects and goes before anything reaches it."""
    tasks: list[asyncio.Task[Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_task_factory(
        lambda loop, work, **more: tasks.append(task := asyncio.Task(work, loop=loop, **more)) or task
    )
    arriving: asyncio.Queue[Any] = asyncio.Queue()
    arriving.put_nowait({"type": "websocket.connect"})

    async def send(message: Any) -> None:
        if message["type"] != "websocket.accept":
            raise OSError("the browser has gone")

    scope = {"type": "websocket", "path": path, "headers": [], "query_string": b"", "server": ("localhost", 1)}
    serving = loop.create_task(site(scope | {"subprotocols": []}, arriving.get, send))
    for event in events:
        await asyncio.sleep(0.05)
        event(arriving)
    await asyncio.sleep(0.05)
    arriving.put_nowait({"type": "websocket.disconnect", "code": 1006})
    await asyncio.wait([serving])
    return [task.exception() for task in tasks if task.done() and not task.cancelled() and task.exception()]


def test_what_connect_still_has_to_say_to_a_page_that_has_gone_is_dropped() -> None:
    connect = SimulatedConnect()
    events = [lambda _: connect.ring(ANN)] * 2
    assert asyncio.run(gone(connect_site(connect), "/ccp-v2/line", events)) == []


def test_an_answer_to_a_page_that_has_gone_is_dropped() -> None:
    connect = SimulatedConnect()
    events = [lambda arriving: arriving.put_nowait(QUESTION)] * 2
    assert asyncio.run(gone(connect_site(connect), "/ccp-v2/line", events)) == []


def test_what_zendesk_still_has_to_push_to_a_tab_that_has_gone_is_dropped(tmp_path: Path) -> None:
    desk = SimulatedZendesk(now=present)
    site = workspace_site(desk, Versions(Package(sample_app.write(tmp_path / "sample.zip"))), Places(""))
    assert asyncio.run(gone(site, "/workbench/events", [lambda _: desk.add_user(name="Ann")] * 2)) == []
