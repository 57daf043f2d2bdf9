"""A failed installation is reported in the installer's own words, the main error first, a cause only where known."""

import sys
from pathlib import Path

import pytest

from builder import installer, machine
from builder.installer import Job, UserError

PIP = Job("Installing", ["pip"], source="the index")
REFUSED = (
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<x>: Failed to establish a new "
    "connection: [Errno 111] Connection refused')': /simple/idna/"
)
NONE = [
    "ERROR: Could not find a version that satisfies the requirement idna==3.20 (from versions: none)",
    "ERROR: No matching distribution found for idna==3.20",
]
HASH = [
    "Collecting idna==3.20 (from -r requirements.txt (line 1))",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. Examine them.",
    "    idna==3.20 from file:///idna.whl:",
    "        Expected sha256 0001",
    "             Got        ab7a",
    "",
]
PINNED = [
    "ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. These do not:",
    "    coverage[toml]>=7.10 (from pytest-cov==7.1.0->-r requirements.txt (line 3))",
]
NAME = """npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error errno ENOTFOUND
npm error network request to http://no-such-host.invalid/idb failed, reason: getaddrinfo ENOTFOUND no-such-host.invalid
npm error network This is a problem related to network connectivity.
npm error network In most cases you are behind a proxy or have bad network settings.
npm error network
npm error network If you are behind a proxy, please make sure that the 'proxy' config is set properly.
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log""".splitlines()
SOCKET = """npm error code ECONNREFUSED
npm error syscall connect
npm error FetchError: request to http://127.0.0.1:9/zip-stream failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error     at ClientRequest.<anonymous> (/usr/lib/node_modules/npm/index.js:130:14)
npm error   code: 'ECONNREFUSED',
npm error   address: '127.0.0.1',
npm error   type: 'system'
npm error }
npm error
npm error If you are behind a proxy, please make sure that the 'proxy' config is set properly.
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log""".splitlines()
SYNC = """npm error code EUSAGE
npm error
npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.
npm error
npm error Invalid: lock file's idb@8.0.4 does not satisfy idb@8.0.3
npm error
npm error Clean install a project
npm error
npm error Options:
npm error [--install-strategy <hoisted|nested|shallow|linked>] [--legacy-bundling]
npm error   --strict-allow-scripts
npm error     If `true`, turn the install-script policy from a warning into a hard error
npm error Run "npm help ci" for more info
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log""".splitlines()
INTEGRITY = """npm http fetch GET 200 http://x/idb.tgz 20ms
npm error code EINTEGRITY
npm error Integrity checksum failed when using sha512: wanted sha512-X but got sha512-W
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log""".splitlines()
DENIED = """npm error code EACCES
npm error syscall mkdir
npm error path /x/node_modules
npm error errno -13
npm error Error: EACCES: permission denied, mkdir '/x/node_modules'
npm error     at async mkdir (node:internal/fs/promises:856:10)
npm error   errno: -13,
npm error   code: 'EACCES',
npm error }
npm error The operation was rejected by your operating system.
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log""".splitlines()
NOSPC = """npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write
npm error code ENOSPC
npm error syscall write
npm error errno -28
npm error nospc ENOSPC: no space left on device, write
npm error nospc There appears to be insufficient space on your system to finish.
npm error nospc Clear up some disk space and try again.
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log""".splitlines()
ENSUREPIP = """The virtual environment was not created successfully because ensurepip is not
available.  On Debian/Ubuntu systems, you need to install the python3-venv
package using the following command.

    apt install python3.11-venv

Failing command: /x/.venv/bin/python3""".splitlines()
FULL = ["Collecting idna", "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"]
YOURS, INSTALL = "Do you have write permission for this folder?", "Install it: apt-get install -y python3-venv."
REACH = "Can the index be reached from here?"


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        ([REFUSED, *NONE], f"No matching distribution found for idna==3.20. {REACH}"),
        (NONE, "No matching distribution found for idna==3.20."),
        (HASH, "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. Examine them."),
        ([REFUSED, *HASH], "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. Examine them."),
        (PINNED, PINNED[0].removeprefix("ERROR: ") + "."),
        (NAME, f"{NAME[3].removeprefix('npm error network ')}. {REACH}"),
        (SOCKET, f"{SOCKET[2].removeprefix('npm error ')}. {REACH}"),
        (SYNC, "Invalid: lock file's idb@8.0.4 does not satisfy idb@8.0.3."),
        (INTEGRITY, "Integrity checksum failed when using sha512: wanted sha512-X but got sha512-W."),
        (DENIED, "EACCES: permission denied, mkdir '/x/node_modules'. " + YOURS),
        (FULL, f"{FULL[1].removeprefix('ERROR: ')}. The disk is full."),
        (NOSPC, "ENOSPC: no space left on device, write. The disk is full."),
        (["python3: No module named venv"], f"python3: No module named venv. {INSTALL}"),
        (["Error: [Errno 13] Permission denied: '/x'"], f"[Errno 13] Permission denied: '/x'. {YOURS}"),
        (["everything is odd"], "everything is odd."),
        ([], "it printed nothing and exited with status 3."),
        (["", "npm error"], "it printed nothing and exited with status 3."),
    ],
)  # fmt: skip
def test_the_main_error_comes_first_and_a_cause_only_if_it_is_known(lines: list[str], head: str) -> None:
    assert installer.failure(PIP, lines, 3).splitlines()[0] == f"Installing failed: {head}"


def test_a_python_without_ensurepip_is_told_what_to_install() -> None:
    said = installer.failure(Job("Making .venv", ["python"]), ENSUREPIP, 1).splitlines()[0]
    assert "ensurepip is not" in said and said.endswith("apt-get install -y python3-venv.")


def test_what_was_said_before_follows_beneath_without_chatter() -> None:
    said = installer.failure(PIP, HASH, 1).splitlines()
    assert [line.strip() for line in said[1:]] == [line.strip() for line in HASH[2:5]]


def test_no_error_is_too_long_to_be_read() -> None:
    assert len(installer.failure(PIP, [f"error {number}" for number in range(10_000)], 1).splitlines()) <= 13


def program(*lines: str, status: int = 0) -> list[str]:
    """A command that prints these lines and ends with this status."""
    return [sys.executable, "-c", f"import sys\nfor one in {lines!r}: print(one, flush=True)\nsys.exit({status})"]


def test_a_command_that_fails_raises_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Testing failed: boom"):
        installer.run(Job("Testing", program("quiet", "ERROR: boom", status=4)), tmp_path)


def test_a_command_whose_words_are_no_text_is_survived(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.stderr.buffer.write(b'\\xff\\xfe error'); sys.exit(1)"]
    with pytest.raises(UserError, match="error"):
        installer.run(Job("Testing", command), tmp_path)


def test_steps_are_counted_and_what_is_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    installer.run(Job("Testing", program("got a", "other", "got b"), r"^got (\w)", 2), tmp_path)
    begun, ended = capsys.readouterr().err.splitlines()
    assert begun == "Testing ..." and ended.startswith("Testing: done after ")


@pytest.mark.parametrize(
    ("job", "line", "name"),
    [
        ("pip", "Collecting idna==3.20 (from -r requirements.txt (line 1))", "idna"),
        ("pip", "Processing /x/idna-3.20-py3-none-any.whl (from -r requirements.txt)", "idna-3.20-py3-none-any.whl"),
        ("npm", "npm http fetch GET 200 http://x/@a/b/-/b-1.0.0.tgz 20ms (cache updated)", "b-1.0.0.tgz"),
        ("npm", "npm http fetch GET 200 http://x/idb 20ms (cache updated)", "idb"),
        ("npm", "npm http cache http://x/idb/-/idb-8.0.4.tgz 0ms (cache hit)", "idb-8.0.4.tgz"),
    ],
)  # fmt: skip
def test_each_package_that_arrives_is_a_step(job: str, line: str, name: str) -> None:
    made = {"pip": machine.pip_job, "npm": machine.npm_job}[job](Path(__file__).resolve().parents[2])
    found = installer.re.search(made.steps, line)
    assert found and found[1] == name
    assert made.whole > 30
