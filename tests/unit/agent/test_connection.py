"""What the agent is told of Amazon Connect: one notice a cause, until it is over (rule 15.4)."""

import pytest

from deskline.agent.connection import CALM, LASTING, LINE, MEMORY, NO_LINE, SOUND, Connection, Standing
from deskline.agent.line import AgentLine
from deskline.model.agent_state import FATES
from deskline.model.effects import Phrase
from deskline.model.messages import AgentSeen
from unit.fakes import ROBIN, contact

MICROPHONE = Phrase("notice.microphone")


class Agent:
    """An agent's connection, and the states that Connect reports."""

    def __init__(self) -> None:
        self.line = AgentLine(ROBIN, "")
        self.connection = Connection(self.line)

    def state(self, name: str, kind: str) -> Phrase | None:
        """Let Connect report a state, and return what the agent is told."""
        self.line.reported(AgentSeen({"state": {"name": name, "type": kind}}))
        return self.connection.reported()

    @property
    def standing(self) -> tuple[Standing, ...]:
        """What is not over."""
        return self.connection.standing(in_memory=True)


@pytest.mark.parametrize("what", NO_LINE)
def test_whatever_keeps_every_call_away_is_one_cause_told_once_until_there_is_a_state(what: str) -> None:
    agent = Agent()
    agent.state("Available", "routable")
    assert agent.connection.troubled(what, "") == Phrase(NO_LINE[what])
    assert agent.line.now.kind == ""
    assert [agent.connection.troubled(other, "") for other in NO_LINE] == [None] * len(NO_LINE)
    assert agent.standing == (Standing(LINE, Phrase(NO_LINE[what])),)
    agent.state("Available", "routable")
    assert agent.standing == ()


def test_the_sound_is_broken_until_the_agent_is_available_anew() -> None:
    agent = Agent()
    agent.state("Available", "routable")
    assert agent.connection.troubled("softphone", "microphone_not_shared") == MICROPHONE
    assert agent.connection.troubled("softphone", "other") is None
    agent.state("Available", "routable")
    assert agent.standing == (Standing(SOUND, MICROPHONE),)
    agent.state("Break", "not_routable")
    agent.state("Available", "routable")
    assert agent.standing == ()
    assert agent.connection.troubled("softphone", "other") == Phrase("notice.softphone_error", {"type": "other"})


@pytest.mark.parametrize(
    ("state", "notice"), [("BadAddressAgent", "notice.desk_phone"), ("Strange", "notice.agent_error")]
)
def test_a_state_that_is_a_fault_is_told_and_stays(state: str, notice: str) -> None:
    agent, said = Agent(), Phrase(notice, {"state": state})
    assert agent.state(state, "error") == said
    assert agent.state(state, "error") is None
    assert agent.standing == (Standing(SOUND, said),)


@pytest.mark.parametrize("state", FATES)
def test_rule_5_6_a_state_that_follows_from_a_call_is_no_fault(state: str) -> None:
    agent = Agent()
    assert agent.state(state, "error") is None
    assert agent.standing == ((Standing(CALM, Phrase(LASTING[state])),) if state in LASTING else ())
    assert agent.connection.fate == FATES[state]


def test_what_is_in_memory_only_is_told_once_and_over_when_it_is_stored() -> None:
    agent, said = Agent(), Phrase("notice.memory_only")
    assert [agent.connection.memory_only(), agent.connection.memory_only()] == [said, None]
    assert agent.connection.standing(in_memory=True) == (Standing(MEMORY, said),)
    assert agent.connection.standing(in_memory=False) == ()


def test_a_call_missed_for_a_cause_that_the_agent_knows_is_not_explained_once_more() -> None:
    agent = Agent()
    assert agent.connection.unexplained("missed") == "missed"
    agent.connection.troubled("softphone", "microphone_not_shared")
    assert [agent.connection.unexplained(fate) for fate in ("missed", "not_taken", "rejected")] == ["", "", "rejected"]


def test_a_contact_that_is_gone_while_it_rings_came_to_what_the_agents_state_says() -> None:
    agent = Agent()
    agent.state("MissedCallAgent", "error")
    assert agent.connection.last_of(contact(state="ringing")) == contact(state="ringing", fate="missed")
    assert agent.connection.last_of(contact(fate="rejected")) == contact(fate="rejected")
