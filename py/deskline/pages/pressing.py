"""What a page asks for with a button: a wish for its contact, or the numbers of whom the page is about."""

from deskline.agent.dialler import number_in
from deskline.ask.ticket import numbers_at
from deskline.model import moments
from deskline.model.messages import ButtonPressed
from deskline.model.people import Focus
from deskline.model.ports import Desk


class ShownNumbers:
    """The numbers that pages have asked for, by page."""

    def __init__(self) -> None:
        self._numbers: dict[str, tuple[str, ...]] = {}

    def at(self, page: str) -> tuple[str, ...]:
        """Return the numbers that the page shows."""
        return self._numbers.get(page, ())

    async def find(self, page: str, about: Focus, desk: Desk) -> bool:
        """Look up the numbers of whom the page is about, and say whether there are any."""
        self._numbers[page] = await numbers_at(desk, about)
        return bool(self._numbers[page])


def wish(message: ButtonPressed) -> moments.Pressed:
    """Return what was pressed as its contact takes it."""
    return moments.Pressed(message.button, number_in(message.value), message.value)
