"""The package: what is in it, that it fits, and that it is the same every time."""

import json
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from builder import archive, check, generated, modules, package, runtime, vendor

ROOT = Path(__file__).resolve().parents[2]
MIRRORS = [r"https://cdn\.jsdelivr\.net/npm/pyodide@[\d.]+/", r"https://unpkg\.com/pyodide@[\d.]+/"]


@pytest.fixture(scope="module")
def contents() -> package.Files:
    """The files of this checkout's package."""
    return package.contents(ROOT)


@pytest.fixture(scope="module")
def facts(contents: package.Files) -> dict[str, Any]:
    """What runtime.js says."""
    text = contents["assets/runtime.js"].decode()
    found: dict[str, Any] = json.loads(text.removeprefix("export const RUNTIME = ").rstrip().removesuffix(";"))
    return found


@pytest.mark.pyodide
def test_the_package_breaks_no_rule_of_zendesks(contents: package.Files, tmp_path: Path) -> None:
    built = package.write(contents, tmp_path, "1")
    assert [one for one in check.findings(built.zip) if one.severity == "error"] == []


@pytest.mark.pyodide
def test_our_own_files_raise_no_warning_either(contents: package.Files) -> None:
    theirs = {f"assets/{name}" for name in (*vendor.COPIED, *vendor.BUNDLED)} | {"assets/notices.html"}
    assert [one for one in check.of_files(contents) if one.file not in theirs] == []


@pytest.mark.pyodide
def test_the_package_is_the_same_every_time(contents: package.Files) -> None:
    assert package.zipped(contents) == package.zipped(package.contents(ROOT))


@pytest.mark.pyodide
def test_our_own_scripts_and_pages_are_ascii(contents: package.Files) -> None:
    theirs = {f"assets/{name}" for name in (*vendor.COPIED, *vendor.BUNDLED)}
    ours = [name for name in contents if name.endswith((".js", ".html")) and name not in theirs]
    assert [name for name in ours if not contents[name].isascii()] == []


@pytest.mark.pyodide
def test_the_zip_and_the_folder_hold_the_same(contents: package.Files, tmp_path: Path) -> None:
    built = package.write(contents, tmp_path, "1.2.3")
    unpacked = package._beneath(built.folder, "")
    with zipfile.ZipFile(built.zip) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == unpacked == contents
    assert built.zip.name == "deskline-1.2.3.zip"


@pytest.mark.pyodide
def test_an_older_package_leaves_nothing_behind(contents: package.Files, tmp_path: Path) -> None:
    package.write({"assets/old.js": b""}, tmp_path, "1")
    package.write({"assets/new.js": b""}, tmp_path, "1")
    assert [path.name for path in (tmp_path / "package" / "assets").iterdir()] == ["new.js"]


@pytest.mark.pyodide
def test_every_location_of_the_manifest_has_its_page(contents: package.Files) -> None:
    places = json.loads(contents["manifest.json"])["location"]["support"]
    assert [name for name, place in places.items() if place["url"] not in contents] == []


@pytest.mark.pyodide
def test_zendesk_gets_the_texts_of_the_app_and_its_pages_get_theirs_in_every_language(contents: package.Files) -> None:
    languages = [path.name for path in (ROOT / "translations").glob("*.json")]
    for name in languages:
        whole = json.loads((ROOT / "translations" / name).read_text("utf-8"))
        assert json.loads(contents[f"translations/{name}"]) == {"app": whole["app"]}
        assert json.loads(contents[f"assets/translations/{name}"]) == {"deskline": whole["deskline"]}
    assert len(languages) == sum(name.startswith("translations/") for name in contents) == 11


@pytest.mark.pyodide
def test_the_runtime_comes_from_two_mirrors_of_the_npm_package_that_is_hashed(facts: dict[str, Any]) -> None:
    expected = {name: package.integrity(content) for name, content in package.runtime_files(ROOT).items()}
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]["node_modules/pyodide"]["version"]
    assert facts["files"] == expected
    for pattern, address in zip(MIRRORS, facts["addresses"], strict=True):
        assert re.fullmatch(pattern, address) and f"@{locked}/" in address


@pytest.mark.pyodide
def test_the_notices_name_every_library_that_is_packed(contents: package.Files) -> None:
    text = contents["assets/notices.html"].decode()
    for name in (*(one.name for one in vendor.packages(ROOT)), "phonenumberslite", "markupsafe"):
        assert f"<h2>{name}" in text
    assert "<h2>python</h2>" in text and "<h2>pyodide</h2>" in text


def test_the_report_names_the_total_and_every_part(tmp_path: Path) -> None:
    built = package.write({"assets/a.js": b"x" * 5000, "manifest.json": b"{}"}, tmp_path, "9")
    head, _, first, second = built.report().splitlines()
    assert re.match(r"deskline-9\.zip: \d+ of 2,000,000 bytes, 5,002 unpacked", head)
    assert re.match(r" +5,000 +\d+  pages, scripts and style", first)
    assert re.match(r" +2 +\d+  texts", second)


def test_versions_are_the_same_everywhere() -> None:
    said = {json.loads((ROOT / name).read_text("utf-8"))["version"] for name in ("manifest.json", "package.json")}
    assert said == {package.version(ROOT)}


@pytest.mark.parametrize(("name", "size"), [("logo.png", 320), ("logo-small.png", 128)])
def test_the_logos_have_the_sizes_that_zendesk_asks_for(name: str, size: int) -> None:
    head = (ROOT / "assets" / name).read_bytes()[:26]
    assert struct.unpack(">IIBB", head[16:26]) == (size, size, 8, 2), "PNG-24"


def test_what_repeats_the_table_of_settings_is_in_step_with_it() -> None:
    assert [path.name for path, text in generated.texts(ROOT).items() if path.read_text("utf-8") != text] == []


def test_tables_are_written_between_their_markers_only(tmp_path: Path) -> None:
    before = "A\n<!-- parameters -->\nold\n<!-- /parameters -->\nZ\n<!-- attributes -->"
    lines = generated._tables(before).splitlines()
    assert lines[:2] == ["A", "<!-- parameters -->"] and lines[-3:] == [
        "<!-- /parameters -->",
        "Z",
        "<!-- attributes -->",
    ]
    assert any(line.startswith("| `connect_url` | Amazon Connect URL | url, required |") for line in lines)


def test_refresh_writes_only_what_has_changed(tmp_path: Path) -> None:
    (tmp_path / "translations").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "manifest.json").write_text('{"name": "x"}')
    (tmp_path / "translations" / "en.json").write_text('{"app": {"name": "x"}}')
    assert [path.name for path in generated.refresh(tmp_path)] == ["parts.html", "manifest.json", "en.json"]
    assert generated.refresh(tmp_path) == []
    assert json.loads((tmp_path / "manifest.json").read_text())["parameters"][0]["name"] == "connect_url"


def test_the_runtime_folder_holds_unchanged_files_licences_and_how_to_host_them(tmp_path: Path) -> None:
    for name in ("node_modules", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    text = runtime.write(tmp_path)
    folder = tmp_path / "dist" / "runtime"
    assert {path.name for path in folder.iterdir()} == {
        *package.RUNTIME_FILES,
        "README.md",
        "python.txt",
        "pyodide.txt",
    }
    assert all((folder / name).read_bytes() == one for name, one in package.runtime_files(ROOT).items())
    for header in ("Access-Control-Allow-Origin: *", "application/wasm", "immutable"):
        assert header in text


def test_libraries_are_packed_without_what_needs_data_that_is_not_there() -> None:
    names = set(package.libraries())
    assert {"phonenumbers/__init__.py", "phonenumbers/data/region_AU.py", "markupsafe/__init__.py"} <= names
    assert names.isdisjoint({"phonenumbers/geocoder.py", "phonenumbers/carrier.py"})
    assert archive.LATE.keys() >= {"strptime"}


@pytest.mark.parametrize("place", ["background", "nav_bar", "top_bar", "ticket_sidebar", "user_sidebar"])
def test_a_page_names_every_module_of_its_script_so_that_none_waits_for_another(
    contents: package.Files, place: str
) -> None:
    html = contents[f"assets/{place}.html"].decode()
    named = re.findall('<link rel="modulepreload" href="([^"]+)">', html)
    assert {f"assets/{name}" for name in named} <= set(contents)
    assert {"page/view.js", "engine/lock.js", "idiomorph.js", "words.js"} <= set(named)
    assert not {"page/page.js", "engine/worker.js", "engine/engine.js", "archive.js"} & set(named)


def test_modules_are_found_through_others_once_each_and_in_circles_too() -> None:
    scripts = {
        "a/one.js": b'import { x,\n  y } from "./two.js";\nimport "../three.js";\nconst late = import("./four.js");\n',
        "a/two.js": b'import { one } from "./one.js";\nimport { three } from "../three.js";\n',
    }
    assert modules.reached(scripts, "a/one.js") == ["a/two.js", "three.js"]
