#!/usr/bin/env python3
"""Deskline's one entry point: `python3 build.py demo | test | package | check | bench | runtime | deploy`.

Needs nothing but Python 3.11+ and Node 20+; everything else goes into `.venv` and `node_modules` of this checkout.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent

if sys.version_info < (3, 11):
    sys.exit("Deskline is built with Python 3.11 or newer: get one from python.org and run it with build.py.")

sys.path.insert(0, str(ROOT / "py"))
from builder import arguments, failures, machine  # noqa: E402 - the path must be set first


def main() -> int:
    """Reads the command, sets the checkout up where that is due, then hands over to py/builder inside `.venv`."""
    arguments.parse(sys.argv[1:])
    python = machine.ready(ROOT)
    paths = os.pathsep.join([str(ROOT / "py"), str(ROOT / "tests")])
    environment = {**os.environ, "PYTHONPATH": paths}
    os.execve(python, [str(python), "-m", "builder", *sys.argv[1:]], environment)


if __name__ == "__main__":
    sys.exit(failures.exit_status(main))
