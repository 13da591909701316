"""How many, how much: the number of a report that counts, as the exact bounds between which it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import inf
from typing import Any, TypeAlias

import attrs

from ..events.incident import Incident, Range
from ..events.mark import Mark, every, unanimous
from ..rules.pattern import Wanted
from ..rules.values import BOUNDS, bounds, exactly, is_number

Bound: TypeAlias = Fraction | None
"""An exact number; as an upper bound None means that none is known."""

_ZERO = Fraction(0)


@attrs.frozen
class Amount:
    """A number from ``low`` to ``high``, both included."""

    low: Fraction
    high: Bound

    @classmethod
    def nothing(cls) -> Amount:
        """Zero."""
        return cls(_ZERO, _ZERO)

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def plus(self, other: Amount) -> Amount:
        """Both together; a number below nothing adds nothing."""
        high = None if self.high is None or other.high is None else self.high + max(other.high, _ZERO)
        return Amount(self.low + max(other.low, _ZERO), high)

    def less(self, part: Amount) -> Amount:
        """What is left when a part that it includes is taken away: no less than nothing, if it is more than that."""
        low = min(self.low, _ZERO) if part.high is None else max(self.low - part.high, min(self.low, _ZERO))
        high = None if self.high is None else max(self.high - part.low, min(self.high, _ZERO))
        return Amount(low, high)

    def __str__(self) -> str:
        if self.exact:
            return str(self.low)
        return f"{self.low} or more" if self.high is None else f"{self.low} to {self.high}"


ANY = Amount(Fraction(0), None)
"""A report that does not state a number may mean any."""


def _count_of(incident: Incident) -> Amount:
    """How many acts a report tells of; a bulletin that does not say how many tells of one or more."""
    count = Fraction(incident.count)
    return Amount(count, None if incident.aggregate and incident.count == 1 else count)


def amount_of(incident: Incident, name: str) -> Amount:
    """The number that ``name`` means in a report: ``count``, ``killed``, ``injured`` or an attribute.

    What is not stated, or is no number, may be any number from 0 on.
    """
    if name == "count":
        return _count_of(incident)
    if name in ("killed", "injured"):
        return _of_range(getattr(incident, name))
    value = incident.attributes.get(name)
    return Amount(exactly(value), exactly(value)) if is_number(value) else ANY


def hull(amounts: Iterable[Amount]) -> Amount:
    """Any of several numbers."""
    every_one = list(amounts)
    highs = [one.high for one in every_one if one.high is not None]
    return Amount(min(one.low for one in every_one), max(highs) if len(highs) == len(every_one) else None)


def _of_range(number: Range | None) -> Amount:
    return ANY if number is None else Amount(Fraction(number.low), Fraction(number.high))


def is_wanted(amount: Amount, wanted: Wanted) -> Mark:
    """Whether a number is one of those meant: certain where all that it may be are."""
    within = (_within(amount, BOUNDS[field], exactly(bound)) for field, bound in bounds(wanted))
    return every((*within, _listed(amount, wanted)))


def _within(amount: Amount, meets: Callable[[Any, Any], bool], bound: Fraction) -> Mark:
    """Whether a number meets a bound: all that it may be do where both the least and the most do."""
    most = inf if amount.high is None else amount.high
    return unanimous(Mark.CERTAIN if meets(end, bound) else Mark.NONE for end in (amount.low, most))


def _listed(amount: Amount, wanted: Wanted) -> Mark:
    if not wanted.one_of:
        return Mark.CERTAIN
    numbers = [exactly(one) for one in wanted.one_of if is_number(one)]
    inside = [one for one in numbers if amount.low <= one and (amount.high is None or one <= amount.high)]
    if not inside:
        return Mark.NONE
    return Mark.CERTAIN if amount.exact else Mark.POSSIBLE


def in_words(wanted: Wanted) -> str:
    """What is meant, for people."""
    parts = [", ".join(str(one) for one in wanted.one_of)] if wanted.one_of else []
    parts += [f"{field.replace('_', ' ')} {bound}" for field, bound in bounds(wanted)]
    return " and ".join(parts)
