"""Running a case: what counts as found, and what a failure tells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from comply.engine.monitors import base
from comply.engine.testing import Trial, compare, run_case, trial
from comply.events.time import format_instant, parse_instant
from comply.rules.case import FOUND, VERDICTS
from comply.rules.moment import moment, span
from comply.rules.script import parse_cases
from comply.rules.sketch import sketch

from ...harness import agreement

CLAUSES = """
  - {id: A, kind: prohibition, CITED, bearer: [north, south], act: {kind: attack}, during: truce}
  - {id: W, kind: obligation, CITED, bearer: north, trigger: {kind: aid_denial}, act: {kind: aid_delivery}, within: 48h,
     during: truce}
  - {id: E, kind: power, CITED, bearer: [north, south], exercised: severally, act: {kind: withdrawal_from_agreement},
     on_exerted: {enter: ended}}
"""
HEAD = """
comply: 1
id: test
title: A test
timezone: Europe/Kyiv
documents: {t: {title: The text}}
readings: {letter: {title: The letter}, calm: {title: Calm, evidence: {least_status: verified}}}
instants: {start: {at: "2020-01-01T00:00:00Z"}}
parties: {north: {name: North}, south: {name: South}}
places: {road: {name: The road}}
"""
UNDER = agreement(CLAUSES, head=HEAD)


def run(text: str, **options: str) -> Trial:
    script = parse_cases(f"cases:\n  - name: a case\n{text}".encode(), "a.case.yaml")
    (case,) = script.cases(UNDER)
    return run_case(UNDER, case, **options)


def told(text: str) -> str:
    return "\n".join(line for failure in run(text).failures for line in failure.lines())


ATTACK = "    events: [start + 1h attack by north against south]\n"


@pytest.mark.parametrize(
    "expectation",
    [
        "expect: [{breach: A}]",
        "expect: [{breach: A, at: start + 1h}]",
        "expect: [{breach: A, certain: letter, possible: calm}]",
        "expect: [{breach: A, incidents: e1, by: north, answerable: north, late: false}]",
        "verdicts: {A: {strict: violated, broad: violated, calm: inconclusive}}",
        "verdicts: {A: inconclusive, W: pending}",
        "phases: truce",
        "ok: [W, {expiry: E}, {fulfilment: W}]",
    ],
)
def test_a_case_passes_where_all_that_it_says_is_so(expectation):
    assert told(f"{ATTACK}    {expectation}") == ""


@pytest.mark.parametrize(
    ("expectation", "words"),
    [
        ("expect: [{breach: A, at: start}]", ["- at: 2020-01-01T00:00:00Z", "+ at: 2020-01-01T01:00:00Z"]),
        ("expect: [{breach: A, certain: all}]", ["- certain: [calm, letter]", "+ certain: [letter], possible: [calm]"]),
        ("expect: [{breach: A, certain: letter}]", ["- certain: [letter], possible: []"]),
        ("expect: [{breach: A, by: south}]", ["- by: [south]", "+ by: [north]"]),
        ("expect: [{breach: A, answerable: south}]", ["- answerable: [south]"]),
        ("expect: [{breach: A, late: true}]", ["- late: true", "+ late: false"]),
        ("expect: [{breach: A}, {breach: A}]", ["expected and not found: breach of A"]),
        (
            "clause: A\n    expect: []",
            ["found and not expected: breach of A", "It must be done by north, south; the report names"],
        ),
        ("ok: A", ["breach of A found, where there must be none"]),
        ("ok: [{breach: A}]", ["breach of A found, where there must be none"]),
        ("verdicts: {A: pending}", ["the verdict on A", "- all: pending", "+ strict: violated", "the report is"]),
        ("verdicts: {A: {calm: violated}}", ["- calm: violated", "+ calm: inconclusive"]),
        ("phases: ended", ["- all: ended", "+ all: truce", "truce was entered 2020-01-01T00:00:00Z"]),
        ("phases: [truce, ended]", ["- all: truce or ended"]),
        (
            "expect: [{fulfilment: W}]",
            [
                "expected and not found",
                "The kind of act asked for is aid_delivery; the report says attack: it does not fit.",
            ],
        ),
    ],
)
def test_a_failure_shows_the_difference_and_the_reasons(expectation, words):
    shown = told(f"{ATTACK}    {expectation}")
    assert re.match(r"a\.case\.yaml:[2-5]: ", shown)
    for word in words:
        assert word in shown


def test_a_missing_breach_says_which_test_failed():
    shown = told(
        "    events:\n      - start - 1us attack by north\n      - start + 1h aid_delivery by south\n"
        "    expect: [{breach: A, certain: all}]"
    )
    when = "the time is phase war, at 2019-12-31T23:59:59.999999Z"
    assert f"e1: The clause is in force during truce; {when}: it was not in force. (letter, calm)" in shown
    assert (
        "e2: The kind of act asked for is attack; the report says aid_delivery: it does not fit. (letter, calm)"
        in shown
    )


def test_a_missing_finding_without_incidents_says_so():
    assert "there is no incident" in told("    until: start + 1h\n    expect: [{breach: W}]")


def test_other_clauses_are_not_looked_at():
    assert run(f"{ATTACK}    clause: W\n    expect: []").passed


def test_expectations_are_paired_so_that_most_are_met():
    found = "    events: [start + 1h attack by north, start + 2h attack by south]\n"
    assert run(f"{found}    expect: [{{breach: A}}, {{breach: A, at: start + 1h}}]").passed


def test_the_phase_at_the_end_is_that_of_an_act_right_after_it():
    end = "    events: [start + 1h withdrawal_from_agreement by north]\n"
    assert run(f"{end.replace('north', 'north status verified')}    phases: ended").passed
    assert run(f"{end}    phases: {{letter: ended, calm: [truce, ended]}}").passed


def test_a_duty_is_decided_at_the_horizon_asked_for():
    denial = "    events: [start aid_denial by south]\n"
    assert run(
        f"{denial}    until: start + 48h\n    expect: [{{breach: W, at: start + 48h, certain: letter, possible: calm}}]"
    ).passed
    assert run(f"{denial}    until: start + 48h - 1us\n    ok: W").passed


def test_implementations_that_differ_fail_the_case(monkeypatch):
    real = trial.evaluate

    def lame(under, log, *, inference, **options):
        found = real(under, log, inference="native", **options)
        return found if inference == "durable" else trial.attrs.evolve(found, findings=())

    monkeypatch.setattr(trial, "evaluate", lame)
    shown = run(f"{ATTACK}    expect: [{{breach: A}}]", inference="both")
    assert [failure.concerns for failure in shown.failures] == ["inference"]


def test_what_is_written_for_a_finding_expects_that_finding():
    (finding,) = run(f"{ATTACK}    expect: [{{breach: A}}]").evaluation.findings
    assert compare.as_expected(finding, ("letter", "calm")) == {
        "breach": "A",
        "at": "2020-01-01T01:00:00Z",
        "certain": ["letter"],
        "possible": ["calm"],
        "incidents": ["e1"],
    }


def test_every_word_for_a_verdict_of_a_duty_may_be_expected():
    words = (base.VIOLATED, base.SATISFIED, base.PENDING, base.INCONCLUSIVE, base.LAPSED, base.NOT_EVALUATED)
    assert set(words) <= set(VERDICTS)


def test_what_is_excepted_may_be_expected_and_is_no_finding_against():
    exempt = """
  - {id: A, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce}
  - {id: X, kind: exclusion, CITED, act: {target: south}}
"""
    under = agreement(exempt, head=HEAD)
    text = "cases: [{{name: a, events: [start attack by north against south], {}}}]"
    for expectation in (
        "ok: A",
        "expect: [{excepted: A}]",
        "ok: [{excepted: A}]",
        "clause: A, expect: []",
    ):
        (case,) = parse_cases(text.format(expectation).encode(), "a.case.yaml").cases(under)
        assert run_case(under, case).passed == (expectation in ("ok: A", "expect: [{excepted: A}]"))
    assert base.EXCEPTED in FOUND


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("start attack", {"occurred": "start", "kind": "attack"}),
        ("start + 7 days - 1us attack by a", {"occurred": "start + 7 days - 1us", "kind": "attack", "actor": ["a"]}),
        (
            "2020-01-01..start + 1h attack by a or b against c and d at the road",
            {
                "occurred": {"earliest": "2020-01-01", "latest": "start + 1h"},
                "kind": "attack",
                "actor": ["a", "b"],
                "target": [{"party": "c", "role": "joint"}, {"party": "d", "role": "joint"}],
                "place": "the road",
            },
        ),
        (
            "start attack means air count 3 status disputed sure=true n=2 text=\"2\" why='a b'",
            {
                "occurred": "start",
                "kind": "attack",
                "means": "air",
                "count": 3,
                "status": "disputed",
                "attributes": {"sure": True, "n": 2, "text": "2", "why": "a b"},
            },
        ),
    ],
)
def test_the_short_form_of_an_event(text, fields):
    assert sketch(text) == fields


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("start", "2020-01-01T00:00:00Z"),
        ("start + 48h + 5 days", "2020-01-08T00:00:00Z"),
        ("start + 7 days - 1us", "2020-01-07T23:59:59.999999Z"),
        ("start - 1 day - 1h + 2s", "2019-12-30T23:00:02Z"),
        ("2020-03-29T00:30:00Z + 1 day", "2020-03-29T23:30:00Z"),  # clocks went forward in Kyiv that night
    ],
)
def test_instants_are_reckoned_in_the_agreements_zone(text, instant):
    assert format_instant(moment(UNDER.base, text)) == instant


def test_the_examples_of_the_documentation_run(tmp_path, monkeypatch, capsys):
    text = (Path(__file__).parents[3] / "docs" / "cases.md").read_text()
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("grounding.case.yaml").write_text(example)
    names: dict[str, Any] = {}
    exec(compile(code, "cases.md", "exec"), names)
    assert capsys.readouterr().out == ""
    assert names["case"].name == "one microsecond before it is none"


def test_spans():
    first = parse_instant("2020-01-01T00:00:00Z")
    assert span(UNDER.base, "start") == (first, first + 1)
    assert span(UNDER.base, "start ..") == (first, None)
    assert span(UNDER.base, "start .. start + 1s") == (first, first + 1_000_000)
    assert span(UNDER.base, "2020-01-01") == (first - 7_200_000_000, first + 79_200_000_000)
