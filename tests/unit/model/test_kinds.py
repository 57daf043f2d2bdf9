"""How values are read (rules 2.2 and 2.3)."""

from typing import Any

import pytest

from deskline.model import kinds
from deskline.model.kinds import Kind

FITS = [
    (kinds.BOOLEAN, "true", True),
    (kinds.BOOLEAN, "T", True),
    (kinds.BOOLEAN, "1", True),
    (kinds.BOOLEAN, "Yes", True),
    (kinds.BOOLEAN, "y", True),
    (kinds.BOOLEAN, "FALSE", False),
    (kinds.BOOLEAN, "f", False),
    (kinds.BOOLEAN, "0", False),
    (kinds.BOOLEAN, "no", False),
    (kinds.BOOLEAN, "N", False),
    (kinds.MINUTES, "15", 15.0),
    (kinds.MINUTES, "1.5", 1.5),
    (kinds.TICKET, "0", 0),
    (kinds.TICKET, "00", 0),
    (kinds.TICKET, "35436", 35436),
    (kinds.USER_ID, "360000000001", 360000000001),
    (kinds.PHONE, "+61 (2) 8000-00.00", "+61280000000"),
    (kinds.TYPED_PHONE, "02 8000 0000", "+61280000000"),
    (kinds.TYPED_PHONE, "+49 30 123456", "+4930123456"),
    (kinds.EMAIL, "ann@example.com", "ann@example.com"),
    (kinds.EMAIL, "sean.o'brien@example.com", "sean.o'brien@example.com"),
    (kinds.EMAIL, "ann+support@mail.example.co.uk", "ann+support@mail.example.co.uk"),
    (kinds.EMAIL, "!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"),
    (kinds.EMAIL, "j\u00fcrgen@m\u00fcller.example", "j\u00fcrgen@m\u00fcller.example"),
    (kinds.EMAIL, "\u7528\u6237@\u4f8b\u5b50.\u4e2d\u56fd", "\u7528\u6237@\u4f8b\u5b50.\u4e2d\u56fd"),
    (kinds.EMAIL, '"ann, b"@example.com', '"ann, b"@example.com'),
    (kinds.USER_ID, str(2**63 - 1), 2**63 - 1),
    (kinds.TICKET, "0000000000000000000000012", 12),
    (kinds.PHONE, "tel:+61-2-8000-0000", "+61280000000"),
    (kinds.PHONE, "+61\u20112\u00a08000/0000\u202c", "+61280000000"),
    (kinds.TYPED_PHONE, "02 8000 0000 ext. 12", "+61280000000"),
    (kinds.URL, "https://connect.example:8443/a/b?c=d#e", "https://connect.example:8443/a/b?c=d#e"),
    (kinds.TEXT, "anything <at> all", "anything <at> all"),
    (kinds.URL, "https://acme.my.connect.aws/", "https://acme.my.connect.aws/"),
    (kinds.URL, "http://agent-2.localhost:8702", "http://agent-2.localhost:8702"),
    (kinds.COUNTRY, "au", "AU"),
    (kinds.COUNTRY, "+61", "AU"),
    (kinds.COUNTRY, "61", "AU"),
    (kinds.JSON, '[{"queue": "Sales"}]', [{"queue": "Sales"}]),
    (kinds.choice("auto", "agent"), "AGENT", "agent"),
    (kinds.choice("zh", "zh-TW"), "zh-tw", "zh-TW"),
    (kinds.several("transcript", "sentiment"), "sentiment; Transcript,", ("transcript", "sentiment")),
]

MISFITS = [
    (kinds.BOOLEAN, "perhaps"),
    (kinds.MINUTES, "-1"),
    (kinds.MINUTES, "1,5"),
    (kinds.MINUTES, "\u0661\u0665"),
    (kinds.MINUTES, "1e9"),
    (kinds.TICKET, "#12"),
    (kinds.TICKET, "9" * 19),
    (kinds.USER_ID, "ann"),
    (kinds.PHONE, "0280000000"),
    (kinds.PHONE, "+0280000000"),
    (kinds.PHONE, "+1"),
    (kinds.TYPED_PHONE, "call me"),
    (kinds.EMAIL, "ann@example"),
    (kinds.EMAIL, "a@b.c, d@e.f"),
    (kinds.EMAIL, "a@b.c;d@e.f"),
    (kinds.EMAIL, "Ann <ann@example.com>"),
    (kinds.EMAIL, "ann@@example.com"),
    (kinds.EMAIL, "ann@example.com\x00"),
    (kinds.EMAIL, "@example.com"),
    (kinds.USER_ID, str(2**63)),
    (kinds.TYPED_PHONE, "1234"),
    (kinds.TYPED_PHONE, "9999 0001"),
    (kinds.EMAIL, "a" * 250 + "@example.com"),
    (kinds.URL, "acme.my.connect.aws"),
    (kinds.URL, "javascript:alert(1)"),
    (kinds.URL, "javascript://localhost/%0aalert(1)"),
    (kinds.URL, "http://acme.my.connect.aws"),
    (kinds.URL, "http://evil-localhost/"),
    (kinds.URL, "https:acme.my.connect.aws"),
    (kinds.URL, "https://[broken"),
    (kinds.URL, "https://acme.my.connect.aws:0/"),
    (kinds.URL, "https://acme.my.connect.aws/a b"),
    (kinds.COUNTRY, "Australia"),
    (kinds.COUNTRY, "+999"),
    (kinds.COUNTRY, "²"),
    (kinds.JSON, "7"),
    (kinds.JSON, "{"),
    (kinds.choice("auto", "agent"), "robot"),
    (kinds.several("transcript"), "transcript, poem"),
]


@pytest.mark.parametrize(("kind", "text", "value"), FITS)
def test_rule_2_3_a_value_that_fits_is_read(kind: Kind, text: str, value: Any) -> None:
    assert kind.read(text, "AU") == value


@pytest.mark.parametrize(("kind", "text"), MISFITS)
def test_rule_2_3_a_value_that_does_not_fit_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(ValueError):
        kind.read(text, "AU")


@pytest.mark.parametrize("text", ["", "  ", "-", "None", " NULL ", "empty", "Ignore", "timeout"])
def test_rule_2_2_these_values_count_as_unset(text: str) -> None:
    assert kinds.is_unset(text)


@pytest.mark.parametrize("text", ["0", "false", "no", "--", "nothing"])
def test_rule_2_2_and_no_others(text: str) -> None:
    assert not kinds.is_unset(text)
