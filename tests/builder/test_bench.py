"""The bench's arithmetic, and the variants that it compares; nothing is measured here."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from builder import archive, arguments, package, parts
from builder.__main__ import COMMANDS
from builder.arguments import parser
from builder.bench import attach, chat, handover, idle, report, requests, ring, sizes, start
from builder.bench.numbers import Sample, Section, Target, brief, plain, ratio, shown, summary, table
from builder.bench.variants import VARIANTS, Variants, free_ports

RUNTIME = "http://127.0.0.1:1/"
FILES = {
    "manifest.json": b"{}",
    "assets/top_bar.html": b"<html><head></head><body></body></html>",
    "assets/ticket_sidebar.html": b"<html><head></head><body></body></html>",
    "assets/page/page.js": b"page",
    "assets/engine/attach.js": b"attach",
    "assets/engine/loading.js": b"loading",
    "assets/engine/copies.js": b"copies",
    "assets/engine/worker.js": b"worker",
}


def mark(name: str, at: float, **more: Any) -> dict[str, Any]:
    return {"name": name, "at": at, **more}


def call() -> list[dict[str, Any]]:
    """A call whose look-up takes 60 of 85 ms, with a step for every line of the table."""
    marks = [mark(name, 1000 + at) for at, name in enumerate(ring.STEPS) if name != "page answered"]
    timed = {"request began": 1015.0, "request ended": 1075.0, "workspace: routeTo": 1085.0}
    marks = [one | {"at": timed.get(one["name"], one["at"])} for one in marks]
    asked = [one | {"ask": "1:2"} if one["name"] == "page asked: softphone" else one for one in marks]
    answers = [mark("page answered", 1002, ask="1:1"), mark("page answered", 1009, ask="1:2")]
    return sorted([mark("rung", 1000), *asked, *answers], key=lambda one: float(one["at"]))


def test_a_sample_shows_its_median_its_range_and_its_size() -> None:
    assert str(Sample.of([30, 10, 1200])) == "30 [10-1,200] n=3"


def test_an_empty_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Sample.of([])


def test_one_slow_run_does_not_move_the_median() -> None:
    assert Sample.of([1, 2, 3, 4, 9000]).median == 3


def test_one_slow_run_is_the_worst() -> None:
    assert Sample.of([1, 9000, 2]).worst == 9000


def test_a_target_is_shown_to_three_digits_and_in_full_from_a_thousand_on() -> None:
    assert [brief(value) for value in (0.3651, 12.94, 2000, 1787819)] == ["0.365", "12.9", "2,000", "1,787,819"]


def test_small_numbers_keep_a_digit_after_the_point() -> None:
    assert (shown(9.96), shown(10), shown(12345.6)) == ("10.0", "10", "12,346")


def test_a_ratio_compares_medians() -> None:
    assert ratio(Sample.of([1, 2, 300]), Sample.of([8])) == 0.25


@pytest.mark.parametrize(("got", "met"), [(0.4, True), (0.41, False)])
def test_a_target_is_met_up_to_its_limit(got: float, met: bool) -> None:
    assert Target("share", 0.4, got).met is met


def test_the_summary_lists_every_target_with_what_came_out() -> None:
    sections = [
        Section("a", "", ("",), (), [Target("slow", 1, 2)]),
        Section("b", "", ("",), (), [Target("fast", 1, 1)]),
    ]
    assert summary(sections).rows == [("slow", "<= 1", "2", "MISSED"), ("fast", "<= 1", "1", "met")]


def test_a_table_is_markdown_with_aligned_columns() -> None:
    assert table(("", "ms"), [("long name", "1"), ("b", "1,000")]) == (
        "|           |    ms |\n| --------- | ----: |\n| long name |     1 |\n| b         | 1,000 |\n"
    )


def test_raw_numbers_are_json_at_any_depth() -> None:
    raw = plain({"a": {"b": Sample.of([1.234, 2])}, "c": "text"})
    assert json.loads(json.dumps(raw)) == {"a": {"b": [1.23, 2]}, "c": "text"}


def test_the_steps_of_a_call_count_from_its_ringing_and_add_up() -> None:
    found = ring.steps([mark("workspace: routeTo", 900), *call()])
    assert (found[ring.WHOLE], found[ring.IN_REQUESTS], found[ring.OWN]) == (85, 60, 25)


def test_of_the_pages_answers_the_one_to_the_softphones_order_counts() -> None:
    assert ring.steps(call())["page answered"] == 9


def test_requests_at_the_same_time_count_once_and_only_within_the_call() -> None:
    spans = [("request began", 0.0), ("request began", 5.0), ("request ended", 12.0), ("request ended", 40.0)]
    assert ring.in_requests([mark(*one) for one in spans], 10.0, 30.0) == 20.0


def test_a_request_that_is_over_before_the_call_counts_nothing() -> None:
    spans = [mark("request began", 0.0), mark("request ended", 5.0), mark("other", 20.0)]
    assert ring.in_requests(spans, 10.0, 30.0) == 0.0


def test_ring_to_pop_is_aimed_at_one_request_and_a_little() -> None:
    found = ring.steps(call())
    section = ring.section({name: Sample.of([value]) for name, value in found.items()})
    assert [(target.got, target.met) for target in section.targets] == [(25, True), (25, True)]


def test_a_further_page_notes_how_long_the_engine_took_of_the_whole() -> None:
    times: attach.Measured = {"a": [], f"a, {attach.ENGINES_SHARE}": []}
    attach.record(times, {"a": [mark("pinged", 150), mark("ready", 160, started=100)]})
    assert list(times.values()) == [[60], [10]]


def test_a_page_without_an_engine_has_no_engines_share() -> None:
    times: attach.Measured = {"a": []}
    attach.record(times, {"a": [mark("ready", 160, started=100)]})
    assert times == {"a": [60]}


def test_starts_are_compared_from_the_same_navigation() -> None:
    keys = [(since, way) for since in start.SINCE for way in start.WAYS]
    samples = {name: {key: Sample.of([1000.0 if name == "PyScript" else 300.0]) for key in keys} for name in VARIANTS}
    section = start.section("page", samples)
    assert [(target.got, target.met) for target in section.targets] == [(0.3, True)] * 2
    assert section.rows[1][:2] == ("PyScript", "1,000 [1,000-1,000] n=1 (3.33x)")


def test_another_tab_has_taken_over_with_its_first_mark_after_the_order() -> None:
    marks = [mark("workspace: routeTo", 1900), mark("engine ready", 1700), mark("engine ready", 2600)]
    marks += [mark("workspace: routeTo", 900), mark("rung", 1001)]
    assert handover.times(1000, marks) == {handover.READY: 700, handover.POPPED: 900}


def test_of_the_tabs_that_are_lost_the_worst_case_is_held_against_the_limit() -> None:
    calls = {handover.READY: Sample.of([1, 2]), handover.POPPED: Sample.of([900, 1000, 2500])}
    section = handover.section({name: calls for name in handover.FAULTS})
    assert section.rows[0] == ("is closed", "1.5 [1.0-2.0] n=2", "1,000 [900-2,500] n=3")
    assert [(target.limit, target.got, target.met) for target in section.targets] == [
        (2000, 2500, False),
        (2000, 2500, False),
        (10000, 2500, True),
        (10000, 2500, True),
    ]


def test_requests_are_counted_by_scenario_and_edition() -> None:
    found = {name: {scenario: ["GET /a"] * 6 for scenario in requests.SCENARIOS} for name in ("with", "without")}
    section = requests.section(found)
    assert section.rows[0] == ("recognised", "6", "6")
    assert [target.met for target in section.targets] == [False, False, True, True]


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_is_the_package_with_few_files_swapped(name: str) -> None:
    made = VARIANTS[name](FILES, RUNTIME)
    assert made.keys() == FILES.keys()
    assert sum(made[one] != FILES[one] for one in FILES) <= 2


def test_deskline_is_measured_as_it_is() -> None:
    assert VARIANTS["Deskline"](FILES, RUNTIME) == FILES


def test_pyscript_stands_in_the_top_bars_page_with_a_configuration_that_is_json() -> None:
    made = VARIANTS["PyScript"](FILES, RUNTIME)
    html = made["assets/top_bar.html"].decode()
    config = json.loads(html.partition("config='")[2].partition("'")[0])
    assert config == {"interpreter": f"{RUNTIME}pyodide.mjs", "files": {f"{RUNTIME}python.zip": "./*"}}
    assert f'src="{RUNTIME}core.js"' in html
    assert made["assets/ticket_sidebar.html"] == FILES["assets/ticket_sidebar.html"]


def test_a_workbench_finds_its_ports_in_a_row() -> None:
    assert 1024 < free_ports() <= 65532


def test_every_file_of_the_package_belongs_to_one_part() -> None:
    files = {"assets/archive.js": b"a" * 50, "assets/logo.png": b"b", "assets/page.js": b"cc", "assets/zaf.js": b"d"}
    found = {part: raw for part, (raw, _) in parts.by_part(io.BytesIO(package.zipped(files))).items()}
    assert found == {
        "Python: standard library, libraries and app": 50,
        "pictures": 1,
        "pages, scripts and style": 3,
    }


def test_the_archives_content_is_told_apart_by_whose_it_is() -> None:
    names = {"deskline/a.pyc": b"12", "phonenumbers/b.pyc": b"123", "json/c.pyc": b"1", "re.pyc": b"1"}
    asset = archive.Archive(archive._stored_zip(names), "", ()).asset().encode()
    found = {name: raw for name, (raw, _) in sizes.in_archive(asset).items()}
    assert found == {"the app": 2, "phonenumbers": 3, "the standard library": 2}


def test_the_report_goes_between_the_documents_marks() -> None:
    document = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    assert report.inserted(document, "new") == f"before\n{report.BEGIN}\nnew\n{report.END}\nafter\n"


def test_a_document_without_a_place_for_the_report_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        report.inserted("text", "new")


def test_the_report_says_targets_first_and_its_json_has_every_number() -> None:
    section = Section("Ring", "Note.", ("", "ms"), [("a", "1")], [Target("t", 1, 2)], {"a": Sample.of([1])})
    done = report.Report({"cores": 2}, [section])
    assert done.text().index("### Targets") < done.text().index("### Ring")
    target = {"what": "t", "limit": 1, "got": 2, "met": False}
    assert json.loads(done.json()) == {
        "machine": {"cores": 2},
        "sections": [{"title": "Ring", "targets": [target], "raw": {"a": [1]}}],
    }


def test_the_command_line_knows_the_bench_and_its_parts() -> None:
    given = parser().parse_args(["bench", "--rounds", "5", "--only", "ring", "start"])
    assert (given.rounds, given.calls, given.only, given.write) == (5, 20, ["ring", "start"], False)
    assert "bench" in COMMANDS


def test_a_part_that_the_bench_does_not_have_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["bench", "--only", "everything"])
    assert "invalid choice" in capsys.readouterr().err


def test_the_idle_share_comes_from_two_readings_of_proc_stat() -> None:
    before, after = "cpu 10 0 0 100 0 0 0\ncpu0 1", "cpu 20 0 5 180 5 0 0\ncpu0 1"
    assert idle.idle_share(before, after) == 0.85


def test_without_patience_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle.time, "sleep", pytest.fail)
    idle.wait_until_idle(0)


def test_every_part_can_be_ordered_by_its_name() -> None:
    assert tuple(report.PARTS) == arguments.BENCHES


def test_each_parts_numbers_are_printed_when_it_has_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: Any) -> Any:
        raise KeyboardInterrupt

    done = report.Part(lambda *_: [Section("Ring", "Note.", ("", "ms"), [("a", "1")])])
    monkeypatch.setattr(report, "PARTS", {"ring": done, "start": report.Part(stopped)})
    given: Any = (None, Variants({}, Path(), Path()), report.Options())
    with pytest.raises(KeyboardInterrupt):
        for name in report.PARTS:
            report._part(name, list(report.PARTS), given)
    said = capsys.readouterr()
    assert "### Ring" in said.out
    assert said.err.splitlines()[0] == "ring (1 of 2) ..." and "start (2 of 2): stopped after " in said.err


def test_every_measurement_is_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    Variants({}, Path(), Path(), step=heard.append).next("calls")
    assert heard == ["calls"]


def test_a_chats_readings_are_told_per_message_and_memory_counts_in_the_last_quarter() -> None:
    readings = [(0.0, 1024), (0.1, 5120), (0.3, 6144), (0.7, 7168), (1.2, 9216)]
    found = chat.samples(readings)
    assert [round(value, 3) for value in found[chat.EACH].values] == [1.0, 2.0]
    assert [round(value, 3) for value in found[chat.ALONE].values] == [4.0, 5.0]
    assert found[chat.GROWN].values == (2.0,)


def test_a_chats_targets_are_the_quick_half_flat_memory_and_a_transcript_soon_after_its_requests() -> None:
    single = {chat.WRITTEN: 0.9, chat.REQUESTS: 0.4, chat.EACH: 0.8, chat.ALONE: 4.0, chat.GROWN: 20.0}
    section = chat.section({name: Sample.of([value]) for name, value in single.items()})
    assert [(one.limit, round(one.got, 3), one.met) for one in section.targets] == [
        (2.0, 0.8, True),
        (16.0, 20.0, False),
        (1.0, 0.5, True),
    ]


def test_this_process_has_threads_but_none_of_a_worker_and_takes_memory() -> None:
    here = Path("/proc/self")
    assert chat.threads(here) == []
    assert chat.spent(here) == 0
    assert chat.resident(here) > 1024
    assert chat.threads(Path("/proc/nothing")) == []
