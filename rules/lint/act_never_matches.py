"""A pattern that no incident can ever be what it means."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Clause, Power
from ..pattern import Pattern
from ..shape import Path, patterns
from .base import Found, Lint, Subject, act_of


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.evaluated:
        if isinstance(clause, Power):
            continue
        for path, pattern in _outermost(clause, ("clauses", index)):
            whole = act_of(clause) if path[2:] == ("act",) else None
            conflict = subject.overlap.conflict(pattern if whole is None else whole)
            if conflict is not None:
                about = f": its demands on {', '.join(conflict)} exclude each other" if conflict else ""
                yield Found(path, f"no incident can be what it means{about}", None)


def _outermost(clause: Clause, path: Path) -> Iterator[tuple[Path, Pattern]]:
    """The patterns of a clause that are no part of another one."""
    inside: tuple[Path, ...] = ()
    for where, pattern in patterns(clause, path):
        if not any(where[: len(other)] == other for other in inside):
            inside = (*inside, where)
            yield where, pattern


LINT = Lint(code="act-never-matches", title="Act that no incident can be", severity="error", check=_check)
