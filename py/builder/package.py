"""Builds the app's package: dist/deskline-<version>.zip and, unpacked, dist/package/.

Zendesk allows 2 MB for the zip; every file is kept under that too. The same input gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import shutil
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
import markupsafe
import phonenumbers

from builder import archive, garden, modules, parts, vendor
from builder.policy import SDK, policy
from builder.progress import Progress
from deskline.model import kinds, settings

Files = dict[str, bytes]
LIMIT = 2_000_000  # bytes, for the zip and for each file in it
MIRRORS = ("https://cdn.jsdelivr.net/npm/pyodide@{version}/", "https://unpkg.com/pyodide@{version}/")
"""The mirrors of the npm package whose files are hashed, in the order in which they are tried."""
RUNTIME_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
PAGE_KINDS = (kinds.BOOLEAN, kinds.URL, kinds.TEXT, settings.APP_LANGUAGE)  # read by pages too, before Python runs
UNUSED_PHONENUMBERS = ("carrier", "geocoder", "prefix", "timezone")  # these need data that the lite edition lacks


@dataclass(frozen=True)
class Built:
    """A package on disk: its zip, and the same unpacked."""

    zip: Path
    folder: Path

    def report(self) -> str:
        """Its size, in total and by part, in words."""
        whole, sizes = self.zip.stat().st_size, parts.by_part(self.zip).values()
        unpacked = sum(raw for raw, _ in sizes)
        head = f"{self.zip.name}: {whole:,} of {LIMIT:,} bytes, {unpacked:,} unpacked"
        return f"{head}\n{parts.table(self.zip)}"


def build(root: Path) -> Built:
    """Build the package of the checkout `root` into its dist/."""
    with Progress("Building the package"):
        return write(contents(root), root / "dist", version(root))


def contents(root: Path) -> Files:
    """Every file of the package by its path inside."""
    return {
        **_copied(root, "manifest.json", "requirements.json"),
        **_texts(root, "app", "translations/"),
        **_texts(root, "deskline", "assets/translations/"),
        **_beneath(root / "assets", "assets/"),
        **scripts(root),
        **{f"assets/{name}": script for name, script in vendor.scripts(root).items()},
        "assets/garden.css": garden.style_sheet(root),
        "assets/notices.html": _notices(root),
        "assets/words.js": words().encode(),
        **rendered(root),
        **_python(root),
    }


def scripts(root: Path) -> Files:
    """Our own scripts, in the folders that they have in app/."""
    found = sorted((root / "app").rglob("*.js"))
    return {f"assets/{path.relative_to(root / 'app').as_posix()}": path.read_bytes() for path in found}


def write(files: Mapping[str, bytes], dist: Path, release: str) -> Built:
    """Write the zip, with sorted names and fixed times, and the same files unpacked."""
    folder, target = dist / "package", dist / f"deskline-{release}.zip"
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    target.write_bytes(zipped(files))
    return Built(target, folder)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a reproducible zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, archive.EPOCH)
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def version(root: Path) -> str:
    """The version in pyproject.toml, which the manifest repeats."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def pyodide_version(root: Path) -> str:
    """The version of the runtime that the lock file names."""
    return str(json.loads((root / "node_modules" / "pyodide" / "package.json").read_text())["version"])


def integrity(content: bytes) -> str:
    """The SHA-384 in base64, as the browser's `integrity` option expects it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def runtime_files(root: Path) -> Files:
    """Pyodide's own files, as they are loaded at run time."""
    return {name: (root / "node_modules" / "pyodide" / name).read_bytes() for name in RUNTIME_FILES}


def _python(root: Path) -> Files:
    packed = archive.ArchiveBuilder.of(root).build(archive.sources(root / "py" / "deskline"), libraries())
    return {"assets/archive.js": packed.asset().encode(), "assets/runtime.js": facts(root, packed).encode()}


def libraries() -> Files:
    """The sources of the libraries that are packed with the app."""
    numbers, markup = (Path(str(one.__file__)).parent for one in (phonenumbers, markupsafe))
    return {**archive.sources(numbers, UNUSED_PHONENUMBERS), **archive.sources(markup)}


def facts(root: Path, packed: archive.Archive) -> str:
    """The module runtime.js: the runtime's mirrors, the hashes of its files, and the archive's hash."""
    lock = json.loads((root / "node_modules" / "pyodide" / "pyodide-lock.json").read_text())
    release = pyodide_version(root)
    values = {
        "version": release,
        "addresses": [mirror.format(version=release) for mirror in MIRRORS],
        "files": {name: integrity(content) for name, content in runtime_files(root).items()},
        "lock": {"info": lock["info"], "packages": {}},
        "archive": packed.digest,
    }
    return f"export const RUNTIME = {json.dumps(values, indent=2)};\n"


def words() -> str:
    """The module words.js: the words that settings are parsed by, and the defaults of the settings that pages use."""
    values = {
        "UNSET": sorted(kinds.UNSET),
        "TRUE": sorted(kinds.TRUE),
        "FALSE": sorted(kinds.FALSE),
        "DEFAULTS": {row.name: row.default for row in settings.PARAMETERS if row.kind in PAGE_KINDS and not row.hidden},
    }
    return "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in values.items())


def rendered(root: Path) -> Files:
    """The pages of the app, from their templates, by their path in the package."""
    loader = jinja2.FileSystemLoader(root / "app")
    engine = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True)
    engine.keep_trailing_newline = True
    pages = [name for name in engine.list_templates() if name.endswith(".html.j2") and not name.startswith("_")]
    given = {
        "version": version(root),
        "sdk": SDK,
        "policy": lambda place: markupsafe.Markup(policy(place)),
        "modules": [path.removeprefix("assets/") for path in modules.reached(scripts(root), "assets/page/page.js")],
        "manifest": json.loads((root / "manifest.json").read_text("utf-8")),
        "locales": sorted(path.stem for path in (root / "translations").glob("*.json")),
    }
    return {f"assets/{name.removesuffix('.j2')}": engine.get_template(name).render(given).encode() for name in pages}


def _notices(root: Path) -> bytes:
    installed = [Path(str(one.__file__)).parents[1] for one in (phonenumbers, markupsafe)]
    named = zip(("phonenumberslite", "markupsafe"), installed, strict=True)
    found = [
        path
        for place in (*vendor.packages(root), garden.package(root))
        for path in sorted(place.glob("[LN][IO][CT][EI]*"))
    ]
    found += [path for name, place in named for path in sorted(place.glob(f"{name}-*.dist-info/licenses/*"))]
    found += sorted((root / "docs" / "licences").glob("*.txt"))
    sections = [
        f"<h2>{html.escape(_owner(path))}</h2>\n<pre>{html.escape(path.read_text('utf-8'))}</pre>" for path in found
    ]
    head = (
        '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'\">\n<title>Notices</title>\n<h1>Third-party notices</h1>\n"
    )
    return (head + "\n".join(sections) + "\n</html>\n").encode("ascii", "xmlcharrefreplace")


def _owner(path: Path) -> str:
    if path.parent.name == "licenses":
        return path.parents[1].name.removesuffix(".dist-info").replace("-", " ")
    return path.stem if path.suffix == ".txt" and path.parent.name == "licences" else f"{path.parent.name}: {path.name}"


def _texts(root: Path, section: str, prefix: str) -> Files:
    """One section of each language's texts: Zendesk reads those of the app, its pages read their own."""
    found = {path.name: json.loads(path.read_text("utf-8")) for path in sorted((root / "translations").glob("*.json"))}
    return {
        prefix + name: json.dumps({section: texts[section]}, ensure_ascii=False, separators=(",", ":")).encode()
        for name, texts in found.items()
    }


def _beneath(folder: Path, prefix: str) -> Files:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {prefix + path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _copied(root: Path, *names: str) -> Files:
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}
