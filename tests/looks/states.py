"""The states of the agent's desk that a change of look must be seen in, each brought about as it comes about live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from browser.stage import ANN, STRANGER, Stage, Tab
from workbench.connect_chat import Speaker

MANUAL = {"ticket_assignment": "agent"}
SHARED = "+61299990066"
LONG = "Dr. Maximiliane Freifrau von und zu Hohenfriedeberg-Schwarzenstein"
State = Callable[[Stage, Tab], None]


def _pause(tab: Tab, ms: int = 700) -> None:
    tab.page.wait_for_timeout(ms)


def _taken(stage: Stage, tab: Tab, number: str | None = ANN, **flow: Any) -> str:
    contact = stage.ring(number, attributes=flow)
    _pause(tab)
    stage.accept(contact)
    _pause(tab, 1200)
    return contact


def _people(stage: Stage, count: int) -> None:
    for number in range(count):
        name = LONG if number == 1 else f"Kim Number {number}"
        stage.bench.zendesk.add_user(name=name, phone=SHARED, shared_phone=True, email=f"kim{number}@example.com")


def _go(tab: Tab, kind: str, record: int | None = None) -> None:
    tab.go_to(kind, record)
    _pause(tab, 1200)


def _idle(stage: Stage, tab: Tab) -> None:
    """Nothing happens."""


def _signed_out(stage: Stage, tab: Tab) -> None:
    stage.bench.connect.sign_out()


def _denied(stage: Stage, tab: Tab) -> None:
    stage.bench.connect.deny()


def _no_sound(stage: Stage, tab: Tab) -> None:
    stage.ring(ANN)
    stage.bench.connect.softphone_error("microphone_not_shared")


def _missed(stage: Stage, tab: Tab) -> None:
    stage.miss(stage.ring(ANN))


def _ringing(stage: Stage, tab: Tab) -> None:
    stage.ring(ANN)


def _ringing_unknown(stage: Stage, tab: Tab) -> None:
    stage.ring(STRANGER)


def _ringing_withheld(stage: Stage, tab: Tab) -> None:
    stage.ring("anonymous")


def _ringing_two(stage: Stage, tab: Tab) -> None:
    _people(stage, 2)
    stage.ring(SHARED)


def _suspended(stage: Stage, tab: Tab) -> None:
    stage.ring("+61299990004")


def _looking_up(stage: Stage, tab: Tab) -> None:
    stage.bench.wire.delay_ms = 20_000
    stage.ring(ANN)


def _calling(stage: Stage, tab: Tab) -> None:
    tab.softphone.locator(".dial input").fill(ANN)
    tab.softphone.locator(".dial button").click()


def _calling_from_a_ticket(stage: Stage, tab: Tab) -> None:
    _go(tab, "ticket", 1)
    tab.show_softphone(False)
    tab.page.get_by_role("button", name=ANN).first.click()


def _saved(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab)


def _saving(stage: Stage, tab: Tab) -> None:
    contact = stage.ring(ANN)
    _pause(tab)
    stage.bench.wire.delay_ms = 20_000
    stage.accept(contact)


def _on_hold(stage: Stage, tab: Tab) -> None:
    stage.bench.connect.hold(_taken(stage, tab))


def _after_call_work(stage: Stage, tab: Tab) -> None:
    stage.hang_up(_taken(stage, tab))


def _choosing_one(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab, **MANUAL)


def _choosing_new(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab, STRANGER, **MANUAL)


def _choosing_nobody(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab, None, **MANUAL)


def _choosing_two(stage: Stage, tab: Tab) -> None:
    _people(stage, 2)
    _taken(stage, tab, SHARED, **MANUAL)


def _choosing_thirty(stage: Stage, tab: Tab) -> None:
    _people(stage, 30)
    _taken(stage, tab, SHARED, **MANUAL)


def _choosing_by_search(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab, STRANGER, **MANUAL)
    tab.softphone.locator("input[type=search]").fill("t")
    tab.softphone.locator("input[type=search]").fill("ti")


def _found_nobody(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab, STRANGER, **MANUAL)
    tab.softphone.locator("input[type=search]").fill("zzzz")


def _choosing_beside_a_profile(stage: Stage, tab: Tab) -> None:
    nora = stage.bench.zendesk.add_user(name="Nora Nophone", email="nora@example.com")
    _taken(stage, tab, STRANGER, **MANUAL)
    _go(tab, "user", nora["id"])


def _somebody_elses_ticket(stage: Stage, tab: Tab) -> None:
    bob = stage.bench.zendesk.add_user(name=LONG)
    ticket = stage.bench.zendesk.add_ticket(requester_id=bob["id"], subject="A matter of somebody else")
    _taken(stage, tab, zendesk_ticket=str(ticket["id"]))


def _lost(stage: Stage, tab: Tab) -> str:
    stage.bench.zendesk.faults.add("POST /api/v2/*tickets*", 422, times=9)
    return _taken(stage, tab)


def _lost_and_closed(stage: Stage, tab: Tab) -> None:
    contact = _lost(stage, tab)
    stage.hang_up(contact)
    stage.clear(contact)


def _three_at_once(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab, STRANGER, **MANUAL)
    stage.connect.ring_chat("Zoe")
    stage.connect.ring_task("Call back")


def _chat_of_nobody(stage: Stage, tab: Tab) -> None:
    stage.accept(stage.ring_chat("Zoe"))
    _pause(tab, 1200)


def _chat_after_a_bot(stage: Stage, tab: Tab, name: str, address: str) -> str:
    chat = stage.ring_chat(name, attributes={"customer_email": address})
    stage.connect.say(chat, "Hello, can you help me?")
    stage.connect.say(chat, "Sure, I will put you through.", Speaker("CUSTOM_BOT", "Lex"))
    stage.accept(chat)
    _pause(tab, 1500)
    return chat


def _several(stage: Stage, tab: Tab) -> None:
    for name in ("Pia Lund", "Quin O'Neill"):
        address = f"{name[:3].lower()}@example.com"
        stage.bench.zendesk.add_user(name=name, email=address)
        chat = _chat_after_a_bot(stage, tab, name, address)
        stage.connect.say(chat, "My parcel <b>7</b> has not arrived. I have been waiting for it since Monday, at home.")
        stage.connect.say(chat, "It comes tomorrow, between 9 and 12.\nSorry for the wait!", Speaker("AGENT", "Robin"))
        stage.connect.say(chat, "Thank you. Which company will bring it?")
    stage.until(tab, lambda: len(stage.made) == 2)
    tab.softphone.get_by_role("tab", name="Quin").click()
    first = next(chat for chat in stage.connect.contacts)
    stage.connect.say(first, "Are you still there?")


def _live_chat(stage: Stage, tab: Tab) -> None:
    _several(stage, tab)


def _chat_ended(stage: Stage, tab: Tab) -> None:
    chat = _chat_after_a_bot(stage, tab, "Ann", "ann@example.com")
    stage.connect.say(chat, "My parcel <b>7</b> has not arrived.")
    stage.connect.say(chat, "It comes tomorrow.", Speaker("AGENT", "Robin"))
    _pause(tab, 500)
    stage.hang_up(chat)
    _pause(tab, 1500)


def _task(stage: Stage, tab: Tab) -> None:
    references = {"Order": {"type": "URL", "value": "https://shop.example.com/orders/7"}}
    about = {"description": "Ring after 10, not before.", "references": references, "scheduled": 1795251600}
    stage.accept(stage.ring_task("Zendesk-1", **about))
    _pause(tab, 1500)


def _ticket_sidebar(stage: Stage, tab: Tab) -> None:
    _taken(stage, tab)
    _go(tab, "ticket", stage.made[0]["id"])


def _contacts(stage: Stage, tab: Tab) -> None:
    for end in (stage.miss, stage.reject):
        contact = stage.ring(ANN)
        _pause(tab)
        end(contact)
        _pause(tab)
        if contact in stage.connect.contacts:  # what is rejected the softphone clears itself
            stage.clear(contact)
    _lost_and_closed(stage, tab)
    _go(tab, "nav_bar")


STATES: dict[str, State] = {
    function.__name__.strip("_").replace("_", "-"): function  # type: ignore[dict-item]
    for function in (
        _idle,
        _signed_out,
        _denied,
        _no_sound,
        _missed,
        _ringing,
        _ringing_unknown,
        _ringing_withheld,
        _ringing_two,
        _suspended,
        _looking_up,
        _calling,
        _calling_from_a_ticket,
        _saved,
        _saving,
        _on_hold,
        _after_call_work,
        _choosing_one,
        _choosing_new,
        _choosing_nobody,
        _choosing_two,
        _choosing_thirty,
        _choosing_by_search,
        _found_nobody,
        _choosing_beside_a_profile,
        _somebody_elses_ticket,
        _lost,
        _lost_and_closed,
        _three_at_once,
        _chat_of_nobody,
        _several,
        _live_chat,
        _chat_ended,
        _task,
        _ticket_sidebar,
        _contacts,
    )
}
"""By name."""
