"""A report taken for one precise thing that happened: one instant, one kind of act, one doer, one place, one number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from ...events.incident import Incident, Scalar
from ...events.time import Instant
from .records import Event

Doer = tuple[str | None, bool]
"""A party (None: one that the agreement does not name), and whether it acted or was met jointly with others."""


@attrs.frozen(kw_only=True)
class Spot:
    """Where something happened.

    Attributes:
        point: latitude and longitude; None where no statement about it is asked for.
        code: the finest administrative unit, of those that the agreement names; None where it lies in none of them.
        places: every named place in which it lies.
        hidden: the areas without a published map in which it is taken to lie.
    """

    point: tuple[float, float] | None = None
    code: str | None = None
    places: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True, eq=False)
class Told:
    """One precise version of a report.

    Attributes:
        event: the event that is told of, by all reports of it.
        report: the one of them that is taken to be right.
        numbers: how many were killed and injured, and of each attribute that is added up how much it is.
        attributes: what the report states besides.
        keys: what it has under each key by which acts are kept apart, where the rest does not say that.
        believed: the claims, each a pattern's text, that are taken for true.
        counts: whether it is taken for established.
        taken_in: the bulletins, by their reports, that are taken to count it where what they state leaves that open.
    """

    event: Event
    report: Incident
    at: Instant
    kind: str
    means: str | None
    actors: tuple[Doer, ...]
    targets: tuple[Doer, ...]
    spot: Spot
    numbers: Mapping[str, Fraction]
    attributes: Mapping[str, Scalar]
    keys: Mapping[str, Scalar | None]
    believed: frozenset[str]
    counts: bool = True
    taken_in: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id

    @property
    def order(self) -> tuple[Instant, Instant, str]:
        """The order of acts: by when they happened, then by when they became known, then by their id."""
        return (self.at, self.event.recorded, self.id)


def exactly(number: int | float) -> Fraction:
    """A number as it is written in decimal: 0.1 is one tenth."""
    return Fraction(repr(number))
