"""Judging one act against a clause that forbids or limits acts: is it meant, in force, established, not excepted."""

from __future__ import annotations

import attrs

from ...events.mark import Mark, every, some
from ...events.time import Instant
from ..derivation import Derivation
from ..events import Act
from .base import View
from .notices import Notices


@attrs.frozen
class Defeater:
    """A permission or exclusion that defeats a clause for the acts it means, unless it is itself defeated for them."""

    clause: int
    name: str
    pattern: int
    notices: Notices | None = None
    """What must have come before, where that is asked for."""
    defeaters: tuple[Defeater, ...] = ()
    """Exceptions to this exception."""


@attrs.frozen
class Judge:
    """What it takes to judge an act: the acts that a clause means, and what defeats it."""

    clause: int
    pattern: int
    defeaters: tuple[Defeater, ...]
    view: View = attrs.field(repr=False)

    @property
    def excused_by(self) -> frozenset[int]:
        """The exceptions whose end may make a breach of an act that is under way."""
        return frozenset(defeater.clause for defeater in self.defeaters)

    def mark(self, act: Act, until: Instant) -> Mark:
        """Whether an act falls under the clause, for what is known up to an instant of the act's own time."""
        in_force = self.view.force(self.clause, act.first, until, act.id)
        if not in_force:
            return Mark.NONE
        defeated = some(self._applies(defeater, act, until) for defeater in self.defeaters)
        return every((act.mark(self.pattern), in_force, defeated.negated))

    def excepted(self, act: Act) -> Mark:
        """Whether an act that does not fall under the clause would, if it were not for the exceptions."""
        if not self.defeaters:
            return Mark.NONE
        return min(act.mark(self.pattern), self.view.force(self.clause, act.first, act.last, act.id))

    def _applies(self, defeater: Defeater, act: Act, until: Instant, *, excuses: bool = True) -> Mark:
        """Whether an exception applies to an act; ``excuses`` is False for an exception to an exception.

        What an exception to an exception needs may still come while the act is under way: until the act's time is
        over it may always apply, so that a breach is announced as early as it may have happened.
        """
        fits = act.fits(defeater.pattern)
        if not fits:
            return Mark.NONE
        beaten = some(self._applies(other, act, until, excuses=not excuses) for other in defeater.defeaters)
        in_force = self.view.force(defeater.clause, act.first, until, act.id)
        applies = every((fits, in_force, _given(defeater, act), beaten.negated))
        return applies if excuses or until >= act.last else max(applies, Mark.POSSIBLE)

    def derive(self, act: Act) -> tuple[Derivation, ...]:
        """The statements that the judgement rests on: the act, its evidence, the clause's force, each exception."""
        return (
            act.explain(self.pattern),
            act.explain_evidence(),
            self.view.explain_force(self.clause, act.first, act.last, act.id),
            *(self._tried(act, defeater) for defeater in self.defeaters),
        )

    def defence(self, act: Act, defeater: Defeater) -> Derivation:
        """Whether an exception of this clause applies to an act, with all that this takes."""
        in_force = self.view.explain_force(defeater.clause, act.first, act.last, act.id)
        fits = act.explain(defeater.pattern)
        mark = self._applies(defeater, act, act.last)
        return Derivation(test="excepted", mark=mark, parts=(fits, in_force, *self._needs(act, defeater)))

    def _tried(self, act: Act, defeater: Defeater) -> Derivation:
        """An exception that was tried, with what it rests on, or with what kept it from applying."""
        applies = self._applies(defeater, act, act.last)
        fits = act.explain(defeater.pattern)
        needs = self._needs(act, defeater) if fits.mark else ()
        parts = (*fits.parts, *needs) if applies else tuple(part for part in needs if part.mark is Mark.NONE)
        failed = " and ".join(_kept_from(part) for part in parts if part.mark is Mark.NONE)
        found = _APPLIES[applies] + (f": {failed}" if failed else "")
        return Derivation(test="exception", wanted=defeater.name, mark=applies.negated, found=found, parts=parts)

    def _needs(self, act: Act, defeater: Defeater) -> tuple[Derivation, ...]:
        """What an exception needs besides its act: what must have come before, and that nothing defeats it."""
        given = () if defeater.notices is None else (defeater.notices.explain(act),)
        return (*given, *(self._tried(act, other) for other in defeater.defeaters))


def _kept_from(part: Derivation) -> str:
    """What kept an exception from applying, in words."""
    return f"defeated by {part.wanted}" if part.test == "exception" else f"no {part.wanted}"


def _given(defeater: Defeater, act: Act) -> Mark:
    return Mark.CERTAIN if defeater.notices is None else defeater.notices.mark(act)


_APPLIES = {Mark.NONE: "does not apply", Mark.POSSIBLE: "may apply", Mark.CERTAIN: "applies"}
