"""Asking Zendesk while somebody waits on the line: "not found" and "could not ask" are different answers (rule 3.7)."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from deskline.model.errors import ZendeskError
from deskline.model.findings import CouldNotAsk

PATIENCE = 8.0
"""How long a look-up may take, in seconds."""

T = TypeVar("T")


async def asked(question: Awaitable[T]) -> T | CouldNotAsk:
    """Return the answer, or that there was none within the time."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await question
    except (ZendeskError, TimeoutError):
        return CouldNotAsk()
