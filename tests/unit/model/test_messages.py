"""The messages that cross the border, each kind declared once."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest

from deskline.model.errors import BadMessage
from deskline.model.messages import (
    KINDS,
    AgentSeen,
    Away,
    ButtonPressed,
    Bye,
    ChatSaid,
    ContactSeen,
    ContactViewed,
    Dial,
    Hello,
    PageLookedAt,
    Trouble,
    read,
)
from deskline.model.moments import Button

FIT: list[tuple[dict[str, Any], object]] = [
    ({"kind": "hello", "page": "p", "tab": "t", "place": "top_bar"}, Hello("p", "t", "top_bar")),
    (
        {
            "kind": "hello",
            "page": "p",
            "tab": "t",
            "place": "x",
            "about": 5,
            "visible": True,
            "active": False,
            "since": 1,
        },
        Hello("p", "t", "x", 5, True, False, 1),
    ),
    ({"kind": "looked", "page": "p", "tab": "t"}, PageLookedAt("p", "t")),
    ({"kind": "away", "page": "p"}, Away("p")),
    ({"kind": "bye", "page": "p"}, Bye("p")),
    (
        {"kind": "pressed", "page": "p", "button": "pick", "contact": "c", "value": "7"},
        ButtonPressed("p", "pick", "c", "7"),
    ),
    ({"kind": "dial", "number": "+1", "user_id": 7, "ticket_id": None}, Dial("+1", 7)),
    ({"kind": "contact", "contact": {"contactId": "c"}, "gone": True}, ContactSeen({"contactId": "c"}, True)),
    ({"kind": "viewed", "contact": "c"}, ContactViewed("c")),
    ({"kind": "chat", "contact": "c", "items": [{"Id": "x"}], "whole": True}, ChatSaid("c", [{"Id": "x"}], True)),
    ({"kind": "agent", "agent": {}, "contacts": ["c"], "skew": -5}, AgentSeen({}, ["c"], -5)),
    ({"kind": "trouble", "what": "sound", "detail": "webrtc_error"}, Trouble("sound", "webrtc_error")),
]


@pytest.mark.parametrize(("raw", "message"), FIT)
def test_a_message_of_a_declared_kind_is_read(raw: dict[str, Any], message: object) -> None:
    assert read(json.dumps(raw)) == message


def test_every_kind_is_tried() -> None:
    assert {raw["kind"] for raw, _ in FIT} == set(KINDS)


@pytest.mark.parametrize("raw", [raw for raw, _ in FIT])
def test_a_message_with_a_field_too_many_or_of_another_type_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(BadMessage):
        read(json.dumps(raw | {"more": 1}))
    for name in raw.keys() - {"kind"}:
        with pytest.raises(BadMessage):
            read(json.dumps(raw | {name: {"no": "such"} if name not in ("contact", "agent") else 1.5}))


def test_a_number_is_not_a_yes() -> None:
    with pytest.raises(BadMessage):
        read('{"kind": "hello", "page": "p", "tab": "t", "place": "x", "about": true}')


@pytest.mark.parametrize("number", [0, -1])
def test_what_is_no_zendesk_id_does_not_fit(number: int) -> None:
    with pytest.raises(BadMessage):
        read(json.dumps({"kind": "dial", "number": "1", "ticket_id": number}))


def test_a_button_that_is_not_known_is_none() -> None:
    assert read('{"kind": "pressed", "page": "p", "button": "nonsense"}') == ButtonPressed("p", "")


def test_every_button_of_the_pages_is_a_known_one() -> None:
    root = Path(__file__).parents[3]
    pages = [*(root / "py" / "deskline" / "pages").glob("*.py"), *(root / "app").rglob("*.j2")]
    pressed = r'data-press="([a-z_]+)"|Press\("([a-z_]+)"'
    named = {name for page in pages for found in re.findall(pressed, page.read_text()) for name in found if name}
    assert {"diary"} <= named <= set(get_args(Button))


def test_the_page_about_the_border_lists_every_message_with_its_fields() -> None:
    page = (Path(__file__).parents[3] / "docs" / "border.md").read_text()
    for kind, declared in KINDS.items():
        listed = ", ".join(f"`{part.name}`" for part in fields(declared))
        assert f"| `{kind}` | {listed} |" in page
