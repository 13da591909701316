"""A clause that possibly goes out of force and possibly comes back may have come into force anew."""

from __future__ import annotations

from comply import Mark
from comply.engine.finding import Effective
from comply.events.time import parse_instant

from ...harness import agreement, at, found, judge, outcomes, verdict

POSSIBLE = Mark.POSSIBLE
PHASES = """
phases:
  - {id: truce, title: Truce}
  - {id: peace, title: Peace}
"""
THERE_AND_BACK = """\
  - {id: there, kind: power, CITED, bearer: north, act: {kind: renewal}, on_exerted: {enter: peace}}
  - {id: back, kind: power, CITED, bearer: north, act: {kind: clock_reset}, on_exerted: {enter: truce}}
  - {id: C, kind: obligation, CITED, bearer: south, act: {kind: aid_delivery}, within: 2 days, during: truce,
     from: "2020-01-01T00:00:00Z"}
"""
UNDER = agreement(THERE_AND_BACK, phases=PHASES)


def leaving(when, **more):
    return {"occurred": when, "kind": "renewal", "actor": "north", **more}


def returning(when, **more):
    return {"occurred": when, "kind": "clock_reset", "actor": "north", **more}


MET = {"occurred": at(2), "kind": "aid_delivery", "actor": "south"}


def test_a_duty_that_was_met_before_may_be_owed_again_after_a_doubtful_absence():
    evaluation = judge(UNDER, MET, leaving(at(3), status="alleged"), returning(at(4), status="alleged"), until=at(9))
    assert ("breach", at(6), POSSIBLE) in outcomes(evaluation, "C")
    assert verdict(evaluation, "C").verdict == "inconclusive"


def test_what_it_admits_is_found_where_it_is_certain():
    evaluation = judge(UNDER, MET, leaving(at(3)), returning(at(4)), until=at(9))
    assert ("breach", at(6), Mark.CERTAIN) in outcomes(evaluation, "C")


def test_without_a_return_nothing_is_owed_again():
    evaluation = judge(UNDER, MET, leaving(at(3), status="alleged"), until=at(9))
    assert [one.outcome for one in found(evaluation, "C")] == ["fulfilment"]


def test_one_event_brings_it_back_once():
    evaluation = judge(UNDER, MET, leaving(at(3), status="alleged"), returning(at(4)), until=at(9))
    (breach,) = (one for one in found(evaluation, "C") if one.outcome == "breach")
    assert breach.effective == Effective(earliest=parse_instant(at(5)), latest=parse_instant(at(6)))
    assert set(breach.marks.values()) == {POSSIBLE}


def test_a_phase_that_it_may_be_in_already_may_be_entered():
    evaluation = judge(UNDER, leaving(at(3), status="alleged"), returning(at(4), status="alleged"), until=at(9))
    assert [(one.phase, set(one.marks.values())) for one in evaluation.phases] == [
        ("peace", {POSSIBLE}),
        ("truce", {POSSIBLE}),
    ]


REPARATION = """\
  - {id: B, kind: prohibition, CITED, bearer: north, act: {kind: attack}, on_breach: {activate: C}}
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 2 days, initially: inactive}
"""


def test_either_of_two_doubtful_breaches_may_be_the_first_to_activate_a_duty():
    first, second = ({"occurred": at(day), "kind": "attack", "actor": "north", "status": "alleged"} for day in (2, 5))
    evaluation = judge(agreement(REPARATION), first, second, until=at(9))
    assert [one[1] for one in outcomes(evaluation, "C")] == [at(4), at(7)]
    truly = judge(agreement(REPARATION), {**second, "status": "reported"}, until=at(9))
    assert outcomes(truly, "C") == [("breach", at(7), Mark.CERTAIN)]
