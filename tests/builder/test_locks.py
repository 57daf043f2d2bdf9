"""The lock files are complete: a new release in an index changes nothing that the set-up installs."""

import importlib.metadata
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from builder import machine

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
Environment = dict[str, str]
PLATFORMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
NPM: dict[str, dict[str, Any]] = json.loads((ROOT / "package-lock.json").read_text())["packages"]


@dataclass(frozen=True)
class Line:
    """One line of requirements.txt: what it pins and the hashes that it takes."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as indexes compare it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The one version that will do."""
        return next(iter(self.requirement.specifier)).version

    def wanted(self, where: Environment) -> bool:
        """Whether it is installed there."""
        return holds(self.requirement.marker, where)


def lines(text: str) -> Iterator[Line]:
    """The lines of a lock file, continued ones joined."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            words, *hashes = line.split("--hash=")
            yield Line(Requirement(words), tuple(one.strip() for one in hashes))


LOCK = {line.name: line for line in lines((ROOT / "requirements.txt").read_text())}


def here() -> Environment:
    """What markers may ask of this machine."""
    return {name: str(value) for name, value in default_environment().items()}


def environments() -> Iterator[Environment]:
    """Every Python and system that the project supports."""
    for python, (system, (name, kind)) in product(PYTHONS, PLATFORMS.items()):
        where = here()
        where.update(python_version=python, python_full_version=f"{python}.0", implementation_version=f"{python}.0")
        where.update(sys_platform=system, platform_system=name, os_name=kind)
        yield where


def holds(marker: Marker | None, where: Environment, extras: frozenset[str] = frozenset()) -> bool:
    """Whether a requirement counts there, for a distribution that is wanted with these extras."""
    return marker is None or any(marker.evaluate({**where, "extra": extra}) for extra in extras or {""})


def requirements(name: str) -> list[Requirement]:
    """What an installed distribution says that it needs."""
    return [Requirement(one) for one in importlib.metadata.requires(name) or ()]


def reached(roots: list[Requirement], where: Environment) -> dict[str, frozenset[str]]:
    """Every distribution that is needed there, by name, with the extras of it that somebody wants.

    Fails if one is not in the lock, not for there, or pinned to a version that somebody does not take.
    """
    extras: dict[str, frozenset[str]] = {}
    due = [(one, "requirements.in") for one in roots]
    while due:
        wanted, by = due.pop()
        name = canonicalize_name(wanted.name)
        line = LOCK.get(name)
        assert line and line.wanted(where), f"{by} wants {wanted}, which is not in the lock for {where}"
        assert wanted.specifier.contains(line.version, prereleases=True), f"{by} wants {wanted}, not {line.version}"
        known = extras.get(name)
        if known is None or not wanted.extras <= known:
            extras[name] = (known or frozenset()) | {canonicalize_name(one) for one in wanted.extras}
            found = requirements(name) if name in INSTALLED else []
            due += [(one, name) for one in found if holds(one.marker, where, extras[name])]
    return extras


INSTALLED = {name for name, line in LOCK.items() if line.wanted(here())}
ROOTS = [Requirement(line) for line in re.sub(r"(?m)#.*$", "", (ROOT / "requirements.in").read_text()).split()]


@pytest.mark.parametrize(
    "where", list(environments()), ids=lambda one: f"{one['sys_platform']}-{one['python_version']}"
)
def test_the_python_lock_is_closed_under_what_its_members_require(where: Environment) -> None:
    assert reached(ROOTS, where)


def test_an_extra_that_a_member_wants_of_another_is_followed() -> None:
    assert "toml" in reached(ROOTS, here())["coverage"]


def test_no_package_is_locked_that_nothing_requires() -> None:
    assert {name for where in environments() for name in reached(ROOTS, where)} == set(LOCK)


def test_what_is_installed_here_is_what_the_lock_pins() -> None:
    assert {name: importlib.metadata.version(name) for name in INSTALLED} == {
        name: LOCK[name].version for name in INSTALLED
    }


def test_every_line_of_the_python_lock_pins_one_version_and_has_hashes() -> None:
    for line in LOCK.values():
        assert [one.operator for one in line.requirement.specifier] == ["=="]
        assert not line.requirement.extras and not line.requirement.url
        assert line.hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in line.hashes)


def test_the_lock_names_no_index_of_its_own() -> None:
    text = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements.in").read_text()
    assert not re.search(r"(?m)^\s*-(i|f|-index-url|-extra-index-url|-find-links|-trusted-host)\b|https?://", text)


def test_a_requirement_that_the_lock_lacks_is_found() -> None:
    with pytest.raises(AssertionError, match="no-such-thing"):
        reached([Requirement("no-such-thing")], here())
    with pytest.raises(AssertionError, match="not "):
        reached([Requirement("jinja2<1")], here())
    with pytest.raises(AssertionError, match="colorama"):
        reached([Requirement("colorama")], next(environments()))


def test_pip_installs_the_lock_and_nothing_else_and_builds_nothing() -> None:
    job = machine.pip_job(ROOT)
    assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= set(job.command)
    assert job.command[-2:] == ["-r", "requirements.txt"]
    assert job.whole == len(LOCK)


def resolved(place: str, name: str) -> str | None:
    """Where Node finds the package `name` from the package at this place: the nearest node_modules upwards."""
    while True:
        found = f"{place}/node_modules/{name}".lstrip("/")
        if found in NPM:
            return found
        if not place:
            return None
        place = place.rpartition("node_modules/")[0].rstrip("/")


def needs(place: str, package: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    """What a package asks for: name, range, and where Node finds it; what is optional may be nowhere."""
    optional = {one for one, said in package.get("peerDependenciesMeta", {}).items() if said.get("optional")}
    kinds = ("dependencies", "peerDependencies", "optionalDependencies", *(() if place else ("devDependencies",)))
    for kind in kinds:
        for name, span in package.get(kind, {}).items():
            found = resolved(place, name)
            if found or not (name in optional or kind == "optionalDependencies"):
                yield name, span, found


def taken(pairs: list[tuple[str, str]]) -> list[bool]:
    """Whether each version is in its range, by npm's own comparison."""
    script = (
        'const semver = require("semver"); let text = ""; process.stdin.on("data", (one) => { text += one; });'
        'process.stdin.on("end", () => console.log(JSON.stringify('
        "JSON.parse(text).map(([version, range]) => semver.satisfies(version, range)))));"
    )
    done = subprocess.run(
        [machine.node(), "-e", script], cwd=ROOT, input=json.dumps(pairs), capture_output=True, text=True, check=True
    )
    answer: list[bool] = json.loads(done.stdout)
    return answer


def span_of(name: str, span: str, overrides: Mapping[str, str]) -> str:
    """The range that counts: an override's, or that of the package behind an alias."""
    return overrides.get(name) or (span.rpartition("@")[2] if span.startswith("npm:") else span)


def test_the_npm_lock_is_closed_under_what_its_members_require() -> None:
    overrides = json.loads((ROOT / "package.json").read_text())["overrides"]
    found = [(place, *one) for place, package in NPM.items() for one in needs(place, package)]
    assert [one for one in found if one[3] is None] == []
    pairs = [(NPM[at]["version"], span_of(name, span, overrides)) for _, name, span, at in found if at]
    assert [one for one, good in zip(found, taken(pairs), strict=True) if not good] == []


def test_optional_parts_for_other_systems_are_locked_too() -> None:
    missing = [
        name
        for place, package in NPM.items()
        for name in package.get("optionalDependencies", {})
        if not resolved(place, name)
    ]
    assert missing == []


def test_no_npm_package_is_locked_that_nothing_requires() -> None:
    assert [place for place, package in NPM.items() if package.get("extraneous")] == []
    wanted = {at for place, package in NPM.items() for *_, at in needs(place, package) if at}
    assert set(NPM) - {""} == wanted


def test_every_package_of_the_npm_lock_has_its_hash_and_no_address() -> None:
    assert NPM[""]["devDependencies"] == json.loads((ROOT / "package.json").read_text())["devDependencies"]
    packages = [package for place, package in NPM.items() if place]
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package or "link" in package for package in packages)


def test_npm_installs_the_whole_lock_only_wherever_and_runs_no_scripts() -> None:
    assert machine.npm_job(ROOT).command[1:4] == ["ci", "--include=dev", "--include=optional"]
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text().splitlines()
