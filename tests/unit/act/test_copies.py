"""What the agent copies of an order that was lost."""

from dataclasses import replace
from typing import Any

import pytest

from deskline.act.writes import kind_of
from deskline.words import comment
from unit.act.orders import ATTACH, EMAIL, NOTE, PHONE, TICKET, USER, USER_WITH_EMAIL, VOICE
from unit.builders import NUMBER, TEXTS, contact, record

LINK = '<ul><li><strong>Recording:</strong> <a href="https://r/c?a=1&amp;b=2" rel="noreferrer">Open</a></li></ul>'
SIGNS = "<p> one  &lt;b&gt; <br>&#39;two&#39; &amp;amp; &#34;</p><p></p>"
VOICE_TEXT = f"""Call
{NUMBER} > +61280000000
2026-11-21 09:00:05 - 2026-11-21 09:01:05 UTC
c"""


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (USER, f"Caller\n{NUMBER}"),
        (USER_WITH_EMAIL, f"Caller\n{NUMBER}\n{EMAIL}"),
        (TICKET, "Call\nDeskline details c"),
        (ATTACH, ""),
        (NOTE, "Deskline changes-1 c"),
        (replace(NOTE, html=LINK), "Recording: https://r/c?a=1&b=2"),
        (replace(NOTE, html=SIGNS), "one <b>\n'two' &amp; \""),
        (VOICE, f"{VOICE_TEXT}\nhttps://r/c"),
        (replace(VOICE, recording_url=""), VOICE_TEXT),
        (PHONE, NUMBER),
    ],
)
def test_rule_6_9_what_was_lost_is_copied_as_it_would_have_been_written(order: Any, text: str) -> None:
    assert kind_of(order).copy(order) == text


def test_rule_6_9_a_note_is_copied_a_line_for_each_attribute() -> None:
    known = record(attributes={"order": "<b>A1</b> & more", "reason": "two\nlines"}, notes=1)
    assert known.contact == contact(attributes=known.contact.attributes)
    html = comment.changes(known, known.contact.shown_attributes, TEXTS)
    copied = kind_of(NOTE).copy(replace(NOTE, html=html)).splitlines()
    assert copied[-4:] == ["order: <b>A1</b> & more", "reason: two", "lines", "Deskline changes-1 c"]
