"""How long an order waits before it is sent again."""

import pytest

from deskline.act.backoff import Backoff
from deskline.model.errors import Busy, NoAnswer
from unit.act.orders import BUSY, SILENCE


def middle() -> float:
    """Return the share that makes no wait longer or shorter."""
    return 0.5


@pytest.mark.parametrize("trouble", [SILENCE, BUSY])
def test_rule_11_5_the_waits_double_up_to_a_minute(trouble: Busy | NoAnswer) -> None:
    waits = [Backoff(attempt, trouble).seconds(middle) for attempt in (1, 2, 3, 4, 5, 6, 7, 8, 5000)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize(("share", "seconds"), [(0.0, 45), (0.5, 60), (1.0, 75)])
def test_rule_11_5_the_waits_are_spread(share: float, seconds: float) -> None:
    assert Backoff(9, SILENCE).seconds(lambda: share) == seconds


@pytest.mark.parametrize(
    ("asked_for", "share", "seconds"), [(30.0, 0.0, 30), (30.0, 1.0, 35), (0.0, 0.0, 1), (3600.0, 0.5, 3602.5)]
)
def test_rule_11_5_zendesk_says_how_long_to_wait(asked_for: float, share: float, seconds: float) -> None:
    assert Backoff(1, Busy(429, asked_for)).seconds(lambda: share) == seconds


@pytest.mark.parametrize(
    ("backoff", "slow"),
    [
        (Backoff(2, SILENCE), False),
        (Backoff(3, SILENCE), True),
        (Backoff(2, BUSY), False),
        (Backoff(3, BUSY), True),
        (Backoff(1, Busy(429, 10)), False),
        (Backoff(1, Busy(429, 10.5)), True),
    ],
)
def test_rule_11_5_the_agent_is_told_where_saving_takes_long(backoff: Backoff, slow: bool) -> None:
    assert backoff.slow is slow
