"""A pattern holds where one of its cases does, and its contrary where one of the contrary's does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comply.rules.demands import MOST_CASES, cases, claims
from comply.rules.pattern import Pattern

KINDS = ("a", "b", "c")


def wider(inner: st.SearchStrategy[Pattern]) -> st.SearchStrategy[Pattern]:
    few = st.lists(inner, max_size=3).map(tuple)
    return st.builds(Pattern, kind=st.sampled_from(((), ("a",))), all=few, any=few, not_=st.none() | inner)


patterns = st.recursive(st.sampled_from(KINDS).map(lambda kind: Pattern(kind=(kind,))), wider, max_leaves=5)
worlds = st.sets(st.sampled_from(KINDS))


def holds(pattern: Pattern, world: set[str]) -> bool:
    """The pattern as a statement on kinds, each of them true in the world or not."""
    return (
        (not pattern.kind or pattern.kind[0] in world)
        and all(holds(part, world) for part in pattern.all)
        and (not pattern.any or any(holds(part, world) for part in pattern.any))
        and (pattern.not_ is None or not holds(pattern.not_, world))
    )


@given(patterns, worlds, st.booleans())
def test_a_pattern_holds_where_one_of_its_cases_does(pattern, world, positive):
    found = cases(pattern, holds=positive)
    assert found is not None
    met = any(all((demand.wanted[0] in world) is demand.holds for demand in case) for case in found)
    assert met is (holds(pattern, world) is positive)


def test_more_cases_than_are_looked_at_are_not_counted_out():
    two = Pattern(any=(Pattern(kind=("a",)), Pattern(kind=("b",))))
    most = MOST_CASES.bit_length() - 1
    assert len(cases(Pattern(all=(two,) * most)) or ()) == MOST_CASES
    assert cases(Pattern(all=(two,) * (most + 1))) is None
    assert cases(Pattern(any=(Pattern(kind=("a",)),) * (MOST_CASES + 1))) is None


def test_what_a_report_can_only_claim_is_neither_certain_nor_certainly_absent():
    claim = Pattern(not_=Pattern(any=(Pattern(possibly=Pattern(kind=("a",))),)))
    assert claims(claim)
    assert not claims(Pattern(not_=Pattern(kind=("a",))))
    assert cases(claim) == ((),)
