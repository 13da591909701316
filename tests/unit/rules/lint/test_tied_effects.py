"""Contrary effects at once, where the order of the clauses decides."""

from __future__ import annotations

import pytest

from comply import Problem, admit, evaluate
from comply.events.codec import decode_line
from comply.events.log import Line

from .small import findings, found, source

CODE = "tied-effects"
BAN = "  - {id: ban, kind: prohibition, CITED, bearer: north, act: {kind: attack}}\n"
LATE = "  - {id: late, kind: obligation, CITED, bearer: north, act: {kind: aid}, within: 48h, initially: inactive}\n"
PHASES = """
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}
  - {id: peace, title: Peace, from: truce}
  - {id: ended, title: Ended, from: truce}
  - {id: lost, title: Lost, from: war}
"""


def power(name: str, effect: str, act: str = "{kind: statement}", more: str = "during: truce") -> str:
    return f"  - {{id: {name}, kind: power, CITED, bearer: north, act: {act}, {more}, on_exerted: {effect}}}\n"


def duty(name: str, effect: str, due: str, act: str = "{kind: aid}") -> str:
    return f"  - {{id: {name}, kind: obligation, CITED, bearer: north, during: truce, act: {act}, {due}, {effect}}}\n"


@pytest.mark.parametrize(
    ("clauses", "number"),
    [
        (BAN + power("a", "{suspend: ban}") + power("b", "{resume: ban}"), 1),
        (BAN + power("a", "{suspend: ban}") + power("b", "{suspend: ban}"), 0),
        (BAN + power("a", "{suspend: ban}") + power("b", "{resume: ban, priority: 1}"), 0),
        (BAN + power("a", "[{suspend: ban}, {resume: ban}]"), 0),  # in the order in which they are listed
        (BAN + power("a", "{suspend: ban}") + power("b", "{resume: ban}", "{kind: attack}"), 0),
        (BAN + power("a", "{suspend: ban}", "{kind: statement, area: city}") + power("b", "{resume: ban}"), 1),
        (BAN + power("a", "{suspend: ban}") + power("b", "{resume: ban}", more="during: war"), 0),
        (BAN + power("a", "{suspend: ban}") + power("b", "{resume: ban}", more="during: truce, notice: 48h"), 0),
        (
            BAN
            + power("a", "{suspend: ban}", more="during: truce, notice: 48h")
            + power("b", "{resume: ban}", more="during: truce, notice: 48h"),
            1,
        ),
        (BAN + power("a", "{suspend: ban}") + power("b", "{terminate: ban}"), 0),  # what has ended stays so
        (BAN + power("a", "{activate: ban}") + power("b", "{terminate: ban}"), 0),  # it is active as it is
        (LATE + power("a", "{activate: late}") + power("b", "{terminate: late}"), 1),
        (LATE + power("a", "{activate: late}") + power("b", "{waive: late}"), 1),
        (LATE + power("a", "{terminate: late}") + power("b", "{discharge: late}") + power("c", "{activate: late}"), 2),
        (power("a", "{enter: peace}") + power("b", "{enter: ended}"), 1),
        (power("a", "{enter: peace}") + power("b", "{enter: peace}"), 0),
        (power("a", "{enter: peace}") + power("b", "{enter: lost}"), 0),  # it is not entered from the truce
        # a breach is judged after the acts of its instant, so what follows from it comes after what follows from them
        (BAN.replace("}}", "}, on_breach: {suspend: ban}}") + power("a", "{resume: ban}", "{kind: attack}"), 0),
        (
            duty("a", "on_breach: {suspend: ban}", "within: 48h")
            + BAN
            + duty("b", "on_breach: {resume: ban}", "within: 48h"),
            1,
        ),
        (
            duty("a", "on_breach: {suspend: ban}", "within: 48h")
            + BAN
            + duty("b", "on_breach: {resume: ban}", "within: 24h"),
            0,
        ),
        (
            duty("a", "on_breach: {suspend: ban}", "by: '2020-01-05T00:00:00Z'")
            + BAN
            + duty("b", "on_breach: {resume: ban}", "by: '2020-01-04T00:00:00Z + 24h'"),
            1,
        ),
        (
            duty("a", "on_fulfilment: {suspend: ban}", "within: 24h")
            + BAN
            + duty("b", "on_fulfilment: {resume: ban}", "within: 48h", "{kind: aid_delivery}"),
            1,
        ),
    ],
)
def test_it_is_found_where_it_is_and_nowhere_else(clauses, number):
    assert len(found("clauses:\n" + clauses + PHASES, CODE)) == number


def judged(fragment: str, line: str) -> tuple[object, object]:
    """How the clauses and the phases stand a while after what a line reports."""
    agreement = source(fragment).agreement
    lines = []
    for number, text in enumerate((line, '{"id": "x", "occurred": "2020-01-20T00:00:00Z", "kind": "attack"}'), start=1):
        raw = text.replace("2000-01-01", "2020-01-02").encode()
        record = decode_line(raw, file="w", number=number, zone=agreement.zone, taxonomy=agreement.taxonomy)
        assert not isinstance(record, Problem), record
        lines.append(Line(file="w", number=number, raw=raw, content=record))
    evaluation = evaluate(agreement, admit(lines))
    states = {one.clause: (one.readings, one.states, one.breaches) for one in evaluation.verdicts}
    return states, evaluation.standing_phases


@pytest.mark.parametrize(
    ("target", "first", "second"),
    [
        (BAN, "suspend: ban", "resume: ban"),
        (LATE, "activate: late", "terminate: late"),
        (LATE, "activate: late", "waive: late"),
        (BAN, "enter: peace", "enter: ended"),
    ],
)
def test_the_engine_confirms_the_witness(target, first, second):
    """On the witness the order of the clauses decides; with the remedy it does not."""

    def told(one, other, *, swapped=False):
        powers = [power("a", f"{{{one}}}"), power("b", f"{{{other}}}")]
        return "clauses:\n" + target + "".join(powers[::-1] if swapped else powers) + PHASES

    (finding,) = [one for one in findings(told(first, second)) if one.code == CODE]
    results = [judged(told(first, second, swapped=swapped), finding.witness) for swapped in (False, True)]
    assert results[0] != results[1]
    for one, other, result in ((first, f"{second}, priority: 1", 0), (f"{first}, priority: 1", second, 1)):
        assert found(told(one, other), CODE) == []
        for swapped in (False, True):
            assert judged(told(one, other, swapped=swapped), finding.witness) == results[result]
