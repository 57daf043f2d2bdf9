"""Telephone numbers in all their forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskline import numbers


@pytest.mark.parametrize(
    ("given_number", "region", "expected"),
    [
        ("+61299990001", None, "+61299990001"),
        ("02 9999 0001", "AU", "+61299990001"),
        ("02 9999 0001", None, None),
        ("(02) 9999-0001 ext. 12", "AU", "+61299990001"),
        ("0061299990001", "AU", "+61299990001"),
        ("0061299990001", None, "+61299990001"),
        ("0011 49 30 123456", "AU", "+4930123456"),
        ("61299990001", "AU", "+61299990001"),
        ("sip:+61299990001@10.0.0.1:5060;user=phone", "AU", "+61299990001"),
        ("SIPS:0299990001@example.com", "AU", "+61299990001"),
        ("tel:+61-2-9999-0001;ext=9", None, "+61299990001"),
        ("030 123456", "DE", "+4930123456"),
        ("+1 415 555 0100", "AU", "+14155550100"),
        ("1234", "AU", None),
        ("hello", "AU", None),
        ("", "AU", None),
        ("0" * 500, "AU", None),
    ],
)
def test_a_number_is_read_into_e164(given_number: str, region: str | None, expected: str | None) -> None:
    assert numbers.e164(given_number, region) == expected


def test_short_internal_numbers_are_compared_by_their_digits() -> None:
    assert numbers.canonical("sip:12-34@pbx", "AU") == numbers.canonical("1234", "AU") == "1234"


@pytest.mark.parametrize(
    ("number", "digits"), [("+61299990001", "299990001"), ("+390612345678", "0612345678"), ("1234", "1234")]
)
def test_the_search_uses_the_digits_that_every_spelling_ends_with(number: str, digits: str) -> None:
    assert numbers.search_digits(number) == digits


@pytest.mark.parametrize(
    "word", ["", "  ", "Anonymous", "PRIVATE", "unknown", "Restricted", "unavailable", "?", "sip:x@y"]
)
def test_rule_3_5_words_for_withheld_are_no_numbers(word: str) -> None:
    assert numbers.is_anonymous(word)


@pytest.mark.parametrize("number", ["+61299990001", "1234", "sip:77@pbx"])
def test_rule_3_5_anything_with_a_digit_may_be_one(number: str) -> None:
    assert not numbers.is_anonymous(number)


@pytest.mark.parametrize(
    ("country", "region"),
    [("AU", "AU"), (" de ", "DE"), ("+61", "AU"), ("44", "GB"), ("+1", "US"), ("+999", None), ("Oz", None), ("", None)],
)
def test_a_country_is_a_region_code_or_a_calling_code(country: str, region: str | None) -> None:
    assert numbers.region_of(country) == region


@given(st.text(max_size=300), st.sampled_from([None, "AU", "US", "IT"]))
def test_no_text_whatever_breaks_the_reading(text: str, region: str | None) -> None:
    number = numbers.e164(text, region)
    assert number is None or number.startswith("+")
    assert numbers.search_digits(numbers.canonical(text, region)).isdigit() or not numbers.canonical(text, region)


@given(st.integers(min_value=299_990_000, max_value=299_999_999))
def test_every_spelling_of_a_number_has_one_canonical_form(subscriber: int) -> None:
    spellings = [
        f"+61{subscriber}",
        f"0061{subscriber}",
        f"0{subscriber}",
        f"+61 (0) {subscriber}",
        f"sip:+61{subscriber}@x",
    ]
    assert {numbers.canonical(spelling, "AU") for spelling in spellings} == {f"+61{subscriber}"}
