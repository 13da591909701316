"""Where each of contrary consequences has a priority of its own, the order of the clauses decides nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comply import Agreement, Evaluation, loads

from .agreements import DOCUMENT, logs, refined, run

HEAD = DOCUMENT.decode().partition("clauses:")[0]
CITED = "title: T, citation: {document: t, text: x}"
TARGETS = f"""\
  - {{id: ban, kind: prohibition, {CITED}, bearer: bound, act: {{kind: attack}}}}
  - {{id: duty, kind: obligation, {CITED}, bearer: bound, act: {{kind: aid_delivery}}, trigger: {{kind: aid_denial}},
     within: 12h}}
"""
CHANGES = (
    f"kind: power, {CITED}, bearer: bound, act: {{kind: attack}}, on_exerted: {{suspend: ban}}",
    f"kind: power, {CITED}, bearer: bound, act: {{kind: [attack, aid_denial]}}, "
    "on_exerted: {resume: ban, priority: 1}",
    f"kind: power, {CITED}, bearer: bound, act: {{kind: aid_denial}}, on_exerted: {{suspend: duty, priority: 2}}",
    f"kind: prohibition, {CITED}, bearer: bound, act: {{kind: [attack, aid_denial]}}, "
    "on_breach: [{resume: duty, priority: 3}, {enter: peace, priority: 4}]",
    f"kind: prohibition, {CITED}, act: {{kind: attack}}, on_breach: [{{suspend: duty, priority: 5}}, "
    "{enter: ended, priority: 6}]",
    f"kind: condition, {CITED}, for: 12h, broken_by: {{kind: attack}}, during: truce, on_met: {{enter: ended}}",
    f"kind: condition, {CITED}, for: 12h, broken_by: {{kind: attack}}, during: truce, "
    "on_met: {enter: peace, priority: 8}",
)


def agreement(order: list[int]) -> Agreement:
    """The clauses of ``CHANGES`` in an order, each with the id of its place above."""
    changes = "".join(f"  - {{id: c{number}, {CHANGES[number]}}}\n" for number in order)
    return loads((HEAD + "clauses:\n" + TARGETS + changes).encode(), file="order.yaml")


def _found(evaluation: Evaluation) -> object:
    return (
        sorted((one.clause, one.key, one.outcome, sorted(one.marks.items())) for one in evaluation.findings),
        sorted((one.clause, sorted(one.readings.items())) for one in evaluation.verdicts),
        evaluation.standing_phases,
    )


@given(logs(), st.permutations(range(len(CHANGES))))
def test_the_order_of_the_clauses_decides_nothing(records, order):
    found = _found(run(agreement(sorted(order)), records))
    assert _found(run(agreement(list(order)), records)) == found
    assert _found(run(agreement(sorted(order)), records, inference="native")) == found


@given(logs(), st.data())
def test_what_is_certain_survives_every_refinement(records, data):
    under = agreement(list(range(len(CHANGES))))
    vague = {one.clause: one.readings for one in run(under, records).verdicts}
    more_precise = tuple(data.draw(refined(record)) for record in records)
    precise = {one.clause: one.readings for one in run(under, more_precise).verdicts}
    for clause, readings in vague.items():
        if readings["strict"] == readings["broad"] and readings["strict"] in ("violated", "satisfied", "lapsed"):
            assert precise[clause]["strict"] == precise[clause]["broad"] == readings["strict"], clause
