"""The settings of an installation, in order of precedence: zcli.apps.config.json, the installed ones, the defaults.

zcli asks on standard input for every parameter that its file does not name, so the file names all of them. Empty ones
get the values of Zendesk's own form: empty text, an unticked checkbox, the default number.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builder import machine
from deskline.model import settings
from deskline.words.texts import Texts

FILE = "zcli.apps.config.json"
EXAMPLE = '{"parameters": {"connect_url": "https://example.my.connect.aws", "default_phone_number": "+61280000000"}}'
EMPTY = (None, "")
Values = dict[str, Any]


def read(root: Path) -> Values:
    """The file's content; nothing if there is no file. Raises UserError if it is not what zcli can read."""
    file = root / FILE
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise machine.UserError(f"{FILE} is not valid JSON ({error}): correct it, for example {EXAMPLE}.") from None
    if not isinstance(found, dict) or not isinstance(found.get("parameters") or {}, dict):
        raise machine.UserError(f"{FILE} must hold an object with an object of parameters, for example {EXAMPLE}.")
    return found


def save_app_id(root: Path, app_id: object) -> str:
    """Save the app's id in the file, as zcli does when it is run in the app's folder, and return a message."""
    text = json.dumps({**read(root), "app_id": app_id}, indent=2, ensure_ascii=False)
    try:
        (root / FILE).write_text(f"{text}\n", "utf-8")
    except OSError as error:
        return (
            f"{FILE} could not be written ({error.strerror}): add app_id {app_id} to it yourself, for `deploy update`."
        )
    return f"The app id is saved in {FILE}, for `deploy update`."


def of(installation: Mapping[str, object]) -> Values | None:
    """The settings in Zendesk's answer about an installation, in either of its two forms, or None."""
    mapping, listed = installation.get("settings"), installation.get("settings_objects")
    if isinstance(mapping, dict):
        return mapping
    if not isinstance(listed, list):
        return None
    return {str(one["name"]): one.get("value") for one in listed if isinstance(one, dict) and "name" in one}


def parameters(root: Path, folder: Path, installed: Mapping[str, Any]) -> Values:
    """A value for every parameter of the package in the folder: the file's, else the installed one, else the default.

    Raises UserError that names each invalid one.
    """
    configured: Mapping[str, Any] = read(root).get("parameters") or {}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    wanted: list[Values] = manifest.get("parameters") or []
    given = {name: _plain(value) for name, value in configured.items()}
    named = {name: value for name, value in given.items() if value not in EMPTY}
    values = {one["name"]: _value(one, given, installed) for one in wanted}
    known = {one["name"] for one in wanted}
    wrong = [
        *(_unknown(name, known) for name in sorted(configured.keys() - known)),
        *(_required(one["name"]) for one in wanted if one.get("required") and values[one["name"]] in EMPTY),
        *_invalid(root, {name: value for name, value in named.items() if name in known}),
    ]
    if wrong:
        raise machine.UserError("\n".join([f"Nothing was sent to Zendesk, because of {FILE}:", *wrong]))
    return {one["name"]: _typed(one, values[one["name"]]) for one in wanted}


def _plain(value: object) -> object:
    """Text without surrounding spaces; an object or a list, as in a hidden parameter, as JSON text."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value.strip() if isinstance(value, str) else value


def _value(one: Values, given: Values, installed: Mapping[str, Any]) -> object:
    name = one["name"]
    if name in given:
        return one.get("default", "") if given[name] in EMPTY else given[name]
    return installed[name] if installed.get(name) not in EMPTY else one.get("default", "")


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"- {name}: Deskline has no such parameter" + (f"; is {near[0]} meant?" if near else ".")


def _required(name: str) -> str:
    row = _row(name)
    return f"- {name}: must be set." + (f" {row.help}" if row else "")


def _invalid(root: Path, named: Values) -> list[str]:
    texts = json.loads((root / "translations" / "en.json").read_text("utf-8"))["deskline"]
    say = Texts({key: text for key, text in texts.items() if isinstance(text, str)})
    return [
        f"- {one.name}: {one.value} is not {_expected(say, one.expected)}."
        for one in settings.Settings.read(named).problems
    ]


def _expected(say: Texts, expected: str) -> str:
    key, _, options = expected.partition(":")
    return say(key, options=options)


def _typed(one: Values, value: object) -> object:
    """The value in the type of its parameter, as the product itself parses it."""
    row = _row(one["name"])
    if one.get("type") not in ("checkbox", "number"):
        return "" if value is None else str(value)
    if row is None:
        return value
    read = getattr(settings.Settings.read({row.name: value}).installation, row.name)
    return int(read) if isinstance(read, float) and read.is_integer() else read


def _row(name: str) -> settings.Row | None:
    return next((row for row in settings.PARAMETERS if row.name == name), None)


def empty(folder: Path) -> Values:
    """An empty value for every parameter, so that zcli does not ask."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {one["name"]: "" for one in manifest.get("parameters") or []}
