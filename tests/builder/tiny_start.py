"""A tiny app: says what it hears, asks the host, a page and the store when told to."""

import asyncio
import json
from typing import Any


def start(shims: Any, config: str) -> Any:
    """Return what the engine's moments are told to."""
    heard: list[Any] = []
    running: set[Any] = set()

    async def carry_out(order: dict[str, Any]) -> None:
        answer = json.loads(await shims.request(json.dumps(order["request"])))
        say = {"kind": "said", "page": order["page"], "answer": answer}
        await shims.request(json.dumps(say))

    async def recite(page: str) -> None:
        await shims.request(json.dumps({"kind": "said", "page": page, "answer": {"heard": heard, "config": config}}))

    def tell(text: str) -> None:
        moment = json.loads(text)
        if moment["kind"] == "count":
            heard.append(moment["number"])
            return
        while moment["kind"] == "hang":
            pass
        work = recite(moment["page"]) if moment["kind"] == "recite" else carry_out(moment)
        task = asyncio.ensure_future(work)
        running.add(task)
        task.add_done_callback(running.discard)

    return tell
