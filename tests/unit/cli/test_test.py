"""``comply test`` as a user meets it, and the pytest plugin that collects the same files."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from junitparser import JUnitXml

from comply.cli.main import cli
from comply.cli.watch import changes

AGREEMENT = """\
comply: 1
id: small
title: A small truce
documents: {t: {title: The text}}
instants: {start: {at: "2020-01-01T00:00:00Z"}}
parties: {north: {name: North}, south: {name: South}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: start}]
clauses:
  - {id: A, kind: prohibition, title: No attacks, citation: {document: t, text: none}, bearer: [north, south],
     act: {kind: attack}, during: truce}
  - {id: B, kind: obligation, title: Withdraw, citation: {document: t, text: none}, bearer: north,
     act: {kind: withdrawal_of_forces}, within: 48h, during: truce}
"""
GOOD = """\
# What the truce means.
cases:
    # the boundary
    - name: at the start
      events: [start attack by north]
      expect:
          - {breach: A, at: start}  # a phase entered at t is in force at t
    - name: before the start
      clause: [A, B]
      events: [start - 1us attack by north]
      ok: A   # not even possible
"""
BAD = GOOD.replace("at: start}", "at: start + 1h}").replace("start - 1us", "start + 1us")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    (tmp_path / "agreement.yaml").write_text(AGREEMENT)
    (tmp_path / "cases" / "a.yaml").write_text(GOOD)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["test", *map(str, arguments)])


def test_cases_that_pass_are_counted(folder):
    result = run(folder)
    assert (result.exit_code, result.stdout) == (0, "2 passed in 1 file\n")


@pytest.mark.parametrize("name", [".", "agreement.yaml", "cases", "cases/a.yaml"])
def test_a_path_may_be_the_folder_the_agreement_the_cases_or_one_file(folder, name):
    assert run(folder / name).exit_code == 0


def test_without_a_path_the_current_folder_is_searched(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert run().stdout == "2 passed in 1 file\n"


def test_a_case_file_anywhere_names_its_agreement(folder):
    elsewhere = folder / "other"
    elsewhere.mkdir()
    (elsewhere / "b.case.yaml").write_text("agreement: ../agreement.yaml\n" + GOOD)
    (elsewhere / "c.yaml").write_text("no: case file by its name\n")
    assert run(elsewhere).stdout == "2 passed in 1 file\n"


def test_a_library_agreement_is_named_by_its_id():
    result = run("us-russia-syria-2016", "--clause", "C21", "-v")
    assert result.exit_code == 0
    assert "pass  " in result.stdout


def test_failures_are_shown_with_their_place_and_end_with_code_1(folder):
    (folder / "cases" / "a.yaml").write_text(BAD)
    result = run(folder)
    assert result.exit_code == 1
    assert f"{folder / 'cases' / 'a.yaml'}:7: breach of A is not as expected" in result.stdout.replace("\n", "")
    assert "- at: 2020-01-01T01:00:00Z" in result.stdout
    assert "0 passed, 2 failed in 1 file" in result.stdout


def test_cases_are_chosen_by_words_and_clauses(folder):
    assert run(folder, "-k", "BEFORE").stdout == "1 passed in 1 file\n"
    assert run(folder, "-k", "start", "-k", "at").stdout == "1 passed in 1 file\n"
    assert run(folder, "--clause", "B").stdout == "1 passed in 1 file\n"
    none = run(folder, "--clause", "a")
    assert none.exit_code == 2
    assert "did you mean 'A'" in none.stderr


def test_reset_records_what_failed_and_keeps_the_rest_with_its_comments(folder):
    file = folder / "cases" / "a.yaml"
    file.write_text(BAD)
    assert run(folder, "--reset").exit_code == 1
    assert run(folder).exit_code == 0
    text = file.read_text()
    for kept in ("# What the truce means.\n", "    # the boundary\n    - name: at the start\n", "clause: [A, B]"):
        assert kept in text
    assert "{breach: A, at: '2020-01-01T00:00:00.000001Z', certain: all, incidents: [e1]}" in text
    assert "ok:" not in text
    assert os.listdir(file.parent) == ["a.yaml"]  # noqa: PTH208  # hidden files too


def test_reset_leaves_a_file_alone_in_which_nothing_failed(folder):
    file = folder / "cases" / "a.yaml"
    before = file.read_bytes(), file.stat().st_ino
    run(folder, "--reset")
    assert (file.read_bytes(), file.stat().st_ino) == before


def test_reset_records_verdicts_and_phases_in_the_form_in_which_they_were_asked(folder):
    file = folder / "cases" / "a.yaml"
    file.write_text(
        "cases:\n  - name: a\n    until: start\n    verdicts: {A: violated, B: {strict: lapsed}}\n    phases: war\n"
    )
    run(folder, "--reset")
    assert file.read_text().endswith("    verdicts: {A: pending, B: {strict: pending}}\n    phases: truce\n")


LAID_OUT = """\
cases:
  - name: nothing is found
    clause: A
    events: [start withdrawal_of_forces by north]
    expect:  # of the key
      # about what is expected

      - {breach: A}  # goes with it
      # after it
  # about the next
  - name: in blocks
    clause: A
    events: [start attack by north]
    expect:
    - breach: B
      at: start

    - breach: A  # stays
      at: start
  - name: one alone
    events: [start attack by north, start + 1h attack by south]
    expect:
      breach: A
      at: start + 1h
      certain: []
  - {name: in flow, events: [start attack by north], ok: [B, A], why: "x # y"}
  - ok: A  # first
    name: ok first
    events: [start attack by north]
    expect: [{breach: A}]
  - name: ok in a list
    events: [start attack by north]
    ok:
      - A
      - B  # stays
  - name: answers
    until: start
    verdicts:
      A: violated
      B: {strict: lapsed}
    phases:
    - war
"""
RECORDED = """\
cases:
  - name: nothing is found
    clause: A
    events: [start withdrawal_of_forces by north]
    expect: []  # of the key
      # about what is expected

      # after it
  # about the next
  - name: in blocks
    clause: A
    events: [start attack by north]
    expect:

    - breach: A  # stays
      at: start
  - name: one alone
    events: [start attack by north, start + 1h attack by south]
    expect: [{breach: A, at: '2020-01-01T00:00:00Z', certain: all, incidents: [e1]}, \
{breach: A, at: '2020-01-01T01:00:00Z', certain: all, incidents: [e2]}]
  - {name: in flow, events: [start attack by north], ok: [B], why: "x # y", \
expect: [{breach: A, at: '2020-01-01T00:00:00Z', certain: all, incidents: [e1]}]}
  - ok: []  # first
    name: ok first
    events: [start attack by north]
    expect: [{breach: A}]
  - name: ok in a list
    events: [start attack by north]
    ok:
      - B  # stays
    expect: [{breach: A, at: '2020-01-01T00:00:00Z', certain: all, incidents: [e1]}]
  - name: answers
    until: start
    verdicts:
      A: pending
      B: {strict: pending}
    phases: truce
"""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_reset_leaves_all_else_as_it_is_laid_out(folder, mark, line_break):
    file = folder / "cases" / "a.yaml"
    file.write_bytes((mark + LAID_OUT.replace("\n", line_break)).encode())
    assert "7 failed" in run(folder, "--reset").stdout
    assert file.read_bytes() == (mark + RECORDED.replace("\n", line_break)).encode()
    assert run(folder).stdout == "7 passed in 1 file\n"


@pytest.mark.parametrize("one", ["ok: &one A", "expect: &one []\n    clause: A"])
def test_reset_leaves_a_file_as_it_is_in_which_it_would_change_another_case(folder, one):
    file = folder / "cases" / "a.yaml"
    key = one.partition(":")[0]
    file.write_text(
        f"cases:\n  - name: a\n    events: [start attack by north]\n    {one}\n"
        f"  - {{name: b, events: [], {key}: *one}}\n"
    )
    before = file.read_bytes()
    done = run(folder, "--reset")
    assert done.exit_code == 1
    assert "left as it was" in done.stderr
    assert "anew; read" not in done.stderr
    assert file.read_bytes() == before


def test_junit_has_a_suite_a_file_and_a_test_a_case(folder):
    (folder / "cases" / "b.yaml").write_text(BAD)
    run(folder, "--junit", folder / "out.xml")
    suites = list(JUnitXml.fromfile(str(folder / "out.xml")))
    assert [(suite.tests, suite.failures) for suite in suites] == [(2, 0), (2, 2)]
    assert "- at: 2020-01-01T01:00:00Z" in next(iter(suites[1])).result[0].text


def test_several_wrong_expectations_of_a_case_are_one_failure_in_junit(folder):
    (folder / "cases" / "a.yaml").write_text(
        "cases:\n  - {name: a, until: start, verdicts: {A: violated, B: lapsed}, phases: war}\n"
    )
    assert run(folder, "--junit", folder / "out.xml").exit_code == 1
    suite = next(iter(JUnitXml.fromfile(str(folder / "out.xml"))))
    assert (suite.tests, suite.failures) == (1, 1)
    (failure,) = next(iter(suite)).result
    assert failure.message == "; ".join(
        ("the verdict on A is not as expected", "the verdict on B is not as expected", "the phase is not as expected")
    )
    assert failure.text.count("a.yaml:2: ") == 3


def test_junit_can_be_read_whatever_a_case_is_called(folder):
    (folder / "cases" / "a.yaml").write_text('cases:\n  - {name: "a\\uFFFE\\uFFFF\\x1b", events: [], ok: A}\n')
    assert run(folder, "--junit", folder / "out.xml").exit_code == 0
    case = next(iter(next(iter(JUnitXml.fromfile(str(folder / "out.xml"))))))
    assert case.name == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("file", "content", "code", "message"),
    [
        ("agreement.yaml", "comply: [1", 3, "not YAML"),
        ("agreement.yaml", AGREEMENT.replace("kind: attack", "kind: atack"), 3, "did you mean 'attack'"),
        ("cases/a.yaml", "cases: [1", 4, "a.yaml:1:10: not YAML"),
        ("cases/a.yaml", GOOD.replace("by north", "by nroth"), 4, "a.yaml:5:16 $.cases[0].events[0]: no party"),
        ("cases/a.yaml", "agreement: nowhere\n" + GOOD, 3, "no such agreement"),
    ],
)
def test_bad_files_end_with_their_place_and_code(folder, file, content, code, message):
    (folder / file).write_text(content)
    result = run(folder)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_the_mistakes_of_all_files_are_told_together(folder):
    for name in ("a", "b"):
        (folder / "cases" / f"{name}.yaml").write_text("cases: []\n")
    assert run(folder).stderr.count("there is no case") == 2


def test_a_path_without_cases_is_told(folder):
    (folder / "empty").mkdir()
    assert "no case file is here" in run(folder / "empty").stderr
    result = run("us-russia-syria-2106")
    assert result.exit_code == 4
    assert "did you mean 'us-russia-syria-2016'" in result.stderr


def test_both_inferences_can_be_held_against_each_other(folder):
    pytest.importorskip("durable_rules_engine")
    assert run(folder, "--inference", "both").exit_code == 0


def test_colour_is_off_where_no_color_asks_for_it(folder):
    (folder / "cases" / "a.yaml").write_text(BAD)
    runner, arguments = CliRunner(), ["test", str(folder)]
    assert "\x1b[" in runner.invoke(cli, arguments, env={"FORCE_COLOR": "1", "TERM": "xterm"}, color=True).stdout
    assert "\x1b[3" not in runner.invoke(cli, arguments, env={"NO_COLOR": "1", "FORCE_COLOR": None}, color=True).stdout


def test_a_change_of_a_document_is_noticed_and_no_other(folder):
    stop = threading.Event()
    timers = [
        threading.Timer(0.3, (folder / "note.txt").write_text, ["no document"]),
        threading.Timer(0.6, (folder / "agreement.yaml").write_text, [AGREEMENT + "\n"]),
        threading.Timer(20, stop.set),
    ]
    for timer in timers:
        timer.start()
    seen = changes([str(folder / "cases")], stop)
    try:
        assert next(seen, "stopped") is None
        assert not stop.is_set()
    finally:
        stop.set()
        for timer in timers:
            timer.cancel()


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "comply.cli.pytest_plugin", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_pytest_collects_one_test_a_case(folder):
    (folder / "cases" / "b.yaml").write_text(BAD)
    (folder / "other").mkdir()
    (folder / "other" / "c.yaml").write_text("not: ours\n")
    done = pytest_in(folder, "-v")
    assert "cases/a.yaml::at the start PASSED" in done.stdout
    assert "2 failed, 2 passed" in done.stdout
    assert "- at: 2020-01-01T01:00:00Z" in done.stdout
    assert "Traceback" not in done.stdout


def test_pytest_reports_a_bad_case_file_as_an_error_of_collection(folder):
    (folder / "cases" / "a.yaml").write_text("cases: []\n")
    done = pytest_in(folder)
    assert done.returncode == 2
    assert "a.yaml:1:8 $.cases: there is no case" in done.stdout
