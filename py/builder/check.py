"""Checks a package against the rules of Zendesk's validator and the limits of its upload."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from builder import upload
from builder.installer import UserError
from builder.rules import content, manifest, requirements, translations, words
from builder.rules.finding import Files, Finding, error, read_object

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What `zipfile` raises for a zip that is damaged, encrypted or compressed in an unknown way."""


def findings(package: Path) -> list[Finding]:
    """The findings about a zip, errors first. Raises UserError if it cannot be read as a zip."""
    try:
        with zipfile.ZipFile(package) as packed:
            links = [one.filename for one in packed.infolist() if stat.S_ISLNK(one.external_attr >> 16)]
            files = {one.filename: packed.read(one) for one in packed.infolist() if not one.is_dir()}
        sizes = list(upload.findings(package))
    except BROKEN as why:
        raise UserError(_unreadable(package, why)) from None
    found = [*(error(name, "symlink_in_zip") for name in links), *sizes]
    return sorted([*found, *of_files(files)], key=lambda one: (one.severity, one.file, one.rule))


def _unreadable(package: Path, why: Exception) -> str:
    reason = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
    if package.is_file() and not package.stat().st_size:
        reason = "it is empty"
    return f"{package} cannot be read as a zip: {(reason or type(why).__name__).rstrip('.')}."


def of_files(files: Files) -> Iterator[Finding]:
    """The findings about the files of a package."""
    yield from manifest.check(files)
    yield from content.source(files, _without_code(files))
    for part in (translations, requirements, content, words):
        yield from part.check(files)


def report(found: list[Finding]) -> str:
    """The findings as text, with their number."""
    errors = sum(one.severity == "error" for one in found)
    return "\n".join([*map(str, found), f"{errors} errors, {len(found) - errors} warnings"])


def _without_code(files: Files) -> bool:
    try:
        given = read_object(files["manifest.json"])[0]
    except (KeyError, ValueError):
        return False
    return bool(given.get("requirementsOnly") or given.get("marketingOnly"))
