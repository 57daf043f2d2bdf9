"""The messages between pages, host and engine: each kind declared once, documented, sent and received."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from builder import machine

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "app" / "engine"
DECLARATIONS = re.findall(r'export const (\w+) = message\("(\w+)"', (ENGINE / "messages.js").read_text())
KINDS = [kind for _, kind in DECLARATIONS]
ROLES = {
    "page": ("channel.js", "pending.js"),
    "host": ("host.js", "hosted.js", "running.js", "early.js", "channel.js"),
    "engine": ("engine.js", "requests.js", "worker.js"),
}
"""In which scripts each of the three speaks and listens."""


@pytest.fixture(scope="module")
def declared() -> dict[str, dict[str, Any]]:
    """What the script declares, by kind."""
    script = (
        f"const all = await import({(ENGINE / 'messages.js').as_uri()!r});"
        "const declared = Object.values(all).filter(({ kind }) => kind);"
        "console.log(JSON.stringify(declared.map((one) => ({ ...one, made: one({ [one.fields[0]]: 1, more: 1 }) }))));"
    )
    command = [machine.node(), "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {one["kind"]: one for one in json.loads(done.stdout)}


def code(*names: str) -> str:
    return "".join((ENGINE / name).read_text() for name in names)


def test_each_kind_has_the_name_of_what_makes_it() -> None:
    assert [(kind, kind) for kind in KINDS] == DECLARATIONS
    assert len(set(KINDS)) == len(KINDS) > 10


def test_a_message_has_its_kind_and_its_own_fields_only(declared: dict[str, dict[str, Any]]) -> None:
    assert list(declared) == sorted(KINDS)
    for kind, one in declared.items():
        assert one["made"] == {"kind": kind, one["fields"][0]: 1}


def test_the_page_about_the_border_lists_every_kind_and_no_other(declared: dict[str, dict[str, Any]]) -> None:
    page = (ROOT / "docs" / "border.md").read_text().partition("## How pages and the engine")[2]
    listed = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \| (.+) \|$", page, re.MULTILINE)
    assert [row[0] for row in listed] == KINDS
    for kind, fields, sender, receiver, when in listed:
        one = declared[kind]
        assert fields == ", ".join(f"`{name}`" for name in one["fields"])
        assert (sender, receiver) == (one["from"], one["to"])
        assert when


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_received_by_those_that_it_is_for(declared: dict[str, dict[str, Any]], kind: str) -> None:
    for role in declared[kind]["to"].split(", "):
        assert re.search(rf'\b{kind}: \(\) =>|=== "{kind}"', code(*ROLES[role])), role


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_made_by_those_that_it_is_from(declared: dict[str, dict[str, Any]], kind: str) -> None:
    makes = "answerTo" if kind == "answered" else kind
    for role in declared[kind]["from"].split(", "):
        assert re.search(rf"(?<![.#\w]){makes}\(", code(*ROLES[role])), role


def test_no_message_is_made_or_told_apart_by_hand() -> None:
    others = [path.name for path in ENGINE.glob("*.js") if path.name != "messages.js"]
    assert not re.search(r"postMessage\(\{ (?!\.\.\.message)|data\.(?!kind|generation|reason)", code(*others))
