"""Limits and maintenances: on precise logs what a plain sum over the log says, on vague ones never less sure than that.

The agreement is small and its instants are few, so that what comes at one instant, at a boundary, or in an uncertain
order is common; what it says has consequences, so that an outcome announced too late is found out.
"""

from __future__ import annotations

from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comply import Evaluation, Incident, Mark, loads
from comply.events.incident import Actor, Range
from comply.events.time import DAY, HOUR, Interval

from .agreements import DOCUMENT, START, refined, run

HEAD = DOCUMENT[: DOCUMENT.index(b"clauses:")]
CLAUSES = b"""clauses:
  - {id: few, kind: limit, title: T, citation: {document: t, text: x}, at_most: 5, amount: killed, within: 6h,
     act: {kind: attack}, on_breach: {activate: alarm}}
  - {id: fewer, kind: limit, title: T, citation: {document: t, text: x}, at_most: 1, each: day, per: actor,
     act: {kind: attack}, on_breach: {activate: alarm}}
  - {id: alarm, kind: prohibition, title: T, citation: {document: t, text: x}, act: {kind: attack},
     initially: inactive, on_breach: {suspend: alarm}}
  - {id: open, kind: maintenance, title: T, citation: {document: t, text: x},
     keep: {begins: {kind: aid_delivery}, ends: {kind: aid_denial}, initially: true},
     on_breach: {suspend: quiet}, on_restoration: {resume: quiet}}
  - {id: slow, kind: maintenance, title: T, citation: {document: t, text: x}, grace: 2h,
     keep: {begins: {kind: aid_delivery}, ends: {kind: aid_denial}, initially: true},
     on_breach: {suspend: calm}, on_restoration: {resume: calm}}
  - {id: stock, kind: maintenance, title: T, citation: {document: t, text: x}, at_least: -3, at_most: 6,
     level: {amount: killed, initial: 2, rises: {kind: attack}, falls: {kind: aid_delivery},
       reported: {kind: institution_established}}, on_breach: {suspend: peace}, on_restoration: {resume: peace}}
  - {id: quiet, kind: prohibition, title: T, citation: {document: t, text: x}, act: {kind: attack}}
  - {id: calm, kind: prohibition, title: T, citation: {document: t, text: x}, act: {kind: attack}}
  - {id: peace, kind: prohibition, title: T, citation: {document: t, text: x}, act: {kind: attack}}
  - {id: go-on, kind: power, title: T, citation: {document: t, text: x}, act: {kind: renewal},
     on_exerted: [{resume: quiet}, {resume: calm}, {resume: peace}, {resume: open}, {resume: slow}, {resume: stock}]}
  - {id: halt, kind: power, title: T, citation: {document: t, text: x}, act: {kind: aid_suspension},
     on_exerted: [{suspend: open}, {suspend: slow}, {suspend: stock}]}
"""
AGREEMENT = loads(HEAD + CLAUSES, file="keeping.yaml")
KINDS = ("sniper_fire", "aid_delivery", "aid_denial", "institution_established", "renewal", "aid_suspension")
PRECISE = ("sniper_fire", "sniper_fire", "aid_delivery", "aid_denial", "institution_established")

_instants = st.tuples(st.integers(0, 8), st.sampled_from((0, 0, -1, 1))).map(lambda p: START + p[0] * HOUR + p[1])
_lengths = st.sampled_from((1, 1, 1, 2 * HOUR, 5 * HOUR))
_killed = st.sampled_from((None, Range(low=1, high=4), Range(low=2, high=2), Range(low=4, high=4)))
_actors = st.sampled_from(("south-army", "guarantor", "north")).map(lambda name: (Actor(party=name),))


@st.composite
def reports(draw: st.DrawFn) -> tuple[Incident, ...]:
    """A dense log of vague reports."""
    found = []
    for number in range(draw(st.integers(2, 7))):
        start, length = draw(_instants), draw(_lengths)
        interval = Interval(start, start + length)
        status = draw(st.sampled_from(("reported", "reported", "reported", "alleged")))
        one = Incident(id=f"i{number}", occurred=interval, recorded=interval.end, kind=draw(st.sampled_from(KINDS)))
        actor = draw(_actors | st.just(()))
        found.append(attrs.evolve(one, actor=actor, target=actor, killed=draw(_killed), status=status))
    return tuple(found)


@st.composite
def facts(draw: st.DrawFn) -> tuple[Incident, ...]:
    """A dense log of exact reports, in event order."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        at = draw(_instants)
        people = draw(st.integers(0, 4))
        found.append(
            Incident(
                id=f"i{number:02}",
                occurred=Interval(at, at + 1),
                recorded=at + 1,
                kind=draw(st.sampled_from(PRECISE)),
                actor=(Actor(party=draw(st.sampled_from(("south-army", "guarantor")))),),
                killed=Range(low=people, high=people),
            )
        )
    return tuple(sorted(found, key=lambda one: one.order))


def _marks(evaluation: Evaluation, *clauses: str) -> dict[tuple[str, str], Mark]:
    return {
        (finding.clause, finding.key): finding.marks["letter"]
        for finding in evaluation.findings
        if finding.outcome == "breach" and finding.clause in clauses and "letter" in finding.marks
    }


@given(reports(), st.data())
def test_what_follows_from_limits_and_maintenances_survives_every_refinement(records, data):
    names = ("few", "fewer", "alarm", "quiet", "calm", "peace")
    vague = run(AGREEMENT, records)
    precise = run(AGREEMENT, tuple(data.draw(refined(record)) for record in records))
    before, after = _marks(vague, *names), _marks(precise, *names)
    for name, mark in before.items():
        if mark is Mark.CERTAIN:
            assert after.get(name) is Mark.CERTAIN, name
    assert set(after) <= set(before)
    for one, other in zip(vague.verdicts, precise.verdicts, strict=True):
        if one.readings["strict"] == one.readings["broad"] in ("violated", "satisfied"):
            assert other.readings == one.readings, one.clause


def _total(records: tuple[Incident, ...], own: Incident, since: int, amount: str) -> int:
    window = (one for one in records if since <= one.occurred.start <= own.occurred.start)
    return sum(one.killed.low if amount == "killed" else one.count for one in window)


@given(facts())
def test_a_limit_is_broken_by_the_acts_by_which_a_plain_sum_is_too_much(records):
    attacks = tuple(one for one in records if one.kind == "sniper_fire")
    midnight = START - 19 * HOUR  # in Damascus, three hours ahead of UTC; the day ends five hours after the start
    expected = set()
    for own in attacks:
        at = own.occurred.start
        if own.killed.low and _total(attacks, own, at - 6 * HOUR, "killed") > 5:
            expected.add(("few", own.id))
        same = tuple(one for one in attacks if one.actor == own.actor)
        today = max(day for day in (midnight - DAY, midnight, midnight + DAY) if day <= at)
        if _total(same, own, today, "count") > 1:
            expected.add(("fewer", own.id))
    found = _marks(run(AGREEMENT, records), "few", "fewer")
    assert set(found) == expected
    assert set(found.values()) <= {Mark.CERTAIN}


def _failures(times: list[int], fails: dict[int, bool]) -> list[tuple[int, int | None]]:
    """The stretches in which something fails, from what it does after the acts of each instant."""
    found: list[tuple[int, int | None]] = []
    for at in times:
        going_on = bool(found) and found[-1][1] is None
        if fails[at] and not going_on:
            found.append((at, None))
        elif not fails[at] and going_on:
            found[-1] = (found[-1][0], at)
    return found


def _told(evaluation: Evaluation, clause: str) -> set[tuple[str, int]]:
    return {
        (finding.outcome, finding.effective.earliest)
        for finding in evaluation.findings
        if finding.clause == clause and finding.marks["letter"] is Mark.CERTAIN
    }


def _expected(failures: list[tuple[int, int | None]], grace: int) -> set[tuple[str, int]]:
    long = [(start, end) for start, end in failures if end is None or end - start > grace]
    ends = {("restoration", end) for _, end in long if end is not None}
    return {("breach", start + grace) for start, _ in long} | ends


@given(facts())
def test_a_maintenance_fails_in_the_stretches_that_a_plain_walk_through_the_log_finds(records):
    closed, level = False, Fraction(2)
    shut: dict[int, bool] = {}
    out: dict[int, bool] = {}
    times = sorted({one.occurred.start for one in records})
    for at in times:
        here = [one for one in records if one.occurred.start == at]
        for one in here:
            closed = {"aid_delivery": False, "aid_denial": True}.get(one.kind, closed)
            level += {"sniper_fire": 1, "aid_delivery": -1}.get(one.kind, 0) * one.killed.low
        stated = [one.killed.low for one in here if one.kind == "institution_established"]
        level = Fraction(stated[-1]) if stated else level
        shut[at], out[at] = closed, not -3 <= level <= 6
    evaluation = run(AGREEMENT, records)
    assert _told(evaluation, "open") == _expected(_failures(times, shut), 0)
    assert _told(evaluation, "slow") == _expected(_failures(times, shut), 2 * HOUR)
    assert _told(evaluation, "stock") == _expected(_failures(times, out), 0)
    assert not [
        one
        for one in evaluation.findings
        if one.clause in ("open", "slow", "stock") and one.marks["letter"] is not Mark.CERTAIN
    ]
