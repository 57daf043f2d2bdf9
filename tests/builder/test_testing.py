"""The runs of the tests: nothing is left out of the full one, and each step says how far it is and how long it took."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import pytest

from builder import testing

ROOT = Path(__file__).resolve().parents[2]


def steps(stages: Sequence[testing.Stage]) -> testing.Lane:
    """Every step of the stages by its name."""
    return {name: words for stage in stages for lane in stage for name, words in lane.items()}


def pytests(stages: Sequence[testing.Stage]) -> list[testing.Step]:
    """What pytest is told in each step with tests."""
    return [words[words.index("pytest") :] for words in steps(stages).values() if "pytest" in words]


def marked(folder: Path) -> set[str]:
    """The marks that modules below a folder give their tests, of those that the steps choose by."""
    modules = [path.read_text() for path in folder.rglob("test_*.py")]
    return {mark for module in modules for mark in re.findall(r"mark\.(browser|pyodide)", module)}


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in (ROOT / "tests").iterdir() if any(path.rglob("test_*")))
)
def test_the_full_run_has_every_test_once(folder: str) -> None:
    told = [words for words in pytests(testing.FULL) if f"tests/{folder}" in words]
    chosen_by = [words[words.index("-m") + 1] for words in told]
    for marks in ({"browser"}, {"pyodide"}, set[str]()):
        without_browser = folder == "browser" and "browser" not in marks
        if marks <= marked(ROOT / "tests" / folder) and not without_browser:
            for property_ in (True, False):
                given = {"browser": "browser" in marks, "pyodide": "pyodide" in marks, "hypothesis": property_}
                assert [eval(words, {}, given) for words in chosen_by].count(True) == 1, given


def test_every_module_among_the_browser_tests_is_marked_as_one() -> None:
    modules = (ROOT / "tests" / "browser").glob("test_*.py")
    assert [path.name for path in modules if "mark.browser" not in path.read_text()] == []


def test_the_full_run_tries_every_example_and_holds_the_branch_coverage() -> None:
    words = [word for step in steps(testing.FULL).values() for word in step]
    assert "--cov" in words and not any("profile" in word for word in words)


def test_the_fast_run_traces_nothing_and_tries_few_examples() -> None:
    (told,) = pytests(testing.FAST)
    assert told[told.index("-m") + 1] == testing.NEITHER and not any("tests/" in word for word in told)
    words = [word for step in steps(testing.FAST).values() for word in step]
    assert "--cov" not in words and "--hypothesis-profile=few" in words


@hypothesis.given(hypothesis.strategies.integers())
@hypothesis.settings(max_examples=1000)
def test_a_property_that_names_its_number_of_examples_is_held_to_few_in_the_fast_run(_: int) -> None:
    few = hypothesis.settings.get_current_profile_name() == "few"
    test = test_a_property_that_names_its_number_of_examples_is_held_to_few_in_the_fast_run
    settings = test._hypothesis_internal_use_settings  # type: ignore[attr-defined]
    assert settings.max_examples == (10 if few else 1000)


SAYS = "import sys, time; time.sleep(float(sys.argv[2])); print(sys.argv[1]); raise SystemExit(int(sys.argv[3]))"


def step(words: str, wait: float = 0, status: int = 0) -> testing.Step:
    """A step that says these words after so many seconds and ends with this status."""
    return (sys.executable, "-c", SAYS, words, str(wait), str(status))


def test_each_step_says_its_place_and_its_time_and_the_failed_are_named_last(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert testing.run(ROOT, [({"a": step("A"), "b": step("B", status=3)},)]) == 1
    assert testing.run(ROOT, [({"a": step("A")},)]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert (lines[0], lines[1], lines[3], lines[4]) == ("== 1 of 2: a", "A", "== 2 of 2: b", "B")
    assert lines[2].startswith("== a: passed after ") and lines[5].startswith("== b: failed after ")
    assert lines[5].endswith(" in all") and lines[6] == "failed: b" and lines[-1] == "all passed"


def test_what_steps_side_by_side_say_stands_together_and_the_next_stage_waits_for_all(
    capfd: pytest.CaptureFixture[str],
) -> None:
    lanes = ({"slow": step("S", wait=0.3)}, {"quick": step("Q", status=2), "after": step("A")})
    assert testing.run(ROOT, [lanes, ({"last": step("L")},)]) == 1
    *blocks, end = re.split("^== (?=[1-4] of 4: )", capfd.readouterr().out, flags=re.M)[1:]
    found = [re.fullmatch(r"[1-4] of 4: (\w+)\n([A-Z])\n== \w+: (\w+) after .*\n", each) for each in blocks]
    said = [each.groups() for each in found if each]
    assert sorted(said) == [("after", "A", "passed"), ("quick", "Q", "failed"), ("slow", "S", "passed")]
    assert end.startswith("4 of 4: last\nL\n== last: passed after ") and end.endswith("\nfailed: quick\n")


def test_the_package_that_was_built_is_the_one_that_is_checked_and_driven() -> None:
    names = list(steps(testing.FULL))
    assert names.index("package") < names.index("check") < names.index("pyodide and browser")
    command = testing._filled(ROOT, steps(testing.FULL)["check"])
    assert Path(command[-1]).parent == ROOT / "dist" and command[-1].endswith(".zip")
