"""What the reference agreement must show on the example log of September 2016."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from comply import Evaluation, Finding, Log, Mark, evaluate, load, read_log
from comply.engine.inference import durable
from comply.engine.ledger import lines
from comply.events.time import format_instant, parse_instant

EXAMPLE = Path(__file__).parents[2] / "examples" / "syria-2016" / "incidents.jsonl"
AGREEMENT = load("us-russia-syria-2016")


def read(path: Path) -> Log:
    return read_log(str(path), zone=AGREEMENT.zone, taxonomy=AGREEMENT.taxonomy)


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate(AGREEMENT, read(EXAMPLE))


def breaches(result: Evaluation, incident: str) -> dict[str, Finding]:
    return {one.clause: one for one in result.findings if one.outcome == "breach" and incident in one.incidents}


def verdict(result: Evaluation, clause: str):
    return next(one for one in result.verdicts if one.clause == clause)


def test_every_line_of_the_example_is_accepted():
    log = read(EXAMPLE)
    assert (log.counts.rejected, log.counts.duplicate, log.remarks) == (0, 0, ())


def test_no_name_in_the_example_is_unknown_to_the_agreement(result):
    assert (result.unknown_parties, result.unknown_places) == ({}, {})


def test_all_clauses_are_there_evaluated_or_with_a_reason(result):
    numbers = {clause.clause[:3] for clause in result.verdicts}
    assert numbers == {f"C{number:02d}" for number in range(1, 29)}
    for one in result.verdicts:
        assert one.citation
        assert one.verdict != "not_evaluated" or one.reason


def test_the_cessation_starts_at_1600_and_at_sunset_as_the_us_said(result):
    entered = {
        (phase.phase, format_instant(phase.effective.earliest), name)
        for phase in result.phases
        for name, mark in phase.marks.items()
        if mark is Mark.CERTAIN
    }
    assert entered == {
        ("cessation", "2016-09-12T16:00:00Z", "article"),
        ("cessation", "2016-09-12T16:00:00Z", "russia"),
        ("cessation", "2016-09-12T15:45:00Z", "us"),
    }


def test_a_strike_dated_only_12_september_is_never_a_plain_violation(result):
    found = breaches(result, "syria-03b")
    assert "C02" in found
    for finding in found.values():
        assert set(finding.marks.values()) == {Mark.POSSIBLE}
    assert any("straddles" in doubt for doubt in found["C02"].doubts())


def test_the_strike_on_al_mayadin_is_no_breach(result):
    assert breaches(result, "syria-15") == {}


def test_the_deir_ez_zor_strike_is_a_possible_breach_as_russia_reads_the_text(result):
    finding = breaches(result, "syria-20")["C02"]
    assert dict(finding.marks) == {"russia": Mark.POSSIBLE}
    assert finding.performer == ("coalition",)
    assert "us" in finding.answerable
    assert finding.effective.earliest == parse_instant("2016-09-17T12:55:00Z")


def test_the_convoy_attack_appears_with_its_contested_actors(result):
    found = breaches(result, "syria-25")
    assert {"C02", "C04", "C17"} <= set(found)
    for finding in found.values():
        assert set(finding.performer) == {"syrian-air-force", "russian-air-force"}
        assert set(finding.marks.values()) == {Mark.POSSIBLE}
        assert format_instant(finding.effective.earliest) == "2016-09-19T16:12:00Z"
        assert format_instant(finding.effective.latest + 1) == "2016-09-19T17:00:00Z"


def test_day_seven_is_met_at_1600_by_the_article_and_russia_and_never_by_the_us(result):
    met = [one for one in result.findings if one.clause == "C20a" and one.outcome == "met"]
    assert [(format_instant(one.effective.earliest), dict(one.marks)) for one in met] == [
        ("2016-09-19T16:00:00Z", {"article": Mark.CERTAIN, "russia": Mark.CERTAIN})
    ]
    clause = verdict(result, "C20a")
    assert clause.verdict == "inconclusive"
    assert clause.readings == {"strict": "satisfied", "broad": "satisfied", "us": "pending", "russia": "satisfied"}
    assert {holding.field for holding in clause.alternatives} == {"for", "broken_by_breach_of", "while"}


def test_the_separation_is_pending_with_the_remark_that_there_is_no_deadline(result):
    clause = verdict(result, "C23")
    assert clause.verdict == "pending"
    assert "sets no deadline" in clause.remark


def test_the_grounding_is_inconclusive_where_the_unpublished_map_decides(result):
    assert verdict(result, "C17").verdict == "inconclusive"
    doubts = {doubt for one in result.findings if one.clause == "C17" for doubt in one.doubts()}
    assert "the map of agreed-areas was never published" in doubts


def test_the_readings_differ_on_the_period_that_ended_on_16_september(result):
    clause = verdict(result, "C06")
    assert clause.readings == {"strict": "expired", "broad": "expired", "us": "in_effect", "russia": "in_effect"}
    expiry = [one for one in result.findings if one.clause == "C06" and one.outcome == "expiry"]
    assert [format_instant(one.effective.earliest) for one in expiry] == ["2016-09-16T16:00:00Z"]
    renewals = [one for one in result.findings if one.clause == "C06" and one.outcome == "exerted"]
    assert {name for one in renewals for name in one.incidents} == {"syria-12b"}
    assert "renewed by syria-12b" in " ".join(clause.notes["article"])
    assert "with no renewal on record" in " ".join(clause.notes["article"])


def test_the_return_of_16_september_is_exercised_and_breaches_nothing_as_no_zone_was_formed(result):
    assert breaches(result, "syria-18") == {}
    exerted = [one for one in result.findings if one.clause == "C12b"]
    assert [(one.outcome, one.incidents) for one in exerted] == [("exerted", ("syria-18",))]
    assert verdict(result, "C12c").verdict == "pending"
    assert {verdict(result, name).verdict for name in ("C12d", "C12e", "C12f", "C12g", "C14")} == {"pending"}


def test_the_withdrawal_of_15_september_was_not_reported_complete(result):
    for name in ("C10a", "C10b", "C10c", "C10d", "C11a"):
        assert verdict(result, name).verdict == "pending"


def test_the_announced_offensive_is_a_possible_breach_and_no_more(result):
    found = breaches(result, "syria-28a")
    assert set(found) == {"C03"}
    assert set(found["C03"].marks.values()) == {Mark.POSSIBLE}


def test_access_may_have_failed_since_the_permits_were_withheld(result):
    found = breaches(result, "syria-16")
    assert set(found) == {"C04", "C04b"}
    assert set(found["C04b"].marks.values()) == {Mark.POSSIBLE}
    assert format_instant(found["C04b"].effective.earliest) == "2016-09-14T21:00:00Z"


def test_no_clause_is_plainly_violated_on_the_published_record(result):
    assert "violated" not in {one.verdict for one in result.verdicts}


def test_the_base_bounds_agree_with_what_they_mean(result):
    for one in result.verdicts:
        if one.readings["strict"] == "violated":
            assert one.readings["broad"] == "violated"


def test_shuffled_lines_and_both_inferences_give_the_same_bytes(result, tmp_path):
    expected = b"".join(lines(result))
    rows = EXAMPLE.read_bytes().splitlines(keepends=True)
    inferences = ["native"] + (["durable"] if durable.REASON is None else [])
    for seed, inference in enumerate(inferences * 2):
        random.Random(seed).shuffle(rows)
        shuffled = tmp_path / "shuffled.jsonl"
        shuffled.write_bytes(b"".join(rows))
        assert b"".join(lines(evaluate(AGREEMENT, read(shuffled), inference=inference))) == expected


def test_the_report_is_as_recorded(result, check_recorded):
    import io

    from rich.console import Console

    from comply.cli.reporters import text

    page = io.StringIO()
    text.write(result, Console(file=page, width=140, no_color=True, highlight=False))
    shown = "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"
    check_recorded(Path(__file__).parents[1] / "cases" / "good" / "syria-2016.txt", shown)
    check_recorded(Path(__file__).parents[1] / "cases" / "good" / "syria-2016.jsonl", b"".join(lines(result)).decode())
