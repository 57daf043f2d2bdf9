"""Rule 16.4: numbers as people read them."""

import pytest

from deskline.model import numbers
from deskline.model.effects import Phrase
from deskline.words.texts import Texts, for_reading, plain


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("+61299990001", "+61\u00a02\u00a09999\u00a00001"),
        ("+493012345678", "+49\u00a030\u00a012345678"),
        ("+12025550123", "+1\u00a0202\u2011555\u20110123"),
        ("+999123456789", "+999123456789"),
    ],
)
def test_rule_16_4_a_number_has_blanks_at_which_no_line_breaks_and_is_not_turned_round(number: str, read: str) -> None:
    assert numbers.readable(number) == f"\u2066{read}\u2069"


@pytest.mark.parametrize(
    "text", ["no number", "+6129", "x+61299990001", "+61299990001x", "++61299990001", "61299990001"]
)
def test_what_is_no_number_stays_as_it_is(text: str) -> None:
    assert for_reading(text) == text


def test_rule_16_4_the_agent_reads_numbers_and_tickets_keep_what_machines_read() -> None:
    texts, phrase = {"a": "Call {number}"}, Phrase("a", {"number": "+61299990001"})
    assert Texts(texts, spoken=True).say(phrase) == "Call \u2066+61\u00a02\u00a09999\u00a00001\u2069"
    assert Texts(texts).say(phrase) == "Call +61299990001"


def test_what_leaves_the_page_has_no_invisible_signs() -> None:
    assert plain(for_reading("Caller +61299990001")) == "Caller +61\u00a02\u00a09999\u00a00001"
