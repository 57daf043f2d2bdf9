"""The API methods that Streams calls through the CCP, as verbs of the simulated Connect instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.connect import Refused, SimulatedConnect
from workbench.connect_agent import VOICE
from workbench.connect_chat import LASTING
from workbench.connect_contact import as_json

Params = dict[str, Any]
QUIET = ("sendClientLogs", "sendSoftphoneCallMetrics", "sendSoftphoneCallReport", "notifyContactIssue")


class NoAnswer(Exception):
    """The request stays without an answer, as a test has ordered."""


class ConnectApi:
    """Answers one agent's API requests; what it does not know it refuses and writes down in `connect.errors`."""

    def __init__(self, connect: SimulatedConnect, agent_id: str) -> None:
        """Speaks for the agent of that id."""
        self._connect = connect
        self._agent = agent_id
        self._methods: dict[str, Callable[[Params], Any]] = {
            "acceptContact": self._accept,
            "rejectContact": lambda p: connect.reject(p["contactId"]),
            "clearContact": lambda p: connect.clear(p["contactId"]),
            "completeContact": lambda p: connect.clear(p["contactId"]),
            "createOutboundContact": self._dial,
            "createAdditionalConnection": self._add,
            "addNewConnection": self._add,
            "transferContact": self._add,
            "conferenceConnections": lambda p: connect.conference(p["contactId"]),
            "toggleActiveConnections": self._toggle,
            "holdConnection": lambda p: connect.hold(p["contactId"], p["connectionId"]),
            "resumeConnection": lambda p: connect.resume(p["contactId"], p["connectionId"]),
            "destroyConnection": lambda p: connect.destroy(p["contactId"], p["connectionId"]),
            "sendDigits": self._digits,
            "muteParticipant": lambda p: self._mute(p, True),
            "unmuteParticipant": lambda p: self._mute(p, False),
            "updateMonitorParticipantState": self._monitor,
            "pauseContact": lambda p: connect.pause(p["contactId"]),
            "resumeContact": lambda p: connect.pause(p["contactId"], paused=False),
            "putAgentState": self._state,
            "updateAgentConfiguration": self._configure,
            "getEndpoints": self._endpoints,
            "createTransport": self._transport,
            **dict.fromkeys(QUIET, lambda p: {}),
        }

    def call(self, method: str, params: Params) -> Any:
        """The answer's data; raises Refused with Connect's reason, or NoAnswer if a test has ordered silence.

        Both may be ordered instead of carrying it out (`faults`), or after it was carried out (`afterthoughts`).
        """
        self._fail_on_order(method, self._connect.faults)
        if method.startswith("AgentAppService."):
            return self._voice_id(method)
        if method not in self._methods:
            self._connect.errors.append(f"unknown API method: {method}")
            raise Refused(f"unknown API method: {method}")
        try:
            data = self._methods[method](params) or {}
        except (KeyError, TypeError) as error:
            self._connect.errors.append(f"{method}: bad parameters {params}")
            raise Refused(f"bad parameter: {error}") from error
        self._fail_on_order(method, self._connect.afterthoughts)
        return data

    def _fail_on_order(self, method: str, faults: dict[str, str | None]) -> None:
        if method not in faults:
            return
        reason = faults.pop(method)
        if reason is None:
            raise NoAnswer(method)
        raise Refused(reason)

    def _voice_id(self, method: str) -> Any:
        answer = self._connect.voice_id.get(method.removeprefix("AgentAppService."))
        if answer is None:
            raise Refused("Voice ID has ended")
        return answer

    def _accept(self, params: Params) -> None:
        contact = self._connect.known(params["contactId"])
        if (
            contact.kind in VOICE
            and self._connect.agent(self._agent).softphone
            and self._connect.soundless(self._agent)
        ):
            self._connect.miss(contact.contact_id)  # live it stays at "Connecting" for a while before
        else:
            self._connect.connect_without_accept(contact.contact_id)

    def _dial(self, params: Params) -> None:
        queue = params.get("queueARN") or ""
        self._connect.dial(params["endpoint"]["phoneNumber"], queue=queue, agent=self._agent)

    def _add(self, params: Params) -> None:
        endpoint = params["endpoint"]
        if endpoint["type"] == "agent":
            login = endpoint["agentLogin"] or endpoint["endpointARN"].rpartition("/")[2]
            colleague = next(one for one in self._connect.agents.values() if one.username == login)
            self._connect.transfer(params["contactId"], colleague.agent_id)
        else:
            self._connect.add_party(params["contactId"], endpoint["phoneNumber"])

    def _toggle(self, params: Params) -> None:
        contact = self._connect.known(params["contactId"])
        for leg in contact.others:
            swap = self._connect.resume if leg.state == "hold" else self._connect.hold
            swap(contact.contact_id, leg.connection_id)

    def _digits(self, params: Params) -> None:
        self._connect.known(params["contactId"]).leg(params["connectionId"])

    def _mute(self, params: Params, muted: bool) -> None:
        contact = self._connect.known(params["contactId"])
        with self._connect.changing(self._agent):
            contact.leg(params["connectionId"]).mute = muted

    def _monitor(self, params: Params) -> None:
        self._connect.barge(params["contactId"], speaking=params["targetMonitorMode"] == "BARGE")

    def _state(self, params: Params) -> None:
        self._connect.choose_state(params["state"]["name"], self._agent, bool(params.get("enqueueNextState")))

    def _configure(self, params: Params) -> None:
        agent, wish = self._connect.agent(self._agent), params["configuration"]
        with self._connect.changing(self._agent):
            agent.softphone, agent.extension = bool(wish["softphoneEnabled"]), wish.get("extension") or ""

    def _endpoints(self, params: Params) -> dict[str, Any]:
        colleagues = [one for one in self._connect.agents.values() if one.agent_id != self._agent]
        return {"endpoints": [self._connect.own_endpoint(one).shown() for one in colleagues], "nextToken": None}

    def _transport(self, params: Params) -> dict[str, Any]:
        if params.get("transportType") != "chat_token":
            raise KeyError(f"transportType {params.get('transportType')}")
        token = self._connect.token(params["contactId"])
        return {"chatTokenTransport": {"participantToken": token, "expiry": as_json(self._connect.now() + LASTING)}}
