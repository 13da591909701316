"""What opens an obligation, what meets it, and when it is due."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE


def aid(when, **more):
    return {"occurred": when, "kind": "aid_delivery", "actor": "north", **more}


def denial(when, **more):
    return {"occurred": when, "kind": "aid_denial", "actor": "south", **more}


def attack(when, **more):
    return {"occurred": when, "kind": "attack", "actor": "north", **more}


def by(instant, **more):
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    act = "kind: aid_delivery"
    return f'  - {{id: C, kind: obligation, CITED, bearer: north, act: {{{act}}}, by: "{instant}"{fields}}}\n'


@pytest.mark.parametrize(
    ("micro", "expected"),
    [
        (-1, [("fulfilment", at(4, 0, -1), CERTAIN)]),
        (0, [("fulfilment", at(4), CERTAIN)]),
        (1, [("breach", at(4), CERTAIN), ("fulfilment", at(4, 0, 1), CERTAIN)]),
    ],
)
def test_an_act_at_the_instant_by_which_it_is_due_is_in_time(micro, expected):
    evaluation = judge(agreement(by(at(4), during="truce")), aid(at(4, 0, micro)), until=at(9))
    assert outcomes(evaluation, "C") == expected
    assert [one.late for one in found(evaluation, "C")] == [False, True][: len(expected)]


@pytest.mark.parametrize(("within", "due"), [("24h", at(2)), ("20 days", at(4))])
def test_of_two_deadlines_the_earlier_counts(within, due):
    clauses = by(at(4), within=within, during="truce")
    assert outcomes(judge(agreement(clauses), until=at(29)), "C") == [("breach", due, CERTAIN)]


OVERDUE = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, trigger: {kind: aid_denial},
     by: "2020-01-04T00:00:00Z"}
"""


def test_a_duty_that_opens_after_its_date_is_due_at_once():
    assert outcomes(judge(agreement(OVERDUE), denial(at(6)), until=at(9)), "C") == [("breach", at(6), CERTAIN)]
    before = judge(agreement(OVERDUE), denial(at(2)), aid(at(3)), until=at(9))
    assert outcomes(before, "C") == [("fulfilment", at(3), CERTAIN)]


def test_a_duty_that_comes_into_force_after_its_date_can_be_met_at_that_very_instant():
    clauses = by("2019-12-01T00:00:00Z", during="truce")
    assert outcomes(judge(agreement(clauses), aid(at(1)), until=at(9)), "C") == [("fulfilment", at(1), CERTAIN)]
    late = judge(agreement(clauses), aid(at(1, 0, 1)), until=at(9))
    assert outcomes(late, "C") == [("breach", at(1), CERTAIN), ("fulfilment", at(1, 0, 1), CERTAIN)]


OPENED = """\
  - {id: ban, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}
  - {id: C, kind: obligation, CITED, bearer: bound, act: {kind: aid_delivery}, opened_by: {breach_of: ban}, within: 24h}
"""


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at(2), [("breach", at(3), CERTAIN)]),
        (at(2, 0, 1), [("fulfilment", at(2, 0, 1), CERTAIN)]),
        (at(3), [("fulfilment", at(3), CERTAIN)]),
        (at(3, 0, 1), [("breach", at(3), CERTAIN), ("fulfilment", at(3, 0, 1), CERTAIN)]),
    ],
)
def test_an_outcome_of_another_clause_opens_a_window_after_it(when, expected):
    assert outcomes(judge(agreement(OPENED), attack(at(2)), aid(when), until=at(9)), "C") == expected


def test_every_outcome_opens_an_instance_of_its_own():
    evaluation = judge(agreement(OPENED), attack(at(2)), attack(at(2, 12)), aid(at(3, 6)), until=at(9))
    assert outcomes(evaluation, "C") == [
        ("breach", at(3), CERTAIN),
        ("fulfilment", at(3, 6), CERTAIN),
        ("fulfilment", at(3, 6), CERTAIN),
    ]
    breach = found(evaluation, "C")[0]
    assert (breach.key, breach.incidents, breach.performer) == ("ban breach i1", ("i1",), ())


def test_a_possible_outcome_opens_possibly():
    evaluation = judge(agreement(OPENED), attack(at(2), status="alleged"), until=at(9))
    assert outcomes(evaluation, "C") == [("breach", at(3), POSSIBLE)]
    assert "it is not certain that the duty was opened" in found(evaluation, "C")[0].doubts()
    met = judge(agreement(OPENED), attack(at(2), status="alleged"), aid(at(2, 5)), until=at(9))
    assert outcomes(met, "C") == [("fulfilment", at(2, 5), POSSIBLE)]


def test_an_outcome_of_uncertain_time_opens_between_its_bounds():
    vague = attack({"earliest": at(2), "latest": at(3)})
    unmet = judge(agreement(OPENED), vague, until=at(9))
    assert [(one.outcome, one.effective.to_json()) for one in found(unmet, "C")] == [
        ("breach", {"earliest": at(3), "latest": at(4)})
    ]
    assert outcomes(unmet, "C") == [("breach", at(3), CERTAIN)]
    in_time = judge(agreement(OPENED), vague, aid(at(3)), until=at(9))
    assert verdict(in_time, "C").verdict == "satisfied"
    doubtful = judge(agreement(OPENED), vague, aid(at(3, 12)), until=at(9))
    assert verdict(doubtful, "C").readings == {"strict": "satisfied", "broad": "violated"}


def test_an_outcome_while_the_duty_is_not_in_force_opens_nothing():
    clauses = OPENED.replace("within: 24h", f'within: 24h, from: "{at(3)}"')
    assert outcomes(judge(agreement(clauses), attack(at(3, 0, -1)), until=at(9)), "C") == []
    assert len(outcomes(judge(agreement(clauses), attack(at(3)), until=at(9)), "C")) == 1


PER = """\
  - {id: C, kind: obligation, CITED, act: {kind: aid_delivery}, trigger: {kind: aid_denial}, per: [target], within: 24h}
"""


def test_an_act_meets_only_the_instances_with_which_it_shares_the_keys():
    records = [denial(at(2), target="south"), denial(at(2), target="patron"), aid(at(2, 5), target="patron")]
    evaluation = judge(agreement(PER), *records, until=at(9))
    assert [(one.outcome, one.key) for one in found(evaluation, "C")] == [("fulfilment", "i2"), ("breach", "i1")]


def test_an_act_whose_key_is_unknown_may_meet_any():
    records = [denial(at(2), target="south"), denial(at(2), target="patron"), aid(at(2, 5))]
    evaluation = judge(agreement(PER), *records, until=at(9))
    assert {one[2] for one in outcomes(evaluation, "C")} == {POSSIBLE}


def test_what_an_outcome_of_another_clause_was_about_is_what_the_act_must_share():
    clauses = OPENED.replace("opened_by", "per: target, opened_by")
    other = judge(agreement(clauses), attack(at(2), target="south"), aid(at(2, 5), target="patron"), until=at(9))
    assert [one[0] for one in outcomes(other, "C")] == ["breach"]
    same = judge(agreement(clauses), attack(at(2), target="south"), aid(at(2, 5), target="south"), until=at(9))
    assert [one[0] for one in outcomes(same, "C")] == ["fulfilment"]


EACH = """\
  - {id: C, kind: obligation, CITED, bearer: bound, act: {kind: aid_delivery}, per: bearer, within: 24h, during: truce}
"""


def test_a_duty_of_each_party_is_met_by_its_own_act_and_names_it_where_it_is_not():
    evaluation = judge(agreement(EACH), aid(at(1, 5)), until=at(9))
    met, breach = found(evaluation, "C")
    assert (met.outcome, met.key, met.bearer) == ("fulfilment", "in force 1 for north", ("north",))
    assert (breach.outcome, breach.key, breach.bearer) == ("breach", "in force 1 for south", ("south",))
    assert breach.answerable == ("south",)
    assert verdict(evaluation, "C").verdict == "violated"


def test_a_duty_in_each_area_is_met_by_an_act_there_and_the_product_has_all_pairs():
    areas = "\nareas: {east: {pcodes: [SY02]}, west: {pcodes: [SY03]}}\n"
    from ...harness import HEAD

    head = HEAD.replace("areas: {city: {pcodes: [SY02]}, hidden: {unpublished: true}}", areas)
    clauses = EACH.replace("kind: aid_delivery", "kind: aid_delivery, area: [east, west]")
    area = judge(agreement(clauses.replace("bearer, within", "area, within"), head=head), aid(at(1, 5), place=None))
    assert {one.key for one in found(area, "C")} == {"in force 1 in east", "in force 1 in west"}
    there = aid(at(1, 5), place={"pcode": "SY0201"})
    both = judge(agreement(clauses.replace("bearer, within", "[bearer, area], within"), head=head), there, until=at(9))
    assert [one.key for one in found(both, "C") if one.outcome == "fulfilment"] == ["in force 1 for north in east"]
    assert len([one for one in found(both, "C") if one.outcome == "breach"]) == 3


FREIGHT = """\
  - {id: C, kind: obligation, CITED, bearer: north, performer: outlaw, counterparty: south, act: {kind: aid_delivery},
     trigger: {kind: aid_denial}, within: 24h}
  - {id: ban, kind: prohibition, CITED, bearer: north, performer: outlaw, act: {kind: attack}}
"""


def test_the_bearer_answers_for_the_acts_of_the_performer():
    """The freight contract of the Symboleo papers: a subcontractor carries the goods, the carrier stays liable."""
    carried = judge(agreement(FREIGHT), denial(at(2)), aid(at(2, 5), actor="outlaw"), until=at(9))
    (met,) = found(carried, "C")
    assert (met.outcome, met.performer, met.bearer) == ("fulfilment", ("outlaw",), ("north",))
    assert met.answerable == ("outlaw", "north", "patron")
    by_the_carrier_itself = judge(agreement(FREIGHT), denial(at(2)), aid(at(2, 5)), until=at(9))
    (missed,) = found(by_the_carrier_itself, "C")
    assert (missed.outcome, missed.performer, missed.answerable) == ("breach", (), ("north", "patron"))
    (breach,) = found(judge(agreement(FREIGHT), attack(at(2), actor="outlaw")), "ban")
    assert breach.answerable == ("outlaw", "north", "patron")


NOTE = """\
  - {id: pay, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery, count: {at_least: 5}}, within: 24h,
     during: truce, on_breach: {activate: repair}}
  - {id: repair, kind: obligation, CITED, bearer: north, act: {kind: renewal}, within: 24h, initially: inactive,
     on_breach: {activate: last}, on_fulfilment: {discharge: watch}}
  - {id: last, kind: obligation, CITED, bearer: north, act: {kind: withdrawal}, within: 24h, initially: inactive}
  - {id: watch, kind: prohibition, CITED, bearer: south, act: {kind: attack}}
"""


def test_a_reparation_has_a_reparation_of_its_own():
    """The promissory note with two levels of reparation: each breach opens the next duty at its own instant."""
    clauses = NOTE.replace("withdrawal", "separation_of_forces")
    unpaid = judge(agreement(clauses), until=at(9))
    assert outcomes(unpaid, "pay") == [("breach", at(2), CERTAIN)]
    assert outcomes(unpaid, "repair") == [("breach", at(3), CERTAIN)]
    assert outcomes(unpaid, "last") == [("breach", at(4), CERTAIN)]
    repair = {"occurred": at(2, 12), "kind": "renewal", "actor": "north"}
    repaired = judge(agreement(clauses), repair, attack(at(2, 13), actor="south"), until=at(9))
    assert outcomes(repaired, "repair") == [("fulfilment", at(2, 12), CERTAIN)]
    assert [verdict(repaired, name).verdict for name in ("pay", "repair", "last")] == [
        "violated",
        "satisfied",
        "pending",
    ]
    assert outcomes(repaired, "watch") == []  # the fulfilment had its consequence
    last = {"occurred": at(3, 12), "kind": "separation_of_forces", "actor": "north"}
    assert outcomes(judge(agreement(clauses), last, until=at(9)), "last") == [("fulfilment", at(3, 12), CERTAIN)]


def test_a_fulfilment_that_a_doubtful_act_may_have_brought_earlier_lies_between_both():
    clauses = "  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, during: truce}\n"
    evaluation = judge(agreement(clauses), aid(at(3), status="alleged"), aid(at(5)), until=at(9))
    (met,) = found(evaluation, "C")
    assert met.marks["base" if "base" in met.marks else evaluation.readings[0]] is CERTAIN
    assert met.effective.to_json() == {"earliest": at(3), "latest": at(5, 0, 1)}
    assert met.incidents == ("i1", "i2")


def test_an_act_that_may_have_ended_the_clause_leaves_what_follows_possible():
    clauses = """\
  - {id: C, kind: obligation, CITED, bearer: north, act: {kind: aid_delivery}, within: 48h, during: truce}
  - {id: quit, kind: power, CITED, bearer: south, act: {kind: withdrawal_from_agreement}, on_exerted: {terminate: C}}
"""
    leave = {"occurred": at(1, 5), "kind": "withdrawal_from_agreement", "actor": "unknown"}
    assert outcomes(judge(agreement(clauses), leave, until=at(9)), "C") == [("breach", at(3), POSSIBLE)]
    assert outcomes(judge(agreement(clauses), leave, aid(at(2)), until=at(9)), "C") == [("fulfilment", at(2), POSSIBLE)]
