"""What is called final: the checker confirms it of the engine, and refutes it where it is forged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comply import Evaluation, Incident, evaluate, loads
from comply.engine.verify.case import Checked
from comply.events.duration import Duration
from comply.events.incident import Actor
from comply.events.time import DAY, HOUR, Interval, parse_instant

from .agreements import log_of
from .checking import changed, checked, entries_of, words

AGREEMENT = loads(
    b"""
comply: 1
id: closed
title: Closed
timezone: UTC
readings:
  plain: {title: P}
  two: {title: T, evidence: {least_status: verified}}
documents: {t: {title: The text}}
parties: {north: {name: North}, south: {name: South}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2016-09-12T16:00:00Z"}, {id: ended, title: Ended}]
clauses:
  - {id: attack, kind: prohibition, title: No attacks, citation: {document: t, text: x}, bearer: north,
     act: {kind: attack}, during: truce}
  - {id: first, kind: prohibition, title: At first, citation: {document: t, text: x}, bearer: south,
     act: {kind: attack}, until: "2016-09-13T16:00:00Z"}
  - {id: calm, kind: condition, title: A day of calm, citation: {document: t, text: x}, for: 1 day, during: truce,
     broken_by_breach_of: attack}
  - {id: centre, kind: obligation, title: A centre, citation: {document: t, text: x}, bearer: [north, south],
     act: {kind: institution_established}, within: 2 days, during: truce}
  - {id: answer, kind: obligation, title: Answer, citation: {document: t, text: x}, bearer: [north, south],
     trigger: {kind: attack}, act: {kind: aid_delivery}, within: 12h, during: truce}
  - {id: few, kind: limit, title: Few, citation: {document: t, text: x}, at_most: 1, within: 12h, act: {kind: attack}}
  - {id: leave, kind: power, title: Leave, citation: {document: t, text: x}, bearer: [north, south],
     act: {kind: renewal}, on_exerted: [{enter: ended}, {discharge: few}]}
""",
    file="closed.yaml",
)
START = parse_instant("2016-09-12T04:00:00Z")
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = ("attack", "attack", "institution_established", "aid_delivery", "renewal")


@st.composite
def logs(draw: st.DrawFn) -> tuple[Incident, ...]:
    """Some of the records are bulletins, and some are of one event."""
    found: list[Incident] = []
    for number in range(draw(st.integers(0, 4))):
        start = START + draw(st.integers(0, 16)) * 4 * HOUR
        one = Incident(
            id=f"i{number}",
            occurred=Interval(start, start + draw(st.sampled_from((1, 1, 8 * HOUR, DAY)))),
            recorded=start + draw(st.sampled_from((HOUR, DAY))),
            kind=draw(st.sampled_from(KINDS)),
            actor=draw(st.sampled_from(((), (Actor(party="north"),), (Actor(party="south"),)))),
            status=draw(st.sampled_from(("reported", "verified"))),
            count=draw(st.integers(1, 3)),
            aggregate=draw(st.sampled_from((False, False, False, True))),
            same_as=draw(st.sampled_from((None, None, None, found[0].id))) if found else None,
        )
        found.append(one)
    return tuple(found)


def confirmed(evaluation: Evaluation, records: tuple[Incident, ...], **options: Any) -> Checked:
    """What the checker says of it, with what was known when."""
    known = evaluation.as_of if evaluation.as_of is not None else max((one.recorded for one in records), default=None)
    return checked(AGREEMENT, evaluation, known=known if records else None, **options)


def judged(records: tuple[Incident, ...], lateness: int | None, **options: Any) -> Evaluation:
    late = None if lateness is None else Duration(exact=lateness)
    return evaluate(AGREEMENT, log_of(records), lateness=late, **options)


@QUIET
@given(
    logs(),
    st.sampled_from((0, 6 * HOUR, DAY)),
    st.sampled_from((None, DAY, 2 * DAY, 4 * DAY)),
    st.sampled_from((None, 2 * DAY, 5 * DAY)),
)
def test_what_the_engine_calls_final_is_confirmed(records, lateness, until, as_of):
    horizon, known = (None if one is None else START + one for one in (until, as_of))
    found = confirmed(judged(records, lateness, until=horizon, as_of=known), records, most=24, sample=8)
    assert not found.refuted, words(found)


def _act(name: str, hour: int, kind: str = "attack", party: str = "north") -> Incident:
    at = START + hour * HOUR
    return Incident(
        id=name,
        occurred=Interval(at, at + 1),
        recorded=at + HOUR,
        kind=kind,
        actor=(Actor(party=party),),
        status="verified",
    )


RECORDS = (_act("a", 14), _act("b", 20, "institution_established"), _act("c", 60, "aid_delivery"), _act("d", 70))


def _forged(evaluation: Evaluation, name: str, **values: Any) -> set[str]:
    """What the checker refutes of a ledger in which the entries of a clause, or of a type, say something else."""
    told = tuple(
        (number, changed(dict(entry), **values) if name in (entry.get("clause"), entry["type"]) else entry)
        for number, entry in entries_of(evaluation)
    )
    return {one.about for one in confirmed(evaluation, RECORDS, entries=told).refuted}


def test_a_verdict_that_a_further_record_can_change_is_not_final():
    evaluation = judged(RECORDS, 12 * HOUR, until=START + 80 * HOUR)
    verdicts = {one.clause: one for one in evaluation.verdicts}
    assert {name: one.final for name, one in verdicts.items()} == {
        "attack": True,
        "first": True,
        "calm": True,
        "centre": False,
        "answer": True,
        "few": False,
        "leave": False,
    }
    assert not confirmed(evaluation, RECORDS).refuted
    for name in ("few", "leave"):
        assert _forged(evaluation, name, final=True) & {name, "final"}, name


def test_what_rests_on_records_that_may_still_be_corrected_is_not_final():
    evaluation = judged(RECORDS, 12 * HOUR, until=START + 80 * HOUR)
    last = next(one for one in evaluation.findings if "d" in one.incidents)
    assert not last.final
    assert "final" in _forged(evaluation, "finding", final=True)
    for values in ({"closed": "2016-09-16T00:00:00Z"}, {"lateness": "12h", "closed": None}):
        assert "final" in _forged(evaluation, "header", **values)


@pytest.mark.parametrize("lateness", [None, 6 * HOUR])
def test_all_is_final_once_all_is_closed_and_nothing_without_a_lateness(lateness):
    evaluation = judged(RECORDS, lateness, until=START + 50 * HOUR, as_of=START + 60 * HOUR)
    assert {one.final for one in (*evaluation.findings, *evaluation.verdicts)} == {lateness is not None}
    assert not confirmed(evaluation, RECORDS).refuted
    for name in ("finding", "verdict", "phase"):
        assert "final" in _forged(evaluation, name, final=lateness is None)
