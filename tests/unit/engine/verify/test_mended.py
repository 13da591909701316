"""What the checker found wrong in the engine, each kept from coming back."""

from __future__ import annotations

from comply import Mark

from ....harness import agreement, at, judge
from ....properties.checking import checked, words


def test_a_restoration_that_stays_possible_to_the_end_is_in_the_ledger():
    under = agreement(
        "  - {id: A, kind: maintenance, CITED, during: truce, at_most: 3,\n"
        "     level: {amount: n, reported: {kind: statement}}}"
    )
    found = judge(
        under, {"occurred": at(2), "kind": "statement"}, {"occurred": at(3), "kind": "statement"}, until=at(9)
    )
    marks = {finding.outcome: finding.marks["text"] for finding in found.findings}
    assert marks == {"breach": Mark.POSSIBLE, "restoration": Mark.POSSIBLE}
    assert not checked(under, found).refuted, words(checked(under, found))


def test_a_period_expires_for_certain_only_where_the_power_is_surely_in_force():
    under = agreement(
        "  - {id: P, kind: power, CITED, bearer: bound, act: {kind: renewal}, period: 48h, during: truce}\n"
        "  - {id: Q, kind: power, CITED, bearer: north, act: {kind: offensive_announced}, on_exerted: [{enter: ended}]}"
    )
    found = judge(under, {"occurred": at(2), "kind": "offensive_announced", "actor": ["north", "outlaw"]}, until=at(9))
    marks = {finding.outcome: finding.marks["text"] for finding in found.findings if finding.clause == "P"}
    assert marks == {"expiry": Mark.POSSIBLE}
    assert not checked(under, found).refuted, words(checked(under, found))


def test_a_phase_is_entered_for_certain_only_from_another_one():
    under = agreement(
        "  - {id: Q, kind: power, CITED, bearer: north, act: {kind: statement}, on_exerted: [{enter: ended}]}"
    )
    records = [{"occurred": at(2), "kind": "statement", "actor": ["north", "outlaw"]}]
    records.append({"occurred": at(3), "kind": "statement", "actor": "north"})
    found = judge(under, *records, until=at(9))
    assert [entry.marks["text"] for entry in found.phases if entry.phase == "ended"] == [Mark.POSSIBLE, Mark.POSSIBLE]
    assert not checked(under, found).refuted, words(checked(under, found))
