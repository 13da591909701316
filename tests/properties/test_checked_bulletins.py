"""Bulletins beside the records of single acts: engine and checker agree on what is counted, and what is left."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comply import Incident, loads
from comply.events.incident import Actor, Place, Range
from comply.events.time import DAY, HOUR, Interval, parse_instant

from .agreements import run
from .checking import changed, checked, entries_of, words

AGREEMENT = loads(
    b"""
comply: 1
id: counted
title: Counted
timezone: UTC
readings:
  plain: {title: P}
  two: {title: T, evidence: {least_sources: 2}}
documents: {t: {title: The text}}
parties:
  north: {name: North}
  air: {name: Air, part_of: {party: north, until: "2016-09-14T00:00:00Z"}}
  south: {name: South}
places: {bridge: {name: The bridge, lat: 36.25, lon: 37.1, radius_m: 300, pcode: SY02}}
phases: [{id: war, title: War}]
clauses:
  - {id: attack, kind: prohibition, title: No attacks, citation: {document: t, text: x}, bearer: north,
     act: {kind: attack}}
  - {id: few, kind: limit, title: Few shots, citation: {document: t, text: x}, at_most: 4, within: 2 days,
     act: {kind: attack}}
  - {id: toll, kind: limit, title: Few killed, citation: {document: t, text: x}, bearer: [north, south], at_most: 3,
     amount: killed, within: 2 days, act: {kind: shelling}, per: actor}
  - {id: large, kind: prohibition, title: No large ones, citation: {document: t, text: x}, bearer: north,
     act: {kind: attack, count: {at_least: 3}}}
  - {id: level, kind: maintenance, title: Level, citation: {document: t, text: x}, at_most: 6,
     level: {amount: count, initial: 0, rises: {kind: attack}}}
""",
    file="counted.yaml",
)
START = parse_instant("2016-09-13T00:00:00Z")
QUIET = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
doers = st.sampled_from(((), (), ("north",), ("air",), ("south",), ("nobody",), ("north", "south"))).map(
    lambda names: tuple(Actor(party=name) for name in names)
)
places = st.sampled_from(
    (
        None,
        None,
        Place(pcode="SY02"),
        Place(pcode="SY0201"),
        Place(name="The bridge"),
        Place(lat=36.25, lon=37.1),
        Place(lat=36.251, lon=37.1, radius_m=2000.0),
    )
)
numbers = st.sampled_from((None, Range(low=0, high=0), Range(low=2, high=2), Range(low=1, high=4)))


@st.composite
def records(draw: st.DrawFn, name: str) -> Incident:
    """A bulletin, or the record of an act that may be among those that it counts."""
    bulletin = draw(st.booleans())
    start = START + draw(st.integers(0, 6)) * 6 * HOUR
    length = draw(st.sampled_from((DAY, DAY, 12 * HOUR, 1) if bulletin else (1, 1, 1, 6 * HOUR)))
    return Incident(
        id=name,
        occurred=Interval(start, start + length),
        recorded=start + 3 * DAY,
        kind=draw(st.sampled_from(("attack", "attack", "shelling", "air_strike"))),
        actor=draw(doers),
        target=draw(st.sampled_from(((), (), (Actor(party="south"),)))),
        place=draw(places),
        killed=draw(numbers),
        count=draw(st.integers(1, 6) if bulletin else st.sampled_from((1, 1, 2))),
        aggregate=bulletin,
        status=draw(st.sampled_from(("reported", "reported", "verified", "alleged", "dismissed"))),
    )


@st.composite
def logs(draw: st.DrawFn, most: int = 5) -> tuple[Incident, ...]:
    found: list[Incident] = []
    for number in range(draw(st.integers(0, most))):
        one = draw(records(f"i{number}"))
        if found and not draw(st.integers(0, 4)):
            one = attrs.evolve(one, same_as=draw(st.sampled_from([other.id for other in found])))
        found.append(one)
    return tuple(found)


@QUIET
@given(logs())
def test_the_checker_confirms_what_bulletins_tell_of_beyond_the_records(told):
    found = checked(AGREEMENT, run(AGREEMENT, told), most=96, sample=32)
    assert not found.refuted, words(found)
    assert not found.unchecked


@pytest.mark.slow
@settings(QUIET, max_examples=1500)
@given(logs(most=6))
def test_the_same_at_length(told):
    test_the_checker_confirms_what_bulletins_tell_of_beyond_the_records.hypothesis.inner_test(told)


def _act(name: str, hour: int, **fields: object) -> Incident:
    at = START + hour * HOUR
    plain = Incident(
        id=name, occurred=Interval(at, at + 1), recorded=at + DAY, kind="attack", actor=(Actor(party="north"),)
    )
    return attrs.evolve(plain, **fields)


def _bulletin(count: int, **fields: object) -> Incident:
    return _act("b", 0, occurred=Interval(START, START + DAY), count=count, aggregate=True, **fields)


def test_what_the_records_make_up_is_not_counted_again():
    acts = [_act(f"a{number}", number + 1) for number in range(3)]
    evaluation = run(AGREEMENT, (*acts, _bulletin(4)))
    assert not checked(AGREEMENT, evaluation).refuted
    assert not [one for one in evaluation.findings if one.clause == "few"]
    twice = entries_of(run(AGREEMENT, (*acts, _act("b", 12, count=4))))
    assert {one.about for one in checked(AGREEMENT, evaluation, twice).refuted} >= {"few", "level"}


def test_what_is_left_of_a_bulletin_is_counted():
    acts = [_act(f"a{number}", number + 1) for number in range(3)]
    evaluation = run(AGREEMENT, (*acts, _bulletin(5)))
    told = entries_of(evaluation)
    found = [one for one in told if one[1].get("clause") == "few" and one[1]["type"] == "finding"]
    (mine,) = [one for one in found if one[1]["readings"]["plain"] == "certain"]
    assert mine[1]["incidents"][0] == "b"
    assert not checked(AGREEMENT, evaluation).refuted
    assert checked(AGREEMENT, evaluation, tuple(one for one in told if one is not mine)).refuted


def test_a_record_that_only_may_be_among_those_counted_leaves_both():
    vague = _act("a", 30, occurred=Interval(START + 20 * HOUR, START + 30 * HOUR))
    evaluation = run(AGREEMENT, (vague, _bulletin(4)))
    told = entries_of(evaluation)
    mine = next(one for one in told if one[1].get("clause") == "few" and one[1]["type"] == "finding")
    assert mine[1]["readings"]["plain"] == "possible"
    assert not checked(AGREEMENT, evaluation).refuted
    sure = changed(dict(mine[1]), readings=dict.fromkeys(mine[1]["readings"], "certain"))
    assert checked(AGREEMENT, evaluation, tuple((n, sure if n == mine[0] else one) for n, one in told)).refuted


@pytest.mark.parametrize(
    "forge",
    [
        lambda told: None,
        lambda told: {"recorded": {"surely": ["a0", "a1"], "perhaps": ["a2"]}},
        lambda told: {"recorded": {"surely": ["a0", "a1"], "perhaps": ["v"]}},
        lambda told: {"recorded": {"surely": ["a0", "a1", "a2"], "perhaps": []}},
        lambda told: {"recorded": {"surely": ["a0", "a1", "a2", "v"], "perhaps": []}},
        lambda told: {"gaps": {**told["gaps"], "count": {**told["gaps"]["count"], "beyond": "2"}}},
        lambda told: {"gaps": {**told["gaps"], "count": {**told["gaps"]["count"], "recorded": "3"}}},
        lambda told: {"gaps": {**told["gaps"], "killed": {**told["gaps"]["killed"], "stated": "1 to 2"}}},
        lambda told: {"gaps": {"count": told["gaps"]["count"]}},
        lambda told: {"incidents": ["a0"]},
        lambda told: {"effective": {"at": "2016-09-13T00:00:00Z"}},
        lambda told: {"bulletin": "a0"},
    ],
)
def test_a_forged_comparison_with_the_records_is_refuted(forge):
    acts = [_act(f"a{number}", number + 1) for number in range(3)]
    vague = _act("v", 30, occurred=Interval(START + 20 * HOUR, START + 30 * HOUR), killed=Range(low=1, high=1))
    evaluation = run(AGREEMENT, (*acts, vague, _bulletin(5, killed=Range(low=2, high=3))))
    told = entries_of(evaluation)
    (mine,) = [one for one in told if one[1]["type"] == "bulletin"]
    assert mine[1]["recorded"] == {"surely": ["a0", "a1", "a2"], "perhaps": ["v"]}
    assert mine[1]["gaps"]["count"] == {"stated": "5", "recorded": "3 to 4", "beyond": "1 to 2"}
    assert not checked(AGREEMENT, evaluation).refuted
    values = forge(mine[1])
    forged = [
        (number, entry if number != mine[0] else changed(dict(entry), **(values or {})))
        for number, entry in told
        if values is not None or number != mine[0]
    ]
    assert any(one.about.startswith("bulletin") for one in checked(AGREEMENT, evaluation, tuple(forged)).refuted)
