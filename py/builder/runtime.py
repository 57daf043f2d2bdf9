"""Writes dist/runtime/: the Python runtime, for customers who host it themselves."""

from __future__ import annotations

import shutil
from pathlib import Path

from builder import package

HOW = """# Hosting the Python runtime yourself

These are the unchanged files of Pyodide {version} (Mozilla Public License 2.0; source: github.com/pyodide/pyodide) with
CPython inside (licence in python.txt). Deskline checks each against a SHA-384 that is baked into its package, so only
exactly these files work.

1. Put the folder on any static web server with https, at a stable address.
2. Serve it with these headers:

   | file | header |
   | --- | --- |
   | all | `Access-Control-Allow-Origin: *` |
   | all | `Cache-Control: public, max-age=31536000, immutable` |
   | `pyodide.mjs`, `pyodide.asm.mjs` | `Content-Type: text/javascript` |
   | `pyodide.asm.wasm` | `Content-Type: application/wasm` |

   Compress the responses (brotli or gzip): 4.6 MB instead of 10.9 MB.
3. Enter the folder's address as *Runtime URL* in the app's settings. The public mirrors are not contacted then.

| file | bytes | SHA-384 |
| --- | --- | --- |
{table}
"""


def write(root: Path) -> str:
    """Write the folder and return the instructions."""
    folder = root / "dist" / "runtime"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = package.runtime_files(root)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    shutil.copy(root / "docs" / "licences" / "python.txt", folder)
    shutil.copy(root / "docs" / "licences" / "pyodide.txt", folder)
    rows = [f"| `{name}` | {len(content):,} | `{package.integrity(content)}` |" for name, content in files.items()]
    text = HOW.format(version=package.pyodide_version(root), table="\n".join(rows))
    (folder / "README.md").write_text(text, "utf-8")
    return f"{folder.relative_to(root)}/\n\n{text}"
