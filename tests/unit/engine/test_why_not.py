"""Why not, for every kind of clause: what it lacks, what an incident was for it, and what would have sufficed."""

from __future__ import annotations

import pytest

from comply.engine.account import told
from comply.engine.why_not import Answer, why_not

from ...harness import agreement, at, judge

CLAUSES = """
  - {id: few, kind: limit, CITED, bearer: north, act: {kind: shelling}, at_most: 2, within: 24h, during: truce}
  - {id: road, kind: maintenance, CITED, bearer: north, grace: 12h, during: truce,
     keep: {begins: {kind: passage}, ends: {kind: aid_denial}, initially: true}}
  - {id: stock, kind: maintenance, CITED, bearer: south, during: truce, at_most: 10,
     level: {amount: shells, rises: {kind: deployment}}}
  - {id: both, kind: condition, CITED, during: truce,
     all_of: [{act: {kind: withdrawal_of_forces, actor: north}}, {act: {kind: withdrawal_of_forces, actor: south}}]}
  - {id: calm, kind: condition, CITED, for: 7 days, broken_by: {kind: attack}, during: truce}
  - {id: answer, kind: obligation, CITED, bearer: south, trigger: {kind: aid_denial}, act: {kind: aid_delivery},
     per: target, within: 48h, during: truce}
  - {id: renew, kind: power, CITED, bearer: [north, south], exercised: jointly, act: {kind: renewal}, period: 10 days,
     during: truce}
  - {id: rule, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce}
  - {id: drill, kind: permission, CITED, act: {attributes: {purpose: [exercise]}}, defeats: rule,
     given: {act: {kind: statement}, at_least: 2 days}}
  - {id: out, kind: exclusion, CITED, act: {target: outlaw}}
"""
UNDER = agreement(CLAUSES)
RECORDS = (
    {"occurred": at(2), "kind": "shelling", "actor": "north", "target": "south", "attributes": {"purpose": "exercise"}},
    {"occurred": at(3), "kind": "aid_denial", "actor": "north", "target": "south"},
    {"occurred": at(3, 6), "kind": "passage", "actor": "north"},
    {"occurred": at(3, 8), "kind": "aid_delivery", "actor": "south", "target": "outlaw"},
    {"occurred": at(4), "kind": "withdrawal_of_forces", "actor": "north"},
    {"occurred": at(4, 1), "kind": "deployment", "actor": "south", "attributes": {"shells": 8}},
    {"occurred": at(4, 2), "kind": "renewal", "actor": "north"},
)
EVALUATION = judge(UNDER, *RECORDS, until=at(4, 12))


def asked(clause: str, number: int | None = None) -> Answer:
    event = None if number is None else next(one for one in EVALUATION.occurrences if one.id == f"i{number}")
    (answer,) = why_not(EVALUATION, clause, event, inclusive=True).answers
    return answer


def said(answer: Answer) -> str:
    sentences = [line for statement in answer.statements for _, line in told(statement)]
    needs = [need.words() for need in answer.needs if need is not None]
    return "\n".join((*sentences, *needs, *(f"{near.incident} {near.need.words()}" for near in answer.nearest)))


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("few", ["i1 the number of acts were more than 2 in any 24h"]),
        ("road", ["no failure", "there were a failure for longer than 12h"]),
        ("stock", ["The level must be at most 10; it is 8: this is not so."]),
        (
            "both",
            ["The step withdrawal_of_forces by south; not taken", "step withdrawal_of_forces by south were taken"],
        ),
        ("calm", ["broken by i1; holding since 2020-01-02T00:00:00Z, full at 2020-01-09T00:00:00Z"]),
        ("answer", ["It is due within 48h; no act met it; it is due at 2020-01-05T00:00:00Z"]),
        ("renew", ["It takes an act of its holders; there is no such act", "i7 it were done together by north, south"]),
        ("drill", ["i1 there were an act given before, at least 2 days"]),
        ("out", ["i1 it were done to outlaw"]),
    ],
)
def test_what_a_clause_lacks(clause: str, words: list[str]) -> None:
    for word in words:
        assert word in said(asked(clause))


@pytest.mark.parametrize(
    ("clause", "number", "words"),
    [
        ("few", 1, ["The number of acts is to be more than 2 in any 24h; it is 1: this is not so."]),
        ("road", 1, ["As an act that begins the state: it is none.", "As an act that ends the state: it is none."]),
        ("stock", 6, ["As an act that raises the level: it is one."]),
        (
            "both",
            5,
            ["As the step withdrawal_of_forces by north: it is one.", "the report names north: it does not fit"],
        ),
        ("answer", 4, ["It takes the same target as in i2: it does not fit.", "it were the same target as in i2"]),
        ("renew", 7, ["It must be done together by north, south; the report names north: it does not fit."]),
        ("drill", 1, ["It needs an act given before, at least 2 days; found is no such act: it does not fit."]),
        ("out", 1, ["The exception does not apply (to rule).", "it were done to outlaw"]),
    ],
)
def test_what_an_incident_was_for_a_clause(clause: str, number: int, words: list[str]) -> None:
    for word in words:
        assert word in said(asked(clause, number))


def test_what_was_found_all_the_same_is_said() -> None:
    (found,) = asked("rule", 1).found
    assert "certain breach at 2020-01-02T00:00:00Z" in found
    assert asked("rule", 1).needs == (None,)


def test_an_act_is_nothing_for_a_clause_that_waits_for_outcomes() -> None:
    under = agreement("""
  - {id: rule, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce}
  - {id: calm, kind: condition, CITED, for: 7 days, broken_by_breach_of: rule, during: truce}
""")
    evaluation = judge(under, RECORDS[0])
    (answer,) = why_not(evaluation, "calm", evaluation.occurrences[0], inclusive=False).answers
    assert "It waits for breach of rule; an act is none: it does not fit." in said(answer)


def test_a_meeting_in_doubt_names_the_incidents_and_no_other_event() -> None:
    """A duty that time opened is no incident, though its breach may break the calm."""
    under = agreement("""
  - {id: aid, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 2 days, during: truce}
  - {id: calm, kind: condition, CITED, for: 3 days, broken_by_breach_of: aid, during: truce}
""")
    doubtful = {"occurred": at(2), "kind": "aid_delivery", "actor": "north", "status": "alleged"}
    evaluation = judge(under, doubtful, until=at(20))
    met = [finding for finding in evaluation.findings if (finding.clause, finding.outcome) == ("calm", "met")]
    assert met
    assert all(name in {one.id for one in evaluation.incidents} for finding in met for name in finding.incidents)
