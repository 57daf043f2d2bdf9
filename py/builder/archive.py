"""Packs the app, its libraries and the part of the standard library that they need, as byte code, into one text asset.

Pyodide under Node compiles them, so that the byte code fits the interpreter that loads it. The standard library and the
libraries are compiled with optimize=2 (no docstrings: a fifth smaller); the app with 0, because its tests ran with its
assertions.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import lzma
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder import machine
from builder.rules import words

Files = Mapping[str, bytes]
HERE = Path(__file__).parent
REPLACEMENTS = HERE / "replacements"
EPOCH = (1980, 1, 1, 0, 0, 0)
OPTIMIZE_APP, OPTIMIZE_REST = 0, 2

# What C code imports later, which a trace of the start does not show, by the word in the app's source that needs it.
LATE = {
    "strptime": ("_strptime.py", "calendar.py", "locale.py"),
    "idna": ("encodings/idna.py", "stringprep.py"),
    "": ("_pylong.py", "encodings/ascii.py", "encodings/latin_1.py", "encodings/utf_8_sig.py"),
}
# The xz settings with the best compression of byte code, and a checksum that the decoder supports.
XZ = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0, "nice_len": 273}

# asyncio works without ssl, and a browser has no sockets.
LEFT_OUT = ("ssl.py", "_ssl.py")


@dataclass(frozen=True)
class Archive:
    """The packed Python: the zip's bytes, their SHA-256, and the names inside."""

    content: bytes
    digest: str
    names: tuple[str, ...]

    def asset(self) -> str:
        """The JavaScript module, ASCII, that carries the zip as xz in base64."""
        packed = base64.b64encode(compressed(self.content)).decode("ascii")
        return f"export default `{_without_false_secrets(packed)}`;\n"


@dataclass(frozen=True)
class ArchiveBuilder:
    """Builds the archive with Pyodide under Node, and caches the results."""

    pyodide: Path
    cache: Path

    @classmethod
    def of(cls, root: Path) -> ArchiveBuilder:
        """The builder of a checkout."""
        return cls(root / "node_modules" / "pyodide", root / ".cache")

    def build(self, app: Files, libraries: Files) -> Archive:
        """Pack `app`, `libraries` and the standard modules that they import as byte code in an uncompressed zip."""
        library = self._standard_library()
        chosen = {*self._traced(app, libraries), *_late(app)}
        wanted = {name: (library[name], OPTIMIZE_REST) for name in sorted(chosen)}
        wanted |= {name: (source, OPTIMIZE_REST) for name, source in libraries.items()}
        wanted |= {name: (source, OPTIMIZE_APP) for name, source in app.items()}
        content = _stored_zip({f"{name}c": code for name, code in self._compiled(wanted).items()})
        return Archive(content, hashlib.sha256(content).hexdigest(), tuple(sorted(wanted)))

    def _traced(self, app: Files, libraries: Files) -> list[str]:
        files = {**libraries, **app}
        modules = sorted(map(_module, app))
        packed_whole = {name.partition("/")[0] for name in libraries}
        optional = sorted({name for source in app.values() for name in _imported(source)} | packed_whole)
        key = _digest(self._version(), json.dumps([modules, optional]).encode(), *_flat(libraries))
        kept = self.cache / "traces" / f"{key}.json"
        if not kept.is_file():
            texts = {name: source.decode("latin-1") for name, source in files.items()}
            job = {"do": "trace", "files": texts, "modules": modules, "optional": optional}
            _store(kept, json.dumps(self._run(job)).encode())
        loaded: list[str] = json.loads(kept.read_text())["loaded"]
        return loaded

    def _compiled(self, wanted: Mapping[str, tuple[bytes, int]]) -> dict[str, bytes]:
        kept = {name: self._bytecode_path(name, *one) for name, one in wanted.items()}
        missing = [name for name, place in kept.items() if not place.is_file()]
        if missing:
            sources = {name: wanted[name] for name in missing}
            job = [{"name": name, "source": one.decode("latin-1"), "optimize": o} for name, (one, o) in sources.items()]
            for name, code in self._run({"do": "compile", "files": job}).items():
                _store(kept[name], base64.b64decode(code))
        return {name: place.read_bytes() for name, place in kept.items()}

    def _bytecode_path(self, name: str, source: bytes, optimize: int) -> Path:
        key = _digest(self._version(), name.encode(), source, bytes([optimize]))
        return self.cache / "bytecode" / key[:2] / f"{key}.pyc"

    def _run(self, job: Mapping[str, Any]) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            stdlib, asked, answered = (Path(folder, name) for name in ("stdlib.zip", "job.json", "answer.json"))
            stdlib.write_bytes(_stored_zip(self._standard_library()))
            asked.write_text(json.dumps(job))
            files = [HERE / "pyodide_job.mjs", self.pyodide, stdlib, asked, answered]
            done = subprocess.run([machine.node(), *map(str, files)], capture_output=True, text=True, check=False)
            if done.returncode or not answered.is_file():
                raise RuntimeError(f"Pyodide under Node could not {job['do']}:\n{(done.stdout + done.stderr)[-3000:]}")
            result: dict[str, Any] = json.loads(answered.read_text())
            return result

    def _standard_library(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.pyodide / "python_stdlib.zip") as packed:
            whole = {name: packed.read(name) for name in packed.namelist() if name.endswith(".py")}
        return {name: one for name, one in {**whole, **_beneath(REPLACEMENTS)}.items() if name not in LEFT_OUT}

    def _version(self) -> bytes:
        rules = [HERE / "pyodide_job.py", *sorted(REPLACEMENTS.rglob("*.py")), self.pyodide / "package.json"]
        return b"".join(rule.read_bytes() for rule in rules)


def compressed(content: bytes) -> bytes:
    """The bytes as xz."""
    return lzma.compress(content, check=lzma.CHECK_CRC32, filters=[XZ])


def unpacked(asset: bytes) -> bytes:
    """The zip that the asset carries."""
    return lzma.decompress(base64.b64decode(asset.split(b"`")[1]))


def sources(folder: Path, without: Iterable[str] = ()) -> dict[str, bytes]:
    """The Python files of the package in `folder`, named from its parent, except the modules in `without`."""
    skip = {f"{folder.name}/{name}.py" for name in without}
    found = {f"{folder.name}/{name}": content for name, content in _beneath(folder).items()}
    return {name: content for name, content in found.items() if name not in skip}


def _beneath(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.py"))}


def _late(app: Files) -> Iterator[str]:
    text = b"".join(app.values()).decode()
    for word, names in LATE.items():
        yield from names if word in text else ()


def _module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def _stored_zip(entries: Files) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
        for name, content in sorted(entries.items()):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return whole.getvalue()


def _without_false_secrets(text: str) -> str:
    """Base64 with a line break, which decoders ignore, wherever it looks like a secret by chance."""
    while found := words.suspect(text):
        text = f"{text[: found.start() + 2]}\n{text[found.start() + 2 :]}"
    return text


def _flat(files: Files) -> Iterator[bytes]:
    for name, content in sorted(files.items()):
        yield from (name.encode(), content)


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "little") + part for part in parts)).hexdigest()


def _store(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(f".{id(content)}")
    fresh.write_bytes(content)
    fresh.replace(place)
