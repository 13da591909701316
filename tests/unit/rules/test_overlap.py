"""What two patterns have in common is decided as the engine matches: never is said only where it never does."""

from __future__ import annotations

import json

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comply import Mark, loads
from comply.engine.match import Matcher
from comply.engine.world import World
from comply.events.codec import decode_line
from comply.events.incident import MEANS, Actor, Incident, Place, Range
from comply.events.occurrence import occurrence_of
from comply.events.time import Interval
from comply.rules.overlap import Overlap
from comply.rules.pattern import Pattern, Wanted

from ...properties.wanted import values, wanted

DOCUMENT = b"""
comply: 1
id: overlap
title: Overlap
parties:
  north: {name: North}
  north-air: {name: Air, part_of: north}
  south: {name: South}
  west: {name: West}
groups: {bound: {members: [north, south]}}
places: {bridge: {name: Bridge, pcode: SY0201}, gate: {name: Gate, part_of: bridge}}
areas:
  city: {pcodes: [SY02]}
  district: {pcodes: [SY0201, SY0601]}
  crossing: {places: [bridge]}
  hidden: {unpublished: true, pcodes: [SY02]}
  anywhere: {unpublished: true}
phases: [{id: p, title: P}]
documents: {t: {title: T}}
clauses: [{id: c, kind: prohibition, title: C, citation: {document: t, text: x}, act: {kind: event}}]
"""
AGREEMENT = loads(DOCUMENT)
MATCHER = Matcher(World.of(AGREEMENT.base))
OVERLAP = Overlap.of(AGREEMENT.base)
KINDS = ("attack", "shelling", "air_strike", "air_sortie", "aid", "aid_delivery", "event")
AREAS = ("city", "district", "crossing", "hidden", "anywhere")
PARTIES = ("north", "north-air", "south", "west", "bound")


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map(tuple))


flat = st.builds(
    Pattern,
    kind=some(KINDS),
    means=some(("air", "ied")),
    actor=some(PARTIES),
    target=some(PARTIES),
    jointly=st.sampled_from(((), (), ("north", "south"), ("west",))),
    area=some(AREAS),
    killed=st.none() | wanted,
    count=st.none() | wanted,
    attributes=st.dictionaries(st.sampled_from("ab"), wanted, max_size=1),
)


def wider(inner: st.SearchStrategy[Pattern]) -> st.SearchStrategy[Pattern]:
    few = st.lists(inner, max_size=2).map(tuple)
    maybe = st.none() | inner
    return st.builds(
        lambda base, every, any_, no, claim: attrs.evolve(base, all=every, any=any_, not_=no, possibly=claim),
        flat, few, few, maybe, maybe,
    )  # fmt: skip


patterns = st.recursive(flat, wider, max_leaves=4)
actors = st.one_of(
    st.sampled_from(("north-air", "south", "west")).map(lambda name: (Actor(party=name),)),
    st.just((Actor(party="north-air", role="joint"), Actor(party="south", role="joint"))),
)
precise = st.builds(
    Incident,
    id=st.just("i"),
    occurred=st.just(Interval(0, 1)),
    recorded=st.just(1),
    kind=st.sampled_from(("attack", "shelling", "air_strike", "air_sortie", "aid_delivery", "statement")),
    means=st.sampled_from([means for means in MEANS if means != "unknown"]),
    actor=actors,
    target=actors,
    place=st.sampled_from(
        (Place(pcode="SY020100"), Place(pcode="SY029900"), Place(pcode="SY060100"), Place(name="gate"))
    ),
    killed=st.integers(0, 4).map(lambda number: Range(low=number, high=number)),
    injured=st.just(Range(low=0, high=0)),
    count=st.integers(1, 4),
    attributes=st.dictionaries(st.sampled_from("ab"), values, max_size=2),
)


def mark(pattern: Pattern, incident: Incident) -> Mark:
    occurrence = occurrence_of([incident])
    assert occurrence is not None
    return MATCHER.mark(MATCHER.told(occurrence), MATCHER.number(pattern))


@settings(max_examples=300)
@given(patterns, patterns, precise)
def test_patterns_that_never_meet_match_no_incident_both(one, other, incident):
    if OVERLAP.never(one, other):
        assert min(mark(one, incident), mark(other, incident)) is not Mark.CERTAIN


@settings(max_examples=300)
@given(flat, flat, precise)
def test_what_a_pattern_implies_matches_for_certain(one, other, incident):
    if OVERLAP.implies(one, other) and mark(one, incident) is Mark.CERTAIN:
        assert mark(other, incident) is Mark.CERTAIN


@pytest.mark.parametrize(
    ("one", "other", "never"),
    [
        (Pattern(kind=("attack",)), Pattern(kind=("air_sortie",)), False),
        (Pattern(kind=("shelling",)), Pattern(kind=("air_sortie",)), True),
        (Pattern(actor=("north-air",)), Pattern(not_=Pattern(actor=("north",))), True),
        (Pattern(actor=("north",)), Pattern(not_=Pattern(actor=("north-air",))), False),
        (Pattern(actor=("north",)), Pattern(actor=("south",)), False),  # they may do it jointly
        (Pattern(area=("crossing",)), Pattern(area=("city",)), False),
        (Pattern(area=("hidden",)), Pattern(not_=Pattern(area=("hidden",))), False),  # nobody knows
        (Pattern(area=("city",)), Pattern(not_=Pattern(area=("city",))), True),
        (Pattern(count=Wanted(more_than=1)), Pattern(count=Wanted(less_than=2)), True),
        (Pattern(killed=Wanted(less_than=1)), Pattern(not_=Pattern(killed=Wanted(at_most=0))), True),
        (Pattern(attributes={"a": Wanted(more_than=1)}), Pattern(attributes={"a": Wanted(less_than=2)}), False),
        (Pattern(attributes={"a": Wanted(one_of=(1,))}), Pattern(attributes={"a": Wanted(one_of=(True,))}), True),
        (Pattern(attributes={"a": Wanted(one_of=("x",))}), Pattern(attributes={"a": Wanted(at_least=0)}), True),
        (Pattern(kind=("attack",)), Pattern(not_=Pattern(possibly=Pattern(kind=("attack",)))), False),
    ],
)  # fmt: skip
def test_what_two_patterns_have_in_common(one, other, never):
    assert OVERLAP.never(one, other) is never


@given(flat)
def test_an_example_is_what_the_engine_matches_at_least_possibly(pattern):
    example = OVERLAP.example(pattern)
    if example:
        attributes = {key[11:]: value for key, value in example.items() if key.startswith("attributes.")}
        plain = {key: value for key, value in example.items() if not key.startswith("attributes.")}
        record = {"id": "1", "occurred": "2020-01-01T00:00:00Z", "kind": "event", **plain, "attributes": attributes}
        incident = decode_line(
            json.dumps(record).encode(), file="x", number=1, zone=AGREEMENT.zone, taxonomy=AGREEMENT.taxonomy
        )
        assert isinstance(incident, Incident), incident
        assert mark(pattern, incident) is not Mark.NONE


def test_a_pattern_with_too_many_cases_is_taken_to_be_satisfiable():
    two = (Pattern(kind=("attack",)), Pattern(kind=("aid",)))
    many = Pattern(all=tuple(Pattern(any=two) for _ in range(12)))
    assert not OVERLAP.never(many, Pattern(kind=("statement",)))
