"""Checks that the workbench's ports are free, and names the program that uses one."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from builder.installer import UserError

PROC = Path("/proc")
LISTENS = "0A"
"""The state of a listening socket in /proc/net/tcp."""


def require(first: int, number: int = 4) -> None:
    """Raise UserError unless these consecutive ports are free on the loopback interface."""
    for port in range(first, first + number):
        try:
            _bind(port)
        except OSError as error:
            raise UserError(_sentence(port, error)) from None


def _bind(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def _sentence(port: int, error: OSError) -> str:
    if error.errno != errno.EADDRINUSE:
        return f"Port {port} cannot be used ({error.strerror}); choose other ports with --port."
    return f"Port {port} is in use by {holder(port)}; choose other ports with --port."


def holder(port: int) -> str:
    """The program that listens on the port, if the system shows it."""
    wanted = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in PROC.glob("[0-9]*") if wanted else ():
        if wanted & set(_open_files(process)):
            return f"{_name(process)} (process {process.name})"
    return "another program"


def _inodes(port: int) -> Iterator[str]:
    tables = [table for table in (PROC / "net/tcp", PROC / "net/tcp6") if table.is_file()]
    for words in (line.split() for table in tables for line in table.read_text().splitlines()[1:]):
        if words[3] == LISTENS and int(words[1].rpartition(":")[2], 16) == port:
            yield words[9]


def _open_files(process: Path) -> Iterator[str]:
    try:
        for one in (process / "fd").iterdir():
            yield os.readlink(one)
    except OSError:
        return  # it has ended, or belongs to another user


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip() or "a program"
    except OSError:
        return "a program"
