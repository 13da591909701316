"""The limit: counts in sliding windows, at the microsecond, per actor, and in doubt."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
LIMIT = """\
  - {id: C, kind: limit, CITED, bearer: bound, act: {kind: attack}, at_most: 2, within: 24h, during: truce}
"""
PER_ACTOR = LIMIT.replace("within: 24h", "within: 24h, per: actor")


def act(day, hour=0, micro=0, actor="south", **more):
    return {"occurred": at(day, hour, micro), "actor": actor, **more}


@pytest.mark.parametrize(("micro", "breaches"), [(0, 1), (1, 0)])
def test_the_window_includes_both_its_ends(micro, breaches):
    evaluation = judge(agreement(LIMIT), act(2), act(2, 5), act(3, 0, micro))
    assert len(outcomes(evaluation, "C")) == breaches


def test_each_act_that_is_too_many_is_a_breach():
    evaluation = judge(agreement(LIMIT), act(2), act(2, 1), act(2, 2), act(2, 3), act(5))
    assert outcomes(evaluation, "C") == [("breach", at(2, 2), CERTAIN), ("breach", at(2, 3), CERTAIN)]
    assert verdict(evaluation, "C").verdict == "violated"


def test_at_the_limit_is_not_beyond_it():
    assert outcomes(judge(agreement(LIMIT), act(2), act(2, 1)), "C") == []


def test_acts_of_one_instant_count_for_each_other():
    assert len(outcomes(judge(agreement(LIMIT), act(2), act(2), act(2)), "C")) == 3


def test_acts_before_it_is_in_force_do_not_count():
    before = {"occurred": "2019-12-31T23:59:59Z", "actor": "south"}
    assert outcomes(judge(agreement(LIMIT), before, act(1, 0), act(1, 1)), "C") == []


@pytest.mark.parametrize(
    ("third", "marks"),
    [("south", [CERTAIN]), ("patron", []), ("unknown", [POSSIBLE]), (["south", "outlaw"], [POSSIBLE])],
)
def test_counted_apart_an_actor_in_doubt_is_possibly_one_too_many(third, marks):
    evaluation = judge(agreement(PER_ACTOR), act(2), act(2, 1), act(2, 2, actor=third))
    assert [one[2] for one in outcomes(evaluation, "C")] == marks


def test_counted_apart_two_parties_have_each_their_own_count():
    records = [act(2), act(2, 1), act(2, 2, actor="north-air"), act(2, 3, actor="north-air")]
    assert outcomes(judge(agreement(PER_ACTOR), *records), "C") == []
    assert len(outcomes(judge(agreement(LIMIT), *records), "C")) == 2


def test_the_whole_may_be_the_part():
    records = [act(2, actor="north-air"), act(2, 1, actor="north-air"), act(2, 2, actor="north")]
    assert [one[2] for one in outcomes(judge(agreement(PER_ACTOR), *records), "C")] == [POSSIBLE]


def test_a_report_counts_for_as_many_acts_as_it_tells_of():
    assert [one[2] for one in outcomes(judge(agreement(LIMIT), act(2, count=3)), "C")] == [CERTAIN]


def test_a_bulletin_never_enters_a_window_shorter_than_itself():
    week = {"occurred": {"earliest": at(2), "latest": at(9)}, "actor": "south", "count": 50}
    assert outcomes(judge(agreement(LIMIT), {**week, "aggregate": True}), "C") == []
    assert [one[2] for one in outcomes(judge(agreement(LIMIT), week), "C")] == [CERTAIN]


def test_an_act_whose_day_alone_is_known_is_possibly_in_the_window():
    third = {"occurred": "2020-01-03", "actor": "south"}
    marks = {one[2] for one in outcomes(judge(agreement(LIMIT), act(2, 6), act(2, 7), third, until=at(9)), "C")}
    assert marks == {POSSIBLE}


def test_an_excepted_act_does_not_count():
    clauses = LIMIT + "  - {id: X, kind: exclusion, CITED, act: {target: outlaw}}\n"
    spared = act(2, 1, target="outlaw")
    assert outcomes(judge(agreement(clauses), act(2, target="north"), spared, act(2, 2, target="north")), "C") == []
