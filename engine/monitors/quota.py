"""Quota: how much of what is owed has been done, as acts come in: the least and the most that it can be.

A duty that one act meets is a quota of one act. All sums are exact.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from ...events.mark import Mark
from ..amount import Amount
from ..events import Act

ONE = Amount(Fraction(1), Fraction(1))
"""What an act counts for where any one act meets the duty."""
_NOTHING = Fraction(0)


@attrs.frozen
class Contribution:
    """An act that counts towards the goal: ``mark`` says how surely it does."""

    act: Act
    mark: Mark
    amount: Amount

    @property
    def least(self) -> Fraction:
        """What it adds at the least."""
        return self.amount.low if self.mark is Mark.CERTAIN else min(self.amount.low, _NOTHING)

    @property
    def most(self) -> Fraction | None:
        """What it adds at the most; None where no bound is known."""
        high = self.amount.high
        return high if high is None or self.mark is Mark.CERTAIN else max(high, _NOTHING)


@attrs.define
class Quota:
    """What has been done towards a goal."""

    goal: Fraction
    parts: dict[str, Contribution] = attrs.field(factory=dict)
    least: Fraction = _NOTHING
    _most: Fraction = _NOTHING
    _unbounded: int = 0

    def add(self, part: Contribution) -> None:
        """Count an act, in place of what was known of it before."""
        known = self.parts.get(part.act.id)
        if known is not None:
            self._count(known, -1)
        self.parts[part.act.id] = part
        self._count(part, 1)

    def _count(self, part: Contribution, sign: int) -> None:
        self.least += sign * part.least
        if part.most is None:
            self._unbounded += sign
        else:
            self._most += sign * part.most

    @property
    def most(self) -> Fraction | None:
        """The most that has been done; None where no bound is known."""
        return None if self._unbounded else self._most

    @property
    def reached(self) -> Mark:
        """Whether the goal is reached now."""
        if self.least >= self.goal:
            return Mark.CERTAIN
        return Mark.POSSIBLE if self.most is None or self.most >= self.goal else Mark.NONE

    def words(self) -> str:
        """How much has been done, for people."""
        least, most = max(self.least, _NOTHING), self.most
        return str(Amount(least, most if most is None else max(most, least)))
