"""A tiny app whose pages send whatever the protocol allows, so that tests can observe the workspace."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from workbench.package_site import SDK_ADDRESS

LOCATIONS = ("background", "top_bar", "ticket_sidebar", "new_ticket_sidebar", "user_sidebar", "nav_bar")
_SCRIPT = """
const client = window.client = ZAFClient.init();
window.heard = [];
for (const name of ["app.activated", "app.deactivated", "app.willDestroy", "pane.activated", "pane.deactivated",
    "colorScheme.changed", "voice.dialout", "api_notification.hello", "instance.created", "instance.registered"]) {
  client.on(name, (what) => window.heard.push([name, what === undefined ? null : what]));
}
client.context().then((context) => { document.querySelector("p").textContent = context.location; });
"""
_ICON = '<svg viewBox="0 0 18 18"><path d="M3 3h4l1 4-2 2 3 3 2-2 4 1v4C8 15 3 9 3 3z" fill="currentColor"/></svg>'


def _page(name: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title>'
        f'<p></p><script src="{SDK_ADDRESS}"></script><script src="page.js"></script></html>'
    )


def write(path: Path) -> Path:
    """Writes the app as a zip and returns its path."""
    places = {name: {"url": f"assets/{name}.html"} for name in LOCATIONS}
    places["top_bar"] |= {"size": {"width": 360, "height": 510}}  # type: ignore[dict-item]
    manifest = {
        "name": "Sample", "author": {"name": "Nobody", "email": "nobody@example.com"}, "version": "1.2",
        "frameworkVersion": "2.0", "defaultLocale": "en", "location": {"support": places},
        "parameters": [{"name": "colour", "type": "text", "default": "green"}, {"name": "blank", "type": "text"}],
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("manifest.json", json.dumps(manifest))
        package.writestr("assets/page.js", _SCRIPT)
        package.writestr("assets/icon_top_bar.svg", _ICON)
        package.writestr("assets/notes.txt", "never served")
        for name in LOCATIONS:
            package.writestr(f"assets/{name}.html", _page(name))
    return path


def write_smallest(folder: Path) -> Path:
    """Writes an app that shows nothing, unpacked into the folder, and returns the folder."""
    parameters = [{"name": "colour", "type": "text", "default": "green"}]
    manifest = {"name": "Tiny", "location": {"support": {"top_bar": "assets/top_bar.html"}}, "parameters": parameters}
    (folder / "assets").mkdir()
    (folder / "assets/top_bar.html").write_text("<!doctype html><title>Tiny</title>")
    (folder / "assets/chat.js").write_text('"https://participant.connect." + region')
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
