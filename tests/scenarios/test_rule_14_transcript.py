"""Rule 14.1: what was said in a chat is on its ticket once, whole, in order, and inert."""

import itertools
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from deskline.words.comment import LONGEST, marker
from scenarios.workday import Workday

EVENT = "application/vnd.amazonaws.connect.event."
NASTY = '<img src=x onerror="top.owned=1"> {{ticket.requester.email}} </p><script>x</script>'


class Talk:
    """A chat of somebody with Ann's address, and what ChatJS reports of it."""

    def __init__(self, day: Workday, **said: str) -> None:
        self.day, self._ids = day, itertools.count(1)
        self.contact = day.ring_chat("Ann", attributes={"customer_email": "ann@example.com", **said})
        day.accept(self.contact)

    def item(self, text: str = "", role: str = "CUSTOMER", name: str = "Ann", **more: Any) -> dict[str, Any]:
        """An item as the service gives it; every one a second later than the one before."""
        number = next(self._ids)
        at = (self.day.clock.now() + timedelta(seconds=number)).isoformat().replace("+00:00", "Z")
        known = {"Id": f"{self.contact}-{number}", "Type": "MESSAGE", "AbsoluteTime": at, "ContentType": "text/plain"}
        return known | {
            "Content": text,
            "DisplayName": name,
            "ParticipantRole": role,
            "ContactId": self.contact,
            "InitialContactId": self.contact,
            **more,
        }

    def event(self, kind: str, role: str = "SYSTEM", name: str = "") -> dict[str, Any]:
        """An event such as `participant.joined`."""
        return self.item(role=role, name=name, Type="EVENT", ContentType=EVENT + kind)

    def tell(self, *items: dict[str, Any], whole: bool = True) -> None:
        """Let the page report items."""
        self.day.tell(kind="chat", contact=self.contact, items=list(items), whole=whole)

    def end(self, *items: dict[str, Any]) -> None:
        """Let the chat end, with these as the last items."""
        self.tell(*items, self.event("chat.ended"))
        self.day.finish(self.contact)

    def break_off(self) -> None:
        """Let the chat end and be closed in Connect, with no word of it from ChatJS."""
        self.day.hang_up(self.contact)
        self.day.wait(11)
        self.day.clear(self.contact)

    @property
    def comments(self) -> list[str]:
        """The transcript's comments on the one ticket, in order."""
        mark = re.compile(rf"Deskline transcript-\d+ {self.contact}</em>")
        return [note for note in self.day.notes(self.day.new_ticket["id"]) if mark.search(note)]


def told(html: str) -> list[str]:
    """The lines of a comment as people read them, without its heading and its marker."""
    lines = [
        re.sub(r"<[^>]+>", "", line.replace("<br>", "\n")) for line in re.findall(r"<p>(.*?)</p>", html, re.DOTALL)
    ]
    return lines[1:-1]


def test_rule_14_1_the_transcript_is_one_private_comment_with_everybody_in_order() -> None:
    with Workday() as day:
        talk = Talk(day)
        hello, bot = talk.item("Hello"), talk.item("How can I help?", "CUSTOM_BOT", "Lex")
        joined, answer = talk.event("participant.joined", "AGENT", "Robin"), talk.item("Hi **Ann**", "AGENT", "Robin")
        talk.tell(joined, answer)
        talk.tell(bot, hello)
        talk.tell(talk.item("Psst", "SUPERVISOR", "Sam"), talk.item("Queue closes", "SYSTEM", "SYSTEM_MESSAGE"))
        talk.end(talk.event("participant.left", "CUSTOMER", "Ann"))
        (comment,) = talk.comments
        assert told(comment) == [
            "Ann (customer) 09:00 \nHello",
            "Lex (bot) 09:00 \nHow can I help?",
            "09:00 Robin (agent) joined.",
            "Robin (agent) 09:00 \nHi **Ann**",
            "Sam (supervisor) 09:00 \nPsst",
            "System 09:00 \nQueue closes",
            "09:00 Ann (customer) left.",
            "09:00 The chat ended.",
        ]
        assert "Chat transcript" in comment
        assert "2026-11-21, times in UTC" in comment
        assert "may be missing" not in comment


def test_rule_14_1_without_chat_transcript_none_is_written() -> None:
    with Workday() as day:
        talk = Talk(day, chat_transcript="false")
        talk.end(talk.item("Hello"))
        assert talk.comments == []


def test_rule_14_1_where_lines_may_be_missing_the_transcript_says_so() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(talk.item("Hello"), whole=False)
        talk.break_off()
        assert told(talk.comments[0])[1:] == [
            "Lines may be missing here.",
            "Ann (customer) 09:00 \nHello",
            "Lines may be missing here.",
        ]
        assert "Number of places, each marked below: 2." in talk.comments[0]


def test_rule_14_1_a_lost_connection_is_marked_where_lines_may_be_missing_unless_all_was_read_again() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(talk.item("One"))
        talk.tell(whole=False)
        two, three = talk.item("Two"), talk.item("Three")
        talk.tell(two)
        talk.tell(whole=False)
        talk.tell(three, whole=False)
        talk.tell(talk.event("chat.ended"), whole=False)
        day.finish(talk.contact)
        assert [line.partition("\n")[2] or line for line in told(talk.comments[0])[1:]] == [
            "One",
            "Two",
            "Lines may be missing here.",
            "Three",
            "09:00 The chat ended.",
        ]
        assert "Number of places, each marked below: 1." in talk.comments[0]


def test_rule_14_1_a_chat_of_which_nothing_could_be_read_has_a_transcript_that_says_so() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.break_off()
        (comment,) = talk.comments
        assert "Number of places, each marked below: 1." in comment
        assert told(comment)[1:] == ["Lines may be missing here."]


def test_rule_14_1_of_several_comments_the_first_says_that_lines_may_be_missing() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(*(talk.item("x" * 1000) for _ in range(100)), talk.event("chat.ended"), whole=False)
        day.finish(talk.contact)
        assert ["may be missing" in comment for comment in talk.comments] == [True, False]


def test_rule_14_1_a_line_of_another_day_has_its_date() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.end(talk.item("Late"), talk.item("Later", AbsoluteTime="2026-11-22T00:01:00Z"))
        assert told(talk.comments[0]) == [
            "Ann (customer) 09:00 \nLate",
            "09:00 The chat ended.",
            "Ann (customer) 2026-11-22 00:01 \nLater",
        ]


def test_rule_6_9_a_transcript_is_in_the_language_of_tickets() -> None:
    with Workday() as day:
        day.ticket_texts = {**day.texts, "chat.transcript": "Chatverlauf", "chat.customer": "Kunde"}
        day.reload()
        talk = Talk(day)
        talk.end(talk.item("Hallo"))
        assert "Chatverlauf" in talk.comments[0]
        assert told(talk.comments[0])[0] == "Ann (Kunde) 09:00 \nHallo"


@pytest.mark.parametrize("late", [False, True])
def test_rule_14_1_a_line_that_comes_after_connect_has_reported_the_end_is_in_the_transcript(late: bool) -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(talk.item("Hello"))
        last = (talk.item("Bye"), talk.event("chat.ended"))
        if not late:
            talk.tell(*last)
        day.hang_up(talk.contact)
        if late:
            assert talk.comments == []
            talk.tell(*last)
        assert "Bye" in talk.comments[0]


def test_rule_14_1_two_thousand_lines_are_numbered_comments_within_zendesks_limit() -> None:
    with Workday() as day:
        talk = Talk(day)
        words = [f"{number}: {NASTY}" for number in range(2000)]
        items = [talk.item(text) for text in words]
        for begin in range(0, 2000, 100):
            talk.tell(*items[begin : begin + 100])
        talk.end()
        comments = talk.comments
        assert all(len(comment) <= LONGEST for comment in comments)
        parts = [f"({number} of {len(comments)})" for number in range(1, len(comments) + 1)]
        assert [part in comment for part, comment in zip(parts, comments, strict=True)] == [True] * len(parts)
        lines = [line.partition("\n")[2] for comment in comments for line in told(comment)]
        assert [int(line.partition(":")[0]) for line in lines if line] == list(range(2000))
        assert "<img" not in "".join(comments)
        assert "{{" not in "".join(comments)


def test_rule_14_1_one_enormous_message_is_split_and_nothing_of_it_is_lost() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.end(talk.item("<" * 100_000))
        assert sum(comment.count("&lt;") for comment in talk.comments) == 100_000
        assert all(len(comment) <= LONGEST for comment in talk.comments)


def test_rule_14_1_the_same_item_twice_is_one_line_and_an_edited_or_deleted_one_says_so() -> None:
    with Workday() as day:
        talk = Talk(day)
        first, second = talk.item("Helo"), talk.item("My card is 1234")
        talk.tell(first, second)
        talk.tell(first, first | {"Content": "Hello"}, second | {"Content": ""})
        talk.end()
        assert told(talk.comments[0])[:2] == [
            "Ann (customer) 09:00 (edited)\nHello",
            "Ann (customer) 09:00 (edited)\n(deleted)",
        ]


def test_rule_14_1_files_and_interactive_messages_are_readable() -> None:
    with Workday() as day:
        talk = Talk(day)
        files = [{"AttachmentName": "bill.pdf", "ContentType": "application/pdf"}, {"AttachmentName": "x.png"}, 7]
        content = {"title": "Which?", "elements": [{"title": "A"}, {"title": "B"}]}
        choice = json.dumps({"templateType": "ListPicker", "data": {"content": content}})
        kind = "application/vnd.amazonaws.connect.message.interactive"
        talk.end(
            talk.item(Type="ATTACHMENT", Attachments=files),
            talk.item(choice, "CUSTOM_BOT", "Lex", ContentType=kind),
            talk.item("not JSON", "CUSTOM_BOT", "Lex", ContentType=kind),
        )
        assert [line.partition("\n")[2] for line in told(talk.comments[0])][:3] == [
            "File: bill.pdf (application/pdf), x.png",
            "Which?\nA\nB",
            "not JSON",
        ]


def test_rule_14_1_typing_receipts_and_nonsense_are_left_out() -> None:
    with Workday() as day:
        talk = Talk(day)
        odd: list[Any] = [{}, 7, None, {"Id": "x"}, {"Id": "y", "Type": "MESSAGEMETADATA"}]
        day.tell(kind="chat", contact=talk.contact, items=odd, whole=True)
        talk.end(talk.event("typing", "CUSTOMER", "Ann"), talk.item("Hello", AbsoluteTime="soon"))
        assert len(told(talk.comments[0])) == 2


@pytest.mark.parametrize("times", [1, 2])
def test_rule_14_1_a_reload_in_mid_chat_loses_no_line_and_doubles_none(times: int) -> None:
    with Workday() as day:
        talk = Talk(day)
        items = [talk.item(f"Line {number}") for number in range(6)]
        talk.tell(*items[:2])
        talk.tell(items[2])
        for _ in range(times):
            day.reload()
        talk.tell(*items[3:5], whole=False)
        talk.tell(*items)
        talk.end()
        assert [line.partition("\n")[2] for line in told(talk.comments[0])][:6] == [f"Line {n}" for n in range(6)]
        assert "may be missing" not in talk.comments[0]


def test_rule_14_1_a_reload_across_the_end_writes_what_was_saved_and_says_what_may_be_missing() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(talk.item("Hello"))
        day.stop()
        day.quiet = True
        day.hang_up(talk.contact)
        day.quiet = False
        day.start()
        day.wait(11)
        day.reload()
        day.wait(11)
        (comment,) = talk.comments
        assert told(comment)[1:] == ["Ann (customer) 09:00 \nHello", "Lines may be missing here."]
        assert "Number of places, each marked below: 1." in comment


def test_rule_14_1_each_agent_adds_their_own_part_and_the_first_what_a_bot_said_before() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.end(talk.item("To the bot", ContactId="before"), talk.item("To Robin"))
        first = talk.contact
        earlier = [talk.item("To Robin", ContactId=first)]
        talk.contact = day.ring_chat("Ann", initial_contact_id=first, method="transfer")
        day.accept(talk.contact)
        talk.tell(*earlier, talk.item("To Kim"))
        talk.end()
        (second,) = talk.comments
        assert ["To Kim" in second, "To Robin" in second] == [True, False]
        talk.contact = first
        assert ["To the bot" in talk.comments[0], "To Robin" in talk.comments[0]] == [True, True]


def test_rule_14_1_an_agent_who_hands_a_chat_over_has_ended_their_part_and_the_next_one_has_not() -> None:
    with Workday() as day:
        talk = Talk(day)
        first = talk.contact
        said, left = talk.item("To Robin"), talk.event("participant.left", "AGENT", "Robin")
        handed_over = [said, left, talk.event("transfer.succeeded")]
        talk.tell(*handed_over)
        day.finish(talk.contact)
        assert told(talk.comments[0])[-2:] == ["09:00 Robin (agent) left.", "09:00 The chat was transferred."]
        talk.contact = day.ring_chat("Ann", initial_contact_id=first, method="transfer")
        day.accept(talk.contact)
        talk.tell(*handed_over, talk.item("To Kim"))
        day.hang_up(talk.contact)
        assert talk.comments == []
        day.wait(11)
        assert told(talk.comments[0])[1:] == ["Ann (customer) 09:00 \nTo Kim", "Lines may be missing here."]


def test_rule_14_1_a_transcript_waits_for_the_agents_choice_and_is_then_written_once() -> None:
    with Workday() as day:
        talk = Talk(day, ticket_assignment="agent", force_ticket_creation="false")
        talk.tell(talk.item("Hello"), talk.event("chat.ended"))
        day.hang_up(talk.contact)
        day.reload()
        day.press("create", talk.contact)
        assert len(talk.comments) == 1
        day.clear(talk.contact)
        assert len(talk.comments) == 1


def test_rule_11_6_of_numbered_comments_none_is_written_twice_or_left_out_when_an_answer_is_lost() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(*(talk.item("x" * 1000) for _ in range(150)))
        day.desk.faults.add("PUT /api/v2/tickets/*", None, after_writing=True, times=2)
        day.desk.faults.add("PUT /api/v2/tickets/*", 503, times=1)
        talk.end()
        for _ in range(8):
            day.wait(60)
        numbers = [int(found) for note in talk.comments for found in re.findall(r"transcript-(\d+) ", note)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 2


def test_rule_14_1_what_is_on_the_ticket_is_not_kept_in_the_browser() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(talk.item("My secret"))
        assert "My secret" in str(day.store)
        talk.end(talk.item("Bye"))
        assert "My secret" not in str(day.store)
        assert marker("transcript-1", talk.contact) in talk.comments[0]


def test_a_recognised_chat_costs_three_requests_from_ring_to_transcript() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.end(talk.item("Hello"))
        sent = [(request.method, request.path.partition("?")[0]) for request in day.desk.requests]
        assert sent == [
            ("GET", "/api/v2/users/search.json"),
            ("POST", "/api/v2/channels/voice/tickets.json"),
            ("PUT", f"/api/v2/tickets/{day.new_ticket['id']}.json"),
        ]


def test_what_is_told_again_is_not_saved_again_and_a_lost_connection_is() -> None:
    with Workday() as day:
        talk = Talk(day)
        item = talk.item("Hello")
        pieces = []
        for items, whole in (([item], True), ([item], True), ([], True), ([], False), ([], False), ([item], True)):
            talk.tell(*items, whole=whole)
            pieces.append(sum(key[0] == "lines" for key in day.store))
        assert pieces == [1, 1, 1, 2, 2, 3]


def test_what_comes_after_a_chat_is_finished_or_was_left_by_nobody_knows_whom_is_not_kept() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.end(talk.item("Hello"))
        talk.tell(talk.item("Too late"))
        assert "Too late" not in str(day.store)
        day.store["lines", "somebody/000001"] = day.store["lines", f"{talk.contact}/000001"] = "left over"
        day.reload()
        assert not [key for key in day.store if key[0] == "lines"]


def test_rule_11_5_a_saved_piece_that_cannot_be_read_costs_only_itself() -> None:
    with Workday() as day:
        talk = Talk(day)
        talk.tell(talk.item("One"))
        day.store["lines", f"{talk.contact}/000007"] = "nonsense"
        day.reload()
        talk.end(talk.item("Two"))
        assert [line.partition("\n")[2] for line in told(talk.comments[0])][:2] == ["One", "Two"]
        assert not [key for key in day.store if key[0] == "lines"]
