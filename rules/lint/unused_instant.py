"""Instant that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    used = subject.used.get("InstantName", frozenset())
    for name in subject.terms.instants:
        if name not in used:
            yield Found(("instants", name), "nothing refers to this instant", "name it, or leave it out")


LINT = Lint(code="unused-instant", title="Instant that nothing refers to", severity="warning", check=_check, whole=True)
