"""Parties whose ties change: what is certain of a stretch of time holds at each instant of it, and nothing new does."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comply.engine.answerability import Liable, of_acts
from comply.engine.derivation import Derivation
from comply.engine.events import NormativeEvent, Settled
from comply.engine.world import World
from comply.events.incident import Actor, Incident
from comply.events.mark import Mark
from comply.events.occurrence import Occurrence, occurrence_of
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import FIRST_INSTANT, LAST_INSTANT, Interval
from comply.rules.agreement import Party, Tie
from comply.rules.parties import Ties

PARTIES = ("a", "b", "c", "d", "e")
EVENT = Settled.of(
    NormativeEvent(
        clause=0,
        outcome="breach",
        key="i",
        mark=Mark.CERTAIN,
        earliest=0,
        latest=0,
        settled=True,
        derive=lambda: Derivation(test="t", mark=Mark.CERTAIN),
    )
)
instants = st.integers(0, 12)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Parties tied to parties after them, so that none is above itself."""
    spans: dict[Tie, tuple[int, int]] = {}
    parties: dict[str, Party] = {}
    for number, name in enumerate(PARTIES):
        tied = {field: tuple(draw(_ties(PARTIES[number + 1 :], spans))) for field in ("part_of", "answers_to")}
        parties[name] = Party(id=name, name=name, **tied)
    return World(parties, {}, {}, {}, {}, DEFAULT_TAXONOMY, Ties(parties, spans))


@st.composite
def _ties(draw: st.DrawFn, above: tuple[str, ...], spans: dict[Tie, tuple[int, int]]) -> list[Tie]:
    found = []
    for name in draw(st.lists(st.sampled_from(above), max_size=2)) if above else ():
        start, end = draw(instants), draw(instants)
        tie = Tie(party=name)
        if start < end:
            tie = Tie(party=name, from_=str(start), until=str(end))
            spans[tie] = (start, end)
        found.append(tie)
    return found


reported = st.lists(
    st.builds(Actor, party=st.sampled_from((*PARTIES, "nobody")), role=st.sampled_from((None, None, "joint"))),
    max_size=3,
).map(tuple)
stretches = st.tuples(instants, instants).map(lambda pair: range(min(pair), max(pair) + 1))


def plainly_above(world: World, name: str, at: int, fields: tuple[str, ...]) -> set[str]:
    """The party and what stands above it at an instant, by a look at every tie."""
    found = {name}
    for field in fields:
        for tie in getattr(world.parties[name], field):
            start, end = world.ties.spans.get(tie, (FIRST_INSTANT, LAST_INSTANT))
            if start <= at < end:
                found |= plainly_above(world, tie.party, at, fields)
    return found


@given(worlds(), reported, stretches, st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2), st.booleans())
def test_an_act_is_one_of_the_whole_as_it_is_at_every_instant(world, actors, stretch, wanted, each):
    rosters, named = world.rosters(wanted), world.resolved(actors)
    vague = rosters.of(named, world.ties.epochs(stretch[0], stretch[-1]), each=each)
    precise = {rosters.of(named, world.ties.epochs(at, at), each=each) for at in stretch}
    assert precise == {vague} if len(precise) == 1 else vague is Mark.POSSIBLE


@given(worlds(), st.sampled_from(PARTIES), st.sampled_from(PARTIES), instants)
def test_at_one_instant_a_part_is_one_for_certain_and_a_whole_possibly(world, one, wanted, at):
    mark = world.rosters((wanted,)).of(((one, False),), world.ties.epochs(at, at))
    if wanted in plainly_above(world, one, at, ("part_of",)):
        assert mark is Mark.CERTAIN
    else:
        whole = one in plainly_above(world, wanted, at, ("part_of",))
        assert mark is (Mark.POSSIBLE if whole else Mark.NONE)


def _told(*reports: Incident) -> Occurrence:
    found = occurrence_of(reports)
    assert found is not None
    return found


@given(worlds(), st.lists(st.tuples(reported, stretches), min_size=1, max_size=3))
def test_of_several_reports_it_is_certain_who_answers_whichever_is_right(world, accounts):
    reports = [
        Incident(id=str(number), occurred=Interval(time[0], time[-1] + 1), recorded=20, kind="attack", actor=actors)
        for number, (actors, time) in enumerate(accounts)
    ]
    whole = of_acts(world, EVENT, [_told(*reports)])
    for report in reports:
        alone = of_acts(world, EVENT, [_told(report)])
        assert set(whole.certain) <= set(alone.certain)
        assert {*alone.certain, *alone.possible} <= {*whole.certain, *whole.possible}


@given(worlds(), reported, stretches)
def test_who_answers_for_certain_does_so_whoever_did_it_whenever(world, actors, stretch):
    act = Incident(id="i", occurred=Interval(stretch[0], stretch[-1] + 1), recorded=20, kind="attack", actor=actors)
    vague = of_acts(world, EVENT, [_told(act)])
    for at in stretch:
        joint = tuple(actor for actor in actors if actor.role == "joint")
        for one in [actor for actor in actors if actor.role is None] or [None]:
            did = (*joint, *(() if one is None else (one,)))
            precise = of_acts(world, EVENT, [_told(attrs.evolve(act, occurred=Interval(at, at + 1), actor=did))])
            plain = {
                name
                for actor in did
                if actor.party in world.parties
                for name in plainly_above(world, actor.party, at, ("part_of", "answers_to"))
            }
            assert precise == Liable(precise.certain, ())
            assert set(precise.certain) == plain
            assert set(vague.certain) <= plain <= {*vague.certain, *vague.possible}
    assert not set(vague.certain) & set(vague.possible)
