"""The simulated agent workspace over HTTP: its page, Zendesk's REST API beside it, and pushes to every open tab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from workbench.line import GONE, say
from workbench.package_site import Versions
from workbench.schema import Unknown
from workbench.zendesk import SimulatedZendesk
from workbench.zendesk_http import Json

PAGES = Path(__file__).with_name("workspace")
AGENT_HEADER = "x-workbench-agent"
# No status of Zendesk's: the workspace's page makes a request without an answer of it.
NO_ANSWER = 599
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Places:
    """Where the other parts of the workbench are: the app's assets, and the control panel if there is one."""

    assets: str
    control: str | None = None


class Pushes:
    """Passes the desk's events on to every open tab's web socket, from whichever thread they come."""

    def __init__(self, desk: SimulatedZendesk) -> None:
        """Listens to the desk from now on."""
        self._tabs: dict[asyncio.Queue[Json], asyncio.AbstractEventLoop] = {}
        self.stop = desk.subscribe(self._pass_on)

    def _pass_on(self, event: Json) -> None:
        for queue, loop in tuple(self._tabs.items()):
            loop.call_soon_threadsafe(queue.put_nowait, event)

    async def serve(self, socket: WebSocket) -> None:
        """One tab, until it goes."""
        await socket.accept()
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._tabs[queue] = asyncio.get_running_loop()
        sending = asyncio.create_task(self._send(socket, queue))
        with suppress(*GONE):
            while True:
                await socket.receive_text()
        del self._tabs[queue]
        sending.cancel()

    async def _send(self, socket: WebSocket, queue: asyncio.Queue[Json]) -> None:
        while True:
            await say(socket, await queue.get())


def workspace_site(desk: SimulatedZendesk, versions: Versions, places: Places) -> Starlette:
    """The workspace's origin; `?agent=<id>` of its page says who is signed in, `connectAgent=<id>` who in Connect."""
    return Starlette(
        routes=[
            Route("/config.json", _config(desk, versions, places)),
            Route("/api/v2/{path:path}", _api(desk), methods=METHODS),
            Route("/workbench/icons/{name}", _icon(versions)),
            Route("/workbench/home", _home(desk)),
            Route("/workbench/tickets/{id:int}", _ticket(desk), methods=["GET", "PUT"]),
            Route("/workbench/users/{id:int}", _user(desk)),
            WebSocketRoute("/workbench/events", Pushes(desk).serve),
            Mount("/static", StaticFiles(directory=PAGES)),
            Route("/", _page),
            Route("/agent/{rest:path}", _page),
        ]
    )


def _page(_request: Request) -> Response:
    return FileResponse(PAGES / "index.html", headers={"Cache-Control": "no-store"})


def _agent_of(desk: SimulatedZendesk, text: str | None) -> int:
    """The agent that a page names, else the account's first."""
    if text and int(text) not in desk.users:
        raise Unknown(f"no agent {text}")
    return int(text) if text else desk.agent_id


def _api(desk: SimulatedZendesk) -> Callable[[Request], Any]:
    async def api(request: Request) -> Response:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        said = await request.body()
        try:
            agent = _agent_of(desk, request.headers.get(AGENT_HEADER))
            answer = desk.answer(request.method, path, json.loads(said) if said else None, request.headers, agent)
        except Unknown as unknown:
            return JSONResponse({"error": "Unknown", "description": str(unknown)}, 501)
        await _late(request, answer.delay)
        if answer.status is None:
            return Response(status_code=NO_ANSWER)
        if answer.body is None:
            return Response(status_code=answer.status, headers=answer.headers)
        return JSONResponse(answer.body, answer.status, headers=answer.headers)

    return api


async def _late(request: Request, seconds: float) -> None:
    """Waits as long as the fault says, or until the page gives up."""
    if seconds:
        with suppress(TimeoutError):
            await asyncio.wait_for(request.receive(), seconds)


def _as_connect_agent(settings: Json, agent: str | None) -> Json:
    """The settings for a page of that Connect agent: who is signed in there follows from the instance's host name.

    Browsers lead every name below `localhost` to this machine, so each page of one browser can have an agent of its
    own, without storage and without the app knowing.
    """
    if not agent or not settings.get("connect_url"):
        return settings
    address = urlsplit(settings["connect_url"])
    return {**settings, "connect_url": f"{address.scheme}://{quote(agent)}.localhost:{address.port}"}


def _config(desk: SimulatedZendesk, versions: Versions, places: Places) -> Callable[[Request], Response]:
    def config(request: Request) -> Response:
        package = versions.latest
        agent = desk.users[_agent_of(desk, request.query_params.get("agent"))]
        installation = desk.installation
        settings = _as_connect_agent(installation["settings"], request.query_params.get("connectAgent"))
        app = {
            "appId": installation["app_id"],
            "installationId": installation["id"],
            "name": package.manifest["name"],
            "version": package.manifest.get("version"),
            "plan": {"name": None},
            "settings": {"title": package.manifest["name"], **package.defaults, **settings},
        }
        return JSONResponse(
            {
                "account": {"subdomain": desk.subdomain, "brand": desk.brands[0]["name"]},
                "agent": agent,
                "agents": [user for user in desk.users.values() if user["role"] != "end-user"],
                "app": app,
                "assets": places.assets + package.prefix,
                "icons": sorted(name for name in package.files if name.startswith("assets/icon_")),
                "locations": package.locations,
                "control": places.control,
                "dialout": desk.talk_partner_edition,
            },
            headers={"Cache-Control": "no-store"},
        )

    return config


def _icon(versions: Versions) -> Callable[[Request], Response]:
    """The app's icons, which Zendesk itself draws in its own colours."""

    def icon(request: Request) -> Response:
        content = versions.latest.files.get(f"assets/{request.path_params['name']}")
        return Response(content or b"", 200 if content else 404, media_type="image/svg+xml")

    return icon


def _home(desk: SimulatedZendesk) -> Callable[[Request], Response]:
    def home(_request: Request) -> Response:
        tickets = _newest_first(list(desk.tickets.values()))
        users = [user for user in desk.users.values() if user["role"] == "end-user"]
        return JSONResponse({"tickets": tickets, "users": users, "people": _people(desk, tickets)})

    return home


def _newest_first(tickets: list[Json]) -> list[Json]:
    return sorted(tickets, key=lambda each: (each["updated_at"], each["id"]), reverse=True)


def _people(desk: SimulatedZendesk, tickets: list[Json], others: tuple[int, ...] = ()) -> Json:
    names = ("requester_id", "assignee_id", "submitter_id")
    wanted = {ticket[name] for ticket in tickets for name in names} | set(others)
    return {str(key): desk.users[key] for key in wanted if key in desk.users}


def _ticket(desk: SimulatedZendesk) -> Callable[[Request], Any]:
    async def ticket(request: Request) -> Response:
        key = request.path_params["id"]
        if request.method == "PUT":
            agent = _agent_of(desk, request.headers.get(AGENT_HEADER))
            answer = desk.by_hand("PUT", f"/api/v2/tickets/{key}", await request.json(), agent)
            return JSONResponse(answer.body, answer.status or NO_ANSWER)
        if key not in desk.tickets:
            return JSONResponse({"error": "RecordNotFound"}, 404)
        shown, said = desk.tickets[key], desk.comments(key)
        people = _people(desk, [shown], tuple(comment["author_id"] for comment in said))
        fields = [field for field in desk.ticket_fields if field["removable"]]
        brand = next((each for each in desk.brands if each["id"] == shown["brand_id"]), None)
        return JSONResponse({"ticket": shown, "comments": said, "people": people, "fields": fields, "brand": brand})

    return ticket


def _user(desk: SimulatedZendesk) -> Callable[[Request], Response]:
    def user(request: Request) -> Response:
        key = request.path_params["id"]
        if key not in desk.users:
            return JSONResponse({"error": "RecordNotFound"}, 404)
        tickets = _newest_first([each for each in desk.tickets.values() if each["requester_id"] == key])
        return JSONResponse({"user": desk.users[key], "identities": desk.identities[key], "tickets": tickets})

    return user
