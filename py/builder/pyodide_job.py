"""The part of the build that runs in Pyodide itself, so that the byte code fits the interpreter that will load it.

It is sent as text to Pyodide under Node by pyodide_job.mjs; JSON text goes in and out. What it imports itself must be
loaded at every start of Pyodide anyway, or the trace would list it as needed by the app.
"""

from __future__ import annotations

import binascii
import importlib
import importlib.util
import json
import marshal
import os
import sys
from typing import Any

SOURCES = "/src"
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # PEP 552: an unchecked hash


def answer(text: str) -> str:
    """Run one job, `trace` or `compile`, and return its result as JSON text."""
    job = json.loads(text)
    return json.dumps(trace(job) if job["do"] == "trace" else compile_all(job))


def trace(job: dict[str, Any]) -> dict[str, Any]:
    """Imports the named modules and lists every module that is then loaded from the standard library's zip."""
    for name, source in job["files"].items():
        target = f"{SOURCES}/{name}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(source.encode("latin-1"))
    sys.path.insert(0, SOURCES)
    for name in job["modules"]:
        importlib.import_module(name)
    for name in job["optional"]:
        if importlib.util.find_spec(name):
            importlib.import_module(name)
    return {"loaded": sorted(filter(None, map(_place_in_zip, list(sys.modules.values()))))}


def compile_all(job: dict[str, Any]) -> dict[str, str]:
    """Compiles each file with its own optimisation level; base64 of the .pyc by file name."""
    return {one["name"]: _compiled(one) for one in job["files"]}


def _place_in_zip(module: Any) -> str:
    origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
    return origin.partition(".zip/")[2]


def _compiled(one: dict[str, Any]) -> str:
    source = one["source"].encode("latin-1")
    code = compile(source, one["name"], "exec", dont_inherit=True, optimize=one["optimize"])
    pyc = importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)
    return binascii.b2a_base64(pyc, newline=False).decode("ascii")
