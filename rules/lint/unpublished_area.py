"""An area whose map was never published, and the clauses that depend on it."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    users: dict[str, dict[str, None]] = {}
    for index, clause in subject.evaluated:
        for _, pattern in subject.patterns(index):
            for used in pattern.area:
                users.setdefault(used, {})[clause.id] = None
    for name, area in subject.terms.areas.items():
        if area.unpublished and name in users:
            clauses = ", ".join(users[name])
            message = f"its map was never published: nothing is certainly inside it; asked for in {clauses}"
            yield Found(("areas", name), message, "name what is known to be inside as another area")


LINT = Lint(code="unpublished-area", title="Area whose map was never published", severity="note", check=_check)
