"""The runs of the tests: nothing is left out of the full one, and each step says how far it is and how long it took."""

import itertools
import sys
from pathlib import Path

import hypothesis
import pytest

from builder import testing

ROOT = Path(__file__).resolve().parents[2]
MARKS = ("browser", "pyodide", "hypothesis")


def chosen(steps: dict[str, testing.Step]) -> list[str]:
    """What each step with tests chooses them by."""
    found = [words[words.index("pytest") :] for words in steps.values() if "pytest" in words]
    return [words[words.index("-m") + 1] for words in found]


@pytest.mark.parametrize("marks", list(itertools.product([False, True], repeat=3)))
def test_the_full_run_has_every_test_once(marks: tuple[bool, ...]) -> None:
    given = dict(zip(MARKS, marks, strict=True))
    assert [eval(words, {}, given) for words in chosen(testing.FULL)].count(True) == 1


def test_the_full_run_tries_every_example_and_holds_the_branch_coverage() -> None:
    words = [word for step in testing.FULL.values() for word in step]
    assert "--cov" in words and not any("profile" in word for word in words)


def test_the_fast_run_traces_nothing_and_tries_few_examples() -> None:
    assert chosen(testing.FAST) == [testing.NEITHER]
    words = [word for step in testing.FAST.values() for word in step]
    assert "--cov" not in words and "--hypothesis-profile=few" in words


@hypothesis.given(hypothesis.strategies.integers())
@hypothesis.settings(max_examples=1000)
def test_a_property_that_names_its_number_of_examples_is_held_to_few_in_the_fast_run(_: int) -> None:
    few = hypothesis.settings.get_current_profile_name() == "few"
    test = test_a_property_that_names_its_number_of_examples_is_held_to_few_in_the_fast_run
    settings = test._hypothesis_internal_use_settings  # type: ignore[attr-defined]
    assert settings.max_examples == (10 if few else 1000)


def test_each_step_says_its_place_and_its_time_and_the_failed_are_named_last(
    capfd: pytest.CaptureFixture[str],
) -> None:
    steps = {name: (sys.executable, "-c", f"raise SystemExit({status})") for name, status in (("a", 0), ("b", 3))}
    assert testing.run(ROOT, steps) == 1
    assert testing.run(ROOT, {"a": steps["a"]}) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "== 1 of 2: a" and lines[2] == "== 2 of 2: b"
    assert lines[1].startswith("== a: passed after ") and lines[3].startswith("== b: failed after ")
    assert lines[3].endswith(" in all") and lines[4] == "failed: b" and lines[-1] == "all passed"


def test_the_package_that_was_built_is_the_one_that_is_checked() -> None:
    names = list(testing.FULL)
    assert names.index("package") < names.index("check") < names.index("pyodide and browser")
    command = testing._filled(ROOT, testing.FULL["check"])
    assert Path(command[-1]).parent == ROOT / "dist" and command[-1].endswith(".zip")
