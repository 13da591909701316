"""What brings an outcome about: an act, or that an instant comes; and when at that instant what follows is applied."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Literal, TypeAlias

import attrs

from ..events.duration import NO_TIME
from .agreement import Terms
from .clauses import Clause, Condition, Limit, Maintenance, Obligation, Power, Prohibition
from .doing import done_by, exerts
from .instants import instant_of
from .pattern import Pattern

Turn: TypeAlias = Literal["mature", "act", "judged", "due"]
"""The order of one instant: what matures, acts, what is judged once all acts have happened, what is due."""


@attrs.frozen
class Cause:
    """An act that may bring an outcome about by itself, ``after`` some time; or, without one, the instant it comes at.

    Two outcomes of equal ``turn`` and ``after``, and of one act or of none, come at once.
    """

    turn: Turn
    act: Pattern | None
    after: Hashable = None


def causes(terms: Terms, clause: Clause, outcome: str) -> Iterator[Cause]:
    """What can bring an outcome of a clause about at a time that is known; what follows from other outcomes is not."""
    if isinstance(clause, Power):
        yield from _power(clause, outcome)
    elif isinstance(clause, Obligation):
        yield from _obligation(terms, clause, outcome)
    elif isinstance(clause, Prohibition | Limit):
        yield Cause("judged", done_by(clause.act, clause.performer or clause.bearer))
    elif isinstance(clause, Maintenance) and clause.keep is not None:
        if outcome == "restoration":
            yield Cause("judged", clause.keep.begins)
        elif clause.grace in (None, NO_TIME):
            yield Cause("judged", clause.keep.ends)
        else:
            yield Cause("due", clause.keep.ends, clause.grace)
    elif isinstance(clause, Condition):
        if clause.for_ is not None:
            yield Cause("mature", None, (clause.for_, _force(clause)))
        steps = clause.all_of or clause.sequence[-1:]
        yield from (Cause("judged", step.act) for step in steps if step.act is not None)


def _power(clause: Power, outcome: str) -> Iterator[Cause]:
    if outcome == "expiry":
        yield Cause("due", None, (clause.period, _force(clause)))
        return
    act = exerts(clause)
    noticed = clause.notice is not None and not clause.notice.zero
    yield Cause("mature", act, clause.notice) if noticed else Cause("act", act)


def _obligation(terms: Terms, clause: Obligation, outcome: str) -> Iterator[Cause]:
    if outcome == "fulfilment":
        if not clause.stages:
            yield Cause("act", done_by(clause.act, clause.performer or clause.bearer))
        return
    for due in clause.stages or (clause,):
        if due.by is not None:
            yield Cause("due", None, instant_of(terms, due.by))
        if due.within is not None and clause.trigger is not None:
            yield Cause("due", clause.trigger, due.within)
        elif due.within is not None:
            yield Cause("due", None, (due.within, clause.opened_by, _force(clause)))


def _force(clause: Clause) -> Hashable:
    """When a clause comes into force: clauses of which this is equal do so at once."""
    if clause.initially == "inactive":
        return ("activated", clause.id)
    return (clause.during, clause.from_)
