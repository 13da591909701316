"""Acts that must have come before others, such as notices: kept by what they share, found by when they were given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import add
from ...events.mark import Mark, every
from ...events.time import LAST_INSTANT, Instant
from ...rules.temporal import ATTRIBUTE_KEY, Given
from ..derivation import Derivation
from ..events import Act
from .keys import shared


@attrs.frozen
class Notice:
    """An act that may be a notice; ``mark`` says how surely, by itself."""

    act: Act
    mark: Mark


NO_NOTICE: tuple[Mark, Notice | None] = (Mark.NONE, None)


@attrs.define
class Notices:
    """The notices given, those that name the same keys together, in the order in which they may first have been given.

    Without ``at_most`` the earliest notices serve every later act as well as any, and only they are kept.
    """

    given: Given
    pattern: int
    zone: ZoneInfo
    alike: dict[tuple[Any, ...], list[Notice]] = attrs.field(factory=dict)
    under_way: set[str] = attrs.field(factory=set)
    widest: int = 0

    def add(self, act: Act, *, settled: bool) -> None:
        """Take a notice; one that is shown again is the same."""
        mark = act.mark(self.pattern)
        known = act.id in self.under_way
        (self.under_way.discard if settled else self.under_way.add)(act.id)
        if known or not mark:
            return
        self.widest = max(self.widest, act.last - act.first)
        notices = self.alike.setdefault(tuple(_named(key, act) for key in self.given.same), [])
        notices.append(Notice(act, mark))
        if self.given.at_most is None:
            notices[:] = _earliest(notices)

    def mark(self, act: Act) -> Mark:
        """Whether a notice was given for an act, in time and not too early."""
        return self._best(act)[0]

    def _best(self, act: Act) -> tuple[Mark, Notice | None]:
        best = NO_NOTICE
        for notices in self.alike.values():
            same = shared(self.given.same, notices[0].act, act)
            for notice in self._near(notices, act) if same > best[0] else ():
                mark = every((same, notice.mark, self._in_time(notice.act, act)))
                if mark > best[0]:
                    best = (mark, notice)
                if best[0] >= same:
                    break
        return best

    def _near(self, notices: list[Notice], act: Act) -> Iterator[Notice]:
        """The notices that may be in time for an act, the last one first."""
        for index in reversed(range(bisect_right(notices, act.last, key=self._serves_from))):
            if self._serves_until(notices[index].act.first + self.widest) < act.first:
                return
            yield notices[index]

    def _in_time(self, notice: Act, act: Act) -> Mark:
        if self._serves_from_instant(notice.last) <= act.first and act.last <= self._serves_until(notice.first):
            return Mark.CERTAIN
        may = self._serves_from_instant(notice.first) <= act.last and act.first <= self._serves_until(notice.last)
        return Mark.POSSIBLE if may else Mark.NONE

    def _serves_from(self, notice: Notice) -> Instant:
        return self._serves_from_instant(notice.act.first)

    def _serves_from_instant(self, instant: Instant) -> Instant:
        """The first instant that a notice given at an instant serves: strictly later in any case."""
        least = self.given.at_least
        return instant + 1 if least is None else max(instant + 1, add(instant, least, self.zone))

    def _serves_until(self, instant: Instant) -> Instant:
        most = self.given.at_most
        return LAST_INSTANT if most is None else add(instant, most, self.zone)

    def explain(self, act: Act) -> Derivation:
        """The same as ``mark`` with its reasons."""
        mark, notice = self._best(act)
        return Derivation(
            test="given",
            wanted=self._words(),
            found="no such act" if notice is None else notice.act.id,
            mark=mark,
            why="whether it came in time before the act is not certain" if mark is Mark.POSSIBLE else None,
        )

    def _words(self) -> str:
        given = self.given
        bounds = [
            f"{field.replace('_', ' ')} {duration}"
            for field, duration in (("at_least", given.at_least), ("at_most", given.at_most))
            if duration is not None
        ]
        same = ["the same " + ", ".join(key.removeprefix(ATTRIBUTE_KEY) for key in given.same)] if given.same else []
        return ", ".join(["act given before", *bounds, *same])


def _named(key: str, act: Act) -> Any:
    if key.startswith(ATTRIBUTE_KEY):
        values = act.told.attributes(key.removeprefix(ATTRIBUTE_KEY))
        return tuple((type(value).__name__, value) for value in values)
    return tuple(getattr(facts.incident, key) for facts in act.facts)


def _earliest(notices: list[Notice]) -> list[Notice]:
    """Of notices in order: the one that may have come first, and the one that surely came first."""
    sure = min((one for one in notices if one.mark is Mark.CERTAIN), key=lambda one: one.act.last, default=None)
    return [one for one in notices if one is notices[0] or one is sure]
