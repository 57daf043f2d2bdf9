"""The parts that every page is made of, in the look of Zendesk Garden: one function and one template each.

Garden's own classes start with `c-`. Texts are escaped; what is Markup already is taken as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from deskline.pages.buttons import Press

Text = str | Markup
Mood = Literal["calm", "busy", "good", "warning", "danger"]
"""How a line looks: plain, something under way, that went well, to check, or that is wrong."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What a headline says: who it is, what kind of contact this is, its state and for how long, and lines under it."""

    who: Text
    facts: Sequence[Text] = ()
    state: Text = ""
    lasting: Text = ""
    lines: Sequence[Markup] = ()


def headline(name: str, said: Headline) -> Markup:
    """Return the head of one contact (rule 16.1)."""
    shape = Markup(
        '<div id="headline-{}" class="headline"><div><h2 dir="auto">{}</h2>'
        '<p class="state"><strong>{}</strong> {}</p></div><p class="facts">{}</p>{}</div>'
    )
    return shape.format(name, said.who, said.state, said.lasting, dotted(said.facts), join(said.lines))


def person(name: str, about: Sequence[str] = (), warning: str = "") -> Markup:
    """Return a person in a list: the name, what tells namesakes apart, and a warning."""
    warned = Markup(' <span class="warning">{}</span>').format(warning) if warning else ""
    shape = Markup('<strong dir="auto">{}</strong> <span dir="auto">{}</span>{}')
    return shape.format(name, dotted(about), warned)


def choice_list(label: str, entries: Iterable[Markup]) -> Markup:
    """Return toggles one of which is chosen, under a heading that has this id."""
    lines = join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup('<ul class="chooser" aria-labelledby="{}">{}</ul>').format(label, lines)


def status_line(mood: Mood, text: Text, step: Text = "") -> Markup:
    """Return a line about something that lasts, with its one next step, if there is one (rule 16.3)."""
    return Markup('<p class="status {}"><span>{}</span> {}</p>').format(mood, text, step)


def line(mood: Mood, text: Text) -> Markup:
    """Return a line under a headline."""
    return Markup('<p class="line {}" dir="auto">{}</p>').format(mood, text)


def button(press: Press, text: str, look: Literal["", "primary", "off"] = "") -> Markup:
    """Return a button; one that is off cannot be pressed now."""
    shape = Markup('<button type="button" class="c-btn c-btn--sm{}" {}{}>{}</button>')
    filled = " c-btn--primary" if look == "primary" else ""
    return shape.format(filled, press.attributes, Markup(" disabled") if look == "off" else "", text)


def busy_button(press: Press, text: str) -> Markup:
    """Return a button whose order is being carried out: it is off, and moves."""
    shape = Markup('<button type="button" class="c-btn c-btn--sm busy" {} disabled>{}</button>')
    return shape.format(press.attributes, text)


def toggle(press: Press, text: Text, *, on: bool) -> Markup:
    """Return a button that is one of several to choose from, and is chosen or not."""
    shape = Markup('<button type="button" class="toggle" {} aria-pressed="{}">{}</button>')
    return shape.format(press.attributes, "true" if on else "false", text)


def checkbox(press: Press, text: str, *, on: bool) -> Markup:
    """Return a checkbox, which tells the engine yes or no."""
    box = Markup('<input type="checkbox" {}{}>').format(press.attributes, Markup(" checked") if on else "")
    return Markup('<label class="tick">{} <span dir="auto">{}</span></label>').format(box, text)


def link(press: Press, text: str) -> Markup:
    """Return a button that looks like a link and opens something in Zendesk."""
    shape = Markup('<button type="button" class="link" data-press="{}" data-value="{}">{}</button>')
    return shape.format(press.name, press.value, text)


def search_field(press: Press, label: str) -> Markup:
    """Return a field to search in: what is typed is told while the agent types."""
    shape = Markup('<input type="search" class="c-field__input" {} aria-label="{}" placeholder="{}" maxlength="80">')
    return shape.format(press.attributes, label, label)


def drop_down(press: Press, label: str, options: Iterable[tuple[str, bool]]) -> Markup:
    """Return a labelled list of options, one of which is selected."""
    marked = join(
        Markup("<option{}>{}</option>").format(Markup(" selected") if selected else "", name)
        for name, selected in options
    )
    shape = Markup('<label class="field"><span>{}</span> <select class="c-field__input" {}>{}</select></label>')
    return shape.format(label, press.attributes, marked)


def table(heads: Iterable[str], rows: Iterable[tuple[str, Iterable[Text]]]) -> Markup:
    """Return a table: the columns' heads, and for each row its id and its cells."""
    head = join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = join(
        Markup('<tr id="{}">{}</tr>').format(name, join(Markup("<td>{}</td>").format(cell) for cell in cells))
        for name, cells in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def tabs(label: str, each: Iterable[tuple[Press, Text, bool]]) -> Markup:
    """Return tabs: of each what selects it, its name, and whether it is in front."""
    shape = Markup('<button type="button" role="tab" aria-selected="{}" {}>{}</button>')
    marked = join(shape.format("true" if front else "false", press.attributes, name) for press, name, front in each)
    return Markup('<div class="tabs" role="tablist" aria-label="{}">{}</div>').format(label, marked)


def counted(name: str, label: str, count: int) -> Text:
    """Return a name, and beside it how many there are of what the label names, if there are any."""
    shape = Markup('<span>{}</span> <span class="count"><span class="unseen">{}</span> {}</span>')
    return shape.format(name, label, count) if count else name


def log(name: str, label: str, lines: Markup) -> Markup:
    """Return lines that come one after the other; a screen reader reads out each new one."""
    shape = Markup('<div id="{}" class="log" role="log" tabindex="0" aria-label="{}">{}</div>')
    return shape.format(name, label, lines)


def empty(text: str) -> Markup:
    """Return what a place shows that has nothing to show yet."""
    return Markup('<p class="empty">{}</p>').format(text)


def card(name: str, body: Markup) -> Markup:
    """Return a card with this id."""
    return Markup('<article id="{}" class="card">{}</article>').format(name, body)


def facts(given: Iterable[tuple[str, Text]]) -> Markup:
    """Return names and values, without those that have none."""
    shape = Markup('<dt dir="auto">{}</dt><dd dir="auto">{}</dd>')
    return Markup("<dl>{}</dl>").format(join(shape.format(name, value) for name, value in given if value))


def details(summary: str, body: Markup) -> Markup:
    """Return what is open only when the agent wants it to be."""
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, body)


def bullets(sentences: Iterable[Text], kind: str) -> Markup:
    """Return sentences as a list of a kind, if there are any."""
    lines = join(Markup('<li dir="auto">{}</li>').format(sentence) for sentence in sentences)
    return Markup('<ul class="{}">{}</ul>').format(kind, lines) if lines else lines


def running(since: datetime) -> Markup:
    """Return a duration that goes on, by the browser's clock; the page writes it."""
    return Markup('<span class="lasting" data-since="{}"></span>').format(since.isoformat())


def time(moment: datetime, *, day: bool = True) -> Markup:
    """Return a time, with its day unless that is today or not wanted; the page writes it in the agent's own way."""
    without = Markup("") if day else Markup(' data-day="none"')
    return Markup('<time datetime="{}"{}></time>').format(moment.isoformat(), without)


def dotted(texts: Iterable[Text]) -> Markup:
    """Return texts one after the other on a line, without those that are empty."""
    return Markup(" \u00b7 ").join(text for text in texts if text)


def join(parts: Iterable[Markup]) -> Markup:
    """Return parts one after the other."""
    return Markup("").join(parts)
