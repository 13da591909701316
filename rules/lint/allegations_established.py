"""A reading that takes mere allegations for established."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for name, reading in subject.terms.readings.items():
        if reading.evidence.least_status == "alleged":
            message = "it takes allegations for established: one alone makes a breach certain"
            yield Found(("readings", name, "evidence", "least_status"), message, "ask for 'reported' at least")


LINT = Lint(
    code="allegations-established",
    title="Reading that takes allegations for established",
    severity="warning",
    check=_check,
    whole=True,
)
