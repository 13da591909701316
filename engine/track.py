"""Track: the folds of all readings side by side, fed the same occurrences in event order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ..events.occurrence import Occurrence
from ..events.time import FIRST_INSTANT, LAST_INSTANT, Instant
from .bulletins import beyond_records
from .finality import Closed
from .inference.choose import choose
from .inference.protocol import Inference
from .match import Matcher
from .plan import Plan
from .step import Fold
from .told import Told

Position = tuple[Instant, Instant, str]
"""The order of the last occurrence that was fed."""
Bulletins = Mapping[int, Mapping[str, Told]]
"""By the matcher of a reading, bulletins by their ids, each with what it tells of beyond the records."""

START: Position = (FIRST_INSTANT - 1, FIRST_INSTANT, "")
"""Before every occurrence."""
END: Position = (LAST_INSTANT + 1, FIRST_INSTANT, "")
"""After every occurrence."""


def matchers(plans: Iterable[Plan]) -> list[Matcher]:
    """The matchers of the readings, each once."""
    return list({id(plan.matcher): plan.matcher for plan in plans}.values())


def bulletins_of(plans: Sequence[Plan], occurrences: Sequence[Occurrence]) -> Bulletins:
    """What the bulletins among all occurrences tell of beyond the records, as each matcher resolves their names."""
    return {id(matcher): beyond_records(matcher, occurrences) for matcher in matchers(plans)}


@attrs.frozen
class Inferences:
    """The inference of each reading. It keeps nothing, so that any number of folds can share it."""

    plans: Sequence[Plan]
    each: Sequence[Inference]

    @classmethod
    def of(cls, plans: Sequence[Plan], name: str) -> Inferences:
        """Compile the rules of each reading for an implementation: ``auto``, ``durable`` or ``native``.

        Raises:
            InferenceUnavailableError: ``durable`` was asked for and does not import here.
        """
        return cls(plans, [choose(name, plan.rules) for plan in plans])

    @property
    def name(self) -> str:
        """The implementation that runs."""
        return self.each[0].name

    def folds(self) -> list[Fold]:
        """A fresh fold of each reading."""
        return [Fold(plan, inference) for plan, inference in zip(self.plans, self.each, strict=True)]

    def close(self) -> None:
        """Free what they hold."""
        for inference in self.each:
            inference.close()


@attrs.define
class Track:
    """The folds of all readings, and how far they have been fed."""

    folds: list[Fold]
    position: Position = START

    @classmethod
    def begin(cls, folds: Iterable[Fold]) -> Track:
        """Fresh folds, begun before all time."""
        track = cls(list(folds))
        for fold in track.folds:
            fold.start()
        return track

    def feed(self, occurrence: Occurrence, bulletins: Bulletins) -> None:
        """Take the next occurrence; readings that share a matcher share what it found."""
        seen: dict[int, Told] = {}
        for fold in self.folds:
            matcher = fold.plan.matcher
            name = id(matcher)
            if name not in seen:
                seen[name] = bulletins[name].get(occurrence.id) or matcher.told(occurrence)
            fold.feed(seen[name])
        self.position = occurrence.order

    def settle(self, instant: Instant) -> tuple[Closed, ...]:
        """All that begins up to an instant has been fed: what of each reading nothing else can change any more."""
        for fold in self.folds:
            fold.close(instant)
        return tuple(fold.closed for fold in self.folds if fold.closed is not None)

    def finish(self, horizon: Instant, *, inclusive: bool, closed: Instant | None) -> None:
        """End at the horizon; nothing can be fed after that."""
        for fold in self.folds:
            fold.finish(horizon, inclusive=inclusive, closed=closed)
