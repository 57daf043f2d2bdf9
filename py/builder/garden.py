"""Zendesk Garden's own style sheets: only the rules that the app's pages use, with tokens in place of fixed colours.

Garden publishes its components as CSS for the light scheme; the tokens in assets/style.css give both schemes.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from builder import machine

SHEETS = ("bedrock", "buttons", "forms")
"""Garden's packages that are used; those for tables and tabs still have the palette of an earlier version."""

USERS = ("app/*.j2", "app/page/*.js", "py/deskline/pages/*.py")
"""Where classes are named, from the checkout's root."""

TOKENS = {
    "#fff": "--bg",
    "#293239": "--text",
    "#5c6970": "--quiet",
    "#d8dcde": "--border",
    "#b0b8be": "--border-strong",
    "#1f73b7": "--primary",
    "#13456d": "--primary-hover",
    "#0f3655": "--primary-active",
    "rgba(31,115,183,.08)": "--primary-tint",
    "rgba(31,115,183,.16)": "--primary-tint-strong",
    "#848f99": "--disabled",
    "rgba(92,105,112,.08)": "--disabled-bg",
    "#39434b": "--text",
}
"""Garden's colours in the light scheme, each as one of our tokens."""

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)")
INVISIBLE = "#0000"


def style_sheet(root: Path) -> bytes:
    """The style sheet garden.css; raises UserError if a colour in it is none of our tokens."""
    css = re.sub(r"/\*.*?\*/", "", "\n".join(_used(root)), flags=re.DOTALL)
    css = re.sub(r"url\(\"data:.*?\"\)", "none", css)  # its pictures have colours of their own
    css = _minified(root, COLOUR.sub(_token, css))
    return f"/* Zendesk Garden, Apache-2.0, copyright Zendesk, Inc. */\n{css}".encode()


def package(root: Path) -> Path:
    """The folder of one of Garden's packages: they share a licence."""
    return root / "node_modules" / "@zendeskgarden" / f"css-{SHEETS[0]}"


def _used(root: Path) -> list[str]:
    sheets = [str(root / "node_modules" / "@zendeskgarden" / f"css-{name}" / "dist" / "index.css") for name in SHEETS]
    users = [str(path) for pattern in USERS for path in sorted(root.glob(pattern))]
    purge = root / "node_modules" / "purgecss" / "bin" / "purgecss.js"
    said = _run(["node", str(purge), "--css", *sheets, "--content", *users])
    return [str(sheet["css"]) for sheet in json.loads(said)]


def _minified(root: Path, css: str) -> str:
    return _run([str(root / "node_modules" / "esbuild" / "bin" / "esbuild"), "--loader=css", "--minify"], css)


def _run(command: list[str], given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise machine.UserError(f"{Path(command[0]).name} could not make garden.css: {done.stderr[-300:].strip()}")
    return done.stdout


def _token(found: re.Match[str]) -> str:
    colour = found[0].replace(" ", "")
    if colour == INVISIBLE:
        return colour
    if colour not in TOKENS:
        raise machine.UserError(f"Garden's colour {colour} has no token in py/builder/garden.py")
    return f"var({TOKENS[colour]})"
