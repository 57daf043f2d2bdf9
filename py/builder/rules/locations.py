"""Rules for the places in Zendesk that the manifest names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from builder.rules.finding import Files, Finding, error

FILE = "manifest.json"
SUPPORT = {
    "top_bar",
    "nav_bar",
    "ticket_sidebar",
    "new_ticket_sidebar",
    "user_sidebar",
    "organization_sidebar",
    "background",
    "modal",
    "ticket_editor",
    "system_top_bar",
}
CHAT = {"main_panel", "chat_sidebar", "background"}
SELL = {"deal_card", "person_card", "company_card", "lead_card", "background", "modal", "dashboard", "note_editor"}
SELL |= {"call_log_editor", "email_editor", "top_bar", "visit_editor"}
PRODUCTS = {"support": SUPPORT, "chat": CHAT, "sell": SELL}
LOCAL = {"localhost", "127.0.0.1"}


def check(manifest: dict[str, Any], files: Files) -> Iterator[Finding]:
    """Everything that is wrong with the locations."""
    given = manifest.get("location")
    only = manifest.get("requirementsOnly") or manifest.get("marketingOnly")
    if not given:
        yield from [] if only else [error(FILE, "missing_location")]
        return
    if not isinstance(given, dict):
        yield error(FILE, "location_not_urls", "since version 2.0 each location names its URL")
        return
    for product, places in given.items():
        yield from _product(product, places, files)


def _product(product: str, places: Any, files: Files) -> Iterator[Finding]:
    if product not in PRODUCTS:
        yield error(FILE, "unknown_product", product)
    elif not isinstance(places, dict):
        yield error(FILE, "location_not_urls", product)
    else:
        for name, place in places.items():
            yield from _place(f"{product}.{name}", {"url": place} if isinstance(place, str) else place, files)


def _place(where: str, place: Any, files: Files) -> Iterator[Finding]:
    product, _, name = where.partition(".")
    if name not in PRODUCTS[product]:
        yield error(FILE, "unknown_location", where)
    if not isinstance(place, dict):
        yield error(FILE, "location_not_urls", where)
        return
    for flag in ("autoLoad", "autoHide", "flexible", "signed"):
        if flag in place and not isinstance(place[flag], bool):
            yield error(FILE, "location_flag_not_boolean", f"{name}.{flag}")
    url = place.get("url") or ""
    if not url and place.get("autoLoad") is not False:
        yield error(FILE, "blank_location_url", name)
    elif url and not _reachable(str(url), files):
        yield error(FILE, "invalid_location_url", f"{name}: {url}")


def _reachable(url: str, files: Files) -> bool:
    parts = urlsplit(url)
    if parts.scheme:
        return parts.scheme == "https" or parts.hostname in LOCAL
    return parts.path.startswith("assets/") and parts.path in files
