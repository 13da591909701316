"""What passes between the parts of the engine: acts, normative events, and the wakes that monitors ask for."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ..events.mark import Mark
from ..events.time import FIRST_INSTANT, Instant
from .agenda import Stage
from .amount import Amount
from .derivation import Derivation
from .evidence import Standard
from .match import Matcher
from .told import Facts, Told


@attrs.frozen
class Act:
    """An occurrence as one reading sees it: it happened at some instant from ``first`` to ``last``.

    ``cap`` is the most that its evidence supports under that reading.
    """

    told: Told
    cap: Mark
    standard: Standard = attrs.field(repr=False)
    matcher: Matcher = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """The occurrence's id."""
        return self.told.occurrence.id

    @property
    def first(self) -> Instant:
        """The first instant at which it may have happened."""
        return self.told.occurrence.occurred.start

    @property
    def last(self) -> Instant:
        """The last instant at which it may have happened."""
        return self.told.occurrence.occurred.last

    @property
    def aggregate(self) -> bool:
        """Whether it is told of in bulletins alone."""
        return self.told.occurrence.aggregate

    @property
    def facts(self) -> tuple[Facts, ...]:
        """What each of its reports says, the names resolved."""
        return self.told.facts

    def mark(self, pattern: int) -> Mark:
        """Whether it is what a pattern means, as far as its evidence goes."""
        return min(self.cap, self.matcher.mark(self.told, pattern))

    def fits(self, pattern: int) -> Mark:
        """Whether it is what a pattern means, taken as reported."""
        return self.matcher.mark(self.told, pattern)

    def amount(self, name: str) -> Amount:
        """The number of it that counts."""
        return self.told.amount(name)

    def explain(self, pattern: int) -> Derivation:
        """Why it is what a pattern means, taken as reported."""
        return self.matcher.explain(self.told, pattern)

    def explain_evidence(self) -> Derivation:
        """What its evidence supports, and why no more."""
        found = self.standard.explain(self.told.occurrence)
        if self.told.further is Mark.CERTAIN:
            return found
        why = "; ".join(filter(None, (found.why, "what it counts may all be recorded one by one")))
        return attrs.evolve(found, mark=self.cap, why=why)


@attrs.frozen(kw_only=True)
class NormativeEvent:
    """A clause instance changed state, possibly or for certain, at some instant from ``earliest`` to ``latest``.

    An event that may still turn out either way is announced first with ``settled`` False, and settled once.
    ``latest`` is None where no bound is known. ``openers`` are those of its incidents that opened the duty, ``acts``
    the acts that it is about, ``bearer`` whose duty it is where that is not all of the clause's bearers. ``follows``
    are those of its incidents that it cannot come before, where not all of them are such.
    """

    clause: int
    outcome: str
    key: str
    mark: Mark
    earliest: Instant
    latest: Instant | None
    settled: bool
    incidents: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    follows: tuple[str, ...] | None = None
    bearer: tuple[str, ...] = ()
    acts: tuple[Act, ...] = attrs.field(default=(), repr=False, eq=False)
    late: bool = False
    derive: Callable[[], Derivation] = attrs.field(repr=False, eq=False)

    @property
    def name(self) -> str:
        """A name of the event by what it is."""
        return event_name(self.clause, self.outcome, self.key)

    @property
    def certain(self) -> bool:
        """Whether it has happened for certain."""
        return self.settled and self.mark is Mark.CERTAIN


@attrs.frozen(kw_only=True)
class Settled:
    """A normative event that has turned out as it did, with its proof; nothing that it holds changes any more.

    The fields are those of the event; ``about`` are the ids of the acts that it is about.
    """

    clause: int
    outcome: str
    key: str
    mark: Mark
    earliest: Instant
    latest: Instant | None
    incidents: tuple[str, ...]
    openers: tuple[str, ...]
    bearer: tuple[str, ...]
    about: tuple[str, ...]
    late: bool
    proof: Derivation

    @classmethod
    def of(cls, event: NormativeEvent) -> Settled:
        """An event that is settled now, proved by how things stand now."""
        return cls(
            clause=event.clause,
            outcome=event.outcome,
            key=event.key,
            mark=event.mark,
            earliest=event.earliest,
            latest=event.latest,
            incidents=event.incidents,
            openers=event.openers,
            bearer=event.bearer,
            about=tuple(act.id for act in event.acts),
            late=event.late,
            proof=event.derive(),
        )


def event_name(clause: int, outcome: str, key: str) -> str:
    """A name of a normative event, as what follows from it is remembered by."""
    return f"{clause} {outcome} {key}"


@attrs.frozen
class Life:
    """How a clause lives from ``since`` on: in ``force``, ``suspended``, or at least not ended (``alive``)."""

    force: Mark = Mark.NONE
    alive: Mark = Mark.NONE
    suspended: Mark = Mark.NONE
    since: Instant = attrs.field(default=FIRST_INSTANT, eq=False)


@attrs.frozen
class Wake:
    """A monitor's wish to be woken."""

    instant: Instant
    stage: Stage
    name: str
    beyond: bool = False


Signal = NormativeEvent | Wake
