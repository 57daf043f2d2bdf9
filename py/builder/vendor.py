"""Third-party scripts in the package: copied from npm, or bundled into one module."""

from __future__ import annotations

import subprocess
from pathlib import Path

from builder import machine

COPIED = {
    "connect-streams-min.js": "amazon-connect-streams/release/connect-streams-min.js",
    "amazon-connect-chat.js": "amazon-connect-chatjs/dist/amazon-connect-chat.js",
    "amazon-connect-task.js": "amazon-connect-taskjs/dist/amazon-connect-task.js",
    "idb.js": "idb/build/index.js",
}
BUNDLED = {
    "idiomorph.js": "idiomorph/dist/idiomorph.esm.js",
    "xz.js": "xz-decompress/dist/package/xz-decompress.js",
}


def scripts(root: Path) -> dict[str, bytes]:
    """The scripts by their name in the package."""
    npm = root / "node_modules"
    copied = {name: (npm / source).read_bytes() for name, source in COPIED.items()}
    return {**copied, **{name: _module(root, npm / source) for name, source in BUNDLED.items()}}


def packages(root: Path) -> list[Path]:
    """The folders of their npm packages."""
    return [root / "node_modules" / source.split("/")[0] for source in (*COPIED.values(), *BUNDLED.values())]


def _module(root: Path, source: Path) -> bytes:
    esbuild = root / "node_modules" / "esbuild" / "bin" / "esbuild"
    how = ["--bundle", "--minify", "--format=esm", "--platform=browser", "--charset=ascii", "--log-level=warning"]
    made = subprocess.run([str(esbuild), str(source), *how], capture_output=True, check=False)
    if made.returncode or not made.stdout:
        raise machine.UserError(
            f"esbuild could not make a module of {source.name}: {made.stderr.decode()[-300:].strip()}"
        )
    return made.stdout
