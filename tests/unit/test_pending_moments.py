"""Moments that no engine has received yet: they go to the next engine, in order, once, and not too late."""

import json
import subprocess
from pathlib import Path
from typing import Any

from builder import machine

ENGINE = Path(__file__).parents[2] / "app" / "engine"
BEGIN = f"""
const {{ Pending }} = await import({(ENGINE / "pending.js").as_uri()!r});
let now = 0;
const posted = [];
const due = [];
const clock = {{ now: () => now, after: (ms, work) => due.push({{ ms, work }}) }};
const later = () => {{ const {{ ms, work }} = due.shift(); now += ms; work(); return ms; }};
const pending = new Pending("a", clock, (message) => posted.push(message));
const tell = (kind, name) => pending.tell({{ kind, name }}, false);
"""
END = "console.log(JSON.stringify(posted));"


def posted(script: str) -> list[dict[str, Any]]:
    """What is sent to engines while the script runs."""
    command = [machine.node(), "--input-type=module", "--eval", BEGIN + script + END]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def told(script: str) -> list[tuple[int, str]]:
    """To which generation each moment is sent, in order."""
    return [(one["generation"], json.loads(one["text"])["name"]) for one in posted(script)]


def test_a_moment_says_who_tells_it_and_to_which_engine() -> None:
    (message,) = posted("pending.renew(7, () => undefined); tell('looked', 'x');")
    assert message == {
        "kind": "moment",
        "number": 1,
        "page": "a",
        "generation": 7,
        "protocol": 1,
        "ofHost": False,
        "text": '{"kind":"looked","name":"x"}',
    }


def test_what_waits_follows_the_greeting_once_and_in_order() -> None:
    script = "tell('looked', 'one'); tell('away', 'two'); pending.renew(7, () => tell('hello', 'hello'));"
    assert told(script) == [(7, "hello"), (7, "one"), (7, "two")]


def test_what_was_not_received_is_sent_to_the_next_engine_and_what_was_received_is_not() -> None:
    script = """
pending.renew(7, () => undefined);
tell("looked", "one"); tell("away", "two"); tell("looked", "three");
pending.received(2);
pending.renew(8, () => undefined);
"""
    assert told(script)[3:] == [(8, "three")]
    assert [one["number"] for one in posted(script)] == [1, 2, 3, 1]


def test_rule_11_2_what_is_not_received_is_sent_again_in_order_ever_less_often_until_it_is() -> None:
    script = """
pending.renew(7, () => undefined);
tell("looked", "one"); tell("away", "two");
const waits = [later(), later()];
pending.received(1);
waits.push(later(), later());
pending.received(2);
waits.push(later(), due.length);
tell("looked", `${waits}`);
"""
    assert told(script)[2:-1] == [(7, "one"), (7, "two"), (7, "one"), (7, "two"), (7, "two")]
    assert told(script)[-1] == (7, "400,800,1600,400,800,0")


def test_rule_11_2_what_is_received_in_time_is_sent_once() -> None:
    script = """
pending.renew(7, () => undefined);
tell("looked", "one"); pending.received(1); tell("away", "two");
later();
pending.received(2);
later();
"""
    assert told(script) == [(7, "one"), (7, "two")]
    assert posted(script)[1]["number"] == 2


def test_rule_7_6_what_the_agent_wanted_expires_and_what_has_happened_does_not() -> None:
    script = """
tell("pressed", "long ago"); tell("dial", "long ago"); tell("looked", "seen");
now = 5000;
tell("pressed", "just now");
now = 10001;
pending.renew(7, () => undefined);
"""
    assert told(script) == [(7, "seen"), (7, "just now")]


def test_rule_7_6_what_the_agent_wanted_of_an_engine_that_failed_is_dropped() -> None:
    script = "tell('dial', 'x'); tell('looked', 'seen'); pending.dropRequests(); pending.renew(7, () => undefined);"
    assert told(script) == [(7, "seen")]


def test_nothing_is_told_to_an_engine_of_another_protocol_and_nothing_of_it_to_the_next() -> None:
    script = "tell('looked', 'x'); pending.close(); tell('looked', 'y'); pending.renew(8, () => tell('hello', 'h'));"
    assert told(script) == [(8, "h")]
