"""The limit: counts in sliding windows, at the microsecond, per actor, and in doubt."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, found, judge, outcomes, verdict

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


TOLL = LIMIT.replace("at_most: 2, within: 24h", "at_most: 10, amount: killed, each: day")


def test_an_amount_is_added_up_over_each_day_of_the_calendar():
    records = [act(2, 22, killed=6), act(3, 1, killed=6), act(3, 23, killed=5)]
    assert outcomes(judge(agreement(TOLL), *records), "C") == [("breach", at(3, 23), CERTAIN)]


@pytest.mark.parametrize(("micro", "breaches"), [(-1, 1), (0, 0)])
def test_the_day_ends_at_local_midnight(micro, breaches):
    evaluation = judge(agreement(TOLL), act(2, 1, killed=6), act(3, 0, micro, killed=6))
    assert len(outcomes(evaluation, "C")) == breaches


@pytest.mark.parametrize(("unit", "second", "breaches"), [
    ("week", act(12, 23, killed=6), 1),  # 6 January 2020 is a Monday
    ("week", act(13, killed=6), 0),
    ("month", {**act(2), "occurred": "2020-01-31T23:59:59.999999Z", "killed": 6}, 1),
    ("month", {**act(2), "occurred": "2020-02-01T00:00:00Z", "killed": 6}, 0),
    ("year", {**act(2), "occurred": "2020-12-31T23:59:59.999999Z", "killed": 6}, 1),
    ("year", {**act(2), "occurred": "2021-01-01T00:00:00Z", "killed": 6}, 0),
])  # fmt: skip
def test_weeks_months_and_years_are_those_of_the_calendar(unit, second, breaches):
    clause = TOLL.replace("each: day", f"each: {unit}")
    assert len(outcomes(judge(agreement(clause), act(6, killed=6), second), "C")) == breaches


def test_a_number_between_bounds_is_possibly_too_much():
    records = [act(2, killed={"low": 1, "high": 6}), act(2, 1, killed=5)]
    assert outcomes(judge(agreement(TOLL), *records), "C") == [("breach", at(2, 1), POSSIBLE)]


def test_a_number_that_is_not_stated_is_possibly_too_much():
    assert [one[2] for one in outcomes(judge(agreement(TOLL), act(2)), "C")] == [POSSIBLE]


def test_an_act_that_adds_nothing_breaks_nothing():
    records = [act(2, killed=11), act(2, 1, killed=0)]
    assert outcomes(judge(agreement(TOLL), *records), "C") == [("breach", at(2), CERTAIN)]


def test_attributes_keep_apart():
    clause = LIMIT.replace("within: 24h", "within: 24h, per: attributes.unit")
    records = [act(2, hour, attributes={"unit": unit}) for hour, unit in enumerate("aabab")]
    assert outcomes(judge(agreement(clause), *records), "C") == [("breach", at(2, 3), CERTAIN)]


def test_one_and_true_are_different_values():
    clauses = "".join(
        f"  - {{id: {name}, kind: prohibition, CITED, bearer: south, act: {{attributes: {{x: {value}}}}}}}\n"
        for name, value in (("A", "1"), ("B", "true"))
    )
    evaluation = judge(agreement(clauses), act(2, attributes={"x": 1}))
    assert (len(outcomes(evaluation, "A")), len(outcomes(evaluation, "B"))) == (1, 0)


def test_true_and_one_are_counted_apart():
    clause = LIMIT.replace("at_most: 2, within: 24h", "at_most: 1, within: 24h, per: attributes.unit")
    records = [act(2, attributes={"unit": 1}), act(2, 1, attributes={"unit": True})]
    assert outcomes(judge(agreement(clause), *records), "C") == []
    assert len(outcomes(judge(agreement(clause), *records, act(2, 2, attributes={"unit": True})), "C")) == 1


def test_a_number_below_nothing_adds_nothing_and_breaks_nothing():
    clause = LIMIT.replace("at_most: 2", "at_most: 5, amount: tonnes")
    records = [act(2, attributes={"tonnes": 6}), act(2, 1, attributes={"tonnes": -3})]
    assert outcomes(judge(agreement(clause), *records), "C") == [("breach", at(2), CERTAIN)]


def test_decimals_are_added_up_exactly():
    clause = LIMIT.replace("at_most: 2", "at_most: 1, amount: tonnes")
    tenths = [act(2, hour, attributes={"tonnes": 0.1}) for hour in range(11)]
    assert outcomes(judge(agreement(clause), *tenths), "C") == [("breach", at(2, 10), CERTAIN)]


def test_a_breach_names_the_latest_acts_with_which_it_is_too_much():
    breaches = found(judge(agreement(LIMIT), act(2), act(2, 1), act(2, 2), act(2, 3)), "C")
    assert [one.incidents for one in breaches] == [("i3", "i1", "i2"), ("i4", "i2", "i3")]


def test_a_certain_breach_names_none_but_certain_acts():
    records = [act(2), act(2, 1), act(2, 2, status="alleged"), act(2, 3)]
    breaches = {one.key: one.incidents for one in found(judge(agreement(LIMIT), *records), "C")}
    assert breaches["i4"] == ("i4", "i1", "i2")


def test_what_may_have_been_too_many_with_one_act_may_have_come_before_another():
    clauses = """\
  - {id: C, kind: limit, CITED, act: {kind: attack}, at_most: 1, within: 24h, on_breach: {activate: P}}
  - {id: P, kind: prohibition, CITED, act: {kind: shelling}, initially: inactive}
"""
    day = {"earliest": at(2, 1), "latest": at(2, 12)}
    first, second, third = ({"kind": kind, "actor": "south"} for kind in ("sniper_fire", "sniper_fire", "shelling"))
    vague = [{**first, "occurred": at(2, 1)}, {**second, "occurred": day}, {**third, "occurred": day}]
    assert [one[2] for one in outcomes(judge(agreement(clauses), *vague), "P")] == [POSSIBLE]
    exact = [vague[0], {**second, "occurred": at(2, 2)}, {**third, "occurred": at(2, 4)}]
    assert [one[2] for one in outcomes(judge(agreement(clauses), *exact), "P")] == [CERTAIN]


def test_a_bulletin_longer_than_a_day_of_the_calendar_is_in_none():
    clause = LIMIT.replace("within: 24h", "each: day")
    day = {"actor": "south", "count": 3, "aggregate": True}
    long = {"occurred": {"earliest": at(2), "latest": at(3, 0, 1)}}
    assert outcomes(judge(agreement(clause), {**day, **long}), "C") == []
    assert [one[2] for one in outcomes(judge(agreement(clause), {**day, "occurred": "2020-01-02"}), "C")] == [CERTAIN]
