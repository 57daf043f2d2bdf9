"""The parts of the package, and how many bytes each takes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

PARTS = {
    "Python: standard library, libraries and app": ("archive.js",),
    "Amazon Connect Streams": ("connect-streams-min.js",),
    "Amazon Connect ChatJS": ("amazon-connect-chat.js",),
    "Amazon Connect TaskJS": ("amazon-connect-task.js",),
    "decoder of the Python's compression": ("xz.js",),
    "notices of third parties": ("notices.html",),
    "pictures": (".png", ".svg"),
    "texts": (".json",),
    "pages, scripts and style": ("",),
}
"""The ends of the names of what belongs to each; a file counts for the first part that names its end."""

Size = tuple[int, int]
"""Bytes as they are, and compressed."""


def by_part(package: Path | IO[bytes]) -> dict[str, Size]:
    """The bytes of each part of a zip, the largest first."""
    sizes: dict[str, Size] = {}
    with zipfile.ZipFile(package) as packed:
        for one in packed.infolist():
            part = next(part for part, ends in PARTS.items() if one.filename.endswith(ends))
            raw, compressed = sizes.get(part, (0, 0))
            sizes[part] = (raw + one.file_size, compressed + one.compress_size)
    return dict(sorted(sizes.items(), key=lambda one: -one[1][1]))


def table(package: Path) -> str:
    """The parts of a zip in lines of their bytes: as they are, compressed, and what it is."""
    lines = [f"{raw:>11,} {packed:>11,}  {part}" for part, (raw, packed) in by_part(package).items()]
    return "\n".join([f"{'as it is':>11} {'compressed':>11}  part", *lines])
