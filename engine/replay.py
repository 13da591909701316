"""Replay: a whole log, all readings side by side in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from ..events.incident import Incident
from ..events.log import Log
from ..events.time import FIRST_INSTANT, Instant
from ..rules.agreement import Agreement
from .criteria import Facts
from .finding import Finding, PhaseFinding, Verdict
from .inference.choose import choose
from .plan import Plan, compile_plans
from .step import Fold
from .verdict import Side, findings, phases, verdicts
from .world import World


@attrs.frozen(kw_only=True)
class Evaluation:
    """What follows from an agreement and a log under its readings.

    Attributes:
        horizon: the instant up to which event time was followed.
        inference: the implementation that ran; it never changes what follows.
        unknown_parties: reported names that no party of the agreement bears, with their number.
        unknown_places: reported places that could not be located, with their number.
        standing_phases: by reading, the phases that an act after the horizon may fall in; one where that is certain.
    """

    agreement: Agreement
    readings: tuple[str, ...]
    log_digest: str
    horizon: Instant
    as_of: Instant | None
    inference: str
    incidents: tuple[Incident, ...]
    findings: tuple[Finding, ...]
    phases: tuple[PhaseFinding, ...]
    verdicts: tuple[Verdict, ...]
    unknown_parties: dict[str, int]
    unknown_places: dict[str, int]
    standing_phases: dict[str, tuple[str, ...]]


def evaluate(
    agreement: Agreement,
    log: Log,
    *,
    readings: Iterable[str] | None = None,
    until: Instant | None = None,
    as_of: Instant | None = None,
    inference: str = "auto",
    progress: Callable[[Iterable[Incident]], Iterable[Incident]] = iter,
) -> Evaluation:
    """Evaluate a log under an agreement.

    Args:
        agreement: as loaded by ``load``.
        log: as admitted by ``admit``.
        readings: the ids of the readings to take, by default all; the base reading is always taken.
        until: the horizon; by default the last instant at which an incident of the log begins.
        as_of: leave out what became known later.
        inference: ``auto``, ``durable`` or ``native``.
        progress: wraps the incidents as they are taken, for a display.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
        KeyError: a reading that the agreement does not have.
    """
    chosen = _chosen(agreement, readings)
    incidents = log.incidents(as_of)
    if until is not None:
        incidents = tuple(incident for incident in incidents if incident.occurred.start <= until)
    folds = [_fold(plan, inference) for plan in compile_plans(agreement, chosen)]
    horizon = until if until is not None else max((one.occurred.start for one in incidents), default=FIRST_INSTANT)
    try:
        _feed(folds, progress(incidents))
        for fold in folds:
            fold.finish(horizon, inclusive=until is not None)
        name = folds[0].inference.name
    finally:
        for fold in folds:
            fold.inference.close()
    sides = [Side(reading, fold) for reading, fold in zip(chosen, folds, strict=True)]
    found = findings(sides, {incident.id: incident for incident in incidents})
    parties, places = _unknown(folds[0].plan.matcher.world, incidents)
    return Evaluation(
        agreement=agreement,
        readings=chosen,
        log_digest=log.digest,
        horizon=horizon,
        as_of=as_of,
        inference=name,
        incidents=incidents,
        findings=found,
        phases=phases(sides),
        verdicts=verdicts(agreement, sides, found, horizon),
        unknown_parties=parties,
        unknown_places=places,
        standing_phases={side.reading: tuple(sorted(side.fold.state.phase.at(horizon + 1))) for side in sides},
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


def _feed(folds: list[Fold], incidents: Iterable[Incident]) -> None:
    """Feed every fold; readings that share a matcher share what it found."""
    for incident in incidents:
        seen: dict[int, Facts] = {}
        for fold in folds:
            matcher = fold.plan.matcher
            facts = seen.get(id(matcher))
            if facts is None:
                facts = seen[id(matcher)] = matcher.facts(incident)
            fold.feed(facts)


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
