"""``comply check`` as a user meets it: what it prints in each format, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comply.cli.main import cli
from comply.cli.reporters import check_github, check_sarif
from comply.events.errors import Location
from comply.rules.lint.base import Finding
from comply.rules.lint.registry import LINTS

CLEAN = """\
comply: 1
id: small
title: A small truce
documents: {t: {title: The text}}
parties: {north: {name: North}, south: {name: South}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}]
clauses:
  - {id: A, kind: prohibition, title: No attacks, citation: {document: t, text: none}, bearer: [north, south],
     act: {kind: attack}, during: truce}
"""
WARNING = """\
  - {id: B, kind: obligation, title: Withdraw, citation: {document: t, text: none}, bearer: north,
     act: {kind: withdrawal_of_forces}, during: truce}
"""
NOTE = """\
  - {id: C, kind: prohibition, title: No flights, citation: {document: t, paraphrase: none}, bearer: north,
     act: {kind: air_sortie}, during: truce}
"""
ERROR = """\
  - {id: D, kind: prohibition, title: No act, citation: {document: t, text: none}, bearer: north,
     act: {kind: attack, not: {actor: north}}, during: truce}
"""
BROKEN = "  - {id: E, kind: prohibition, title: No act, citation: {document: t, text: none}, act: {kind: atack}}\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(*texts: str, options: tuple[str, ...] = ()) -> Result:
        names = [f"a{number}.yaml" for number in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            Path(name).write_text(CLEAN + text)
        return CliRunner().invoke(cli, ["check", *names, *options])

    return run


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("", [], 0),
        ("", ["--fail-on", "note"], 0),
        (NOTE, ["--fail-on", "warning"], 0),
        (NOTE, ["--fail-on", "note"], 1),
        (WARNING, [], 0),
        (WARNING, ["--fail-on", "warning"], 1),
        (WARNING, ["--fail-on", "warning", "--ignore", "duty-without-deadline"], 0),
        (WARNING + ERROR, ["--select", "duty-without-deadline"], 0),
        (ERROR, [], 1),
        (ERROR, ["--fail-on", "note"], 1),
        (BROKEN, [], 3),
        (BROKEN, ["--select", "contradiction"], 3),
        ("", ["--select", "no-such-code"], 2),
        ("", ["--ignore", "no-such-code"], 2),
        ("", ["--format", "xml"], 2),
    ],
)
def test_the_exit_code_says_how_it_ended(check, text, options, code):
    assert check(text, options=tuple(options)).exit_code == code


def test_a_line_says_where_what_and_how_to_mend_it(check):
    lines = check(WARNING).stdout.splitlines()
    assert lines == [
        "a0.yaml:10:5: duty-without-deadline warning: clause B: it has no deadline: it stays pending until it is met, "
        "and is never breached (give 'within' or 'by', or say that the text sets none)"
    ]


def test_what_does_not_load_is_reported_and_its_lints_are_not_asked(check):
    result = check(BROKEN + ERROR)
    (line,) = result.stdout.splitlines()
    assert line.startswith("a0.yaml:10:96: agreement error: clause E: no kind of act is called 'atack' (did you mean ")


def test_several_agreements_are_checked_one_after_the_other(check):
    result = check(BROKEN, WARNING, "")
    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == ["a0.yaml", "a1.yaml"]
    assert "3 checked, 1 of them not loaded: 1 error, 1 warning, 0 notes" in result.stderr
    assert result.exit_code == 3


def test_a_library_id_is_checked(check):
    result = CliRunner().invoke(cli, ["check", "us-russia-syria-2016", "--select", "window-closes-early"])
    assert "clause C28: it lapses at 2016-09-18T20:59Z, 19 h 1 min before C20a can be met" in result.stdout
    assert result.exit_code == 0


def test_the_reference_agreement_has_no_error():
    result = CliRunner().invoke(cli, ["check", "us-russia-syria-2016", "--format", "json"])
    findings = json.loads(result.stdout)
    assert not [finding for finding in findings if finding["severity"] == "error"]
    assert not [finding for finding in findings if finding["code"].startswith("ignore-")]


def test_a_path_that_is_not_there_is_a_bad_agreement(check):
    result = CliRunner().invoke(cli, ["check", "no-such-file.yaml"])
    assert result.exit_code == 3
    assert "no-such-file.yaml: agreement error: no such agreement" in result.stdout


def test_an_unknown_code_names_the_nearest():
    result = CliRunner().invoke(cli, ["check", "x", "--select", "contradictoin"])
    assert "did you mean 'contradiction'?" in result.stderr


def test_json_holds_the_parts_of_every_finding(check):
    (finding,) = json.loads(check(WARNING, options=("--format", "json")).stdout)
    assert finding.pop("message").startswith("it has no deadline")
    assert finding.pop("remedy").startswith("give 'within'")
    assert finding == {
        "code": "duty-without-deadline",
        "title": "Duty without a deadline",
        "severity": "warning",
        "file": "a0.yaml",
        "line": 10,
        "column": 5,
        "path": "$.clauses[1]",
        "about": "clause B",
        "clause": "B",
    }


def test_sarif_has_the_structure_that_the_standard_asks_for(check):
    log = json.loads(check(WARNING + NOTE + ERROR, BROKEN, options=("--format", "sarif")).stdout)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "comply"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert {lint.code for lint in LINTS} < set(ids)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert [result["level"] for result in run["results"]] == ["warning", "note", "error", "error"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert not re.search(r"[^\w./%:~-]", physical["artifactLocation"]["uri"])
        assert physical["region"]["startLine"] >= 1
        assert physical["region"]["startColumn"] >= 1
        assert re.fullmatch("[0-9a-f]{64}", result["partialFingerprints"]["comply/v1"])


def finding(**given: object) -> Finding:
    whole = {"code": "c", "severity": "note", "location": Location(file="f.yaml", line=3, column=7), "message": "m"}
    return Finding(**{**whole, **given})  # type: ignore[arg-type]


def test_sarif_quotes_what_is_no_uri_and_leaves_out_what_is_not_known():
    one = finding(location=Location(file="my agreement #1.yaml"))
    result = json.loads(check_sarif.text([one], titles={"c": "C"}))["runs"][0]["results"][0]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "my%20agreement%20%231.yaml"}}}]


def test_the_fingerprint_stays_while_lines_move():
    moved = finding(location=Location(file="f.yaml", line=9, column=7))
    both = json.loads(check_sarif.text([finding(), moved, finding(message="n")], titles={"c": "C"}))["runs"][0][
        "results"
    ]
    prints = [result["partialFingerprints"]["comply/v1"] for result in both]
    assert prints[0] == prints[1] != prints[2]


def test_github_commands_are_escaped():
    one = finding(location=Location(file="a,b:c%.yaml", line=3, column=7), message="50% of\r\n::error::it", remedy="x")
    assert check_github.text([one], titles={"c": "A, B: C"}) == (
        "::notice file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=c%3A A%2C B%3A C::50%25 of%0D%0A::error::it (x)\n"
    )


def test_text_cannot_steer_the_terminal(check):
    result = check('  - {id: "\\e[31m", kind: obligation, title: T, citation: {document: t, text: x}, bearer: north,\n'
                   "     act: {kind: aid}, during: truce}\n")  # fmt: skip
    assert "\x1b" not in result.stdout
    assert "duty-without-deadline" in result.stdout


def test_help_fits_a_screen_and_gives_an_example_and_the_exit_codes():
    lines = CliRunner().invoke(cli, ["check", "--help"]).stdout.splitlines()
    assert len(lines) <= 36
    assert "  Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, 3 an agreement" in lines
    assert any(line.strip().startswith("comply check my-agreement.yaml") for line in lines)
