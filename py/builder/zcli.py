"""Runs Zendesk's own command line, and knows what Zendesk answered to it.

zcli says that an app is installed before it has been told so, passes over answers that it does not expect, and asks for
ever about a job that does not exist. So each answer is written down as it arrives, and zcli is ended at the first that
means that nothing will come of it.
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
LOOK = 0.1
"""Seconds between two looks at what has been answered."""


@dataclass(frozen=True)
class Limits:
    """How long Zendesk may take: seconds for one answer, answers until it is done (zcli asks once a second)."""

    answer: float = 180
    answers: int = 900


USUAL = Limits()


@dataclass(frozen=True)
class Answer:
    """What Zendesk answered to one request; status 0: nothing, and the text is why."""

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
        """The JSON object in it, or an empty one."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def to(self, method: str, pattern: str) -> bool:
        """Whether it answers such a request."""
        return self.method == method and bool(re.fullmatch(pattern, self.path))


@dataclass(frozen=True)
class Outcome:
    """What came of running zcli: all answers, what it printed, how it ended, and whether it was given up."""

    answers: tuple[Answer, ...] = ()
    printed: str = ""
    status: int | None = None
    overdue: bool = False

    def then(self, more: Outcome) -> Outcome:
        """This and what came of going on."""
        printed, overdue = "\n".join([self.printed, more.printed]), self.overdue or more.overdue
        return Outcome((*self.answers, *more.answers), printed, more.status, overdue)

    def last(self, method: str, pattern: str) -> Answer | None:
        """The latest answer to such a request."""
        return next((one for one in reversed(self.answers) if one.to(method, pattern)), None)


@dataclass
class Watch:
    """Follows one run: reads what is new among the answers, and says when to end it."""

    log: Path
    limits: Limits
    hopeless: Callable[[Answer], bool]
    heard: Callable[[Answer], None]
    answers: list[Answer] = field(default_factory=list)
    latest: float = field(default_factory=time.monotonic)

    def look(self) -> bool:
        """Takes in what is new; whether there is an answer after which nothing can come of it."""
        lines = self.log.read_text("utf-8", "replace").split("\n")[len(self.answers) : -1] if self.log.exists() else []
        for line in lines:
            self.answers.append(Answer(**json.loads(line)))
            self.latest = time.monotonic()
            self.heard(self.answers[-1])
        return any(map(self.hopeless, self.answers))

    def overdue(self) -> bool:
        """Whether Zendesk has taken longer than it may."""
        late = time.monotonic() - self.latest > self.limits.answer
        return late or len(self.answers) > self.limits.answers


def run(
    root: Path, step: str, folder: Path, watch: tuple[Limits, Callable[[Answer], bool], Callable[[Answer], None]]
) -> Outcome:
    """Lets zcli validate, create or update the app in the folder."""
    return _followed(root, (root / "node_modules/@zendesk/zcli/bin/run", f"apps:{step}", folder), watch)


def ask(root: Path, path: str, limits: Limits, body: str = "") -> Outcome:
    """Asks Zendesk one thing as zcli would; with a body it is a POST."""
    return _followed(root, (HERE / "zcli_ask.cjs", root, path), (limits, lambda _: False, lambda _: None), body)


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
    """What zcli is told by the environment: a newer Node uses the proxy that is set there."""
    proxy = {"NODE_USE_ENV_PROXY": "1"} if given.get("HTTPS_PROXY") or given.get("https_proxy") else {}
    return {**given, **proxy, "DESKLINE_ANSWERS": str(log)}


def _followed(
    root: Path,
    words: tuple[Path | str, ...],
    how: tuple[Limits, Callable[[Answer], bool], Callable[[Answer], None]],
    given: str = "",
) -> Outcome:
    with tempfile.TemporaryDirectory() as scratch:
        log, said, asked = (Path(scratch) / name for name in ("answers", "said", "asked"))
        asked.write_text(given, "utf-8")
        command = [machine.node(), "--require", str(HERE / "zcli_record.cjs"), *map(str, words)]
        with said.open("wb") as out, asked.open("rb") as standard_input:
            process = subprocess.Popen(
                command, stdin=standard_input, stdout=out, stderr=out, env=environment(os.environ, log)
            )
            watch = Watch(log, *how)
            overdue = _until_it_ends(process, watch)
        watch.look()
        printed = said.read_text("utf-8", "replace")
        return Outcome(tuple(watch.answers), without_secrets(printed, os.environ), process.returncode, overdue)


def _until_it_ends(process: subprocess.Popen[bytes], watch: Watch) -> bool:
    """Waits, and ends it where need be; whether it took too long."""
    try:
        while process.poll() is None:
            if watch.look() or watch.overdue():
                return watch.overdue()
            time.sleep(LOOK)
        return False
    finally:
        process.kill()
        process.wait()
