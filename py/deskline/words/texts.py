"""Texts in the agent's language; missing ones fall back to the default language."""

import re
from collections.abc import Mapping
from datetime import datetime

from deskline.model import numbers
from deskline.model.effects import Phrase
from deskline.model.zone import Zone

_E164 = re.compile(r"(?<![\w+])\+[1-9][0-9]{6,14}(?![\w])")


def for_reading(text: str) -> str:
    """Return the text with each number in E.164 written as people read it (rule 16.4)."""
    return _E164.sub(lambda found: numbers.readable(found[0]), text) if "+" in text else text


def plain(text: str) -> str:
    """Return the text without the invisible signs around numbers, for what leaves the page."""
    return text.translate({ord(sign): None for sign in "\u2066\u2069"})


class Texts:
    """The app's texts by key, with {names} as placeholders; `spoken` ones are for the agent, who reads numbers.

    Times in them are those of a zone.
    """

    def __init__(self, texts: Mapping[str, str], *, spoken: bool = False, zone: Zone | None = None) -> None:
        self._texts = texts
        self._spoken = spoken
        self._zone = zone or Zone()

    def __call__(self, key: str, **words: object) -> str:
        """Return the text with its placeholders filled in; an unknown key is returned as it is."""
        template = self._texts.get(key)
        if template is None:
            return key
        said = template.format_map(_Gaps(words))
        return for_reading(said) if self._spoken else said

    def time(self, moment: datetime) -> str:
        """Return a time in words, with its zone."""
        return f"{self._zone.write(moment)} ({self._zone.name})"

    @property
    def zone(self) -> str:
        """The name of the zone."""
        return self._zone.name

    def date(self, moment: datetime) -> str:
        """Return the day of a time."""
        return self._zone.write(moment).partition(" ")[0]

    def clock(self, moment: datetime, day: str) -> str:
        """Return the time of day, with the day if it is another than this one."""
        date, _, time = self._zone.write(moment).partition(" ")
        return time if date == day else f"{date} {time}"

    def say(self, phrase: Phrase) -> str:
        """Return the phrase as a sentence."""
        return self(phrase.key, **{name: self._word(word) for name, word in phrase.words.items()})

    def _word(self, word: str | Phrase | tuple[Phrase, ...]) -> str:
        if isinstance(word, tuple):
            return "; ".join(map(self.say, word))
        return self.say(word) if isinstance(word, Phrase) else word


class _Gaps(dict[str, object]):
    """Leaves a placeholder as it is if its value is missing."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
