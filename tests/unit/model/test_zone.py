"""Times in the zone of the settings, by a table that the browser makes."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from builder import machine
from deskline.model.zone import Zone

TABLE = Path(__file__).parents[3] / "app" / "page" / "zone.js"
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def table(name: str) -> dict[str, Any] | None:
    """The table that the browser's script makes, here in Node."""
    script = f"""
const {{ zoneTable }} = await import({TABLE.as_uri()!r});
console.log(JSON.stringify(zoneTable({name!r}, {NOW.timestamp() * 1000})));
"""
    command = [machine.node(), "--input-type=module", "--eval", script]
    made: dict[str, Any] | None = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return made


@pytest.mark.parametrize("name", ["Europe/Berlin", "Australia/Sydney", "America/St_Johns", "Asia/Kolkata", "UTC"])
def test_times_around_a_change_of_the_clocks_are_written_as_in_pythons_own_zones(name: str) -> None:
    made = table(name)
    assert made
    zone = Zone.read(made)
    changes = [since for since, _ in zone.ahead[1:]]
    assert len(changes) == (0 if name in ("Asia/Kolkata", "UTC") else 4)
    for since in (*changes, NOW.timestamp()):
        for second in (-3600, -1, 0, 1, 3600):
            moment = datetime.fromtimestamp(since + second, UTC)
            assert zone.write(moment) == f"{moment.astimezone(ZoneInfo(name)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("name", ["", "Nowhere/Town"])
def test_a_zone_that_the_browser_does_not_know_is_utc(name: str) -> None:
    assert table(name) is None
    assert Zone.read(None) == Zone()
    assert Zone().write(NOW) == "2026-11-27 09:00"


def test_before_its_first_change_a_zone_is_as_far_ahead_as_at_it() -> None:
    assert Zone("X", ((NOW.timestamp() + 60, 90),)).write(NOW) == "2026-11-27 10:30"


def test_a_zone_without_a_table_is_utc() -> None:
    assert Zone.read({"name": "X", "ahead": []}) == Zone()
