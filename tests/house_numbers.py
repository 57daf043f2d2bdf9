"""The limits of the house, for every language of it."""

from collections.abc import Iterable

MEDIAN, NINTH_TENTH, LONGEST = 7, 20, 40
"""Lines of a function: of half of them, of nine in ten, of each."""

SCRIPT = 120
"""Lines of a JavaScript file, which stays below."""

MODULE = 300
"""Lines of a Python module."""

ROOM = 0.95
"""Nothing is within 5 % of a limit: what is at a limit has been squeezed under it."""


def assert_short(lengths: Iterable[int]) -> None:
    """The functions of one language, by their lines, keep to the limits."""
    found = sorted(lengths)
    assert found[len(found) // 2] <= MEDIAN
    assert found[len(found) * 9 // 10] <= NINTH_TENTH
    assert found[-1] <= LONGEST * ROOM
