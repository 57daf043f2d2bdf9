"""The command line behind `python3 build.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from builder import machine

ROOT = Path(__file__).resolve().parents[2]


def demo(options: argparse.Namespace) -> int:
    """Build the package and serve it in a pretend Zendesk with a pretend Amazon Connect, until Ctrl-C."""
    from builder import package
    from workbench.__main__ import serve

    built = package.build(ROOT)
    print(built.report())
    return serve(built.folder)


def test(options: argparse.Namespace) -> int:
    """Run the tests: with --fast only what needs neither browser nor Pyodide."""
    from builder import testing

    return testing.fast(ROOT) if options.fast else testing.full(ROOT)


def package(options: argparse.Namespace) -> int:
    """Build dist/deskline-<version>.zip, and the same unpacked in dist/package/."""
    from builder import generated, package

    generated.refresh(ROOT)
    print(package.build(ROOT).report())
    return 0


def check(options: argparse.Namespace) -> int:
    """Check a package (the given zip, else a fresh one) by Zendesk's rules; errors fail."""
    from builder import check, package

    found = check.findings(Path(options.zip) if options.zip else package.build(ROOT).zip)
    print(check.report(found))
    return 1 if any(one.severity == "error" for one in found) else 0


def runtime(options: argparse.Namespace) -> int:
    """Write dist/runtime/: Pyodide's files for customers who host them, and how."""
    from builder import runtime

    print(runtime.write(ROOT))
    return 0


def deploy(options: argparse.Namespace) -> int:
    """Hand the built package to Zendesk with zcli: validate, create or update."""
    from builder import deploy

    return deploy.run(ROOT, options.step)


BENCHES = ("bytes", "requests", "ring", "attach", "handover", "start")


def bench(options: argparse.Namespace) -> int:
    """Measure speed, requests and bytes, side by side with PyScript and stock Pyodide, in a quarter of an hour."""
    from builder.bench import report

    order = report.Order(
        options.rounds, options.calls, options.only or (), options.json, options.write, options.patience
    )
    return report.run(ROOT, order)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    one.__name__: one for one in (demo, test, package, check, runtime, bench, deploy)
}


def parser() -> argparse.ArgumentParser:
    """The command line's grammar; each command's help is its docstring."""
    whole = argparse.ArgumentParser("build.py", description="Build, try, test and hand out Deskline.")
    commands = whole.add_subparsers(dest="command", required=True)
    added = {name: commands.add_parser(name, help=command.__doc__) for name, command in COMMANDS.items()}
    added["test"].add_argument("--fast", action="store_true", help="lint, types and fast tests only, under a minute")
    added["check"].add_argument("zip", nargs="?", help="the zip to check, if not a fresh one")
    added["deploy"].add_argument("step", choices=("validate", "create", "update"))
    _of_the_bench(added["bench"])
    return whole


def _of_the_bench(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rounds", type=int, default=3, help="starts of each variant (default %(default)s)")
    command.add_argument(
        "--calls", type=int, default=20, help="calls, further pages, and tabs lost, in a row (%(default)s)"
    )
    command.add_argument("--only", nargs="+", choices=BENCHES, metavar="PART", help=", ".join(BENCHES))
    command.add_argument(
        "--patience", type=float, default=0, metavar="S", help="wait up to S seconds for a quiet machine"
    )
    command.add_argument("--json", type=Path, metavar="FILE", help="write every number into this file")
    command.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")


def main(words: list[str]) -> int:
    """Run one command; its exit status."""
    options = parser().parse_args(words)
    try:
        return COMMANDS[options.command](options)
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
