"""Makes text from outside fit for one line: no line breaks, no invisible control characters, limited length."""

import re
import unicodedata

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
SUBJECT = 150
"""The longest subject in characters; the note has the whole title."""
NAME = 200
"""The longest name of a new user, in characters."""
VALUE = 80
"""The longest value quoted in a notice, in characters."""

_PLACEHOLDER = re.compile(r"\{(?=[{%])")
_JOINERS = {"\u200c", "\u200d"}


def inert(text: str) -> str:
    """Return the text with Zendesk's placeholders disarmed; it looks the same."""
    return _PLACEHOLDER.sub("{\u200c", text)


def one_line(text: str, longest: int) -> str:
    """Return the text on one line of at most this many characters.

    Control and direction-overriding characters go; zero-width joiners stay, as names in Persian or emoji need them.
    """
    spaced = "".join(character if _visible(character) else " " for character in text[: longest * 4])
    line = inert(" ".join(spaced.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + ELLIPSIS


def _visible(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp", "Cs")
