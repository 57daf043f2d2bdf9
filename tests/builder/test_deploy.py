"""Deploying: zcli against a simulated Apps API, and the messages that it prints.

Under the mark `pyodide` zcli itself runs, over TLS; otherwise a replacement, which a test here compares with it.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from builder import app_settings, deploy, machine, zcli
from workbench.apps_api import EMAIL, PAGE, SILENT, TOKEN, Account, AppsApi, Fault
from workbench.simulated_zcli import SimulatedZcli

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
ALL = {one["name"] for one in MANIFEST["parameters"]}
GIVEN = {"connect_url": "https://acme.my.connect.aws", "default_phone_number": "+61280000000"}
PATIENT = zcli.Limits(answer=120)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppsApi]:
    """The simulated Apps API, to which the environment leads."""
    with AppsApi() as served:
        for name in ("ZENDESK_APP_ID", "ZENDESK_OAUTH_TOKEN", "ZENDESK_PASSWORD", "HTTPS_PROXY", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        for name, value in served.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("HOME", str(tmp_path))
        yield served
        served.shutdown()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as a deployment needs."""
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    (root / "translations").symlink_to(ROOT / "translations")
    shutil.copy(ROOT / "manifest.json", root)
    return root


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with the real manifest."""
    folder = tmp_path / "package"
    (folder / "assets").mkdir(parents=True)
    shutil.copy(ROOT / "manifest.json", folder)
    (folder / "assets" / "page.js").write_text("0;")
    return folder


@dataclass
class Deploy:
    """Runs a step as `build.py deploy` does once the package is built, by zcli or by what stands in for it."""

    checkout: Path
    package: Path
    program: Callable[[zcli.Limits], zcli.Zcli]

    def __call__(self, step: str, file: dict[str, Any] | None = None, limits: zcli.Limits = PATIENT) -> int:
        """Return the exit status; the content of the file of settings may be given."""
        if file is not None:
            (self.checkout / deploy.SETTINGS).write_text(json.dumps(file))
        try:
            deploy.require_settings(self.checkout, step, os.environ)
            if step == "create":
                deploy.require_no_installation(self.checkout)
            return deploy.upload(self.program(limits), step, self.package)
        except machine.UserError as missing:
            print(missing)
            return 1


@pytest.fixture
def simulated(api: AppsApi, checkout: Path) -> Callable[[zcli.Limits], zcli.Zcli]:
    """What stands in for zcli."""
    return lambda limits: SimulatedZcli(checkout, limits, api=api)


@pytest.fixture
def run(
    request: pytest.FixtureRequest, checkout: Path, package: Path, simulated: Callable[[zcli.Limits], zcli.Zcli]
) -> Deploy:
    """Deploys by zcli itself under the mark `pyodide`."""
    itself = request.node.get_closest_marker("pyodide")
    return Deploy(checkout, package, partial(zcli.Zcli, checkout) if itself else simulated)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """The output so far, without credentials and stack traces."""

    def read() -> str:
        captured = capsys.readouterr()
        text = captured.out + captured.err
        assert TOKEN not in text and EMAIL + "/token" not in text and "Basic " not in text
        assert "node_modules" not in text and "Error:" not in text and "undefined" not in text
        return text

    return read


def installed(api: AppsApi, **settings: Any) -> None:
    """Let app 42 be installed with these settings."""
    api.account.apps[42] = {"name": "Deskline", "upload": 0}
    api.account.installations.append({"id": 700, "app_id": 42, "settings": {"name": "Deskline", **settings}})


@pytest.mark.pyodide
def test_validating_is_done_when_the_validator_has_answered(api: AppsApi, run: Deploy, told: Callable[[], str]) -> None:
    assert run("validate") == 0
    assert "validator at 127.0.0.1" in told()
    assert api.account.asked == ["POST /api/v2/apps/validate"]


@pytest.mark.pyodide
def test_creating_installs_with_a_value_for_every_parameter(
    api: AppsApi, run: Deploy, told: Callable[[], str], checkout: Path
) -> None:
    assert run("create", {"parameters": {**GIVEN, "media_less": "false", "create_ticket_after_minutes": "15"}}) == 0
    (made,) = api.account.installations
    settings = made["settings"]
    assert settings.keys() == ALL | {"name"}
    assert {name: settings[name] for name in GIVEN} == GIVEN
    assert (settings["media_less"], settings["single_chat"]) == (False, False)
    assert (settings["create_ticket_after_minutes"], settings["status_requests_per_minute"]) == (15, 60)
    assert (settings["runtime_url"], settings["queue_brands"]) == ("", "")
    assert settings["zendesk_ticket_attribute"] == "zendesk_ticket"
    assert "Deskline is installed at 127.0.0.1" in told()
    assert json.loads((checkout / deploy.SETTINGS).read_text())["app_id"] == 42


@pytest.mark.pyodide
def test_what_is_uploaded_holds_neither_settings_nor_what_zcli_left(api: AppsApi, run: Deploy) -> None:
    assert [run("create", {"parameters": GIVEN}), run("update")] == [0, 0]
    files = [[name for name in names if not name.endswith("/")] for names in api.account.uploads]
    assert files == [["assets/page.js", "manifest.json"]] * 2


def test_an_app_that_was_created_is_not_created_beside_itself(
    api: AppsApi, run: Deploy, told: Callable[[], str]
) -> None:
    assert run("create", {"parameters": GIVEN}) == 0
    assert run("create") == 1
    assert "is already app 42" in told()
    assert len(api.account.installations) == len(api.account.apps) == 1


def test_updating_after_creating_and_again_keeps_one_installation(
    api: AppsApi, run: Deploy, told: Callable[[], str]
) -> None:
    assert [run("create", {"parameters": GIVEN}), run("update"), run("update")] == [0, 0, 0]
    assert told().count("is updated, and so is its installation.") == 2
    assert (len(api.account.installations), api.account.apps[42]["upload"]) == (1, 3)


def test_an_update_keeps_what_the_administrator_has_set_unless_the_file_says_otherwise(
    api: AppsApi, run: Deploy
) -> None:
    maps = '{"Sales": 7}'
    installed(api, **GIVEN, queue_brands=maps, media_less=True, time_zone=None, create_ticket_after_minutes=5)
    assert run("update", {"app_id": 42, "parameters": {"time_zone": "Europe/Berlin"}}) == 0
    settings = api.account.installations[0]["settings"]
    assert settings.keys() == ALL | {"name"}
    assert (settings["queue_brands"], settings["media_less"], settings["connect_url"]) == (
        maps,
        True,
        GIVEN["connect_url"],
    )
    assert (settings["time_zone"], settings["create_ticket_after_minutes"]) == ("Europe/Berlin", 5)


def test_an_update_of_an_app_that_nobody_has_installed_says_so(
    api: AppsApi, run: Deploy, told: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    api.account.apps[42] = {"name": "Deskline", "upload": 0}
    monkeypatch.setenv("ZENDESK_APP_ID", "42")
    assert run("update") == 0
    assert "it is not installed there, so no agent has it yet" in told()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"time_zone": "UTC"}, ["connect_url: must be set", "default_phone_number: must be set"]),
        ({**GIVEN, "connect_url": "  "}, ["connect_url: must be set"]),
        ({**GIVEN, "connect_url": None}, ["connect_url: must be set"]),
        (
            {**GIVEN, "connect_url": "http://acme.my.connect.aws"},
            ["connect_url: http://acme.my.connect.aws is not an address that starts with https://."],
        ),
        ({**GIVEN, "default_phone_number": "0280000000"}, ["default_phone_number: 0280000000 is not a phone number"]),
        ({**GIVEN, "media_less": "perhaps"}, ["media_less: perhaps is not true or false"]),
        ({**GIVEN, "status_requests_per_minute": "many"}, ["status_requests_per_minute: many is not a number"]),
        ({**GIVEN, "queue_brands": "{"}, ["queue_brands: { is not JSON"]),
        ({**GIVEN, "conect_url": "x"}, ["conect_url: Deskline has no such parameter; is connect_url meant?"]),
        ({**GIVEN, "zzz": "x"}, ["zzz: Deskline has no such parameter."]),
    ],
)
def test_settings_that_do_not_fit_are_named_before_anything_is_sent(
    api: AppsApi, run: Deploy, told: Callable[[], str], parameters: dict[str, Any], words: list[str]
) -> None:
    assert run("create", {"parameters": parameters}) == 1
    said = told()
    assert said.startswith("Nothing was sent to Zendesk")
    assert all(each in said for each in words)
    assert api.account.asked == []


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"parameters": []}'.replace(b"[]", b"[1]"), b"\xff\xfe{", b"7"])
def test_an_unreadable_settings_file_is_reported_before_anything_is_sent(
    api: AppsApi, run: Deploy, told: Callable[[], str], checkout: Path, content: bytes
) -> None:
    (checkout / deploy.SETTINGS).write_bytes(content)
    assert [run("create"), run("update")] == [1, 1]
    assert deploy.SETTINGS in told()
    assert api.account.asked == []


def test_a_file_of_settings_may_begin_with_a_byte_order_mark(api: AppsApi, run: Deploy, checkout: Path) -> None:
    (checkout / deploy.SETTINGS).write_bytes(b"\xef\xbb\xbf" + json.dumps({"parameters": GIVEN}).encode())
    assert run("create") == 0


REFUSED = {"error": "RecordInvalid", "description": "Validation failed: manifest.json is too odd\nicon missing"}
DETAILS = {"error": "x", "details": {"base": [{"description": "Name has already been taken", "error": "taken"}]}}
FAULTS: dict[str, tuple[str, Fault, tuple[str, ...]]] = {
    "validate: refused": (
        "validate", Fault(".*validate", 422, REFUSED),
        ("Zendesk refused the package (HTTP 422). What it said:", "manifest.json is too odd", "icon missing"),
    ),
    "validate: refused without a word": (
        "validate", Fault(".*validate", 422, {}), ("Zendesk refused the package (HTTP 422). It did not say why.",),
    ),
    "validate: not let in": (
        "validate", Fault(".*", 401, {"error": "Couldn't authenticate you"}), ("does not accept the credentials",),
    ),
    "validate: a page": ("validate", Fault(".*", 404, PAGE), ("is not Zendesk's Apps API (HTTP 404)",)),
    "validate: a page with status 200": ("validate", Fault(".*", 200, PAGE), ("is not Zendesk's Apps API (HTTP 200)",)),
    "create: a page for the installation": (
        "create", Fault("POST .*installations.*", 200, PAGE), ("is not Zendesk's Apps API", "App 42 is there but not"),
    ),
    "validate: its own error": ("validate", Fault(".*", 503, PAGE), ("has an internal error (HTTP 503)",)),
    "validate: hangs up": ("validate", Fault(".*", 0), ("cannot be reached: the connection breaks off",)),
    "create: upload refused": (
        "create", Fault(".*uploads.*", 422, REFUSED),
        ("Zendesk refused the package (HTTP 422). Nothing was installed", "manifest.json is too odd"),
    ),
    "create: a page with status 200": ("create", Fault(".*uploads.*", 200, PAGE), ("is not Zendesk's Apps API",)),
    "create: refused": (
        "create", Fault(r"POST /api/apps\.json", 422, DETAILS),
        ("Zendesk refused the package (HTTP 422)", "Name has already been taken"),
    ),
    "create: an agent's token": ("create", Fault(r"POST /api/apps\.json", 403), ("administrator's credentials",)),
    "create: too often": ("create", Fault(".*job_statuses.*", 429), ("has received too many requests",)),
    "create: signed out in between": ("create", Fault(".*job_statuses.*", 401), ("does not accept the credentials",)),
    "create: a page for the job": ("create", Fault(".*job_statuses.*", 200, PAGE), ("is not Zendesk's Apps API",)),
    "create: the job breaks off": ("create", Fault(".*job_statuses.*", 0), ("the connection breaks off",)),
    "create: the job fails": (
        "create", Fault(".*job_statuses.*", 200, {"status": "failed", "message": "App building failed: bad location"}),
        ("could not build the app. Nothing was installed", "bad location"),
    ),
    "create: settings refused": (
        "create", Fault("POST .*installations.*", 422, REFUSED),
        ("Zendesk refused the settings (HTTP 422). App 42 is there but not installed", "too odd"),
    ),
    "create: the job fails without a word": (
        "create", Fault(".*job_statuses.*", 200, {"id": "d4a9", "status": "failed"}),
        ("could not build the app. Nothing was installed. It did not say why.",),
    ),
    "create: installing fails": (
        "create", Fault("POST .*installations.*", 500, PAGE),
        ("has an internal error (HTTP 500)", "App 42 is there; it may be installed"),
    ),
    "create: installing breaks off": (
        "create", Fault("POST .*installations.*", 0),
        ("the connection breaks off", "App 42 is there; it may be installed"),
    ),
    "create: creating breaks off": (
        "create", Fault(r"POST /api/apps\.json", 0),
        ("the connection breaks off", "The app may have been built all the same"),
    ),
    "create: which apps there are is refused": (
        "create", Fault(".*owned.*", 403), ("administrator's credentials", "Nothing was installed"),
    ),
    "update: rebuilding ends in an error": (
        "update", Fault("PUT .*/42", 502, PAGE),
        ("internal error (HTTP 502)", "The app may have been built all the same"),
    ),
    "update: the installation breaks off": (
        "update", Fault("PUT .*installations.*", 0),
        ("breaks off", "App 42 has the new version, but its installation may not have the settings"),
    ),
    "update: no such app": ("update", Fault("PUT .*/42", 404, {"error": "RecordNotFound"}), ("has no app 42",)),
    "update: settings refused": (
        "update", Fault("PUT .*installations.*", 422, REFUSED),
        ("refused the settings", "App 42 has the new version, but the settings"),
    ),
    "update: the list is refused": ("update", Fault("GET .*installations.*", 403), ("administrator's credentials",)),
    "update: the job fails": (
        "update", Fault(".*job_statuses.*", 200, {"status": "failed", "message": "no"}), ("Nothing was updated",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_zendesk_refuses_ends_with_status_1_and_its_own_words_after_ours(
    api: AppsApi, run: Deploy, told: Callable[[], str], fault: str
) -> None:
    step, befalls, words = FAULTS[fault]
    if step == "update":
        installed(api, **GIVEN)
    api.account.faults.append(befalls)
    api.account.jobs = []
    assert run(step, {"app_id": 42 if step == "update" else None, "parameters": GIVEN}) == 1
    said = told()
    assert all(each in said for each in words), said
    assert "<h1>" not in said


BY_ZCLI = (
    "validate: refused", "validate: a page with status 200", "validate: hangs up", "create: refused",
    "create: the job fails", "create: settings refused", "create: installing breaks off", "update: no such app",
    "update: settings refused",
)  # fmt: skip
"""One of each kind: what comes back where it is refused, is no answer of Zendesk's, or never comes."""
CARRIED_OUT = {"validate: accepted": "validate", "create: installed": "create", "update: installed": "update"}


@pytest.mark.pyodide
@pytest.mark.parametrize("fault", [*CARRIED_OUT, *BY_ZCLI])
def test_the_stand_in_asks_hears_and_ends_as_zcli_itself_does(
    api: AppsApi, run: Deploy, told: Callable[[], str], simulated: Callable[[zcli.Limits], zcli.Zcli], fault: str
) -> None:
    step = CARRIED_OUT.get(fault) or FAULTS[fault][0]
    befalls = [] if fault in CARRIED_OUT else [FAULTS[fault][1]]

    def outcome() -> list[object]:
        api.account = Account(faults=befalls, jobs=[{"status": "queued"}])
        if step == "update":
            installed(api, **GIVEN)
        status = run(step, {"app_id": 42 if step == "update" else None, "parameters": GIVEN})
        account = api.account
        return [status, told(), account.asked, account.apps, account.installations, len(account.uploads)]

    by_zcli = outcome()
    run.program = simulated
    assert outcome() == by_zcli


INTERRUPTED: dict[str, Fault] = {
    "the settings are refused": Fault("POST .*installations.*", 422, REFUSED),
    "installing is not answered": Fault("POST .*installations.*", 0),
    "creating is carried out and not answered": Fault(r"POST /api/apps\.json", 0, late=True),
    "creating is carried out and answered with an error": Fault(r"POST /api/apps\.json", 504, PAGE, late=True),
    "the job cannot be asked for": Fault(".*job_statuses.*", 500),
}


BY_ZCLI_TOO = pytest.param("creating is carried out and not answered", marks=pytest.mark.pyodide, id="by zcli itself")


@pytest.mark.parametrize("fault", [*INTERRUPTED, BY_ZCLI_TOO])
def test_creating_again_goes_on_with_the_app_that_an_earlier_attempt_has_left(
    api: AppsApi, run: Deploy, checkout: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    api.account.faults.append(INTERRUPTED[fault])
    assert run("create", {"parameters": GIVEN}) == 1
    api.account.faults.clear()
    monkeypatch.setenv("ZENDESK_APP_ID", "7")  # of something else
    assert run("create", {"parameters": {**GIVEN, "time_zone": "Europe/Berlin"}}) == 0
    (made,) = api.account.installations
    assert (list(api.account.apps), made["app_id"]) == ([42], 42)
    assert made["settings"].keys() == ALL | {"name"} and made["settings"]["time_zone"] == "Europe/Berlin"
    assert json.loads((checkout / deploy.SETTINGS).read_text())["app_id"] == 42


def test_what_was_installed_although_the_answer_was_lost_is_not_installed_again(
    api: AppsApi, run: Deploy, told: Callable[[], str]
) -> None:
    api.account.faults.append(Fault("POST .*installations.*", 0, late=True))
    assert run("create", {"parameters": GIVEN}) == 1
    api.account.faults.clear()
    assert run("create") == 1
    assert "has Deskline already, as app 42" in told()
    assert len(api.account.installations) == len(api.account.apps) == 1


def test_an_app_that_another_checkout_has_installed_is_not_joined_by_a_second_one(
    api: AppsApi, run: Deploy, told: Callable[[], str]
) -> None:
    installed(api, **GIVEN)
    assert run("create", {"parameters": GIVEN}) == 1
    assert "put app_id 42 into zcli.apps.config.json and use `deploy update`" in told()
    assert api.account.uploads == []


@pytest.mark.parametrize("answer", [(404, {"error": "InvalidEndpoint"}), (200, {}), (200, {"apps": [{"id": 7}, 3]})])
def test_an_account_that_lists_no_apps_gets_one_all_the_same(
    api: AppsApi, run: Deploy, answer: tuple[int, Any]
) -> None:
    api.account.apps[9] = {"name": "Something else", "upload": 0}
    api.account.faults.append(Fault(".*owned.*", *answer))
    assert run("create", {"parameters": GIVEN}) == 0
    assert len(api.account.installations) == 1


@pytest.mark.parametrize("named", ["42; rm", "../../x", "4.5", "-1", "\u0664\u0662", True])
def test_an_invalid_app_id_is_reported_before_anything_is_sent(
    api: AppsApi, run: Deploy, told: Callable[[], str], named: object
) -> None:
    assert run("update", {"app_id": named, "parameters": GIVEN}) == 1
    assert "to the number of the app to update, not " in told()
    assert api.account.asked == []


@pytest.mark.parametrize(
    ("silent", "words"),
    [
        pytest.param(r"GET .*owned.*", "Nothing was installed.", marks=pytest.mark.pyodide, id="by zcli itself"),
        (r"GET .*owned.*", "Nothing was installed."),
        (r"POST .*uploads.*", "Nothing was installed."),
        (r"POST /api/apps\.json", "The app may have been built all the same"),
        (r"POST .*installations.*", "App 42 is there; it may be installed."),
    ],
)
def test_a_zendesk_that_falls_silent_is_given_up_without_a_guess(
    api: AppsApi, run: Deploy, told: Callable[[], str], silent: str, words: str
) -> None:
    api.account.faults.append(Fault(silent, SILENT))
    assert run("create", {"parameters": GIVEN}, zcli.Limits(answer=3)) == 1
    said = told()
    assert "did not answer in time." in said and words in said


def test_a_job_without_end_is_given_up(api: AppsApi, run: Deploy, told: Callable[[], str]) -> None:
    api.account.jobs = [{"status": "working"}] * 999
    assert run("create", {"parameters": GIVEN}, zcli.Limits(answer=120, answers=6)) == 1
    assert "did not build the app in time; its last state was working." in told()


@pytest.mark.pyodide
def test_nobody_listening_is_said(
    api: AppsApi, run: Deploy, told: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ZENDESK_DOMAIN", f"0.0.1:{taken.getsockname()[1]}")
        assert [run(step, {"app_id": 42, "parameters": GIVEN}) for step in ("validate", "update")] == [1, 1]
    assert told().count("cannot be reached: it refuses the connection.") == 2


@pytest.mark.pyodide
def test_a_certificate_that_is_not_trusted_is_said(
    api: AppsApi, run: Deploy, told: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS")
    assert run("validate") == 1
    assert "The certificate of 127.0.0.1" in told()


@pytest.mark.pyodide
def test_a_zcli_that_does_nothing_and_reports_success_is_not_believed(
    api: AppsApi, run: Deploy, told: Callable[[], str], checkout: Path
) -> None:
    (checkout / "node_modules").unlink()
    program = checkout / "node_modules/@zendesk/zcli/bin/run"
    program.parent.mkdir(parents=True)
    (checkout / "node_modules/@zendesk/zcli-core").symlink_to(ROOT / "node_modules/@zendesk/zcli-core")
    program.write_text("console.log('Successfully installed app: Deskline')")
    for step in ("validate", "create"):
        assert run(step, {"parameters": GIVEN}) == 1
    assert "Zendesk has not reported that the create was carried out" in told()


def test_settings_that_zendesk_lists_one_by_one_are_kept_too(api: AppsApi, run: Deploy) -> None:
    installed(api)
    listed = [{"name": name, "value": value} for name, value in {**GIVEN, "aws_region": "eu-central-1"}.items()]
    api.account.installations[0] |= {"settings": None, "settings_objects": listed}
    assert run("update", {"app_id": "42"}) == 0
    assert api.account.installations[0]["settings"]["aws_region"] == "eu-central-1"


def test_settings_that_zendesk_does_not_tell_are_not_overwritten(
    api: AppsApi, run: Deploy, told: Callable[[], str]
) -> None:
    installed(api)
    api.account.installations[0]["settings"] = None
    assert run("update", {"app_id": 42, "parameters": GIVEN}) == 1
    assert "does not return the settings of app 42: nothing was sent" in told()
    assert api.account.uploads == []


def test_a_port_in_the_domain_is_no_part_of_the_name_that_is_looked_up() -> None:
    deploy.require_network({"ZENDESK_SUBDOMAIN": "127", "ZENDESK_DOMAIN": "0.0.1:8443"})


@pytest.mark.parametrize("written", ["acme", "ACME ", "acme.zendesk.com", "https://acme.zendesk.com/"])
def test_the_subdomain_may_be_written_as_the_whole_address(written: str) -> None:
    assert deploy.host({"ZENDESK_SUBDOMAIN": written}) == "acme.zendesk.com"


def test_every_parameter_of_the_manifest_has_a_row_in_the_table_of_settings() -> None:
    assert [name for name in ALL if app_settings._row(name) is None] == []
