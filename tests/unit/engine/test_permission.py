"""Permissions that need a notice, at the microsecond and in doubt; exceptions to exceptions."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
FORBIDDEN = "  - {id: C, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce}\n"
NOTIFIED = (
    FORBIDDEN
    + """\
  - {id: P, kind: permission, CITED, act: {kind: attack}, defeats: C,
     given: {act: {kind: offensive_announced}, at_least: 3 days, at_most: 5 days, same: actor}}
"""
)


def attack(day, hour=0, micro=0, actor="south", **more):
    return {"occurred": at(day, hour, micro), "kind": "attack", "actor": actor, **more}


def notice(day, hour=0, micro=0, actor="south", **more):
    return {**attack(day, hour, micro, actor, **more), "kind": "offensive_announced"}


def breaches(clauses, *records, **options):
    return [one[2] for one in outcomes(judge(agreement(clauses), *records, **options), "C")]


def test_without_notice_the_prohibition_stands_and_says_so():
    evaluation = judge(agreement(NOTIFIED), attack(9))
    (breach,) = found(evaluation, "C")
    (exception,) = [part for part in breach.grounds[0].proof.parts if part.test == "exception"]
    assert exception.wanted == "P"
    assert exception.found == "does not apply: no act given before, at least 3 days, at most 5 days, the same actor"


@pytest.mark.parametrize(
    ("given", "marks"),
    [
        (notice(6), []),  # exactly three days before
        (notice(6, 0, 1), [CERTAIN]),
        (notice(4), []),  # exactly five days before
        (notice(4, 0, -1), [CERTAIN]),
        (notice(5, actor="patron"), [CERTAIN]),
        (notice(5, actor=None), [POSSIBLE]),
        (notice(5, actor=["north", "south"]), [POSSIBLE]),
        (notice(5, status="alleged"), [POSSIBLE]),
        (notice(5, status="dismissed"), [CERTAIN]),
        (notice(5, occurred="2020-01-05"), []),
        (notice(5, occurred="2020-01-06"), [POSSIBLE]),  # only its first instant is early enough
        (notice(5, occurred="2020-01-03"), [CERTAIN]),
    ],
)
def test_a_notice_permits_an_act_from_three_to_five_days_later(given, marks):
    assert breaches(NOTIFIED, given, attack(9)) == marks


@pytest.mark.parametrize(
    ("given", "marks"), [(notice(5), []), (notice(6), []), (notice(6, 1), [POSSIBLE]), (notice(4, 1), [POSSIBLE])]
)
def test_an_act_on_a_day_is_permitted_for_certain_only_if_at_all_its_instants(given, marks):
    assert breaches(NOTIFIED, given, attack(9, occurred="2020-01-09")) == marks


def test_one_notice_in_time_is_enough_among_many():
    many = [notice(5, hour, actor="patron") for hour in range(20)]
    assert breaches(NOTIFIED, notice(1), *many, notice(5), notice(8), attack(9)) == []
    assert breaches(NOTIFIED, notice(1), *many, notice(8), attack(9)) == [CERTAIN]


ANY_TIME = NOTIFIED.replace(", at_least: 3 days, at_most: 5 days, same: actor", "")


def test_a_notice_comes_strictly_before_in_any_case():
    assert breaches(ANY_TIME, notice(9), attack(9)) == [CERTAIN]
    assert breaches(ANY_TIME, notice(9, 0, -1), attack(9)) == []
    assert breaches(ANY_TIME, notice(2, actor="patron"), attack(9), attack(20)) == []


def test_a_notice_that_is_not_settled_yet_may_have_come_before():
    whole_day = notice(9, occurred="2020-01-09")
    assert breaches(ANY_TIME, whole_day, attack(9, 12)) == [POSSIBLE]
    assert breaches(ANY_TIME, whole_day, attack(9)) == [CERTAIN]
    assert breaches(ANY_TIME, attack(9, occurred="2020-01-09"), notice(9, 12)) == [POSSIBLE]
    assert breaches(ANY_TIME, whole_day, attack(10)) == []


def test_of_notices_without_a_latest_time_the_surest_and_the_earliest_are_kept():
    vague = notice(2, occurred={"earliest": at(2), "latest": at(9)})
    assert breaches(ANY_TIME, vague, attack(5)) == [POSSIBLE]
    assert breaches(ANY_TIME, vague, notice(3), notice(4), attack(5)) == []
    assert breaches(ANY_TIME, vague, notice(3, status="alleged"), attack(5)) == [POSSIBLE]


def test_a_permission_with_notice_stands_like_any_other():
    evaluation = judge(agreement(NOTIFIED.replace("defeats: C,", "defeats: C, during: truce,")), notice(2))
    assert verdict(evaluation, "P").states == {"text": "in_force"}
    assert verdict(judge(agreement(NOTIFIED), notice(2)), "P").verdict == "in_force"


def test_a_notice_counts_for_a_limit_too():
    clauses = NOTIFIED.replace("kind: prohibition", "kind: limit, at_most: 1, within: 7 days")
    assert breaches(clauses, notice(5), attack(8), attack(9)) == []
    assert breaches(clauses, attack(8), attack(9)) == [CERTAIN]


CHAIN = (
    FORBIDDEN
    + """\
  - {id: P, kind: permission, CITED, act: {kind: attack, target: outlaw}, defeats: C}
  - {id: Q, kind: permission, CITED, act: {attributes: {arms: heavy}}, defeats: [P, X]}
  - {id: R, kind: permission, CITED, act: {area: city}, defeats: Q}
  - {id: X, kind: exclusion, CITED, act: {actor: north-air}}
"""
)
OUTLAW = {"target": "outlaw", "place": {"pcode": "SY09"}}
HEAVY = {**OUTLAW, "attributes": {"arms": "heavy"}}


@pytest.mark.parametrize(
    ("record", "marks"),
    [
        (attack(2, **OUTLAW), []),
        (attack(2, **HEAVY), [CERTAIN]),
        (attack(2, **{**HEAVY, "place": {"pcode": "SY02"}}), []),
        (attack(2, **{**HEAVY, "place": {"pcode": "SY"}}), [POSSIBLE]),
        (attack(2, actor="north-air", target="south"), []),
        (attack(2, actor="north-air", **HEAVY), [CERTAIN]),
        (attack(2, **{**HEAVY, "target": ["outlaw", "north"]}), [CERTAIN]),
        (attack(2, **{**OUTLAW, "target": ["outlaw", "north"]}), [POSSIBLE]),
    ],
)
def test_an_exception_that_is_defeated_itself_defeats_nothing(record, marks):
    assert breaches(CHAIN, record) == marks


def exceptions(evaluation, clause="C"):
    proof = found(evaluation, clause)[0].grounds[0].proof
    return {part.wanted: part for part in proof.parts if part.test == "exception"}


def test_the_explanation_names_the_chain():
    tried = exceptions(judge(agreement(CHAIN), attack(2, **HEAVY)))
    assert tried["P"].found == "does not apply: defeated by Q"
    assert [part.wanted for part in tried["P"].parts] == ["Q"]
    assert tried["X"].found == "does not apply"
    doubtful = judge(agreement(CHAIN), attack(2, **{**HEAVY, "place": {"pcode": "SY"}}))
    assert found(doubtful, "C")[0].doubts() == ("the reported place is not precise enough to tell",)


def test_an_exception_to_an_exception_is_in_force_only_in_its_time():
    clauses = CHAIN.replace("defeats: [P, X]", f'defeats: [P, X], until: "{at(5)}"')
    assert breaches(clauses, attack(5, 0, -1, **HEAVY), attack(5, **HEAVY)) == [CERTAIN]


def test_an_exception_to_an_exception_can_need_a_notice():
    clauses = CHAIN.replace("defeats: [P, X]", "defeats: [P, X], given: {act: {kind: territorial_gain}}")
    gain = {"occurred": at(3), "kind": "territorial_gain"}
    assert breaches(clauses, attack(2, **HEAVY), gain, attack(4, **HEAVY)) == [CERTAIN]
    assert breaches(clauses, attack(2, **{**HEAVY, "occurred": "2020-01-03"}), {**gain, "occurred": at(3, 6)}) == [
        POSSIBLE
    ]


def test_what_may_follow_from_it_follows_from_when_it_may_have_happened():
    clauses = CHAIN.replace("defeats: [P, X]", "defeats: [P, X], given: {act: {kind: territorial_gain}}")
    clauses = clauses.replace("during: truce}", "during: truce, on_breach: {activate: Z}}", 1)
    clauses += "  - {id: Z, kind: prohibition, CITED, act: {kind: aid_denial}, initially: inactive}\n"
    records = [
        attack(3, **{**HEAVY, "occurred": "2020-01-03"}),
        {"occurred": at(3, 6), "kind": "territorial_gain"},
        {"occurred": at(3, 12), "kind": "aid_denial"},
    ]
    assert outcomes(judge(agreement(clauses), *records), "Z") == [("breach", at(3, 12), POSSIBLE)]


def test_many_notices_are_found_by_their_time():
    from time import process_time

    def seconds(size):
        pairs = [record for k in range(size) for record in (notice(2, 0, 2 * k), attack(5, 0, 2 * k))]
        start = process_time()
        assert breaches(NOTIFIED, *pairs) == []
        return process_time() - start

    seconds(100)
    assert seconds(1600) < 40 * max(seconds(200), 0.005)
