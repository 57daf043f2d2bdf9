"""What is checked on the pretend services at the end of a story: each check gives sentences about what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

from workbench.story import Check, Play
from workbench.zendesk_http import Json

KEPT = ("status", "assignee_id", "requester_id", "subject", "external_id", "tags")
ACTIVE = frozenset({"script", "img", "svg", "iframe", "object", "style", "form"})


def tickets(count: int) -> Check:
    """So many tickets came into being, no more and no fewer."""

    def check(play: Play) -> Iterable[str]:
        if len(play.new_tickets) != count:
            yield f"New tickets: {len(play.new_tickets)} instead of {count}."

    return check


def users(count: int) -> Check:
    """So many users came into being, no more and no fewer."""

    def check(play: Play) -> Iterable[str]:
        if len(play.new_users) != count:
            yield f"New users: {len(play.new_users)} instead of {count}."

    return check


def made_for(contact: str, requester: str) -> Check:
    """One ticket was made for a contact: of that requester, submitted by and assigned to the agent."""

    def check(play: Play) -> Iterable[str]:
        found = play.made(contact)
        if len(found) != 1:
            yield f"Tickets made for the contact: {len(found)} instead of 1."
        wanted = {"requester_id": requester, "submitter_id": "agent", "assignee_id": "agent"}
        for ticket in found:
            yield from _wrong_people(play, ticket, wanted)

    return check


def _wrong_people(play: Play, ticket: Json, wanted: dict[str, str]) -> Iterator[str]:
    for name, who in wanted.items():
        if ticket[name] != play.users[who]:
            yield f"{name.removesuffix('_id').capitalize()} of ticket {ticket['id']} is not {{{who}}}."


def made_for_one_of(contact: str, *who: str) -> Check:
    """The ticket of a contact belongs to one of these."""

    def check(play: Play) -> Iterable[str]:
        people = {play.users[each] for each in who}
        for ticket in play.made(contact):
            if ticket["requester_id"] not in people:
                yield f"Requester of ticket {ticket['id']} is none of those who have the number."

    return check


def caller_became_user(who: str, contact: str) -> Check:
    """One new user has the number, is named by it, carries the contact's id, and is the requester of the ticket."""

    def check(play: Play) -> Iterable[str]:
        number, mark = play.numbers[who], f"connect:{play.contacts.get(contact)}"
        found = [user for user in play.new_users if user["external_id"] == mark]
        if [user["phone"] for user in found] != [number]:
            yield f"There is no single new user with the number {number} and the contact's id."
        for user in found:
            if number not in user["name"]:
                yield f"The new user is not named by the number {number}."
            if [ticket["requester_id"] for ticket in play.made(contact)] != [user["id"]]:
                yield "The contact's ticket does not belong to the new user."

    return check


def written(ticket: str, *contacts: str) -> Check:
    """A ticket has one private note with the details of each of the contacts, one voice comment each, and no more."""

    def check(play: Play) -> Iterable[str]:
        notes, voices = play.notes(ticket), play.voices(ticket)
        if len(notes) != len(contacts):
            yield f"Private notes: {len(notes)} instead of {len(contacts)}."
        if len(voices) != len(contacts):
            yield f"Voice comments: {len(voices)} instead of {len(contacts)}."
        for contact in contacts:
            if not any(play.contacts.get(contact, "-") in note["body"] for note in notes):
                yield f"No note has the details of contact {play.contacts.get(contact, contact)}."

    return check


def transcribed(contact: str, *lines: str) -> Check:
    """A chat's ticket has its transcript once, with each of these lines once, one after the other."""

    def check(play: Play) -> Iterable[str]:
        found = play.marked(contact, contact, "transcript-1")
        if len(found) != 1:
            yield f"Transcripts of the chat: {len(found)} instead of 1."
        for note in found:
            text, begin = unescape(re.sub(r"<[^>]+>", "\n", note["html_body"])), 0
            for line in lines:
                if text.count(line) != 1 or text.find(line, begin) < 0:
                    yield f"The transcript does not have “{line}” once, in its place."
                begin = max(begin, text.find(line))

    return check


def concluded(ticket: str, contact: str) -> Check:
    """A ticket has the details of a task and what came of it, each once."""

    def check(play: Play) -> Iterable[str]:
        for kind in ("details", "outcome"):
            if len(play.marked(ticket, contact, kind)) != 1:
                yield f"There is no single note of the task's {kind}."

    return check


def kept(*names: str) -> Check:
    """Nothing of the tickets' own fields was touched."""

    def check(play: Play) -> Iterable[str]:
        for name in names:
            key = play.tickets[name]
            before, now = play.before[key], play.world.zendesk.tickets[key]
            changed = [field for field in KEPT if before[field] != now[field]]
            if changed:
                yield f"Ticket {key} was changed: {', '.join(changed)}."

    return check


def untouched(*names: str) -> Check:
    """Nothing at all was written to the tickets."""

    def check(play: Play) -> Iterable[str]:
        yield from kept(*names)(play)
        for name in names:
            if len(play.comments(name)) != play.lengths[play.tickets[name]]:
                yield f"Something was written to ticket {play.tickets[name]}."

    return check


def quiet_until(moment: str) -> Check:
    """Nothing was written before the first `connect`, or before the first `close`."""

    def check(play: Play) -> Iterable[str]:
        early = play.seen.get(moment, [])
        if early:
            yield f"Written too early, before the {moment}: {', '.join(f'{one.method} {one.path}' for one in early)}."

    return check


def nothing_written(play: Play) -> Iterable[str]:
    """The story's contacts left no trace in Zendesk."""
    for one in play.writes:
        yield f"Something was written: {one.method} {one.path}."


def silent_about(contact: str) -> Check:
    """No write names the contact."""

    def check(play: Play) -> Iterable[str]:
        for one in play.writes:
            if play.contacts.get(contact, "-") in one.path + str(one.body):
                yield f"Something was written about the supervisor's own contact: {one.method} {one.path}."

    return check


def follows(contact: str, ticket: str) -> Check:
    """The contact's ticket is a follow-up of that one."""

    def check(play: Play) -> Iterable[str]:
        key = play.tickets[ticket]
        if [made.get("via_followup_source_id") for made in play.made(contact)] != [key]:
            yield f"There is no single follow-up of ticket {key}."

    return check


def subject_begins(contact: str, words: str) -> Check:
    """The contact's ticket says in its subject what it is."""

    def check(play: Play) -> Iterable[str]:
        for ticket in play.made(contact):
            if not ticket["subject"].startswith(words):
                yield f"The subject of ticket {ticket['id']} does not begin with {words}."

    return check


def noted_by(ticket: str, contact: str, role: str) -> Check:
    """The details of a contact were written by the agent whose contact it is."""

    def check(play: Play) -> Iterable[str]:
        found = [note for note in play.notes(ticket) if note["author_id"] == play.users[role]]
        if not any(play.contacts.get(contact, "-") in note["body"] for note in found):
            yield f"{{{role}}} has not written down the details of their own leg."

    return check


def met_outage(play: Play) -> Iterable[str]:
    """The outage was really met, else the story has shown nothing."""
    if not any(sent.status == 500 for sent in play.requests):
        yield "No request failed, so the story has shown nothing; was the workspace open?"


class _Markup(HTMLParser):
    """Collects what is active in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An active element, or an attribute that runs a script."""
        events = [name for name, _ in attrs if name.startswith("on")]
        self.found += [f"<{tag}>"] * (tag in ACTIVE) + events


def _html(body: Any) -> Iterator[str]:
    """Every piece of HTML in the body of a request."""
    if isinstance(body, dict):
        for name, value in body.items():
            if name == "html_body":
                yield str(value)
            else:
                yield from _html(value)


def harmless(play: Play) -> Iterable[str]:
    """No markup from outside was sent to Zendesk as markup."""
    for one in play.writes:
        parser = _Markup()
        for html in _html(one.body):
            parser.feed(html)
        if parser.found:
            yield f"Markup from outside survived in {one.method} {one.path}: {', '.join(parser.found)}."


def secret(*values: str) -> Check:
    """None of the values was ever sent to Zendesk."""

    def check(play: Play) -> Iterable[str]:
        for value in values:
            if any(value in str(one.body) for one in play.writes):
                yield f"A secret was written: {value}."

    return check
