"""The parts of the package, and their sizes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

PARTS = {
    "Python: standard library, libraries and app": ("archive.js",),
    "Amazon Connect Streams": ("connect-streams-min.js",),
    "Amazon Connect ChatJS": ("amazon-connect-chat.js",),
    "Amazon Connect TaskJS": ("amazon-connect-task.js",),
    "decoder of the Python archive": ("xz.js",),
    "Zendesk Garden's style": ("garden.css",),
    "third-party notices": ("notices.html",),
    "pictures": (".png", ".svg"),
    "texts": (".json",),
    "pages, scripts and style": ("",),
}
"""The file name endings of each part; a file belongs to the first part that matches."""

Size = tuple[int, int]
"""Bytes, uncompressed and compressed."""


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
    """The parts of a zip as lines: bytes uncompressed, compressed, and the name."""
    lines = [f"{raw:>11,} {packed:>11,}  {part}" for part, (raw, packed) in by_part(package).items()]
    return "\n".join([f"{'bytes':>11} {'compressed':>11}  part", *lines])
