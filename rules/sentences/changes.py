"""What changes the course of an agreement: conditions and powers; and clauses that are not evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Condition, Power, Unevaluated
from .acts import act, state
from .duties import bearer, owed
from .effects import steps
from .words import Words, kind, lasting


def condition(words: Words, clause: Condition) -> Iterator[str]:
    """Something that becomes true."""
    if clause.for_ is not None:
        yield f"It becomes true when it has held without a break for {lasting(clause.for_)} since it came into force."
    if clause.all_of:
        yield "It becomes true when all of this has happened since it came into force:"
        yield from steps(words, clause.all_of)
    if clause.sequence:
        yield "It becomes true when this has happened since it came into force, each strictly after the one before:"
        yield from steps(words, clause.sequence)
    yield from _bounds(words, clause)
    if clause.bearer or clause.counterparty:
        yield f"It concerns {bearer(words, clause)}{owed(words, clause)}."


def _bounds(words: Words, clause: Condition) -> Iterator[str]:
    if clause.within is not None and clause.within.zero:
        yield "All of these must happen at one instant."
    elif clause.within is not None:
        yield f"From the first to the last of these at most {lasting(clause.within)} may pass (just that is in time)."
    if clause.broken_by is not None:
        yield f"The time starts anew with {act(words, clause.broken_by)}."
    if clause.broken_by_breach_of:
        yield f"The time starts anew when {words.clauses(clause.broken_by_breach_of, 'or')} is breached."
    if clause.while_ is not None:
        yield f"Throughout, this must hold: {state(words, clause.while_)}."


def power(words: Words, clause: Power) -> Iterator[str]:
    """A power to change something by an act."""
    several = len(words.members(clause.bearer)) > 1
    how = (", together," if clause.exercised == "jointly" else ", each alone,") if several else ""
    yield f"{bearer(words, clause)} may{how} bring about a change by {act(words, clause.act)}{owed(words, clause)}."
    if clause.window is not None:
        yield f"Their acts may be apart, but all must lie within {lasting(clause.window)} (both ends included)."
    elif clause.exercised == "jointly":
        yield "Only one act that all of them do together counts."
    if clause.period is not None:
        yield f"It is a renewal: what it extends lasts {lasting(clause.period)} at a time."
        yield "Such an act within a period adds the next one."
    if clause.tacit:
        yield "A period without such an act is renewed all the same."
    elif clause.period is not None:
        yield "A period without such an act is not renewed."
    if clause.notice is not None:
        yield f"The act gives notice: it takes effect {lasting(clause.notice)} later."


def unevaluated(words: Words, clause: Unevaluated) -> Iterator[str]:
    """A clause that no verdict is given on."""
    yield f"This clause ({kind(clause.kind)}) is declared and not evaluated. Reason: {clause.not_evaluated.strip()}"
    if clause.bearer or clause.counterparty:
        yield f"It concerns {bearer(words, clause)}{owed(words, clause)}."
