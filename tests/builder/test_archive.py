"""The archive: what goes in, that it is the same every time, and that the real runtime starts from it."""

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from builder import archive, machine, package
from builder.rules import words

ROOT = Path(__file__).resolve().parents[2]
APP = {
    "tiny/__init__.py": b'"""Tiny."""\n',
    "tiny/start.py": b'''"""Start."""
import json


def late() -> object:
    """Say."""
    import colorsys

    return colorsys
''',
}
pytestmark = pytest.mark.pyodide


@pytest.fixture(scope="module")
def workshop() -> archive.ArchiveBuilder:
    """The checkout's own workshop."""
    return archive.ArchiveBuilder.of(ROOT)


def names(packed: archive.Archive) -> set[str]:
    """The names inside the zip."""
    return set(zipfile.ZipFile(io.BytesIO(packed.content)).namelist())


def boot(packed: archive.Archive, code: str, folder: Path) -> str:
    """What the code prints in the real runtime, started from this archive and nothing else."""
    (folder / "stdlib.zip").write_bytes(packed.content)
    (folder / "code.py").write_text(code)
    script = Path(__file__).with_name("boot.mjs")
    command = [machine.node(), str(script), str(ROOT / "node_modules/pyodide"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_app_its_imports_and_what_they_import_late_are_packed_as_byte_code_only(
    workshop: archive.ArchiveBuilder,
) -> None:
    found = names(workshop.build(APP, {}))
    assert {"tiny/__init__.pyc", "tiny/start.pyc", "json/decoder.pyc", "colorsys.pyc", "asyncio/tasks.pyc"} <= found
    assert {name for name in found if not name.endswith(".pyc")} == set()


def test_what_nobody_imports_is_left_out(workshop: archive.ArchiveBuilder) -> None:
    assert names(workshop.build(APP, {})).isdisjoint({"ssl.pyc", "zipfile/__init__.pyc", "tarfile.pyc", "csv.pyc"})


@pytest.mark.parametrize(("word", "module"), [("strptime", "_strptime.pyc"), ("idna", "stringprep.pyc")])
def test_a_word_that_needs_a_late_module_brings_it(workshop: archive.ArchiveBuilder, word: str, module: str) -> None:
    assert module not in names(workshop.build(APP, {}))
    app = {**APP, "tiny/more.py": f'"""{word}."""\n'.encode()}
    assert module in names(workshop.build(app, {}))


def test_an_incremental_build_gives_the_same_bytes_as_one_from_nothing(
    workshop: archive.ArchiveBuilder, tmp_path: Path
) -> None:
    changed = {**APP, "tiny/start.py": APP["tiny/start.py"] + b"\nMORE = (1, 'x')\n"}
    workshop.build(APP, {})
    again = workshop.build(changed, {})
    fresh = archive.ArchiveBuilder(workshop.pyodide, tmp_path).build(changed, {})
    assert again.content == fresh.content
    assert again.asset() == fresh.asset()


def test_the_runtime_starts_from_the_archive_alone(workshop: archive.ArchiveBuilder, tmp_path: Path) -> None:
    code = "import tiny.start, sys, asyncio\nresult = [sys.version_info[:2], tiny.start.late().__name__]"
    assert json.loads(boot(workshop.build(APP, {}), code, tmp_path)) == [[3, 14], "colorsys"]


def test_an_error_in_the_app_is_told_as_pyodide_tells_it(workshop: archive.ArchiveBuilder) -> None:
    with pytest.raises(RuntimeError, match="no_such_module"):
        workshop.build({"tiny/__init__.py": b"import no_such_module\n"}, {})


def test_a_traceback_in_the_app_names_file_and_line(workshop: archive.ArchiveBuilder, tmp_path: Path) -> None:
    app = {**APP, "tiny/bad.py": b"def fail() -> None:\n    raise ValueError\n"}
    code = (
        "import tiny.bad, traceback\ntry:\n    tiny.bad.fail()\nexcept ValueError:\n    result = traceback.format_exc()"
    )
    assert 'tiny/bad.py", line 2, in fail' in json.loads(boot(workshop.build(app, {}), code, tmp_path))


def test_assertions_of_the_app_hold_in_the_archive(workshop: archive.ArchiveBuilder, tmp_path: Path) -> None:
    app = {**APP, "tiny/sure.py": b"def sure(value: int) -> None:\n    assert value\n"}
    code = "import tiny.sure\ntry:\n    tiny.sure.sure(0)\nexcept AssertionError:\n    result = 'held'"
    assert json.loads(boot(workshop.build(app, {}), code, tmp_path)) == "held"


def test_deskline_itself_starts_in_the_runtime(tmp_path: Path) -> None:
    packed = archive.ArchiveBuilder.of(ROOT).build(archive.sources(ROOT / "py" / "deskline"), package.libraries())
    modules = [name.removesuffix(".py").replace("/", ".") for name in packed.names if name.startswith("deskline/")]
    imports = "\n".join(f"import {name.removesuffix('.__init__')}" for name in modules)
    code = f"{imports}\nimport deskline.start\nresult = callable(deskline.start.start)"
    assert json.loads(boot(packed, code, tmp_path)) is True


def test_numbers_of_every_region_are_parsed_in_the_runtime(tmp_path: Path) -> None:
    packed = archive.ArchiveBuilder.of(ROOT).build(APP, package.libraries())
    code = (
        "import phonenumbers as p\nfound = [p.example_number(r) for r in p.SUPPORTED_REGIONS]\n"
        "result = [p.is_valid_number(n) for n in found if n].count(False)"
    )
    assert json.loads(boot(packed, code, tmp_path)) == 0


def test_nothing_in_the_asset_looks_like_a_secret_though_chance_spells_one() -> None:
    spelled = "AAxoxpAA" + "A" * 40 + "AKIA0123456789AB" + "Apassword"
    parted = archive._without_false_secrets(spelled)
    assert "\n" in parted and words.suspect(parted) is None
    assert parted.replace("\n", "") == spelled


def test_the_asset_carries_the_archive_as_it_is(workshop: archive.ArchiveBuilder) -> None:
    packed = workshop.build(APP, {})
    assert archive.unpacked(packed.asset().encode()) == packed.content


@pytest.mark.parametrize("part", ["base_events", "selector_events", "unix_events", "sslproto", "streams", "subprocess"])
def test_what_asyncio_has_for_sockets_and_processes_is_left_out(workshop: archive.ArchiveBuilder, part: str) -> None:
    assert f"asyncio/{part}.pyc" not in names(workshop.build(APP, {}))


def test_everything_that_asyncio_has_for_one_loop_works_in_the_runtime(
    workshop: archive.ArchiveBuilder, tmp_path: Path
) -> None:
    code = (
        "import asyncio\n"
        "wanted = ['Event', 'Lock', 'Queue', 'TaskGroup', 'create_task', 'gather', 'sleep', 'timeout', 'wait_for',\n"
        "          'to_thread', 'shield', 'get_running_loop', 'CancelledError', 'TimeoutError', 'Future', 'Task']\n"
        "result = [name for name in wanted if not hasattr(asyncio, name)] + [type(asyncio.get_event_loop()).__name__]"
    )
    assert json.loads(boot(workshop.build(APP, {}), code, tmp_path)) == ["WebLoop"]


def test_the_asset_is_ascii_javascript_that_fits_zendesks_limit(workshop: archive.ArchiveBuilder) -> None:
    text = workshop.build(APP, package.libraries()).asset()
    assert text.isascii() and text.startswith("export default `") and text.endswith("`;\n")
    assert len(text) < package.LIMIT


def test_sources_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "builder" / "sample_library", tmp_path / "sample_library")
    assert set(archive.sources(tmp_path / "sample_library", ["unused"])) == {
        "sample_library/__init__.py",
        "sample_library/inner/unused.py",
    }
