"""The reported sizes are those of the uploads: our zip by hand, and zcli's zip for deploy."""

import os
import random
import subprocess
import zipfile
from pathlib import Path

import pytest

from builder import __main__ as door
from builder import check, deploy, machine, package, upload

pytestmark = pytest.mark.pyodide
ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "manifest.json": b"{}",
    "assets/a.js": b"let a = 1;\n" * 5000,
    "assets/deep/b.css": b"",
    "assets/.hidden.js": b"let hidden;" * 100,
    "translations/en.json": '{"ä": "é"}'.encode(),
    "tmp/left.zip": b"x" * 1000,
}


def zipped(files: dict[str, bytes], folder: Path) -> Path:
    """The files as our own packing has them."""
    target = folder / "app.zip"
    target.write_bytes(package.zipped(files))
    return target


def zclis_own(folder: Path) -> bytes:
    """What zcli's own function packs of a folder, called as zcli calls it."""
    module = ROOT / "node_modules/@zendesk/zcli-apps/dist/lib/package"
    call = f"require({str(module)!r}).createAppPkg({str(folder)!r}).then((path) => console.log(path))"
    done = subprocess.run([machine.node(), "-e", call], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip()).read_bytes()


def test_what_is_reported_is_what_zcli_packs_of_the_folder_that_deploy_hands_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built = package.write(FILES, tmp_path / "dist", "1.0.0")
    (tmp_path / deploy.SETTINGS).write_text('{"parameters": {}}')
    handed = zclis_own(deploy.staged(tmp_path, built.folder))
    (tmp_path / "handed.zip").write_bytes(handed)
    assert upload.by_zcli(built.zip) == len(handed) != built.zip.stat().st_size
    names = zipfile.ZipFile(tmp_path / "handed.zip").namelist()
    assert deploy.SETTINGS not in names and "assets/a.js" in names


def test_both_sizes_are_reported(tmp_path: Path) -> None:
    file = zipped(FILES, tmp_path)
    sizes = (file.stat().st_size, upload.by_zcli(file))
    by_hand, by_deploy = (f"{size:,} of 2,000,000 bytes" for size in sizes)
    room = f"room left: {2_000_000 - max(sizes):,}"
    assert upload.report(file) == f"uploaded by hand: {by_hand}; by deploy, as zcli packs it: {by_deploy}; {room}"


def test_a_package_that_only_zcli_packs_too_large_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = zipped(FILES, tmp_path)
    ours, theirs = file.stat().st_size, upload.by_zcli(file)
    monkeypatch.setattr(upload, "LIMIT", theirs)
    assert ours < theirs
    said = f"{theirs:,} of {theirs:,} bytes as zcli packs it for deploy"
    assert [one.text for one in upload.findings(file)] == [said]
    assert "zip_too_large" in {one.rule for one in check.findings(file)}
    monkeypatch.setattr(upload, "LIMIT", theirs + 1)
    assert list(upload.findings(file)) == []


def test_package_ends_with_status_1_when_what_it_made_is_too_large(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = {"manifest.json": b"{}", "assets/a.js": random.Random(4).randbytes(2_000_000)}
    built = package.write(noise, tmp_path, "1.0.0")
    monkeypatch.setattr("builder.generated.refresh", lambda _: None)
    monkeypatch.setattr("builder.package.build", lambda _: built)
    assert door.main(["package"]) == 1
    assert capsys.readouterr().out.count("zip_too_large") == 2


def test_a_zip_without_an_app_is_not_packed_by_zcli(tmp_path: Path) -> None:
    file = zipped({"assets/a.js": b"1"}, tmp_path)
    assert upload.by_zcli(file) == 0
    assert "; by deploy, nothing, as there is no app in it; room left: " in upload.report(file)


def test_nothing_is_written_outside_of_where_a_zip_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "app.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for name in ("manifest.json", "../../outside.js", "/outside.js"):
            packed.writestr(name, b"{}")
    assert upload.by_zcli(file) > 0
    assert not any(Path(place, "outside.js").exists() for place in ("/", "/tmp", os.path.expanduser("~"), tmp_path))
