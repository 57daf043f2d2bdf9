"""How Zendesk stores the HTML of a comment: sanitised by a list of what is allowed, with a plain text beside it."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from workbench.schema import words

_ALLOWED = words(
    "a abbr b blockquote br code col colgroup dd del div dl dt em figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p "
    "pre s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var"
)
_ATTRIBUTES = words("href src alt title class dir lang rel target width height colspan rowspan align")
_DROPPED_WHOLE = words("script style iframe object embed svg math template noscript title head")
_VOID = words("br hr img col")
_BLOCKS = words("blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul")
_SCHEMES = ("http:", "https:", "mailto:", "tel:", "/", "#")


class _Sanitiser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED_WHOLE:
            self.hidden += 1
        elif not self.hidden and tag in _ALLOWED:
            self._open(tag, attrs)

    def _open(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if _safe(name, value or ""))
        self.html.append(f"<{tag}{kept}>")
        if tag in _BLOCKS or tag == "br":
            self.text.append("\n")
        elif tag in ("td", "th"):
            self.text.append(" ")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED_WHOLE:
            self.hidden = max(0, self.hidden - 1)
        elif tag in self.open:
            self._close_through(tag)

    def _close_through(self, tag: str) -> None:
        while True:
            closed = self.open.pop()
            self.html.append(f"</{closed}>")
            if closed in _BLOCKS:
                self.text.append("\n")
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.html.append(escape(data, quote=False))
            self.text.append(data)

    def finished(self) -> _Sanitiser:
        self.close()
        while self.open:
            self._close_through(self.open[-1])
        return self


def _safe(name: str, value: str) -> bool:
    """Whether an attribute survives: on the list, and if it is an address, of a harmless scheme."""
    if name not in _ATTRIBUTES:
        return False
    return name not in ("href", "src") or value.strip().lower().startswith(_SCHEMES)


def stored_html(html: str) -> tuple[str, str]:
    """The comment's `html_body` and `plain_body` as Zendesk keeps them, from HTML that a client sent."""
    done = _Sanitiser()
    done.feed(html)
    done.finished()
    return f'<div class="zd-comment" dir="auto">{"".join(done.html)}</div>', _tidy("".join(done.text))


def stored_text(text: str) -> tuple[str, str]:
    """The comment's `html_body` and `plain_body` as Zendesk keeps them, from plain text that a client sent."""
    paragraphs = "".join(
        f'<p dir="auto">{escape(paragraph, quote=False).replace(chr(10), "<br>")}</p>'
        for paragraph in text.strip().split("\n\n")
    )
    return f'<div class="zd-comment" dir="auto">{paragraphs}</div>', text


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
