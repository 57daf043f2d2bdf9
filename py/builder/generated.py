"""Generates what the documentation and the manifest repeat of the code: settings, tables, the page of parts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from builder import decision_table, gallery, writes_table
from deskline.model import settings, stages
from deskline.model.moments import Moment

ZENDESK_TYPES = {"bool": "checkbox", "url": "url", "number": "number", "minutes": "number"}


def refresh(root: Path) -> list[Path]:
    """Write the generated parts and return the files that changed."""
    due = {path: text for path, text in texts(root).items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in due.items():
        path.write_text(text, "utf-8")
    return sorted(due)


def texts(root: Path) -> dict[Path, str]:
    """The intended content of every file that has generated parts."""
    manifest, english = root / "manifest.json", root / "translations" / "en.json"
    documents = [path for path in (root / "README.md", *sorted((root / "docs").glob("*.md"))) if path.is_file()]
    return {
        manifest: _json(manifest, "parameters", [_parameter(row) for row in settings.PARAMETERS]),
        english: _labels(english),
        root / "docs" / "parts.html": gallery.page(),
        **{path: _tables(path.read_text("utf-8")) for path in documents},
    }


def _parameter(row: settings.Row) -> dict[str, Any]:
    kind = "hidden" if row.hidden else ZENDESK_TYPES.get(row.kind.name, "text")
    number = int(row.default) if isinstance(row.default, float) else row.default
    preset = {} if row.hidden or not row.default else {"default": number}
    return {"name": row.name, "type": kind, "required": row.required, **preset}


def _labels(path: Path) -> str:
    app = json.loads(path.read_text("utf-8"))["app"]
    labels = {row.name: {"label": row.label, "helpText": row.help} for row in settings.PARAMETERS}
    return _json(path, "app", {**app, "parameters": labels})


def _json(path: Path, key: str, value: Any) -> str:
    text = path.read_text("utf-8")
    current = json.loads(text)
    wanted = {**current, key: value}
    return text if current == wanted else json.dumps(wanted, indent=2, ensure_ascii=False) + "\n"


def _tables(text: str) -> str:
    for name, table in (
        ("attributes", _attributes()),
        ("parameters", _parameters()),
        ("decisions", decision_table.table()),
        ("writes", writes_table.table()),
        ("moments", _moments()),
    ):
        before, start, rest = text.partition(f"<!-- {name} -->")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}{start}\n{table}{end}{after}" if end else text
    return text


def _attributes() -> str:
    rows = (
        (f"`{row.name}`", row.kind.name, _shown(row.default), f"`{row.parameter}`" if row.parameter else "", row.help)
        for row in settings.ATTRIBUTES
    )
    return _table(("contact attribute", "kind", "default", "app setting", "meaning"), rows)


def _parameters() -> str:
    rows = (
        (
            f"`{row.name}`",
            row.label,
            row.kind.name + (", required" if row.required else ""),
            _shown(row.default),
            row.help,
        )
        for row in settings.PARAMETERS
        if not row.hidden
    )
    return _table(("parameter", "label", "kind", "default", "meaning"), rows)


def _moments() -> str:
    rows = ((report, *(_cell(stages.DUE[stage][report]) for stage in stages.DUE)) for report in get_args(stages.Report))
    return _table(("report", *(f"*{stage}*" for stage in stages.DUE)), rows)


def _cell(due: tuple[type[Moment], ...]) -> str:
    return ", ".join(moment.__name__.lower() for moment in due) or "-"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _shown(default: Any) -> str:
    if default in ("", None, ()):
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else f"`{default}`"
