"""Stands in for subprocess, of which asyncio reads three constants: a browser has no processes to start."""

PIPE = -1
STDOUT = -2
DEVNULL = -3
