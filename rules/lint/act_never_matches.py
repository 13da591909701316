"""A pattern that no incident can ever be what it means."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Power
from ..path import Path
from ..pattern import Pattern
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.evaluated:
        if isinstance(clause, Power):
            continue
        for path, pattern in _outermost(subject, index):
            whole = subject.acts[index] if path[2:] == ("act",) else None
            conflict = subject.overlap.conflict(pattern if whole is None else whole)
            if conflict is not None:
                about = f": its demands on {', '.join(conflict)} exclude each other" if conflict else ""
                yield Found(path, f"no incident can be what it means{about}", None)


def _outermost(subject: Subject, index: int) -> Iterator[tuple[Path, Pattern]]:
    """The patterns of a clause that are no part of another one."""
    inside: tuple[Path, ...] = ()
    for where, pattern in subject.patterns(index):
        if not any(where[: len(other)] == other for other in inside):
            inside = (*inside, where)
            yield where, pattern


LINT = Lint(code="act-never-matches", title="Act that no incident can be", severity="error", check=_check)
