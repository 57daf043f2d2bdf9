"""Rules for the manifest's installation parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from builder.rules.finding import Finding, error, repeated, warning

FILE = "manifest.json"
TYPES = {"text", "checkbox", "url", "number", "multiline", "hidden", "oauth"}
SCOPES = {"header", "body", "url", "jwt_secret_key", "jwt_claim", "basic_auth_username", "basic_auth_password"}
SOUNDS_SECRET = re.compile(r"token|key|pwd|password", re.IGNORECASE)


def listed(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters that are objects."""
    given = manifest.get("parameters")
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def check(manifest: dict[str, Any]) -> Iterator[Finding]:
    """Everything that is wrong with the parameters."""
    known = listed(manifest)
    yield from (error(FILE, "duplicate_parameters", name) for name in repeated(str(one.get("name")) for one in known))
    if sum(one.get("type") == "oauth" for one in known) > 1:
        yield error(FILE, "too_many_oauth_parameters")
    for one in known:
        yield from (error(FILE, rule, one.get("name")) for rule in _broken(one))
        yield from (warning(FILE, rule, one.get("name")) for rule in _doubtful(one))


def _broken(one: dict[str, Any]) -> Iterator[str]:
    kind, secure = one.get("type", "text"), one.get("secure")
    if kind not in TYPES:
        yield "invalid_parameter_type"
    if not one.get("name"):
        yield "missing_parameter_name"
    if one.get("name") == "name":
        yield "parameter_called_name"
    if any(flag in one and not isinstance(one[flag], bool) for flag in ("required", "secure")):
        yield "parameter_flag_not_boolean"
    if kind == "hidden" and one.get("required"):
        yield "hidden_and_required"
    if kind == "oauth" and secure:
        yield "oauth_cannot_be_secure"
    if "scopes" in one:
        yield from _broken_scopes(one["scopes"], secure)


def _broken_scopes(scopes: Any, secure: Any) -> Iterator[str]:
    if not secure:
        yield "scopes_need_secure"
    if not isinstance(scopes, list) or not scopes or not SCOPES.issuperset(map(str, scopes)):
        yield "invalid_scopes"


def _doubtful(one: dict[str, Any]) -> Iterator[str]:
    kind, secure = one.get("type", "text"), one.get("secure")
    if kind == "text" and not secure and SOUNDS_SECRET.search(str(one.get("name"))):
        yield "insecure_token_parameter"
    if "default" in one and (secure or kind == "hidden"):
        yield "default_secure_or_hidden_parameter"
    if secure and "scopes" not in one:
        yield "secure_parameter_without_scopes"
