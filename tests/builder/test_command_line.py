"""The command line: help and mistakes need no set-up, and an expected failure is a sentence, not a traceback."""

import os
import random
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from builder import __main__ as door
from builder import arguments, check, failures, ports
from builder.installer import UserError

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"manifest.json": b"{}", "assets/a.js": b"let a;" * 200}


def bare(*words: str, path: str = "/nowhere") -> "subprocess.CompletedProcess[str]":
    """`build.py` in a Python without any package, on a machine without Node."""
    command = [sys.executable, "-I", "-S", str(ROOT / "build.py"), *words]
    return subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [("--help",), ("-h",), *((name, "--help") for name in arguments.COMMANDS)])
def test_help_needs_no_set_up(words: tuple[str, ...]) -> None:
    done = bare(*words)
    assert (done.returncode, done.stderr) == (0, "") and "usage: build.py" in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say what to do: demo, test, package, check, runtime, bench, deploy."),
        (("tset",), "There is no command 'tset'; did you mean 'test'?"),
        (("xyzzy",), "There is no command 'xyzzy'."),
        (("",), "There is no command ''."),
        (("test", "--quick"), "Unrecognized arguments: --quick."),
        (("package", "more"), "Unrecognized arguments: more."),
        (("deploy",), "The following arguments are required: step."),
        (("demo", "--port", "x"), "Argument --port: 'x' is not a port from 1 to 65532."),
        (("demo", "--port", "65533"), "Argument --port: '65533' is not a port from 1 to 65532."),
        (("demo", "--port", "-1"), "Argument --port: '-1' is not a port from 1 to 65532."),
        (("demo", "--port", "\u0665"), "Argument --port: '\u0665' is not a port from 1 to 65532."),
        (("bench", "--rounds", "0"), "Argument --rounds: '0' is not a number from 1 up."),
        (("bench", "--calls", "two"), "Argument --calls: 'two' is not a number from 1 up."),
        (("bench", "--patience", "nan"), "Argument --patience: 'nan' is not a number of seconds."),
        (("bench", "--json", "/no/such/folder/x.json"), "Argument --json: there is no folder '/no/such/folder'."),
        (("bench", "--json", "/"), "Argument --json: '/' is a folder; name a file."),
        (("check", "/no/such.zip"), "Argument FILE: there is no file '/no/such.zip'."),
        (("check", "/"), "Argument FILE: '/' is a folder; name the zip."),
    ],
)
def test_a_mistake_is_one_sentence_and_the_usage_before_any_set_up(words: tuple[str, ...], sentence: str) -> None:
    done = bare(*words)
    said = done.stderr.splitlines()
    assert (done.returncode, done.stdout, said[0]) == (2, "", sentence)
    assert said[1].startswith("usage: build.py")


def test_an_unknown_part_of_the_bench_gets_the_list_of_parts() -> None:
    done = bare("bench", "--only", "speed")
    assert done.returncode == 2 and all(name in done.stderr.splitlines()[0] for name in arguments.BENCHES)


def test_every_command_does_what_its_help_says() -> None:
    assert {name: one.__doc__ for name, one in door.COMMANDS.items()} == arguments.COMMANDS


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is empty"), (b"no zip at all", "File is not a zip file"), (b"PK\x03\x04" + b"x" * 90, "File is not a")],
)
def test_what_is_no_zip_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    file = tmp_path / "app.zip"
    file.write_bytes(content)
    assert door.main(["check", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith(f"{file} cannot be read as a zip: {reason}")
    assert said.err.count("\n") == 1


def test_no_damage_to_a_zip_shows_a_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("builder.upload.packed_by_zcli", lambda folder: folder / "manifest.json")
    file, dice = tmp_path / "app.zip", random.Random(4)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in GOOD.items():
            packed.writestr(name, content)
    whole = file.read_bytes()
    for _ in range(400):
        broken = bytearray(whole[: dice.choice([len(whole), dice.randrange(len(whole))])])
        for _ in range(dice.randrange(4) if broken else 0):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        file.write_bytes(broken)
        try:
            check.findings(file)
        except UserError as told:
            assert str(told).startswith(f"{file} cannot be read") and "\n" not in str(told)


def test_the_demo_looks_at_its_ports_before_it_builds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builder.package.build", lambda _: pytest.fail("built before the ports were looked at"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        first = min(port, arguments.LAST_PORT)
        assert door.main(["demo", "--port", str(first)]) == 1
    assert f"Port {port} is in use by " in capsys.readouterr().err


@pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="only Linux tells who listens")
def test_the_program_that_has_a_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert f"(process {os.getpid()})" in ports.holder(other.getsockname()[1])


def test_a_free_port_has_no_holder() -> None:
    assert ports.holder(1) == "another program"


@pytest.mark.parametrize("command", ["package", "runtime"])
def test_a_dist_that_cannot_be_written_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (tmp_path / "dist").write_text("a file where the folder should be")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(door, "ROOT", tmp_path)
    monkeypatch.setattr("builder.generated.refresh", lambda _: None)
    monkeypatch.setattr("builder.package.contents", lambda _: GOOD)
    assert door.main([command]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert "dist" in said and said.endswith(".") and "Traceback" not in said


def test_a_refusal_of_the_system_names_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> int:
        raise OSError(28, "No space left on device", "dist/x.zip")

    assert failures.exit_status(full) == 1
    assert capsys.readouterr().err == "dist/x.zip: No space left on device.\n"


def test_an_end_by_the_keyboard_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    def ended() -> int:
        raise KeyboardInterrupt

    assert failures.exit_status(ended) == 130
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_ours_is_still_shown_whole() -> None:
    def fault() -> int:
        raise OSError("no number, no words")

    with pytest.raises(OSError, match="no number"):
        failures.exit_status(fault)
