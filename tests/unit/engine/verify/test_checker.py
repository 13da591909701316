"""The checker refutes what was forged, and says what it cannot confirm."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comply import Evaluation
from comply.engine.verify.case import Case, Limits
from comply.engine.verify.check import check
from comply.engine.verify.records import events
from comply.rules.agreement import Evidence
from comply.rules.clauses import CLAUSE_KINDS, Clause
from comply.rules.pattern import Pattern, Wanted
from comply.rules.places import Area
from comply.rules.temporal import Given, Level, Stage, State, Step

from ....harness import agreement, at, judge
from ....properties.checking import changed, checked, entries_of, words

CLAUSES = """
  - {id: calm, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce,
     on_breach: {activate: amends}}
  - {id: defence, kind: permission, CITED, act: {attributes: {claim: [yes]}}, defeats: calm}
  - {id: amends, kind: obligation, CITED, bearer: bound, act: {kind: statement}, within: 24h, initially: inactive}
  - {id: week, kind: condition, CITED, for: 7 days, broken_by_breach_of: calm, during: truce, on_met: {enter: ended}}
"""
UNDER = agreement(CLAUSES)
LOG = (
    {"occurred": at(2), "actor": "north", "target": "south"},
    {"occurred": at(3), "actor": "north", "attributes": {"claim": "yes"}},
    {"occurred": at(2, 6), "kind": "statement", "actor": "south"},
    {"occurred": at(20), "actor": "south"},
)


@pytest.fixture(scope="module")
def precise() -> Evaluation:
    return judge(UNDER, *LOG, until=at(25))


def entries(evaluation: Evaluation) -> list[tuple[int, Any]]:
    return list(entries_of(evaluation))


def test_the_engine_is_confirmed(precise):
    found = checked(UNDER, precise)
    assert not found.refuted, words(found)
    assert not found.unconfirmed
    assert all(one.total == 1 for one in found.looked)
    assert {f.outcome for f in precise.findings} == {"breach", "excepted", "fulfilment", "met"}


def test_without_any_one_finding_it_is_refuted(precise):
    told = entries(precise)
    for number, entry in told:
        if entry["type"] in ("finding", "phase", "verdict"):
            found = checked(UNDER, precise, tuple(one for one in told if one[0] != number))
            assert found.refuted, entry


ALTERATIONS: tuple[dict[str, Any], ...] = (
    {"effective": {"at": at(4)}},
    {"effective": {"earliest": at(1), "latest": at(28)}},
    {"readings": {"text": "possible"}},
    {"outcome": "breach", "clause": "amends", "kind": "obligation"},
    {"clause": "calm"},
    {"outcome": "expiry"},
    {"bearer": ["patron"]},
    {"performer": ["patron"]},
    {"answerable": []},
    {"incidents": ["i4"]},
    {"incidents": ["nothing"]},
    {"title": "Another"},
    {"citation": []},
    {"known": at(27)},
    {"late": True},
    {"place": "somewhere"},
    {"kind": "limit"},
    {"more": 1},
)


@pytest.mark.parametrize("values", ALTERATIONS, ids=str)
def test_any_one_finding_with_something_else_in_it_is_refuted(precise, values):
    told = entries(precise)
    for place, (number, entry) in enumerate(told):
        if entry["type"] == "finding" and (other := changed(entry, **values)) != entry:
            found = checked(UNDER, precise, (*told[:place], (number, other), *told[place + 1 :]))
            assert found.refuted, other


def test_any_one_finding_told_twice_or_put_in_is_refuted(precise):
    told = entries(precise)
    for number, entry in told:
        if entry["type"] == "finding":
            assert checked(UNDER, precise, (*told, (number, entry))).refuted, entry
    forged = changed(next(e for _, e in told if e["type"] == "finding"), effective={"at": at(9)})
    assert any(one.number == 99 for one in checked(UNDER, precise, (*told, (99, forged))).refuted)


@pytest.mark.parametrize(
    "values",
    [
        {"verdict": "satisfied"},
        {"readings": {"strict": "pending", "broad": "pending"}, "verdict": "pending"},
        {"states": {"text": "created"}},
        {"breaches": {"certain": 5, "possible": 0}},
        {"bearer": ["patron"]},
        {"remark": "x"},
    ],
    ids=str,
)
def test_any_one_verdict_with_something_else_in_it_is_refuted(precise, values):
    told = entries(precise)
    for place, (number, entry) in enumerate(told):
        if entry["type"] == "verdict" and entry["clause"] != "defence":
            other = changed(entry, **values)
            if other != entry:
                found = checked(UNDER, precise, (*told[:place], (number, other), *told[place + 1 :]))
                assert found.refuted, other


def test_an_imprecise_report_is_taken_for_each_thing_it_may_be():
    vague = judge(UNDER, {"occurred": {"earliest": at(2), "latest": at(3)}, "actor": ["north", "outlaw"]}, until=at(25))
    found = checked(UNDER, vague)
    assert not found.refuted, words(found)
    told = entries(vague)
    place = next(
        place for place, (_, entry) in enumerate(told) if entry["type"] == "finding" and entry["clause"] == "calm"
    )
    sure = changed(told[place][1], readings={"text": "certain"})
    refuted = checked(UNDER, vague, (*told[:place], (told[place][0], sure), *told[place + 1 :])).refuted
    assert any("certain" in one.words and any("outlaw" in line for line in one.taken) for one in refuted)
    without = checked(UNDER, vague, tuple(told[:place] + told[place + 1 :])).refuted
    assert any("not even as possible" in one.words and one.taken for one in without)


def test_a_possible_finding_that_nothing_shows_is_not_confirmed_and_not_refuted():
    vague = judge(UNDER, {"occurred": {"earliest": at(2), "latest": at(3)}, "actor": ["north", "outlaw"]}, until=at(25))
    told = entries(vague)
    one = next(entry for _, entry in told if entry["type"] == "finding" and entry["clause"] == "calm")
    forged = changed(one, effective={"at": at(7)})
    found = checked(UNDER, vague, (*told, (99, forged)))
    assert (99, "text") in found.unconfirmed


def test_of_very_many_precise_logs_a_sample_is_taken_and_said():
    records = [{"occurred": {"earliest": at(day), "latest": at(day + 1)}} for day in range(2, 12)]
    vague = judge(UNDER, *records, until=at(25))
    found = checked(UNDER, vague, most=100, sample=5)
    assert not found.refuted, words(found)
    assert {(one.taken, one.all) for one in found.looked if one.about == "calm"} == {(5, False)}
    again = checked(UNDER, vague, most=100, sample=5)
    assert again == found


def test_a_clause_that_comply_does_not_evaluate_is_named():
    under = agreement("  - {id: A, kind: duty, CITED, not_evaluated: no report can show it}")
    evaluation = judge(under, {"occurred": at(2)})
    assert checked(under, evaluation).unchecked == ("A: comply does not evaluate it (no report can show it)",)


def test_a_disputed_report_may_count_or_not():
    vague = judge(UNDER, {"occurred": at(2), "actor": "north", "status": "disputed"}, until=at(25))
    told = entries(vague)
    found = checked(UNDER, vague)
    assert not found.refuted, words(found)
    case = Case(
        agreement=UNDER,
        events=events(vague.incidents, None, None),
        readings=vague.readings,
        horizon=vague.horizon,
        inclusive=True,
        entries=tuple(
            (number, changed(entry, readings={"text": "certain"}) if entry["type"] == "finding" else entry)
            for number, entry in told
        ),
        seed="",
    )
    assert any("i1: does not count" in one.taken for one in check(case, Limits()).refuted)


def test_every_field_of_the_clause_language_is_one_that_the_checker_knows():
    """A new field must be given its meaning here too: until then nothing may be said to be confirmed."""
    known = {
        Evidence: "least_status least_reliability least_sources reported_by not_by",
        Pattern: "kind means actor target jointly area killed injured count attributes all any not_ possibly",
        Wanted: "one_of at_least more_than at_most less_than",
        Given: "act at_least at_most same",
        Stage: "at_least by within",
        State: "begins ends initially",
        Level: "amount initial rises falls reported",
        Step: "breach_of fulfilment_of meeting_of exertion_of expiry_of restoration_of act",
        Area: "pcodes places polygons geojson features bands around except_ only lies_in covers unpublished title note",
        Clause: "id title citation article published remark bearer performer counterparty during from_ until initially",
    }
    own = {
        "prohibition": "act on_breach",
        "limit": "act at_most amount within each per on_breach",
        "obligation": "act trigger opened_by within by per amount stages clock on_fulfilment on_breach",
        "maintenance": "keep level at_least at_most grace on_breach on_restoration",
        "condition": "for_ all_of sequence within broken_by broken_by_breach_of while_ on_met",
        "permission": "act defeats given",
        "power": "act exercised window period tacit notice on_exerted on_expiry",
        "exclusion": "act spares",
    }
    for record, names in known.items():
        assert {field.name for field in attrs.fields(record)} == set(names.split()), record
    for kind, record in CLAUSE_KINDS.items():
        more = {field.name for field in attrs.fields(record)} - {field.name for field in attrs.fields(Clause)}
        assert more == set(own[kind].split()), kind
