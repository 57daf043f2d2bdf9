"""What Amazon Connect has said last of the agent."""

from deskline.agent.line import AgentLine
from deskline.model.agent_state import Line
from deskline.model.messages import AgentSeen
from deskline.model.people import Agent
from unit.fakes import ROBIN

SIGNED_IN = AgentSeen(
    {"state": {"name": "Available", "type": "routable"}, "routingProfile": {"name": "Basic"}, "softphoneEnabled": True},
    ["one", {"no": "id"}],
)


def reported() -> AgentLine:
    line = AgentLine(ROBIN, "Softphone")
    line.reported(SIGNED_IN)
    return line


def test_what_connect_reports_is_known_until_it_is_out_of_reach() -> None:
    line = reported()
    assert (line.now.state, line.now.kind) == ("Available", "routable")
    assert line.agent == Agent(1, "Robin", "Basic", "Softphone")
    line.cut()
    assert line.now == Line()
    assert line.agent.routing_profile == "Basic"


def test_a_contact_is_dropped_that_connect_does_not_list_but_not_before_it_lists_any() -> None:
    assert AgentLine(ROBIN, "").dropped(["one", "two"]) == []
    assert reported().dropped(["one", "two"]) == ["two"]


def test_a_contact_is_live_that_connect_lists() -> None:
    assert AgentLine(ROBIN, "").live(["one", "two"]) == []
    assert reported().live(["one", "two"]) == ["one"]
