"""The agent's choice of queue (rule 8.5)."""

import asyncio
import json

import pytest

from deskline.agent.queue_choice import QueueChoice, of_brand
from unit.fakes import MemoryStore

SAVED = ("facts", "queue")


def saved(text: str) -> QueueChoice:
    store = MemoryStore()
    store.texts[SAVED] = text
    choice = QueueChoice(store)
    asyncio.run(choice.load())
    return choice


EARLIER = json.dumps({"queue": "Sales", "pages": ["softphone", "sidebar"]})


def test_rule_8_5_a_choice_is_recalled_as_long_as_a_page_lives_that_was_there_with_it() -> None:
    choice = saved(EARLIER)
    assert (choice.recall({"softphone"}), choice.chosen) == (True, "Sales")


def test_rule_8_5_where_every_page_is_new_nothing_is_recalled() -> None:
    choice = saved(EARLIER)
    assert (choice.recall({"new"}), choice.chosen) == (False, "")
    assert choice.recall(set()) is False


def test_what_is_chosen_now_stands_over_what_was_chosen_earlier() -> None:
    choice = saved(EARLIER)
    choice.choose("Support")
    assert (choice.recall({"softphone"}), choice.chosen) == (True, "Support")


def test_the_choice_is_saved_with_the_pages_that_are_there() -> None:
    store = MemoryStore()
    choice = QueueChoice(store)
    choice.choose("Sales")
    asyncio.run(choice.save({"sidebar", "softphone"}))
    assert json.loads(store.texts[SAVED]) == {"queue": "Sales", "pages": ["sidebar", "softphone"]}


@pytest.mark.parametrize("text", ["", "no json", "{}", '{"queue": "Sales", "pages": 5}'])
def test_what_cannot_be_read_is_no_choice(text: str) -> None:
    assert saved(text).recall({"softphone"}) is False


@pytest.mark.parametrize(
    ("rows", "queue"),
    [
        ([{"brand_id": 1, "queue": "One"}, {"brand_id": 2, "queue": "Two"}], "Two"),
        ([{"brand_id": 1, "queue": "One"}], ""),
        ([{"brand_id": 2, "queue": 5}, "row"], ""),
        ("rows", ""),
    ],
)
def test_rule_8_4_a_brand_has_the_queue_that_the_settings_give_it(rows: object, queue: str) -> None:
    assert of_brand(rows, 2) == queue
