"""Explanations say what the derivations know; what is told where nothing was found agrees with what was found."""

from __future__ import annotations

import json

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comply import Evaluation, Mark
from comply.engine.account import sentence
from comply.engine.derivation import Derivation
from comply.engine.explain import explain, named
from comply.engine.needs import Need, needed
from comply.engine.why_not import replayed, why_not
from comply.events.incident import Actor, Place, Range
from comply.events.time import DAY, Interval

from ..harness import PHASES, agreement
from .agreements import START, every_kind, incidents, log_of, logs, run

AGREEMENT = every_kind()
CLAUSES = tuple(clause.id for clause in AGREEMENT.base.clauses)
ABSTENTIONS = ("attack", "flight", "few", "fewer", "toll", "early")


def every(statement: Derivation) -> list[Derivation]:
    return [statement, *(inner for part in statement.parts for inner in every(part))]


def told(evaluation: Evaluation) -> list[Derivation]:
    return [one for finding in evaluation.findings for ground in finding.grounds for one in every(ground.proof)]


@settings(max_examples=40)
@given(logs())
def test_a_sentence_says_what_was_wanted_what_was_found_and_why_it_is_in_doubt(records):
    for statement in told(run(AGREEMENT, records)):
        said = sentence(statement)
        for part in (statement.wanted, statement.found, statement.why):
            assert part is None or part in said
        assert "{" not in said


@settings(max_examples=40)
@given(logs())
def test_sentences_that_are_as_sure_only_where_the_statements_are(records):
    statements = told(run(AGREEMENT, records))
    for one in statements:
        for mark in Mark:
            if mark is not one.mark and one.test != "exception":
                assert sentence(attrs.evolve(one, mark=mark)) != sentence(one)


@settings(max_examples=30)
@given(logs())
def test_every_finding_is_found_by_its_name_and_explained(records):
    log = log_of(records)
    evaluation = run(AGREEMENT, records)
    for finding in evaluation.findings:
        assert finding in named(evaluation, finding.id[:9])
        explanation = explain(evaluation, log, finding)
        assert [report.incident.id for report in explanation.reports] == list(finding.incidents)
        assert all(log.records[int(report.incident.id[1:])] == report.incident for report in explanation.reports)
        assert {*explanation.silent, *finding.marks} == set(evaluation.readings)
        assert explanation.words
        json.dumps(explanation.to_json())


@settings(max_examples=20)
@given(logs(most=5), st.sampled_from(ABSTENTIONS))
def test_what_is_said_of_an_act_and_a_duty_to_abstain_is_what_was_found(records, clause):
    evaluation = run(AGREEMENT, records)
    marks = {
        (finding.key, reading): mark
        for finding in evaluation.findings
        if (finding.clause, finding.outcome) == (clause, "breach")
        for reading, mark in finding.marks.items()
    }
    for event in evaluation.occurrences:
        for reading in evaluation.readings:
            seen = replayed(evaluation, reading, clause, event, inclusive=True)
            assert seen.statements[0].mark is marks.get((event.id, reading), Mark.NONE)
            assert (needed(seen.statements[0]) is None) is (seen.statements[0].mark is Mark.CERTAIN)


@settings(max_examples=10)
@given(logs(most=5), st.sampled_from(CLAUSES))
def test_why_not_has_an_answer_for_every_clause_and_incident(records, clause):
    evaluation = run(AGREEMENT, records)
    for event in (None, *evaluation.occurrences):
        answer = why_not(evaluation, clause, event, inclusive=True)
        assert sorted(name for one in answer.answers for name in one.readings) == sorted(evaluation.readings)
        assert all(one.statements or answer.kind in ("permission", "exclusion") for one in answer.answers)
        for one in answer.answers:
            for statement, need in zip(one.statements, one.needs, strict=True):
                assert (need is None) is (statement.mark is Mark.CERTAIN)
        json.dumps(answer.to_json())


SIMPLE = agreement(
    """
  - {id: A, kind: prohibition, CITED, bearer: north, during: truce,
     act: {kind: [shelling, air_sortie], area: city, not: {target: outlaw},
       any: [{killed: {at_least: 3}}, {means: air}]}}
""",
    phases=PHASES.replace("2020-01-01T00:00:00Z", "2016-09-13T16:00:00Z"),
)
MADE = {
    "kind": {"kind": "shelling"},
    "actor": {"actor": (Actor(party="north"),)},
    "target": {"target": (Actor(party="south"),)},
    "area": {"place": Place(pcode="SY02")},
    "evidence": {"status": "verified"},
    "in_force": {"occurred": Interval(START + 2 * DAY, START + 2 * DAY + 1)},
    "killed": {"killed": Range(low=3, high=3)},
    "means": {"means": "air"},
}
"""What each test asks for, done to a report."""


def leaves(need: Need) -> list[Need]:
    """What it takes, of alternatives the first."""
    if not need.parts:
        return [need]
    return [leaf for part in need.parts[: None if need.joined == "all" else 1] for leaf in leaves(part)]


@settings(max_examples=60)
@given(incidents("i0"))
def test_what_would_have_sufficed_suffices(incident):
    evaluation = run(SIMPLE, (incident,))
    assume(evaluation.occurrences)
    need = needed(replayed(evaluation, "text", "A", evaluation.occurrences[0], inclusive=True).statements[0])
    changed = incident
    for leaf in [] if need is None else leaves(need):
        assert leaf.test is not None
        assert leaf.so is (leaf.test != "target")
        changed = attrs.evolve(changed, **MADE[leaf.test])
    marks = [finding.marks["text"] for finding in run(SIMPLE, (changed,)).findings if finding.outcome == "breach"]
    assert marks == [Mark.CERTAIN]
