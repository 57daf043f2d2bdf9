"""Telephone numbers: however they were dialled or typed, compared in one form."""

import re
from collections.abc import Iterator
from string import digits

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

ANONYMOUS = frozenset({"", "anonymous", "private", "unknown", "restricted", "unavailable"})
"""What a network sends in place of a withheld number (rule 3.5)."""

_ADDRESS = re.compile(r"^\s*(?:sips?|tel):", re.IGNORECASE)
_LONGEST = 100


def bare(address: str) -> str:
    """Return the number inside a sip: or tel: address, or the text itself, trimmed."""
    text, addressed = _ADDRESS.subn("", address)
    return re.split("[@;]", text)[0].strip() if addressed else text.strip()


def is_anonymous(number: str) -> bool:
    """Say whether this is no usable number at all: one of the words for withheld, or nothing with a digit in it."""
    text = bare(number).lower()
    return text in ANONYMOUS or not any(character in digits for character in text)


def e164(number: str, region: str | None) -> str | None:
    """Return the number in E.164, local ones completed with the region, or None if it is not one.

    Extensions are dropped. A valid reading wins over one that merely has a possible length, because
    "0061…" is a possible local number in some regions and a valid international one everywhere.
    """
    text = bare(number)[:_LONGEST]
    readings = [parsed for parsed in _readings(text, region) if phonenumbers.is_possible_number(parsed)]
    best = next(filter(phonenumbers.is_valid_number, readings), readings[0] if readings else None)
    return phonenumbers.format_number(best, PhoneNumberFormat.E164) if best else None


def _readings(text: str, region: str | None) -> Iterator[phonenumbers.PhoneNumber]:
    candidates = [text]
    if text.startswith("00"):
        candidates.append("+" + text[2:])
    elif text[:1].isdigit() and text[:1] != "0":
        candidates.append("+" + text)
    for candidate in candidates:
        try:
            yield phonenumbers.parse(candidate, region)
        except NumberParseException:
            continue


def dialable(number: str, region: str | None) -> str | None:
    """Return what a phone dials for the number: three to six digits as they are (112, 000), else E.164, or None."""
    short = re.sub(r"[\s()./-]", "", bare(number))
    return short if re.fullmatch("[0-9]{3,6}", short) else e164(number, region)


def canonical(number: str, region: str | None) -> str:
    """Return what two spellings of one number share: E.164, else the digits alone (short internal numbers)."""
    return e164(number, region) or re.sub("[^0-9]", "", bare(number))


def search_digits(number: str) -> str:
    """Return the digits that every spelling of the number ends with: those after country and trunk codes."""
    try:
        return phonenumbers.national_significant_number(phonenumbers.parse(number, None))
    except NumberParseException:
        return re.sub("[^0-9]", "", number)


def region_of(country: str) -> str | None:
    """Return the region for a region code (AU) or a calling code (+61), or None if it is neither."""
    text = country.strip().upper()
    if text in phonenumbers.SUPPORTED_REGIONS:
        return text
    calling = text.removeprefix("+")
    code = int(calling) if re.fullmatch("[0-9]{1,3}", calling) else 0
    region = phonenumbers.region_code_for_country_code(code)
    return None if region == "ZZ" else region
