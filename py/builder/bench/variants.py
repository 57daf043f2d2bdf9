"""What is compared with Deskline: the same package with another way to run its Python, or none.

Each variant is the real package with files swapped, in the same workspace with the same Streams and the same SDK, so
that the difference between two variants is the way in which the Python is run and nothing else.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder import archive, package
from builder.bench.idle import wait_until_idle
from workbench.origin import PortTaken, loopback
from workbench.workbench import Workbench

Files = dict[str, bytes]
PAGES = Path(__file__).with_name("pages")
STOCK_FILES = (*package.RUNTIME_FILES, "python_stdlib.zip", "pyodide-lock.json")
SOURCES = "python.zip"
ORIGINS = 4
"""How many ports in a row one workbench takes."""


def ours(files: Mapping[str, bytes], runtime: str) -> Files:
    """The package as it is."""
    return dict(files)


def stock(files: Mapping[str, bytes], runtime: str) -> Files:
    """Pyodide as it comes from npm, in the same worker, with the same Python as sources in a zip."""
    return {
        **files,
        "assets/engine/loading.js": page("stock_loading.js"),
        "assets/engine/copies.js": page("stock_copies.js"),
    }


def pyscript(files: Mapping[str, bytes], runtime: str) -> Files:
    """PyScript in the top bar's page, on stock Pyodide, with the same zip of sources in its configuration.

    Its script stands in the page and so begins to load at once. The page's policy goes: PyScript needs 'unsafe-eval'.
    """
    config = {"interpreter": f"{runtime}pyodide.mjs", "files": {f"{runtime}{SOURCES}": "./*"}}
    script = page("pyscript.html").decode().replace("{runtime}", runtime).replace("{config}", json.dumps(config))
    name = "assets/top_bar.html"
    open_to_all = re.sub(rb"<meta http-equiv=[^>]*>", b"", files[name])
    html = open_to_all.replace(b"</head>", script.encode() + b"</head>")
    return {**files, name: html, "assets/engine/attach.js": page("pyscript_engine.js")}


def plain(files: Mapping[str, bytes], runtime: str) -> Files:
    """Pages that only register with Zendesk: what no app can go below."""
    bare = {
        name: re.sub(rb" *<link rel=.modulepreload.[^>]*>\n", b"", file)
        for name, file in files.items()
        if ".html" in name
    }
    return {**files, **bare, "assets/page/page.js": page("plain_page.js")}


VARIANTS: dict[str, Callable[[Mapping[str, bytes], str], Files]] = {
    "Deskline": ours,
    "PyScript": pyscript,
    "stock Pyodide in a worker": stock,
    "no Python at all": plain,
}


def page(name: str) -> bytes:
    """One of the bench's own files."""
    return (PAGES / name).read_bytes()


def sources(root: Path) -> bytes:
    """The Python of the package as a zip of sources: what stock Pyodide and PyScript are given."""
    return package.zipped({**archive.sources(root / "py" / "deskline"), **package.libraries()})


def runtime_folder(root: Path, into: Path) -> Path:
    """A folder with the npm files of Pyodide and PyScript and the zip of sources, to be served as they are."""
    into.mkdir(parents=True)
    stock_files = [root / "node_modules" / "pyodide" / name for name in STOCK_FILES]
    for path in (*stock_files, *sorted((root / "node_modules/@pyscript/core/dist").glob("*.js"))):
        shutil.copy(path, into / path.name)
    (into / SOURCES).write_bytes(sources(root))
    return into


@dataclass(frozen=True)
class Variants:
    """Builds variants from the real package's files, in a folder of the bench's own, and serves them."""

    files: Mapping[str, bytes]
    folder: Path
    runtime: Path
    patience: float = 0.0
    """Seconds that each measurement may wait for an idle machine."""
    step: Callable[[str], None] = lambda _: None
    """Called with the name of the next measurement."""

    def next(self, what: str) -> None:
        """Report the next measurement, and return when the machine is idle or the patience has run out."""
        self.step(what)
        wait_until_idle(self.patience)

    def workbench(self, name: str) -> Workbench:
        """A furnished workbench for one variant, on another site than the app's pages, as in production."""
        first = free_ports()
        runtime = f"http://127.0.0.1:{first + ORIGINS - 1}/"
        target = self.folder / f"{first}.zip"
        target.write_bytes(package.zipped(VARIANTS[name](self.files, runtime)))
        bench = Workbench.serve(target, first, runtime=self.runtime, cross_site=True)
        bench.furnish()
        return bench


def free_ports() -> int:
    """The first of as many free ports in a row as a workbench takes: a page that names its origin must know it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first: int = probe.getsockname()[1]
        if _are_free(range(first, first + ORIGINS)):
            return first


def _are_free(ports: range) -> bool:
    try:
        for port in ports:
            loopback(port).close()
    except (PortTaken, OverflowError):
        return False
    return True
