"""Checks that everything in the lock files is installed, whatever pip and npm report.

Settings of the user, in the environment or in files, can make both install elsewhere, or only simulate it.
Standard library only: it runs before `.venv` exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from builder.installer import UserError

SHOWN = 3


def check_npm(root: Path) -> None:
    """Raise UserError unless `node_modules` holds every package that is not platform-specific."""
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    required = (place for place, one in packages.items() if place and not one.get("optional") and "os" not in one)
    missing = [place for place in required if not (root / place / "package.json").is_file()]
    _require_none(missing, "npm", "npm_config_... in the environment, or an .npmrc")


def check_pip(root: Path) -> None:
    """Raise UserError unless `.venv` holds every distribution that is not platform-specific."""
    lines = (root / "requirements.txt").read_text("utf-8").splitlines()
    required = (_name(line) for line in lines if line[:1].isalnum() and ";" not in line)
    folders = [*root.glob(".venv/lib/python3*/site-packages"), root / ".venv/Lib/site-packages"]
    found = {_name(one.metadata["Name"]) for one in distributions(path=list(map(str, folders)))}
    _require_none([name for name in required if name not in found], "pip", "PIP_... in the environment, or a pip.conf")


def _require_none(missing: list[str], tool: str, where: str) -> None:
    if missing:
        raise UserError(
            f"{tool} reported success, but {_first_few(missing)} are not installed: look for a setting of {tool}'s that"
            f" leaves packages out or installs them elsewhere ({where})."
        )


def _first_few(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _name(text: str) -> str:
    """The normalised name of the distribution at the start of a requirement."""
    words: Iterable[str] = re.findall(r"^[A-Za-z0-9._-]+", text)
    return re.sub(r"[-_.]+", "-", next(iter(words), "")).lower()
