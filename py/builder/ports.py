"""Whether the ports that the workbench wants are free, and if not, which program has them."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from builder.installer import Missing

PROC = Path("/proc")
LISTENS = "0A"
"""How Linux writes in /proc/net/tcp that a socket listens."""


def demand(first: int, number: int = 4) -> None:
    """Raises Missing with a sentence unless these ports in a row can be had on the loopback."""
    for port in range(first, first + number):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise Missing(_sentence(port, error)) from None


def _sentence(port: int, error: OSError) -> str:
    if error.errno != errno.EADDRINUSE:
        return f"Port {port} cannot be had ({error.strerror}); choose other ports with --port."
    return f"Port {port} is in use by {holder(port)}; choose other ports with --port."


def holder(port: int) -> str:
    """The program that listens on the port, as far as this system tells."""
    wanted = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in PROC.glob("[0-9]*") if wanted else ():
        if wanted & set(_open_files(process)):
            return f"{_name(process)} (process {process.name})"
    return "another program"


def _inodes(port: int) -> Iterator[str]:
    for table in (PROC / "net/tcp", PROC / "net/tcp6"):
        for line in table.read_text().splitlines()[1:] if table.is_file() else ():
            words = line.split()
            if words[3] == LISTENS and int(words[1].rpartition(":")[2], 16) == port:
                yield words[9]


def _open_files(process: Path) -> Iterator[str]:
    try:
        for one in (process / "fd").iterdir():
            yield os.readlink(one)
    except OSError:
        return  # it has ended meanwhile, or is somebody else's


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip() or "a program"
    except OSError:
        return "a program"
