"""Stages, suspension, waiver and extension: what becomes of a duty between its opening and its deadline."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE

LAYING_DOWN = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: separation_of_forces}, amount: attributes-percent,
     stages: [{by: "2020-01-05T00:00:00Z", at_least: 30}, {by: "2020-01-10T00:00:00Z", at_least: 60},
              {within: 14 days, at_least: 100}], during: truce}
""".replace("attributes-percent", "percent")
"""As weapons were laid down in Colombia: 30, 60 and 100 per cent by three dates."""


def handed_in(when, percent=None, **more):
    stated = {} if percent is None else {"attributes": {"percent": percent}}
    return {"occurred": when, "kind": "separation_of_forces", "actor": "north", **stated, **more}


def stages(evaluation):
    return [(one.outcome, one.key[-1], one.effective.to_json().get("at"), one.late) for one in found(evaluation, "C")]


def test_each_stage_is_met_by_the_act_that_reaches_it():
    records = [handed_in(at(3), 20), handed_in(at(5), 10.0), handed_in(at(9), 30), handed_in(at(14), 40)]
    evaluation = judge(agreement(LAYING_DOWN), *records, until=at(20))
    assert stages(evaluation) == [
        ("fulfilment", "1", at(5), False),
        ("fulfilment", "2", at(9), False),
        ("fulfilment", "3", at(14), False),
    ]
    assert verdict(evaluation, "C").verdict == "satisfied"
    assert found(evaluation, "C")[1].incidents == ("i1", "i2", "i3")


def test_a_stage_that_is_not_reached_by_its_date_is_breached_by_itself_and_met_late():
    evaluation = judge(agreement(LAYING_DOWN), handed_in(at(5, 0, 1), 65), until=at(12))
    assert stages(evaluation) == [
        ("breach", "1", at(5), False),
        ("fulfilment", "1", at(5, 0, 1), True),
        ("fulfilment", "2", at(5, 0, 1), False),
    ]
    notes = ("in force 1 stage 3: 65 of 100 so far", "in force 1 stage 3: due at 2020-01-15T00:00:00Z")
    assert verdict(evaluation, "C").notes == {evaluation.readings[0]: notes}


def test_decimal_amounts_are_added_exactly():
    clauses = LAYING_DOWN.replace("at_least: 30", "at_least: 0.3")
    records = [handed_in(at(2, hour), 0.1) for hour in (1, 2, 3)]
    assert stages(judge(agreement(clauses), *records))[0] == ("fulfilment", "1", at(2, 3), False)


def test_an_amount_that_is_not_stated_may_reach_every_stage_and_reaches_none_surely():
    evaluation = judge(agreement(LAYING_DOWN), handed_in(at(3)), until=at(6))
    assert [(one[0], one[2]) for one in outcomes(evaluation, "C") if one[0] == "breach"] == [("breach", POSSIBLE)]
    assert verdict(evaluation, "C").readings["broad"] == "violated"
    assert verdict(evaluation, "C").readings["strict"] != "violated"


SUSPENDED = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 48h, during: truceCLOCK}
  - {id: stop, kind: power, CITED, bearer: patron, act: {kind: aid_suspension}, on_exerted: {suspend: C}}
  - {id: go, kind: power, CITED, bearer: patron, act: {kind: renewal}, on_exerted: {resume: C}}
  - {id: quit, kind: power, CITED, bearer: patron, act: {kind: withdrawal_from_agreement}, on_exerted: {terminate: C}}
"""
RUNS, STOPS = SUSPENDED.replace("CLOCK", ""), SUSPENDED.replace("CLOCK", ", clock: stops")


def stop(when, **more):
    return {"occurred": when, "kind": "aid_suspension", "actor": "patron", **more}


def go(when, **more):
    return {"occurred": when, "kind": "renewal", "actor": "patron", **more}


def aid(when, **more):
    return {"occurred": when, "kind": "aid_delivery", "actor": "north", **more}


@pytest.mark.parametrize(
    ("clauses", "suspended", "resumed", "breach"),
    [
        (RUNS, at(2), at(2, 12), at(3)),  # resumed before the deadline: it stands
        (RUNS, at(2), at(5), at(5)),  # passed while suspended: decided on resumption
        (RUNS, at(3), at(5), at(5)),  # what follows from acts comes before deadlines of the same instant
        (RUNS, at(3, 0, 1), at(5), at(3)),
        (STOPS, at(2), at(2, 12), at(3, 12)),
        (STOPS, at(2), at(5), at(6)),
        (STOPS, at(3), at(5), at(5)),
    ],
)
def test_a_suspended_duty_is_not_breached_until_it_is_resumed(clauses, suspended, resumed, breach):
    under = agreement(clauses)
    assert outcomes(judge(under, stop(suspended), go(resumed), until=at(9)), "C") == [("breach", breach, CERTAIN)]
    in_time = judge(under, stop(suspended), go(resumed), aid(breach), until=at(9))
    if breach != resumed or clauses is STOPS:
        assert ("fulfilment", breach, CERTAIN) in outcomes(in_time, "C")
    late = judge(under, stop(suspended), go(resumed), aid(breach[:-1] + ".000001Z"), until=at(9))
    assert [one[0] for one in outcomes(late, "C")] == ["breach", "fulfilment"]


@pytest.mark.parametrize("clauses", [RUNS, STOPS])
def test_while_suspended_nothing_is_breached_and_an_act_still_meets_it(clauses):
    held = judge(agreement(clauses), stop(at(2)), until=at(29))
    assert outcomes(held, "C") == []
    assert verdict(held, "C").verdict == "pending"
    assert set(verdict(held, "C").states.values()) == {"suspended"}
    assert outcomes(judge(agreement(clauses), stop(at(2)), aid(at(6)), until=at(9)), "C") == [
        ("fulfilment", at(6), CERTAIN)
    ]


@pytest.mark.parametrize("clauses", [RUNS, STOPS])
def test_a_duty_that_is_ended_while_suspended_has_lapsed(clauses):
    quit_ = {"occurred": at(5), "kind": "withdrawal_from_agreement", "actor": "patron"}
    ended = judge(agreement(clauses), stop(at(2)), quit_, go(at(6)), until=at(9))
    assert outcomes(ended, "C") == []
    assert verdict(ended, "C").verdict == "lapsed"


@pytest.mark.parametrize("clauses", [RUNS, STOPS])
def test_a_suspension_that_is_not_certain_leaves_the_breach_possible(clauses):
    doubtful = judge(agreement(clauses), stop(at(2), status="alleged"), until=at(9))
    assert outcomes(doubtful, "C") == [("breach", at(3), POSSIBLE)]
    met = judge(agreement(clauses), stop(at(2), status="alleged"), aid(at(2, 5)), until=at(9))
    assert outcomes(met, "C") == [("fulfilment", at(2, 5), CERTAIN)]


def test_a_resumption_of_uncertain_time_gives_the_breach_its_bounds():
    back = go({"earliest": at(5), "latest": at(6)})
    (breach,) = found(judge(agreement(STOPS), stop(at(2)), back, until=at(20)), "C")
    assert set(breach.marks.values()) == {CERTAIN}
    assert (breach.effective.earliest, breach.effective.latest) == tuple(
        found(judge(agreement(STOPS), stop(at(2)), go(when), until=at(20)), "C")[0].effective.earliest
        for when in (at(5), at(6, 0, -1))
    )


ORDERS = """\
  - {id: C, kind: obligation, CITED, bearer: north, trigger: {kind: aid_denial}, act: {kind: aid_delivery}, within: 48h}
  - {id: spare, kind: power, CITED, bearer: south, act: {kind: renewal}, on_exerted: {waive: C}}
  - {id: grace, kind: power, CITED, bearer: south, act: {kind: clock_reset}, on_exerted: {extend: C, by: 1 day}}
"""
UNDER_ORDERS = agreement(ORDERS)


def denial(when):
    return {"occurred": when, "kind": "aid_denial", "actor": "south"}


def spare(when, **more):
    return {"occurred": when, "kind": "renewal", "actor": "south", **more}


def grace(when, **more):
    return {"occurred": when, "kind": "clock_reset", "actor": "south", **more}


@pytest.mark.parametrize(
    ("when", "breaches"),
    [(at(1), [at(4)]), (at(3), []), (at(4), []), (at(4, 0, 1), [at(4)])],
)
def test_a_waiver_releases_what_is_open(when, breaches):
    evaluation = judge(UNDER_ORDERS, denial(at(2)), spare(when), until=at(9))
    assert [one[1] for one in outcomes(evaluation, "C")] == breaches


def test_a_released_duty_has_lapsed_and_new_ones_may_open():
    evaluation = judge(UNDER_ORDERS, denial(at(2)), spare(at(3)), until=at(9))
    result = verdict(evaluation, "C")
    assert result.verdict == "lapsed"
    assert set(result.states.values()) == {"waived"}
    assert list(result.notes.values()) == [("released from the duty",)]
    again = judge(UNDER_ORDERS, denial(at(2)), spare(at(3)), denial(at(5)), until=at(9))
    assert outcomes(again, "C") == [("breach", at(7), CERTAIN)]


def test_a_doubtful_waiver_leaves_breach_and_fulfilment_possible():
    unmet = judge(UNDER_ORDERS, denial(at(2)), spare(at(3), actor="unknown"), until=at(9))
    assert outcomes(unmet, "C") == [("breach", at(4), POSSIBLE)]
    assert found(unmet, "C")[0].doubts() == ("the duty may have been released",)
    met = judge(UNDER_ORDERS, denial(at(2)), spare(at(3), actor="unknown"), {**aid(at(3, 5)), "id": "met"}, until=at(9))
    assert outcomes(met, "C") == [("fulfilment", at(3, 5), POSSIBLE)]


@pytest.mark.parametrize(
    ("whens", "due"),
    [([at(3)], at(5)), ([at(4)], at(5)), ([at(4, 0, 1)], at(4)), ([at(1)], at(4)), ([at(3), at(4, 12)], at(6))],
)
def test_an_extension_moves_the_deadlines_that_are_open(whens, due):
    evaluation = judge(UNDER_ORDERS, denial(at(2)), *map(grace, whens), until=at(9))
    assert outcomes(evaluation, "C") == [("breach", due, CERTAIN)]


def test_a_doubtful_extension_moves_the_last_deadline_only():
    evaluation = judge(UNDER_ORDERS, denial(at(2)), grace(at(3), actor="unknown"), until=at(9))
    (breach,) = found(evaluation, "C")
    assert breach.effective.to_json() == {"earliest": at(4), "latest": at(5, 0, 1)}
    assert set(breach.marks.values()) == {CERTAIN}
    between = {**aid(at(4, 12)), "id": "met"}
    met = judge(UNDER_ORDERS, denial(at(2)), grace(at(3), actor="unknown"), between, until=at(9))
    assert verdict(met, "C").readings == {"strict": "satisfied", "broad": "violated"}


def test_an_order_whose_time_reaches_past_an_opening_may_reach_it():
    vague = spare({"earliest": at(1), "latest": at(3)})
    assert outcomes(judge(UNDER_ORDERS, vague, denial(at(2)), until=at(9)), "C") == [("breach", at(4), POSSIBLE)]


def test_extensions_move_the_deadline_in_whatever_order_they_come():
    clauses = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 2 days, during: truce}
  - {id: P, kind: power, CITED, bearer: south, act: {kind: renewal}, on_exerted: {extend: C, by: rest of week}}
  - {id: Q, kind: power, CITED, bearer: south, act: {kind: clock_reset}, on_exerted: {extend: C, by: rest of month}}
"""
    acts = [{"occurred": at(2), "kind": kind, "actor": "south"} for kind in ("renewal", "clock_reset")]
    one_way = judge(agreement(clauses), *acts, until="2020-03-01T00:00:00Z")
    other_way = judge(agreement(clauses), *(acts[::-1]), until="2020-03-01T00:00:00Z")
    due = "2020-02-02T23:59:59.999999Z"
    assert outcomes(one_way, "C") == outcomes(other_way, "C") == [("breach", due, Mark.CERTAIN)]
