"""How many, how much: the number of a report that counts, as the exact bounds between which it lies."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import attrs

from ..events.incident import Incident, Range, Scalar
from ..events.mark import Mark, every
from ..rules.pattern import Wanted

Bound: TypeAlias = Fraction | None
"""An exact number; as an upper bound None means that none is known."""


@attrs.frozen
class Amount:
    """A number from ``low`` to ``high``, both included."""

    low: Fraction
    high: Bound

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def __str__(self) -> str:
        if self.exact:
            return str(self.low)
        return f"{self.low} or more" if self.high is None else f"{self.low} to {self.high}"


ANY = Amount(Fraction(0), None)
"""A report that does not state a number may mean any."""


def exactly(number: int | float) -> Fraction:
    """A number as it is written in decimal: 0.1 is one tenth."""
    return Fraction(repr(number))


def amount_of(incident: Incident, name: str) -> Amount:
    """The number that ``name`` means in a report: ``count``, ``killed``, ``injured`` or an attribute.

    What is not stated, or is no number, may be any number from 0 on.
    """
    if name == "count":
        return Amount(Fraction(incident.count), Fraction(incident.count))
    if name in ("killed", "injured"):
        return _of_range(getattr(incident, name))
    value = incident.attributes.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ANY
    return Amount(exactly(value), exactly(value))


def _of_range(number: Range | None) -> Amount:
    return ANY if number is None else Amount(Fraction(number.low), Fraction(number.high))


def is_wanted(amount: Amount, wanted: Wanted) -> Mark:
    """Whether a number is one of those meant: certain where all that it may be are."""
    return every((*_bounds(amount, wanted), _listed(amount, wanted)))


def _bounds(amount: Amount, wanted: Wanted) -> list[Mark]:
    marks = []
    if wanted.at_least is not None:
        marks.append(_reaches(amount, exactly(wanted.at_least), strictly=False))
    if wanted.more_than is not None:
        marks.append(_reaches(amount, exactly(wanted.more_than), strictly=True))
    if wanted.at_most is not None:
        marks.append(_reaches(amount, exactly(wanted.at_most), strictly=True).negated)
    if wanted.less_than is not None:
        marks.append(_reaches(amount, exactly(wanted.less_than), strictly=False).negated)
    return marks


def _reaches(amount: Amount, goal: Fraction, *, strictly: bool) -> Mark:
    """Whether a number is at least, or ``strictly`` more than, a goal."""

    def over(number: Bound) -> bool:
        return number is None or number > goal or (number == goal and not strictly)

    if over(amount.low):
        return Mark.CERTAIN
    return Mark.POSSIBLE if over(amount.high) else Mark.NONE


def _listed(amount: Amount, wanted: Wanted) -> Mark:
    if not wanted.one_of:
        return Mark.CERTAIN
    numbers = [exactly(one) for one in wanted.one_of if isinstance(one, int | float) and not isinstance(one, bool)]
    inside = [one for one in numbers if amount.low <= one and (amount.high is None or one <= amount.high)]
    if not inside:
        return Mark.NONE
    return Mark.CERTAIN if amount.exact else Mark.POSSIBLE


def value_is_wanted(value: Scalar | None, wanted: Wanted) -> bool:
    """Whether a stated value is one of those meant; a value that is not stated is none of them."""
    if value is None:
        return False
    if isinstance(value, bool) or not isinstance(value, int | float):
        return any(value == one and type(value) is type(one) for one in wanted.one_of) and not _asks_number(wanted)
    return is_wanted(Amount(exactly(value), exactly(value)), wanted) is Mark.CERTAIN


def _asks_number(wanted: Wanted) -> bool:
    return any(bound is not None for bound in (wanted.at_least, wanted.more_than, wanted.at_most, wanted.less_than))


def in_words(wanted: Wanted) -> str:
    """What is meant, for people."""
    parts = [", ".join(str(one) for one in wanted.one_of)] if wanted.one_of else []
    for field in ("at_least", "more_than", "at_most", "less_than"):
        bound = getattr(wanted, field)
        if bound is not None:
            parts.append(f"{field.replace('_', ' ')} {bound}")
    return " and ".join(parts)
