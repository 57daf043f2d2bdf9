"""Uploads the built package to Zendesk through zcli, Zendesk's own command line.

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

from builder import app_settings, check, machine, package, result
from builder.account import Account
from builder.zcli import Answer, Listener, Outcome, Zcli, without_secrets

SETTINGS = app_settings.FILE


def run(root: Path, step: str) -> int:
    """Build, check, and let zcli validate, create or update; return the exit status."""
    require_credentials(os.environ)
    require_settings(root, step, os.environ)
    if step == "create":
        require_no_installation(root)
    require_network(os.environ)
    built = package.build(root)
    found = check.findings(built.zip)
    if any(one.severity == "error" for one in found):
        print(check.report(found))
        return 1
    return upload(Zcli(root), step, built.folder)


def require_credentials(given: Mapping[str, str]) -> None:
    """Raise UserError unless the environment names the account and its credentials."""
    login = given.get("ZENDESK_OAUTH_TOKEN") or (given.get("ZENDESK_EMAIL") and given.get("ZENDESK_API_TOKEN"))
    if not given.get("ZENDESK_SUBDOMAIN") or not login:
        raise machine.UserError(
            "Set ZENDESK_SUBDOMAIN, and ZENDESK_OAUTH_TOKEN or ZENDESK_EMAIL with ZENDESK_API_TOKEN, to reach Zendesk."
        )


def require_settings(root: Path, step: str, given: Mapping[str, str]) -> None:
    """Raise UserError unless the app to update, or the settings of a new installation, are given."""
    known = app_settings.read(root) if step != "validate" else {}
    if step == "update":
        app_to_update(root, given)
    if step == "create" and not known.get("parameters"):
        raise machine.UserError(
            f"Write the new installation's settings into {SETTINGS}, for example {app_settings.EXAMPLE}."
        )


def app_to_update(root: Path, given: Mapping[str, str]) -> int:
    """The id of the app to update. Raises UserError unless the environment or the file names one."""
    named = str(given.get("ZENDESK_APP_ID") or app_settings.read(root).get("app_id") or "").strip()
    if not (named.isascii() and named.isdigit()):
        but = f", not {named}" if named else ""
        raise machine.UserError(
            f"Set ZENDESK_APP_ID, or app_id in {SETTINGS}, to the number of the app to update{but}."
        )
    return int(named)


def require_no_installation(root: Path) -> None:
    """Raise UserError if Deskline is already installed, or if required settings are missing."""
    known = app_settings.read(root)
    if known.get("app_id"):
        raise machine.UserError(
            f"{SETTINGS} says that Deskline is already app {known['app_id']}, and a second one would handle every call"
            " twice: use `deploy update`, or remove app_id if that app no longer exists."
        )
    app_settings.parameters(root, root, {})


def require_network(given: Mapping[str, str]) -> None:
    """Raise UserError if the account's host name cannot be resolved and no proxy is set."""
    if given.get("HTTPS_PROXY") or given.get("https_proxy"):
        return
    name = urlsplit(f"https://{host(given)}").hostname
    try:
        socket.getaddrinfo(name, 443)
    except OSError:
        raise machine.UserError(f"{name} cannot be reached from here: check the subdomain and the network.") from None


def host(given: Mapping[str, str]) -> str:
    """The account's host, with the port where one is part of ZENDESK_DOMAIN."""
    return f"{subdomain(given)}.{given.get('ZENDESK_DOMAIN') or 'zendesk.com'}"


def subdomain(given: Mapping[str, str]) -> str:
    """The subdomain, even if the whole address is set."""
    return re.sub(r"^https?://|(\.zendesk\.com)?/*$", "", given["ZENDESK_SUBDOMAIN"].strip().lower())


def upload(zcli: Zcli, step: str, folder: Path) -> int:
    """Let zcli upload the package in the folder, print the result, and return the exit status."""
    os.environ["ZENDESK_SUBDOMAIN"] = subdomain(os.environ)
    account = Account(zcli, host(os.environ))
    outcome = {"validate": _validate, "create": _create, "update": _update}[step](account, folder)
    found = result.Attempt(step, account.host, outcome).result
    print(without_secrets(str(found), os.environ), file=sys.stdout if found.succeeded else sys.stderr)
    if found.succeeded and step == "create":
        print(app_settings.save_app_id(zcli.root, found.app_id))
    return 0 if found.succeeded else 1


def staged(root: Path, folder: Path, values: Mapping[str, object] | None = None) -> Path:
    """A copy of the package with zcli's settings beside it, which zcli is set not to pack."""
    upload = root / "dist" / "upload"
    shutil.rmtree(upload, ignore_errors=True)
    shutil.copytree(folder, upload)
    (upload / ".zcliignore").write_text(f"{SETTINGS}\n")
    (upload / SETTINGS).write_text(json.dumps(values or {}, ensure_ascii=False), "utf-8")
    return upload


def _validate(account: Account, folder: Path) -> Outcome:
    return _by_zcli(account, "validate", staged(account.zcli.root, folder))


def _create(account: Account, folder: Path) -> Outcome:
    """Create and install a new app, or complete one that an earlier attempt left without an installation."""
    values = app_settings.parameters(account.zcli.root, folder, {})
    name = json.loads((folder / "manifest.json").read_text("utf-8"))["name"]
    left = _uninstalled_app(account, name)
    if left is None:
        return _by_zcli(account, "create", staged(account.zcli.root, folder, {"parameters": values}))
    print(f"{name} is there as app {left}, not installed: it gets this package and is installed.", file=sys.stderr)
    os.environ.pop("ZENDESK_APP_ID", None)  # zcli would take it instead
    package = staged(account.zcli.root, folder, {"app_id": left, "parameters": app_settings.empty(folder)})
    rebuilt = _by_zcli(account, "update", package)
    done = result.Attempt("update", account.host, rebuilt).result.succeeded
    return rebuilt.then(account.install(left, name, values)) if done else rebuilt


def _uninstalled_app(account: Account, name: str) -> object:
    """The account's own app of this name, or None. Raises UserError if it is installed."""
    found = account.apps_named(name)
    for app in found:
        if account.installed("create", app) is not None:
            raise machine.UserError(
                f"{account.host} has {name} already, as app {app}, and a second one would handle every call twice: put"
                f" app_id {app} into {SETTINGS} and use `deploy update`."
            )
    return found[-1] if found else None


def _update(account: Account, folder: Path) -> Outcome:
    """Update the app; installed settings are kept unless the file changes them."""
    root = account.zcli.root
    app = app_to_update(root, os.environ)
    now = account.settings(app)
    # Of an app that is not installed zcli installs nothing, but still asks for values.
    values = app_settings.empty(folder) if now is None else app_settings.parameters(root, folder, now)
    return _by_zcli(account, "update", staged(root, folder, {"app_id": app, "parameters": values}))


def _by_zcli(account: Account, step: str, package: Path) -> Outcome:
    print(f"Uploading the package to {account.host}.", file=sys.stderr, flush=True)
    return account.zcli.run(step, package, Listener(result.is_fatal, _progress_printer()))


def _progress_printer() -> Callable[[Answer], None]:
    """A callback that prints each progress message once."""
    printed: set[str] = set()

    def show(answer: Answer) -> None:
        words = result.progress(answer)
        if words and words not in printed:
            print(words, file=sys.stderr, flush=True)
        printed.add(words)

    return show
