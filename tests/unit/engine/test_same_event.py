"""Several reports of one event: counted once, each of them an account of it."""

from __future__ import annotations

from comply import Mark
from comply.events.time import parse_instant

from ...harness import agreement, at, found, judge, log, outcomes, verdict

CALM = agreement(
    "  - {id: calm, kind: prohibition, CITED, bearer: north, act: {kind: attack, area: city}, during: truce}\n"
    "  - {id: few, kind: limit, CITED, act: {kind: attack}, amount: killed, at_most: 5, each: day, during: truce}\n"
    "  - {id: rare, kind: limit, CITED, act: {kind: attack}, at_most: 1, within: 24h, per: actor, during: truce}\n"
)
HERE = {"actor": "north", "place": {"pcode": "SY0201"}}


def test_two_reports_of_one_event_are_one_act():
    records = [{"occurred": at(2), "killed": 4, **HERE}, {"occurred": at(2), "killed": 4, "same_as": "i1", **HERE}]
    once = judge(CALM, *records)
    assert [mark for _, _, mark in outcomes(once, "calm")] == [Mark.CERTAIN]
    assert outcomes(once, "few") == outcomes(once, "rare") == []
    assert found(once, "calm")[0].incidents == ("i1", "i2")
    apart = judge(CALM, *[{**record, "same_as": None} for record in records])
    assert len(outcomes(apart, "calm")) == 2
    assert outcomes(apart, "few")
    assert outcomes(apart, "rare")


def test_where_they_differ_in_place_it_is_only_possible_in_either():
    records = [
        {"occurred": at(2), **HERE},
        {"occurred": at(2), "actor": "north", "place": {"pcode": "SY09"}, "same_as": "i1"},
    ]
    result = judge(CALM, *records)
    assert [mark for _, _, mark in outcomes(result, "calm")] == [Mark.POSSIBLE]
    (doubt,) = found(result, "calm")[0].doubts()
    assert doubt == "the reports of it differ: by i1 it is meant here, by i2 it is not"
    assert outcomes(result, "rare") == []


def test_where_they_differ_in_actor_neither_is_certain_and_both_are_named():
    result = judge(CALM, {"occurred": at(2), **HERE}, {"occurred": at(2), **HERE, "actor": "south", "same_as": "i1"})
    (finding,) = found(result, "calm")
    assert finding.marks == {"text": Mark.POSSIBLE}
    assert finding.performer == ("north", "south")


def test_where_they_differ_in_time_it_was_at_some_instant_of_either():
    result = judge(CALM, {"occurred": at(2, 5), **HERE}, {"occurred": at(2), **HERE, "same_as": "i1"})
    (finding,) = found(result, "calm")
    assert (finding.effective.earliest, finding.effective.latest) == (parse_instant(at(2)), parse_instant(at(2, 5)))
    assert finding.marks == {"text": Mark.CERTAIN}


def test_where_one_of_the_times_is_before_the_truce_it_is_possible():
    result = judge(CALM, {"occurred": at(1, 0, -1), **HERE}, {"occurred": at(1), **HERE, "same_as": "i1"})
    assert [mark for _, _, mark in outcomes(result, "calm")] == [Mark.POSSIBLE]


def test_numbers_are_any_that_a_report_states():
    result = judge(CALM, {"occurred": at(2), "killed": 4}, {"occurred": at(2), "killed": 6, "same_as": "i1"})
    assert [mark for _, _, mark in outcomes(result, "few")] == [Mark.POSSIBLE]
    result = judge(CALM, {"occurred": at(2), "killed": 7}, {"occurred": at(2), "killed": 6, "same_as": "i1"})
    assert [mark for _, _, mark in outcomes(result, "few")] == [Mark.CERTAIN]


def test_a_dismissed_account_is_none():
    records = [{"occurred": at(2), **HERE}, {"occurred": at(9), "status": "dismissed", "same_as": "i1"}]
    result = judge(CALM, *records, until=at(3))
    assert [mark for _, _, mark in outcomes(result, "calm")] == [Mark.CERTAIN]
    assert found(result, "calm")[0].incidents == ("i1",)
    dismissed = judge(CALM, {"occurred": at(2), "status": "dismissed", **HERE}, until=at(3))
    assert outcomes(dismissed, "calm") == []


def test_links_join_through_others_through_corrections_and_through_what_is_retracted():
    records = [
        {"id": "a", "occurred": at(2)},
        {"id": "b", "occurred": at(2), "same_as": "a"},
        {"id": "c", "occurred": at(2), "same_as": "b"},
        {"id": "d", "occurred": at(3), "recorded": at(4), "supersedes": "b", "same_as": "a"},
        {"id": "e", "recorded": at(5), "retracts": "a", "occurred": None, "kind": None},
    ]
    whole = log(CALM, records)
    assert [[one.id for one in event.reports] for event in whole.occurrences()] == [["c", "d"]]
    assert [[one.id for one in event.reports] for event in whole.occurrences(parse_instant(at(3)))] == [["a", "b", "c"]]


def test_a_correction_that_says_nothing_of_the_event_is_linked_to_none():
    records = [
        {"id": "a", "occurred": at(2)},
        {"id": "b", "occurred": at(2), "same_as": "a"},
        {"id": "b", "occurred": at(3), "recorded": at(4), "supersedes": "b"},
    ]
    assert len(log(CALM, records).occurrences()) == 2


def test_a_link_to_what_is_not_known_yet_joins_nothing_else_as_of_then():
    records = [
        {"id": "a", "occurred": at(2), "same_as": "b"},
        {"id": "b", "occurred": at(2), "recorded": at(9)},
    ]
    whole = log(CALM, records)
    assert len(whole.occurrences()) == 1
    (event,) = whole.occurrences(parse_instant(at(3)))
    assert [one.id for one in event.reports] == ["a"]


def test_an_account_that_begins_after_the_horizon_is_heard():
    result = judge(CALM, {"occurred": at(2), **HERE}, {"occurred": at(9), **HERE, "same_as": "i1"}, until=at(3))
    (finding,) = found(result, "calm")
    assert finding.incidents == ("i1", "i2")
    assert [one.id for one in result.incidents] == ["i1", "i2"]
    assert verdict(result, "calm").readings["broad"] == "violated"
