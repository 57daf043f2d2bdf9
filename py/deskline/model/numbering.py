"""What no library knows of telephone numbers: withheld ones in digits, retired spellings, marks of mobile numbers.

Each row names its source. phonenumbers describes numbering plans as they are today; people's address books do not.
"""

from dataclasses import dataclass

WITHHELD = frozenset({
    "266696687",  # ANONYMOUS
    "7378742833",  # RESTRICTED
    "7378742883",  # the same, as it is often copied
    "86282452253",  # UNAVAILABLE
    "8656696",  # UNKNOWN
    "7748283",  # PRIVATE
    "2562533",  # BLOCKED
})  # fmt: skip
"""What carriers send for a withheld number: its word, typed on a keypad (ITU-T E.161).

Twilio, "Upcoming changes to withheld caller ID behavior", 16 November 2022: "translates the alpha string into digits".
"""


@dataclass(frozen=True, slots=True)
class Retired:
    """A spelling that a country has given up: the national number as it was, and what it became, as a pattern."""

    calling_code: int
    was: str
    became: str
    source: str


def _vietnam() -> tuple[Retired, ...]:
    source = "Ministry of Information and Communications, in force on 15 September 2018"
    moved = {
        "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84", "125": "85",
        "127": "81", "129": "82", "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37",
        "168": "38", "169": "39", "186": "56", "188": "58", "199": "59",
    }  # fmt: skip
    return tuple(Retired(84, rf"{was}(\d{{7}})", rf"{became}\1", source) for was, became in moved.items())


_CAMEROON = "ART Cameroon, in force on 21 November 2014"
_CHILE = "Subtel: the prefix until 2016, Santiago's numbers until 24 March 2012"
_IVORY_COAST = "ARTCI, in force on 31 January 2021"

RETIRED = (
    Retired(52, r"(?:1|01|044|045)(\d{10})", r"\1", "ITU Operational Bulletin 1151, in force on 3 August 2019"),
    Retired(55, r"([1-9]{2})([6-9]\d{7})", r"\g<1>9\2", "Anatel, Resolution 553/2010, in force until November 2016"),
    Retired(57, r"([1245678]\d{7})", r"60\1", "CRC, Resolution 5826/2019, in force on 1 September 2021"),
    Retired(56, r"0([2-9]\d{8})", r"\1", _CHILE),
    Retired(56, r"2(\d{7})", r"22\1", _CHILE),
    Retired(237, r"([5-9]\d{7})", r"6\1", _CAMEROON),
    Retired(237, r"([23]\d{7})", r"2\1", _CAMEROON),
    Retired(506, r"(2\d{6})", r"2\1", "SUTEL and ICE, in force on 20 March 2008"),
    Retired(506, r"([38]\d{6})", r"8\1", "SUTEL and ICE, in force on 20 March 2008"),
    Retired(593, r"([89]\d{7})", r"9\1", "CONATEL, in force on 30 September 2012"),
    Retired(225, r"(\d[0-3]\d{6})", r"01\1", _IVORY_COAST),
    Retired(225, r"(\d[4-6]\d{6})", r"05\1", _IVORY_COAST),
    Retired(225, r"(\d[7-9]\d{6})", r"07\1", _IVORY_COAST),
    Retired(229, r"(\d{8})", r"01\1", "ARCEP Benin, in force on 30 November 2024"),
    *_vietnam(),
)
"""Spellings that are read as what they became, where they are no numbers any more and what they became is one."""

MOBILE_MARKS = {54: "9"}
"""By calling code the digit before a mobile number that only its international spelling has.

Argentina: +54 9 11 2345 6789 is 011 15-2345-6789 at home, and often noted without either (ITU, plan of +54).
"""

LOCAL_PARTS = {54: 6}
"""By calling code the digits of the shortest local number, where a spelling has something before it.

Argentina's 15 stands between the area code and the local number, which has six to eight digits.
"""


_HELP = {
    "BF DJ KM MG MR SN TD": "17 18",
    "BL GA": "18",
    "BZ": "90",
    "CM": "13 17",
    "DZ": "14 17",
    "EH MA": "15 19",
    "ET": "91 92 93",
    "FR GF GP MC MF ML MQ NE PF PM RE WF": "15 17 18",
    "GM": "16 17 18",
    "HR": "93 94",
    "LT LV RU TM UZ": "01 02 03",
    "NC": "15 16 17 18",
    "PK": "15 16",
    "RS": "92 93 94",
    "YT": "15",
}

EMERGENCY = {region: numbers.split() for regions, numbers in _HELP.items() for region in regions.split()}
"""By region the emergency numbers of two digits (libphonenumber's short numbers, which the package leaves out)."""
