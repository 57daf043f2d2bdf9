"""Pages read settings before Python runs: by the same words, to the same values (rule 2.3)."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builder import machine, package
from deskline.model import kinds
from deskline.model.settings import PARAMETERS, Installation, Settings

ROOT = Path(__file__).parents[2]
PAGE = """
import { secure } from "./page/addresses.js";
import { readSettings } from "./page/settings.js";
const said = [];
for await (const chunk of process.stdin) said.push(chunk);
const read = JSON.parse(Buffer.concat(said)).map((settings) => readSettings({ settings }).read);
const checked = (name, value) => (name.endsWith("_url") && !secure(value) ? "" : value);
const all = (one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, checked(name, value)]));
console.log(JSON.stringify(read.map(all)));
"""

WORDS = [
    *(word for given in sorted(kinds.TRUE | kinds.FALSE) for word in (given, given.upper(), f" {given.title()}\t")),
    *sorted(kinds.UNSET), " None ", "NULL", "perhaps", "2", "on", "off", "tru e", True, False, 0, 1, 2, None,
]  # fmt: skip
ADDRESSES = [
    "https://acme.my.connect.aws", "https://acme.my.connect.aws/", " https://acme.awsapps.com/connect \n",
    "HTTPS://ACME.awsapps.com", "https://acme.example:8443/a/b?c=d#e", "http://acme.my.connect.aws",
    "http://127.0.0.1:8702", "http://agent-2.localhost:8702/x", "http://evil-localhost/", "acme.my.connect.aws",
    "//acme.my.connect.aws", "javascript:alert(1)", "javascript://localhost/%0aalert(1)", "https://[broken",
    "https://[::1]:8443/", "https://", "https://acme .com", "https://acme.com/a b", "https:\\\\acme.com",
    "https:acme.com", "https://acme.com:99999", "https://acme.com:0", "https://acme.com|evil", "https://acme.com^evil",
    "https://user@acme.com", "https://m\u00fcller.example", "soon", "-", "none", "NONE", "", None, 7, True,
]  # fmt: skip
REGIONS = ["eu-central-1", " EU-Central-1 ", "-", "null", "", None, 1]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    (folder / "page").mkdir()
    for name in ("page/addresses.js", "page/settings.js"):
        (folder / name).write_bytes((ROOT / "app" / name).read_bytes())
    (folder / "words.js").write_text(package.words())
    (folder / "test.js").write_text(PAGE)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def read_by_pages(folder: Path, given: list[Any]) -> list[dict[str, Any]]:
    command = [machine.node(), str(folder / "test.js")]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def read_by_the_engine(given: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    installation = Settings.read(given).installation
    return {name: getattr(installation, name) for name in names}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("media_less", WORDS),
        ("single_chat", WORDS),
        ("connect_url", ADDRESSES),
        ("sso_login_url", ADDRESSES),
        ("runtime_url", ADDRESSES),
        ("aws_region", REGIONS),
    ],
)
def test_rule_2_3_a_page_reads_a_setting_as_the_engine_does(page: Path, name: str, values: list[Any]) -> None:
    given = [{name: value} for value in values]
    for one, read in zip(given, read_by_pages(page, given), strict=True):
        assert read == read_by_the_engine(one, set(read)), one


def test_rule_2_3_settings_are_read_whatever_form_they_come_in(page: Path) -> None:
    given = {"title": "Deskline", "media_less": "false", "connect_url": "https://acme.my.connect.aws ", "other": "x"}
    forms = [given, [{name: value} for name, value in given.items()], {}, [], None]
    flat, listed, *none = read_by_pages(page, forms)
    assert flat == listed
    assert (flat["media_less"], flat["connect_url"]) == (False, "https://acme.my.connect.aws")
    assert none == [read_by_the_engine({}, set(flat))] * 3


def test_rule_2_5_every_setting_that_a_page_names_is_read(page: Path) -> None:
    (read,) = read_by_pages(page, [{}])
    assert {"connect_url", "sso_login_url", "aws_region", "media_less", "runtime_url"} <= set(read)
    assert set(read) < {row.name for row in PARAMETERS}
    assert read == {name: getattr(Installation(), name) for name in read}
