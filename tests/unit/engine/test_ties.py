"""Ties with dates: an act of a part is one of the whole, and is answered for, only while the tie holds."""

from __future__ import annotations

import pytest

from comply import AgreementError, Mark
from comply.rules.lint.base import Subject
from comply.rules.lint.registry import LINTS

from ...harness import HEAD, agreement, at, found, judge, outcomes

CERTAIN, POSSIBLE = Mark.CERTAIN, Mark.POSSIBLE
DATED = HEAD.replace(
    "  south: {name: South}",
    """  south: {name: South, answers_to: [{party: backer, from: changed}, patron]}
  backer: {name: Backer}
  militia:
    name: Militia
    part_of:
      - {party: north, until: changed}
      - {party: south, from: changed + 2 days}
    answers_to: {party: backer, from: "2020-01-03T00:00:00Z", until: changed + 1 day}""",
).replace("groups:", 'instants: {changed: {at: "2020-01-10T00:00:00Z"}}\ngroups:')
NORTH = "  - {id: C, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce}\n"


def during(first: str, last: str) -> dict[str, str]:
    return {"earliest": first, "latest": last}


@pytest.mark.parametrize(
    ("when", "marks"),
    [
        (at(9), [CERTAIN]),
        (at(10, micro=-1), [CERTAIN]),
        (at(10), []),
        (at(20), []),
        (during(at(5), at(10)), [CERTAIN]),
        (during(at(5), at(10, micro=1)), [POSSIBLE]),
        (during(at(10), at(20)), []),
    ],
)
def test_an_act_of_a_part_is_one_of_the_whole_while_it_is_a_part(when, marks):
    report = {"occurred": when, "actor": "militia"}
    assert [mark for *_, mark in outcomes(judge(agreement(NORTH, head=DATED), report), "C")] == marks


@pytest.mark.parametrize(
    ("when", "certain", "possible"),
    [
        (at(2), ("militia", "north", "patron"), ()),
        (at(5), ("militia", "north", "backer", "patron"), ()),
        (during(at(2), at(5)), ("militia", "north", "patron"), ("backer",)),
        (at(10), ("militia", "backer"), ()),
        (at(11), ("militia",), ()),
        (at(12), ("militia", "south", "backer", "patron"), ()),
        (during(at(9), at(13)), ("militia",), ("north", "backer", "patron", "south")),
    ],
)
def test_who_answers_for_an_act_answered_at_its_time(when, certain, possible):
    clause = "  - {id: C, kind: prohibition, CITED, bearer: militia, act: {kind: attack}}\n"
    (breach,) = found(judge(agreement(clause, head=DATED), {"occurred": when, "actor": "militia"}), "C")
    assert (breach.answerable, breach.possibly_answerable) == (certain, possible)
    assert breach.to_json().get("possibly_answerable", []) == list(possible)


def test_a_straddling_tie_says_why_it_is_in_doubt():
    under = agreement(NORTH, head=DATED)
    (breach,) = found(judge(under, {"occurred": during(at(5), at(11)), "actor": "militia"}), "C")
    assert breach.doubts() == ("whether the actor belongs to them changes in the time in which it may have happened",)


@pytest.mark.parametrize(
    ("actor", "certain", "possible"),
    [
        (["north-air", "south"], ("patron",), ("north-air", "north", "south", "backer")),
        (["north-air", "nobody we know"], (), ("north-air", "north", "patron")),
        (
            [{"party": "north", "role": "joint"}, {"party": "south", "role": "joint"}],
            ("north", "patron", "south", "backer"),
            (),
        ),
    ],
)
def test_of_several_alleged_those_answer_for_certain_who_do_for_each(actor, certain, possible):
    clause = "  - {id: C, kind: prohibition, CITED, act: {kind: attack}}\n"
    (breach,) = found(judge(agreement(clause, head=DATED), {"occurred": at(15), "actor": actor}), "C")
    assert (breach.answerable, breach.possibly_answerable) == (certain, possible)


def test_who_misses_a_deadline_is_answered_for_by_those_of_that_instant():
    clause = '  - {id: C, kind: obligation, CITED, bearer: militia, act: {kind: aid_delivery}, by: "DAY"}\n'
    for day, certain in ((4, ("militia", "north", "backer", "patron")), (14, ("militia", "south", "backer", "patron"))):
        (missed,) = found(judge(agreement(clause.replace("DAY", at(day)), head=DATED), until=at(20)), "C")
        assert (missed.answerable, missed.possibly_answerable) == (certain, ())


def test_who_belongs_together_only_for_some_time_is_kept_apart_by_no_key():
    clause = "  - {id: C, kind: limit, CITED, act: {kind: attack}, at_most: 1, within: 30 days, per: actor}\n"
    reports = [{"occurred": at(day), "actor": actor} for day, actor in ((5, "militia"), (15, "north"))]
    assert [mark for *_, mark in outcomes(judge(agreement(clause, head=DATED), *reports), "C")] == [POSSIBLE]


@pytest.mark.parametrize(
    ("tie", "message"),
    [
        ("{party: north, from: changed, until: changed}", "it ends before it begins ('until' lies after 'from')"),
        ("{party: nowhere}", "no party or group is called 'nowhere' (declare it under parties or groups)"),
        ("{party: bound}", "'bound' is a group, not a party (name its members)"),
        ("{party: north, until: chnged}", "no instant is called 'chnged' (did you mean 'changed'?)"),
        ("{from: changed}", "'party' is missing (party: VALUE)"),
        ("{party: north, since: changed}", "unknown key 'since' (its keys are party, from, until)"),
    ],
)
@pytest.mark.parametrize("field", ["part_of", "answers_to"])
def test_a_tie_that_says_nothing_is_refused(field, tie, message):
    head = DATED.replace("  outlaw: {name: Outlaw}", f"  outlaw: {{name: Outlaw, {field}: {tie}}}")
    with pytest.raises(AgreementError) as refused:
        agreement(NORTH, head=head)
    assert [(str(one).split(": ", 1)[1], one.location.path.split(".")[1:]) for one in refused.value.problems] == [
        (message, ["parties", "outlaw", *refused.value.problems[0].location.path.split(".")[3:]])
    ]


def test_parties_in_a_circle_are_refused_whatever_the_time():
    head = DATED.replace("patron: {name: Patron}", "patron: {name: Patron, answers_to: {party: north, until: changed}}")
    with pytest.raises(AgreementError, match=r"goes in a circle: north → patron → north|patron → north → patron"):
        agreement(NORTH, head=head)


@pytest.mark.parametrize(
    ("unit", "other", "said"),
    [
        ("north-air", "{not: {actor: north}}", 1),
        ("militia", "{not: {actor: north}}", 0),
        ("militia", "{actor: north}", 0),
    ],
)
def test_what_only_sometimes_is_a_part_can_be_one_and_need_not_be(unit, other, said):
    act = f"{{kind: attack, all: [{{actor: {unit}}}, {other}]}}"
    under = agreement(f"  - {{id: C, kind: prohibition, CITED, act: {act}}}\n", head=DATED)
    never = next(lint for lint in LINTS if lint.code == "act-never-matches")
    assert len(list(never.check(Subject(agreement=under, reading=under.base_reading)))) == said
