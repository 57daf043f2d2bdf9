"""Telephone numbers: however they were dialled or typed, compared in one form."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
    is_valid_number,
    national_significant_number,
    normalize_digits_only,
)

from deskline.model.numbering import EMERGENCY, LOCAL_PARTS, MOBILE_MARKS, RETIRED, WITHHELD

ANONYMOUS = frozenset({"", "anonymous", "private", "unknown", "restricted", "unavailable"})
"""What a network sends in place of a withheld number (rule 3.5)."""

SEARCHED = 7
"""The last digits that a number is searched by at most.

Every spelling of a number ends with them, those of retired plans too, and in an account of a million users they find
about one user besides the right one. Fewer would find dozens.
"""

NO_BREAK, HYPHEN = "\u00a0", "\u2011"
"""A blank and a hyphen at which no line is broken."""

_ADDRESS = re.compile(r"^(?:sips?|tel):", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TONES = re.compile(r"(?<=\d)\s*[,;pw]+\s*\d{1,9}#?$", re.IGNORECASE)
_LONGEST = 100
_SEPARATORS = re.compile(r"[\s()./-]")
_NOUGHTS = re.compile("0{7,}")
_ABROAD = re.compile("^(?:0011|011|00?)")
_SURE = 8
"""Digits from which on two numbers are one if all their digits are, though only one of them names its country."""

_ORDINARY = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE})
_TOO_LITTLE = frozenset({ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY})


def bare(address: str) -> str:
    """Return the number inside a sip: or tel: address, or the text itself, without what cannot be seen."""
    text = _INVISIBLE.sub("", address).strip()
    number, addressed = _ADDRESS.subn("", text)
    return re.split("[@;]", number)[0].strip() if addressed or "@" in number else text


def is_anonymous(number: str, region: str | None = None) -> bool:
    """Whether this is no usable number: a word for withheld, the same in digits, or nothing with a digit in it."""
    text = bare(number).lower()
    found = normalize_digits_only(text)
    return text in ANONYMOUS or not found.strip("0") or _stands_for_withheld(text, region)


def _stands_for_withheld(text: str, region: str | None) -> bool:
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text).replace("\uff0b", "+")
    if plain.removeprefix("+") in WITHHELD:
        return True
    found = _SEPARATORS.sub("", plain).removeprefix("+")
    number = _read(text, region)
    if not re.fullmatch("[0-9]{7,18}", found) or (number and is_valid_number(number)):
        return False
    return any(rest in WITHHELD or _NOUGHTS.fullmatch(rest) for rest in _rests(found))


def _rests(digits: str) -> Iterator[str]:
    """Yield the digits, and them without what some carriers put before: a calling code, or what is dialled for abroad.

    That makes a stand-in no more of a number.
    """
    yield digits
    yield _ABROAD.sub("", digits)
    for length in (1, 2, 3):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            yield digits[length:]


def e164(number: str, region: str | None) -> str | None:
    """Return the number in E.164, complete local ones completed with the region, or None if it is none.

    Extensions are dropped. Without a region only what says its country is read; emergency and internal numbers are no
    numbers that could be completed.
    """
    text = _TONES.sub("", bare(number)[:_LONGEST])
    read = None if _short(text, region) else _read(text, region)
    return phonenumbers.format_number(read, PhoneNumberFormat.E164) if read else None


@lru_cache(maxsize=256)
def readable(number: str) -> str:
    """Return a number in E.164 as people write it abroad; it is neither broken nor turned round in other text."""
    read = _parsed(number, None)
    written = phonenumbers.format_number(read, PhoneNumberFormat.INTERNATIONAL) if read else number
    return f"\u2066{written.replace(' ', NO_BREAK).replace('-', HYPHEN)}\u2069"


def _read(text: str, region: str | None) -> PhoneNumber | None:
    if text[:1] in ("+", "\uff0b"):
        return _explicit(text)
    foreign = _explicit("+" + text[2:]) if text.startswith("00") else None
    if foreign and is_valid_number(foreign):
        return foreign
    local = _parsed(text, region) if region else None
    return _local(local, text, region) if local and region else None


def _explicit(text: str) -> PhoneNumber | None:
    number = _parsed(text, None)
    if number and not is_valid_number(number) and "(0)" in text:
        number = _parsed(text.replace("(0)", ""), None)  # many write it whether their country has such a prefix or not
    whole = number and phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return number if whole else None


def _local(local: PhoneNumber, text: str, region: str) -> PhoneNumber | None:
    """Return what digits without a country stand for: a number that is complete here, else one from abroad, or None.

    What is shorter than any complete number here is good within its area at most. Where numbers begin with a 0, or are
    of many lengths, what begins without one is a number only if it is a valid one.
    """
    trunk = phonenumbers.ndd_prefix_for_region(region, True) or ""
    written_in_full = _explicit("+" + text) if trunk and text.startswith(str(local.country_code)) else None
    if written_in_full and is_valid_number(written_in_full):
        return written_in_full
    lengths = _lengths(local)
    begun = text.startswith("0") or not (_begins_with_nought(region) or _varies(region))
    if is_valid_number(local) or (begun and ValidationResult.IS_POSSIBLE in lengths):
        return local
    abroad = ValidationResult.IS_POSSIBLE not in lengths and not lengths <= _TOO_LITTLE and not text.startswith("0")
    foreign = _explicit("+" + text) if abroad else None
    return foreign if foreign and is_valid_number(foreign) else None


def _begins_with_nought(region: str) -> bool:
    return phonenumbers.ndd_prefix_for_region(region, True) == "0"


def _varies(region: str) -> bool:
    """Whether landlines have numbers of several lengths, so that none of them makes a number complete."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    kinds = (plan.fixed_line, plan.general_desc) if plan else ()
    lengths = (kind.possible_length for kind in kinds if kind and kind.possible_length)  # else it is as in general
    return len(next(lengths, ())) != 1


def _lengths(number: PhoneNumber) -> set[int]:
    """Return how the number's length fits landlines and mobiles; other numbers of other lengths have to be valid."""
    return {phonenumbers.is_possible_number_for_type_with_reason(number, kind) for kind in _ORDINARY}


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return _of_today(phonenumbers.parse(text, region))
    except NumberParseException:
        return None


def _of_today(number: PhoneNumber) -> PhoneNumber:
    """Return what a spelling of a retired numbering plan has become, or the number itself."""
    if is_valid_number(number):
        return number
    national = national_significant_number(number)
    for plan in RETIRED:
        spelled = re.fullmatch(plan.was, national) if plan.calling_code == number.country_code else None
        today = phonenumbers.parse(f"+{plan.calling_code}{spelled.expand(plan.became)}") if spelled else number
        if is_valid_number(today):
            return today
    return number


def _short(text: str, region: str | None) -> str:
    """Return the digits of an emergency or internal number, or nothing: small countries have whole numbers as short."""
    found = _SEPARATORS.sub("", text)
    if not re.fullmatch("[0-9]{3,6}", found):
        return ""
    local = _parsed(found, region) if region else None
    if local is None or region is None or not is_valid_number(local):
        return found
    if _varies(region):
        whole = not _begins_with_nought(region) and _lengths(local) == {ValidationResult.IS_POSSIBLE}
    else:
        landline = phonenumbers.is_possible_number_for_type_with_reason(local, PhoneNumberType.FIXED_LINE)
        whole = landline == ValidationResult.IS_POSSIBLE
    return "" if whole else found


def dialable(number: str, region: str | None) -> str | None:
    """Return what a phone dials for the number: three to six digits as they are (112, 000), else E.164, or None.

    In some countries two digits call for help.
    """
    text = bare(number)
    return text if text in EMERGENCY.get(region or "", ()) else _short(text, region) or e164(number, region)


def lacks(number: str, region: str | None) -> str:
    """Return what a number that cannot be dialled lacks: its "country", its "area" code, or nothing that is known."""
    text = _SEPARATORS.sub("", bare(number)[:_LONGEST])
    if dialable(number, region) or not re.fullmatch("[0-9]{7,15}", text):
        return ""
    if region is None:
        return "country"
    local = _parsed(text, region)
    begun = text.startswith(phonenumbers.ndd_prefix_for_region(region, True) or "0")
    near = {ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}
    near |= set() if begun else {ValidationResult.TOO_SHORT}
    return "area" if local and _lengths(local) & near else ""


def canonical(number: str, region: str | None) -> str:
    """Return what two spellings of one number share: E.164, else the digits alone (internal and local numbers)."""
    return e164(number, region) or normalize_digits_only(bare(number))


def same(one: str, other: str) -> bool:
    """Whether two canonical numbers are one: of a mobile number only one may bear its country's mark.

    Digits without a country are those of a whole number only if they are all of its digits.
    """
    digits = one.removeprefix("+")
    whole = digits == other.removeprefix("+") and len(digits) >= _SURE
    return one == other or whole or _unmarked(one) == _unmarked(other)


def _unmarked(number: str) -> str:
    for code, mark in MOBILE_MARKS.items():
        number = re.sub(rf"^\+{code}{mark}(?=\d{{10}}$)", f"+{code}", number)
    return number


def among(number: str, numbers: Iterable[str]) -> bool:
    """Whether a canonical number is one of these canonical numbers."""
    return any(same(number, other) for other in numbers)


def search_digits(number: str) -> str:
    """Return the last digits of a canonical number, few enough for every spelling of it to have them in a row."""
    local = next((length for code, length in LOCAL_PARTS.items() if number.startswith(f"+{code}")), SEARCHED)
    return number.removeprefix("+")[-min(local, len(national(number))) :]


def national(number: str) -> str:
    """Return a canonical number without its country's code."""
    read = _parsed(number, None)
    return national_significant_number(read) if read else number.removeprefix("+")


def region_of(country: str) -> str | None:
    """Return the region for a region code (AU) or a calling code (+61), or None if it is neither."""
    text = country.strip().upper()
    if text in phonenumbers.SUPPORTED_REGIONS:
        return text
    calling = text.removeprefix("+")
    code = int(calling) if re.fullmatch("[0-9]{1,3}", calling) else 0
    region = phonenumbers.region_code_for_country_code(code)
    return None if region == "ZZ" else region
