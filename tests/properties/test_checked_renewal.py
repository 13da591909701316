"""A renewal in doubt: which act adds a period, and when the last one expired, as engine and checker find it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comply import Incident, loads
from comply.events.incident import Actor
from comply.events.time import DAY, HOUR, Interval, parse_instant

from .agreements import run
from .checking import checked, words

AGREEMENT = loads(
    b"""
comply: 1
id: renewed
title: Renewed
timezone: UTC
documents: {t: {title: The text}}
parties: {north: {name: North}, south: {name: South}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2016-09-12T16:00:00Z"}, {id: ended, title: Ended}]
clauses:
  - {id: renew, kind: power, title: Renewal, citation: {document: t, text: x}, bearer: [north, south], period: 24h,
     act: {kind: renewal}, during: truce}
  - {id: leave, kind: power, title: Leave, citation: {document: t, text: x}, bearer: [north, south],
     act: {kind: institution_established}, during: [war, truce], on_exerted: [{enter: ended}]}
""",
    file="renewed.yaml",
)
START = parse_instant("2016-09-12T04:00:00Z")
QUIET = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def logs(draw: st.DrawFn) -> tuple[Incident, ...]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        start = START + draw(st.integers(-4, 16)) * 4 * HOUR + draw(st.sampled_from((0, -1)))
        length = draw(st.sampled_from((1, 1, 8 * HOUR, DAY, 2 * DAY)))
        one = Incident(
            id=f"i{number}",
            occurred=Interval(start, start + length),
            recorded=start + 9 * DAY,
            kind=draw(st.sampled_from(("renewal", "renewal", "institution_established"))),
            actor=draw(st.sampled_from(((), (Actor(party="north"),)))),
            status=draw(st.sampled_from(("reported", "reported", "alleged"))),
        )
        found.append(one)
    return tuple(found)


@QUIET
@given(logs(), st.integers(2, 6))
def test_what_a_renewal_comes_to_is_confirmed(records, days):
    found = checked(AGREEMENT, run(AGREEMENT, records, until=START + days * DAY), most=400, sample=100)
    assert not found.refuted, words(found)


@pytest.mark.parametrize(
    ("start", "hours", "actor", "marks"),
    [
        (28, 0, (), {36: "possible", 60: "possible"}),  # whether it was a holder's is not known,
        (0, 48, ("north",), {36: "possible", 60: "possible", 84: "possible"}),  # nor in which period it was
        (20, 0, ("north",), {60: "certain"}),
    ],
)
def test_it_expired_for_certain_only_where_it_cannot_have_expired_before(start, hours, actor, marks):
    at = START + start * HOUR
    actors = tuple(Actor(party=name) for name in actor)
    interval = Interval(at, at + max(hours * HOUR, 1))
    one = Incident(id="i", occurred=interval, recorded=at + 9 * DAY, kind="renewal", actor=actors)
    found = [f for f in run(AGREEMENT, (one,)).findings if f.outcome == "expiry"]
    assert {(f.effective.earliest - START) // HOUR: f.marks["text"].word for f in found} == marks
