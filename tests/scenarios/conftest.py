"""Scenarios run on what the package holds: in the browser there is no other module to import in mid-call."""

import builtins
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PACKED = {"deskline", "markupsafe", "phonenumbers"}
LOADED = """
import importlib, pkgutil, sys
import deskline
for module in pkgutil.walk_packages(deskline.__path__, "deskline."):
    importlib.import_module(module.name)
print(*sys.modules)
"""


@pytest.fixture(scope="session", autouse=True)
def packed_modules_only() -> Iterator[None]:
    """Refuse what is packed any module that a start has not brought along, as Pyodide would."""
    home = Path(__file__).parents[2] / "py"
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=home, capture_output=True, text=True, check=True)
    there, real = {name.partition(".")[0] for name in done.stdout.split()}, builtins.__import__

    def imported(name: str, *more: Any, **named: Any) -> Any:
        given = dict(zip(("globals", "locals", "fromlist", "level"), more, strict=False)) | named
        owner = str((given.get("globals") or {}).get("__name__", "")).partition(".")[0]
        if owner in PACKED and not given.get("level") and name.partition(".")[0] not in there:
            raise ModuleNotFoundError(f"{owner} imports {name}, which is not in the package")
        return real(name, *more, **named)

    builtins.__import__ = imported
    yield
    builtins.__import__ = real
