"""The diary as the Help page shows it, in the agent's language."""

import re
from collections.abc import Iterable

from markupsafe import Markup

from deskline.diary.entry import Entry
from deskline.words.plain_text import ELLIPSIS
from deskline.words.texts import Texts

LABELS = {
    "started": "diary.started",
    "failed": "diary.failed",
    "contact": "diary.contact",
    "flow": "diary.flow",
    "request": "diary.request",
    "saved": "diary.saved",
    "lost": "diary.lost",
    "notice": "diary.notice",
    "order": "diary.order",
    "error": "diary.error",
}
"""The text key for each kind of entry."""

_GAP = re.compile(r"\{\w+\}")
"""The place of a name or number in a notice, which the diary leaves out."""


def table(entries: Iterable[Entry], texts: Texts) -> str:
    """Return the entries as rows of time, kind and what is known, in their order."""
    rows = Markup("").join(_row(entry, texts) for entry in entries)
    if not rows:
        return str(Markup('<p class="quiet">{}</p>').format(texts("diary.none")))
    return str(Markup("<table><tbody>{}</tbody></table>").format(rows))


def _row(entry: Entry, texts: Texts) -> Markup:
    when = Markup('<td><time datetime="{}"></time></td><td>{}</td>').format(entry.at, texts(LABELS.get(entry.kind, "")))
    said, known = _detail(entry, texts)
    detail = Markup('<td><span dir="auto">{}</span> <code dir="ltr">{}</code></td>').format(said, known)
    return Markup("<tr>{}{}</tr>").format(when, detail)


def _detail(entry: Entry, texts: Texts) -> tuple[str, str]:
    """Return the entry's text for the agent, and its details for support."""
    if entry.kind == "notice":
        return _GAP.sub(ELLIPSIS, texts(entry.what)), ""
    if entry.kind == "contact":
        return texts(f"outcome.{entry.what}", ticket="").strip(), entry.about
    duration = f"{entry.ms} ms" if entry.ms else ""
    return "", " ".join(filter(None, (entry.what, entry.result, duration, entry.about)))
