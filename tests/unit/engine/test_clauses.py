"""What each kind of clause means, case by case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from comply import Mark

from ...harness import HEAD, agreement, at, excepted, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
JOINTLY = [{"party": "north", "role": "joint"}, {"party": "outlaw", "role": "joint"}]
FORBIDDEN = "  - {id: C, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}\n"


def attack(day=2, **more):
    return {"occurred": at(day), "actor": "north", "target": "south", **more}


@pytest.mark.parametrize(
    ("record", "strict", "broad"),
    [
        (attack(), "violated", "violated"),
        (attack(actor="north-air"), "violated", "violated"),
        (attack(actor="patron"), "pending", "pending"),
        (attack(actor="nobody we know"), "pending", "violated"),
        (attack(actor=None), "pending", "violated"),
        (attack(actor=["north", "south"]), "violated", "violated"),
        (attack(actor=["north", "outlaw"]), "pending", "violated"),
        (
            attack(actor=[{"party": "north", "role": "joint"}, {"party": "outlaw", "role": "joint"}]),
            "violated",
            "violated",
        ),
        (attack(kind="shelling"), "violated", "violated"),
        (attack(kind="event"), "pending", "violated"),
        (attack(kind="aid_delivery"), "pending", "pending"),
        (attack(status="alleged"), "pending", "violated"),
        (attack(status="disputed"), "pending", "violated"),
        (attack(status="dismissed"), "pending", "pending"),
        (attack(status="verified"), "violated", "violated"),
    ],
)
def test_a_prohibition_keeps_what_is_certain_and_what_is_possible_apart(record, strict, broad):
    readings = verdict(judge(agreement(FORBIDDEN), record), "C").readings
    assert readings == {"strict": strict, "broad": broad}


def test_a_breach_names_performer_and_everyone_answerable():
    breach = found(judge(agreement(FORBIDDEN), attack(actor="north-air")), "C")[0]
    assert breach.performer == ("north-air",)
    assert breach.answerable == ("north-air", "north", "patron")


EXCLUDED = FORBIDDEN + "  - {id: X, kind: exclusion, CITED, act: {any: [{actor: outlaw}, {target: outlaw}]}}\n"


@pytest.mark.parametrize(
    ("target", "marks"),
    [("outlaw", []), ("south", [CERTAIN]), ("unknown", [POSSIBLE]), (["outlaw", "south"], [POSSIBLE])],
)
def test_an_exclusion_takes_acts_out_as_surely_as_it_applies(target, marks):
    assert [one[2] for one in outcomes(judge(agreement(EXCLUDED), attack(target=target)), "C")] == marks


def test_an_exclusion_spares_the_clauses_it_names():
    clauses = EXCLUDED.replace("{target: outlaw}]}", "{target: outlaw}]}, spares: C")
    assert len(outcomes(judge(agreement(clauses), attack(target="outlaw")), "C")) == 1


def test_a_permission_defeats_only_the_clauses_it_names():
    clauses = (
        FORBIDDEN
        + FORBIDDEN.replace("id: C", "id: D")
        + "  - {id: P, kind: permission, CITED, act: {attributes: {purpose: [drill]}}, defeats: C}\n"
    )
    evaluation = judge(agreement(clauses), attack(attributes={"purpose": "drill"}))
    assert outcomes(evaluation, "C") == []
    assert len(outcomes(evaluation, "D")) == 1


def test_what_a_report_does_not_state_it_does_not_claim():
    clauses = FORBIDDEN + "  - {id: P, kind: permission, CITED, act: {attributes: {purpose: [drill]}}, defeats: C}\n"
    assert [one[2] for one in outcomes(judge(agreement(clauses), attack()), "C")] == [CERTAIN]


def test_a_claim_makes_a_breach_doubtful_and_does_not_undo_it():
    clauses = FORBIDDEN + (
        "  - {id: P, kind: permission, CITED, act: {possibly: {attributes: {purpose: [defence]}}}, defeats: C}\n"
    )
    evaluation = judge(agreement(clauses), attack(attributes={"purpose": "defence"}))
    assert [one[2] for one in outcomes(evaluation, "C")] == [POSSIBLE]
    assert "a report can claim this and cannot establish it" in found(evaluation, "C")[0].doubts()


def test_an_unpublished_area_makes_membership_unknown_and_never_false():
    clauses = FORBIDDEN.replace("{kind: attack}", "{kind: attack, area: hidden}")
    assert verdict(judge(agreement(clauses), attack()), "C").readings == {"strict": "pending", "broad": "violated"}


@pytest.mark.parametrize(
    ("place", "marks"),
    [
        ({"pcode": "SY02"}, [CERTAIN]),
        ({"pcode": "SY0203"}, [CERTAIN]),
        ({"pcode": "SY"}, [POSSIBLE]),
        ({"pcode": "SY09"}, []),
        ({"pcode": "SY09", "radius_m": 25000}, [POSSIBLE]),
        ("somewhere", [POSSIBLE]),
        (None, [POSSIBLE]),
    ],
)
def test_a_place_is_in_an_area_as_surely_as_its_code_tells(place, marks):
    clauses = FORBIDDEN.replace("{kind: attack}", "{kind: attack, area: city}")
    assert [one[2] for one in outcomes(judge(agreement(clauses), attack(place=place)), "C")] == marks


def test_consequences_activate_suspend_resume_and_terminate():
    clauses = """\
  - {id: C, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}
  - {id: stop, kind: power, CITED, bearer: patron, act: {kind: aid_suspension}, on_exerted: {suspend: C}}
  - {id: go, kind: power, CITED, bearer: patron, act: {kind: renewal}, on_exerted: {resume: C}}
  - {id: quit, kind: power, CITED, bearer: patron, act: {kind: withdrawal_from_agreement}, on_exerted: {terminate: C}}
"""
    by_patron = {"actor": "patron"}
    evaluation = judge(
        agreement(clauses),
        attack(2),
        {"occurred": at(3), "kind": "aid_suspension", **by_patron},
        attack(4),
        {"occurred": at(5), "kind": "renewal", **by_patron},
        attack(6),
        {"occurred": at(7), "kind": "withdrawal_from_agreement", **by_patron},
        {"occurred": at(8), "kind": "renewal", **by_patron},
        attack(9),
    )
    assert [one[1] for one in outcomes(evaluation, "C")] == [at(2), at(6)]


def test_a_breach_opens_a_secondary_obligation_and_its_own_breach_is_found():
    clauses = """\
  - {id: C, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce, on_breach: {activate: R}}
  - {id: R, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 24h, initially: inactive}
"""
    assert outcomes(judge(agreement(clauses), attack(2), until=at(9)), "R") == [("breach", at(3), CERTAIN)]
    met = {"occurred": at(2, 5), "kind": "aid_delivery", "actor": "north"}
    assert verdict(judge(agreement(clauses), attack(2), met, until=at(9)), "R").verdict == "satisfied"


def test_an_obligation_without_a_deadline_stays_pending_until_met():
    clauses = "  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: separation_of_forces}, during: truce}\n"
    assert verdict(judge(agreement(clauses), until=at(31)), "C").verdict == "pending"
    met = {"occurred": at(20), "kind": "separation_of_forces", "actor": "north"}
    assert verdict(judge(agreement(clauses), met), "C").verdict == "satisfied"


def test_a_duty_that_ends_unmet_and_unbroken_has_lapsed():
    clauses = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: separation_of_forces}, during: truce}
  - {id: quit, kind: power, CITED, bearer: south, act: {kind: withdrawal_from_agreement}, on_exerted: {enter: ended}}
"""
    leave = {"occurred": at(5), "kind": "withdrawal_from_agreement", "actor": "south"}
    assert verdict(judge(agreement(clauses), leave), "C").verdict == "lapsed"


STATE = """\
  - {id: C, kind: condition, CITED, for: 24h, during: truce,
     while: {begins: {kind: aid_delivery}, ends: {kind: aid_denial}}}
"""


def test_a_condition_waits_for_the_state_it_needs():
    assert verdict(judge(agreement(STATE), until=at(31)), "C").verdict == "pending"
    begins = {"occurred": at(5), "kind": "aid_delivery"}
    ends = {"occurred": at(5, 20), "kind": "aid_denial"}
    assert outcomes(judge(agreement(STATE), begins, until=at(31)), "C") == [("met", at(6), CERTAIN)]
    assert outcomes(judge(agreement(STATE), begins, ends, until=at(31)), "C") == []


JOINT = """\
  - {id: C, kind: power, CITED, bearer: [north, south], exercised: jointly, window: 6h, act: {kind: renewal}}
"""


def renewal(hour, *parties):
    role = {"role": "joint"} if len(parties) > 1 else {}
    return {"occurred": at(2, hour), "kind": "renewal", "actor": [{"party": party, **role} for party in parties]}


@pytest.mark.parametrize(
    ("records", "exerted"),
    [
        ([renewal(1, "north", "south")], [(at(2, 1), CERTAIN)]),
        ([renewal(1, "north")], []),
        ([renewal(1, "north"), renewal(7, "south")], [(at(2, 7), CERTAIN)]),
        ([renewal(1, "north"), renewal(8, "south")], []),
    ],
)
def test_a_joint_power_needs_an_act_of_every_holder_within_its_window(records, exerted):
    found_ = outcomes(judge(agreement(JOINT), *records, until=at(9)), "C")
    assert found_ == [("exerted", when, mark) for when, mark in exerted]


PERIODS = """\
  - {id: C, kind: power, CITED, bearer: [north, south], exercised: jointly, period: 48h, act: {kind: renewal},
     during: truce, on_expiry: {enter: ended}}
"""


def both(when):
    parties = [{"party": name, "role": "joint"} for name in ("north", "south")]
    return {"occurred": when, "kind": "renewal", "actor": parties}


@pytest.mark.parametrize(
    ("renewals", "expiry"),
    [
        ([], at(3)),
        ([at(2)], at(5)),
        ([at(3)], at(5)),  # an act at the end of a period is in time
        ([at(3, 0, 1)], at(3)),
        ([at(2), at(2, 5)], at(5)),  # a second act in one period adds nothing
        ([at(2), at(4)], at(7)),
    ],
)
def test_each_period_is_renewed_by_one_act_in_it(renewals, expiry):
    evaluation = judge(agreement(PERIODS), *map(both, renewals), until=at(20))
    assert [one for one in outcomes(evaluation, "C") if one[0] == "expiry"] == [("expiry", expiry, CERTAIN)]
    assert evaluation.phases[-1].phase == "ended"


def test_a_tacit_renewal_needs_no_act():
    evaluation = judge(agreement(PERIODS.replace("period", "tacit: true, period")), until=at(20))
    assert outcomes(evaluation, "C") == []
    assert verdict(evaluation, "C").verdict == "in_effect"


TACIT = PERIODS.replace("period", "tacit: true, period")


def test_each_tacit_renewal_is_told_until_they_are_many():
    few = verdict(judge(agreement(TACIT), until=at(8)), "C").notes["text"]
    assert few == tuple(f"period {k} ended at {at(1 + 2 * k)}: taken as renewed tacitly" for k in (1, 2, 3))
    last, left = divmod((date(9016, 1, 1) - date(2020, 1, 1)).days, 2)
    many = verdict(judge(agreement(TACIT), both(at(2)), until="9016-01-01T00:00:00Z"), "C").notes["text"]
    assert many == (
        f"period 1 ended at {at(3)}: renewed by i1",
        f"period 2 ended at {at(5)}: taken as renewed tacitly",
        f"periods 3 to {last - 1} ended one by one: each taken as renewed tacitly",
        f"period {last} ended at {date(9016, 1, 1) - timedelta(days=left)}T00:00:00Z: taken as renewed tacitly",
    )


def test_a_period_that_ends_out_of_force_is_the_last():
    """Out of force at an end and in force again later, a power is renewed no further; between two ends it is."""
    clauses = (
        TACIT
        + """\
  - {id: S, kind: power, CITED, bearer: patron, act: {kind: aid_suspension}, on_exerted: {suspend: C}}
  - {id: G, kind: power, CITED, bearer: patron, act: {kind: statement}, on_exerted: {resume: C}}
"""
    )

    def ends(suspended, resumed):
        records = [
            {"occurred": day, "kind": kind, "actor": "patron"}
            for day, kind in ((suspended, "aid_suspension"), (resumed, "statement"))
        ]
        return len(verdict(judge(agreement(clauses), *records, until=at(10)), "C").notes["text"])

    assert ends(at(5, 1), at(6)) == 4
    assert ends(at(5, 1), at(7)) == 4
    assert ends(at(5, 1), at(7, 0, 1)) == 2
    assert ends(at(5), at(6)) == 1


def test_a_reset_starts_a_conditions_time_anew():
    clauses = """\
  - {id: C, kind: condition, CITED, for: 48h, during: truce}
  - {id: P, kind: power, CITED, bearer: patron, act: {kind: clock_reset}, on_exerted: {reset: C}}
"""
    reset = {"occurred": at(2), "kind": "clock_reset", "actor": "patron"}
    assert outcomes(judge(agreement(clauses), reset, until=at(9)), "C") == [("met", at(4), CERTAIN)]


def test_readings_part_only_where_the_text_does():
    clauses = FORBIDDEN.replace("bearer: bound", "bearer: {readings: {default: south, n: bound}, because: so it says}")
    readings = "readings: {letter: {title: L}, n: {title: N, held_by: North}}\n"
    from ...harness import HEAD

    evaluation = judge(agreement(clauses, head=HEAD + readings), attack())
    result = verdict(evaluation, "C")
    assert result.verdict == "inconclusive"
    assert result.readings == {"strict": "pending", "broad": "pending", "n": "violated"}
    assert result.alternatives[0].says == {"default": "south", "n": "bound"}


def test_a_clause_that_is_not_evaluated_is_reported_with_its_reason():
    clauses = FORBIDDEN + "  - {id: N, kind: maintenance, CITED, not_evaluated: no measure is given}\n"
    result = verdict(judge(agreement(clauses), attack()), "N")
    assert (result.verdict, result.reason) == ("not_evaluated", "no measure is given")


def test_corrections_change_what_follows_and_as_of_tells_what_was_known():
    first = attack(2, recorded=at(3))
    corrected = attack(2, id="c", recorded=at(5), supersedes="i1", actor="patron")
    under = agreement(FORBIDDEN)
    assert verdict(judge(under, first, corrected), "C").verdict == "pending"
    from comply.events.time import parse_instant

    assert verdict(judge(under, first, corrected, as_of=parse_instant(at(4))), "C").verdict == "violated"


def test_a_breach_that_ends_its_own_clause_is_certain_though_its_time_is_not_exact():
    clauses = FORBIDDEN.replace("during: truce", "during: truce, on_breach: {enter: ended}")
    evaluation = judge(agreement(clauses), attack(occurred="2020-01-05"), attack(occurred="2020-01-05"))
    assert [one[2] for one in outcomes(evaluation, "C")] == [POSSIBLE, POSSIBLE]  # each may have ended it for the other
    alone = judge(agreement(clauses), attack(occurred="2020-01-05"))
    assert [one[2] for one in outcomes(alone, "C")] == [CERTAIN]
    assert alone.phases[-1].phase == "ended"


def test_a_withdrawal_on_a_day_exerts_a_power_that_the_withdrawal_ends():
    clauses = """\
  - {id: C, kind: power, CITED, bearer: south, act: {kind: withdrawal_from_agreement}, during: truce,
     on_exerted: {enter: ended}}
"""
    leave = {"occurred": "2020-01-05", "kind": "withdrawal_from_agreement", "actor": "south"}
    assert outcomes(judge(agreement(clauses), leave), "C") == [("exerted", at(5), CERTAIN)]


SECONDARY = """\
  - {id: C, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce, on_breach: {activate: R}}
  - {id: R, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 6h, initially: inactive}
  - {id: K, kind: condition, CITED, for: 24h, broken_by_breach_of: R, during: truce}
"""


def test_a_duty_that_may_have_been_opened_may_have_been_breached():
    evaluation = judge(agreement(SECONDARY), attack(1, actor="unknown"), until=at(9))
    assert outcomes(evaluation, "R") == [("breach", at(1, 6), POSSIBLE)]
    assert verdict(evaluation, "R").readings == {"strict": "pending", "broad": "violated"}
    assert [one[2] for one in outcomes(evaluation, "K")] == [POSSIBLE]


def test_an_act_under_way_when_a_duty_opens_may_meet_it():
    clauses = (
        "  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 48h, during: truce}\n"
    )
    spanning = {
        "occurred": {"earliest": "2019-12-30T00:00:00Z", "latest": at(9)},
        "kind": "aid_delivery",
        "actor": "north",
    }
    assert verdict(judge(agreement(clauses), spanning, until=at(20)), "C").readings == {
        "strict": "satisfied",
        "broad": "violated",
    }


EXCLUDED = FORBIDDEN + "  - {id: X, kind: exclusion, CITED, act: {any: [{actor: outlaw}, {target: outlaw}]}}\n"


def together(*names):
    return [{"party": name, "role": "joint"} for name in names]


@pytest.mark.parametrize("side", ["actor", "target"])
def test_an_exclusion_does_not_reach_a_joint_act_of_which_it_means_only_one(side):
    one = {"target": "south", side: together("north" if side == "actor" else "south", "outlaw")}
    assert outcomes(judge(agreement(EXCLUDED), attack(**one)), "C") == [("breach", at(2), CERTAIN)]


def test_an_exclusion_that_is_worded_as_not_a_party_reaches_a_joint_act_only_if_all_are_others():
    clauses = FORBIDDEN + "  - {id: X, kind: exclusion, CITED, act: {not: {target: north}}}\n"
    assert outcomes(judge(agreement(clauses), attack(target=together("north", "outlaw"))), "C") != []
    assert outcomes(judge(agreement(clauses), attack(target=together("patron", "outlaw"))), "C") == []


def test_what_an_exception_takes_out_is_said_with_the_exception():
    evaluation = judge(agreement(EXCLUDED), attack(target="outlaw"), attack(target="south"))
    assert excepted(evaluation, "C") == [("excepted", at(2), CERTAIN)]
    finding = next(one for one in evaluation.findings if one.outcome == "excepted")
    assert (finding.exceptions(), finding.incidents) == (("X",), ("i1",))
    assert verdict(evaluation, "C").breaches == {"certain": 1, "possible": 0}


def test_nothing_is_excepted_that_would_be_no_breach_anyway():
    before = {"occurred": "2019-12-31T00:00:00Z", "actor": "north", "target": "outlaw"}
    assert excepted(judge(agreement(EXCLUDED), before, attack(actor="patron", target="outlaw")), "C") == []


def test_what_is_late_under_one_reading_is_another_finding_than_what_is_not_under_another():
    head = HEAD + "readings: {letter: {title: L}, other: {title: O}}\n"
    clause = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, during: truce,
     within: {readings: {default: 24h, other: ~}}}
"""
    evaluation = judge(agreement(clause, head=head), attack(kind="aid_delivery", day=5))
    done = [one for one in evaluation.findings if one.outcome == "fulfilment"]
    assert [(one.late, dict(one.marks)) for one in done] == [(False, {"other": CERTAIN}), (True, {"letter": CERTAIN})]
    assert len({one.id for one in done}) == 2
