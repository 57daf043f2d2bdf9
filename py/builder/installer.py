"""Runs pip, npm and the like with their progress shown, and says why one of them failed in its own words.

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
    """Something that this machine lacks; its text says in a sentence how to get it."""


@dataclass(frozen=True)
class Job:
    """A command, what people call it, and which of its lines count as steps towards how many."""

    name: str
    command: Sequence[str]
    steps: str = r"(?!)"
    """A pattern; its group, if it has one, is what the step is about."""
    whole: int = 0
    source: str = "its server"
    """Where it fetches from."""


TAIL = 200
"""Lines of output that are kept; of them the last few are shown."""
SHOWN = 12

CHATTER = re.compile(
    r"^(Collecting|Processing|Downloading|Using cached|Looking in|Ignoring|Requirement already|WARNING: Location|"
    r"Installing collected|  +(Downloading|Using cached)|.*[━╸]|npm http|npm verbose|\[notice\])"
)
"""What an installer says while all is well."""

USAGE = re.compile(r"^npm (error|ERR!) Clean install")
"""Where npm begins to explain its options."""

HEAD = re.compile(r"^((npm (error|ERR!)|ERROR:|error:|Error:)\s*)+")
TAG = re.compile(r"^(network|notarget|nospc) ")
"""What npm puts between its mark and the words."""
ADVICE = re.compile(
    r"^(code|errno|syscall|path|dest|signal|command|cwd|type)\b|^at |^[{}]|^(network|notarget|404) *$|^Failing command|"
    r"complete log of this run|related to network connectivity|behind a proxy|'proxy' config|npm help|"
    r"In most cases",
    re.IGNORECASE,
)
"""Lines of npm's and venv's that go with an error and do not tell it."""

TROUBLE = re.compile(
    r"error|fail|cannot|can't|could not|denied|missing|no module|no matching|not found|not match|not available|"
    r"no space|invalid|refused|unable|\bE[A-Z]{4,}\b",
    re.IGNORECASE,
)

OUT_OF_REACH = re.compile(
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
    (re.compile(r"EACCES|EPERM|Permission denied"), "Is this folder yours to write?"),
    (UNTRUSTED, "The certificate of {source} is not trusted here: is there a proxy in between?"),
    (OUT_OF_REACH, "Is {source} in reach from here?"),
)
"""What is known of an error, by its words, and what to say then; of anything else nothing is guessed."""

EMPTY_HANDED = re.compile(r"^(Could not find a version|No matching distribution)", re.IGNORECASE)
"""pip's last words where no index answered: the cause stands in the warnings before."""


def run(job: Job, root: Path) -> None:
    """Runs the command in `root` with its progress shown; raises UserError in the command's own words if it fails."""
    kept: deque[str] = deque(maxlen=TAIL)
    with Progress(job.name, job.whole) as progress:
        status = _run(job, root, kept, progress)
        if status:
            raise UserError(failure(job, list(kept), status))


def _run(job: Job, root: Path, kept: deque[str], progress: Progress) -> int:
    steps = re.compile(job.steps)
    with subprocess.Popen(
        job.command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            kept.append(line.rstrip())
            if found := steps.search(line):
                progress.step(next(iter(found.groups()), ""))
        return process.wait()


def failure(job: Job, lines: Sequence[str], status: int) -> str:
    """Why the command failed: its last telling line, what is known of the cause, and then what it said before."""
    told = takewhile(lambda line: not USAGE.search(line), lines)
    said = [line for line in told if plain(line) and not CHATTER.search(line)]
    last = telling(said) or f"it said nothing and ended with status {status}"
    head = [f"{job.name} failed: {last.rstrip('.')}.", *_cause(job, last, said)]
    return "\n".join([" ".join(head), *(f"  {line}" for line in said[-SHOWN:] if plain(line) != last)])


def telling(said: Sequence[str]) -> str:
    """The last line that tells what went wrong, without what the installer puts before its errors."""
    marked = [line for line in said if HEAD.search(line)] or list(said)
    lines = [line for line in map(plain, marked) if line and not ADVICE.search(line)]
    return next(filter(TROUBLE.search, reversed(lines)), lines[-1] if lines else "")


def plain(line: str) -> str:
    """The line without the installer's own marks."""
    return TAG.sub("", HEAD.sub("", line.strip())).strip()


def _cause(job: Job, last: str, said: Sequence[str]) -> Iterator[str]:
    evidence = "\n".join(said) if EMPTY_HANDED.search(last) else last
    known = (words for pattern, words in CAUSES if pattern.search(evidence))
    yield from (words.format(source=job.source) for words in [next(known, "")] if words)
