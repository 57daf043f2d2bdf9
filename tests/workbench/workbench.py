"""The whole workbench: pretend Zendesk, the app's assets, pretend Connect, Pyodide's files, each on its own origin."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import phonenumbers

from workbench import demo
from workbench.connect import SimulatedConnect
from workbench.connect_site import connect_site
from workbench.control_api import Board, control_routes
from workbench.mirrors import FOLDERS, Mirrors
from workbench.origin import Site, loopback
from workbench.package_site import Package, Versions, package_site, runtime_site
from workbench.stories_api import Stage, story_routes
from workbench.story import World
from workbench.wire import Wire
from workbench.workspace_site import Places, workspace_site
from workbench.zendesk import SimulatedZendesk

FIRST_PORT = 8700
LOCAL_CHAT = "https://participant.connect."
INSTANCES = "https://*.my.connect.aws"
NUMBER = "+61280000000"


def free_ports() -> list[socket.socket]:
    """Four free ports, for workbenches that follow each other on the same origins."""
    return [loopback() for _ in range(4)]


def present() -> datetime:
    """The present, as an aware datetime."""
    return datetime.now(UTC)


def as_dialled(typed: str) -> str:
    """A number of the demonstration's people in E.164, however it was typed."""
    return phonenumbers.format_number(phonenumbers.parse(typed, "AU"), phonenumbers.PhoneNumberFormat.E164)


def person(user: dict[str, Any]) -> dict[str, str]:
    """A user of the pretend Zendesk as the control panel offers them."""
    remark = "suspended" if user["suspended"] else ""
    return {"id": str(user["id"]), "name": user["name"], "number": as_dialled(user["phone"]), "remark": remark}


@dataclass(frozen=True)
class LocalPackage(Package):
    """A package in which addresses of Connect's and of the runtime lead here; all else is unchanged.

    They are ChatJS's fixed one and the two mirrors' in its scripts, and the instances' hosts in the pages' policy.
    """

    instance: str = ""
    runtime: str = ""

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file by its name in the package."""
        return self.localised(super().files)

    def localised(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """The files with the pretend instance in place of Connect's addresses, and the runtime's host for mirrors."""
        chat = f"{self.instance}/participant.connect."
        pages = {LOCAL_CHAT: chat, INSTANCES: " ".join(self._instances())}
        changes = {".js": {LOCAL_CHAT: chat, **self._mirrors()}, ".html": pages}
        return {name: _changed(content, changes.get(Path(name).suffix, {})) for name, content in files.items()}

    def _mirrors(self) -> dict[str, str]:
        hosts = (self.runtime, self.runtime.replace("127.0.0.1", "localhost"))  # two origins on one port
        return {live: f"{host}/{folder}/" for host, (live, folder) in zip(hosts, FOLDERS.items(), strict=True)}

    def _instances(self) -> tuple[str, str]:
        # Each agent has the instance at a host name of their own below localhost.
        return self.instance, f"http://*.localhost:{urlsplit(self.instance).port}"


def _changed(content: bytes, changes: dict[str, str]) -> bytes:
    for live, here in changes.items():
        content = content.replace(live.encode(), here.encode())
    return content


@dataclass
class Workbench:
    """The four origins; use it with `with`, after which its servers have ended."""

    package: str | Path
    ports: int | Sequence[socket.socket] | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    runtime: Path | None = None
    cross_site: bool = False
    drawer: bool = True
    now: Callable[[], datetime] = present

    @classmethod
    def serve(cls, package: str | Path, ports: int | Sequence[socket.socket] | None = None, **more: Any) -> Workbench:
        """A workbench for the package (a zip or a folder) on free ports, or on four from `ports` on.

        `ports` may be four sockets of `free_ports`, which stay open for the next one. Raises PortTaken if one is in
        use. More: `settings` over the app's installation settings; `runtime`, a folder of Pyodide's files;
        `cross_site`, the app on another site than Zendesk, as live: browsers that block third-party storage then deny
        it to the app, so it is off unless a test is about that; `drawer`, whether the control panel is in the
        workspace too; `now`, the clock of both services.
        """
        return cls(package, ports, **more)

    def __post_init__(self) -> None:
        """Makes the two pretend services and binds the ports, so that every origin is known."""
        self.zendesk = SimulatedZendesk(now=self.now)
        self.connect = SimulatedConnect(self.now)
        self._stack = ExitStack()
        with ExitStack() as bound:
            names = ("localhost", "127.0.0.1" if self.cross_site else "localhost", "127.0.0.1", "127.0.0.1")
            sockets = [bound.enter_context(each) for each in self._bound()]
            self.origins = [f"http://{name}:{one.getsockname()[1]}" for name, one in zip(names, sockets, strict=True)]
            apps = self._apps()
            self._sites = [Site(app, one) for app, one in zip(apps, sockets, strict=True)]
            bound.pop_all()

    def _bound(self) -> Iterator[socket.socket]:
        if isinstance(self.ports, Sequence):
            return (each.dup() for each in self.ports)
        first = self.ports
        return (loopback(first + n if first else 0) for n in range(4))

    @property
    def url(self) -> str:
        """The address of the agent workspace."""
        return f"{self.origins[0]}/"

    @property
    def control(self) -> str:
        """The address of the control panel."""
        return f"{self.origins[2]}/control/"

    def _apps(self) -> list[Any]:
        _, assets, instance, runtime = self.origins
        package = self._localised(self.package)
        self.zendesk.installation["settings"].update(self._settings(package, instance, runtime))
        self._versions = Versions(package)
        workspace = workspace_site(self.zendesk, self._versions, Places(assets, self.control if self.drawer else None))
        self.wire = Wire(workspace, self._newest)
        self.mirrors = Mirrors()
        board = Board(self.connect, self.zendesk, self.wire, self.people, self.mirrors)
        self.stories = Stage(World(self.connect, self.zendesk, self.url))
        return [
            self.wire,
            package_site(self._versions),
            connect_site(self.connect, [*story_routes(self.stories), *control_routes(board)]),
            runtime_site(self.runtime, self.mirrors),
        ]

    def _settings(self, package: Package, instance: str, runtime: str) -> dict[str, Any]:
        ours = {"connect_url": instance, "runtime_url": f"{runtime}/", "default_phone_number": NUMBER}
        return {**package.defaults, **ours, "default_country": "AU", **self.settings}

    def _localised(self, package: str | Path) -> LocalPackage:
        return LocalPackage(Path(package), instance=self.origins[2], runtime=self.origins[3])

    def update(self, package: str | Path) -> None:
        """Updates the app as an administrator does: tabs that are open keep their version, later ones get this one."""
        self._versions.update(self._localised(package))

    def people(self) -> list[dict[str, str]]:
        """Everybody with a number in the pretend Zendesk, as the network gives it; but nobody out of a story."""
        users = sorted(self.zendesk.users.values(), key=lambda user: str(user["name"]))
        return [person(user) for user in users if user["phone"] and user["id"] not in self.stories.world.customers]

    def _newest(self) -> str | None:
        """The contact that came last, or was closed last: what is written after its end still counts for it."""
        return next(reversed([*self.connect.closed, *self.connect.contacts]), None)

    def furnish(self) -> None:
        """Fills the account with the people and tickets of the demonstration."""
        demo.furnish(self.zendesk, self.connect, self.now())

    def __enter__(self) -> Workbench:
        """Starts the four servers."""
        for site in self._sites:
            self._stack.enter_context(site)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Ends the four servers, side by side."""
        for site in self._sites:
            site.end()
        self._stack.close()
