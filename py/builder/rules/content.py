"""Rules for what a file holds, whatever it is called: size, kind, text, pictures."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree

from builder.rules.finding import Files, Finding, error, warning


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LIMIT = 2_000_000  # bytes; Zendesk says 2 MB for the zip and, in its upload message, for each file
ASSETS = _words(".png .jpg .jpeg .gif .svg .js .htm .html .css .map .eot .woff .woff2 .otf .ttf .json .xml .hbs .hdbs")
TEXTS = {".js", ".json", ".html", ".htm", ".css", ".svg", ".xml", ".map", ".hbs", ".hdbs"}
BANNED = _words("rar zip gzip gz pdf doc docx avi bin bz bz2 csh sh jar mp3 mpeg odt pptx ppt xls xlsx 7z")
MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF-", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bz2"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc, xls or ppt"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x00\x00\x01\xb3", "mpeg"),
    (b"#!/bin/sh", "sh"),
    (b"#!/bin/csh", "csh"),
)
BANNERS = {(830, 200), (1660, 400)}
SVG_TAGS = _words(
    "svg g path circle ellipse rect line polyline polygon defs linearGradient radialGradient stop symbol "
    "title desc use text tspan clipPath a"
)
SVG_BAD_ATTRIBUTE = re.compile(r"aria-.*|focusable|on\w+|style", re.IGNORECASE)


def check(files: Files) -> Iterator[Finding]:
    """Everything that is wrong with single files."""
    for name, content in sorted(files.items()):
        kind = PurePosixPath(name).suffix.lower()
        yield from _size_and_kind(name, content, kind)
        if kind in TEXTS:
            yield from _text(name, content)
        if kind == ".svg" and name.startswith("assets/"):
            yield from _svg(name, content)
    if "assets/banner.png" in files:
        yield from _banner("assets/banner.png", files["assets/banner.png"])


def source(files: Files, manifest_only: bool) -> Iterator[Finding]:
    """Code in an app that says that it has none."""
    for name in sorted(files if manifest_only else ()):
        if PurePosixPath(name).suffix in {".js", ".css"}:
            yield error(name, "source_in_app_without_code")


def _size_and_kind(name: str, content: bytes, kind: str) -> Iterator[Finding]:
    if len(content) >= LIMIT:
        yield error(name, "file_too_large", f"{len(content):,} of {LIMIT:,} bytes")
    if name.startswith("assets/") and kind not in ASSETS:
        yield error(name, "asset_type", f"{kind or 'no ending'} is not an accepted asset type")
    found = next((what for start, what in MAGIC if content.startswith(start)), None)
    found = found or ("avi" if content[:4] == b"RIFF" and content[8:12] == b"AVI " else None)
    if found or kind.lstrip(".") in BANNED:
        yield error(name, "unsupported_mime_type", found or kind)


def _text(name: str, content: bytes) -> Iterator[Finding]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        yield error(name, "not_utf_8", problem)


def _banner(name: str, content: bytes) -> Iterator[Finding]:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        yield error(name, "banner_format", "must be a PNG")
    elif struct.unpack(">II", content[16:24]) not in BANNERS:
        yield error(name, "banner_size", "must be 830x200 or 1660x400")


def _svg(name: str, content: bytes) -> Iterator[Finding]:
    if b"<!--" in content:
        yield warning(name, "svg_edited", "a comment")
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as problem:
        yield error(name, "svg_not_xml", problem)
        return
    if name.startswith("assets/icon_") and "viewBox" not in root.attrib:
        yield error(name, "icon_without_viewbox")
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    if "image" in tags:
        yield warning(name, "svg_image", "replaced by a placeholder")
    yield from (warning(name, "svg_edited", f"<{tag}>") for tag in sorted(tags - SVG_TAGS - {"image"}))
    attributes = {attribute for element in root.iter() for attribute in element.attrib}
    yield from (warning(name, "svg_edited", one) for one in sorted(filter(SVG_BAD_ATTRIBUTE.fullmatch, attributes)))
