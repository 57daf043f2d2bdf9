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
from builder.account import Account
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
    if step == "update":
        the_app(root, given)
    if step == "create" and not known.get("parameters"):
        raise machine.Missing(
            f"Write the new installation's settings into {SETTINGS}, for example {installing.EXAMPLE}."
        )


def the_app(root: Path, given: Mapping[str, str]) -> int:
    """The number of the app to update. Raises Missing unless the environment or the file names one."""
    named = str(given.get("ZENDESK_APP_ID") or installing.read(root).get("app_id") or "").strip()
    if not (named.isascii() and named.isdigit()):
        but = f", not {named}" if named else ""
        raise machine.Missing(f"Set ZENDESK_APP_ID, or app_id in {SETTINGS}, to the number of the app to update{but}.")
    return int(named)


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
    account = Account(root, host(os.environ), limits)
    outcome = {"validate": _validate, "create": _create, "update": _update}[step](account, folder)
    found = verdict.of(step, account.host, outcome)
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


def _validate(account: Account, folder: Path) -> zcli.Outcome:
    return _by_zcli(account, "validate", folder, {})


def _create(account: Account, folder: Path) -> zcli.Outcome:
    """Makes and installs a new app, or goes on with one that an earlier attempt has left without an installation."""
    values = installing.parameters(account.root, folder, _said(account.root), {})
    name = json.loads((folder / "manifest.json").read_text("utf-8"))["name"]
    left = _left_by_an_earlier_attempt(account, name)
    if left is None:
        return _by_zcli(account, "create", folder, {"parameters": values})
    print(f"{name} is there as app {left}, not installed: it gets this package and is installed.", file=sys.stderr)
    os.environ.pop("ZENDESK_APP_ID", None)  # zcli would take it instead
    rebuilt = _by_zcli(account, "update", folder, {"app_id": left, "parameters": installing.unset(folder)})
    done = verdict.of("update", account.host, rebuilt).done
    return rebuilt.then(account.install(left, name, values)) if done else rebuilt


def _left_by_an_earlier_attempt(account: Account, name: str) -> object:
    """The account's own app of this name, or None. Raises Missing if it is installed."""
    found = account.own(name)
    for app in found:
        if account.installed("create", app) is not None:
            raise machine.Missing(
                f"{account.host} has {name} already, as app {app}, and a second one would handle every call twice: put"
                f" app_id {app} into {SETTINGS} and use `deploy update`."
            )
    return found[-1] if found else None


def _update(account: Account, folder: Path) -> zcli.Outcome:
    """The settings that are installed stay, unless the file says otherwise."""
    app = the_app(account.root, os.environ)
    now = account.settings(app)
    if now is None:  # zcli installs nothing then, but asks all the same
        return _by_zcli(account, "update", folder, {"app_id": app, "parameters": installing.unset(folder)})
    values = installing.parameters(account.root, folder, _said(account.root), now)
    return _by_zcli(account, "update", folder, {"app_id": app, "parameters": values})


def _said(root: Path) -> dict[str, object]:
    return installing.read(root).get("parameters") or {}


def _by_zcli(account: Account, step: str, folder: Path, file: Mapping[str, object]) -> zcli.Outcome:
    """Lets zcli do it with this file of settings."""
    print(f"Handing the package to {account.host}.", file=sys.stderr, flush=True)
    watch = (account.limits, verdict.hopeless, _teller())
    return zcli.run(account.root, step, staged(account.root, folder, file), watch)


def _teller() -> Callable[[zcli.Answer], None]:
    """Says how far it is, each thing once."""
    told: set[str] = set()

    def tell(answer: zcli.Answer) -> None:
        words = verdict.stage(answer)
        if words and words not in told:
            print(words, file=sys.stderr, flush=True)
        told.add(words)

    return tell
