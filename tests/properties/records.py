"""Records of every form, and small records that often share ids, repeat, conflict and correct each other."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from comply.events.incident import MEANS, ROLES, STATUSES, Actor, Incident, Place, Range, Retraction, Source
from comply.events.taxonomy import DEFAULT_KINDS
from comply.events.time import DAY, FIRST_INSTANT, LAST_INSTANT, Interval, instant_interval, parse_instant

START = parse_instant("2016-09-12T16:00:00Z")
"""The day from which small records are counted."""

names = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
instants = st.integers(FIRST_INSTANT, LAST_INSTANT - 1)
counts = st.integers(0, 2**53 - 1)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = sorted((draw(instants), draw(instants)))
    return instant_interval(start) if start == end else Interval(start, end)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, best, high = sorted(draw(st.tuples(counts, counts, counts)))
    return Range(low=low, high=high, best=draw(st.sampled_from([None, best])))


@st.composite
def places(draw: st.DrawFn) -> Place:
    point = draw(maybe(st.tuples(st.floats(-90, 90), st.floats(-180, 180))))
    lat, lon = point or (None, None)
    radius = draw(maybe(st.floats(0, 20_100_000)))
    return Place(name=draw(maybe(names)), lat=lat, lon=lon, radius_m=radius, pcode=draw(maybe(names)))


actors = st.lists(
    st.builds(Actor, party=names, role=maybe(st.sampled_from(ROLES)), confidence=maybe(st.floats(0, 1))), max_size=3
).map(tuple)
scalars = (
    names | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
incidents = st.builds(
    Incident,
    id=names,
    occurred=intervals(),
    recorded=instants,
    kind=st.sampled_from(sorted(DEFAULT_KINDS)),
    means=maybe(st.sampled_from(MEANS)),
    actor=actors,
    target=actors,
    place=maybe(places()),
    killed=maybe(ranges()),
    injured=maybe(ranges()),
    count=st.integers(1, 2**53 - 1),
    aggregate=st.booleans(),
    status=st.sampled_from(STATUSES),
    reliability=maybe(st.from_regex(r"[A-F][1-6]", fullmatch=True)),
    sources=st.lists(st.builds(Source, publisher=names, url=maybe(names), date=maybe(names)), max_size=2).map(tuple),
    supersedes=maybe(names),
    summary=maybe(names),
    attributes=st.dictionaries(names, scalars, max_size=4),
)
retractions = st.builds(Retraction, id=names, recorded=instants, retracts=names)

# Few ids and few instants, so that duplicates, conflicts, chains and circles of corrections are common.
few_ids = st.sampled_from("abcde")
days = st.integers(0, 5).map(lambda day: START + day * DAY)
small_records = st.builds(
    Incident,
    id=few_ids,
    occurred=days.map(instant_interval),
    recorded=days,
    kind=st.just("shelling"),
    killed=maybe(st.integers(0, 1).map(lambda number: Range(low=number, high=number))),
    supersedes=maybe(few_ids),
) | st.builds(Retraction, id=few_ids, recorded=days, retracts=few_ids)
