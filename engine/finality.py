"""What no later record can change any more: the part of a fold that lies before all that may still be reported.

A fold takes acts in the order in which they begin, and what it has said it does not take back. So all that it has said
when it has been fed every act that begins up to an instant depends on those acts alone, and stays if no act that begins
there can be added, corrected or retracted. Of a verdict that is not enough, as it can change while its clause lives: it
is settled where it never changes back, or where its clause is out of force, cannot come into force again, and nothing
that concerns it is under way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ..events.mark import Mark
from ..events.time import Instant
from ..rules.clauses import Condition, Obligation
from .monitors.base import SATISFIED, VIOLATED, Standing

if TYPE_CHECKING:
    from .step import Fold


@attrs.frozen
class Closed:
    """What is settled: so many first events and phase entries of a fold, and the verdicts on some of its clauses."""

    events: int
    phases: int
    verdicts: frozenset[int]

    @classmethod
    def of(cls, fold: Fold, instant: Instant) -> Closed:
        """What of a fold is settled at an instant, all of whose acts it has taken."""
        future = Future(fold, instant)
        settled = frozenset(index for index in range(len(fold.monitors)) if future.settled(index))
        return cls(len(fold.settled), len(fold.phases), settled)


@attrs.frozen
class Future:
    """What can still become of the clauses of an agreement after an instant."""

    fold: Fold
    instant: Instant

    @cached_property
    def _awaited(self) -> frozenset[int]:
        """The clauses that have asked to be woken."""
        return self.fold.awaited

    @cached_property
    def _revived(self) -> frozenset[int]:
        """The clauses that some consequence activates or resumes."""
        return frozenset(one.clause for one in self.fold.plan.directives if one.verb in ("activate", "resume"))

    def settled(self, clause: int) -> bool:
        """Whether the verdict on a clause can no longer change."""
        monitor = self.fold.monitors[clause]
        standing = None if monitor is None else monitor.standing()
        if standing is not None and (_both(standing, VIOLATED) or self._met(clause, standing)):
            return True
        return self._over(clause) and self._still(clause)

    def _met(self, clause: int, standing: Standing) -> bool:
        """Whether a duty is met and will not be opened again."""
        record = self.fold.plan.terms.clauses[clause]
        if not _both(standing, SATISFIED):
            return False
        if isinstance(record, Condition):
            return True  # one that is met again was met
        once = isinstance(record, Obligation) and record.trigger is None and record.opened_by is None
        return once and clause not in self._awaited and self._stays(clause)

    def _still(self, clause: int) -> bool:
        """Whether nothing is awaited that concerns a clause, nor undecided since it was last in force."""
        state, end = self.fold.state, self.instant + 1
        since = self.fold.open_since(clause)
        return clause not in self._awaited and not any(state.force(clause, first, end) for first in since)

    def _over(self, clause: int) -> bool:
        """Whether a clause is out of force for certain and for ever."""
        bounds = self.fold.plan.bounds[clause]
        if bounds.end is not None and bounds.end <= self.instant + 1:
            return True
        if self.fold.state.ended(clause, self.instant + 1):
            return True
        return bool(bounds.during) and not self._to_come & bounds.during

    def _stays(self, clause: int) -> bool:
        """Whether a clause is in force for certain and will not come into force anew."""
        bounds = self.fold.plan.bounds[clause]
        if clause in self._revived or self.fold.state.life(clause, self.instant + 1).force is not Mark.CERTAIN:
            return False
        left = self._to_come - bounds.during
        return not bounds.during or not self._reachable(left) & bounds.during

    @cached_property
    def _to_come(self) -> frozenset[str]:
        """The phases that the agreement may be in, and all that may still be entered."""
        return self._reachable(self.fold.state.phase.at(self.instant + 1))

    def _reachable(self, phases: Iterable[str]) -> frozenset[str]:
        """These phases and all that may still be entered from them."""
        found = set(phases)
        entered = self._entered if found else []
        news = True
        while news:
            new = {phase for phase, origin in entered if not origin or origin & found} - found
            found |= new
            news = bool(new)
        return frozenset(found)

    @cached_property
    def _entered(self) -> list[tuple[str, frozenset[str]]]:
        """The phases that may still be entered, by a consequence or at an instant to come, with where from.

        While it is in doubt which phase it is, one that was entered at an instant since may have come last after all.
        """
        since = self.fold.state.phase.doubtful_since(self.instant + 1)
        plan, origins = self.fold.plan, self.fold.state.origins
        ordered = {directive.phase for directive in plan.directives if directive.verb == "enter"}
        dated = {phase for phase, at in plan.dated if at >= since}
        return [(phase, origins[phase]) for phase in origins if phase in ordered | dated]


def _both(standing: Standing, word: str) -> bool:
    return standing.strict == standing.broad == word
