"""The command line behind `python3 build.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from builder import arguments, failures

ROOT = Path(__file__).resolve().parents[2]


def demo(options: argparse.Namespace) -> int:
    """Build the package and serve it in a simulated Zendesk with a simulated Amazon Connect, until Ctrl-C."""
    from builder import package, ports
    from workbench.__main__ import serve

    ports.require(options.port)
    built = package.build(ROOT)
    print(built.report())
    return serve(built.folder, options.port)


def test(options: argparse.Namespace) -> int:
    """Run the tests; with --fast only those that need neither browser nor Pyodide."""
    from builder import testing

    return testing.fast(ROOT) if options.fast else testing.full(ROOT)


def package(options: argparse.Namespace) -> int:
    """Build dist/deskline-<version>.zip, and the same unpacked in dist/package/."""
    from builder import generated, package, upload

    generated.refresh(ROOT)
    built = package.build(ROOT)
    print(built.report(), upload.report(built.zip), sep="\n")
    too_large = list(upload.findings(built.zip))
    print(*too_large, sep="\n", end="\n" if too_large else "")
    return 1 if too_large else 0


def check(options: argparse.Namespace) -> int:
    """Check a package (the given zip, else a fresh one) by Zendesk's rules; errors fail."""
    from builder import check, package, upload

    file = options.zip or package.build(ROOT).zip
    found = check.findings(file)
    print(upload.report(file), check.report(found), sep="\n")
    return 1 if any(one.severity == "error" for one in found) else 0


def runtime(options: argparse.Namespace) -> int:
    """Write dist/runtime/: Pyodide's files for customers who host them, with instructions."""
    from builder import runtime

    print(runtime.write(ROOT))
    return 0


def deploy(options: argparse.Namespace) -> int:
    """Upload the built package to Zendesk with zcli: validate, create or update."""
    from builder import deploy

    return deploy.run(ROOT, options.step)


def bench(options: argparse.Namespace) -> int:
    """Measure speed, requests and size, compared with PyScript and stock Pyodide, in a quarter of an hour."""
    from builder.bench import report

    wanted = report.Options(
        options.rounds, options.calls, options.only or (), options.json, options.write, options.patience
    )
    return report.run(ROOT, wanted)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    one.__name__: one for one in (demo, test, package, check, runtime, bench, deploy)
}


def main(words: list[str]) -> int:
    """Run one command; its exit status."""
    options = arguments.parse(words)
    return failures.exit_status(lambda: COMMANDS[options.command](options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
