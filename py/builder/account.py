"""What the Zendesk account has already: its own apps, their installations and settings; asked for as zcli asks."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder import installing, machine, verdict, zcli

OWNED, INSTALLATIONS = "/api/v2/apps/owned.json", "/api/support/apps/installations.json"
SHUT = (401, 403, 429)
"""Answers after which nothing else would be let through either."""


@dataclass(frozen=True)
class Account:
    """One account, by its host, as the environment's user sees it from this checkout."""

    root: Path
    host: str
    limits: zcli.Limits

    def own(self, name: str) -> list[object]:
        """The numbers of the account's own apps of this name. Raises Missing if Zendesk does not let it be known.

        An account that answers otherwise, as if it had no such list, is believed to have no such app.
        """
        outcome = zcli.ask(self.root, OWNED, self.limits)
        listed = outcome.last("GET", verdict.OWNED)
        if listed is None or listed.status in SHUT or not 200 <= listed.status < 500:
            raise self._untold("create", outcome)
        each = listed.body.get("apps")
        apps = [one for one in each if isinstance(one, dict)] if isinstance(each, list) else []
        return [one["id"] for one in apps if "id" in one and _same(one.get("name"), name)]

    def installed(self, step: str, app: object) -> Mapping[str, object] | None:
        """The app's installation, or None if there is none. Raises Missing if Zendesk does not tell."""
        outcome = zcli.ask(self.root, INSTALLATIONS, self.limits)
        listed = outcome.last("GET", verdict.INSTALLATIONS)
        if listed is None or not isinstance(listed.body.get("installations"), list) or not listed.good:
            raise self._untold(step, outcome)
        return verdict.installation(listed, app) or None

    def settings(self, app: object) -> Mapping[str, object] | None:
        """The settings of the app's installation, or None if there is none. Raises Missing if Zendesk does not tell."""
        found = self.installed("update", app)
        if found is None:
            return None
        now = installing.of(found)
        if now is None:  # zcli would put the defaults in their place
            raise machine.Missing(
                f"{self.host} does not tell with which settings app {app} is installed: nothing was sent."
            )
        return now

    def install(self, app: object, name: str, values: Mapping[str, object]) -> zcli.Outcome:
        """Installs an app that is there, as zcli installs one that it has just created."""
        body = {"app_id": str(app), "settings": {"name": name, **values}}
        return zcli.ask(self.root, INSTALLATIONS, self.limits, json.dumps(body))

    def _untold(self, step: str, outcome: zcli.Outcome) -> machine.Missing:
        return machine.Missing(zcli.without_secrets(str(verdict.of(step, self.host, outcome)), os.environ))


def _same(one: object, other: str) -> bool:
    return str(one).strip().casefold() == other.strip().casefold()
