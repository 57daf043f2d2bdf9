"""Sets up what this machine needs: `.venv`, `node_modules` and a Chromium.

Standard library only: it runs before `.venv` exists.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from builder import completeness, installer
from builder.installer import Job
from builder.installer import UserError as UserError

NODE_AT_LEAST = 20
STAMP = ".deskline-stamp"
NO_CHROMIUM = "A Chromium or Chrome is needed: apt-get install -y chromium, or set DESKLINE_CHROMIUM to one."
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def ready(root: Path) -> Path:
    """Bring `.venv` and `node_modules` in line with their lock files, and return the Python of `.venv`."""
    node()
    _fit_node_modules(root)
    return _fit_venv(root)


def node() -> str:
    """The path of Node. Raises UserError if it is missing or too old."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        raise UserError(
            f"Node {NODE_AT_LEAST} or newer with npm is needed: get it from nodejs.org or your package manager."
        )
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = version.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < NODE_AT_LEAST:
        raise UserError(
            f"Node {NODE_AT_LEAST} or newer is needed, this is {version or 'broken'}: get it from nodejs.org."
        )
    return found


def chromium(root: Path) -> str:
    """The path of a Chromium or Chrome: $DESKLINE_CHROMIUM, the system's, or Playwright's own, downloaded if needed."""
    named = os.environ.get("DESKLINE_CHROMIUM")
    if named:
        if Path(named).is_file():
            return named
        raise UserError(
            "DESKLINE_CHROMIUM names a file that does not exist: point it at a Chromium or Chrome, or unset it."
        )
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return found or _playwrights_own(root)


def venv_python(root: Path) -> Path:
    """The path of the Python in this checkout's `.venv`, whether it exists or not."""
    return root / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _playwrights_own(root: Path) -> str:
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(root / ".cache" / "browsers"))
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    python = str(venv_python(root))
    path = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    if not path or not Path(path).is_file():
        fetch = [python, "-m", "playwright", "install", "chromium"]
        try:
            installer.run(Job("Fetching a Chromium through Playwright", fetch, source="Playwright's server"), root)
        except UserError as why:
            raise UserError(f"{NO_CHROMIUM}\n{why}") from None
    if not path or not Path(path).is_file():
        raise UserError(NO_CHROMIUM)
    return path


def _fit_node_modules(root: Path) -> None:
    stamp = root / "node_modules" / STAMP
    due = _digest(root / "package-lock.json", root / "package.json")
    if not _is_current(stamp, due):
        stamp.unlink(missing_ok=True)  # an interrupted installation must not count as complete
        installer.run(npm_job(root), root)
        completeness.check_npm(root)
        stamp.write_text(due)


def _fit_venv(root: Path) -> Path:
    python, stamp = venv_python(root), root / ".venv" / STAMP
    due = _digest(root / "requirements.txt") + f" {sys.version_info[0]}.{sys.version_info[1]}"
    if not _is_current(stamp, due) or not python.exists():
        stamp.unlink(missing_ok=True)
        make = [sys.executable, "-m", "venv", "--clear", str(root / ".venv")]
        installer.run(Job("Making .venv", make), root)
        installer.run(pip_job(root), root)
        completeness.check_pip(root)
        stamp.write_text(due)
    return python


def npm_job(root: Path) -> Job:
    """Installs exactly what package-lock.json names; each package is two requests, for its metadata and its archive.

    All packages here are development dependencies, which NODE_ENV=production would leave out.
    """
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    whole = 2 * sum(bool(place) and "os" not in package for place, package in packages.items())
    command = [shutil.which("npm") or "npm", "ci", "--include=dev", "--include=optional", "--loglevel=http"]
    steps = r"^npm http (?:fetch GET 200|cache) \S+/([^/\s]+)"
    return Job("Installing what package-lock.json names", command, steps, whole, "the npm registry")


def pip_job(root: Path) -> Job:
    """Installs exactly what requirements.txt names, without resolving dependencies and without building anything.

    The lock file is complete; building a source distribution would download unlocked build dependencies.
    """
    whole = sum(line[:1].isalnum() for line in (root / "requirements.txt").read_text("utf-8").splitlines())
    how = ["--disable-pip-version-check", "--progress-bar=off", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    command = [str(venv_python(root)), "-m", "pip", "install", *how, "-r", "requirements.txt"]
    steps = r"^(?:Collecting|Processing) (?:\S*/)?([^\s=/]+)"
    return Job("Installing what requirements.txt names", command, steps, whole, "the Python package index")


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _is_current(stamp: Path, due: str) -> bool:
    return stamp.is_file() and stamp.read_text() == due
