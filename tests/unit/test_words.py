"""The words of code and prose: some that were once here for want of the field's own do not come back."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PHRASES = {
    r"puts? (it |them |this )?down": "save",
    r"ticks? (it |them )?off|ticked off": "mark done",
    r"say whether": "whether",
    r"take note that": "record",
    r"what keeps (it|them|this) from being \w+": "why it cannot be",
    r"(way|ways) to the sound": "audio link",
    r"how finely": "granularity",
    r"matters by how much": "granularity",
    r"(is|are|was|were|be|still) owed|owes?": "pending",
    r"the office": "services",
    r"the desk(?! phone)": "Zendesk",
    r"the agent's eyes|agent's eyes": "workspace",
    r"whom it concerns|whom this concerns": "the recipient",
    r"troubles": "problems",
    r"befalls?|befell|befallen": "happens to",
    r"hearkens?|heeds?|heeded": "reads",
    r"loudness": "severity",
    r"made up for|makes up for": "replaces",
    r"homeless": "no ticket",
    r"adrift": "conversation ticket missing",
    r"noughts?": "zeros",
    r"boxe?s? to (un)?tick": "checkbox",
    r"a new ticket would be": "new ticket for",
    r"(is|are) still to be (created|written|stored|made)": "not created yet",
    r"call flows?": "contact flow",
    r"has the sound|its sound|their sound|the call's sound": "audio",
    r"the first (that|who) (knows|hears) of it": "the first",
    r"was not taken|were not taken": "was not answered",
    r"the machine('s| is)? (calm|quiet)|a (calm|quiet) machine": "idle",
    r"falls? silent|fell silent|fallen silent": "stops responding",
}
"""What is said in another way now, as patterns of whole words, with what to say instead."""

NAMES = r"made_up|settled_by|_go_back|_grant|Eyes|Loudness|Adrift|Troubles|ticked_off|put_down|Kitchen|Workshop"
"""Names in code that were riddles."""


def _kept() -> list[Path]:
    prose = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "translations/en.json")]
    folders = ((ROOT / "py", "*.py"), (ROOT / "app", "*.js"), (ROOT / "app", "*.j2"), (ROOT / "docs", "*.md"))
    return [*prose, *(path for folder, names in folders for path in sorted(folder.rglob(names)))]


TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in _kept()}


def found(pattern: str, text: str) -> list[str]:
    """Where whole words fit a pattern, a line's end and the marks of comments being spaces."""
    flowing = re.sub(r"\s*\n\s*(?:#|//|\*)?\s*", " ", text)
    shape = re.compile(rf"(?<![\w`'-])(?:{pattern})(?![\w'-])", re.IGNORECASE)
    return [flowing[max(0, one.start() - 30) : one.end() + 20] for one in shape.finditer(flowing)]


@pytest.mark.parametrize("pattern", PHRASES, ids=PHRASES.values())
def test_what_has_a_plain_word_is_called_by_it(pattern: str) -> None:
    assert {path: hits for path, text in TEXTS.items() if (hits := found(pattern, text))} == {}


def test_names_are_no_riddles() -> None:
    code = {path: text for path, text in TEXTS.items() if path.endswith((".py", ".js"))}
    assert {path: hits for path, text in code.items() if (hits := re.findall(rf"\b(?:{NAMES})\b", text))} == {}


@pytest.mark.parametrize(
    "text", ["Press “Try again”.", "It left the queue.", "match case:", "your desk phone", "allowed"]
)
def test_ordinary_english_is_no_finding(text: str) -> None:
    assert [hit for pattern in PHRASES for hit in found(pattern, text)] == []


def test_a_phrase_is_found_across_lines_and_comments() -> None:
    assert found(r"ticked off", "# each effect is ticked\n# off after") != []
