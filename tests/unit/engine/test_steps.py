"""The condition of steps: in any order or in the one given, within a time, in one round, and in doubt."""

from __future__ import annotations

import pytest

from comply import Mark

from ...harness import agreement, at, found, judge, outcomes, verdict

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
MUTUAL = """\
  - {id: C, kind: condition, CITED, during: truce, on_met: {activate: Z},
     all_of: [{act: {kind: withdrawal, actor: north}}, {act: {kind: withdrawal, actor: south}}]}
  - {id: Z, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, initially: inactive}
"""
HEAD_KINDS = "kinds: {withdrawal: {is_a: event}, dig: {is_a: event}, fill: {is_a: event}}\n"
WITHIN = MUTUAL.replace("during: truce,", "during: truce, within: 6h,")
AT_ONCE = MUTUAL.replace("during: truce,", "during: truce, within: 0s,")
PATH = """\
  - {id: C, kind: condition, CITED, during: truce, within: 24h, on_met: {enter: ended},
     sequence: [{act: {kind: withdrawal}}, {act: {kind: dig}}, {act: {kind: fill}}]}
"""


def under(clauses):
    from ...harness import HEAD

    return agreement(clauses, head=HEAD + HEAD_KINDS)


def act(actor, day, hour=0, micro=0, kind="withdrawal", **more):
    return {"occurred": at(day, hour, micro), "kind": kind, "actor": actor, **more}


def span(first, last):
    return {"earliest": first, "latest": last}


def met(clauses, *records, **options):
    return outcomes(judge(under(clauses), *records, **options), "C")


@pytest.mark.parametrize("order", [("north", "south"), ("south", "north")])
def test_all_of_is_met_at_the_last_step_in_any_order(order):
    assert met(MUTUAL, act(order[0], 2), act(order[1], 4)) == [("met", at(4), CERTAIN)]


def test_one_step_alone_meets_nothing_and_progress_is_visible():
    evaluation = judge(under(MUTUAL), act("north", 2), act("north", 3))
    assert outcomes(evaluation, "C") == []
    standing = verdict(evaluation, "C")
    assert standing.verdict == "pending"
    assert standing.notes["text"] == ("1 of 2 steps taken: withdrawal by north; missing: withdrawal by south",)


def test_what_follows_is_in_force_for_acts_after_the_last_step():
    at_once, after = (act("south", 4, 0, micro, kind="attack") for micro in (0, 1))
    evaluation = judge(under(MUTUAL), act("north", 2), act("south", 4), at_once, after)
    assert outcomes(evaluation, "Z") == [("breach", at(4, 0, 1), CERTAIN)]


def test_only_steps_taken_while_it_is_in_force_count():
    early = {"occurred": "2019-12-31T23:59:59.999999Z", "kind": "withdrawal", "actor": "north"}
    assert met(MUTUAL, early, act("south", 2)) == []
    assert met(MUTUAL, act("north", 1), act("south", 2)) == [("met", at(2), CERTAIN)]


def test_one_act_of_both_takes_both_steps():
    parties = [{"party": name, "role": "joint"} for name in ("north", "south")]
    assert met(MUTUAL, act(parties, 3)) == [("met", at(3), CERTAIN)]


@pytest.mark.parametrize(("micro", "found_"), [(0, 1), (1, 0)])
def test_within_includes_its_end(micro, found_):
    assert len(met(WITHIN, act("north", 2), act("south", 2, 6, micro))) == found_


@pytest.mark.parametrize(("micro", "found_"), [(0, 1), (1, 0)])
def test_within_nothing_is_at_one_instant(micro, found_):
    assert len(met(AT_ONCE, act("north", 2), act("south", 2, 0, micro))) == found_


def test_a_step_taken_again_counts_from_when_it_was_taken_last():
    records = [act("north", 2), act("north", 3), act("south", 3, 5), act("north", 3, 9)]
    assert met(WITHIN, *records) == [("met", at(3, 5), CERTAIN)]


def test_it_is_met_once_while_it_is_in_force():
    assert len(met(MUTUAL, act("north", 2), act("south", 3), act("north", 4), act("south", 5))) == 1


@pytest.mark.parametrize(("micro", "found_"), [(0, 0), (1, 1)])
def test_steps_at_one_instant_are_no_sequence(micro, found_):
    records = [act("north", 2), act("north", 2, 1, kind="dig"), act("north", 2, 1, micro, kind="fill")]
    assert len(met(PATH, *records)) == found_


def test_a_sequence_needs_its_order_and_may_have_more_between():
    first, second, third = act("north", 2), act("north", 2, 2, kind="dig"), act("north", 2, 4, kind="fill")
    assert met(PATH, first, act("north", 2, 1, kind="fill"), second, third) == [("met", at(2, 4), CERTAIN)]
    assert met(PATH, second, first, act("north", 2, 1, kind="dig")) == []


@pytest.mark.parametrize(
    ("again", "found_"),
    [
        ([], 0),  # the first step is more than a day before the last one
        ([act("north", 2, 12)], 0),  # taken again, but the second step was before that
        ([act("north", 2, 12), act("north", 2, 13, kind="dig")], 1),
    ],
)
def test_a_sequence_may_begin_again_before_it_is_full(again, found_):
    records = [act("north", 2), act("north", 2, 6, kind="dig"), *again, act("north", 3, 0, 1, kind="fill")]
    assert len(met(PATH, *records)) == found_


def test_a_day_alone_leaves_the_order_open():
    day = {"occurred": "2020-01-02", "kind": "dig", "actor": "north"}
    records = [act("north", 2, 6), day, act("north", 3, 1, kind="fill")]
    evaluation = judge(under(PATH), *records)
    assert outcomes(evaluation, "C") == [("met", at(3, 1), POSSIBLE)]
    assert verdict(evaluation, "C").readings == {"strict": "pending", "broad": "satisfied"}


def test_a_step_under_way_may_come_after_one_reported_later():
    dig = {"occurred": span(at(2), at(2, 12)), "kind": "dig", "actor": "north"}
    records = [dig, act("north", 2, 6), act("north", 2, 8, kind="fill")]
    assert [one[2] for one in met(PATH, *records)] == [POSSIBLE]
    assert met(PATH, dig, act("north", 2, 12), act("north", 2, 13, kind="fill")) == []


@pytest.mark.parametrize(("micro", "mark"), [(0, CERTAIN), (-1, POSSIBLE)])
def test_intervals_that_share_an_instant_are_no_certain_sequence(micro, mark):
    first = {"occurred": span(at(2), at(2, 6)), "kind": "withdrawal", "actor": "north"}  # before 06:00
    records = [first, act("north", 2, 6, micro, kind="dig"), act("north", 2, 8, kind="fill")]
    assert met(PATH, *records) == [("met", at(2, 8), mark)]


def test_of_first_steps_before_an_instant_the_last_one_counts_for_a_second_at_it():
    firsts = [act("north", 2), act("north", 2, 20), act("north", 2, 22)]
    records = [*firsts, act("north", 2, 22, kind="dig"), act("north", 3, 19, kind="fill")]
    assert met(PATH, *records) == [("met", at(3, 19), CERTAIN)]
    assert met(PATH, firsts[0], *records[2:]) == []


def test_days_in_order_are_a_sequence_for_certain():
    days = [
        {"occurred": f"2020-01-0{day}", "kind": kind, "actor": "north"}
        for day, kind in ((2, "withdrawal"), (3, "dig"), (4, "fill"))
    ]
    (meeting,) = found(judge(under(PATH.replace("within: 24h,", "")), *days), "C")
    assert meeting.marks == {"text": CERTAIN}
    assert meeting.effective.to_json() == {"earliest": at(4), "latest": at(5)}
    assert [one[2] for one in met(PATH.replace("24h", "60h"), *days)] == [POSSIBLE]


def test_a_step_that_is_alleged_makes_the_meeting_possible():
    evaluation = judge(
        under(MUTUAL), act("north", 2, status="alleged"), act("south", 3), act("south", 4, kind="attack")
    )
    assert outcomes(evaluation, "C") == [("met", at(3), POSSIBLE)]
    assert [one[2] for one in outcomes(evaluation, "Z")] == [POSSIBLE]
    assert "whether the step was taken is not certain" in found(evaluation, "C")[0].doubts()


def test_certainty_that_comes_later_widens_the_bounds_of_the_one_meeting():
    records = [act("north", 2, status="alleged"), act("south", 3), act("north", 5)]
    (meeting,) = found(judge(under(MUTUAL), *records), "C")
    assert meeting.marks == {"text": CERTAIN}
    assert meeting.effective.to_json() == {"earliest": at(3), "latest": at(5, 0, 1)}


RESET = (
    MUTUAL
    + """\
  - {id: R, kind: power, CITED, bearer: patron, act: {kind: clock_reset}, on_exerted: {reset: C}}
"""
)


def reset(day, hour=0, micro=0, **more):
    return act("patron", day, hour, micro, kind="clock_reset", **more)


def test_a_reset_starts_it_anew():
    assert met(RESET, act("north", 2), reset(3), act("south", 4)) == []
    assert met(RESET, act("north", 2), reset(3), act("south", 4), act("north", 5)) == [("met", at(5), CERTAIN)]


@pytest.mark.parametrize(("micro", "found_"), [(0, 0), (1, 1)])
def test_what_happens_at_the_instant_of_a_reset_does_not_count(micro, found_):
    assert len(met(RESET, act("north", 2, 0, micro), reset(2), act("south", 3))) == found_


def test_after_a_reset_it_can_be_met_again():
    records = [act("north", 2), act("south", 3), reset(4), act("south", 5), act("north", 6)]
    assert met(RESET, *records) == [("met", at(3), CERTAIN), ("met", at(6), CERTAIN)]


def test_a_reset_that_may_have_come_leaves_open_whether_steps_belong_together():
    doubtful = reset(3, status="alleged")
    assert met(RESET, act("north", 2), doubtful, act("south", 4)) == [("met", at(4), POSSIBLE)]
    records = [act("north", 2), doubtful, act("south", 4), act("north", 5)]
    (meeting,) = found(judge(under(RESET), *records), "C")
    assert meeting.marks == {"text": CERTAIN}
    assert meeting.effective.to_json() == {"earliest": at(4), "latest": at(5, 0, 1)}


def test_met_before_a_reset_that_may_have_come_it_may_be_met_again():
    records = [act("north", 2), act("south", 3), reset(4, status="alleged"), act("south", 5), act("north", 6)]
    assert met(RESET, *records) == [("met", at(3), CERTAIN), ("met", at(6), POSSIBLE)]


CHAINED = """\
  - {id: O, kind: obligation, CITED, bearer: north, act: {kind: withdrawal}, during: truce}
  - {id: K, kind: condition, CITED, for: 48h, broken_by: {kind: attack}, during: truce}
  - {id: C, kind: condition, CITED, during: truce, on_met: {activate: Z},
     all_of: [{fulfilment_of: O}, {meeting_of: K}]}
  - {id: Z, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, initially: inactive}
"""


def test_outcomes_of_other_clauses_are_steps():
    assert met(CHAINED, act("north", 4)) == [("met", at(4), CERTAIN)]
    assert met(CHAINED, act("north", 2), until=at(9)) == [("met", at(3), CERTAIN)]
    assert met(CHAINED, act("north", 2), act("north", 2, 1, kind="attack"), until=at(4)) == []


def test_a_condition_met_last_makes_it_met_before_the_acts_of_that_instant():
    evaluation = judge(under(CHAINED), act("north", 2), act("south", 3, kind="attack"))
    assert outcomes(evaluation, "Z") == [("breach", at(3), CERTAIN)]


def test_leaving_force_ends_the_round():
    clauses = (
        MUTUAL
        + """\
  - {id: S, kind: power, CITED, bearer: patron, act: {kind: dig}, on_exerted: {suspend: C}}
  - {id: G, kind: power, CITED, bearer: patron, act: {kind: fill}, on_exerted: {resume: C}}
"""
    )
    pause, go_on = act("patron", 3, kind="dig"), act("patron", 5, kind="fill")
    assert met(clauses, act("north", 2), pause, go_on, act("south", 6)) == []
    assert met(clauses, act("north", 2), pause, act("south", 4), go_on, act("south", 6), act("north", 7)) == [
        ("met", at(7), CERTAIN)
    ]


ACTIVATED = """\
  - {id: F, kind: prohibition, CITED, bearer: bound, act: {kind: attack}, during: truce, on_breach: {activate: C}}
  - {id: C, kind: condition, CITED, initially: inactive, all_of: [{act: {kind: attack}}, {act: {kind: withdrawal}}]}
"""


@pytest.mark.parametrize(("micro", "found_"), [(0, 0), (1, 1)])
def test_the_act_that_brings_it_into_force_is_no_step_of_it(micro, found_):
    records = [act("north", 2, kind="attack"), act("north", 2, 0, micro, kind="attack"), act("north", 3)]
    assert len(met(ACTIVATED, *records)) == found_


def test_a_possible_lapse_of_force_makes_another_meeting_possible():
    clauses = MUTUAL + "  - {id: S, kind: power, CITED, bearer: patron, act: {kind: dig}, on_exerted: {suspend: C}}\n"
    lapse = act("patron", 4, kind="dig", status="alleged")
    records = [act("north", 2), act("south", 3), lapse, act("south", 5), act("north", 6)]
    assert met(clauses, *records) == [("met", at(3), CERTAIN), ("met", at(6), POSSIBLE)]
    assert met(clauses, act("north", 2), lapse, act("south", 5)) == [("met", at(5), POSSIBLE)]


def test_a_state_that_holds_at_first_needs_no_act_to_begin_it():
    clauses = """\
  - {id: C, kind: condition, CITED, for: 48h, during: truce,
     while: {begins: {kind: fill}, ends: {kind: dig}, initially: true}}
"""
    assert met(clauses, until=at(9)) == [("met", at(3), CERTAIN)]
    before = {"occurred": "2019-12-31T00:00:00Z", "kind": "dig", "actor": "north"}
    assert met(clauses, before, until=at(9)) == []
    assert met(clauses, act("north", 2, kind="dig"), act("north", 4, kind="fill"), until=at(9)) == [
        ("met", at(6), CERTAIN)
    ]
    assert met(clauses.replace("true", "false"), until=at(9)) == []


def test_a_condition_that_left_force_unmet_has_lapsed():
    clauses = MUTUAL + "  - {id: Q, kind: power, CITED, bearer: patron, act: {kind: dig}, on_exerted: {enter: ended}}\n"
    assert verdict(judge(under(clauses), act("north", 2), act("patron", 3, kind="dig")), "C").verdict == "lapsed"


def test_a_long_log_is_weighed_against_a_few():
    from time import process_time

    def seconds(size):
        many = [act("north", 2, 0, number, kind=("withdrawal", "dig")[number % 2]) for number in range(size)]
        start = process_time()
        assert met(PATH, *many) == []
        return process_time() - start

    seconds(200)
    assert seconds(3200) < 40 * max(seconds(400), 0.005)
