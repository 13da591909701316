"""What every lint is: a pure function of an agreement under one reading to what it finds there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias

import attrs

from ...events.errors import Location
from ..agreement import Agreement, Terms
from ..clauses import (
    Clause,
    Exclusion,
    Limit,
    Obligation,
    Permission,
    Power,
    Prohibition,
    Unevaluated,
    all_consequences,
)
from ..doing import done_by
from ..overlap import Overlap
from ..path import Path
from ..pattern import Pattern
from ..reach import Reach
from ..shape import parts
from ..usage import used_names

Severity: TypeAlias = Literal["note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From the lightest to the gravest."""


@attrs.frozen
class Found:
    """What a lint found: where, what is wrong, and the remedy; ``witness`` is an incident that shows it."""

    path: Path
    message: str
    remedy: str | None = None
    witness: str | None = None


@attrs.frozen(kw_only=True)
class Subject:
    """An agreement under one reading, with what several lints want to know of it."""

    agreement: Agreement
    reading: str

    @property
    def terms(self) -> Terms:
        """What the agreement says under the reading."""
        return self.agreement.terms[self.reading]

    @cached_property
    def overlap(self) -> Overlap:
        """Whether patterns can match one incident."""
        return Overlap.of(self.terms)

    @cached_property
    def reach(self) -> Reach:
        """When things can be at the earliest and at the latest."""
        return Reach(self.terms)

    @cached_property
    def evaluated(self) -> tuple[tuple[int, Clause], ...]:
        """The clauses that are evaluated, with their numbers."""
        clauses = enumerate(self.terms.clauses)
        return tuple((index, clause) for index, clause in clauses if not isinstance(clause, Unevaluated))

    @cached_property
    def used(self) -> Mapping[str, frozenset[str]]:
        """Names by their sort that the agreement uses under at least one reading."""
        return used_names(self.agreement)

    @cached_property
    def parts(self) -> tuple[tuple[tuple[Path, Any], ...], ...]:
        """For each clause, by its number, every record below it with its path."""
        return tuple(tuple(parts(clause, ("clauses", index))) for index, clause in enumerate(self.terms.clauses))

    @cached_property
    def acts(self) -> tuple[Pattern | None, ...]:
        """The acts that each clause means, done by those whose acts count."""
        return tuple(act_of(clause) for clause in self.terms.clauses)

    @cached_property
    def verbs(self) -> Mapping[str, frozenset[str]]:
        """The verbs of the consequences that name each clause."""
        found: dict[str, set[str]] = {}
        for clause in self.terms.clauses:
            for _, _, consequence in all_consequences(clause):
                for verb, name in consequence.given:
                    found.setdefault(name, set()).add(verb)
        return {name: frozenset(verbs) for name, verbs in found.items()}

    def patterns(self, index: int) -> Iterator[tuple[Path, Pattern]]:
        """Every pattern of a clause, those inside others too, with its path."""
        return ((path, part) for path, part in self.parts[index] if isinstance(part, Pattern))

    def of_kind(self, *kinds: type[Clause]) -> Iterator[tuple[int, Clause]]:
        """The clauses of these kinds, with their numbers."""
        return ((index, clause) for index, clause in self.evaluated if isinstance(clause, kinds))


@attrs.frozen(kw_only=True)
class Lint:
    """One lint.

    Attributes:
        code: its name in reports, in ``--select`` and in ``# comply: ignore[...]``.
        title: what it looks for.
        severity: how grave a finding is.
        check: the function.
        whole: whether it looks at all readings by itself; else it is asked under each reading apart.
    """

    code: str
    title: str
    severity: Severity
    check: Callable[[Subject], Iterable[Found]]
    whole: bool = False


@attrs.frozen(kw_only=True)
class Finding:
    """What was found in a document, with its place; ``readings`` says under which it holds, where not under all."""

    code: str
    severity: Severity
    location: Location
    message: str
    remedy: str | None = None
    about: str | None = None
    """What it is about, such as ``clause C02``."""
    clause: str | None = None
    readings: tuple[str, ...] = ()
    witness: str | None = None

    @property
    def words(self) -> str:
        """The message with what it is about and the readings under which it holds."""
        about = f"{self.about}: " if self.about is not None else ""
        under = "reading" if len(self.readings) == 1 else "readings"
        readings = f" (under {under} {', '.join(self.readings)})" if self.readings else ""
        return about + self.message + readings


def act_of(clause: Clause) -> Pattern | None:
    """The acts that a clause means, done by whose acts count; None for a kind without an act."""
    if isinstance(clause, Exclusion):
        return clause.act
    if isinstance(clause, Prohibition | Limit | Obligation | Permission):
        return done_by(clause.act, clause.performer or clause.bearer)
    return done_by(clause.act, clause.bearer) if isinstance(clause, Power) else None
