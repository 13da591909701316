"""Judging one act against a clause that forbids or limits acts: is it meant, in force, established, not excepted."""

from __future__ import annotations

import attrs

from ...events.mark import Mark, every, some
from ...events.time import Instant
from ..derivation import Derivation
from ..events import Act
from .base import View


@attrs.frozen
class Defeater:
    """A permission or exclusion that defeats a clause for the acts it means."""

    clause: int
    name: str
    pattern: int


@attrs.frozen
class Judge:
    """What it takes to judge an act: the acts that a clause means, and what defeats it."""

    clause: int
    pattern: int
    defeaters: tuple[Defeater, ...]
    view: View = attrs.field(repr=False)

    def mark(self, act: Act, until: Instant) -> Mark:
        """Whether an act falls under the clause, for what is known up to an instant of the act's own time."""
        in_force = self.view.force(self.clause, act.first, until, act.id)
        if not in_force:
            return Mark.NONE
        return every((act.mark(self.pattern), in_force, self._defeated(act, until).negated))

    def _defeated(self, act: Act, until: Instant) -> Mark:
        return some(
            min(fits, self.view.force(defeater.clause, act.first, until, act.id))
            for defeater in self.defeaters
            if (fits := act.fits(defeater.pattern))
        )

    def derive(self, act: Act) -> tuple[Derivation, ...]:
        """The statements that the judgement rests on: the act, its evidence, the clause's force, each exception."""
        status = act.facts.incident.status
        why = f"the report is {status}" if act.cap is Mark.POSSIBLE else None
        return (
            act.matcher.explain(act.facts, self.pattern),
            Derivation(test="evidence", mark=act.cap, found=status, why=why),
            self.view.explain_force(self.clause, act.first, act.last, act.id),
            *(self._tried(act, defeater) for defeater in self.defeaters),
        )

    def _tried(self, act: Act, defeater: Defeater) -> Derivation:
        found = act.matcher.explain(act.facts, defeater.pattern)
        applies = min(found.mark, self.view.force(defeater.clause, act.first, act.last, act.id))
        parts = found.parts if applies else ()
        return Derivation(
            test="exception", wanted=defeater.name, mark=applies.negated, found=_APPLIES[applies], parts=parts
        )


_APPLIES = {Mark.NONE: "does not apply", Mark.POSSIBLE: "may apply", Mark.CERTAIN: "applies"}
