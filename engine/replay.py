"""Replay: a whole log, all readings side by side in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from ..events.duration import Duration
from ..events.incident import Incident
from ..events.lateness import closed_until
from ..events.log import Log
from ..events.occurrence import Occurrence
from ..events.time import FIRST_INSTANT, Instant
from ..rules.agreement import Agreement
from .bulletins import before_open_bulletins, beyond_records
from .finding import Comparison, Finding, PhaseFinding, Verdict
from .inference.choose import choose
from .plan import Plan, compile_plans
from .step import Fold
from .told import Told
from .verdict import Side, comparisons, findings, phases, verdicts
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


def evaluate(
    agreement: Agreement,
    log: Log,
    *,
    readings: Iterable[str] | None = None,
    until: Instant | None = None,
    as_of: Instant | None = None,
    lateness: Duration | None = None,
    inference: str = "auto",
    progress: Callable[[Iterable[Occurrence]], Iterable[Occurrence]] = iter,
) -> Evaluation:
    """Evaluate a log under an agreement.

    Args:
        agreement: as loaded by ``load``.
        log: as admitted by ``admit``.
        readings: the ids of the readings to take, by default all; the base reading is always taken.
        until: the horizon; by default the last instant at which an incident of the log begins.
        as_of: leave out what became known later.
        lateness: how long after what it tells of a record may still come, an exact duration; without it
            everything is provisional.
        inference: ``auto``, ``durable`` or ``native``.
        progress: wraps the events as they are taken, for a display.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
        KeyError: a reading that the agreement does not have.
    """
    chosen = _chosen(agreement, readings)
    occurrences, incidents = _taken(log, as_of, until)
    folds = [_fold(plan, inference) for plan in compile_plans(agreement, chosen)]
    horizon = until if until is not None else max((one.occurred.start for one in incidents), default=FIRST_INSTANT)
    closed = closed_until(log, lateness, as_of)
    whole = closed is not None and until is not None and until <= closed  # no record that counts can change any more
    if closed is not None and not whole:
        closed = before_open_bulletins(closed, occurrences)
    try:
        bulletins = _feed(folds, occurrences, progress, closed)
        for fold in folds:
            fold.finish(horizon, inclusive=until is not None, closed=closed)
        name = folds[0].inference.name
    finally:
        for fold in folds:
            fold.inference.close()
    sides = [Side(reading, fold, whole) for reading, fold in zip(chosen, folds, strict=True)]
    found = findings(sides, {one.id: one for one in occurrences})
    parties, places = _unknown(folds[0].plan.matcher.world, incidents)
    return Evaluation(
        agreement=agreement,
        readings=chosen,
        log_digest=log.digest,
        horizon=horizon,
        until=until,
        as_of=as_of,
        inference=name,
        incidents=incidents,
        occurrences=occurrences,
        comparisons=comparisons(bulletins),
        findings=found,
        phases=phases(sides),
        verdicts=verdicts(agreement, sides, found, horizon),
        unknown_parties=parties,
        unknown_places=places,
        standing_phases={side.reading: tuple(sorted(side.fold.state.phase.at(horizon + 1))) for side in sides},
        lateness=lateness,
        closed=closed,
    )


def _chosen(agreement: Agreement, readings: Iterable[str] | None) -> tuple[str, ...]:
    if readings is None:
        return tuple(agreement.terms)
    wanted = set(readings)
    for name in wanted:
        agreement.terms[name]
    return tuple(name for name in agreement.terms if name in wanted or name == agreement.base_reading)


def _fold(plan: Plan, inference: str) -> Fold:
    fold = Fold(plan, choose(inference, plan.rules))
    fold.start()
    return fold


def _taken(
    log: Log, as_of: Instant | None, until: Instant | None
) -> tuple[tuple[Occurrence, ...], tuple[Incident, ...]]:
    """The events that may have begun by the horizon, and the reports, all those of such an event included."""
    occurrences, incidents = log.occurrences(as_of), log.incidents(as_of)
    if until is None:
        return occurrences, incidents
    begun = tuple(one for one in occurrences if one.occurred.start <= until)
    reports = {report.id for one in begun for report in one.reports}
    return begun, tuple(one for one in incidents if one.occurred.start <= until or one.id in reports)


def _feed(
    folds: list[Fold],
    occurrences: tuple[Occurrence, ...],
    progress: Callable[[Iterable[Occurrence]], Iterable[Occurrence]],
    closed: Instant | None,
) -> tuple[Told, ...]:
    """Feed every fold, and see what is settled between what can no longer change and what can.

    Readings that share a matcher share what it found. Gives the bulletins of the first of them.
    """
    matchers = {id(fold.plan.matcher): fold.plan.matcher for fold in folds}
    bulletins = {name: beyond_records(matcher, occurrences) for name, matcher in matchers.items()}
    for occurrence in progress(occurrences):
        if closed is not None and occurrence.occurred.start > closed:
            for fold in folds:
                fold.close(closed)
            closed = None
        seen = {
            name: bulletins[name].get(occurrence.id) or matcher.told(occurrence) for name, matcher in matchers.items()
        }
        for fold in folds:
            fold.feed(seen[id(fold.plan.matcher)])
    return tuple(bulletins[id(folds[0].plan.matcher)].values())


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
