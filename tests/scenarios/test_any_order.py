"""Whatever happens, in whatever order: at most one ticket a contact, nothing before accept, nobody else's ticket."""

import json
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from deskline.words.comment import marker
from scenarios.workday import ANN, STRANGER, Workday

NUMBERS = st.sampled_from([ANN, STRANGER, None, "+61299990066"])
MODES = st.sampled_from(["auto", "agent"])
ASKED = st.sampled_from(["", "0", "own", "other", "9876"])
SIGNS = st.sampled_from(
    [{}, {"customer_email": "ann@example.com"}, {"customer_number": STRANGER}, {"customer_name": "Kim"}]
)
FAULTS = st.sampled_from(
    [(None, False), (None, True), (500, False), (503, True), (429, False), (409, False), (422, False)]
)
WRITES = st.sampled_from(
    ["POST /api/v2/channels/voice/tickets", "POST /api/v2/users", "POST /api/v2/calls", "PUT *", "GET *"]
)


class TalkingDay(Workday):
    """A working day in which a page that hosts a new engine reads again what is being said in its chats."""

    said: dict[str, list[dict[str, Any]]]

    def start(self, why: str = "opened") -> None:
        """See Workday."""
        super().start(why)
        live = [contact.contact_id for contact in self.connect.contacts_of(self.agent) if contact.state == "connected"]
        for contact, items in getattr(self, "said", {}).items():
            if contact in live:
                self.tell(kind="chat", contact=contact, items=items, whole=True)


class CallsInAnyOrder(RuleBasedStateMachine):
    """One agent, up to three calls, chats and tasks at once, and everything that can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.day = TalkingDay(settings={"create_ticket_after_minutes": "60"}, idempotent_paths=frozenset())
        self.day.said = {}
        self.phase: dict[str, str] = {}
        self.chosen: dict[str, set[int]] = {}
        self.dialled: set[str] = set()
        self.tasks: set[str] = set()
        self.chats: set[str] = set()
        self.furnish()

    def furnish(self) -> None:
        """Open an account with Bob, twins with one number, and a ticket for each of Ann and Bob."""
        day = self.day
        self.bob = day.desk.add_user(name="Bob")["id"]
        twins = [day.desk.add_user(name=name, phone="+61299990066", shared_phone=True) for name in ("Kim", "Pat")]
        self.kim = twins[0]["id"]
        ages = {"updated_at": "2026-11-21T08:00:00Z"}
        self.tickets = [
            day.desk.add_ticket(requester_id=owner, subject="Old", **ages)["id"] for owner in (day.ann["id"], self.bob)
        ]

    def live(self, *phases: str) -> list[str]:
        """Return the calls that are in one of these phases."""
        return [contact for contact, phase in self.phase.items() if phase in phases]

    @initialize(number=NUMBERS, mode=MODES, asked=ASKED)
    def a_first_call(self, number: str | None, mode: str, asked: str) -> None:
        """The day begins with a call."""
        self.ring(number, mode, asked)

    @precondition(lambda self: len(self.live("ringing", "talking", "ended")) < 3)
    @rule(number=NUMBERS, mode=MODES, asked=ASKED)
    def ring_again(self, number: str | None, mode: str, asked: str) -> None:
        """Another call comes in."""
        self.ring(number, mode, asked)

    def ring(self, number: str | None, mode: str, asked: str) -> None:
        """Let a call come in."""
        ticket = {"own": self.tickets[0], "other": self.tickets[1]}.get(asked, asked)
        flow = {"ticket_assignment": mode, "zendesk_ticket": str(ticket)}
        contact = self.day.ring(number, attributes=flow)
        self.phase[contact], self.chosen[contact] = "ringing", set()

    @precondition(lambda self: len(self.live("ringing", "talking", "ended")) < 3)
    @rule(name=st.sampled_from(["Call back", "own", "other", "Zendesk-9876"]), said=SIGNS, mode=MODES)
    def offer_task(self, name: str, said: dict[str, str], mode: str) -> None:
        """A task is offered, perhaps one that is named after a ticket."""
        ticket = {"own": self.tickets[0], "other": self.tickets[1]}.get(name)
        named = f"Zendesk-{ticket}" if ticket else name
        contact = self.day.ring_task(named, attributes={"ticket_assignment": mode, **said})
        self.phase[contact], self.chosen[contact] = "ringing", {ticket} if ticket else set()
        self.tasks.add(contact)

    @precondition(lambda self: len(self.live("ringing", "talking", "ended")) < 3)
    @rule(said=SIGNS, mode=MODES)
    def offer_chat(self, said: dict[str, str], mode: str) -> None:
        """Somebody wants to chat."""
        contact = self.day.ring_chat("Zoe", attributes={"ticket_assignment": mode, **said})
        self.phase[contact], self.chosen[contact] = "ringing", set()
        self.chats.add(contact)
        self.day.said[contact] = []

    @precondition(lambda self: [each for each in self.live("talking") if each in self.chats])
    @rule(data=st.data(), words=st.text(max_size=5), whole=st.booleans(), again=st.booleans())
    def say(self, data: Any, words: str, whole: bool, again: bool) -> None:
        """Something is said in a chat, and perhaps told once more."""
        contact = data.draw(st.sampled_from([each for each in self.live("talking") if each in self.chats]))
        said = self.day.said[contact]
        item = {"Type": "MESSAGE", "Content": f"L{len(said)}. {words}", "ParticipantRole": "CUSTOMER"}
        item |= {"Id": f"{contact} {len(said)}", "AbsoluteTime": self.day.clock.now().isoformat()}
        said.append(item)
        for _ in range(1 + again):
            self.day.tell(kind="chat", contact=contact, items=[item], whole=whole)

    @precondition(lambda self: len(self.live("ringing", "talking", "ended")) < 3)
    @rule(number=NUMBERS.filter(bool), mode=MODES, at=st.sampled_from(["", "own", "bob"]))
    def call_out(self, number: str, mode: str, at: str) -> None:
        """The agent calls somebody, if Connect lets them: a number, from a ticket, or from a profile."""
        page = {"own": ("ticket_sidebar", self.tickets[0]), "bob": ("user_sidebar", self.bob)}.get(
            at, ("top_bar", None)
        )
        before = set(self.day.connect.contacts)
        self.day.look_at(*page)
        self.day.tell(kind="pressed", page=f"{page[0]} {page[1]}", button="dial", value=number)
        for contact in set(self.day.connect.contacts) - before:
            self.day.connect.set_attributes(contact, {"ticket_assignment": mode, "all_outbound": "yes"})
            self.phase[contact], self.chosen[contact] = "ringing", set()
            self.dialled.add(contact)

    @precondition(lambda self: self.live("ringing", "talking", "ended", "missed"))
    @rule(data=st.data(), missed=st.sampled_from([False, False, False, True]), steps=st.integers(1, 3))
    def go_on(self, data: Any, missed: bool, steps: int) -> None:
        """A call advances: it is answered or missed, then ends, then Connect clears it."""
        contact = data.draw(st.sampled_from(self.live("ringing", "talking", "ended", "missed")))
        for _ in range(steps):
            self.step(contact, missed)

    def step(self, contact: str, missed: bool) -> None:
        """Take a call one phase further."""
        connect, phase = self.day.connect, self.phase[contact]
        after = {"ringing": "missed" if missed else "talking", "talking": "ended", "ended": "closed", "missed": "gone"}
        self.phase[contact] = after.get(phase, phase)
        if phase == "ringing":
            if contact in self.dialled:
                (connect.not_answered if missed else connect.answer)(contact)
            else:
                (connect.miss if missed else connect.connect_without_accept)(contact)
        elif phase == "talking":
            self.notice()  # people talk longer than that takes; Connect may not tell of a call that nobody saw taken
            self.day.clock.pass_by(10)
            connect.hang_up(contact)
        elif contact in connect.contacts:
            connect.clear(contact)

    def notice(self) -> None:
        """Another tab takes over from an engine that stands still."""
        if self.day.shims.stands_still:
            self.day.crash()

    @rule(where=st.sampled_from(["own ticket", "other ticket", "bob", "new ticket", "nothing"]))
    def look(self, where: str) -> None:
        """The agent looks at something."""
        places: dict[str, tuple[str, int | None]] = {
            "own ticket": ("ticket_sidebar", self.tickets[0]),
            "other ticket": ("ticket_sidebar", self.tickets[1]),
            "bob": ("user_sidebar", self.bob),
            "new ticket": ("new_ticket_sidebar", None),
        }
        if where in places:
            self.day.look_at(*places[where])
        else:
            for place, about in places.values():
                self.day.look_away(place, about)

    @precondition(lambda self: self.phase)
    @rule(
        data=st.data(),
        button=st.sampled_from(["create", "attach", "select", "pick", "again"]),
        times=st.integers(1, 2),
    )
    def press(self, data: Any, button: str, times: int) -> None:
        """The agent presses a button of any contact's panel, once or twice."""
        contact = data.draw(st.sampled_from(list(self.phase)))
        if button == "attach":
            self.chosen[contact] |= set(self.tickets)
        message = self.day.pressing(button, contact, self.kim if button == "pick" else "")
        for _ in range(times):
            self.day.send(message)
        self.day.settle()

    @rule(match=WRITES, fault=FAULTS)
    def trouble(self, match: str, fault: tuple[int | None, bool]) -> None:
        """The next request of a kind goes wrong, or its answer is lost."""
        self.day.desk.faults.add(match, fault[0], after_writing=fault[1])

    @rule(
        how=st.sampled_from([Workday.reload, Workday.reload_all_apps, Workday.close_tab, Workday.crash, Workday.hang])
    )
    def lose_the_engine(self, how: Callable[[Workday], Any]) -> None:
        """The page is reloaded or closed, crashes, or hangs until it wakes up beside the engine that took over."""
        how(self.day)

    @rule(requests=st.integers(0, 12), carried_out=st.booleans())
    def be_about_to_stop(self, requests: int, carried_out: bool) -> None:
        """The engine stops during the next step, and another takes over after the timeout."""
        self.day.dies_after(requests, carried_out)

    @precondition(lambda self: self.day.shims.stands_still)
    @rule(how=st.sampled_from([Workday.crash, Workday.hang]))
    def take_over(self, how: Callable[[Workday], Any]) -> None:
        """Another tab notices that the engine stands still."""
        how(self.day)

    @rule()
    def go_offline_or_online(self) -> None:
        """Zendesk cannot be reached any more, or again."""
        self.day.offline = not self.day.offline

    @rule(seconds=st.sampled_from([1, 30, 120]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.day.wait(seconds)

    @invariant()
    def a_call_makes_at_most_one_ticket(self) -> None:
        """Count by the contact that each ticket carries."""
        made = [ticket["external_id"] for ticket in self.day.new_tickets]
        assert len(made) == len(set(made))

    @invariant()
    def nothing_is_written_for_a_call_that_was_not_taken(self) -> None:
        """Look for the contact's id in everything that was sent."""
        sent = json.dumps([sent.body for sent in self.day.desk.requests if sent.method != "GET"])
        assert not [contact for contact in self.live("ringing", "missed", "gone") if contact in sent]

    @invariant()
    def a_call_is_on_somebody_elses_ticket_only_if_the_agent_chose_it(self) -> None:
        """Bob never calls, so his ticket carries only what the agent attached."""
        notes = "".join(self.day.notes(self.tickets[1]))
        for contact in self.phase:
            assert contact not in notes or self.tickets[1] in self.chosen[contact]

    def teardown(self) -> None:
        """Let everything come to its end, then count: one note of details, and one voice comment or outcome."""
        self.notice()
        self.day.shims.strike, self.day.offline = None, False
        for contact in self.live("talking"):
            self.day.hang_up(contact)
            self.phase[contact] = "ended"
        for contact in self.live("ended"):
            self.day.clear(contact)
            self.phase[contact] = "closed"
        for _ in range(80):  # each lost answer costs 35 s and a wait that grows to a minute
            self.day.wait(60)
        self.day.desk.faults.clear()
        self.day.contacts_page()
        for contact in self.phase:
            self.day.press("again", contact)
        self.day.wait(60)
        comments = [json.dumps(found) for found in self.day.desk.conversations.values()]
        for contact in self.live("closed"):
            assert sum(text.count(marker("details", contact) + "</em>") for text in comments) == 1, "details"
            voices = [
                comment
                for conversation in self.day.desk.conversations.values()
                for comment in conversation
                if "Voice" in comment["type"] and contact in json.dumps(comment)
            ]
            outcomes = sum(text.count(marker("outcome", contact) + "</em>") for text in comments)
            expected = (0, 1) if contact in self.tasks else (0, 0) if contact in self.chats else (1, 0)
            assert (len(voices), outcomes) == expected, "voice comment, or a task's outcome"
            self.every_line_is_there_once(contact)
        assert self.day.shims.logs == []
        self.day.stop()
        self.day.loop.close()

    def every_line_is_there_once(self, contact: str) -> None:
        """What was said in a chat is in its one transcript once; what is not there is said to be missing."""
        desk, mark = self.day.desk, marker("transcript-1", contact)
        notes = [note for ticket in list(desk.tickets) for note in self.day.notes(ticket) if mark + "</em>" in note]
        assert len(notes) <= 1, "transcripts"
        for number in range(len(self.day.said.get(contact, ()))):
            found = sum(note.count(f"<br>L{number}. ") for note in notes)
            assert found == 1 or (found == 0 and "may be missing" in notes[0]), "lines"


CallsInAnyOrder.TestCase.settings = settings(
    max_examples=50, stateful_step_count=30, suppress_health_check=list(HealthCheck)
)
TestCallsInAnyOrder = CallsInAnyOrder.TestCase
