"""What an installer has left out of what its lock file names, although it reported success.

pip and npm also obey the environment and files of the user, where much can be set: another folder, or only to pretend.
Standard library only: it runs before `.venv` exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from builder.installer import Missing

SHOWN = 3


def demand_npm(root: Path) -> None:
    """Raises Missing unless `node_modules` holds every package that is not for some systems only."""
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = (place for place, one in packages.items() if place and not one.get("optional") and "os" not in one)
    lacking = [place for place in wanted if not (root / place / "package.json").is_file()]
    _demand_none(lacking, "npm", "npm_config_... in the environment, or an .npmrc")


def demand_pip(root: Path) -> None:
    """Raises Missing unless `.venv` holds every distribution that is not for some systems only."""
    lines = (root / "requirements.txt").read_text("utf-8").splitlines()
    wanted = (_name(line) for line in lines if line[:1].isalnum() and ";" not in line)
    folders = [*root.glob(".venv/lib/python3*/site-packages"), root / ".venv/Lib/site-packages"]
    found = {_name(one.metadata["Name"]) for one in distributions(path=list(map(str, folders)))}
    _demand_none([name for name in wanted if name not in found], "pip", "PIP_... in the environment, or a pip.conf")


def _demand_none(lacking: list[str], tool: str, where: str) -> None:
    if lacking:
        raise Missing(
            f"{tool} reported success, but {_few(lacking)} did not arrive: look for a setting of {tool}'s that leaves"
            f" things out or puts them elsewhere ({where})."
        )


def _few(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _name(text: str) -> str:
    """A distribution's name, at the beginning of the text, as indexes compare it."""
    words: Iterable[str] = re.findall(r"^[A-Za-z0-9._-]+", text)
    return re.sub(r"[-_.]+", "-", next(iter(words), "")).lower()
