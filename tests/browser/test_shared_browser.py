"""Rule 11.7: two agents in one browser, one after the other and at once; their records never mix."""

import pytest

from browser.stage import ANN, STRANGER, Stage, Tab

pytestmark = pytest.mark.browser


def contacts_of(tab: Tab) -> list[str]:
    """Open the Contacts page, and return its rows."""
    tab.page.get_by_role("button", name="Deskline").first.click()
    return tab.shown("nav_bar").locator("#view tbody tr").all_inner_texts()


def second_agent(stage: Stage) -> int:
    """Return the Zendesk id of somebody else who works in this browser."""
    users = stage.bench.zendesk.users.values()
    return next(int(user["id"]) for user in users if user["name"] == "Bea Second")


def test_rule_11_7_one_agents_pending_writes_are_neither_shown_to_nor_sent_by_another(stage: Stage) -> None:
    connect, zendesk = stage.bench.connect, stage.bench.zendesk
    mine = stage.open().ready()
    call = connect.ring(ANN)
    connect.accept(call)
    stage.until(mine, lambda: stage.made)
    refused = zendesk.faults.add("POST /api/v2/calls*", 503, times=99)
    connect.hang_up(call)
    connect.clear(call)
    stage.until(mine, lambda: refused.times < 99)
    mine.page.close()
    zendesk.faults.clear()
    stage.errors.clear()  # the browser's own words on the 503
    written = stage.written()

    bea = second_agent(stage)
    theirs = stage.open(f"?agent={bea}&connectAgent=agent-2").ready()
    assert contacts_of(theirs) == []
    assert stage.written() == written
    other = connect.ring(STRANGER, agent="agent-2")
    connect.accept(other)
    stage.until(theirs, lambda: len(stage.made) == 2)
    assert not [path for path in stage.written()[len(written) :] if "/calls" in path]

    again = stage.open().ready()
    ann, stranger = (ticket["id"] for ticket in stage.made)
    stage.until(again, lambda: stage.voices(ann) == 1)
    (row,) = contacts_of(again)
    assert "Ann Miller" in row
    connect.hang_up(other)
    stage.until(theirs, lambda: stage.voices(stranger) == 1)
    assert [ticket["assignee_id"] for ticket in stage.made] == [zendesk.agent_id, bea]
    (row,) = contacts_of(theirs)
    assert STRANGER[-4:] in row
