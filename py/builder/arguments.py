"""The arguments of `build.py`, with one sentence for each mistake.

Standard library only: help and mistakes need no set-up.
"""

from __future__ import annotations

import argparse
import difflib
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

COMMANDS = {
    "demo": "Build the package and serve it in a simulated Zendesk with a simulated Amazon Connect, until Ctrl-C.",
    "test": "Run the tests; with --fast only those that need neither browser nor Pyodide.",
    "package": "Build dist/deskline-<version>.zip, and the same unpacked in dist/package/.",
    "check": "Check a package (the given zip, else a fresh one) by Zendesk's rules; errors fail.",
    "runtime": "Write dist/runtime/: Pyodide's files for customers who host them, with instructions.",
    "bench": "Measure speed, requests and size, compared with PyScript and stock Pyodide, in a quarter of an hour.",
    "deploy": "Upload the built package to Zendesk with zcli: validate, create or update.",
}
BENCHES = ("bytes", "requests", "ring", "attach", "chat", "handover", "start")
FIRST_PORT, LAST_PORT = 8700, 65_532
"""The limits of the first of the four consecutive ports that the workbench uses."""


class Parser(argparse.ArgumentParser):
    """A parser whose error is a sentence, with the usage after it, and status 2."""

    def error(self, message: str) -> NoReturn:
        """Print the mistake and the usage, and exit."""
        sentence = message[:1].upper() + message[1:] + ("" if message.endswith((".", "?")) else ".")
        self.exit(2, f"{sentence}\n{self.format_usage()}")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Parse the arguments; exit with help (status 0), or with a sentence and the usage (status 2)."""
    whole = parser()
    if not words:
        whole.error(f"say what to do: {', '.join(COMMANDS)}")
    if words[0] not in COMMANDS and not words[0].startswith("-"):
        near = difflib.get_close_matches(words[0], COMMANDS, 1)
        whole.error(f"there is no command {words[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return whole.parse_args(words)


def parser() -> Parser:
    """The argument parser with all commands."""
    whole = Parser("build.py", description="Build, try, test and deploy Deskline.")
    commands = whole.add_subparsers(dest="command", required=True)
    added = {name: commands.add_parser(name, help=text, description=text) for name, text in COMMANDS.items()}
    added["demo"].add_argument(
        "--port", type=_port, default=FIRST_PORT, help="the first of four consecutive ports (default %(default)s)"
    )
    added["test"].add_argument("--fast", action="store_true", help="lint, types and fast tests only, under a minute")
    added["check"].add_argument(
        "zip", nargs="?", type=_existing, metavar="FILE", help="the zip; by default a fresh one is built"
    )
    added["deploy"].add_argument("step", choices=("validate", "create", "update"))
    _add_bench_options(added["bench"])
    return whole


def _add_bench_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rounds", type=_count, default=3, help="starts of each variant (default %(default)s)")
    command.add_argument(
        "--calls", type=_count, default=20, help="calls, further pages and lost tabs to measure (default %(default)s)"
    )
    command.add_argument("--only", nargs="+", choices=BENCHES, metavar="PART", help=", ".join(BENCHES))
    command.add_argument(
        "--patience", type=_seconds, default=0.0, metavar="S", help="wait up to S seconds for an idle machine"
    )
    command.add_argument("--json", type=_writable, metavar="FILE", help="write every number into this file")
    command.add_argument("--write", action="store_true", help="update the tables in docs/performance.md")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to {LAST_PORT}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return seconds


def _existing(text: str) -> Path:
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is a folder; name the zip")
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return path


def _writable(text: str) -> Path:
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is a folder; name a file")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {str(path.parent)!r}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{text!r} is not writable")
    return path
