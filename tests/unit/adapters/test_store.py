"""The browser's storage, and a browser that refuses to store."""

import asyncio
import json

from deskline.adapters.border import Border
from deskline.adapters.store import BrowserStore


class Disk:
    """IndexedDB as the worker offers it, working or not."""

    def __init__(self) -> None:
        self.works = True
        self.kept: dict[tuple[str, str], str] = {}

    async def request(self, text: str) -> str:
        """Answer a request as the worker does."""
        order = json.loads(text)
        if not self.works:
            return '{"error": "storage"}'
        place = (order["object_store"], order.get("key", ""))
        match order["do"]:
            case "put":
                self.kept[place] = order["value"]
            case "delete":
                self.kept.pop(place, None)
            case "get":
                return json.dumps({"ok": self.kept.get(place)})
            case _:
                return json.dumps(
                    {
                        "ok": [
                            [key, text]
                            for (object_store, key), text in self.kept.items()
                            if object_store == order["object_store"]
                        ]
                    }
                )
        return '{"ok": null}'


async def use(store: BrowserStore) -> list[object]:
    await store.put("records", "a", "1")
    await store.put("records", "b", "2")
    await store.put("facts", "a", "3")
    await store.delete("records", "a")
    return [await store.get("records", "a"), await store.get("records", "b"), await store.all("records")]


def test_texts_are_kept_by_object_store_and_key() -> None:
    disk = Disk()
    assert asyncio.run(use(BrowserStore(Border(disk)))) == [None, "2", [("b", "2")]]
    assert disk.kept == {("records", "b"): "2", ("facts", "a"): "3"}


def test_a_browser_that_refuses_to_store_changes_nothing_until_it_is_read() -> None:
    disk = Disk()
    disk.works = False
    store = BrowserStore(Border(disk))
    assert asyncio.run(use(store)) == [None, "2", None]
    disk.works = True
    asyncio.run(store.put("records", "b", "4"))
    assert asyncio.run(store.get("records", "b")) == "4"
    assert disk.kept == {}


def test_what_went_to_memory_is_saved_once_the_object_store_is_read_but_not_over_what_it_holds() -> None:
    disk = Disk()
    disk.kept["records", "b"] = "0"
    disk.works = False
    store = BrowserStore(Border(disk))
    asyncio.run(use(store))
    disk.works = True
    asyncio.run(store.put("records", "c", "5"))
    assert asyncio.run(store.all("records")) == [("b", "0")]
    assert disk.kept == {("records", "b"): "0", ("records", "c"): "5", ("facts", "a"): "3"}
    asyncio.run(store.put("records", "b", "4"))
    assert disk.kept["records", "b"] == "4"
