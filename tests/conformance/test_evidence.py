"""Real records that mislead: what they establish is said, and what they leave open stays open.

The facts are those of UCDP GED (Sundberg and Melander 2013; Högbladh 2019, CC BY 4.0), of Airwars and of the reporting
that ``examples/syria-2016`` cites. The days of Airwars' rows are those of the rows that they are linked to.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from comply import Evaluation, Finding, Log, Mark, evaluate, load, read_log
from comply.cli.reporters import text
from comply.engine.ledger import lines
from comply.events.time import parse_instant

FOLDER = Path(__file__).parents[1] / "cases" / "good" / "evidence"
AGREEMENT = load(str(FOLDER / "agreement.yaml"))


@pytest.fixture(scope="module")
def log() -> Log:
    found = read_log(str(FOLDER / "incidents.jsonl"), zone=AGREEMENT.zone, taxonomy=AGREEMENT.taxonomy)
    assert (found.counts.rejected, found.remarks) == (0, ())
    return found


@pytest.fixture(scope="module")
def result(log: Log) -> Evaluation:
    return evaluate(AGREEMENT, log)


def breach(result: Evaluation, clause: str, incident: str) -> Finding:
    (finding,) = (one for one in result.findings if one.clause == clause and incident in one.incidents)
    return finding


def test_one_attack_130_km_apart_is_one_act_that_may_have_been_near_aleppo(result):
    finding = breach(result, "not-near-aleppo", "airwars-hor")
    assert finding.incidents == ("airwars-hor", "copy", "ged-309244")
    assert set(finding.marks.values()) == {Mark.POSSIBLE}
    assert any("the reports of it differ" in doubt for doubt in finding.doubts())
    assert all("ged-309244" not in one.incidents for one in result.findings if one.clause == "few-killed")


def test_it_has_two_sources_for_a_newspaper_and_a_data_set_repeat_one(result):
    evidence = breach(result, "no-attack", "copy").evidence
    assert evidence is not None
    assert (evidence.status, evidence.sources, evidence.reliability) == ("corroborated", 2, "B2")


def test_of_two_alleged_actors_neither_is_certain_and_both_are_named(result):
    finding = breach(result, "no-attack", "airwars-rs1272")
    assert finding.performer == ("russia", "syria")
    assert finding.marks["reports"] is Mark.CERTAIN  # one of them did it, and both are bound
    assert all("airwars-rs1272" not in one.incidents for one in result.findings if one.clause == "not-by-the-coalition")


def test_deaths_between_bounds_break_a_limit_between_them_only_possibly(result):
    finding = breach(result, "few-killed", "ged-227822")
    assert set(finding.marks.values()) == {Mark.POSSIBLE}


def test_the_strike_that_was_coded_to_another_state_is_the_coalitions_once_that_is_mended(log):
    before = evaluate(AGREEMENT, log, as_of=parse_instant("2019-02-01T00:00:00Z"))
    doubtful = breach(before, "not-by-the-coalition", "coalition-0917")
    assert doubtful.performer == ("iraq", "coalition")
    assert set(doubtful.marks.values()) == {Mark.POSSIBLE}
    after = breach(evaluate(AGREEMENT, log), "not-by-the-coalition", "coalition-0917")
    assert after.performer == ("coalition",)
    assert set(after.marks.values()) == {Mark.CERTAIN}
    assert after.incidents == ("ged-227936-mended", "coalition-0917")


def test_a_bulletin_and_a_year_in_one_row_stand_beside_the_records(result):
    by_id = {one.incident: one for one in result.comparisons}
    assert str(by_id["bulletin-0917"].gaps["count"].beyond) == "54"
    assert by_id["bulletin-0917"].surely == ("coalition-0917",)
    assert by_id["ged-233200"].surely == ()
    assert by_id["ged-233200"].perhaps == ("airwars-rs1272", "airwars-hor", "bulletin-0917")
    assert all("ged-233200" not in one.incidents for one in result.findings if one.clause == "few-killed")


def test_the_report_is_as_recorded(result, check_recorded):
    page = io.StringIO()
    text.write(result, Console(file=page, width=140, no_color=True, highlight=False))
    shown = "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"
    check_recorded(FOLDER / "report.txt", shown)
    check_recorded(FOLDER / "report.jsonl", b"".join(lines(result)).decode())
