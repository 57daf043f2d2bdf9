"""Hands the built package to Zendesk through zcli, Zendesk's own command line.

zcli reads ZENDESK_SUBDOMAIN, ZENDESK_OAUTH_TOKEN or ZENDESK_EMAIL with ZENDESK_API_TOKEN, and ZENDESK_APP_ID (for
update) from the environment; the settings of an installation from zcli.apps.config.json.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder import check, machine, package

SETTINGS = "zcli.apps.config.json"
SECRETS = ("ZENDESK_API_TOKEN", "ZENDESK_OAUTH_TOKEN", "ZENDESK_PASSWORD")


def run(root: Path, step: str) -> int:
    """Builds, checks, and lets zcli validate, create or update; its exit status."""
    demand_credentials(os.environ)
    demand_settings(root, step, os.environ)
    demand_network(os.environ)
    built = package.build(root)
    found = check.findings(built.zip)
    if any(one.severity == "error" for one in found):
        print(check.report(found))
        return 1
    return _zcli(root, step, staged(root, built.folder))


def demand_credentials(given: Mapping[str, str]) -> None:
    """Raises Missing unless the environment says which account, and as whom."""
    login = given.get("ZENDESK_OAUTH_TOKEN") or (given.get("ZENDESK_EMAIL") and given.get("ZENDESK_API_TOKEN"))
    if not given.get("ZENDESK_SUBDOMAIN") or not login:
        raise machine.Missing(
            "Set ZENDESK_SUBDOMAIN, and ZENDESK_OAUTH_TOKEN or ZENDESK_EMAIL with ZENDESK_API_TOKEN, to reach Zendesk."
        )


def demand_settings(root: Path, step: str, given: Mapping[str, str]) -> None:
    """Raises Missing unless it is known which app to update, or with which settings to install a new one."""
    file = root / SETTINGS
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    if step == "update" and not (given.get("ZENDESK_APP_ID") or known.get("app_id")):
        raise machine.Missing(f"Set ZENDESK_APP_ID, or app_id in {SETTINGS}, to the number of the app to update.")
    if step == "create" and not known.get("parameters"):
        example = '{"parameters": {"connect_url": "...", "default_phone_number": "..."}}'
        raise machine.Missing(f"Write the new installation's settings into {SETTINGS}, for example {example}.")


def demand_network(given: Mapping[str, str]) -> None:
    """Raises Missing if the account's host has no address here and no proxy is set that might know it."""
    host = f"{given['ZENDESK_SUBDOMAIN']}.{given.get('ZENDESK_DOMAIN') or 'zendesk.com'}"
    if given.get("HTTPS_PROXY") or given.get("https_proxy"):
        return
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        raise machine.Missing(f"{host} cannot be reached from here: check the subdomain and the network.") from None


def staged(root: Path, folder: Path) -> Path:
    """A copy of the package with zcli's settings beside it, which zcli is told not to pack."""
    upload = root / "dist" / "upload"
    shutil.rmtree(upload, ignore_errors=True)
    shutil.copytree(folder, upload)
    (upload / ".zcliignore").write_text(f"{SETTINGS}\n")
    if (root / SETTINGS).is_file():
        shutil.copy(root / SETTINGS, upload)
    return upload


def without_secrets(text: str, given: Mapping[str, str]) -> str:
    """The text without any credential of the environment, plain or as a Basic header carries it."""
    for secret in _secrets(given):
        text = text.replace(secret, "***")
    return text


def _secrets(given: Mapping[str, str]) -> Iterator[str]:
    email, token = given.get("ZENDESK_EMAIL", ""), given.get("ZENDESK_API_TOKEN", "")
    yield base64.b64encode(f"{email}/token:{token}".encode()).decode()
    yield from (given[name] for name in SECRETS if given.get(name))


def _zcli(root: Path, step: str, folder: Path) -> int:
    program = root / "node_modules" / "@zendesk" / "zcli" / "bin" / "run"
    command = [machine.node(), str(program), f"apps:{step}", str(folder)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    print(without_secrets(done.stdout + done.stderr, os.environ))
    return done.returncode
