"""Rules for manifest.json as a whole; its parameters and locations have modules of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from builder.rules import locations, parameters
from builder.rules.finding import Files, Finding, error, read_object

FILE = "manifest.json"
Manifest = dict[str, Any]
Rule = Callable[[Manifest, Files], Iterator[Finding]]
BOOLEANS = ("requirementsOnly", "marketingOnly", "singleInstall", "signedUrls", "private")
STRINGS = ("defaultLocale", "version", "frameworkVersion", "remoteInstallationURL", "termsConditionsURL", "gaID")
AUTHOR = ("name", "email", "url")
OAUTH = ("client_id", "client_secret", "authorize_uri", "access_token_uri")
LOCALE = re.compile(r"[a-z]{2,3}(-\w{2,3})?")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+|https?://localhost\S*")
EXPERIMENTS = {"hashParams", "newCssCompiler"}


def check(files: Files) -> Iterator[Finding]:
    """Everything that is wrong with the manifest."""
    if FILE not in files:
        nested = next((name for name in files if name.endswith("/" + FILE)), None)
        yield error(nested or FILE, "nested_manifest" if nested else "missing_manifest")
        return
    try:
        manifest, twice = read_object(files[FILE])
    except ValueError as problem:
        yield error(FILE, "manifest_not_json", problem)
        return
    yield from (error(FILE, "duplicate_manifest_keys", name) for name in twice)
    for rule in RULES:
        yield from rule(manifest, files)


def _required(manifest: Manifest, _: Files) -> Iterator[Finding]:
    for name in ("author", "defaultLocale"):
        if not manifest.get(name):
            yield error(FILE, "missing_field", name)


def _kinds(manifest: Manifest, _: Files) -> Iterator[Finding]:
    author = manifest.get("author")
    named = {name: manifest.get(name) for name in STRINGS}
    named |= {f"author.{name}": author.get(name) for name in AUTHOR} if isinstance(author, dict) else {}
    texts = ((name, value, str, "not_a_string") for name, value in named.items())
    flags = ((name, manifest.get(name), bool, "not_a_boolean") for name in BOOLEANS)
    others = (
        ("experiments", manifest.get("experiments"), dict, "not_an_object"),
        ("parameters", manifest.get("parameters"), list, "not_an_array"),
    )
    for name, value, kind, rule in (*texts, *flags, *others):
        if value is not None and not isinstance(value, kind):
            yield error(FILE, rule, name)


def _domains(manifest: Manifest, _: Files) -> Iterator[Finding]:
    domains = manifest.get("domainWhitelist", [])
    if not isinstance(domains, list) or not all(isinstance(one, str) for one in domains):
        yield error(FILE, "domain_whitelist_not_strings")


def _experiments(manifest: Manifest, _: Files) -> Iterator[Finding]:
    given = manifest.get("experiments")
    for name in sorted(set(given) - EXPERIMENTS if isinstance(given, dict) else ()):
        yield error(FILE, "unknown_experiment", name)


def _framework(manifest: Manifest, _: Files) -> Iterator[Finding]:
    if manifest.get("frameworkVersion") != "2.0":
        yield error(FILE, "framework_version", f'must be "2.0", is {manifest.get("frameworkVersion")!r}')
    if "noTemplate" in manifest:
        yield error(FILE, "no_template", "not allowed since framework version 2.0")


def _default_locale(manifest: Manifest, files: Files) -> Iterator[Finding]:
    locale = manifest.get("defaultLocale")
    if not isinstance(locale, str) or not locale:
        return
    if not LOCALE.fullmatch(locale):
        yield error(FILE, "invalid_default_locale", locale)
    elif f"translations/{locale}.json" not in files:
        yield error(FILE, "missing_translation_file", f"translations/{locale}.json")


def _addresses(manifest: Manifest, _: Files) -> Iterator[Finding]:
    author = manifest.get("author")
    given = {"termsConditionsURL": manifest.get("termsConditionsURL")}
    given["author.url"] = author.get("url") if isinstance(author, dict) else None
    for name, value in given.items():
        if isinstance(value, str) and not WEB_ADDRESS.fullmatch(value):
            yield error(FILE, "invalid_url", f"{name}: {value}")


def _oauth(manifest: Manifest, _: Files) -> Iterator[Finding]:
    oauth = manifest.get("oauth")
    if oauth is None:
        return
    missing = [name for name in OAUTH if not (isinstance(oauth, dict) and oauth.get(name))]
    if missing:
        yield error(FILE, "oauth_keys", "missing " + ", ".join(missing))
    if not any(one.get("type") == "oauth" for one in parameters.listed(manifest)):
        yield error(FILE, "oauth_parameter_required")


RULES: tuple[Rule, ...] = (
    _required,
    _kinds,
    _domains,
    _experiments,
    _framework,
    _default_locale,
    _addresses,
    _oauth,
    lambda manifest, _: parameters.check(manifest),
    locations.check,
)
