"""What this machine must have: `.venv`, `node_modules` and a Chromium.

Standard library only: it runs before `.venv` exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NODE_AT_LEAST = 20
STAMP = ".deskline-stamp"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class Missing(Exception):
    """Something that this machine lacks; its text is one sentence that says how to get it."""


def ready(root: Path) -> Path:
    """Makes `.venv` and `node_modules` fit their lock files and returns the Python of `.venv`; instant if they do."""
    node()
    _fit_node_modules(root)
    return _fit_venv(root)


def node() -> str:
    """The path of a Node that is new enough."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        raise Missing(
            f"Node {NODE_AT_LEAST} or newer with npm is needed: get it from nodejs.org or your package manager."
        )
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = version.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < NODE_AT_LEAST:
        raise Missing(
            f"Node {NODE_AT_LEAST} or newer is needed, this is {version or 'broken'}: get it from nodejs.org."
        )
    return found


def chromium(root: Path) -> str:
    """The path of a Chromium or Chrome: $DESKLINE_CHROMIUM, the system's, or Playwright's own (fetched if need be)."""
    named = os.environ.get("DESKLINE_CHROMIUM")
    if named:
        if Path(named).is_file():
            return named
        raise Missing(
            "DESKLINE_CHROMIUM names a file that does not exist: point it at a Chromium or Chrome, or unset it."
        )
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return found or _playwrights_own(root)


def venv_python(root: Path) -> Path:
    """Where the Python of this checkout's `.venv` is, made or not."""
    return root / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _playwrights_own(root: Path) -> str:
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(root / ".cache" / "browsers"))
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    python = str(venv_python(root))
    path = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    if not path or not Path(path).is_file():
        subprocess.run([python, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)
    if not path or not Path(path).is_file():
        raise Missing("A Chromium or Chrome is needed: apt-get install -y chromium, or set DESKLINE_CHROMIUM to one.")
    return path


def _fit_node_modules(root: Path) -> None:
    stamp = root / "node_modules" / STAMP
    due = _digest(root / "package-lock.json", root / "package.json")
    if _says(stamp, due):
        return
    _run(
        npm_install(shutil.which("npm") or "npm"),
        root,
        "Installing from package-lock.json failed: is the npm registry in reach?",
    )
    stamp.write_text(due)


def _fit_venv(root: Path) -> Path:
    python, stamp = venv_python(root), root / ".venv" / STAMP
    due = _digest(root / "requirements.txt") + f" {sys.version_info[0]}.{sys.version_info[1]}"
    if _says(stamp, due) and python.exists():
        return python
    make = [sys.executable, "-m", "venv", "--clear", str(root / ".venv")]
    _run(make, root, "Python's venv module is needed: apt-get install -y python3-venv, or a Python from python.org.")
    _run(pip_install(python), root, "Installing from requirements.txt failed: is the Python package index in reach?")
    stamp.write_text(due)
    return python


def npm_install(npm: str) -> list[str]:
    """The command that installs exactly what package-lock.json names."""
    return [npm, "ci"]


def pip_install(python: Path) -> list[str]:
    """The command that installs exactly what requirements.txt names: nothing is resolved, and nothing is built here.

    The lock is complete, and whatever builds a source distribution would be fetched beside it, unlocked.
    """
    how = ("--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary", ":all:")
    return [str(python), "-m", "pip", "install", *how, "-q", "-r", "requirements.txt"]


def _run(command: Sequence[str], root: Path, otherwise: str) -> None:
    print("Setting up:", " ".join(Path(word).name for word in command[:4]), "...", file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        print((done.stdout + done.stderr)[-4000:], file=sys.stderr)
        raise Missing(otherwise)


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _says(stamp: Path, due: str) -> bool:
    return stamp.is_file() and stamp.read_text() == due
