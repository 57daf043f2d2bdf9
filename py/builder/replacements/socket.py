"""Stands in for socket, of which asyncio reads two constants: a browser has none."""

AF_UNSPEC = 0
AI_PASSIVE = 1
