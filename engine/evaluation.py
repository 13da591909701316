"""Evaluation: what follows from an agreement and a log under its readings, put together from finished folds."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..events.duration import Duration
from ..events.incident import Incident
from ..events.occurrence import Occurrence
from ..events.time import FIRST_INSTANT, Instant
from ..rules.agreement import Agreement
from .bulletins import before_open_bulletins
from .finding import Comparison, Finding, PhaseFinding, Verdict
from .told import Told
from .track import Track
from .verdict import Findings, Side, comparisons, phases, verdicts
from .world import World


@attrs.frozen(kw_only=True)
class Evaluation:
    """What follows from an agreement and a log under its readings.

    Attributes:
        incidents: the reports, those of one event each by itself.
        occurrences: the events that they tell of.
        comparisons: the bulletins, each beside the records of the acts that it counts.
        horizon: the instant up to which event time was followed.
        until: the horizon where one was asked for; deadlines at that instant are then decided.
        inference: the implementation that ran; it never changes what follows.
        unknown_parties: reported names that no party of the agreement bears, with their number.
        unknown_places: reported places that could not be located, with their number.
        standing_phases: by reading, the phases that an act after the horizon may fall in; one where that is certain.
        lateness: how long after what it tells of a record may come, where that is declared.
        closed: the last instant at which no admissible later record can change anything, where a lateness is declared.
    """

    agreement: Agreement
    readings: tuple[str, ...]
    log_digest: str
    horizon: Instant
    until: Instant | None
    as_of: Instant | None
    inference: str
    incidents: tuple[Incident, ...]
    occurrences: tuple[Occurrence, ...]
    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...]
    phases: tuple[PhaseFinding, ...]
    verdicts: tuple[Verdict, ...]
    unknown_parties: dict[str, int]
    unknown_places: dict[str, int]
    standing_phases: dict[str, tuple[str, ...]]
    lateness: Duration | None
    closed: Instant | None


@attrs.frozen(kw_only=True)
class Basis:
    """What an evaluation is of, and how far it goes; the attributes of the same names are ``Evaluation``'s.

    ``whole`` where no record that counts can change anything any more.
    """

    agreement: Agreement
    readings: tuple[str, ...]
    log_digest: str
    until: Instant | None
    as_of: Instant | None
    incidents: tuple[Incident, ...]
    occurrences: tuple[Occurrence, ...]
    lateness: Duration | None
    closed: Instant | None

    @property
    def horizon(self) -> Instant:
        """The instant asked for, else the last one at which an incident begins."""
        if self.until is not None:
            return self.until
        return max((one.occurred.start for one in self.incidents), default=FIRST_INSTANT)

    @property
    def whole(self) -> bool:
        """Whether no record that counts can change anything any more."""
        return self.closed is not None and self.until is not None and self.until <= self.closed

    def with_open_bulletins(self) -> Basis:
        """The same, closed only up to before the bulletins whose own time is not over yet."""
        if self.closed is None or self.whole:
            return self
        return attrs.evolve(self, closed=before_open_bulletins(self.closed, self.occurrences))


def assembled(
    basis: Basis, inference: str, track: Track, bulletins: Iterable[Told], known: Findings | None = None
) -> Evaluation:
    """The evaluation that a finished track comes to.

    ``bulletins`` are those of its first reading, ``known`` what was found before by tracks that share settled events.
    """
    sides = [Side(reading, fold, basis.whole) for reading, fold in zip(basis.readings, track.folds, strict=True)]
    horizon = basis.horizon
    finder = Findings() if known is None else known
    found = finder.of(sides, {one.id: one for one in basis.occurrences})
    parties, places = _unknown(track.folds[0].plan.matcher.world, basis.incidents)
    return Evaluation(
        agreement=basis.agreement,
        readings=basis.readings,
        log_digest=basis.log_digest,
        horizon=horizon,
        until=basis.until,
        as_of=basis.as_of,
        inference=inference,
        incidents=basis.incidents,
        occurrences=basis.occurrences,
        comparisons=comparisons(bulletins),
        findings=found,
        phases=phases(sides),
        verdicts=verdicts(basis.agreement, sides, found, horizon),
        unknown_parties=parties,
        unknown_places=places,
        standing_phases={side.reading: tuple(sorted(side.fold.state.phase.at(horizon + 1))) for side in sides},
        lateness=basis.lateness,
        closed=basis.closed,
    )


def _unknown(world: World, incidents: Iterable[Incident]) -> tuple[dict[str, int], dict[str, int]]:
    parties: dict[str, int] = {}
    places: dict[str, int] = {}
    for incident in incidents:
        for actor in (*incident.actor, *incident.target):
            if not world.known_party(actor.party):
                parties[actor.party] = parties.get(actor.party, 0) + 1
        place = incident.place
        if place is not None and not world.atlas.known(place):
            name = place.name or "(no name)"
            places[name] = places.get(name, 0) + 1
    return dict(sorted(parties.items())), dict(sorted(places.items()))
