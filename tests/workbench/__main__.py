"""Runs the workbench for people: `python -m workbench PACKAGE`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

from workbench.origin import PortTaken
from workbench.workbench import FIRST_PORT, Workbench


def serve(package: str | Path, port: int = FIRST_PORT) -> int:
    """Serves the package until Ctrl-C and gives the exit code; prints the address, and `ready` once all answers."""
    try:
        bench = Workbench.serve(package, port, settings={"runtime_url": ""})  # from the mirrors, as for most
    except PortTaken as taken:
        print(taken, file=sys.stderr)
        return 1
    ended = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: ended.set())
    bench.furnish()
    with bench:
        for origin in bench.origins:
            wait_for_answer(origin)
        print(f"Pretend Zendesk: {bench.url}\nControl panel:   {bench.control}\nEnd with Ctrl-C\nready", flush=True)
        ended.wait()
    return 0


def wait_for_answer(origin: str) -> None:
    """Returns when the origin answers anything at all; its socket queues the request until then."""
    try:
        urllib.request.urlopen(f"{origin}/", timeout=30).close()
    except urllib.error.HTTPError as answer:
        answer.close()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="workbench", description=__doc__)
    parser.add_argument("package", help="the built package: a zip, or the folder that is zipped")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first of four ports (default %(default)s)")
    given = parser.parse_args()
    return serve(given.package, given.port)


if __name__ == "__main__":
    sys.exit(main())
