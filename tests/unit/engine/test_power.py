"""Powers: notice before they take effect, third parties, and acts of several holders."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import PHASES, agreement, at, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
NOTICE = """\
  - {id: N, kind: power, CITED, bearer: bound, notice: 14 days, act: {kind: withdrawal_from_agreement}, during: truce,
     on_exerted: {enter: ended}}
  - {id: C, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}
  - {id: D, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: ended}
"""


def leave(day, hour=0, micro=0, actor="south", **more):
    return {"occurred": at(day, hour, micro), "kind": "withdrawal_from_agreement", "actor": actor, **more}


def attack(day, hour=0, micro=0):
    return {"occurred": at(day, hour, micro), "kind": "attack", "actor": "north"}


def test_a_notice_takes_effect_when_its_time_is_over_for_acts_of_that_instant():
    evaluation = judge(agreement(NOTICE), leave(2, 6), attack(16, 6, -1), attack(16, 6), until=at(20))
    assert outcomes(evaluation, "N") == [("exerted", at(16, 6), CERTAIN)]
    assert outcomes(evaluation, "C") == [("breach", at(16, 6, -1), CERTAIN)]
    assert outcomes(evaluation, "D") == [("breach", at(16, 6), CERTAIN)]
    (finding,) = found(evaluation, "N")
    assert finding.performer == ("south",)
    assert finding.incidents == ("i1",)


def test_before_it_takes_effect_the_notice_is_shown():
    evaluation = judge(agreement(NOTICE), leave(2, 6), until=at(9))
    assert outcomes(evaluation, "N") == []
    standing = verdict(evaluation, "N")
    assert standing.verdict == "in_effect"
    assert standing.notes["text"] == (f"the notice i1 takes effect on {at(16, 6)}, if it is in force then",)


def test_a_notice_on_a_day_takes_effect_within_a_day_for_certain():
    evaluation = judge(agreement(NOTICE), leave(2, occurred="2020-01-02"), attack(16, 6), until=at(20))
    (finding,) = found(evaluation, "N")
    assert finding.marks == {"text": CERTAIN}
    assert finding.effective.to_json() == {"earliest": at(16), "latest": at(17)}
    assert outcomes(evaluation, "C") == [("breach", at(16, 6), POSSIBLE)]
    assert outcomes(evaluation, "D") == [("breach", at(16, 6), POSSIBLE)]
    assert evaluation.phases[-1].phase == "ended"


def test_a_notice_that_may_have_been_given_may_take_effect():
    evaluation = judge(agreement(NOTICE), leave(2, status="alleged"), until=at(20))
    assert outcomes(evaluation, "N") == [("exerted", at(16), POSSIBLE)]


def test_at_the_horizon_a_notice_may_have_taken_effect():
    evaluation = judge(agreement(NOTICE), leave(2, occurred="2020-01-02"), until=at(16, 6))
    assert outcomes(evaluation, "N") == [("exerted", at(16), POSSIBLE)]


def test_a_power_out_of_force_gives_no_notice():
    early = leave(1, 0, -1)
    assert outcomes(judge(agreement(NOTICE), early, until=at(31)), "N") == []


ENDED_BEFORE = (
    NOTICE
    + """\
  - {id: E, kind: power, CITED, bearer: patron, act: {kind: information_sharing}, on_exerted: {terminate: N}}
  - {id: S, kind: power, CITED, bearer: patron, act: {kind: aid_suspension}, on_exerted: {suspend: N}}
  - {id: G, kind: power, CITED, bearer: patron, act: {kind: renewal}, on_exerted: {resume: N}}
"""
)


def by_patron(day, kind, **more):
    return {"occurred": at(day), "kind": kind, "actor": "patron", **more}


def test_a_notice_lapses_if_the_power_is_not_in_force_when_it_would_take_effect():
    evaluation = judge(agreement(ENDED_BEFORE), leave(2), by_patron(9, "information_sharing"), until=at(20))
    assert outcomes(evaluation, "N") == []
    assert verdict(evaluation, "N").notes["text"] == (f"the notice i1 lapsed: not in force on {at(16)}",)
    doubtful = judge(
        agreement(ENDED_BEFORE), leave(2), by_patron(9, "information_sharing", status="alleged"), until=at(20)
    )
    assert outcomes(doubtful, "N") == [("exerted", at(16), POSSIBLE)]


def test_a_notice_stands_if_the_power_is_in_force_again_by_then():
    records = [leave(2), by_patron(3, "aid_suspension"), leave(4), by_patron(5, "renewal")]
    assert outcomes(judge(agreement(ENDED_BEFORE), *records, until=at(31)), "N") == [("exerted", at(16), CERTAIN)]


def test_each_notice_runs_by_itself_until_one_ends_the_power():
    stays = NOTICE.replace("on_exerted: {enter: ended}", "on_exerted: {suspend: C}")
    assert len(outcomes(judge(agreement(stays), leave(2), leave(5), until=at(31)), "N")) == 2
    assert outcomes(judge(agreement(NOTICE), leave(2), leave(5), until=at(31)), "N") == [("exerted", at(16), CERTAIN)]


def test_no_time_of_notice_is_no_notice():
    evaluation = judge(agreement(NOTICE.replace("14 days", "0s")), leave(2))
    assert outcomes(evaluation, "N") == [("exerted", at(2), CERTAIN)]


JOINT = NOTICE.replace("notice: 14 days", "notice: 48h, exercised: jointly, window: 6h")


@pytest.mark.parametrize(("micro", "exerted"), [(0, [("exerted", at(4, 6), CERTAIN)]), (1, [])])
def test_a_joint_notice_runs_from_the_last_act_of_its_holders(micro, exerted):
    records = [leave(2), leave(2, 6, micro, actor="north")]
    assert outcomes(judge(agreement(JOINT), *records, until=at(20)), "N") == exerted


MEDIATED = """\
  - {id: M, kind: power, CITED, bearer: patron, act: {kind: statement}, during: war, on_exerted: {enter: truce}}
  - {id: C, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}
"""


def test_the_act_of_a_third_party_enters_a_phase():
    phases = PHASES.replace(', at: "2020-01-01T00:00:00Z"', "")
    records = [attack(2), by_patron(3, "statement"), attack(4)]
    evaluation = judge(agreement(MEDIATED, phases=phases), *records)
    assert outcomes(evaluation, "M") == [("exerted", at(3), CERTAIN)]
    assert outcomes(evaluation, "C") == [("breach", at(4), CERTAIN)]
    assert found(evaluation, "M")[0].performer == ("patron",)
    other = [attack(2), {**by_patron(3, "statement"), "actor": "north"}, attack(4)]
    assert outcomes(judge(agreement(MEDIATED, phases=phases), *other), "C") == []


@pytest.mark.parametrize("actor", ["north", "south"])
def test_a_unilateral_power_is_exerted_by_either_holder_alone(actor):
    clauses = NOTICE.replace("notice: 14 days, ", "")
    assert outcomes(judge(agreement(clauses), leave(2, actor=actor)), "N") == [("exerted", at(2), CERTAIN)]


def test_acts_of_a_joint_power_that_no_window_holds_any_more_are_dropped():
    from time import process_time

    def seconds(size):
        many = [leave(1 + k // 60, 7 * (k % 3), k % 60, actor=("north", "south")[k % 2]) for k in range(size)]
        start = process_time()
        judge(agreement(JOINT.replace("6h", "0s")), *many)
        return process_time() - start

    seconds(100)
    assert seconds(1600) < 40 * max(seconds(200), 0.005)
