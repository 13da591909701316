"""What may hold when: a state whose changes can be uncertain in whether and in when.

A fluent keeps, as a function of time, the set of values that it may have. One value in the set means that the state
is certain. The set is always sound: whatever precise versions of the incidents one takes, the state they lead to at
an instant is in the set of that instant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import attrs

from ..events.mark import Mark
from ..events.time import FIRST_INSTANT, Instant

ANYTHING: frozenset[str] = frozenset()
"""Of a change that can be made from any value."""

Supports = frozenset[frozenset[str]]
"""Why a value is possible: for each change that brings it, the incidents that it can only follow."""
UNCONDITIONAL: Supports = frozenset((frozenset(),))
_MOST_SUPPORTS = 8


@attrs.frozen(kw_only=True)
class Change:
    """A change to ``value`` at some instant from ``earliest`` to ``latest``; unknown how late: ``latest`` is None.

    ``key`` names the event that brings it; the change happens only from one of the values of ``origin``, and not before
    any of the incidents of ``after``, which bring it about.
    """

    key: str
    value: str
    earliest: Instant
    latest: Instant | None
    origin: frozenset[str] = ANYTHING
    after: frozenset[str] = frozenset()

    @property
    def exact(self) -> bool:
        """Whether it is known to the instant when it came."""
        return self.earliest == self.latest


@attrs.define
class Fluent:
    """The values that a state may have, from each instant at which that set changed."""

    initial: str
    since: list[Instant] = attrs.field(init=False)
    values: list[frozenset[str]] = attrs.field(init=False)
    _supports: list[dict[str, Supports]] = attrs.field(init=False)
    _exact: dict[str, Instant] = attrs.field(factory=dict, init=False)
    _latest: dict[str, Instant] = attrs.field(factory=dict, init=False)
    """For each value the latest instant of a change to it, of the exact ones and of the others."""
    _open: dict[str, set[str]] = attrs.field(factory=dict, init=False)
    _origins: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.since = [FIRST_INSTANT]
        self.values = [frozenset((self.initial,))]
        self._supports = [{self.initial: UNCONDITIONAL}]

    def at(self, instant: Instant) -> frozenset[str]:
        """The values it may have at an instant."""
        return self.values[max(bisect_right(self.since, instant) - 1, 0)]

    def doubtful_since(self, instant: Instant) -> Instant:
        """Since when, without a break, it is not certain which value it has; the instant itself where it is certain."""
        since = instant
        for index in range(max(bisect_right(self.since, instant) - 1, 0), -1, -1):
            if len(self.values[index]) == 1:
                break
            since = self.since[index]
        return since

    def over(self, first: Instant, last: Instant, before: str | None = None) -> frozenset[str]:
        """The values it may have at some instant from ``first`` to ``last``, both included.

        ``before`` names an incident: values that can only follow it are left out, for what held when it happened.
        """
        start = max(bisect_right(self.since, first) - 1, 0)
        end = max(bisect_right(self.since, last), start + 1)
        if before is None:
            return self.values[start].union(*self.values[start + 1 : end])
        return frozenset().union(*(self._without(index, before) for index in range(start, end)))

    def _without(self, index: int, incident: str) -> frozenset[str]:
        supports = self._supports[index]
        return frozenset(
            value for value in self.values[index] if any(incident not in after for after in supports[value])
        )

    def mark(self, wanted: Iterable[str], first: Instant, last: Instant, before: str | None = None) -> Mark:
        """Whether it has one of the wanted values throughout (certain) or somewhere (possible) in a stretch of time."""
        seen = self.over(first, last, before)
        goals = frozenset(wanted)
        if seen <= goals:
            return Mark.CERTAIN
        return Mark.POSSIBLE if seen & goals else Mark.NONE

    def may_change(self, change: Change, now: Instant) -> bool:
        """From ``now`` on the change may have come; says whether that is news."""
        values = self.at(now)
        self._remember(change)
        if change.origin and not change.origin & values:
            return False
        return self._add(change, now)

    def _add(self, change: Change, now: Instant) -> bool:
        """Make the change's value possible besides the others."""
        supports = dict(self._supports[max(bisect_right(self.since, now) - 1, 0)])
        reasons = supports.get(change.value, frozenset()) | {change.after}
        plain = frozenset() in reasons or len(reasons) > _MOST_SUPPORTS
        supports[change.value] = UNCONDITIONAL if plain else reasons
        return self._set(now, supports)

    def has_changed(self, change: Change, now: Instant) -> bool:
        """By ``now`` the change has come for certain; says whether that is news.

        Another change that may have come after this one leaves its value possible.
        """
        self._open.get(change.value, set()).discard(change.key)
        self._remember(change)
        before = self.over(change.earliest, now)
        if change.origin and not before <= change.origin:
            return bool(change.origin & before) and self._add(change, now)
        return self._set(now, dict.fromkeys(self._with_rivals(change), UNCONDITIONAL))

    def _remember(self, change: Change) -> None:
        known = self._origins.get(change.value)
        self._origins[change.value] = change.origin if known is None else known | change.origin
        if known == ANYTHING:
            self._origins[change.value] = ANYTHING
        if change.latest is None:
            self._open.setdefault(change.value, set()).add(change.key)
        else:
            known_latest = self._exact if change.exact else self._latest
            known_latest[change.value] = max(change.latest, known_latest.get(change.value, FIRST_INSTANT))

    def _with_rivals(self, change: Change) -> frozenset[str]:
        reached = {change.value}
        rivals = [value for value in self._origins if value != change.value and self._may_follow(value, change)]
        news = True
        while news:
            news = False
            for value in rivals:
                origin = self._origins[value]
                if value not in reached and (not origin or origin & reached):
                    reached.add(value)
                    news = True
        return frozenset(reached)

    def _may_follow(self, value: str, change: Change) -> bool:
        """Whether a change to another value may come after one; of two exact ones the later applied does."""
        if self._open.get(value) or self._latest.get(value, FIRST_INSTANT) >= change.earliest:
            return True
        exact = self._exact.get(value, FIRST_INSTANT)
        return exact > change.earliest or (exact == change.earliest and not change.exact)

    def _set(self, instant: Instant, supports: dict[str, Supports]) -> bool:
        values = frozenset(supports)
        news = values != self.at(instant)
        if supports == self._supports[-1]:
            return news
        if self.since[-1] >= instant:
            self.values[-1], self._supports[-1] = values, supports
        else:
            self.since.append(instant)
            self.values.append(values)
            self._supports.append(supports)
        return news
