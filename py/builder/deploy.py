"""Hands the built package to Zendesk through zcli, Zendesk's own command line.

zcli reads ZENDESK_SUBDOMAIN, ZENDESK_OAUTH_TOKEN or ZENDESK_EMAIL with ZENDESK_API_TOKEN, and ZENDESK_APP_ID (for
update) from the environment; the settings of an installation from zcli.apps.config.json.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from builder import check, installing, machine, package, verdict, zcli
from builder.zcli import without_secrets

SETTINGS = installing.FILE


def run(root: Path, step: str, limits: zcli.Limits = zcli.USUAL) -> int:
    """Builds, checks, and lets zcli validate, create or update; its exit status."""
    demand_credentials(os.environ)
    demand_settings(root, step, os.environ)
    if step == "create":
        demand_one(root)
    demand_network(os.environ)
    built = package.build(root)
    found = check.findings(built.zip)
    if any(one.severity == "error" for one in found):
        print(check.report(found))
        return 1
    return hand_over(root, step, built.folder, limits)


def demand_credentials(given: Mapping[str, str]) -> None:
    """Raises Missing unless the environment says which account, and as whom."""
    login = given.get("ZENDESK_OAUTH_TOKEN") or (given.get("ZENDESK_EMAIL") and given.get("ZENDESK_API_TOKEN"))
    if not given.get("ZENDESK_SUBDOMAIN") or not login:
        raise machine.Missing(
            "Set ZENDESK_SUBDOMAIN, and ZENDESK_OAUTH_TOKEN or ZENDESK_EMAIL with ZENDESK_API_TOKEN, to reach Zendesk."
        )


def demand_settings(root: Path, step: str, given: Mapping[str, str]) -> None:
    """Raises Missing unless it is known which app to update, or with which settings to install a new one."""
    known = installing.read(root) if step != "validate" else {}
    if step == "update" and not (given.get("ZENDESK_APP_ID") or known.get("app_id")):
        raise machine.Missing(f"Set ZENDESK_APP_ID, or app_id in {SETTINGS}, to the number of the app to update.")
    if step == "create" and not known.get("parameters"):
        raise machine.Missing(
            f"Write the new installation's settings into {SETTINGS}, for example {installing.EXAMPLE}."
        )


def demand_one(root: Path) -> None:
    """Raises Missing where a new installation would be a second one, or would not have what it needs."""
    known = installing.read(root)
    if known.get("app_id"):
        raise machine.Missing(
            f"{SETTINGS} says that Deskline is app {known['app_id']} already, and a second one would handle every call"
            " twice: use `deploy update`, or take app_id out if that app is gone."
        )
    installing.parameters(root, root, known.get("parameters") or {}, {})


def demand_network(given: Mapping[str, str]) -> None:
    """Raises Missing if the account's host has no address here and no proxy is set that might know it."""
    if given.get("HTTPS_PROXY") or given.get("https_proxy"):
        return
    name = urlsplit(f"https://{host(given)}").hostname
    try:
        socket.getaddrinfo(name, 443)
    except OSError:
        raise machine.Missing(f"{name} cannot be reached from here: check the subdomain and the network.") from None


def host(given: Mapping[str, str]) -> str:
    """The account's host, with the port where one is part of ZENDESK_DOMAIN."""
    return f"{subdomain(given)}.{given.get('ZENDESK_DOMAIN') or 'zendesk.com'}"


def subdomain(given: Mapping[str, str]) -> str:
    """The subdomain, also where somebody has set the whole address."""
    return re.sub(r"^https?://|(\.zendesk\.com)?/*$", "", given["ZENDESK_SUBDOMAIN"].strip().lower())


def hand_over(root: Path, step: str, folder: Path, limits: zcli.Limits = zcli.USUAL) -> int:
    """Lets zcli hand the package in the folder over, and says what came of it; the exit status."""
    os.environ["ZENDESK_SUBDOMAIN"] = subdomain(os.environ)
    there = host(os.environ)
    values = _values(root, step, folder, (there, limits))
    print(f"Handing the package to {there}.", file=sys.stderr, flush=True)
    outcome = zcli.run(root, step, staged(root, folder, values), (limits, verdict.hopeless, _teller()))
    found = verdict.of(step, there, outcome)
    print(without_secrets(str(found), os.environ), file=sys.stdout if found.done else sys.stderr)
    if found.done and step == "create":
        print(installing.remember(root, found.app_id))
    return 0 if found.done else 1


def staged(root: Path, folder: Path, values: Mapping[str, object] | None = None) -> Path:
    """A copy of the package with zcli's settings beside it, which zcli is told not to pack."""
    upload = root / "dist" / "upload"
    shutil.rmtree(upload, ignore_errors=True)
    shutil.copytree(folder, upload)
    (upload / ".zcliignore").write_text(f"{SETTINGS}\n")
    (upload / SETTINGS).write_text(json.dumps(values or {}, ensure_ascii=False), "utf-8")
    return upload


def _values(root: Path, step: str, folder: Path, there: tuple[str, zcli.Limits]) -> dict[str, object]:
    """What zcli finds in its file: every parameter; for an update what is installed, unless the file says otherwise."""
    if step == "validate":
        return {}
    known = installing.read(root)
    said = known.get("parameters") or {}
    if step == "create":
        return {"parameters": installing.parameters(root, folder, said, {})}
    app = os.environ.get("ZENDESK_APP_ID") or known["app_id"]
    now = _installed(root, app, there)
    if now is None:  # zcli installs nothing then, but asks all the same
        return {"app_id": app, "parameters": installing.unset(folder)}
    return {"app_id": app, "parameters": installing.parameters(root, folder, said, now)}


def _installed(root: Path, app: object, there: tuple[str, zcli.Limits]) -> Mapping[str, object] | None:
    """The settings of the app's installation, or None if there is none. Raises Missing if Zendesk does not tell."""
    outcome = zcli.ask(root, "/api/support/apps/installations.json", there[1])
    listed = outcome.last("GET", verdict.INSTALLATIONS)
    if listed is None or not isinstance(listed.body.get("installations"), list) or not listed.good:
        raise machine.Missing(without_secrets(str(verdict.of("update", there[0], outcome)), os.environ))
    found = verdict.installation(listed, app)
    if not found:
        return None
    now = installing.of(found)
    if now is None:  # zcli would put the defaults in their place
        raise machine.Missing(f"{there[0]} does not tell with which settings app {app} is installed: nothing was sent.")
    return now


def _teller() -> Callable[[zcli.Answer], None]:
    """Says how far it is, each thing once."""
    told: set[str] = set()

    def tell(answer: zcli.Answer) -> None:
        words = verdict.stage(answer)
        if words and words not in told:
            print(words, file=sys.stderr, flush=True)
        told.add(words)

    return tell
