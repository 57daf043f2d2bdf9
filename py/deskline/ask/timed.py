"""Look-ups with a time limit, as somebody waits on the line: "not found" and "could not ask" are different answers
(rule 3.7).
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from deskline.model.errors import ZendeskError
from deskline.model.findings import CouldNotAsk

PATIENCE = 8.0
"""Seconds that a look-up may take."""

T = TypeVar("T")


async def asked(question: Awaitable[T]) -> T | CouldNotAsk:
    """Return the answer, or `CouldNotAsk` if there was none in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await question
    except (ZendeskError, TimeoutError):
        return CouldNotAsk()
