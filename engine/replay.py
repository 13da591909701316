"""Replay: a whole log, all readings side by side in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..events.duration import Duration
from ..events.incident import Incident
from ..events.lateness import closed_until
from ..events.log import Log
from ..events.occurrence import Occurrence
from ..events.time import Instant
from ..rules.agreement import Agreement
from .evaluation import Basis, Evaluation, assembled
from .plan import compile_plans
from .track import Inferences, Track, bulletins_of


def evaluate(
    agreement: Agreement,
    log: Log,
    *,
    readings: Iterable[str] | None = None,
    until: Instant | None = None,
    as_of: Instant | None = None,
    lateness: Duration | None = None,
    closed: Instant | None = None,
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
        closed: where no lateness is declared, the last instant at which no record that may still come can change
            anything: as it is declared by those who keep several sources, each with a lateness of its own.
        inference: ``auto``, ``durable`` or ``native``.
        progress: wraps the events as they are taken, for a display.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
        KeyError: a reading that the agreement does not have.
    """
    chosen = chosen_readings(agreement, readings)
    occurrences, incidents = _taken(log, as_of, until)
    basis = Basis(
        agreement=agreement,
        readings=chosen,
        log_digest=log.digest,
        until=until,
        as_of=as_of,
        incidents=incidents,
        occurrences=occurrences,
        lateness=lateness,
        closed=closed if lateness is None else closed_until(log, lateness, as_of),
    )
    basis = basis.with_open_bulletins()
    plans = compile_plans(agreement, chosen)
    inferences = Inferences.of(plans, inference)
    try:
        track = Track.begin(inferences.folds())
        bulletins = bulletins_of(plans, occurrences)
        open_ = basis.closed
        for occurrence in progress(occurrences):
            if open_ is not None and occurrence.occurred.start > open_:
                track.settle(open_)
                open_ = None
            track.feed(occurrence, bulletins)
        track.finish(basis.horizon, inclusive=until is not None, closed=basis.closed)
    finally:
        inferences.close()
    return assembled(basis, inferences.name, track, bulletins[id(plans[0].matcher)].values())


def chosen_readings(agreement: Agreement, readings: Iterable[str] | None) -> tuple[str, ...]:
    """The readings asked for, in the agreement's order, the base reading always among them.

    Raises:
        KeyError: a reading that the agreement does not have.
    """
    if readings is None:
        return tuple(agreement.terms)
    wanted = set(readings)
    for name in wanted:
        agreement.terms[name]
    return tuple(name for name in agreement.terms if name in wanted or name == agreement.base_reading)


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
