"""Runs pip, npm and the like, shows their progress and reports their own error message if they fail.

Standard library only: it runs before `.venv` exists.
"""

from __future__ import annotations

import re
import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from builder.progress import Progress


class UserError(Exception):
    """An expected failure that the user can fix; its text is a sentence that says how."""


@dataclass(frozen=True)
class Job:
    """A command, its name for people, and the lines of its output that count as steps."""

    name: str
    command: Sequence[str]
    steps: str = r"(?!)"
    """A pattern of such lines; its group, if it has one, is the step's name."""
    whole: int = 0
    source: str = "its server"
    """The server that it downloads from."""


TAIL = 200
"""Lines of output that are kept; the last few of them are shown."""
SHOWN = 12

ROUTINE = re.compile(
    r"^(Collecting|Processing|Downloading|Using cached|Looking in|Ignoring|Requirement already|WARNING: Location|"
    r"Installing collected|  +(Downloading|Using cached)|.*[━╸]|npm http|npm verbose|\[notice\])"
)
"""Lines that installers print in normal operation."""

USAGE = re.compile(r"^npm (error|ERR!) Clean install")
"""The line where npm's usage text begins."""

HEAD = re.compile(r"^((npm (error|ERR!)|ERROR:|error:|Error:)\s*)+")
TAG = re.compile(r"^(network|notarget|nospc) ")
"""The category that npm prints before a message."""
ADVICE = re.compile(
    r"^(code|errno|syscall|path|dest|signal|command|cwd|type)\b|^at |^[{}]|^(network|notarget|404) *$|^Failing command|"
    r"complete log of this run|related to network connectivity|behind a proxy|'proxy' config|npm help|"
    r"In most cases",
    re.IGNORECASE,
)
"""Lines that npm and venv print with an error but that do not describe it."""

ERROR_WORDS = re.compile(
    r"error|fail|cannot|can't|could not|denied|missing|no module|no matching|not found|not match|not available|"
    r"no space|invalid|refused|unable|\bE[A-Z]{4,}\b",
    re.IGNORECASE,
)

UNREACHABLE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|"
    r"Name or service not known|name resolution|nodename nor servname|getaddrinfo|Failed to establish|"
    r"NewConnectionError|"
    r"ConnectTimeout|ReadTimeout|Read timed out|Connection refused|Connection reset|Connection aborted|unreachable|"
    r"connection broken|Max retries exceeded"
)
UNTRUSTED = re.compile(r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|CERT_|SSLError|SSLCertVerif")
CAUSES = (
    (
        re.compile(r"ensurepip is not|No module named '?(venv|ensurepip)"),
        "Install it: apt-get install -y python3-venv.",
    ),
    (re.compile(r"ENOSPC|No space left"), "The disk is full."),
    (re.compile(r"EACCES|EPERM|Permission denied"), "Do you have write permission for this folder?"),
    (UNTRUSTED, "The certificate of {source} is not trusted here: is there a proxy in between?"),
    (UNREACHABLE, "Can {source} be reached from here?"),
)
"""Known causes of errors by their words, and the advice for each; other errors get none."""

NOTHING_FOUND = re.compile(r"^(Could not find a version|No matching distribution)", re.IGNORECASE)
"""pip's last line if no index answered: the cause is in the warnings before."""


def run(job: Job, root: Path) -> None:
    """Run the command in `root` and show its progress; raises UserError with its error message if it fails."""
    kept: deque[str] = deque(maxlen=TAIL)
    steps = re.compile(job.steps)
    with Progress(job.name, job.whole) as progress, _started(job, root) as process:
        for line in process.stdout or ():
            kept.append(line.rstrip())
            _count(steps.search(line), progress)
        status = process.wait()
        if status:
            raise UserError(failure(job, list(kept), status))


def _count(found: re.Match[str] | None, progress: Progress) -> None:
    if found:
        progress.step(next(iter(found.groups()), ""))


def _started(job: Job, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        job.command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def failure(job: Job, lines: Sequence[str], status: int) -> str:
    """Why the command failed: its main error line, the known cause, and the output before."""
    before_usage = takewhile(lambda line: not USAGE.search(line), lines)
    said = [line for line in before_usage if plain(line) and not ROUTINE.search(line)]
    last = main_error(said) or f"it printed nothing and exited with status {status}"
    head = [f"{job.name} failed: {last.rstrip('.')}.", *_cause(job, last, said)]
    return "\n".join([" ".join(head), *(f"  {line}" for line in said[-SHOWN:] if plain(line) != last)])


def main_error(said: Sequence[str]) -> str:
    """The last line that describes the error, without the installer's prefixes."""
    marked = [line for line in said if HEAD.search(line)] or list(said)
    lines = [line for line in map(plain, marked) if line and not ADVICE.search(line)]
    return next(filter(ERROR_WORDS.search, reversed(lines)), lines[-1] if lines else "")


def plain(line: str) -> str:
    """The line without the installer's prefixes."""
    return TAG.sub("", HEAD.sub("", line.strip())).strip()


def _cause(job: Job, last: str, said: Sequence[str]) -> Iterator[str]:
    evidence = "\n".join(said) if NOTHING_FOUND.search(last) else last
    known = (words for pattern, words in CAUSES if pattern.search(evidence))
    yield from (words.format(source=job.source) for words in [next(known, "")] if words)
