"""Which values a pattern wants. Numbers are compared as they are written in decimal: 0.1 is one tenth."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any, TypeAlias, TypeGuard, TypeVar

from ..events.incident import Scalar
from .pattern import Number, Wanted

BOUNDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
}
"""The fields that bound a number, each with what a number must be to it."""

Sought: TypeAlias = Sequence[tuple[Wanted, bool]]
"""Values that are wanted, each with whether one of them or none of them is sought."""
_Value = TypeVar("_Value", bound=Scalar)


def exactly(number: Number) -> Fraction:
    """A number as it is written in decimal."""
    return Fraction(repr(number))


def is_number(value: object) -> TypeGuard[Number]:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def bounds(wanted: Wanted) -> tuple[tuple[str, Number], ...]:
    """The bounds that are given, by their fields."""
    return tuple((field, bound) for field in BOUNDS if (bound := getattr(wanted, field)) is not None)


def admits(wanted: Wanted, value: Scalar) -> bool:
    """Whether a stated value is one of those meant; only numbers lie within bounds."""
    if wanted.one_of and not any(_same(value, one) for one in wanted.one_of):
        return False
    if not is_number(value):
        return not bounds(wanted)
    number = exactly(value)
    return all(BOUNDS[field](number, exactly(bound)) for field, bound in bounds(wanted))


def _same(value: Scalar, one: Scalar) -> bool:
    if is_number(value) and is_number(one):
        return exactly(value) == exactly(one)
    return value == one and is_number(value) == is_number(one)


def some_whole_number(sought: Sought, least: int) -> int | None:
    """A whole number of at least ``least`` that is sought; None where there is none.

    Every stretch between two bounds that holds a whole number holds one next to a bound.
    """
    near = {whole for number in _numbers(sought) for whole in range(floor(number) - 1, ceil(number) + 2)}
    return next(_found(sought, sorted(whole for whole in {least, *near} if whole >= least)), None)


def some_value(sought: Sought) -> Scalar | None:
    """A value that is sought, a number among them: at the bounds, between them and beyond; None where there is none."""
    numbers = _numbers(sought)
    between = ((low + high) / 2 for low, high in pairwise(numbers))
    others = (numbers[0] - 1, *between, numbers[-1] + 1) if numbers else (Fraction(0),)
    listed = [one for wanted, _ in sought for one in wanted.one_of]
    return next(_found(sought, [*listed, *map(_written, (*numbers, *others))]), None)


def _numbers(sought: Sought) -> list[Fraction]:
    """All that are named, in order."""
    bounding = [bound for wanted, _ in sought for _, bound in bounds(wanted)]
    listed = [one for wanted, _ in sought for one in wanted.one_of if is_number(one)]
    return sorted({exactly(number) for number in (*bounding, *listed)})


def _written(number: Fraction) -> Number:
    return number.numerator if number.denominator == 1 else float(number)


def _found(sought: Sought, values: Iterable[_Value]) -> Iterator[_Value]:
    return (value for value in values if all(admits(wanted, value) is holds for wanted, holds in sought))
