"""What the app's asset host and the runtime's host promise."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from workbench import sample_app
from workbench.mirrors import Mirrors
from workbench.package_site import SDK_ADDRESS, Package, Versions, bundled_sdk, package_site, runtime_site


class Client:
    """Asks a site without a network."""

    def __init__(self, site: Starlette) -> None:
        """Keeps the site."""
        self.transport = httpx.ASGITransport(app=site)

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """The answer to one GET."""
        return asyncio.run(self._get(path, headers))

    async def _get(self, path: str, headers: dict[str, str] | None) -> httpx.Response:
        async with httpx.AsyncClient(transport=self.transport, base_url="http://site") as client:
            return await client.get(path, headers=headers)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(sample_app.write(tmp_path / "sample.zip"))


@pytest.fixture
def site(package: Package) -> Client:
    return Client(package_site(Versions(package)))


def test_the_sdk_address_alone_is_rewritten_in_html(site: Client, package: Package) -> None:
    served = site.get("/assets/top_bar.html")
    packed = package.files["assets/top_bar.html"].decode()
    assert served.text == packed.replace(SDK_ADDRESS, "/zaf_sdk.js")
    assert served.headers["content-type"].startswith("text/html")
    assert site.get("/assets/page.js").content == package.files["assets/page.js"]


def test_the_sdk_is_bundled_for_the_browser_once(site: Client) -> None:
    assert "var ZAFClient" in site.get("/zaf_sdk.js").text
    made = bundled_sdk()
    assert bundled_sdk().stat().st_mtime_ns == made.stat().st_mtime_ns


def test_only_accepted_types_are_served(site: Client) -> None:
    assert site.get("/assets/notes.txt").status_code == 404
    assert site.get("/assets/icon_top_bar.svg").headers["content-type"] == "image/svg+xml"


def test_a_version_has_a_folder_of_its_own_and_never_changes(site: Client, package: Package, tmp_path: Path) -> None:
    assert "immutable" in site.get(f"{package.prefix}/assets/page.js").headers["cache-control"]
    assert site.get("/assets/page.js").headers["cache-control"] == "no-cache"
    assert site.get("/0000/assets/page.js").status_code == 404


def test_after_an_update_pages_get_the_new_version_and_open_ones_keep_the_files_of_theirs(
    package: Package, tmp_path: Path
) -> None:
    versions = Versions(package)
    site, old = Client(package_site(versions)), package.prefix
    newer = Package(sample_app.write(tmp_path / "newer.zip"))
    newer.files["assets/page.js"] = b"newer"
    versions.update(newer)
    assert newer.prefix != old
    assert site.get("/assets/page.js").content == site.get(f"{newer.prefix}/assets/page.js").content == b"newer"
    assert site.get(f"{old}/assets/page.js").content == package.files["assets/page.js"]


def test_a_folder_is_served_like_the_zip(package: Package, tmp_path: Path) -> None:
    for name, content in package.files.items():
        (tmp_path / "folder" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "folder" / name).write_bytes(content)
    folder = Package(tmp_path / "folder")
    assert folder.files == package.files
    assert folder.defaults == {"colour": "green"}
    assert folder.locations["top_bar"]["size"] == {"width": 360, "height": 510}


@pytest.mark.parametrize(
    ("name", "kind"), [("pyodide.mjs", "text/javascript"), ("pyodide.asm.wasm", "application/wasm")]
)
def test_runtime_files_are_public_immutable_and_compressed(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_bytes(b"content " * 100)
    site = Client(runtime_site(tmp_path))
    served = site.get(f"/v314.0.7/full/{name}")
    assert served.content == b"content " * 100
    assert served.headers["content-type"].startswith(kind)
    assert served.headers["access-control-allow-origin"] == "*"
    assert served.headers["content-encoding"] == "gzip"
    assert "immutable" in served.headers["cache-control"]
    assert site.get(f"/{name}", headers={"accept-encoding": "identity"}).headers.get("content-encoding") is None
    assert site.get("/nothing.mjs").status_code == 404


@pytest.mark.parametrize(
    ("kind", "status", "media", "readable"),
    [
        ("", 200, "text/javascript", True),
        ("404", 404, "text/plain", True),
        ("500", 500, "text/html", True),
        ("other bytes", 200, "text/javascript", True),
        ("a page", 200, "text/html", True),
        ("wrong type", 200, "text/plain", True),
        ("out of reach", 503, "", False),
    ],
)
def test_a_mirror_fails_as_it_is_told_and_the_other_does_not(
    tmp_path: Path, kind: str, status: int, media: str, readable: bool
) -> None:
    (tmp_path / "pyodide.mjs").write_bytes(b"content")
    mirrors = Mirrors()
    mirrors.let("first", kind)
    site = Client(runtime_site(tmp_path, mirrors))
    served = site.get("/first-mirror/pyodide@1/pyodide.mjs")
    assert served.status_code == status
    assert served.headers.get("content-type", "").startswith(media)
    assert ("access-control-allow-origin" in served.headers) is readable
    assert (served.content == b"content") is (kind in ("", "wrong type"))
    assert site.get("/second-mirror/pyodide@1/pyodide.mjs").content == b"content"
    with pytest.raises(KeyError):
        mirrors.let("first", "sunshine")
