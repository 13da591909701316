"""Bulletins beside the records of the acts that they count: the gap is shown, and nothing is added up twice."""

from __future__ import annotations

from typing import Any

import pytest

from comply import Evaluation, Mark
from comply.engine.ledger import entries

from ...harness import agreement, at, judge, outcomes, verdict

DAY = {"occurred": {"earliest": at(2), "latest": at(3)}}
UNDER = agreement(
    "  - {id: calm, kind: prohibition, CITED, act: {kind: attack}, during: truce}\n"
    "  - {id: few, kind: limit, CITED, act: {kind: attack}, at_most: 5, each: day, during: truce}\n"
    "  - {id: toll, kind: limit, CITED, act: {kind: attack}, amount: killed, at_most: 9, each: day, during: truce}\n"
    "  - {id: given, kind: obligation, CITED, act: {kind: aid_delivery}, amount: trucks, during: truce,\n"
    "     stages: [{by: '2020-01-05T00:00:00Z', at_least: 10}]}\n"
)


def bulletin(**fields: Any) -> dict[str, Any]:
    return {"id": "b", "aggregate": True, "killed": 0, **DAY, **fields}


def single(hour: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"s{hour}", "occurred": at(2, hour), "killed": 0, **fields}


def gaps(result: Evaluation, name: str = "count") -> tuple[str, str, str]:
    (comparison,) = result.comparisons
    gap = comparison.gaps[name]
    return str(gap.stated), str(gap.recorded), str(gap.beyond)


def broken(result: Evaluation, clause: str) -> dict[str, Mark]:
    """The breaches of a clause by the act that each is about."""
    return {one.key: one.marks["text"] for one in result.findings if one.clause == clause and one.outcome == "breach"}


def test_what_a_bulletin_counts_and_records_tell_is_not_added_up():
    result = judge(UNDER, bulletin(count=5), *[single(hour) for hour in range(3)])
    assert gaps(result) == ("5", "3", "2")
    assert outcomes(result, "few") == []
    assert len(outcomes(result, "calm")) == 4


def test_more_than_it_counts_is_too_much():
    result = judge(UNDER, bulletin(count=6), *[single(hour) for hour in range(3)])
    assert broken(result, "few")["b"] is Mark.CERTAIN
    assert verdict(result, "few").readings["strict"] == "violated"


def test_a_bulletin_of_recorded_acts_is_no_act_of_its_own():
    result = judge(UNDER, bulletin(count=2), *[single(hour) for hour in range(3)])
    assert gaps(result) == ("2", "3", "0")
    assert len(outcomes(result, "calm")) == 3


def test_records_that_may_be_among_those_it_counts_leave_a_doubt():
    records = [single(1), single(2), {"id": "s", "occurred": {"earliest": at(2, 23), "latest": at(3, 1)}, "killed": 0}]
    result = judge(UNDER, bulletin(count=3), *records)
    assert gaps(result) == ("3", "2 to 3", "0 to 1")
    assert broken(result, "calm")["b"] is Mark.POSSIBLE
    (doubt,) = next(one for one in result.findings if one.clause == "calm" and one.key == "b").doubts()
    assert doubt == "what it counts may all be recorded one by one"


@pytest.mark.parametrize(
    ("scope", "record", "recorded"),
    [
        ({"kind": "shelling"}, {"kind": "attack"}, "0 to 1"),
        ({"kind": "shelling"}, {"kind": "sniper_fire"}, "0"),
        ({"actor": "north"}, {"actor": "north-air"}, "1"),
        ({"actor": "north"}, {"actor": "south"}, "0"),
        ({"actor": "north"}, {}, "0 to 1"),
        ({}, {"actor": "south"}, "1"),
        ({"target": "south"}, {"target": ["south", "outlaw"]}, "0 to 1"),
        ({"place": {"pcode": "SY02"}}, {"place": {"pcode": "SY0201"}}, "1"),
        ({"place": {"pcode": "SY02"}}, {"place": {"pcode": "SY"}}, "0 to 1"),
        ({"place": {"pcode": "SY02"}}, {"place": {"pcode": "SY09"}}, "0"),
        ({"place": {"lat": 36, "lon": 37, "radius_m": 5000}}, {"place": {"lat": 36.01, "lon": 37}}, "1"),
        ({"place": {"lat": 36, "lon": 37, "radius_m": 5000}}, {"place": {"lat": 36.5, "lon": 37}}, "0"),
        ({}, {"count": 3}, "3"),
        ({}, {"status": "dismissed"}, "0"),
    ],
)
def test_the_scope_is_what_the_bulletin_states(scope, record, recorded):
    assert gaps(judge(UNDER, bulletin(count=9, **scope), single(1, **record)))[1] == recorded


def test_two_reports_of_one_event_are_one_of_those_it_counts():
    assert gaps(judge(UNDER, bulletin(count=4), single(1), single(2, same_as="s1")))[1] == "1"


def test_deaths_are_compared_too():
    result = judge(UNDER, bulletin(count=5, killed={"low": 8, "high": 12}), single(1, killed=5))
    assert gaps(result, "killed") == ("8 to 12", "5", "3 to 7")
    assert broken(result, "toll")["b"] is Mark.POSSIBLE
    result = judge(UNDER, bulletin(count=5, killed=9), single(1, killed=5))
    assert outcomes(result, "toll") == []


def test_a_bulletin_without_a_number_tells_of_one_or_more():
    assert gaps(judge(UNDER, bulletin())) == ("1 or more", "0", "1 or more")
    result = judge(UNDER, bulletin(), single(1))
    assert gaps(result) == ("1 or more", "1", "0 or more")
    assert broken(result, "few")["b"] is Mark.POSSIBLE


def test_a_wider_bulletin_tells_of_what_the_narrower_ones_do_not():
    week = {"id": "w", "aggregate": True, "killed": 0, "count": 7, "occurred": {"earliest": at(1), "latest": at(8)}}
    result = judge(UNDER, bulletin(count=4), week, single(1), {"id": "x", "occurred": at(4), "killed": 0})
    beyond = {one.incident: str(one.gaps["count"].beyond) for one in result.comparisons}
    assert beyond == {"b": "3", "w": "2"}


def test_of_two_bulletins_of_one_scope_the_better_supported_stands_whole():
    other = bulletin(id="a", count=9, status="alleged")
    result = judge(UNDER, bulletin(count=4), other)
    beyond = {one.incident: str(one.gaps["count"].beyond) for one in result.comparisons}
    assert beyond == {"b": "4", "a": "5"}


def test_what_is_owed_is_not_met_twice_over():
    trucks = {"kind": "aid_delivery", "attributes": {"trucks": 8}, "count": 2}
    result = judge(UNDER, bulletin(**trucks), single(1, kind="aid_delivery", attributes={"trucks": 6}), until=at(9))
    assert [outcome for outcome, _, _ in outcomes(result, "given")] == ["breach"]


def test_the_gap_is_an_entry_of_the_ledger():
    result = judge(UNDER, bulletin(count=5), single(1))
    (entry,) = [entry for entry in entries(result) if entry["type"] == "bulletin"]
    assert entry["recorded"] == {"surely": ["s1"], "perhaps": []}
    assert entry["gaps"] == {
        "count": {"stated": "5", "recorded": "1", "beyond": "4"},
        "killed": {"stated": "0", "recorded": "0", "beyond": "0"},
    }
