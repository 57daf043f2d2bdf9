"""The size of the package as uploaded: our zip by hand, and the zip that zcli packs for `deploy`.

zcli takes a folder, not a zip, and compresses it less well, so its zip is larger than ours.
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from builder import machine
from builder.rules.content import LIMIT
from builder.rules.finding import Finding, error

ROOT = Path(__file__).resolve().parents[2]
PACKER = ROOT / "node_modules" / "@zendesk" / "zcli-apps" / "dist" / "lib" / "package.js"
CALL = "require(process.argv[1]).createAppPkg(process.argv[2]).then(console.log)"


def findings(package: Path) -> Iterator[Finding]:
    """Errors if our zip, or the one that zcli would pack, exceeds the limit."""
    for size, how in ((package.stat().st_size, ""), (by_zcli(package), " as zcli packs it for deploy")):
        if size >= LIMIT:
            yield error(package.name, "zip_too_large", f"{size:,} of {LIMIT:,} bytes{how}")


def report(package: Path) -> str:
    """Both sizes and the remaining room as text."""
    ours, theirs = package.stat().st_size, by_zcli(package)
    by_deploy = f"as zcli packs it: {theirs:,} of {LIMIT:,} bytes" if theirs else "nothing, as there is no app in it"
    room = f"room left: {max(0, LIMIT - max(ours, theirs)):,}"
    return f"uploaded by hand: {ours:,} of {LIMIT:,} bytes; by deploy, {by_deploy}; {room}"


def by_zcli(package: Path) -> int:
    """The size of the zip that zcli packs from this one; 0 if it holds no app, which zcli refuses."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(package) as packed:
            packed.extractall(folder)
        return packed_by_zcli(Path(folder)).stat().st_size if Path(folder, "manifest.json").is_file() else 0


def packed_by_zcli(folder: Path) -> Path:
    """The zip that zcli's own code packs from a folder into its tmp/, as in `zcli apps:create` and `apps:update`."""
    command = [machine.node(), "-e", CALL, str(PACKER), str(folder)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise machine.UserError(f"zcli could not pack {folder}: {done.stderr.strip()[-500:]}")
    return Path(done.stdout.strip())
