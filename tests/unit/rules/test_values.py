"""Values are compared as they are written, and one that is sought is found wherever there is one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comply import Mark
from comply.engine.amount import Amount, is_wanted
from comply.rules.pattern import Wanted
from comply.rules.values import BOUNDS, admits, exactly, some_value, some_whole_number

from ...properties.wanted import numbers, values, wanted

LARGE = (10**23, 1e23, 72057594037927944, 7.205759403792794e16, 0.1)
sought = st.lists(st.tuples(wanted, st.booleans()), min_size=1, max_size=3)


def meets(value, all_sought):
    return all(admits(one, value) is holds for one, holds in all_sought)


@settings(max_examples=300)
@given(wanted, st.integers(0, 4) | numbers)
def test_a_number_is_admitted_as_an_exact_amount_is_wanted(one, value):
    mark = is_wanted(Amount(exactly(value), exactly(value)), one)
    assert mark is (Mark.CERTAIN if admits(one, value) else Mark.NONE)


@settings(max_examples=300)
@given(st.sampled_from(sorted(BOUNDS)), st.sampled_from(LARGE), st.sampled_from(LARGE), st.sampled_from(LARGE))
def test_it_is_so_where_numbers_are_not_exact_in_binary_too(field, bound, listed, value):
    one = Wanted(**{field: bound}, one_of=(listed, value))
    mark = is_wanted(Amount(exactly(value), exactly(value)), one)
    assert mark is (Mark.CERTAIN if admits(one, value) else Mark.NONE)


@given(wanted, st.integers(0, 4), st.integers(0, 4) | st.none(), st.integers(0, 4))
def test_an_amount_in_doubt_is_wanted_as_surely_as_each_number_that_it_may_be(one, low, width, inner):
    amount = Amount(Fraction(low), None if width is None else Fraction(low + width))
    number = low + (inner if width is None else min(inner, width))
    mark = is_wanted(amount, one)
    if mark is not Mark.POSSIBLE:
        assert admits(one, number) is (mark is Mark.CERTAIN)


@pytest.mark.parametrize(
    ("one", "value", "admitted"),
    [
        (Wanted(one_of=(1,)), True, False),
        (Wanted(one_of=(True,)), 1, False),
        (Wanted(one_of=(1,)), 1.0, True),
        (Wanted(one_of=("1",)), 1, False),
        (Wanted(at_least=0), "x", False),
        (Wanted(at_least=0), True, False),
        (Wanted(one_of=("x",), at_least=0), "x", False),
        (Wanted(at_most=0.1), 0.1, True),
        (Wanted(less_than=0.1), 0.1, False),
        (Wanted(at_least=10**23), 1e23, True),
    ],
)
def test_what_is_admitted(one, value, admitted):
    assert admits(one, value) is admitted


@settings(max_examples=300)
@given(sought, st.integers(-1, 5) | values | st.sampled_from((0.5, 1.25, -2.5, "y")))
def test_a_value_is_found_where_there_is_one(all_sought, value):
    found = some_value(all_sought)
    assert found is None or meets(found, all_sought)
    if meets(value, all_sought) and isinstance(value, int | float) and not isinstance(value, bool):
        assert found is not None


@settings(max_examples=300)
@given(sought, st.integers(0, 2))
def test_a_whole_number_is_found_where_there_is_one(all_sought, least):
    found = some_whole_number(all_sought, least)
    held = [number for number in range(least, 6) if meets(number, all_sought)]
    assert found in held if held else found is None


@pytest.mark.parametrize("bound", [1e17, 1.7e308, -1.7e308])
def test_there_is_a_number_beyond_any_other(bound):
    for field in ("more_than", "less_than"):
        assert some_value([(Wanted(**{field: bound}), True)]) is not None
