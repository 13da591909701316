"""Maintenance of a state and of a level: failures at the microsecond, in doubt, restored, and with a grace."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
ROAD = """\
  - {id: C, kind: maintenance, CITED, bearer: north, during: truce,
     keep: {begins: {kind: passage}, ends: {kind: aid_denial}, initially: true}}
"""
PATIENT = ROAD.replace("during: truce", "during: truce, grace: 6h")
STOCK = """\
  - {id: C, kind: maintenance, CITED, bearer: north, during: truce, at_most: 300,
     level: {amount: kg, initial: 100, rises: {kind: deployment}, falls: {kind: withdrawal_of_forces},
       reported: {kind: violation_report}}}
"""


def closed(*when, **more):
    return {"kind": "aid_denial", "occurred": at(*when), **more}


def opened(*when, **more):
    return {"kind": "passage", "occurred": at(*when), **more}


def change(kind, kg, *when, **more):
    return {"kind": kind, "occurred": at(*when), "attributes": {"kg": kg}, **more}


def rise(kg, *when, **more):
    return change("deployment", kg, *when, **more)


def fall(kg, *when, **more):
    return change("withdrawal_of_forces", kg, *when, **more)


def test_a_state_that_fails_is_a_breach_until_it_is_restored():
    evaluation = judge(agreement(ROAD), closed(2), opened(3), until=at(5))
    assert outcomes(evaluation, "C") == [("breach", at(2), CERTAIN), ("restoration", at(3), CERTAIN)]
    assert verdict(evaluation, "C").verdict == "violated"
    assert verdict(evaluation, "C").notes["text"] == (f"not kept from {at(2)} to {at(3)}",)
    assert found(evaluation, "C")[0].incidents == ("i1",)


def test_what_fails_and_is_restored_at_one_instant_did_not_fail():
    assert outcomes(judge(agreement(ROAD), closed(2), opened(2), until=at(5)), "C") == []


def test_a_state_that_fails_when_it_comes_into_force_fails_from_then():
    before = {"kind": "aid_denial", "occurred": "2019-12-01T00:00:00Z"}
    assert outcomes(judge(agreement(ROAD), before, until=at(5)), "C") == [("breach", at(1), CERTAIN)]


def test_a_state_that_does_not_hold_at_first_fails_until_it_is_begun():
    clause = ROAD.replace(", initially: true", "")
    expected = [("breach", at(1), CERTAIN), ("restoration", at(2), CERTAIN)]
    assert outcomes(judge(agreement(clause), opened(2), until=at(5)), "C") == expected


@pytest.mark.parametrize(("micro", "breaches"), [(-1, 0), (0, 0), (1, 1)])
def test_a_failure_just_as_long_as_the_grace_is_none(micro, breaches):
    evaluation = judge(agreement(PATIENT), closed(2), opened(2, 6, micro), until=at(5))
    assert len([one for one in outcomes(evaluation, "C") if one[0] == "breach"]) == breaches


def test_with_a_grace_the_breach_is_when_the_grace_is_over():
    assert outcomes(judge(agreement(PATIENT), closed(2), until=at(5)), "C") == [("breach", at(2, 6), CERTAIN)]
    assert outcomes(judge(agreement(PATIENT), closed(2), until=at(2, 6, -1)), "C") == []


def test_failures_are_not_added_up():
    records = [closed(2), opened(2, 4), closed(2, 5), opened(2, 9)]
    assert outcomes(judge(agreement(PATIENT), *records, until=at(5)), "C") == []


def test_an_alleged_closure_is_possibly_a_failure():
    evaluation = judge(agreement(ROAD), closed(2, status="alleged"), until=at(5))
    assert outcomes(evaluation, "C") == [("breach", at(2), POSSIBLE)]
    assert verdict(evaluation, "C").verdict == "inconclusive"


def test_a_closure_of_which_the_day_alone_is_known_surely_fails_after_it():
    evaluation = judge(agreement(ROAD), {"kind": "aid_denial", "occurred": "2020-01-02"}, until=at(5))
    finding = found(evaluation, "C")[0]
    assert (finding.effective.earliest, finding.effective.latest) == _day(2)
    assert finding.marks == {"text": CERTAIN}


def _day(day):
    from comply.events.time import parse_instant

    return parse_instant(at(day)), parse_instant(at(day + 1)) - 1


def test_what_has_consequences_when_it_fails_and_when_it_is_restored():
    clauses = ROAD.replace("during: truce,", "on_breach: {suspend: P}, on_restoration: {resume: P},") + (
        "  - {id: P, kind: prohibition, CITED, bearer: south, act: {kind: attack}}\n"
    )
    records = [closed(2), {"occurred": at(2, 12), "actor": "south"}, opened(3), {"occurred": at(4), "actor": "south"}]
    assert outcomes(judge(agreement(clauses), *records, until=at(5)), "P") == [("breach", at(4), CERTAIN)]


def test_going_out_of_force_ends_a_failure_and_restores_nothing():
    clauses = (
        ROAD + "  - {id: E, kind: power, CITED, bearer: south, act: {kind: statement}, on_exerted: {enter: ended}}\n"
    )
    records = [closed(2), {"kind": "statement", "occurred": at(3), "actor": "south"}, opened(4)]
    assert outcomes(judge(agreement(clauses), *records, until=at(5)), "C") == [("breach", at(2), CERTAIN)]


def test_a_level_is_the_exact_sum_of_its_changes():
    tenths = [rise(0.1, 2, hour) for hour in range(10)]
    most = STOCK.replace("at_most: 300", "at_most: 101")
    assert outcomes(judge(agreement(most), *tenths, until=at(5)), "C") == []
    over = judge(agreement(most), *tenths, rise(0.1, 3), until=at(5))
    assert outcomes(over, "C") == [("breach", at(3), CERTAIN)]
    assert verdict(over, "C").notes["text"][-1] == "level 101.1"


def test_a_level_out_of_bounds_is_a_breach_until_it_is_back():
    evaluation = judge(agreement(STOCK), rise(201, 2), fall(1, 3), until=at(5))
    assert outcomes(evaluation, "C") == [("breach", at(2), CERTAIN), ("restoration", at(3), CERTAIN)]


def test_all_acts_of_an_instant_count_before_the_level_is_judged():
    assert outcomes(judge(agreement(STOCK), rise(250, 2), fall(250, 2), until=at(5)), "C") == []


def test_a_report_of_the_level_replaces_it_and_includes_its_own_instant():
    records = [rise(150, 2), change("violation_report", 290, 2), rise(10, 3), rise(1, 4)]
    assert outcomes(judge(agreement(STOCK), *records, until=at(5)), "C") == [("breach", at(4), CERTAIN)]


def test_an_amount_that_is_not_stated_may_be_any():
    record = {"kind": "deployment", "occurred": at(2)}
    assert outcomes(judge(agreement(STOCK), record, until=at(5)), "C") == [("breach", at(2), POSSIBLE)]


def test_a_change_that_may_have_come_before_the_report_counts_possibly():
    vague = rise(20, 2) | {"occurred": {"earliest": at(2), "latest": at(4)}}
    evaluation = judge(agreement(STOCK), vague, change("violation_report", 290, 3), until=at(5))
    assert [one[2] for one in outcomes(evaluation, "C")] == [POSSIBLE]


def test_a_floor_is_a_bound_too():
    least = STOCK.replace("at_most: 300", "at_least: 50")
    assert outcomes(judge(agreement(least), fall(50, 2), until=at(5)), "C") == []
    assert outcomes(judge(agreement(least), fall(51, 2), until=at(5)), "C") == [("breach", at(2), CERTAIN)]


def test_an_exclusion_does_not_reach_a_maintenance():
    clauses = ROAD + "  - {id: X, kind: exclusion, CITED, act: {kind: aid_denial}}\n"
    assert outcomes(judge(agreement(clauses), closed(2), until=at(5)), "C") == [("breach", at(2), CERTAIN)]


def test_without_a_grace_the_last_act_of_a_log_is_decided():
    assert outcomes(judge(agreement(ROAD), closed(2)), "C") == [("breach", at(2), CERTAIN)]
    assert outcomes(judge(agreement(ROAD), closed(2), opened(2)), "C") == []


def test_a_restoration_that_may_have_come_is_told_to_who_listens_before_it_is_certain():
    clauses = ROAD.replace("during: truce,", "during: truce, on_restoration: {reset: W},") + (
        "  - {id: W, kind: condition, CITED, for: 2 days, during: truce}\n"
    )
    vague = {"kind": "passage", "occurred": {"earliest": at(1, 6), "latest": at(9)}}
    assert verdict(judge(agreement(clauses), closed(1), vague, until=at(5)), "W").verdict == "inconclusive"
    assert verdict(judge(agreement(clauses), closed(1), opened(1, 6), until=at(5)), "W").verdict == "satisfied"


QUIET = ROAD.replace("during: truce,", "during: truce, on_breach: {suspend: P}, on_restoration: {resume: P},") + (
    "  - {id: P, kind: prohibition, CITED, bearer: south, act: {kind: attack}}\n"
    "  - {id: G, kind: power, CITED, bearer: patron, act: {kind: renewal}, on_exerted: {resume: P}}\n"
    "  - {id: E, kind: power, CITED, bearer: patron, act: {kind: clock_reset}, on_exerted: {enter: ended}}\n"
)
SOMETIME = {"kind": "passage", "occurred": {"earliest": at(2, 2), "latest": at(2, 20)}}


def by_patron(kind, *when, **more):
    return {"kind": kind, "occurred": at(*when), "actor": "patron", **more}


def marks(records, clause="P"):
    return [one[2] for one in outcomes(judge(agreement(QUIET), *records, until=at(5)), clause) if one[0] == "breach"]


def test_what_may_have_failed_anew_in_between_is_possibly_a_breach_with_its_consequences():
    around = [closed(2), closed(2, 6), by_patron("renewal", 2, 5), {"occurred": at(3), "actor": "south"}]
    assert marks([*around, SOMETIME]) == [POSSIBLE]
    assert marks([*around, SOMETIME], "C") == [CERTAIN, POSSIBLE]
    assert marks([*around, opened(2, 3)]) == []
    assert marks([*around, opened(2, 3)], "C") == [CERTAIN, CERTAIN]
    assert marks([*around, opened(2, 10)]) == [CERTAIN]
    assert marks([*around, opened(2, 10)], "C") == [CERTAIN]


def test_a_restoration_of_uncertain_time_is_one_failure_with_one_restoration():
    evaluation = judge(agreement(QUIET), closed(2), SOMETIME, until=at(5))
    assert outcomes(evaluation, "C") == [("breach", at(2), CERTAIN), ("restoration", at(2, 2), CERTAIN)]


def test_what_may_have_been_out_of_force_is_possibly_not_restored():
    records = [closed(2), by_patron("clock_reset", 2, 12, status="alleged"), opened(3)]
    told = outcomes(judge(agreement(QUIET), *records, until=at(5)), "C")
    assert [one for one in told if one[2] is CERTAIN] == [("breach", at(2), CERTAIN)]
    assert {one[0] for one in told if one[2] is POSSIBLE} == {"breach", "restoration"}


def test_many_acts_at_one_instant_leave_the_last_one_standing():
    assert outcomes(judge(agreement(ROAD), closed(2), opened(2), opened(2), until=at(5)), "C") == []
    assert len(outcomes(judge(agreement(ROAD), opened(2), closed(2), closed(2), until=at(5)), "C")) == 1
