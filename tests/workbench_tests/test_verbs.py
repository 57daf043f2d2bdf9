"""One vocabulary: scenarios, browser tests and stories have every verb of a call, with the same arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from browser.stage import Stage
from scenarios.workday import Workday
from workbench import story_verbs
from workbench.verbs import Verbs

VERBS = [name for name, member in vars(Verbs).items() if inspect.isfunction(member) and not name.startswith("_")]
PLAYERS = {"scenarios": Workday, "browser": Stage, "stories": story_verbs}


def named(verb: Callable[..., Any]) -> list[str]:
    """The arguments of a verb that go by their place, without itself."""
    by_place = (inspect.Parameter.POSITIONAL_OR_KEYWORD,)
    found = [name for name, each in inspect.signature(verb).parameters.items() if each.kind in by_place]
    return [name for name in found if name != "self"]


def first_of(player: Any, verb: str, others: list[str]) -> list[str]:
    """As many of the arguments as the vocabulary has."""
    return named(getattr(player, verb))[: len(others)]


@pytest.mark.parametrize("player", PLAYERS)
def test_every_verb_of_a_call_is_there_with_the_arguments_of_the_vocabulary(player: str) -> None:
    wanted = {verb: named(getattr(Verbs, verb)) for verb in VERBS}
    assert len(wanted) == 14
    assert {verb: first_of(PLAYERS[player], verb, names) for verb, names in wanted.items()} == wanted


def test_scenarios_and_stories_look_at_a_place_in_the_same_words() -> None:
    assert named(Workday.look_at) == named(story_verbs.look_at) == ["place", "about"]
