"""Stands in for zcli where a test is about what deploy makes of its answers: asks what zcli asks, in this process."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder import app_settings
from builder.zcli import Answer, Limits, Listener, Outcome, Zcli
from workbench.apps_api import SILENT, Account, AppsApi

INSTALLATIONS = "/api/support/apps/installations"
BROKEN_OFF = "UND_ERR_SOCKET"
"""What Node says of a connection that ends without an answer."""


class Ended(Exception):
    """The run was ended from outside: after an answer of which nothing can come, or because it took too long."""


@dataclass
class Run:
    """One run: its questions and their answers."""

    account: Account
    limits: Limits
    listener: Listener
    answers: list[Answer] = field(default_factory=list)
    overdue: bool = False

    def ask(self, method: str, path: str, said: object = None) -> dict[str, Any]:
        """The answer's body. Raises Ended."""
        content = said if isinstance(said, bytes) else json.dumps(said).encode() if said else b""
        status, text = self.account.befall(method, path, content)
        self.overdue = status == SILENT or len(self.answers) == self.limits.answers
        if self.overdue:
            raise Ended
        self.answers.append(Answer(method, path, status, text if status else BROKEN_OFF))
        self.listener.on_answer(self.answers[-1])
        if self.listener.is_fatal(self.answers[-1]):
            raise Ended
        return self.answers[-1].body

    def built(self, made: dict[str, Any]) -> Any:
        """The app's number, once its job has been carried out. Raises Ended if it has failed."""
        while True:
            job = self.ask("GET", f"/api/v2/apps/job_statuses/{made['job_id']}")
            if job["status"] == "failed":
                raise Ended
            if job["status"] == "completed":
                return job["app_id"]


@dataclass(frozen=True)
class SimulatedZcli(Zcli):
    """zcli's way of validating, creating and updating, at an account in this process."""

    api: AppsApi = field(kw_only=True)

    def run(self, step: str, folder: Path, listener: Listener) -> Outcome:
        """What zcli does."""
        run = Run(self.api.account, self.limits, listener)
        steps = {"validate": self._validate, "create": self._create, "update": self._update}
        try:
            steps[step](run, folder)
        except Ended:
            return Outcome(tuple(run.answers), "", 1, run.overdue)
        return Outcome(tuple(run.answers), "", 0)

    def ask(self, path: str, body: str = "") -> Outcome:
        """What one request of zcli does."""
        run = Run(self.api.account, self.limits, Listener())
        try:
            run.ask("POST" if body else "GET", path, body.encode())
        except Ended:
            return Outcome((), "", 1, overdue=True)
        return Outcome(tuple(run.answers), "", 0)

    def _validate(self, run: Run, folder: Path) -> None:
        run.ask("POST", "/api/v2/apps/validate", zipped(folder))

    def _create(self, run: Run, folder: Path) -> None:
        name = _named(folder)
        made = run.ask("POST", "/api/apps.json", {"upload_id": self._uploaded(run, folder), "name": name})
        settings = {"name": name, **app_settings.read(folder)["parameters"]}
        run.ask("POST", f"{INSTALLATIONS}.json", {"app_id": str(run.built(made)), "settings": settings})

    def _update(self, run: Run, folder: Path) -> None:
        told = app_settings.read(folder)
        app = os.environ.get("ZENDESK_APP_ID") or told["app_id"]
        upload = self._uploaded(run, folder)
        app = run.built(run.ask("PUT", f"/api/v2/apps/{app}", {"upload_id": upload}))
        listed = run.ask("GET", f"{INSTALLATIONS}.json")["installations"]
        for each in (one for one in listed if one["app_id"] == app):
            settings = {"name": _named(folder), **told["parameters"]}
            run.ask("PUT", f"{INSTALLATIONS}/{each['id']}.json", {"settings": settings})

    def _uploaded(self, run: Run, folder: Path) -> object:
        return run.ask("POST", "/api/v2/apps/uploads.json", zipped(folder))["id"]


def _named(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text("utf-8"))["name"])


def zipped(folder: Path) -> bytes:
    """The folder as a zip, without what zcli leaves out."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for path in _packed(folder):
            packed.write(path, path.relative_to(folder))
    return content.getvalue()


def _packed(folder: Path) -> Iterator[Path]:
    ignored = (folder / ".zcliignore").read_text("utf-8").split()
    found = (path for path in folder.rglob("*") if path.is_file())
    return (path for path in found if path.name not in ignored and not path.name.startswith("."))
