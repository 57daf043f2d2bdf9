"""The simulated Connect instance's origin: the CCP page, its line to the instance, participant service, recordings."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from workbench.connect import Refused, SimulatedConnect
from workbench.connect_api import ConnectApi, NoAnswer
from workbench.connect_contact import REGION, as_json
from workbench.line import GONE, say

HERE = Path(__file__).parent
LAG = 0.02  # seconds: a snapshot comes a little after the API response that caused it, as live
POLL = 30  # seconds: live, a snapshot comes this often even if nothing has changed
SIGNED_OUT = frozenset({"terminated", "auth_fail", "access_denied", "hello", "front_changed"})


class Line:
    """One CCP page's line: its questions up, the agent's messages down in order."""

    def __init__(self, connect: SimulatedConnect, socket: WebSocket) -> None:
        """Serves the page for the agent whom it names, else its own host name (agent-2.localhost), else in front."""
        named = (socket.query_params.get("agent"), (socket.url.hostname or "").removesuffix(".localhost"))
        self._connect = connect
        self._socket = socket
        self._agent = next((each for each in named if each in connect.agents), connect.front)
        self._api = ConnectApi(connect, self._agent)
        self._down: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    async def serve(self) -> None:
        """Talks with the page until it goes."""
        await self._socket.accept()
        stop, self._page = self._connect.subscribe(self._heard), self._connect.page_opened(self._agent)
        self._greet()
        sender = asyncio.create_task(self._send())
        try:
            while True:
                await self._take(await self._socket.receive_json())
        except GONE:
            pass
        finally:
            stop()
            self._connect.page_closed(self._page)
            sender.cancel()

    def _heard(self, agent: str, message: dict[str, Any]) -> None:
        silent = self._agent in self._connect.signed_out and message["event"] not in SIGNED_OUT
        if agent == self._agent and not silent:
            self._loop.call_soon_threadsafe(self._down.put_nowait, as_json(message))

    def _greet(self) -> None:
        url = self._socket.url
        hello = {
            "signedIn": self._agent not in self._connect.signed_out,
            "muted": self._agent in self._connect.muted,
            "instance": {"origin": f"http://{url.netloc}", "region": REGION},
        }
        self._heard(self._agent, {"event": "hello", "data": hello})
        self._heard(self._agent, {"event": "agent::update", "data": self._connect.snapshot(self._agent)})

    async def _send(self) -> None:
        while True:
            try:
                message = await asyncio.wait_for(self._down.get(), POLL)
            except TimeoutError:
                self._connect.refresh(self._agent)
                continue
            if message["event"] == "agent::update":
                await asyncio.sleep(LAG)
            await say(self._socket, message)

    async def _take(self, message: dict[str, Any]) -> None:
        if "broadcast" in message:
            self._connect.tell(self._agent, message["broadcast"]["event"], message["broadcast"]["data"])
            return
        try:
            data, err = self._answer(message["method"], message["params"]), None
        except NoAnswer:
            return
        except Refused as reason:
            data, err = None, json.dumps({"type": "InvalidStateException", "message": str(reason)})
        await say(self._socket, {"n": message["n"], "data": as_json(data), "err": err})

    def _answer(self, method: str, params: dict[str, Any]) -> Any:
        if not method.startswith("page."):
            return self._api.call(method, params)
        return getattr(self, "_" + method.removeprefix("page."))(params)

    def _signIn(self, params: dict[str, Any]) -> None:
        self._connect.sign_in(self._agent)

    def _signOut(self, params: dict[str, Any]) -> None:
        self._connect.sign_out(self._agent)

    def _refresh(self, params: dict[str, Any]) -> None:
        self._connect.refresh(self._agent)

    def _clear(self, params: dict[str, Any]) -> None:
        self._connect.softphone_clears(params["contactId"])

    def _mute(self, params: dict[str, Any]) -> None:
        self._connect.mute(params["muted"], self._agent)

    def _sound(self, params: dict[str, Any]) -> None:
        self._connect.page_sounds(self._page, params["has"])

    def _unknown(self, params: dict[str, Any]) -> None:
        self._connect.errors.append(f"unknown message from the page: {params['event']}")

    def _checkMaster(self, params: dict[str, Any]) -> dict[str, Any]:
        topic, page = params["topic"], params["page"]
        if not params.get("shouldNotBecomeMasterIfNone"):
            self._connect.masters.setdefault((self._agent, topic), page)
        master = self._connect.masters.get((self._agent, topic))
        return {"masterId": master, "isMaster": master == page, "topic": topic}

    def _becomeMaster(self, params: dict[str, Any]) -> dict[str, Any]:
        key = (self._agent, params["topic"])
        before, self._connect.masters[key] = self._connect.masters.get(key), params["page"]
        return {"masterId": params["page"], "takeOver": before not in {None, params["page"]}, "topic": params["topic"]}


def beep() -> bytes:
    """Half a second of sound, standing in for a recording."""
    wav = io.BytesIO()
    with wave.open(wav, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(96 if (n // 9) % 2 else 160 for n in range(4000)))
    return wav.getvalue()


def connect_site(connect: SimulatedConnect, more: list[BaseRoute] | None = None) -> Starlette:
    """The instance's origin as an ASGI app, with further routes (the control panel's) if given."""

    async def line(socket: WebSocket) -> None:
        await Line(connect, socket).serve()

    async def participant(request: Request) -> Response:
        token = request.headers.get("x-amz-bearer", "")
        fault = connect.participant_faults.take("POST", f"/participant/{request.path_params['action']}")
        if fault:
            await asyncio.sleep(fault.delay)
        if fault and fault.status:
            return JSONResponse({"Message": "trouble on demand"}, fault.status)
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(connect.participant(request.path_params["action"], token, body))
        except Refused as reason:
            connect.errors.append(f"participant service: {reason}")
            return JSONResponse({"Message": str(reason)}, 403)

    async def recording(request: Request) -> Response:
        return Response(beep(), media_type="audio/wav")

    async def record(request: Request) -> Response:
        try:
            return JSONResponse(connect.contact(request.path_params["contact"]))
        except Refused as reason:
            return JSONResponse({"message": str(reason)}, 404)

    async def ccp(request: Request) -> Response:
        return RedirectResponse("/ccp-v2/")

    routes: list[BaseRoute] = [
        Route("/ccp-v2", ccp),
        WebSocketRoute("/ccp-v2/line", line),
        Mount("/ccp-v2", StaticFiles(directory=HERE / "ccp", html=True)),
        Route("/participant/{action}", participant, methods=["POST"]),
        Route("/{host}/participant/{action}", participant, methods=["POST"]),
        Route("/get-recording", recording),
        Route("/contact-trace-records/details/{contact}", record),
        *(more or []),
    ]
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
    return Starlette(routes=routes, middleware=[cors])
