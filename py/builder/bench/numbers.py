"""The bench's statistics: samples, targets and the tables that show them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sample:
    """The values of one repeated measurement, in the unit that the table names."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Sample:
        """The sample of some values; raises ValueError if there are none."""
        kept = tuple(values)
        if not kept:
            raise ValueError("a sample of nothing")
        return cls(kept)

    @property
    def median(self) -> float:
        """The middle value, which a single slow run does not change."""
        return statistics.median(self.values)

    @property
    def worst(self) -> float:
        """The largest value, for promises about every single case."""
        return max(self.values)

    def __str__(self) -> str:
        return f"{shown(self.median)} [{shown(min(self.values))}-{shown(self.worst)}] n={len(self.values)}"


def shown(value: float) -> str:
    """A number with one decimal below ten, and none above."""
    return f"{value:.1f}" if abs(value) < 10 else f"{value:,.0f}"


def brief(value: float) -> str:
    """A number with three significant digits, or in full from a thousand up."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def ratio(one: Sample, other: Sample) -> float:
    """The ratio of the two medians."""
    return one.median / other.median


@dataclass(frozen=True)
class Target:
    """A limit and the measured value; met if the value is at most the limit."""

    what: str
    limit: float
    got: float

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.got <= self.limit


@dataclass(frozen=True)
class Section:
    """One table of the report, with a note on how to read it, its targets, and its raw numbers."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    targets: Sequence[Target] = ()
    raw: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The section as Markdown with aligned columns."""
        return f"### {self.title}\n\n{self.note}\n\n{table(self.head, self.rows)}"

    def json(self) -> dict[str, Any]:
        """The section as a JSON object; samples are lists of their values."""
        targets = [{**asdict(target), "met": target.met} for target in self.targets]
        return {"title": self.title, "targets": targets, "raw": plain(self.raw)}


def summary(sections: Iterable[Section]) -> Section:
    """Every target in one table."""
    targets = [target for section in sections for target in section.targets]
    rows = [(one.what, f"<= {brief(one.limit)}", brief(one.got), "met" if one.met else "MISSED") for one in targets]
    return Section(
        "Targets",
        "Medians of this run, or its worst where a target says so.",
        ("target", "limit", "measured", ""),
        rows,
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, the first column to the left and the others to the right."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = [("-" * width) if column == 0 else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join(_line(line, widths) for line in (lines[0], rule, *lines[1:])) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if column == 0 else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join([first, *others])} |"


def plain(value: Any) -> Any:
    """The value with samples as lists of numbers, at any depth."""
    if isinstance(value, Sample):
        return [round(one, 2) for one in value.values]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    return value
