"""Author cases: incidents, and what an agreement must and must not find in them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..events.errors import ComplyError, Location
from ..events.log import Log
from ..events.time import Instant
from .clauses import OUTCOMES

VERDICTS = (
    "violated",
    "satisfied",
    "pending",
    "inconclusive",
    "lapsed",
    "not_evaluated",
    "in_effect",
    "exerted",
    "expired",
    "in_force",
    "not_in_force",
)
"""The words in which a verdict is given, on duties and then on powers, permissions and exclusions."""


FOUND = (*OUTCOMES, "excepted")
"""What can be found about a clause."""


class CaseError(ComplyError):
    """A file of cases that cannot be run."""


@attrs.frozen(kw_only=True)
class Expected:
    """A finding that must be there; what is None is not looked at.

    ``at`` is the first instant and the first after it, as in ``moment.span``; ``marks`` the readings by mark.
    """

    location: Location
    number: int
    clause: str
    outcome: str
    at: tuple[Instant, Instant | None] | None = None
    marks: tuple[frozenset[str], frozenset[str]] | None = None
    incidents: frozenset[str] | None = None
    by: frozenset[str] | None = None
    answerable: frozenset[str] | None = None
    late: bool | None = None


@attrs.frozen(kw_only=True)
class Absent:
    """What must not be found: an outcome of a clause, or anything but that an act is excepted."""

    location: Location
    clause: str
    outcome: str | None


@attrs.frozen(kw_only=True)
class Stands:
    """How a clause stands at the end, or (``clause`` is None) the phases that it may be, by reading.

    The key ``all`` stands for one answer on all readings.
    """

    location: Location
    clause: str | None
    words: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Case:
    """One case, ready to be run.

    Attributes:
        about: the clauses that the case is about.
        expected: the findings that must be there; None where the case lists none.
    """

    name: str
    number: int
    location: Location
    about: tuple[str, ...]
    log: Log
    until: Instant | None
    as_of: Instant | None
    expected: tuple[Expected, ...] | None
    absent: tuple[Absent, ...]
    stands: tuple[Stands, ...]

    @property
    def exact(self) -> frozenset[str]:
        """The clauses every finding of which must be listed."""
        return (
            frozenset() if self.expected is None else frozenset((*self.about, *(one.clause for one in self.expected)))
        )

    @property
    def concerned(self) -> tuple[str, ...]:
        """Every clause that the case says something about, in the order in which it does."""
        every: tuple[Expected | Absent | Stands, ...] = (*(self.expected or ()), *self.absent, *self.stands)
        return tuple(dict.fromkeys((*self.about, *(one.clause for one in every if one.clause is not None))))
