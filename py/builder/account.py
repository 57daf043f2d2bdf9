"""Reads a Zendesk account's own apps, their installations and settings, with zcli's requests."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from builder import app_settings, machine, result
from builder.zcli import Outcome, Zcli, without_secrets

OWNED, INSTALLATIONS = "/api/v2/apps/owned.json", "/api/support/apps/installations.json"
BLOCKED = (401, 403, 429)
"""Statuses after which any other request would be refused too."""


@dataclass(frozen=True)
class Account:
    """One Zendesk account, with the credentials in the environment."""

    zcli: Zcli
    host: str

    def apps_named(self, name: str) -> list[object]:
        """The ids of the account's own apps with this name. Raises UserError if Zendesk refuses or does not answer.

        Any other answer without a list counts as an empty list.
        """
        outcome = self.zcli.ask(OWNED)
        listed = outcome.last("GET", result.OWNED)
        if listed is None or listed.status in BLOCKED or not 200 <= listed.status < 500:
            raise self._error("create", outcome)
        each = listed.body.get("apps")
        apps = [one for one in each if isinstance(one, dict)] if isinstance(each, list) else []
        return [one["id"] for one in apps if "id" in one and _same(one.get("name"), name)]

    def installed(self, step: str, app: object) -> Mapping[str, object] | None:
        """The app's installation, or None if there is none. Raises UserError if Zendesk does not answer."""
        outcome = self.zcli.ask(INSTALLATIONS)
        listed = outcome.last("GET", result.INSTALLATIONS)
        if listed is None or not isinstance(listed.body.get("installations"), list) or not listed.good:
            raise self._error(step, outcome)
        return result.installation(listed, app) or None

    def settings(self, app: object) -> Mapping[str, object] | None:
        """The installed app's settings, or None if it is not installed. Raises UserError if they are unknown."""
        found = self.installed("update", app)
        if found is None:
            return None
        now = app_settings.of(found)
        if now is None:  # zcli would put the defaults in their place
            raise machine.UserError(f"{self.host} does not return the settings of app {app}: nothing was sent.")
        return now

    def install(self, app: object, name: str, values: Mapping[str, object]) -> Outcome:
        """Install an existing app, as zcli installs one that it has just created."""
        body = {"app_id": str(app), "settings": {"name": name, **values}}
        return self.zcli.ask(INSTALLATIONS, json.dumps(body))

    def _error(self, step: str, outcome: Outcome) -> machine.UserError:
        return machine.UserError(without_secrets(str(result.Attempt(step, self.host, outcome).result), os.environ))


def _same(one: object, other: str) -> bool:
    return str(one).strip().casefold() == other.strip().casefold()
