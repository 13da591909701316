"""Parties that change sides: engine and checker agree on whose an act is, whenever it was done."""

from __future__ import annotations

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comply import Incident, loads
from comply.events.incident import Actor
from comply.events.time import DAY, HOUR, Interval, parse_instant

from .agreements import run
from .checking import changed, checked, entries_of, words

DOCUMENT = b"""
comply: 1
id: sides
title: Sides
timezone: UTC
documents: {t: {title: The text}}
parties:
  north: {name: North}
  south: {name: South}
  militia: {name: Militia, part_of: [{party: north, until: "2016-09-14T00:00:00Z"},
    {party: south, from: "2016-09-14T12:00:00Z"}], answers_to: [{party: patron, from: "2016-09-13T12:00:00Z"}]}
  patron: {name: Patron}
phases: [{id: war, title: War}]
clauses:
  - {id: attack, kind: prohibition, title: No attacks, citation: {document: t, text: x}, bearer: north,
     act: {kind: attack}}
  - {id: spare, kind: prohibition, title: Spare the south, citation: {document: t, text: x}, bearer: [north, patron],
     act: {kind: attack, not: {target: north}}}
  - {id: few, kind: limit, title: Few shots, citation: {document: t, text: x}, bearer: [north, south], at_most: 1,
     within: 2 days, act: {kind: attack}, per: actor}
  - {id: answer, kind: obligation, title: Answer, citation: {document: t, text: x}, bearer: south, per: actor,
     trigger: {kind: attack, actor: south}, act: {kind: aid_delivery}, within: 1 day}
  - {id: both, kind: power, title: Both, citation: {document: t, text: x}, bearer: [north, south], exercised: jointly,
     act: {kind: renewal}}
"""
AGREEMENT = loads(DOCUMENT, file="sides.yaml")
TURN = parse_instant("2016-09-14T00:00:00Z")
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
doers = st.lists(
    st.sampled_from(("north", "south", "militia", "militia", "patron", "nobody")).map(lambda name: Actor(party=name)),
    max_size=2,
    unique=True,
).flatmap(
    lambda listed: st.sampled_from((None, "joint")).map(
        lambda role: tuple(attrs.evolve(one, role=role) for one in listed)
    )
)


@st.composite
def acts(draw: st.DrawFn, name: str) -> Incident:
    """An act about the time at which the militia changes sides, known exactly or not."""
    start = TURN + draw(st.integers(-4, 5)) * 6 * HOUR + draw(st.sampled_from((-1, 0)))
    length = draw(st.sampled_from((1, 1, 6 * HOUR, 18 * HOUR)))
    return Incident(
        id=name,
        occurred=Interval(start, start + length),
        recorded=start + DAY,
        kind=draw(st.sampled_from(("attack", "attack", "aid_delivery", "renewal"))),
        actor=draw(doers),
        target=draw(doers),
    )


@st.composite
def logs(draw: st.DrawFn) -> tuple[Incident, ...]:
    return tuple(draw(acts(f"i{number}")) for number in range(draw(st.integers(0, 4))))


@QUIET
@given(logs())
def test_the_checker_confirms_whose_acts_the_engine_takes_them_for(records):
    found = checked(AGREEMENT, run(AGREEMENT, records), most=256, sample=48)
    assert not found.refuted, words(found)
    assert not found.unchecked


def _act(name: str, at: int, party: str) -> Incident:
    return Incident(
        id=name, occurred=Interval(at, at + 1), recorded=at + DAY, kind="attack", actor=(Actor(party=party),)
    )


def test_of_two_wholes_a_unit_that_changed_sides_may_be_meant_by_both():
    evaluation = run(AGREEMENT, (_act("a", TURN - HOUR, "north"), _act("b", TURN + 13 * HOUR, "south")))
    told = entries_of(evaluation)
    assert not checked(AGREEMENT, evaluation).refuted
    few = [one for one in told if one[1].get("clause") == "few" and one[1]["type"] == "finding"]
    assert [one[1]["readings"] for one in few] == [{"text": "possible"}]
    assert checked(AGREEMENT, evaluation, tuple(one for one in told if one not in few)).refuted


def test_an_act_that_is_put_down_to_the_side_it_had_left_is_refuted():
    evaluation = run(AGREEMENT, (_act("a", TURN - 1, "militia"), _act("b", TURN, "militia")))
    told = entries_of(evaluation)
    mine = next(one for one in told if one[1].get("clause") == "attack" and one[1]["type"] == "finding")
    assert mine[1]["incidents"] == ["a"]
    forged = tuple(
        (number, changed(dict(entry), incidents=["b"], effective={"at": "2016-09-14T00:00:00Z"}))
        if (number, entry) == mine
        else (number, entry)
        for number, entry in told
    )
    assert any(one.about == "attack" for one in checked(AGREEMENT, evaluation, forged).refuted)
