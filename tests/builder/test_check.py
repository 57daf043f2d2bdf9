"""Every rule of the check, with a sample that breaks it and nothing else."""

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder import check, package
from builder.rules.finding import Finding

Files = dict[str, bytes]
Change = Callable[[Files], None]
AUTHOR = {"name": "A", "email": "a@example.com", "url": "https://example.com"}
MANIFEST: dict[str, Any] = {
    "name": "Sample",
    "author": AUTHOR,
    "version": "1.0.0",
    "frameworkVersion": "2.0",
    "defaultLocale": "en",
    "private": True,
    "location": {"support": {"top_bar": {"url": "assets/page.html?x=1"}}},
    "parameters": [{"name": "size", "type": "number", "required": True}],
}
ENGLISH: dict[str, Any] = {"app": {"name": "Sample", "parameters": {"size": {"label": "Size"}}}}
ICON = b'<svg viewBox="0 0 18 18"><path fill="currentColor" d="M1 1h9v9z"/></svg>'
TEXTS = {"short_description": "s", "long_description": "l", "installation_instructions": "i"}


def sample() -> Files:
    """A package that breaks no rule."""
    return {
        "manifest.json": json.dumps(MANIFEST).encode(),
        "translations/en.json": json.dumps(ENGLISH).encode(),
        "requirements.json": json.dumps({"ticket_fields": {"queue": {"type": "text", "title": "Queue"}}}).encode(),
        "assets/page.html": b"<!doctype html><title>Page</title>",
        "assets/icon_top_bar.svg": ICON,
    }


def manifest(**changed: Any) -> Change:
    """The sample with fields of its manifest replaced; None drops a field."""
    fields = {name: value for name, value in {**MANIFEST, **changed}.items() if value is not None}
    return lambda files: files.update({"manifest.json": json.dumps(fields).encode()})


def parameter(*given: Any) -> Change:
    """The sample with these parameters."""
    return manifest(parameters=list(given))


def place(**given: Any) -> Change:
    """The sample with these locations in Support."""
    return manifest(location={"support": given})


def english(app: Any, **changed: Any) -> Change:
    """The sample with another English translation, and other manifest fields."""

    def apply(files: Files) -> None:
        manifest(**changed)(files)
        files["translations/en.json"] = json.dumps({"app": app} if app is not None else {}).encode()

    return apply


def required(**given: Any) -> Change:
    """The sample with these requirements."""
    return holding("requirements.json", json.dumps(given).encode())


def holding(name: str, content: bytes) -> Change:
    """The sample with one more file."""
    return lambda files: files.update({name: content})


def v2(**parts: Any) -> Change:
    """The sample with these custom objects."""
    return required(custom_objects_v2=parts)


def png(width: int, height: int) -> bytes:
    """The head of a PNG of this size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(13)


SECURE_OAUTH = {"name": "a", "type": "oauth", "secure": True, "scopes": ["url"]}
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF-1.7", b"RIFF1234AVI ", b"BZh9", b"ID3\x03", b"7z\xbc\xaf\x27\x1c")
OBJECT = {"key": "car", "title": "Car", "title_pluralized": "Cars", "include_in_list_view": True}
FIELD = {"key": "f", "title": "F", "type": "text", "object_key": "car"}
TRIGGER = {"key": "t", "object_key": "car", "title": "T", "actions": [{}], "conditions": {"all": [{}]}}
HOOK = {"name": "h", "status": "active", "endpoint": "https://e", "http_method": "POST", "request_format": "json"}

BROKEN: list[tuple[str, str, Change]] = [
    ("missing_manifest", "manifest.json", lambda files: files.pop("manifest.json") and None),
    ("nested_manifest", "app/manifest.json", lambda f: f.update({"app/manifest.json": f.pop("manifest.json")})),
    ("manifest_not_json", "manifest.json", holding("manifest.json", b"{")),
    ("manifest_not_json", "manifest.json", holding("manifest.json", b"[]")),
    ("duplicate_manifest_keys", "manifest.json", lambda f: f.update({"manifest.json": twice(f["manifest.json"])})),
    ("missing_field", "manifest.json", manifest(author=None)),
    ("missing_field", "manifest.json", manifest(defaultLocale=None)),
    *[("not_a_boolean", "manifest.json", manifest(**{name: "yes"})) for name in ("private", "singleInstall")],
    ("not_a_string", "manifest.json", manifest(version=1)),
    ("not_a_string", "manifest.json", manifest(author={**AUTHOR, "email": 1})),
    ("not_an_object", "manifest.json", manifest(experiments=[])),
    ("not_an_array", "manifest.json", manifest(parameters={})),
    ("domain_whitelist_not_strings", "manifest.json", manifest(domainWhitelist=["a", 1])),
    ("domain_whitelist_not_strings", "manifest.json", manifest(domainWhitelist="a")),
    ("unknown_experiment", "manifest.json", manifest(experiments={"time_travel": True})),
    ("framework_version", "manifest.json", manifest(frameworkVersion="2")),
    ("no_template", "manifest.json", manifest(noTemplate=True)),
    ("invalid_default_locale", "manifest.json", manifest(defaultLocale="english")),
    ("missing_translation_file", "manifest.json", manifest(defaultLocale="de")),
    ("invalid_url", "manifest.json", manifest(termsConditionsURL="ftp://example.com")),
    ("invalid_url", "manifest.json", manifest(author={**AUTHOR, "url": "example"})),
    ("oauth_keys", "manifest.json", manifest(oauth={"client_id": "x"}, parameters=[{"name": "o", "type": "oauth"}])),
    (
        "oauth_parameter_required",
        "manifest.json",
        manifest(oauth=dict.fromkeys(("client_id", "client_secret", "authorize_uri", "access_token_uri"), "x")),
    ),
    ("duplicate_parameters", "manifest.json", parameter({"name": "size"}, {"name": "size"})),
    (
        "too_many_oauth_parameters",
        "manifest.json",
        parameter({"name": "a", "type": "oauth"}, {"name": "b", "type": "oauth"}),
    ),
    *[
        ("invalid_parameter_type", "manifest.json", parameter({"name": "a", "type": t}))
        for t in ("dropdown", "password")
    ],
    ("missing_parameter_name", "manifest.json", parameter({"type": "text"})),
    ("parameter_called_name", "manifest.json", parameter({"name": "name"})),
    ("parameter_flag_not_boolean", "manifest.json", parameter({"name": "a", "required": "true"})),
    ("hidden_and_required", "manifest.json", parameter({"name": "a", "type": "hidden", "required": True})),
    (
        "oauth_cannot_be_secure",
        "manifest.json",
        parameter(SECURE_OAUTH),
    ),
    ("scopes_need_secure", "manifest.json", parameter({"name": "a", "scopes": ["header"]})),
    ("invalid_scopes", "manifest.json", parameter({"name": "a", "secure": True, "scopes": []})),
    ("invalid_scopes", "manifest.json", parameter({"name": "a", "secure": True, "scopes": ["cookie"]})),
    ("insecure_token_parameter", "manifest.json", parameter({"name": "api_token", "type": "text"})),
    ("default_secure_or_hidden_parameter", "manifest.json", parameter({"name": "a", "type": "hidden", "default": "x"})),
    ("secure_parameter_without_scopes", "manifest.json", parameter({"name": "a", "secure": True})),
    ("missing_location", "manifest.json", manifest(location=None)),
    ("location_not_urls", "manifest.json", manifest(location=["top_bar"])),
    ("location_not_urls", "manifest.json", manifest(location={"support": ["top_bar"]})),
    ("location_not_urls", "manifest.json", place(top_bar=["x"])),
    ("unknown_product", "manifest.json", manifest(location={"talk": {"top_bar": "assets/page.html"}})),
    ("unknown_location", "manifest.json", place(talk_popover="assets/page.html")),
    ("unknown_location", "manifest.json", place(custom_object_record_sidebar="assets/page.html")),
    ("location_flag_not_boolean", "manifest.json", place(top_bar={"url": "assets/page.html", "flexible": "yes"})),
    ("blank_location_url", "manifest.json", place(top_bar={"url": ""})),
    ("invalid_location_url", "manifest.json", place(top_bar="assets/none.html")),
    ("invalid_location_url", "manifest.json", place(top_bar="http://example.com/page.html")),
    ("source_in_app_without_code", "assets/a.js", lambda f: (manifest(requirementsOnly=True)(f), js(f))[0]),
    ("translation_file_name", "translations/english.json", holding("translations/english.json", b"{}")),
    ("translation_not_json", "translations/de.json", holding("translations/de.json", b"[")),
    ("translation_without_app", "translations/en.json", english(None)),
    ("translation_without_name", "translations/en.json", english({"title": "x"})),
    *[
        (
            "translation_without_text",
            "translations/en.json",
            english({"name": "S", **{k: v for k, v in TEXTS.items() if k != gone}}, private=False),
        )
        for gone in TEXTS
    ],
    (
        "parameter_without_label",
        "translations/en.json",
        english({"name": "S", "parameters": {"size": {}}}),
    ),
    (
        "translation_not_titled",
        "translations/en.json",
        english({"package": "p", "name": {"title": "t", "value": "v"}, "other": "plain"}),
    ),
    ("requirements_not_json", "requirements.json", holding("requirements.json", b"")),
    ("duplicate_requirements", "requirements.json", holding("requirements.json", b'{"macros": {}, "macros": {}}')),
    ("unknown_requirement_type", "requirements.json", required(brands={"a": {"title": "x"}})),
    ("requirement_not_object", "requirements.json", required(macros=["x"])),
    ("requirement_incomplete", "requirements.json", required(triggers={"a": {}})),
    ("requirement_incomplete", "requirements.json", required(user_fields={"a": {"title": "x"}})),
    ("requirement_incomplete", "requirements.json", required(webhooks={"a": {**HOOK, "endpoint": ""}})),
    ("requirement_incomplete", "requirements.json", required(channel_integrations={"a": {}})),
    ("old_target_type", "requirements.json", required(targets={"a": {"title": "x", "type": "http_target"}})),
    ("too_many_requirements", "requirements.json", required(macros={str(n): {"title": "x"} for n in range(5001)})),
    ("too_many_custom_objects", "requirements.json", required(custom_objects={"resources": [{}] * 51})),
    (
        "too_many_channel_integrations",
        "requirements.json",
        required(channel_integrations={one: {"manifest_url": "https://e"} for one in "ab"}),
    ),
    ("custom_object_incomplete", "requirements.json", v2(objects=[{"key": "car", "title": "Car"}])),
    (
        "custom_object_incomplete",
        "requirements.json",
        v2(object_triggers=[{**TRIGGER, "actions": None}]),
    ),
    ("too_many_custom_objects", "requirements.json", v2(objects=[OBJECT] * 51)),
    ("too_many_per_custom_object", "requirements.json", v2(objects=[OBJECT], object_fields=[FIELD] * 21)),
    (
        "too_many_per_custom_object",
        "requirements.json",
        v2(objects=[OBJECT], object_fields=[{**FIELD, "type": "dropdown"}] * 6),
    ),
    ("too_many_per_custom_object", "requirements.json", v2(objects=[OBJECT], object_triggers=[TRIGGER] * 11)),
    (
        "too_many_in_custom_object",
        "requirements.json",
        v2(objects=[OBJECT], object_triggers=[{**TRIGGER, "conditions": {"all": [{}] * 30, "any": [{}] * 21}}]),
    ),
    ("custom_objects_too_large", "requirements.json", v2(objects=[{**OBJECT, "description": "x" * 1_000_000}])),
    ("setting_placeholder_in_custom_objects", "requirements.json", v2(objects=[{**OBJECT, "title": "{{setting.a}}"}])),
    ("banner_format", "assets/banner.png", holding("assets/banner.png", b"\xff\xd8\xff")),
    ("banner_size", "assets/banner.png", holding("assets/banner.png", png(830, 201))),
    ("svg_edited", "assets/a.svg", holding("assets/a.svg", b"<svg><style>p{}</style></svg>")),
    ("svg_edited", "assets/a.svg", holding("assets/a.svg", b'<svg aria-label="x"/>')),
    ("svg_edited", "assets/a.svg", holding("assets/a.svg", b"<svg><!-- x --></svg>")),
    ("svg_image", "assets/a.svg", holding("assets/a.svg", b"<svg><image/></svg>")),
    ("svg_not_xml", "assets/a.svg", holding("assets/a.svg", b"<svg>")),
    ("icon_without_viewbox", "assets/icon_nav_bar.svg", holding("assets/icon_nav_bar.svg", b"<svg/>")),
    ("file_too_large", "assets/a.js", holding("assets/a.js", b" " * 2_000_000)),
    ("asset_type", "assets/a.wasm", holding("assets/a.wasm", b"\0asm")),
    ("asset_type", "assets/a", holding("assets/a", b"x")),
    ("not_utf_8", "assets/a.js", holding("assets/a.js", b"'\xff'")),
    *[
        ("unsupported_mime_type", "assets/a.png", holding("assets/a.png", start + bytes(20)))
        for start in (
            b"PK\x03\x04",
            b"\x1f\x8b\x08",
            b"%PDF-1.7",
            b"RIFF1234AVI ",
            b"BZh9",
            b"ID3\x03",
            b"7z\xbc\xaf\x27\x1c",
        )
    ],
    ("unsupported_mime_type", "notes.pdf", holding("notes.pdf", b"x")),
    ("insecure_request", "assets/a.js", holding("assets/a.js", b'fetch("http://example.com")')),
    ("generic_secret", "assets/a.json", holding("assets/a.json", b'{"x": "authKey"}')),
    ("application_secret", "assets/a.js", holding("assets/a.js", b'const id = "AKIA' + b'ABCDEFGH12345678";')),
    ("application_secret", "assets/a.xml", holding("assets/a.xml", b"-----BEGIN EC PRIVATE" + b" KEY-----")),
    (
        "application_secret",
        "assets/a.js",
        holding("assets/a.js", b"github_" + b'token: "0123456789abcdef0123456789abcdef"'),
    ),
]
WARNINGS = {
    "insecure_token_parameter",
    "default_secure_or_hidden_parameter",
    "secure_parameter_without_scopes",
    "svg_edited",
    "svg_image",
    "insecure_request",
    "generic_secret",
    "application_secret",
}


def twice(content: bytes) -> bytes:
    """The manifest with its first key repeated."""
    return content.replace(b"{", b'{"name": "Again", ', 1)


def js(files: Files) -> None:
    """Adds a script."""
    files["assets/a.js"] = b""


def found_in(files: Files) -> list[Finding]:
    """What the check says of these files."""
    return list(check.of_files(files))


def test_the_sample_breaks_no_rule() -> None:
    assert found_in(sample()) == []


@pytest.mark.parametrize(("rule", "file", "change"), BROKEN, ids=[f"{n}-{one[0]}" for n, one in enumerate(BROKEN)])
def test_a_broken_rule_is_named_with_its_file(rule: str, file: str, change: Change) -> None:
    files = sample()
    change(files)
    severity = "warning" if rule in WARNINGS else "error"
    assert {(one.severity, one.rule, one.file) for one in found_in(files)} >= {(severity, rule, file)}


@pytest.mark.parametrize(
    "change",
    [
        place(top_bar="https://example.com/page.html"),
        place(top_bar="http://localhost:4567/page.html"),
        place(modal={"autoLoad": False}),
        manifest(location=None, requirementsOnly=True),
        required(webhooks={"a": HOOK}),
        v2(objects=[OBJECT], object_fields=[FIELD], object_triggers=[TRIGGER]),
        english({"name": "S", **TEXTS}, private=False),
        english({"package": "p", "name": {"title": "t", "value": "v"}}),
        holding("assets/banner.png", png(1660, 400)),
        holding("assets/data.json", b'{"xmlns": "http://www.w3.org/2000/svg"}'),
    ],
)
def test_what_the_validator_accepts_is_accepted(change: Change) -> None:
    files = sample()
    change(files)
    assert found_in(files) == []


def test_a_zip_of_two_megabytes_is_too_large(tmp_path: Path) -> None:
    target = tmp_path / "app.zip"
    target.write_bytes(package.zipped(sample()) + bytes(2_000_000))
    with zipfile.ZipFile(target, "w") as packed:
        for number in range(3):
            packed.writestr(f"assets/{number}.png", bytes(700_000))
    assert "zip_too_large" in {one.rule for one in check.findings(target)}


def test_a_link_in_the_zip_is_an_error(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("assets/link.js")
    entry.external_attr = 0o120777 << 16
    target = tmp_path / "app.zip"
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(entry, "page.html")
    assert ("error", "assets/link.js") in {(one.severity, one.file) for one in check.findings(target)}


def test_the_report_puts_errors_first_and_counts(tmp_path: Path) -> None:
    files = sample() | {"assets/a.js": b'"http://example.com"', "assets/b.exe": b"x"}
    (tmp_path / "app.zip").write_bytes(package.zipped(files))
    lines = check.report(check.findings(tmp_path / "app.zip")).splitlines()
    assert lines == [
        "error: assets/b.exe: asset_type: .exe is not an accepted asset type",
        "warning: assets/a.js: insecure_request: http://example.com",
        "1 errors, 1 warnings",
    ]
