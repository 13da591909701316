"""Proof: that an instance of a duty was met or breached, and why, as it stood when that was said."""

from __future__ import annotations

from functools import partial

import attrs

from ...events.mark import Mark
from ...events.time import LAST_INSTANT, Instant, format_instant
from ..derivation import Derivation
from ..events import Act, NormativeEvent
from .instance import Due, Instance, Opening

_ENDED = "the duty may have ended before"
_RELEASED = "the duty may have been released"


@attrs.frozen(kw_only=True)
class Snapshot:
    """What is needed of an instance to say why."""

    opening: Opening
    opened: Mark
    alive: Mark
    released: Mark
    due: Due
    due_from: int | None
    pattern: int
    acts: tuple[Act, ...]
    reached: Mark
    amount: str | None
    goal: str
    done: str

    @classmethod
    def of(cls, instance: Instance, amount: str | None) -> Snapshot:
        """The instance as it stands; ``amount`` is what is added up, where anything is."""
        opening, quota = instance.opening, instance.quota
        return cls(
            opening=opening,
            opened=opening.mark,
            alive=opening.alive,
            released=instance.released,
            due=instance.due,
            due_from=instance.due_from,
            pattern=instance.pattern,
            acts=tuple(part.act for part in quota.parts.values()),
            reached=Mark.NONE if instance.reached is None else quota.reached,
            amount=amount,
            goal=str(quota.goal),
            done=quota.words(),
        )

    def breach(self, mark: Mark) -> Derivation:
        """Why the deadline was missed."""
        return Derivation(test="breach", mark=mark, parts=(*self.open(), self._deadline()))

    def fulfilment(self, mark: Mark) -> Derivation:
        """Why the duty was met."""
        acts = tuple(act.explain(self.pattern) for act in self.acts)
        return Derivation(test="fulfilment", mark=mark, parts=(*self.open(), *acts, *self._sum()))

    def waiting(self, deadline: Instant) -> Derivation:
        """That the duty is open, what has been done, and until when it can be met."""
        doubtful = ", ".join(act.id for act in self.acts)
        until = "it has no deadline" if deadline == LAST_INSTANT else f"it is due at {format_instant(deadline)}"
        done = Derivation(
            test="done",
            wanted=self._wanted() or None,
            found=f"{self._found(doubtful)}; {until}",
            mark=self.reached,
            why="it may have been met" if self.reached is Mark.POSSIBLE else None,
        )
        return Derivation(test="fulfilment", mark=self.reached, parts=(*self.open(), done))

    def open(self) -> tuple[Derivation, ...]:
        """That the duty was opened and has not ended."""
        found = ", ".join(self.opening.incidents) or f"in force from {format_instant(self.opening.earliest)}"
        why = "it is not certain that the duty was opened" if self.opened is Mark.POSSIBLE else None
        opened = Derivation(test="opened", mark=self.opened, found=found, why=why)
        doubts = [
            Derivation(test="open", mark=Mark.POSSIBLE, found=said, why=said)
            for said, doubtful in ((_ENDED, self.alive is Mark.POSSIBLE), (_RELEASED, self.released is Mark.POSSIBLE))
            if doubtful
        ]
        return (opened, *doubts)

    def _deadline(self) -> Derivation:
        doubtful = ", ".join(act.id for act in self.acts)
        met = self.reached is not Mark.NONE
        return Derivation(
            test="deadline",
            wanted=self._wanted(),
            found=self._found(doubtful),
            mark=Mark.POSSIBLE if met else Mark.CERTAIN,
            why="it may have been met in time" if met else None,
        )

    def _wanted(self) -> str:
        due = [] if self.due.within is None else [f"within {self.due.within}"]
        if self.due_from is not None:
            due.append(f"by {format_instant(self.due_from)}")
        if self.amount is not None:
            due.insert(0, f"{self.amount} of at least {self.goal}")
        return ", ".join(due)

    def _found(self, acts: str) -> str:
        if self.amount is not None:
            return f"{self.done} in {acts}" if acts else self.done
        return f"may have been met by {acts}" if acts else "no act met it"

    def _sum(self) -> tuple[Derivation, ...]:
        if self.amount is None:
            return ()
        why = "what has been done is not known well enough" if self.reached is Mark.POSSIBLE else None
        return (
            Derivation(test=self.amount, mark=self.reached, wanted=f"at least {self.goal}", found=self.done, why=why),
        )


def waiting(instance: Instance, amount: str | None, now: Instant) -> Derivation:
    """How a duty that is open stands."""
    return Snapshot.of(instance, amount).waiting(instance.last_deadline(now))


def breach(
    clause: int, instance: Instance, amount: str | None, *, latest: Instant | None, mark: Mark, settled: bool
) -> NormativeEvent:
    """The deadline of an instance has passed, or may have, by ``latest``."""
    assert instance.due_from is not None
    snapshot = Snapshot.of(instance, amount)
    opening = instance.opening
    return NormativeEvent(
        clause=clause,
        outcome="breach",
        key=instance.key,
        mark=mark,
        earliest=instance.due_from,
        latest=latest,
        settled=settled,
        incidents=opening.incidents,
        openers=opening.incidents,
        bearer=instance.bearer,
        acts=opening.acts,
        derive=partial(snapshot.breach, mark),
    )


def fulfilment(
    clause: int, instance: Instance, amount: str | None, *, latest: Instant | None, mark: Mark, settled: bool
) -> NormativeEvent:
    """An instance has been met, or may have been, by ``latest``."""
    assert instance.reached is not None
    snapshot = Snapshot.of(instance, amount)
    opening, acts = instance.opening, snapshot.acts
    return NormativeEvent(
        clause=clause,
        outcome="fulfilment",
        key=instance.key,
        mark=mark,
        earliest=instance.reached,
        latest=latest,
        settled=settled,
        late=instance.decided is not None and instance.reached > instance.decided,
        incidents=(*opening.incidents, *(act.id for act in acts)),
        openers=opening.incidents,
        bearer=instance.bearer,
        acts=acts,
        derive=partial(snapshot.fulfilment, mark),
    )
