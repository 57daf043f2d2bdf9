"""Runs Zendesk's own command line, and records Zendesk's answers.

zcli reports that an app is installed before Zendesk has confirmed it, ignores unexpected answers, and polls a missing
job forever. So each answer is recorded as it arrives, and zcli is stopped at the first after which it cannot succeed.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from builder import machine

HERE = Path(__file__).parent
SECRETS = ("ZENDESK_API_TOKEN", "ZENDESK_OAUTH_TOKEN", "ZENDESK_PASSWORD")
POLL = 0.1
"""Seconds between two checks for new answers."""


@dataclass(frozen=True)
class Limits:
    """Time limits: seconds for one answer, and answers in total (zcli polls once a second)."""

    answer: float = 180
    answers: int = 900


@dataclass(frozen=True)
class Answer:
    """Zendesk's answer to one request; status 0 means that there was none, and the text is the error."""

    method: str
    path: str
    status: int
    text: str

    @property
    def good(self) -> bool:
        """Whether the request was carried out."""
        return 200 <= self.status < 300

    @property
    def body(self) -> dict[str, object]:
        """The JSON object in the text, or an empty one."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def to(self, method: str, pattern: str) -> bool:
        """Whether it is the answer to such a request."""
        return self.method == method and bool(re.fullmatch(pattern, self.path))


@dataclass(frozen=True)
class Outcome:
    """The result of running zcli: all answers, its output, its exit status, and whether it timed out."""

    answers: tuple[Answer, ...] = ()
    printed: str = ""
    status: int | None = None
    overdue: bool = False

    def then(self, more: Outcome) -> Outcome:
        """This outcome combined with the one of a further run."""
        printed, overdue = "\n".join([self.printed, more.printed]), self.overdue or more.overdue
        return Outcome((*self.answers, *more.answers), printed, more.status, overdue)

    def last(self, method: str, pattern: str) -> Answer | None:
        """The latest answer to such a request."""
        return next((one for one in reversed(self.answers) if one.to(method, pattern)), None)


@dataclass(frozen=True)
class Listener:
    """What is done with each answer as it arrives, and whether zcli cannot succeed after it."""

    is_fatal: Callable[[Answer], bool] = lambda _: False
    on_answer: Callable[[Answer], None] = lambda _: None


@dataclass
class Watch:
    """Watches one run: reads new answers, and decides when to stop it."""

    log: Path
    limits: Limits
    listener: Listener
    answers: list[Answer] = field(default_factory=list)
    latest: float = field(default_factory=time.monotonic)

    def read(self) -> bool:
        """Read new answers, and return whether one of them is fatal."""
        lines = self.log.read_text("utf-8", "replace").split("\n")[len(self.answers) : -1] if self.log.exists() else []
        for line in lines:
            self.answers.append(Answer(**json.loads(line)))
            self.latest = time.monotonic()
            self.listener.on_answer(self.answers[-1])
        return any(map(self.listener.is_fatal, self.answers))

    def overdue(self) -> bool:
        """Whether a time limit is exceeded."""
        late = time.monotonic() - self.latest > self.limits.answer
        return late or len(self.answers) > self.limits.answers


@dataclass(frozen=True)
class Zcli:
    """The zcli of a checkout, and how long it is waited for."""

    root: Path
    limits: Limits = Limits()

    def run(self, step: str, folder: Path, listener: Listener) -> Outcome:
        """Let zcli validate, create or update the app in the folder."""
        program = self.root / "node_modules/@zendesk/zcli/bin/run"
        return self._run((program, f"apps:{step}", folder), listener)

    def ask(self, path: str, body: str = "") -> Outcome:
        """Send one request as zcli would; with a body it is a POST."""
        return self._run((HERE / "zcli_ask.cjs", self.root, path), Listener(), body)

    def _run(self, words: tuple[Path | str, ...], listener: Listener, given: str = "") -> Outcome:
        with tempfile.TemporaryDirectory() as scratch:
            log, output, request = (Path(scratch) / name for name in ("answers", "output", "request"))
            request.write_text(given, "utf-8")
            command = [machine.node(), "--require", str(HERE / "zcli_record.cjs"), *map(str, words)]
            with output.open("wb") as out, request.open("rb") as standard_input:
                process = subprocess.Popen(
                    command, stdin=standard_input, stdout=out, stderr=out, env=environment(os.environ, log)
                )
                watch = Watch(log, self.limits, listener)
                overdue = _until_it_ends(process, watch)
            watch.read()
            printed = output.read_text("utf-8", "replace")
            return Outcome(tuple(watch.answers), without_secrets(printed, os.environ), process.returncode, overdue)


def without_secrets(text: str, given: Mapping[str, str]) -> str:
    """The text without any credential of the environment, plain, quoted, or as a Basic header carries it."""
    for secret in sorted(_secrets(given), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _secrets(given: Mapping[str, str]) -> Iterator[str]:
    email, token = given.get("ZENDESK_EMAIL", ""), given.get("ZENDESK_API_TOKEN", "")
    yield base64.b64encode(f"{email}/token:{token}".encode()).decode()
    for secret in (given[name] for name in SECRETS if given.get(name)):
        yield from (secret, quote(secret, safe=""), json.dumps(secret)[1:-1])


def environment(given: Mapping[str, str], log: Path) -> dict[str, str]:
    """The environment of zcli; a newer Node then uses the proxy that is set there."""
    proxy = {"NODE_USE_ENV_PROXY": "1"} if given.get("HTTPS_PROXY") or given.get("https_proxy") else {}
    return {**given, **proxy, "DESKLINE_ANSWERS": str(log)}


def _until_it_ends(process: subprocess.Popen[bytes], watch: Watch) -> bool:
    """Wait for the end, stop it if needed, and return whether it timed out."""
    try:
        while process.poll() is None and not (watch.read() or watch.overdue()):
            time.sleep(POLL)
        return process.returncode is None and watch.overdue()
    finally:
        process.kill()
        process.wait()
