"""Rule 15.4: the log of recent events, without personal data."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskline.adapters.border import Border, Failed
from deskline.diary.entry import KINDS, Entry, browser, clean, path_of
from deskline.diary.log import LARGEST, LONGEST, Diary, cleaned, report
from deskline.diary.storage import DiaryStorage
from deskline.diary.table import LABELS, table
from deskline.model.contact import Contact
from deskline.model.effects import CreateTicket, CreateUser, Phrase, PopTicket
from deskline.model.people import Agent
from deskline.model.ports import Exchange
from deskline.model.record import Record
from deskline.words.notices import NOTICES
from deskline.words.plain_text import ELLIPSIS
from deskline.words.texts import Texts

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
CONTACT = "11111111-2222-3333-4444-555555555555"
UA = "pt-BR Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
PERSONAL = st.one_of(
    st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True),
    st.from_regex(r"\(?0[0-9]{1,3}\)? [0-9]{3,4}[ -][0-9]{3,4}", fullmatch=True),
    st.from_regex("[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True),
    st.from_regex(r"[a-z]{2,8}@[a-z]{2,8}\.(com|org)", fullmatch=True),
    st.from_regex("(AKIA|s3cr3t-)[A-Z0-9]{8,16}", fullmatch=True),
    st.sampled_from(["ann", "Zoë", "安", "<b>", "Bearer abc", "billing problem", "\n", "anna.miller"]),
)


def diary() -> Diary:
    return Diary(lambda: NOW)


def whole(written: Diary) -> str:
    """Everything in which a diary leaves the engine."""
    shown = table(written.latest, Texts({}))
    return json.dumps([written.text, report(written, {"browser": "Chrome"}), shown], ensure_ascii=False)


@given(st.fixed_dictionaries({name: PERSONAL for name in ("at", "kind", "what", "about", "result", "ms")}))
def test_rule_15_4_nothing_personal_survives_in_any_part_of_an_entry(raw: dict[str, str]) -> None:
    for kind in (*sorted(KINDS), raw["kind"]):
        entry = clean(raw | {"kind": kind})
        assert not [value for value in raw.values() if value in str(list(entry.parts.values()))]


@given(PERSONAL, PERSONAL)
def test_rule_15_4_nothing_personal_survives_wherever_it_happens(one: str, other: str) -> None:
    written = diary()
    contact = Contact(one, "ringing", NOW, number=one, queue=other, name=one, attributes={one: other})
    record = Record(contact, Agent(1, other), number=one, pending=(CreateUser(one, other, one, other),), stage=one)
    ways = [f"/api/v2/search.json?query={one}", f"/api/v2/users/{one}.json", f"/{one}/{other}", one]
    for path in ways:
        answers = ({"ok": {"status": other, "body": one}}, {"error": one}, {"ok": {"status": 200}}, {"ok": None})
        for answer in answers:
            written.asked(Exchange("zendesk", {"method": "GET", "path": path, "body": one}, answer, 3))
    written.asked(Exchange(one, {"text": other}, {"ok": one}, 1))
    written.asked(Exchange("pop", {"what": one, "id": other}, {"error": one}, 1))
    written.changed(None, record)
    written.changed(record, replace(record, pending=(), lost=(Phrase(one, {one: other}),), missed=True))
    written.note(Entry("notice", one, other, one))
    written.started(one, 1, {"why": other, "failures": [[one, other], [other, one]]})
    try:
        raise ValueError(one, other)
    except ValueError as error:
        written.failed(error)
    kept = (json.dumps({"at": one, "kind": "error", "what": other, "more": one}), one, "[1]")
    written.take_in(map(cleaned, kept))
    left = whole(written)
    ours = json.dumps([*LABELS, *LABELS.values(), "datetime", "code", "browser"])
    assert [value for value in (one, other) if value in left and value not in ours and value not in "<b>\n"] == []


def test_a_request_is_its_method_its_path_without_what_was_searched_for_its_status_and_its_time() -> None:
    written = diary()
    path = "/api/v2/users/360000000001/tickets/requested.json?sort_by=updated_at"
    written.asked(Exchange("zendesk", {"method": "GET", "path": path}, {"ok": {"status": 200}}, 31))
    written.asked(Exchange("zendesk", {"method": "POST", "path": "/api/v2/tickets.json"}, {"error": "offline"}, 0))
    written.asked(Exchange("zendesk", {"method": "BREW", "path": "/api/v2/tea"}, {"ok": {"status": 418}}, 10**9))
    assert [(entry.what, entry.result, entry.ms) for entry in reversed(written.latest)] == [
        ("GET /api/v2/users/360000000001/tickets/requested", "200", 31),
        ("POST /api/v2/tickets", "offline", 0),
        (ELLIPSIS, "418", 0),
    ]


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("/api/v2/tickets/35436/comments.json?per_page=100", "/api/v2/tickets/35436/comments"),
        ("/api/v2/users/show_many.json?ids=1,2", "/api/v2/users/show_many"),
        ("/api/v2/search/61299990001", f"/api/v2/search/{ELLIPSIS}"),
        ("/api/v2/users/ann.json", f"/api/v2/users/{ELLIPSIS}"),
        ("", f"/{ELLIPSIS}"),
    ],
)
def test_ids_stay_in_a_path_where_an_id_belongs(path: str, left: str) -> None:
    assert path_of(path) == left


def test_what_became_of_a_contact_and_of_its_orders_is_read_off_its_record() -> None:
    written = diary()
    user = CreateUser("", "", "", "")
    ticket = CreateTicket("", "", "", 45, "")
    ringing = Record(Contact(CONTACT, "ringing", NOW), Agent(1, "Robin"), stage="ringing")
    owing = replace(ringing, stage="connected", pending=(PopTicket(), user, ticket))
    made = replace(owing, pending=(ticket,))
    lost = replace(made, pending=(), lost=(Phrase("lost.ticket"),))
    for before, after in ((None, ringing), (ringing, owing), (owing, made), (made, lost), (lost, lost)):
        written.changed(before, after)
    assert [(entry.kind, entry.what, entry.about) for entry in reversed(written.latest)] == [
        ("contact", "ringing", CONTACT),
        ("contact", "connected", CONTACT),
        ("saved", "CreateUser", CONTACT),
        ("lost", "CreateTicket", CONTACT),
    ]


def test_an_error_is_its_class_and_the_lines_that_it_came_through() -> None:
    written = diary()
    try:
        int("Ann Miller")
    except ValueError as error:
        written.failed(error)
    (entry,) = written.latest
    assert entry.what == "ValueError"
    assert entry.result.startswith("test_log:")


def test_the_diary_is_bounded_in_entries_and_in_size() -> None:
    written = diary()
    for number in range(LONGEST + 5):
        written.note(Entry("request", "GET /api/v2/users", ms=number + 1))
    assert len(written.latest) <= LONGEST
    assert len(written.text) <= LARGEST + LONGEST
    assert written.latest[0].ms == LONGEST + 5


def test_the_entries_of_an_earlier_engine_come_before_those_of_this_one() -> None:
    earlier, written = diary(), diary()
    earlier.note(Entry("started", "0.1.0", result="1763716800000"))
    written.note(Entry("notice", "notice.suspended"))
    written.take_in(["", *earlier.text.splitlines()])
    assert [entry.kind for entry in written.latest] == ["notice", "started"]


def test_the_report_begins_with_version_and_generation_of_the_engine_that_started_last() -> None:
    written = diary()
    assert json.loads(report(written, {}))["version"] == ""
    written.note(Entry("started", "0.1.0", result="1763716800000"))
    written.note(Entry("started", "0.2.0", result="1763716900000"))
    said: dict[str, Any] = json.loads(report(written, browser(UA)))
    assert (said["version"], said["generation"]) == ("0.2.0", "1763716900000")
    assert (said["locale"], said["browser"]) == ("pt-BR", "Linux Chrome/156 Safari/537")
    assert len(said["entries"]) == 2


def test_a_start_says_why_it_came_and_which_starts_before_it_came_to_nothing() -> None:
    written = diary()
    failures = [["2026-11-21T08:00:00.000Z", "address"], ["2026-11-21T08:59:00.000Z", "memory"]]
    written.started("0.1.0", 1763716800000, {"why": "tab_closed", "failures": failures})
    assert [(entry.at[:16], entry.kind, entry.what, entry.about) for entry in reversed(written.latest)] == [
        ("2026-11-21T08:00", "failed", "address", ""),
        ("2026-11-21T08:59", "failed", "memory", ""),
        ("2026-11-21T09:00", "started", "0.1.0", "tab_closed"),
    ]


@pytest.mark.parametrize(
    "failures", [None, "ann", [None], [["ann"]], [["ann", "ann"]], [[1, {}]], {"ann": "ann"}, [["ann", "ann", "ann"]]]
)
def test_rule_15_4_a_host_that_tells_nonsense_keeps_no_engine_from_starting(failures: Any) -> None:
    written = diary()
    written.started("0.1.0", 1763716800000, {"why": "ann", "failures": failures})
    assert written.latest[0].kind == "started"
    assert "ann" not in whole(written)


def test_the_page_shows_the_latest_first_in_the_agents_language_and_nothing_as_markup() -> None:
    texts = Texts(json.loads((Path(__file__).parents[3] / "translations" / "de.json").read_text())["deskline"])
    written = diary()
    assert "Noch nichts" in table(written.latest, texts)
    written.note(Entry("contact", "connected", CONTACT))
    written.note(Entry("notice", "notice.unexpected"))
    written.note(Entry("request", "GET /api/v2/users", result="200", ms=3))
    html = table(written.latest, texts)
    places = [html.index(word) for word in ("Anfrage", "GET /api/v2/users 200 3 ms", "Hinweis", "Kontakt", CONTACT)]
    assert places == sorted(places)
    assert texts("notice.unexpected") in html


def test_where_a_notice_had_a_name_or_a_number_the_page_leaves_it_out() -> None:
    written = diary()
    written.note(Entry("notice", "notice.bad_number"))
    html = table(written.latest, Texts({"notice.bad_number": "{number} is none."}))
    assert "… is none." in html


def test_every_kind_of_entry_has_a_name_and_every_notice_can_be_written_down() -> None:
    assert set(LABELS) == KINDS
    assert [key for key in NOTICES if clean({"kind": "notice", "what": key}).what != key] == []


class Drawer:
    """Storage that counts how often it is written to."""

    def __init__(self, text: str = "") -> None:
        self.text, self.written = text, 0

    async def get(self, _box: str, _key: str) -> str | None:
        """Return what is kept, after a moment."""
        await asyncio.sleep(0)
        return self.text or None

    async def put(self, _box: str, _key: str, text: str) -> None:
        """Keep the text."""
        self.text, self.written = text, self.written + 1


class Hand:
    """A clock whose second has passed when the test says so."""

    def __init__(self) -> None:
        self.passed = asyncio.Event()

    async def sleep(self, _seconds: float) -> None:
        """Wait for the test."""
        await self.passed.wait()


async def kept(earlier: str, entries: int) -> Drawer:
    drawer, hand, written = Drawer(earlier), Hand(), diary()
    diary_storage = DiaryStorage(written, drawer, hand)  # type: ignore[arg-type]
    running = asyncio.create_task(diary_storage.run())
    for number in range(entries):
        written.note(Entry("request", "GET /api/v2/users", ms=number + 1))
    await asyncio.sleep(0)
    assert drawer.written == 0
    hand.passed.set()
    await asyncio.gather(diary_storage.whole(), diary_storage.whole())
    for _ in range(20):
        await asyncio.sleep(0)
    running.cancel()
    return drawer


def test_many_entries_are_kept_together_a_second_later_behind_what_was_kept_before() -> None:
    earlier = diary()
    earlier.note(Entry("started", "0.1.0"))
    drawer = asyncio.run(kept(earlier.text, 30))
    assert drawer.written == 1
    assert len(drawer.text.splitlines()) == 31
    assert '"started"' in drawer.text.splitlines()[0]


def test_the_border_writes_down_what_was_asked_but_not_what_is_of_no_use() -> None:
    class Shims:
        generation = 1

        async def request(self, text: str) -> str:
            """Refuse to dial, do anything else."""
            return '{"error": "refused"}' if "dial" in text else '{"ok": null}'

    async def ask() -> Diary:
        written = diary()
        border = Border(Shims(), written)
        await border.ask("pop", page="p", what="user", id=7)
        await border.ask("show", page="p", html="<p>Ann")
        await border.ask("store", do="put", object_store="records", key="x", value="Ann")
        with pytest.raises(Failed):
            await border.ask("dial", number="+61299990001", queue="q")
        return written

    entries = asyncio.run(ask()).latest
    assert [(entry.kind, entry.what, entry.result) for entry in entries] == [
        ("order", "dial", "refused"),
        ("order", "pop", "ok"),
    ]


@pytest.mark.parametrize("line", ["", "half a li", "[]", "7", '"text"', "null", "{"])
def test_rule_15_4_a_kept_line_that_is_no_entry_is_left_out(line: str) -> None:
    assert cleaned(line) == ""
