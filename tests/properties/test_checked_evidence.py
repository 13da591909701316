"""Several reports of one event, and what each reading asks of them: engine and checker find the same."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comply import Evaluation, Incident, loads
from comply.engine.verify.claims import Entry
from comply.engine.verify.records import events
from comply.events.incident import Actor, Retraction, Source
from comply.events.log import Record
from comply.events.time import DAY, HOUR, Interval

from .agreements import START, log_of, run
from .checking import changed, checked, entries_of, words
from .records import small_records
from .test_evidence import AGREEMENT, linked_logs

SMALL = loads(
    b"""
comply: 1
id: small
title: Small
readings:
  letter: {title: L, evidence: {least_reliability: C3, least_sources: 2, not_by: [actor, target]}}
  north: {title: N, evidence: {least_status: corroborated, reported_by: [mission, south, outlaw], not_by: actor}}
  plain: {title: P}
documents: {t: {title: The text}}
parties:
  north: {name: North}
  north-air: {name: Northern air force, part_of: north}
  north-army: {name: Northern army, part_of: north}
  south: {name: South}
  mission: {name: Mission}
  outlaw: {name: Outlaw}
phases: [{id: war, title: War}]
clauses:
  - {id: attack, kind: prohibition, title: No attacks, citation: {document: t, text: x}, bearer: north,
     act: {kind: attack}}
  - {id: few, kind: limit, title: Few shots, citation: {document: t, text: x}, at_most: 1, within: 1 day,
     act: {kind: attack}}
""",
    file="small.yaml",
)
QUIET = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
ids = st.sampled_from("abcde")


@st.composite
def corrected_logs(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records that correct, retract and link each other, in every way that a log admits."""
    records = draw(st.lists(small_records, max_size=8))
    return tuple(
        one
        if isinstance(one, Retraction)
        else attrs.evolve(
            one, same_as=draw(st.none() | ids), status=draw(st.sampled_from(("reported", "reported", "dismissed")))
        )
        for one in records
    )


@given(corrected_logs(), st.none() | st.integers(0, 6), st.none() | st.integers(0, 6))
def test_the_same_records_stand_and_the_same_are_of_one_event(records, known, until):
    log = log_of(records)
    as_of, horizon = (None if day is None else START + day * DAY for day in (known, until))
    theirs = [one for one in log.occurrences(as_of) if horizon is None or one.occurred.start <= horizon]
    ours = sorted(events(log.records, as_of, horizon), key=lambda one: (one.start, one.recorded, one.id))
    assert [(one.id, one.recorded, one.reports) for one in theirs] == [(o.id, o.recorded, o.reports) for o in ours]


@QUIET
@given(linked_logs(most=5))
def test_what_several_reports_of_an_event_support_is_confirmed(records):
    single = tuple(attrs.evolve(record, aggregate=False) for record in records)
    found = checked(AGREEMENT, run(AGREEMENT, single), most=24, sample=12)
    assert not found.refuted, words(found)
    assert not found.unchecked


@pytest.mark.slow
@settings(QUIET, max_examples=60)
@given(linked_logs(most=6))
def test_the_same_at_length(records):
    test_what_several_reports_of_an_event_support_is_confirmed.hypothesis.inner_test(records)


def _account(name: str, hour: int, actor: str, **fields: object) -> Incident:
    at = START + DAY + hour * HOUR
    record = Incident(
        id=name, occurred=Interval(at, at + 1), recorded=at + HOUR, kind="attack", actor=(Actor(party=actor),)
    )
    return attrs.evolve(record, target=(Actor(party="nobody"),), **fields)


def _findings(evaluation: Evaluation, clause: str) -> list[Entry]:
    return [one for one in entries_of(evaluation) if one[1].get("clause") == clause and one[1]["type"] == "finding"]


def _with(told: tuple[Entry, ...], one: Entry, **values: object) -> tuple[Entry, ...]:
    return tuple(
        (number, changed(dict(entry), **values)) if number == one[0] else (number, entry) for number, entry in told
    )


def test_what_one_of_two_reports_says_is_refuted_as_certain():
    records = (_account("a", 0, "north"), _account("b", 1, "outlaw", same_as="a"))
    evaluation = run(SMALL, records)
    (mine,) = [one for one in _findings(evaluation, "attack") if one[1]["outcome"] == "breach"]
    assert mine[1]["incidents"] == ["a", "b"]
    assert mine[1]["readings"]["plain"] == "possible"
    told = entries_of(evaluation)
    assert not checked(SMALL, evaluation).refuted
    for forged in (
        {"readings": dict.fromkeys(mine[1]["readings"], "certain")},
        {"incidents": ["b"]},
        {"effective": {"at": "2016-09-13T17:00:00Z"}},
    ):
        assert checked(SMALL, evaluation, _with(told, mine, **forged)).refuted, forged


def test_an_event_that_is_counted_twice_is_refuted():
    records = (_account("a", 0, "north"), _account("b", 0, "north", same_as="a"))
    once, twice = run(SMALL, records), run(SMALL, (records[0], attrs.evolve(records[1], same_as=None)))
    assert not checked(SMALL, once).refuted
    assert not checked(SMALL, twice).refuted
    assert any(one.about == "few" for one in checked(SMALL, once, entries_of(twice)).refuted)


@pytest.mark.parametrize(
    ("fields", "letter", "north"),
    [
        ({"reliability": "C3", "sources": ("press", "wire")}, "certain", "possible"),
        ({"reliability": "C4", "sources": ("press", "wire")}, "possible", "possible"),
        ({"reliability": "B2", "sources": ("press", "Press")}, "possible", "possible"),
        ({"reliability": "B2", "sources": ("press", "north-air")}, "possible", "possible"),
        ({"sources": ("mission", "South")}, "possible", "certain"),
        ({"sources": ("mission", "press")}, "possible", "possible"),
        ({"status": "verified", "sources": ("outlaw",)}, "possible", "certain"),
        ({"status": "verified", "sources": ("north-army",)}, "possible", "possible"),
    ],
)
def test_what_a_reading_asks_of_evidence_decides_what_is_certain(fields, letter, north):
    published = tuple(Source(publisher=name) for name in fields["sources"])
    evaluation = run(SMALL, (_account("a", 0, "north", **{**fields, "sources": published}),))
    (mine,) = [one for one in _findings(evaluation, "attack") if one[1]["outcome"] == "breach"]
    assert mine[1]["readings"] == {"letter": letter, "north": north, "plain": "certain"}
    assert not checked(SMALL, evaluation).refuted
    told = entries_of(evaluation)
    for reading, mark in mine[1]["readings"].items():
        other = "possible" if mark == "certain" else "certain"
        forged = _with(told, mine, readings={**mine[1]["readings"], reading: other})
        assert any(one.reading == reading for one in checked(SMALL, evaluation, forged).refuted), reading


@pytest.mark.parametrize(
    "forge",
    [
        lambda told: {"evidence": {**told["evidence"], "status": "verified"}},
        lambda told: {"evidence": {**told["evidence"], "sources": 2}},
        lambda told: {"evidence": {**told["evidence"], "reliability": "A1"}},
        lambda told: {"evidence": {**told["evidence"], "reported_by": told["evidence"]["reported_by"][:1]}},
        lambda told: {"answerable": [*told["answerable"], *told["possibly_answerable"]], "possibly_answerable": []},
        lambda told: {"answerable": [], "possibly_answerable": [*told["answerable"], *told["possibly_answerable"]]},
        lambda told: {"possibly_answerable": []},
        lambda told: {"incidents": [*told["incidents"], "c"]},
    ],
)
def test_forged_evidence_and_answerable_parties_are_refuted(forge):
    by = tuple(Source(publisher=name) for name in ("press", "wire"))
    records = (
        _account("a", 0, "north-air", sources=by[:1], reliability="B2"),
        _account("b", 0, "north-army", same_as="a", sources=(*by[1:], attrs.evolve(by[0], via="wire"))),
        _account("c", 1, "outlaw", sources=by),
    )
    records = (attrs.evolve(records[0], status="alleged"), *records[1:])
    evaluation = run(SMALL, records)
    mine = next(one for one in _findings(evaluation, "attack") if one[1]["outcome"] == "breach")
    assert mine[1]["evidence"] == {
        "status": "reported",
        "sources": 1,
        "reliability": "B2",
        "reported_by": [{"publisher": "press"}, {"publisher": "wire"}],
    }
    assert mine[1]["answerable"] == ["north"]
    assert sorted(mine[1]["possibly_answerable"]) == ["north-air", "north-army"]
    assert not checked(SMALL, evaluation).refuted
    told = entries_of(evaluation)
    assert checked(SMALL, evaluation, _with(told, mine, **forge(dict(mine[1])))).refuted
