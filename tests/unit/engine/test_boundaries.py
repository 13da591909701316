"""Every boundary of time, at the microsecond."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
PROHIBITION = "  - {id: C, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}\n"


def attack(when, **more):
    return {"occurred": when, "actor": "north", "target": "south", **more}


@pytest.mark.parametrize(("micro", "breaches"), [(-1, 0), (0, 1), (1, 1)])
def test_a_phase_entered_at_an_instant_is_in_force_for_acts_at_it(micro, breaches):
    found = outcomes(judge(agreement(PROHIBITION), attack(at(1, 0, micro))), "C")
    assert len(found) == breaches


@pytest.mark.parametrize(("when", "breaches"), [(at(2), 1), (at(3, 0, -1), 1), (at(3), 0)])
def test_a_clause_is_in_force_before_its_until_and_not_at_it(when, breaches):
    clause = PROHIBITION.replace("during: truce", f'during: truce, until: "{at(3)}"')
    assert len(outcomes(judge(agreement(clause), attack(when)), "C")) == breaches


@pytest.mark.parametrize(("when", "breaches"), [(at(3, 0, -1), 0), (at(3), 1)])
def test_a_clause_is_in_force_at_its_from_and_not_before_it(when, breaches):
    clause = PROHIBITION.replace("during: truce", f'during: truce, from: "{at(3)}"')
    assert len(outcomes(judge(agreement(clause), attack(when)), "C")) == breaches


@pytest.mark.parametrize(
    ("earliest", "latest", "mark"),
    [
        (at(1), at(2), CERTAIN),
        (at(1, 0, -1), at(2), POSSIBLE),
        (at(1, 0, -5), at(1), None),
        (at(1, 0, -5), at(1, 0, 1), POSSIBLE),
    ],
)
def test_an_interval_that_straddles_a_phase_is_possible_and_one_inside_it_certain(earliest, latest, mark):
    found = outcomes(judge(agreement(PROHIBITION), attack({"earliest": earliest, "latest": latest})), "C")
    assert [one[2] for one in found] == ([] if mark is None else [mark])


TRIGGERED = """\
  - {id: C, kind: obligation, CITED, bearer: north, trigger: {kind: aid_denial}, act: {kind: aid_delivery}, within: 48h,
     during: truce}
"""
OPENER = {"occurred": at(2), "kind": "aid_denial", "actor": "south"}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at(2), [("breach", at(4), CERTAIN)]),  # (t, t+48h]: the opening instant itself is outside
        (at(2, 0, 1), [("fulfilment", at(2, 0, 1), CERTAIN)]),
        (at(4), [("fulfilment", at(4), CERTAIN)]),
        (at(4, 0, 1), [("breach", at(4), CERTAIN), ("fulfilment", at(4, 0, 1), CERTAIN)]),
    ],
)
def test_a_window_after_an_act_excludes_its_start_and_includes_its_end(when, expected):
    met = {"occurred": when, "kind": "aid_delivery", "actor": "north"}
    assert outcomes(judge(agreement(TRIGGERED), OPENER, met, until=at(9)), "C") == expected


def test_a_late_fulfilment_is_recorded_as_late_and_the_breach_stays():
    evaluation = judge(agreement(TRIGGERED), OPENER, {"occurred": at(5), "kind": "aid_delivery", "actor": "north"})
    late = {finding.outcome: finding.late for finding in evaluation.findings}
    assert late == {"breach": False, "fulfilment": True}
    assert verdict(evaluation, "C").verdict == "violated"


@pytest.mark.parametrize(("until", "expected"), [(at(4, 0, -1), "pending"), (at(4), "violated")])
def test_a_deadline_is_decided_when_the_horizon_reaches_it(until, expected):
    assert verdict(judge(agreement(TRIGGERED), OPENER, until=until), "C").verdict == expected


@pytest.mark.parametrize(("when", "expected"), [(at(4), "pending"), (at(4, 0, 1), "violated")])
def test_without_a_horizon_a_deadline_is_decided_by_the_next_incident_beyond_it(when, expected):
    other = {"occurred": when, "kind": "offensive_announced"}
    assert verdict(judge(agreement(TRIGGERED), OPENER, other), "C").verdict == expected


CALM = (
    PROHIBITION
    + """\
  - {id: K, kind: condition, CITED, for: 48h, broken_by_breach_of: C, during: truce, on_met: {enter: ended}}
"""
)


@pytest.mark.parametrize(
    ("when", "met"),
    [
        (at(1), at(3)),  # a break at the start itself: the time runs from it
        (at(1, 0, 1), at(3, 0, 1)),
        (at(3, 0, -1), at(5, 0, -1)),
        (at(3), at(3)),  # [s, s+48h): an act at the end does not break it
    ],
)
def test_a_condition_holds_over_its_half_open_time(when, met):
    evaluation = judge(agreement(CALM), attack(when), until=at(9))
    assert outcomes(evaluation, "K") == [("met", met, CERTAIN)]


def test_a_phase_entered_when_a_condition_matures_precedes_the_acts_of_that_instant():
    evaluation = judge(agreement(CALM), attack(at(3)), until=at(9))
    assert outcomes(evaluation, "C") == []
    assert [(phase.phase, phase.effective.to_json()) for phase in evaluation.phases] == [
        ("truce", {"at": at(1)}),
        ("ended", {"at": at(3)}),
    ]


def test_what_a_breach_brings_does_not_reach_the_other_acts_of_its_instant():
    clause = PROHIBITION.replace("during: truce", "during: truce, on_breach: {enter: ended}")
    evaluation = judge(agreement(clause), attack(at(2)), attack(at(2)), attack(at(2, 0, 1)))
    assert outcomes(evaluation, "C") == [("breach", at(2), CERTAIN)] * 2


def test_days_are_calendar_days_of_the_agreements_zone_and_hours_are_exact():
    head = "\ntimezone: Asia/Damascus"  # summer time ended there on 28 October 2016 at 00:00
    phases = """
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2016-10-27T09:00:00Z"}
"""
    clauses = "".join(
        f"  - {{id: {name}, kind: condition, CITED, for: {duration}, during: truce}}\n"
        for name, duration in (("days", "2 days"), ("hours", "48h"))
    )
    from ...harness import HEAD

    evaluation = judge(agreement(clauses, phases=phases, head=HEAD + head), until="2016-11-01T00:00:00Z")
    assert outcomes(evaluation, "days") == [("met", "2016-10-29T10:00:00Z", CERTAIN)]
    assert outcomes(evaluation, "hours") == [("met", "2016-10-29T09:00:00Z", CERTAIN)]


ENDS = """\
  - {id: C, kind: prohibition, CITED, bearer: north, act: {kind: attack}, from: "2020-01-02T00:00:00Z",
     until: "2020-01-05T00:00:00Z"}
  - {id: W, kind: condition, CITED, for: 1 day, during: truce, on_met: {enter: ended}}
"""


@pytest.mark.parametrize("until", [at(1, 12), at(3)])
def test_a_report_that_reaches_beyond_the_horizon_shows_nothing_of_what_is_there(until):
    wide = {"occurred": {"earliest": at(1), "latest": at(20)}, "kind": "statement"}
    evaluation = judge(agreement(ENDS), wide, {"occurred": at(1, 6), "actor": "south"}, until=until)
    exact = judge(agreement(ENDS), {"occurred": at(1), "kind": "statement"}, until=until)
    assert verdict(evaluation, "C").verdict == verdict(exact, "C").verdict == "pending"
    assert verdict(evaluation, "C").states == verdict(exact, "C").states
    assert [(one.phase, one.effective) for one in evaluation.phases] == [
        (one.phase, one.effective) for one in exact.phases
    ]


def test_a_breach_whose_time_reaches_beyond_the_horizon_is_still_one():
    wide = {"occurred": {"earliest": at(2), "latest": at(4)}, "actor": "north", "status": "verified"}
    assert verdict(judge(agreement(ENDS), wide), "C").verdict == "violated"


RENEWED = """\
  - {id: P, kind: power, CITED, bearer: [north, south], exercised: jointly, act: {kind: renewal}, period: 48h,
     during: truce}
"""


def test_one_act_renews_one_period_and_not_the_next_as_well():
    act = {"kind": "renewal", "actor": [{"party": name, "role": "joint"} for name in ("north", "south")]}
    around = act | {"occurred": {"earliest": at(2), "latest": at(4)}}  # the first period ends at the start of the 3rd
    evaluation = judge(agreement(RENEWED.replace("period", "tacit: true, period")), around, until=at(6))
    ends = [note for note in verdict(evaluation, "P").notes["text"] if "ended" in note]
    assert all("(i1 may have renewed it)" in note for note in ends)
    assert len(ends) == 2
