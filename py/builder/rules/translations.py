"""Rules for translations/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from builder.rules.finding import Files, Finding, error, read_object

NAME = re.compile(r"translations/[a-z]{2,3}(-\w{2,3})?\.json")
PUBLIC = ("long_description", "installation_instructions")


def check(files: Files) -> Iterator[Finding]:
    """Everything that is wrong with the translations."""
    private = _private(files)
    for name in sorted(files):
        if not name.startswith("translations/"):
            continue
        if not NAME.fullmatch(name):
            yield error(name, "translation_file_name", "must be a locale such as en.json or pt-BR.json")
            continue
        try:
            texts, _ = read_object(files[name])
        except ValueError as problem:
            yield error(name, "translation_not_json", problem)
            continue
        yield from (error(name, *one) for one in _broken(texts, name == "translations/en.json", private))


def _private(files: Files) -> bool:
    try:
        return read_object(files["manifest.json"])[0].get("private", True) is not False
    except (KeyError, ValueError):
        return True


def _broken(texts: dict[str, Any], english: bool, private: bool) -> Iterator[tuple[str, str]]:
    app = texts.get("app")
    if not isinstance(app, dict):
        yield "translation_without_app", "the object app is missing"
        return
    if english and not app.get("name"):
        yield "translation_without_name", "app.name"
    if english and not private:
        missing = [one for one in PUBLIC if not app.get(one)]
        missing += [] if app.get("short_description") or app.get("description") else ["short_description"]
        yield from (("translation_without_text", f"app.{one}") for one in missing)
    for name, labels in (app.get("parameters") or {}).items():
        if not isinstance(labels, dict) or not labels.get("label"):
            yield "parameter_without_label", name
    if "package" in app:
        yield from (("translation_not_titled", path) for path in _untitled(texts, ""))


def _untitled(node: Any, path: str) -> Iterator[str]:
    if isinstance(node, dict) and {"title", "value"} <= set(node):
        if not all(isinstance(node[one], str) for one in ("title", "value")):
            yield path
    elif isinstance(node, dict):
        for name in node if path else node.keys() & {"app"}:
            yield from _untitled(node[name], f"{path}.{name}".strip("."))
    elif path != "app.package":
        yield path
