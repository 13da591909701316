from __future__ import annotations

from itertools import permutations

from comply.events.suggest import did_you_mean


def test_the_nearest_name_is_suggested() -> None:
    assert did_you_mean("sheling", ["shelling", "attack"]) == "did you mean 'shelling'?"


def test_case_does_not_count_and_the_name_is_suggested_as_it_is_written() -> None:
    assert did_you_mean("TRUCE", ["Truce"]) == "did you mean 'Truce'?"


def test_nothing_is_suggested_where_no_name_is_near() -> None:
    assert did_you_mean("zzz", ["shelling", "attack"]) is None
    assert did_you_mean("attack", []) is None
    assert did_you_mean("", ["attack"]) is None


def test_at_most_three_names_are_suggested() -> None:
    suggestion = did_you_mean("area", ["area1", "area2", "area3", "area4"])
    assert suggestion is not None
    assert suggestion.count(" or ") == 2


def test_the_suggestion_does_not_depend_on_the_order_of_the_names() -> None:
    names = ("Area", "area", "areas", "arena")
    assert len({did_you_mean("arae", order) for order in permutations(names)}) == 1


def test_a_very_long_word_is_not_compared() -> None:
    assert did_you_mean("a" * 100_000, ["a" * 100_000]) is None
