"""Telephone numbers in all their forms."""

import re
from contextlib import suppress

import phonenumbers
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    national_significant_number,
    shortnumberinfo,
)

from deskline.model import numbering, numbers


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
        ("131234", "AU", None),
        ("+61 2 9999 0001 x12", None, "+61299990001"),
        ("+61299990001x12", None, "+61299990001"),
        ("+61299990001 extension 12", None, "+61299990001"),
        ("+61299990001,12", None, "+61299990001"),
        ("+61299990001 w12#", None, "+61299990001"),
        ("\u202a+61\u00a02\u20119999\u20110001\u202c", None, "+61299990001"),
        ("+61299990001@10.0.0.1", None, "+61299990001"),
        ("\u0660\u0662 9999 0001", "AU", "+61299990001"),
        ("hello", "AU", None),
        ("", "AU", None),
        ("0" * 500, "AU", None),
    ],
)
def test_a_number_is_read_into_e164(given_number: str, region: str | None, expected: str | None) -> None:
    assert numbers.e164(given_number, region) == expected


@pytest.mark.parametrize("region", ["FI", "DE", "US", "IT", "AU", None])
def test_rule_3_3_six_digits_are_no_whole_number_where_those_are_longer(region: str | None) -> None:
    for digits in ("123456", "912345", "211234"):
        assert numbers.canonical(digits, region) == digits


def test_short_internal_numbers_are_compared_by_their_digits() -> None:
    assert numbers.canonical("sip:12-34@pbx", "AU") == numbers.canonical("1234", "AU") == "1234"


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("+61299990001", "9990001"),
        ("+390612345678", "2345678"),
        ("+5491123456789", "456789"),
        ("+2908482", "8482"),
        ("5550123", "5550123"),
        ("1234", "1234"),
    ],
)
def test_rule_3_3_the_search_uses_few_enough_digits_for_every_spelling_to_end_with(number: str, digits: str) -> None:
    assert numbers.search_digits(number) == digits


@pytest.mark.parametrize(
    ("spelled", "region", "today"),
    [
        ("+52 1 55 1234 5678", None, "+525512345678"),
        ("+52 044 55 1234 5678", None, "+525512345678"),
        ("044 55 1234 5678", "MX", "+525512345678"),
        ("045 55 1234 5678", "MX", "+525512345678"),
        ("01 55 1234 5678", "MX", "+525512345678"),
        ("011 52 1 55 1234 5678", "US", "+525512345678"),
        ("+55 11 8765-4321", None, "+5511987654321"),
        ("(11) 8765-4321", "BR", "+5511987654321"),
        ("+55 11 3765-4321", None, "+551137654321"),
        ("+57 1 228 1260", None, "+576012281260"),
        ("+225 07 12 34 56", None, "+2250707123456"),
        ("+225 05 12 34 56", None, "+2250505123456"),
        ("97 12 34 56", "BJ", "+2290197123456"),
        ("0121 234 5678", "VN", "+84792345678"),
        ("+84 169 234 5678", None, "+84392345678"),
        ("77 12 34 56", "CM", "+237677123456"),
        ("22 12 34 56", "CM", "+237222123456"),
        ("+237 99 12 34 56", None, "+237699123456"),
        ("09 123 4567", "EC", "+593991234567"),
        ("+593 8 123 4567", None, "+593981234567"),
        ("212 3456", "CR", "+50622123456"),
        ("+506 831 2345", None, "+50688312345"),
        ("09 9123 4567", "CL", "+56991234567"),
        ("+56 2 234 5678", None, "+56222345678"),
        ("+61 1 55 1234 5678", None, None),
    ],
)
def test_rule_3_3_spellings_of_a_retired_plan_are_read_as_what_they_became(
    spelled: str, region: str | None, today: str | None
) -> None:
    assert numbers.e164(spelled, region) == today


def test_rule_3_3_no_number_of_today_is_taken_for_a_retired_spelling() -> None:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
            example = phonenumbers.example_number_for_type(region, kind)
            if example:
                number = phonenumbers.format_number(example, PhoneNumberFormat.E164)
                assert numbers.e164(number, None) == number


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("+5491123456789", "+541123456789", True),
        ("+5491123456789", "+5491123456780", False),
        ("+61299990001", "61299990001", True),
        ("+61299990001", "0299990001", False),
        ("+61299990001", "299990001", False),
        ("+1234567", "1234567", False),
        ("1234", "1234", True),
        ("1234", "+61291234", False),
    ],
)
def test_rule_3_3_two_canonical_numbers_are_one_or_not(one: str, other: str, alike: bool) -> None:
    assert numbers.same(one, other) == numbers.same(other, one) == alike
    assert numbers.among(one, ["+49301234", other]) == alike


ANYWHERE = [
    (region, national_significant_number(example))
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    if (example := phonenumbers.example_number_for_type(region, kind))
    if len(national_significant_number(example)) > 6
]


@settings(max_examples=400)
@given(st.sampled_from(ANYWHERE), st.integers(0, 9999))
def test_rule_3_3_every_way_to_write_a_number_at_home_or_abroad_is_read_the_same(
    example: tuple[str, str], last: int
) -> None:
    region, national = example
    code = phonenumbers.country_code_for_region(region)
    number = phonenumbers.parse(f"+{code}{national[:-4]}{last:04}")
    assume(phonenumbers.is_valid_number(number))
    assume(len(national_significant_number(number)) > 6)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    at_home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    abroad = "AU" if region == "US" else "US"
    spellings = [
        e164,
        at_home,
        re.sub(r"\D", "", at_home),
        national_significant_number(number),
        e164[1:],
        "00" + e164[1:],
    ]
    assert {numbers.e164(spelling, region) for spelling in spellings} == {e164}
    dialled_from_abroad = phonenumbers.format_out_of_country_calling_number(number, abroad)
    assert {numbers.e164(spelling, abroad) for spelling in (dialled_from_abroad, "00" + e164[1:])} == {e164}


@given(st.from_regex("[2-9][0-9]{9}", fullmatch=True))
def test_rule_3_3_ten_digits_are_a_number_at_home_before_they_are_one_from_abroad(digits: str) -> None:
    assert numbers.e164(digits, "US") == "+1" + digits


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("6243050111", "US", "+16243050111"),
        ("(624) 305-0111", "US", "+16243050111"),
        ("16243050111", "US", "+16243050111"),
        ("61299990001", "US", "+61299990001"),
        ("4930123456", "AU", "+4930123456"),
        ("4915123453064", "DE", "+4915123453064"),
        ("06129 9990001", "DE", "+4961299990001"),
        ("711648", "AD", "+376711648"),
        ("211-234", "SR", "+597211234"),
        ("20 12 34", "FO", "+298201234"),
        ("06 1234567", "IT", "+39061234567"),
        ("345 678 9012", "IT", "+393456789012"),
        ("+34 (0) 612 345 678", "ES", "+34612345678"),
        ("+36 (0) 20 123 4567", "US", "+36201234567"),
        ("+1 (0) 415 555 0123", "US", "+14155550123"),
        ("00 48 (0)12 345 67 89", "PL", "+48123456789"),
        ("+39 (0) 6 1234567", "US", "+39061234567"),
    ],
)
def test_rule_3_3_a_number_that_is_complete_at_home_is_read_so_first(typed: str, region: str, number: str) -> None:
    assert numbers.e164(typed, region) == number


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("555-0123", "US"),
        ("9999 0001", "AU"),
        ("7946 0000", "GB"),
        ("1234567", "DE"),
        ("8765 4321", "CN"),
        ("6761 2345", "CN"),
        ("15-2345-6789", "AR"),
        ("2345-6789", "AR"),
        ("3456-7890", "BR"),
        ("555 0123", "IT"),
        ("4930 123456", "IT"),
        ("555 0123", "PL"),
        ("1234-5678", "JP"),
        ("668 18 00", "CH"),
    ],
)
def test_rule_3_3_what_is_only_good_within_its_area_is_not_completed(typed: str, region: str) -> None:
    assert numbers.e164(typed, region) is None
    assert numbers.lacks(typed, region) == "area"
    assert numbers.canonical(typed, region) == re.sub(r"\D", "", typed)


@pytest.mark.parametrize("typed", ["6243050111", "61299990001", "02 9999 0001", "555-0123"])
def test_rule_7_7_without_a_country_nothing_is_guessed(typed: str) -> None:
    assert numbers.dialable(typed, None) is None
    assert numbers.lacks(typed, None) == "country"
    assert numbers.canonical(typed, None) == re.sub(r"\D", "", typed)


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("+61299990001", None),
        ("112", None),
        ("02 9999 0001", "AU"),
        ("hello", "AU"),
        ("+15550123", "US"),
        ("86282452253", "AU"),
        ("0299 9000", "AU"),
        ("15", "FR"),
    ],
)
def test_rule_7_7_what_can_be_dialled_or_is_no_number_lacks_nothing(typed: str, region: str | None) -> None:
    assert numbers.lacks(typed, region) == ""


@pytest.mark.parametrize("number", sorted(numbering.WITHHELD))
def test_rule_3_5_no_stand_in_for_a_withheld_number_is_a_number(number: str) -> None:
    assert numbers.is_anonymous("+" + number) and numbers.is_anonymous(number, "AU")
    with suppress(NumberParseException):
        assert not phonenumbers.is_valid_number(phonenumbers.parse("+" + number))


def test_rule_3_5_stand_ins_are_the_words_for_withheld_on_a_keypad() -> None:
    words = (*filter(None, numbers.ANONYMOUS), "blocked")
    assert {phonenumbers.convert_alpha_characters_in_number(word) for word in words} == numbering.WITHHELD - {
        "7378742883"
    }


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "000",
        "0000000000",
        "+0000000000",
        "+10000000000",
        "+61000000000",
        "000-000-0000",
        "+1266696687",
        "sip:266696687@x",
        "sip:+266696687@x",
        "266-696-687",
        "+1 (266) 696-687",
        "\uff12\uff16\uff16\uff16\uff19\uff16\uff16\uff18\uff17",
        "\u0662\u0666\u0666\u0666\u0669\u0666\u0666\u0668\u0667",
        "00266696687",
        "011266696687",
        "+1 000 000 0000",
    ],
)
def test_rule_3_5_noughts_and_stand_ins_behind_a_calling_code_are_no_numbers(number: str) -> None:
    assert numbers.is_anonymous(number, "US")


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+61266696687", "AU"),
        ("0266696687", "AU"),
        ("+17378742833", "US"),
        ("+4520000000", "DK"),
        ("20000000", "DK"),
        ("100", "AU"),
        ("200000", "AU"),
        ("+26669668", None),
        ("02 6669 6687", "AU"),
        ("+1 737-874-2833", None),
        ("(737) 874-2833", "US"),
    ],
)
def test_rule_3_5_real_numbers_that_look_like_a_stand_in_are_numbers(number: str, region: str | None) -> None:
    assert not numbers.is_anonymous(number, region)


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


def test_rule_7_7_every_emergency_number_of_two_digits_is_dialled_as_it_is() -> None:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        help = [two for two in (f"{one:02}" for one in range(100)) if shortnumberinfo.is_emergency_number(two, region)]
        assert help == sorted(numbering.EMERGENCY.get(region, ()))
        assert [numbers.dialable(number, region) for number in help] == help
    assert numbers.dialable("15", "AU") is None
