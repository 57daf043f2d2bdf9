"""Measures the size of the package and of its parts."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping

from builder import archive, package
from builder.bench.numbers import Section, Target
from builder.parts import Size, by_part

LIBRARIES = {"deskline": "the app", "phonenumbers": "phonenumbers", "markupsafe": "markupsafe"}
NOTE = "Bytes: uncompressed, and compressed in the zip; parts of the Python archive are compressed separately."


def run(files: Mapping[str, bytes]) -> Section:
    """The table of the package's parts."""
    zipped = package.zipped(files)
    whole = len(zipped)
    parts, inside = by_part(io.BytesIO(zipped)), in_archive(files["assets/archive.js"])
    rows: list[tuple[str, ...]] = [("the zip", f"{sum(map(len, files.values())):,}", f"{whole:,}")]
    rows += [row(name, size) for name, size in parts.items()]
    rows += [row(f"in the archive: {name}", size) for name, size in inside.items()]
    targets = [Target("bytes of the zip", package.LIMIT, whole)]
    raw = {"zip": whole, "parts": parts, "archive": inside}
    return Section("Bytes", NOTE, ("", "uncompressed", "compressed"), rows, targets, raw)


def row(name: str, size: Size) -> tuple[str, ...]:
    """One line of the table."""
    return (name, *(f"{one:,}" for one in size))


def in_archive(asset: bytes) -> dict[str, Size]:
    """The size of each library in the Python archive: as byte code, and compressed."""
    found: dict[str, list[bytes]] = defaultdict(list)
    with zipfile.ZipFile(io.BytesIO(archive.unpacked(asset))) as packed:
        for name in packed.namelist():
            found[LIBRARIES.get(name.partition("/")[0], "the standard library")].append(packed.read(name))
    sizes = {name: (sum(map(len, parts)), len(archive.compressed(b"".join(parts)))) for name, parts in found.items()}
    return dict(sorted(sizes.items(), key=lambda one: -one[1][1]))
