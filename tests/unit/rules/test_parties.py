"""Groups are expanded to the last, and those who answer come nearest first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comply.rules.agreement import Group, Party, Tie
from comply.rules.parties import answerable, expanded, members

PARTIES = ("a", "b", "c", "d")
GROUPS = ("one", "two", "three")


def held(number: int) -> st.SearchStrategy[Group]:
    """A group of parties and of groups before it, so that none holds itself."""
    names = st.sampled_from((*PARTIES, *GROUPS[:number]))
    return st.lists(names, min_size=1, max_size=4).map(lambda chosen: Group(members=tuple(chosen)))


groups = st.fixed_dictionaries({name: held(number) for number, name in enumerate(GROUPS)})
named = st.lists(st.sampled_from((*PARTIES, *GROUPS)), max_size=5)


def party(number: int) -> st.SearchStrategy[Party]:
    """A party of those after it, so that none answers for itself."""
    name, *above = PARTIES[number:]
    tied = st.lists(st.sampled_from(above).map(_tie), max_size=2).map(tuple) if above else st.just(())
    return st.builds(Party, id=st.just(name), name=st.just(name), part_of=tied, answers_to=tied)


def _tie(name: str) -> Tie:
    return Tie(party=name)


parties = st.fixed_dictionaries({name: party(number) for number, name in enumerate(PARTIES)})


def written_out(under: dict[str, Group], names: list[str] | tuple[str, ...]) -> list[str]:
    """The parties as they stand when each group is written out where it is named."""
    return [one for name in names for one in (written_out(under, under[name].members) if name in under else [name])]


def steps(under: dict[str, Party], start: str) -> dict[str, int]:
    """How many steps up each party stands that answers for another, by trying every way."""
    record = under[start]
    above = [tie.party for tie in (*record.part_of, *record.answers_to)]
    ways = [(name, 1 + further) for one in above for name, further in steps(under, one).items()]
    return {start: 0} | {name: min(count for other, count in ways if other == name) for name, _ in ways}


@given(groups, named)
def test_the_members_are_those_of_the_groups_written_out_each_once(under, names):
    assert members(under, names) == tuple(dict.fromkeys(written_out(under, names)))


@given(groups, named)
def test_what_is_expanded_holds_the_names_themselves_and_the_members(under, names):
    found = expanded(under, names)
    assert len(set(found)) == len(found)
    assert set(found) >= {*names, *members(under, names)}
    assert all(set(under[name].members) <= set(found) for name in found if name in under)


@given(parties, st.sampled_from(PARTIES))
def test_who_answers_comes_once_and_nearest_first(under, start):
    found, distance = answerable(under, start), steps(under, start)
    assert found[0] == start
    assert sorted(found) == sorted(distance)
    assert [distance[name] for name in found] == sorted(distance.values())


def test_the_whole_comes_before_the_guarantors():
    under = {
        "unit": Party(id="unit", name="U", part_of=(_tie("north"),), answers_to=(_tie("patron"),)),
        "north": Party(id="north", name="N", answers_to=(_tie("council"),)),
        "patron": Party(id="patron", name="P", answers_to=(_tie("council"),)),
        "council": Party(id="council", name="C"),
    }
    assert answerable(under, "unit") == ("unit", "north", "patron", "council")
