"""Texts in the agent's language; missing ones fall back to the default language."""

from collections.abc import Mapping

from deskline.model.effects import Phrase


class Texts:
    """The app's texts by key, with {names} as placeholders."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __call__(self, key: str, **words: object) -> str:
        """Return the text with its placeholders filled in; an unknown key is returned as it is."""
        template = self._texts.get(key)
        return key if template is None else template.format_map(_Gaps(words))

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
