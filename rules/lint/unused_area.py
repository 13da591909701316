"""Area that no clause names."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    used = subject.used.get("AreaName", frozenset())
    for name in subject.terms.areas:
        if name not in used:
            yield Found(("areas", name), "no clause names this area", "name it in an act, or leave it out")


LINT = Lint(code="unused-area", title="Area that no clause names", severity="warning", check=_check, whole=True)
