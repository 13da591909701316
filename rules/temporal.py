"""What clauses are made of besides patterns: outcomes of other clauses, steps, stages, states, levels, notices."""

from __future__ import annotations

from typing import Any

import attrs

from ..events.duration import Duration
from .names import ClauseName, InstantName
from .pattern import Number, Pattern


@attrs.frozen(kw_only=True)
class Outcome:
    """An outcome of another clause: any of those that are named."""

    breach_of: tuple[ClauseName, ...] = ()
    """A breach of any of these."""
    fulfilment_of: tuple[ClauseName, ...] = ()
    """Any of these obligations is fulfilled."""
    meeting_of: tuple[ClauseName, ...] = ()
    """Any of these conditions is met."""
    exertion_of: tuple[ClauseName, ...] = ()
    """Any of these powers is exerted."""
    expiry_of: tuple[ClauseName, ...] = ()
    """A period of any of these powers expires."""
    restoration_of: tuple[ClauseName, ...] = ()
    """What any of these demands is restored after a breach."""


OUTCOME_FIELDS = {
    "breach_of": "breach",
    "fulfilment_of": "fulfilment",
    "meeting_of": "met",
    "exertion_of": "exerted",
    "expiry_of": "expiry",
    "restoration_of": "restoration",
}
"""The word for each outcome in a document, with the outcome."""


def outcomes_of(record: Outcome) -> tuple[tuple[str, str], ...]:
    """The (clause, outcome) pairs that a record names."""
    return tuple((clause, outcome) for field, outcome in OUTCOME_FIELDS.items() for clause in getattr(record, field))


@attrs.frozen(kw_only=True)
class Step(Outcome):
    """One thing that must have happened: an act, or an outcome of another clause."""

    act: Pattern | None = None


@attrs.frozen(kw_only=True)
class Stage:
    """A part of what is owed, and when it is due."""

    at_least: Number
    """How much must be done in all by then, from the opening on."""
    by: InstantName | None = None
    within: Duration | None = None
    """After the opening."""


@attrs.frozen(kw_only=True)
class State:
    """A state that acts begin and end."""

    begins: Pattern
    ends: Pattern
    initially: bool = False
    """Whether it holds before any act is reported."""


@attrs.frozen(kw_only=True)
class Level:
    """A quantity that acts change, such as a stock; ``amount`` says which number of a report it is that counts."""

    amount: str = "count"
    """``count``, ``killed``, ``injured`` or the name of an attribute."""
    initial: Number = 0
    rises: Pattern | None = None
    """Acts that add their amount."""
    falls: Pattern | None = None
    """Acts that take their amount away."""
    reported: Pattern | None = None
    """Reports of the level itself: it is their amount from then on."""


@attrs.frozen(kw_only=True)
class Given:
    """An act that must have come before, such as a notice."""

    act: Pattern
    at_least: Duration | None = None
    """How long before at the least; the act itself must come strictly later in any case."""
    at_most: Duration | None = None
    """How long before at the most."""
    same: tuple[str, ...] = ()
    """Keys that both acts share: ``actor``, ``target``, ``place`` or ``attributes.`` and a name."""


KEYS = ("actor", "target", "place")
"""What instances and counts can be kept apart by, besides ``attributes.`` and a name."""

ATTRIBUTE_KEY = "attributes."


def known_key(name: Any) -> bool:
    """Whether a key can be kept apart by."""
    return name in KEYS or (name.startswith(ATTRIBUTE_KEY) and len(name) > len(ATTRIBUTE_KEY))
