"""How large the package is, and which part of it takes how much."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping

from builder import package
from builder.bench.numbers import Section, Target

PARTS = {
    "Python: standard library, libraries and app": ("archive.js",),
    "Amazon Connect Streams": ("connect-streams-min.js",),
    "Amazon Connect ChatJS": ("amazon-connect-chat.js",),
    "Amazon Connect TaskJS": ("amazon-connect-task.js",),
    "notices of third parties": ("notices.html",),
    "pictures": (".png", ".svg"),
    "texts": (".json",),
    "pages, scripts and style": ("",),
}
LIBRARIES = {"deskline": "the app", "phonenumbers": "phonenumbers", "markupsafe": "markupsafe"}
NOTE = "Bytes: as the file is, and as it is in the zip; of what is in the Python archive, compressed by itself."
Size = tuple[int, int]


def run(files: Mapping[str, bytes]) -> Section:
    """The table of the package's parts."""
    whole = len(package.zipped(files))
    parts, inside = by_part(files), in_archive(files["assets/archive.js"])
    rows: list[tuple[str, ...]] = [("the zip", f"{sum(map(len, files.values())):,}", f"{whole:,}")]
    rows += [row(name, size) for name, size in _largest_first(parts)]
    rows += [row(f"in the archive: {name}", size) for name, size in _largest_first(inside)]
    targets = [Target("bytes of the zip", package.LIMIT, whole)]
    raw = {"zip": whole, "parts": parts, "archive": inside}
    return Section("Bytes", NOTE, ("", "as it is", "compressed"), rows, targets, raw)


def row(name: str, size: Size) -> tuple[str, ...]:
    """One line of the table."""
    return (name, *(f"{one:,}" for one in size))


def by_part(files: Mapping[str, bytes]) -> dict[str, Size]:
    """The bytes of each part of the package, raw and deflated; a file counts for the first part that names its end."""
    sizes: dict[str, list[Size]] = defaultdict(list)
    for name, content in files.items():
        part = next(part for part, ends in PARTS.items() if name.endswith(ends))
        sizes[part].append((len(content), len(zlib.compress(content, 9))))
    return {part: total(sizes[part]) for part in sizes}


def in_archive(asset: bytes) -> dict[str, Size]:
    """The bytes of what is in the Python archive, by whose it is: as byte code, and compressed."""
    packed = gzip.decompress(base64.b64decode(asset.split(b'"')[1]))
    found: dict[str, list[bytes]] = defaultdict(list)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for name in archive.namelist():
            found[LIBRARIES.get(name.partition("/")[0], "the standard library")].append(archive.read(name))
    return {name: (sum(map(len, parts)), len(gzip.compress(b"".join(parts), 9))) for name, parts in found.items()}


def total(sizes: list[Size]) -> Size:
    """The sum of some sizes."""
    raw, compressed = zip(*sizes, strict=True)
    return sum(raw), sum(compressed)


def _largest_first(sizes: Mapping[str, Size]) -> list[tuple[str, Size]]:
    return sorted(sizes.items(), key=lambda one: -one[1][1])
