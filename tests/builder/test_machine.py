"""Setting up: instant when nothing changed, one sentence when something is missing; and the command line's door."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder import __main__ as door
from builder import completeness, deploy, machine

ROOT = Path(__file__).resolve().parents[2]
LOGIN = {"ZENDESK_SUBDOMAIN": "acme", "ZENDESK_EMAIL": "a@example.com", "ZENDESK_API_TOKEN": "t0psecret"}


def program(folder: Path, name: str, output: str) -> None:
    """A program on the path that prints this."""
    (folder / name).write_text(f"#!/bin/sh\necho '{output}'\n")
    (folder / name).chmod(0o755)


def sentence(text: str) -> bool:
    """Whether the text is one sentence."""
    return text.endswith(".") and "\n" not in text


@pytest.mark.parametrize("version", ["v18.19.0", "nonsense", ""])
def test_a_node_that_is_too_old_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str
) -> None:
    program(tmp_path, "node", version)
    program(tmp_path, "npm", "")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(machine.UserError, match="Node 20 or newer") as told:
        machine.node()
    assert sentence(str(told.value))


def test_no_node_gets_one_sentence_that_says_where_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(machine.UserError, match=r"nodejs\.org"):
        machine.node()


def test_the_door_itself_ends_with_that_sentence_and_status_1(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, ROOT / "build.py", "check"], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence(done.stderr.strip()) and "nodejs.org" in done.stderr


def test_a_checkout_that_fits_its_locks_is_ready_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.installer, "run", lambda *_: pytest.fail("nothing is due"))
    assert machine.ready(ROOT) == machine.venv_python(ROOT)


def test_changed_locks_are_installed_and_stamped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json", "requirements.txt"):
        (tmp_path / name).write_text('{"packages": {}}')
    for folder in ("node_modules", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    machine.venv_python(tmp_path).touch()
    ran: list[str] = []
    monkeypatch.setattr(machine.installer, "run", lambda job, root: ran.append(job.command[-1]))
    machine.ready(tmp_path)
    assert ran == ["--loglevel=http", str(tmp_path / ".venv"), "requirements.txt"]
    machine.ready(tmp_path)
    assert len(ran) == 3
    (tmp_path / "requirements.txt").write_text("# changed")
    machine.ready(tmp_path)
    assert ran[3:] == [str(tmp_path / ".venv"), "requirements.txt"]


@pytest.mark.parametrize("left", ["node_modules", ".venv"])
def test_a_set_up_that_is_interrupted_leaves_no_stamp(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, left: str
) -> None:
    for name in ("package.json", "package-lock.json", "requirements.txt"):
        (tmp_path / name).write_text('{"packages": {}}')
    (tmp_path / left).mkdir()
    (tmp_path / left / machine.STAMP).write_text("of another commit")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(machine.installer, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        {"node_modules": machine._fit_node_modules, ".venv": machine._fit_venv}[left](tmp_path)
    assert not (tmp_path / left / machine.STAMP).exists()


def test_this_checkout_has_all_that_its_locks_name() -> None:
    completeness.check_npm(ROOT)
    completeness.check_pip(ROOT)


def test_an_installer_that_left_things_out_is_not_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "node_modules").mkdir()
    monkeypatch.setattr(machine.installer, "run", lambda *_: None)
    for fit, tool in ((machine._fit_node_modules, "npm"), (machine._fit_venv, "pip")):
        with pytest.raises(
            machine.UserError, match=rf"^{tool} reported success, but .* and \d+ more are not installed"
        ) as told:
            fit(tmp_path)
        assert sentence(str(told.value))


def test_one_distribution_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("python-zendesk==1 \\\n  --hash=x\nother==2 ; sys_platform == 'x'\n")
    with pytest.raises(machine.UserError, match="but python-zendesk are not installed"):
        completeness.check_pip(tmp_path)
    (tmp_path / ".venv/lib/python3.11/site-packages/Python_Zendesk-1.dist-info").mkdir(parents=True)
    (tmp_path / ".venv/lib/python3.11/site-packages/Python_Zendesk-1.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: Python_Zendesk\nVersion: 1\n"
    )
    completeness.check_pip(tmp_path)


def test_the_named_chromium_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "chromium", "")
    program(tmp_path, "mine", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("DESKLINE_CHROMIUM", raising=False)
    assert machine.chromium(ROOT) == str(tmp_path / "chromium")
    monkeypatch.setenv("DESKLINE_CHROMIUM", str(tmp_path / "mine"))
    assert machine.chromium(ROOT) == str(tmp_path / "mine")


def test_a_named_chromium_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKLINE_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(machine.UserError, match="DESKLINE_CHROMIUM"):
        machine.chromium(ROOT)


@pytest.mark.parametrize("fetched", [True, False])
def test_playwrights_own_chromium_comes_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fetched: bool) -> None:
    own = tmp_path / "browser"
    (tmp_path / ".venv/bin").mkdir(parents=True)
    fetch = f"touch {own}" if fetched else "echo Error: no room; exit 1"
    program(tmp_path / ".venv/bin", "python", "")
    (tmp_path / ".venv/bin/python").write_text(f'#!/bin/sh\nif [ "$1" = -m ]; then {fetch}; else echo {own}; fi\n')
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("DESKLINE_CHROMIUM", raising=False)
    monkeypatch.setattr(machine.shutil, "which", lambda _: None)
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    if fetched:
        assert machine.chromium(tmp_path) == str(own)
        return
    with pytest.raises(machine.UserError, match=r"apt-get install -y chromium(?s:.)*failed: no room"):
        machine.chromium(tmp_path)


@pytest.mark.parametrize("given", [{}, {"ZENDESK_SUBDOMAIN": "acme"}, LOGIN | {"ZENDESK_EMAIL": ""}])
def test_deploying_without_credentials_says_which_are_needed(given: dict[str, str]) -> None:
    with pytest.raises(machine.UserError, match="ZENDESK_OAUTH_TOKEN or ZENDESK_EMAIL") as told:
        deploy.require_credentials(given)
    assert sentence(str(told.value))


@pytest.mark.parametrize("given", [LOGIN, {"ZENDESK_SUBDOMAIN": "acme", "ZENDESK_OAUTH_TOKEN": "x"}])
def test_either_kind_of_credential_will_do(given: dict[str, str]) -> None:
    deploy.require_credentials(given)


def test_an_update_needs_to_know_the_app_and_a_new_app_its_settings(tmp_path: Path) -> None:
    with pytest.raises(machine.UserError, match="ZENDESK_APP_ID"):
        deploy.require_settings(tmp_path, "update", LOGIN)
    with pytest.raises(machine.UserError, match="connect_url"):
        deploy.require_settings(tmp_path, "create", LOGIN)
    (tmp_path / deploy.SETTINGS).write_text('{"app_id": 7, "parameters": {"connect_url": "https://x"}}')
    for step in ("validate", "create", "update"):
        deploy.require_settings(tmp_path, step, LOGIN)


def test_an_account_that_cannot_be_reached_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(deploy.socket, "getaddrinfo", unknown)
    with pytest.raises(machine.UserError, match=r"acme\.zendesk\.com cannot be reached"):
        deploy.require_network(LOGIN)
    deploy.require_network({**LOGIN, "HTTPS_PROXY": "proxy"})


def test_what_is_uploaded_is_the_package_with_its_settings_kept_out(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "manifest.json").write_text("{}")
    (tmp_path / deploy.SETTINGS).write_text("{}")
    upload = deploy.staged(tmp_path, tmp_path / "package")
    assert sorted(path.name for path in upload.iterdir()) == [".zcliignore", "manifest.json", deploy.SETTINGS]
    assert (upload / ".zcliignore").read_text() == f"{deploy.SETTINGS}\n"


def test_credentials_are_never_printed_in_any_form() -> None:
    basic = "YUBleGFtcGxlLmNvbS90b2tlbjp0MHBzZWNyZXQ="
    text = deploy.without_secrets(f"Authorization: Basic {basic}, t0psecret, fine", LOGIN)
    assert text == "Authorization: Basic ***, ***, fine"


def test_what_the_machine_lacks_is_status_1_and_the_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (*LOGIN, "ZENDESK_OAUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert door.main(["deploy", "validate"]) == 1
    assert sentence(capsys.readouterr().err.strip())
