"""An act of uncertain time is a possible breach from the first instant at which it can be one, for all that follows."""

from __future__ import annotations

from comply import Mark

from ...harness import agreement, at, judge, outcomes

POSSIBLE = Mark.POSSIBLE
LONG = {"occurred": {"earliest": at(2), "latest": at(6)}, "actor": "north"}
AMENDS = """\
  - {id: C, kind: obligation, CITED, act: {kind: aid_delivery}, opened_by: {breach_of: ban}, within: 12h}
"""
AID = {"occurred": at(4), "kind": "aid_delivery"}


def test_an_exception_that_ends_while_an_act_is_under_way_leaves_a_breach_possible_from_then_on():
    clauses = (
        "  - {id: ban, kind: prohibition, CITED, bearer: bound, act: {kind: attack}}\n"
        f'  - {{id: leave, kind: permission, CITED, act: {{kind: attack}}, defeats: ban, until: "{at(3)}"}}\n'
    )
    evaluation = judge(agreement(clauses + AMENDS), LONG, AID, until=at(9))
    assert ("fulfilment", at(4), POSSIBLE) in outcomes(evaluation, "C")


def test_a_clause_that_an_act_activates_sees_the_acts_that_are_under_way():
    clauses = """\
  - {id: ban, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, initially: inactive}
  - {id: start, kind: power, CITED, act: {kind: renewal}, on_exerted: {activate: ban}}
"""
    start = {"occurred": at(3), "kind": "renewal"}
    evaluation = judge(agreement(clauses + AMENDS), LONG, start, AID, until=at(9))
    assert ("fulfilment", at(4), POSSIBLE) in outcomes(evaluation, "C")
