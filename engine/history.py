"""History: how what is found evolved as reports came in, one step for each instant at which any became known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..events.duration import Duration
from ..events.intake import Intake
from ..events.line import Line, Record
from ..events.log import Log, log_of
from ..events.time import Instant
from ..rules.agreement import Agreement
from .journal import Step
from .session import Session


def history(
    agreement: Agreement,
    log: Log,
    *,
    readings: Iterable[str] | None = None,
    as_of: Instant | None = None,
    lateness: Duration | None = None,
    inference: str = "auto",
) -> Iterator[Step]:
    """The steps by which a log became known; after each of them what is found is what ``evaluate`` finds as of then.

    Args:
        agreement: as loaded by ``load``.
        log: as admitted by ``admit``.
        readings: the ids of the readings to take, by default all; the base reading is always taken.
        as_of: leave out what became known later.
        lateness: how long after what it tells of a record may still come; without it everything is provisional.
        inference: ``auto``, ``durable`` or ``native``.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
        KeyError: a reading that the agreement does not have.
    """
    session = Session(agreement, readings, inference, intake=Intake(admitting=_admitted))
    session.declare("", lateness)
    known = (record for record in log.records if as_of is None or record.recorded <= as_of)
    try:
        for _, records in groupby(sorted(known, key=_recorded), key=_recorded):
            yield session.step([_line(log, record) for record in records]).step
    finally:
        session.close()


def _recorded(record: Record) -> Instant:
    return record.recorded


def _line(log: Log, record: Record) -> Line:
    file, number = log.place(record) or ("", 0)
    return Line(file=file, number=number, raw=b"", content=record)


def _admitted(lines: Iterable[Line]) -> Log:
    """Lines of a log that was admitted as a whole: what some of them name may become known later."""
    return log_of(line.content for line in lines if isinstance(line.content, Record))
