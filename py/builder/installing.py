"""The settings of an installation: zcli.apps.config.json over what is installed, over the manifest's defaults.

zcli asks on standard input for every parameter that its file does not name, so it is handed all of them. What an
administrator would leave empty is handed as Zendesk's own form has it: empty text, an unticked box, the default number.
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
    """The file's content; nothing if there is no file. Raises Missing if it is not what zcli can read."""
    file = root / FILE
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise machine.Missing(f"{FILE} is not valid JSON ({error}): mend it, for example {EXAMPLE}.") from None
    if not isinstance(found, dict) or not isinstance(found.get("parameters") or {}, dict):
        raise machine.Missing(f"{FILE} must hold an object with an object of parameters, for example {EXAMPLE}.")
    return found


def remember(root: Path, app_id: object) -> str:
    """Puts the app's number into the file, as zcli does where it packs the folder in which it is run; says so."""
    text = json.dumps({**read(root), "app_id": app_id}, indent=2, ensure_ascii=False)
    try:
        (root / FILE).write_text(f"{text}\n", "utf-8")
    except OSError as error:
        return (
            f"{FILE} could not be written ({error.strerror}): put app_id {app_id} there yourself, for `deploy update`."
        )
    return f"The number is kept in {FILE}, for `deploy update`."


def of(installation: Mapping[str, object]) -> Values | None:
    """The settings of an installation as Zendesk tells it, in either of its two ways; None if it does not."""
    told, listed = installation.get("settings"), installation.get("settings_objects")
    if isinstance(told, dict):
        return told
    if not isinstance(listed, list):
        return None
    return {str(one["name"]): one.get("value") for one in listed if isinstance(one, dict) and "name" in one}


def parameters(root: Path, folder: Path, said: Mapping[str, Any], installed: Mapping[str, Any]) -> Values:
    """A value for every parameter of the package in the folder. Raises Missing, naming each that is not right."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    wanted: list[Values] = manifest.get("parameters") or []
    given = {name: _plain(value) for name, value in said.items()}
    named = {name: value for name, value in given.items() if value not in EMPTY}
    values = {one["name"]: _first(one, given, installed) for one in wanted}
    known = {one["name"] for one in wanted}
    wrong = [
        *(_typo(name, known) for name in sorted(said.keys() - known)),
        *(_lacking(one["name"]) for one in wanted if one.get("required") and values[one["name"]] in EMPTY),
        *_unfit(root, {name: value for name, value in named.items() if name in known}),
    ]
    if wrong:
        raise machine.Missing("\n".join([f"Nothing was sent to Zendesk, because of {FILE}:", *wrong]))
    return {one["name"]: _as_zendesk_has_it(one, values[one["name"]]) for one in wanted}


def _plain(value: object) -> object:
    """Text without spaces around it; an object or a list, which a hidden parameter may be, as the text that it is."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value.strip() if isinstance(value, str) else value


def _first(one: Values, given: Values, installed: Mapping[str, Any]) -> object:
    name = one["name"]
    if name in given:
        return one.get("default", "") if given[name] in EMPTY else given[name]
    return installed[name] if installed.get(name) not in EMPTY else one.get("default", "")


def _typo(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"- {name}: Deskline has no such parameter" + (f"; is {near[0]} meant?" if near else ".")


def _lacking(name: str) -> str:
    row = _row(name)
    return f"- {name}: must be set." + (f" {row.help}" if row else "")


def _unfit(root: Path, named: Values) -> list[str]:
    texts = json.loads((root / "translations" / "en.json").read_text("utf-8"))["deskline"]
    say = Texts({key: text for key, text in texts.items() if isinstance(text, str)})
    return [
        f"- {one.name}: {one.value} is not {_expected(say, one.expected)}."
        for one in settings.Settings.read(named).problems
    ]


def _expected(say: Texts, expected: str) -> str:
    key, _, options = expected.partition(":")
    return say(key, options=options)


def _as_zendesk_has_it(one: Values, value: object) -> object:
    """The value in the type of its parameter, as the product itself reads it."""
    row = _row(one["name"])
    if one.get("type") not in ("checkbox", "number"):
        return "" if value is None else str(value)
    if row is None:
        return value
    read = getattr(settings.Settings.read({row.name: value}).installation, row.name)
    return int(read) if isinstance(read, float) and read.is_integer() else read


def _row(name: str) -> settings.Row | None:
    return next((row for row in settings.PARAMETERS if row.name == name), None)


def unset(folder: Path) -> Values:
    """Nothing for every parameter, where only the asking is to be avoided."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {one["name"]: "" for one in manifest.get("parameters") or []}
