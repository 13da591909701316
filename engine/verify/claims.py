"""What a ledger claims: its findings, phases and verdicts under one reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ...events.time import Instant, parse_instant

Entry = tuple[int, Mapping[str, Any]]
"""The number of an entry, from 1 on, and what stands in it."""


@attrs.frozen(kw_only=True)
class Claim:
    """One finding, or (``outcome`` is ``entered``) one phase, under one reading.

    It took effect at some instant from ``earliest`` to ``latest``, both included; None: it is not known how late. What
    several readings share is told in the words of the ``first`` of them: its reports, its bearer, its cause.
    """

    number: int
    about: str
    outcome: str
    earliest: Instant
    latest: Instant | None
    certain: bool
    first: bool
    late: bool
    incidents: tuple[str, ...]
    bearer: tuple[str, ...]
    cause: str | None = None

    def encloses(self, instant: Instant) -> bool:
        """Whether it can have taken effect at an instant."""
        return self.earliest <= instant and (self.latest is None or instant <= self.latest)


def claims(entries: Iterable[Entry], reading: str, readings: tuple[str, ...]) -> list[Claim]:
    """The findings and phases that hold under one of the readings, as they stand in the ledger."""
    return [
        _claim(number, entry, reading, next(name for name in readings if name in entry["readings"]))
        for number, entry in entries
        if entry.get("type") in ("finding", "phase") and reading in entry["readings"]
    ]


def _claim(number: int, entry: Mapping[str, Any], reading: str, first: str) -> Claim:
    effective = entry["effective"]
    earliest = parse_instant(effective.get("at") or effective["earliest"])
    latest = earliest if "at" in effective else None
    if "latest" in effective:
        latest = parse_instant(effective["latest"]) - 1
    phase = entry["type"] == "phase"
    return Claim(
        number=number,
        about=entry["phase"] if phase else entry["clause"],
        outcome="entered" if phase else entry["outcome"],
        earliest=earliest,
        latest=latest,
        first=reading == first,
        certain=entry["readings"][reading] == "certain",
        late=entry.get("late", False),
        incidents=tuple(entry.get("incidents", ())),
        bearer=() if phase else tuple(entry["bearer"]),
        cause=entry.get("cause"),
    )
