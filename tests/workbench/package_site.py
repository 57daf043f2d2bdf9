"""Serves a built package as Zendesk's asset host would, and Pyodide's files as a CDN would, each on its own origin."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import zipfile
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workbench.mirrors import Mirrors, troubled

SDK_FOLDER = "https://static.zdassets.com/zendesk_app_framework_sdk/"
SDK_ADDRESS = f"{SDK_FOLDER}2.0/zaf_sdk.min.js"
SDK_PATH = "/zaf_sdk.js"
CHECKOUT = Path(__file__).resolve().parents[2]
IMMUTABLE = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=600"
"""For the SDK, whose address names no exact version; how long Zendesk's own answer may be kept is not documented."""

# Zendesk's page "Styles and assets" lists what an app's asset may be; nothing else is served.
ASSET_TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".js": "text/javascript", ".htm": "text/html", ".html": "text/html", ".css": "text/css", ".map": "application/json",
    ".eot": "application/vnd.ms-fontobject", ".woff": "font/woff", ".woff2": "font/woff2", ".otf": "font/otf",
    ".ttf": "font/ttf", ".json": "application/json", ".xml": "text/xml", ".hbs": "text/plain", ".hdbs": "text/plain",
}  # fmt: skip
RUNTIME_TYPES = {
    ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json",
    ".zip": "application/zip", ".map": "application/json",
}  # fmt: skip


def bundled_sdk(checkout: Path = CHECKOUT) -> Path:
    """The ZAF SDK of npm as one script for the browser, made by esbuild once and kept in the checkout's .cache."""
    source = checkout / "node_modules/zendesk_app_framework_sdk"
    version = json.loads((source / "package.json").read_text())["version"]
    made = checkout / ".cache" / f"zaf_sdk-{version}.min.js"
    if not made.exists():
        esbuild = [str(checkout / "node_modules/.bin/esbuild"), str(source / "lib/index.js")]
        how = [
            "--bundle",
            "--minify",
            "--format=iife",
            "--global-name=ZAFClient",
            f"--outfile={made}",
            "--log-level=error",
        ]
        subprocess.run([*esbuild, *how], check=True, cwd=checkout)
    return made


@dataclass(frozen=True)
class Package:
    """A built app, as a zip or as the folder that is zipped."""

    path: Path
    _compressed: dict[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file by its name in the package."""
        if self.path.is_dir():
            found = (each for each in sorted(self.path.rglob("*")) if each.is_file())
            return {each.relative_to(self.path).as_posix(): each.read_bytes() for each in found}
        with zipfile.ZipFile(self.path) as package:
            return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The package's manifest.json."""
        manifest: dict[str, Any] = json.loads(self.files["manifest.json"])
        return manifest

    @property
    def locations(self) -> dict[str, dict[str, Any]]:
        """The app's places in Zendesk Support, each with its url and size."""
        places: dict[str, Any] = self.manifest["location"]["support"]
        return {name: place if isinstance(place, dict) else {"url": place} for name, place in places.items()}

    @property
    def defaults(self) -> dict[str, Any]:
        """The settings of a fresh installation."""
        return {each["name"]: each["default"] for each in self.manifest.get("parameters", ()) if "default" in each}

    @cached_property
    def prefix(self) -> str:
        """The folder of this very version; it changes with every byte, as on Zendesk's asset host."""
        digest = hashlib.md5(usedforsecurity=False)
        for name, content in self.files.items():
            digest.update(name.encode() + content)
        return f"/{digest.hexdigest()}"


class Versions:
    """An app's versions: a page that is loaded gets the latest, and those that are open keep the files of theirs.

    As live all of one app's are on one origin, each in a folder of its own.
    """

    def __init__(self, first: Package) -> None:
        """Has one version to begin with."""
        self._all = [first]

    @property
    def latest(self) -> Package:
        """The version that pages get from now on."""
        return self._all[-1]

    def update(self, package: Package) -> None:
        """Makes this version the latest."""
        self._all.append(package)

    def kept_in(self, prefix: str) -> Package | None:
        """The version with this folder."""
        return next((each for each in self._all if each.prefix == prefix), None)


def package_site(versions: Versions, sdk: Path | None = None) -> Starlette:
    """The app's origin: /assets/… and, immutable, /{version}/assets/…; with the SDK's address in HTML made local."""

    def asset(request: Request) -> Response:
        name, kind = request.path_params["name"], ASSET_TYPES.get(PurePosixPath(request.path_params["name"]).suffix)
        pinned = "version" in request.path_params
        packed = versions.kept_in(f"/{request.path_params['version']}") if pinned else versions.latest
        if packed is None:
            return Response("no such version", 404)
        content = packed.files.get(f"assets/{name}")
        if content is None or kind is None:
            return Response("no such asset", 404)
        if kind == "text/html":
            content = content.replace(SDK_ADDRESS.encode(), SDK_PATH.encode())
            content = content.replace(f" {SDK_FOLDER}".encode(), b"")  # the policy's 'self' is where it is now
        headers = {"Cache-Control": IMMUTABLE if pinned else "no-cache"}
        return _served(packed._compressed, (name, content, kind), request, headers)

    def script(request: Request) -> Response:
        content = (sdk or bundled_sdk()).read_bytes()
        headers = {"Cache-Control": A_WHILE}
        return _served(versions.latest._compressed, (SDK_PATH, content, "text/javascript"), request, headers)

    def manifest(_request: Request) -> Response:
        return JSONResponse(versions.latest.manifest, headers={"Access-Control-Allow-Origin": "*"})

    return Starlette(
        routes=[
            Route(SDK_PATH, script),
            Route("/manifest.json", manifest),
            Route("/assets/{name:path}", asset),
            Route("/{version}/assets/{name:path}", asset),
        ]
    )


def runtime_site(folder: Path | None = None, mirrors: Mirrors | None = None) -> Starlette:
    """Pyodide's own files for `runtime_url`, at the root or below any folder: CORS for all, immutable, compressed.

    Below the mirrors' folders they are what the mirrors make of them.
    """
    source = folder or CHECKOUT / "node_modules/pyodide"
    compressed: dict[str, bytes] = {}

    async def file(request: Request) -> Response:
        path = source / PurePosixPath(request.path_params["name"]).name
        kind = RUNTIME_TYPES.get(path.suffix)
        if kind is None or not path.is_file():
            return Response("no such file", 404, headers={"Access-Control-Allow-Origin": "*"})
        headers = {
            "Cache-Control": IMMUTABLE,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return _served(compressed, (path.name, path.read_bytes(), kind), request, headers)

    async def served(request: Request) -> Response:
        befalls = mirrors.befalling(request.path_params["name"]) if mirrors else ""
        return await (troubled(befalls, request, file) if befalls else file(request))

    return Starlette(routes=[Route("/{name:path}", served)])


def _served(
    compressed: dict[str, bytes], what: tuple[str, bytes, str], request: Request, headers: dict[str, str]
) -> Response:
    """The content, compressed once and kept if the browser takes gzip and it is text or wasm."""
    name, content, kind = what
    worth = kind.startswith("text/") or kind in ("application/json", "application/wasm", "image/svg+xml")
    if worth and "gzip" in request.headers.get("accept-encoding", ""):
        if name not in compressed:
            compressed[name] = _gzipped(content)
        content = compressed[name]
        headers = {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(content, media_type=kind, headers=headers)


@lru_cache(maxsize=256)
def _gzipped(content: bytes) -> bytes:
    # Each test has a workbench of its own, and all of them serve the same ten megabytes of the runtime.
    return gzip.compress(content, 6)
