"""Sentences for people, and the keys that the code uses."""

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from deskline.model.effects import Phrase
from deskline.words.notices import NOTICES
from deskline.words.plain_text import one_line
from deskline.words.texts import Texts

ROOT = Path(__file__).parents[3]
ENGLISH = json.loads((ROOT / "translations" / "en.json").read_text())["deskline"]
OTHERS = sorted(path for path in (ROOT / "translations").glob("*.json") if path.stem != "en")
MADE = [
    "channel.",
    "chat.",
    "direction.",
    "outcome.",
    "why.",
    "lost.",
    "page.",
    "expected.",
    "pending.",
    "subject.",
    "stage.",
    "keys.",
]


def test_words_go_into_the_text_and_are_not_read_as_templates() -> None:
    assert Texts({"a": "Hello {who}"})("a", who="{who} %s") == "Hello {who} %s"


def test_a_phrase_may_contain_phrases() -> None:
    texts = Texts({"a": "not {b}", "b": "one of {c}"})
    assert texts.say(Phrase("a", {"b": Phrase("b", {"c": "x, y"})})) == "not one of x, y"


def test_a_missing_text_stands_for_itself_and_a_missing_word_for_its_gap() -> None:
    assert Texts({})("gone") == "gone"
    assert Texts({"a": "Hello {who}"})("a") == "Hello {who}"


def test_every_key_that_the_code_names_has_a_text() -> None:
    sources = [*(ROOT / "py" / "deskline").rglob("*.py"), *(ROOT / "app").rglob("*.*")]
    words = "channel|device|diary|direction|expected|flow|goes|keys|lost|note|notice|outcome|page|panel|said|stage"
    words += "|subject|view|who|why"
    pattern = rf'"((?:{words})\.[a-z_.]+)[":]'
    named = {key for source in sources for key in re.findall(pattern, source.read_text())}
    assert {key for key in named if not key.endswith((".", ".js"))} - set(ENGLISH) == set()


def test_every_text_is_used() -> None:
    code = "".join(path.read_text() for path in [*(ROOT / "py").rglob("*.py"), *(ROOT / "app").rglob("*.*")])
    composed = tuple(f'f"{prefix}' for prefix in MADE)
    unused = {key for key in ENGLISH if key not in code and not key.startswith(tuple(MADE))}
    assert unused == set()
    assert any(start in code for start in composed)


def test_every_notice_has_a_text() -> None:
    assert set(NOTICES) <= set(ENGLISH)
    assert {key for key in ENGLISH if key.startswith("notice.")} <= set(NOTICES)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_a_translation_has_every_text_with_the_same_gaps(path: Path) -> None:
    texts = json.loads(path.read_text())["deskline"]
    assert texts.keys() == ENGLISH.keys()
    gaps = {key: sorted(name for _, name, _, _ in Formatter().parse(text) if name) for key, text in texts.items()}
    assert gaps == {
        key: sorted(name for _, name, _, _ in Formatter().parse(text) if name) for key, text in ENGLISH.items()
    }


WRITTEN = {"subject.inbound.voice", "subject.outbound.voice", "subject.chat", "subject.task", "who.caller"}
"""Texts that stand in fields of Zendesk's which people search."""


def test_in_arabic_what_goes_into_a_sentence_keeps_its_own_direction() -> None:
    texts = json.loads((ROOT / "translations" / "ar.json").read_text())["deskline"]
    bare = {key for key, text in texts.items() if "{" in re.sub("\u2068{[a-z]+}\u2069", "", text)}
    assert bare == WRITTEN


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\nlines\t ", "two lines"),
        ("a\x00b\x1bc", "a b c"),
        ("\u202eevil", "evil"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
        ("x" * 30, "x" * 19 + "…"),
        ("", ""),
    ],
)
def test_text_from_outside_is_made_fit_for_one_line(text: str, line: str) -> None:
    assert one_line(text, 20) == line
