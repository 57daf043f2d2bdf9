"""The page docs/parts.html: every part of the app's pages in each of its states, made by the functions that make it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from deskline.pages import parts
from deskline.pages.buttons import Press
from deskline.pages.parts import Headline

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
GO, PICK = Press("create", "c"), Press("pick", "c", "7")
LONG = "Dr. Maximiliane Freifrau von und zu Hohenfriedeberg-Schwarzenstein"
NUMBER = "\u2066+61\u00a02\u00a09111\u00a02222\u2069"

HELPERS = frozenset({"dotted", "join", "running", "time"})
"""What parts are made of, which are nothing to look at by themselves."""

HEAD = """<!doctype html>
<html lang="en">
<!-- Made by `python3 build.py package` from py/builder/gallery.py. -->
<head>
<meta charset="utf-8">
<title>Deskline: the parts of its pages</title>
<link rel="stylesheet" href="../dist/package/assets/garden.css">
<link rel="stylesheet" href="../dist/package/assets/style.css">
<style>
.shown { max-width: 360px; margin-bottom: 20px; }
.shown.wide { max-width: none; }
main > h2 { margin-top: 32px; }
</style>
</head>
<body data-engine="ready">
<main>
<h1>The parts of Deskline's pages</h1>
<p>Each part in each of its states, with the style of the package that was built last.
<button class="c-btn c-btn--sm" onclick="let root = document.documentElement.dataset;
root.scheme = root.scheme === 'dark' ? 'light' : 'dark'">Light or dark</button></p>
"""


@dataclass(frozen=True)
class Shown:
    """One state of a part: the function's name, the state in words, and what makes it of a text."""

    part: str
    state: str
    html: Callable[[str], Markup]


def page() -> str:
    """The whole page."""
    sections = [f"<h2>{name}</h2>\n<p>{_purpose(name)}</p>\n{_states(name)}" for name in sorted(names())]
    return HEAD + "\n".join(sections) + "\n</main>\n</body>\n</html>\n"


def names() -> set[str]:
    """The names of the parts."""
    found = inspect.getmembers(parts, inspect.isfunction)
    return {name for name, one in found if one.__module__ == parts.__name__ and name not in HELPERS}


def _purpose(name: str) -> str:
    return str(inspect.getdoc(getattr(parts, name))).partition("\n")[0].removeprefix("Return ").capitalize()


def _states(name: str) -> str:
    wide = " wide" if name == "table" else ""
    shape = '<h3>{}</h3>\n<div class="shown{}">{}</div>'
    return "\n".join(shape.format(one.state, wide, one.html("Nora Nophone")) for one in SHOWN if one.part == name)


def _headline(state: str, *under: Markup) -> Callable[[str], Markup]:
    def html(text: str) -> Markup:
        said = Headline(text, (NUMBER, "Acme", "Voice", "Sales"), state, parts.running(NOON), under)
        return parts.headline("c", said)

    return html


SHOWN = (
    Shown("headline", "rings", _headline("Ringing", parts.line("busy", "Looking up…"))),
    Shown("headline", "connected, the ticket is there", _headline("On the line", parts.line("good", "Saved on #1234"))),
    Shown(
        "headline",
        "something to check",
        _headline("On hold", parts.line("calm", "You choose the ticket"), parts.line("warning", "Sue is suspended.")),
    ),
    Shown(
        "headline", "a long name", lambda text: parts.headline("c", Headline(f"{text} {LONG}", (NUMBER,), "Calling"))
    ),
    Shown("person", "with what tells namesakes apart", lambda text: parts.person(text, ("nora@example.com", "Acme"))),
    Shown("person", "suspended", lambda text: parts.person(text, (), f"{text} is suspended in Zendesk.")),
    Shown(
        "choice_list",
        "one is chosen",
        lambda text: parts.choice_list(
            "who", [parts.toggle(PICK, parts.person(text), on=True), parts.toggle(PICK, f"{text} {LONG}", on=False)]
        ),
    ),
    Shown("status_line", "calm", lambda text: parts.status_line("calm", f"{text}: set yourself to Available.")),
    Shown("status_line", "danger", lambda text: parts.status_line("danger", text, parts.button(GO, "Open Contacts"))),
    Shown("status_line", "warning", lambda text: parts.status_line("warning", text)),
    Shown("status_line", "good", lambda text: parts.status_line("good", text)),
    Shown("line", "calm", lambda text: parts.line("calm", f"Ticket for {text}")),
    Shown("line", "busy", lambda text: parts.line("busy", f"Looking up {text}")),
    Shown("line", "good", lambda text: parts.line("good", f"Saved for {text}")),
    Shown("line", "warning", lambda text: parts.line("warning", f"{text} is suspended.")),
    Shown("line", "danger", lambda text: parts.line("danger", f"Not saved for {text}")),
    Shown("button", "plain", lambda text: parts.button(GO, text)),
    Shown("button", "primary", lambda text: parts.button(GO, f"Create ticket for {text}", "primary")),
    Shown("button", "off", lambda text: parts.button(GO, text, "off")),
    Shown("button", "a long name", lambda text: parts.button(GO, f"Create ticket for {text} {LONG}", "primary")),
    Shown("busy_button", "its order is on its way", lambda text: parts.busy_button(GO, f"{text}…")),
    Shown("toggle", "chosen", lambda text: parts.toggle(PICK, text, on=True)),
    Shown("toggle", "not chosen", lambda text: parts.toggle(PICK, text, on=False)),
    Shown("checkbox", "ticked", lambda text: parts.checkbox(PICK, f"{NUMBER} will be stored for {text}", on=True)),
    Shown("checkbox", "not ticked", lambda text: parts.checkbox(PICK, text, on=False)),
    Shown("link", "to somebody", lambda text: parts.link(PICK, text)),
    Shown("search_field", "empty", lambda text: parts.search_field(PICK, text)),
    Shown(
        "drop_down", "the first is selected", lambda text: parts.drop_down(PICK, text, [("Sales", True), (text, False)])
    ),
    Shown(
        "table", "two rows", lambda text: parts.table(("Time", text), [("1", (parts.time(NOON), text)), ("2", (text,))])
    ),
    Shown("tabs", "two contacts", lambda text: parts.tabs(text, [(PICK, text, True), (PICK, f"{text} {LONG}", False)])),
    Shown("counted", "three of them", lambda text: parts.tabs(text, [(PICK, parts.counted(text, text, 3), False)])),
    Shown(
        "log",
        "two lines",
        lambda text: parts.log("log", text, parts.line("calm", text) + parts.line("calm", f"{text} {LONG}")),
    ),
    Shown("empty", "nothing yet", parts.empty),
    Shown(
        "card",
        "with a headline",
        lambda text: parts.card("card", _headline("Ringing", parts.line("calm", "New ticket"))(text)),
    ),
    Shown(
        "facts", "two of three have a value", lambda text: parts.facts([(text, "A1"), ("none", ""), ("Level", text)])
    ),
    Shown("details", "closed", lambda text: parts.details(text, parts.facts([("Order", text)]))),
    Shown("bullets", "reasons", lambda text: parts.bullets([f"{text}: has the number {NUMBER}.", text], "why")),
)
