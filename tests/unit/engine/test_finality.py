"""When a finding and a verdict are final: what the clause may still live through decides."""

from __future__ import annotations

import pytest

from comply.events.duration import parse_exact
from comply.events.time import parse_instant

from ...harness import agreement, at, found, judge, verdict

PHASES = """
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2020-01-01T00:00:00Z", from: war}
  - {id: peace, title: Peace, from: truce}
  - {id: ended, title: Ended}
"""
CLAUSES = """
  - {id: calm, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}
  - {id: early, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, until: "2020-01-03T00:00:00Z"}
  - {id: aid, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 48h, during: truce}
  - {id: leave, kind: power, CITED, bearer: bound, act: {kind: withdrawal_from_agreement}, during: [truce, peace],
     on_exerted: {enter: ended}}
"""
BACK = (
    CLAUSES
    + """
  - {id: back, kind: power, CITED, bearer: bound, act: {kind: renewal}, during: ended, on_exerted: {enter: truce}}
"""
)
SPARE = {"occurred": at(10, 12), "kind": "aid_suspension"}
AID = {"occurred": at(2), "kind": "aid_delivery", "actor": "north"}
LEFT = {"occurred": at(8), "kind": "withdrawal_from_agreement", "actor": "south"}
ATTACK = {"occurred": at(5), "actor": "north"}


def final(*records, clauses=CLAUSES, phases=PHASES, lateness="24h", **options):
    """The clauses whose verdict is final, as known at the end of 10 January unless the options say otherwise."""
    options = {"as_of": parse_instant(at(11)), **options}
    under = agreement(clauses, phases=phases)
    evaluation = judge(under, *records, SPARE, lateness=parse_exact(lateness), **options)
    return [one.clause for one in evaluation.verdicts if one.final]


def test_a_verdict_is_final_where_it_cannot_change_any_more():
    assert final(AID) == ["early", "aid"]  # in the truce there may still be attacks
    assert final(AID, ATTACK) == ["calm", "early", "aid"]
    assert final() == ["early", "aid"]  # the aid came too late if it comes
    assert final(AID, LEFT) == ["calm", "early", "aid", "leave"]  # nothing leads back into the truce


def test_what_may_come_into_force_again_is_not_final():
    back = PHASES.replace(", from: war", "")
    assert final(AID, LEFT, clauses=BACK, phases=back) == ["early"]
    assert final(AID, LEFT, clauses=BACK) == ["calm", "early", "aid", "leave"]  # the truce is entered from war alone


@pytest.mark.parametrize(("lateness", "settled"), [("144h", True), ("145h", False)])
def test_a_breach_is_final_when_the_lateness_has_passed_since(lateness, settled):
    evaluation = judge(
        agreement(CLAUSES, phases=PHASES), ATTACK, SPARE, lateness=parse_exact(lateness), as_of=parse_instant(at(11))
    )
    (breach,) = found(evaluation, "calm")
    assert (breach.final, breach.to_json().get("final", False)) == (settled, settled)
    assert verdict(evaluation, "calm").final is settled


def test_a_clause_that_is_over_is_not_final_while_an_act_of_its_time_is_under_way():
    wide = {"occurred": {"earliest": at(2), "latest": at(11)}, "actor": "north"}
    assert "early" not in final(AID, wide)
    assert "early" in final(AID, {**wide, "occurred": {"earliest": at(3), "latest": at(11)}})


def test_an_act_whose_time_reaches_beyond_what_is_closed_is_provisional():
    wide = {"occurred": {"earliest": at(5), "latest": at(11)}, "actor": "north"}
    evaluation = judge(
        agreement(CLAUSES, phases=PHASES), wide, SPARE, lateness=parse_exact("24h"), as_of=parse_instant(at(11))
    )
    assert [one.final for one in found(evaluation, "calm")] == [False]
    assert [(one.phase, one.final) for one in evaluation.phases] == [("truce", True)]


def test_a_bulletin_that_is_not_over_keeps_open_what_it_may_count():
    time = {"earliest": at(4), "latest": at(12)}
    bulletin = {"occurred": time, "recorded": at(10), "aggregate": True, "count": 3, "actor": "north"}
    assert final(AID, ATTACK) == ["calm", "early", "aid"]
    assert final(AID, ATTACK, bulletin) == ["early", "aid"]  # the attack, or others like it, it may count


def test_up_to_a_horizon_that_is_closed_all_is_final():
    assert final(until=at(10)) == ["calm", "early", "aid", "leave"]
    assert final(until=at(10, micro=1)) == ["early", "aid"]
