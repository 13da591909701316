"""What an author case expects: findings that must be there or must not, and how clauses and phases stand."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..events.suggest import did_you_mean
from ..events.time import Instant, TimeError
from .case import FOUND, VERDICTS, Absent, Expected, Stands
from .case_reader import CaseReader
from .document import Node
from .moment import span
from .names import EVERY_READING
from .path import Path
from .resolve import RESERVED_READINGS
from .written_case import Outcomes, WrittenAbsence, WrittenCase, WrittenFinding

_IDS = "e1 is the first event of the case, e2 the second"


@attrs.frozen(kw_only=True)
class ExpectationReader(CaseReader):
    """Reads what cases expect."""

    def _outcome(self, written: Outcomes, path: Path) -> tuple[str, str] | None:
        """The clause and the outcome."""
        given = [(str(clause), name) for name in FOUND if (clause := getattr(written, name)) is not None]
        if len(given) == 1:
            return given[0]
        if given or not getattr(written, "clause", None):
            self.wrong(path, f"one outcome is named, not {len(given)}", "such as breach: CLAUSE")
        return None

    def expected(self, written: tuple[WrittenFinding, ...], path: Path, ids: frozenset[str]) -> Iterator[Expected]:
        """The findings that must be there; ``ids`` are those of the case's events."""
        for number, one in enumerate(written):
            at: Path = (*path, "expect", number)
            for place, name in enumerate(one.incidents or ()):
                if name not in ids:
                    self.wrong(
                        (*at, "incidents", place), f"no event is called {name!r}", did_you_mean(name, ids) or _IDS
                    )
            if (what := self._outcome(one, at)) is not None:
                yield Expected(
                    location=self.location(at),
                    number=number,
                    clause=what[0],
                    outcome=what[1],
                    at=self._span(one.at, (*at, "at")),
                    marks=self._marks(one),
                    incidents=None if one.incidents is None else frozenset(one.incidents),
                    by=None if one.by is None else frozenset(one.by),
                    answerable=None if one.answerable is None else frozenset(one.answerable),
                    late=one.late,
                )

    def _span(self, text: str | None, path: Path) -> tuple[Instant, Instant | None] | None:
        try:
            return None if text is None else span(self.agreement.base, text)
        except TimeError as error:
            self.wrong(path, str(error))
            return None

    def _marks(self, one: WrittenFinding) -> tuple[frozenset[str], frozenset[str]] | None:
        if one.certain is None and one.possible is None:
            return None
        return self._readings(one.certain or ()), self._readings(one.possible or ())

    def _readings(self, names: tuple[str, ...]) -> frozenset[str]:
        every = EVERY_READING in names and EVERY_READING not in self.agreement.terms
        return frozenset(self.agreement.terms if every else names)

    def absent(self, written: tuple[WrittenAbsence, ...], path: Path) -> Iterator[Absent]:
        """What must not be found."""
        for number, one in enumerate(written):
            at: Path = (*path, "ok", number)
            what = self._outcome(one, at)
            if what is not None or one.clause is not None:
                clause, outcome = what or (str(one.clause), None)
                yield Absent(location=self.location(at), clause=clause, outcome=outcome)

    def stands(self, case: WrittenCase, path: Path) -> Iterator[Stands]:
        """How clauses and phases must stand in the end."""
        bounds = tuple(dict.fromkeys((*RESERVED_READINGS, *list(self.agreement.terms)[1:])))
        clauses = [clause.id for clause in self.agreement.base.clauses]
        for clause, node in case.verdicts.items():
            at: Path = (*path, "verdicts", clause)
            if clause not in clauses:
                self.wrong(at, f"no clause is called {clause!r}", did_you_mean(clause, clauses))
            words = self._by_reading(node, at, bounds, VERDICTS, "verdict")
            yield Stands(location=self.location(at), clause=clause, words=words)
        if case.phases is not None:
            phases = tuple(phase.id for phase in self.agreement.base.phases)
            words = self._by_reading(case.phases, (*path, "phases"), tuple(self.agreement.terms), phases, "phase")
            yield Stands(location=self.location((*path, "phases")), clause=None, words=words)

    def _by_reading(
        self, node: Node, path: Path, readings: tuple[str, ...], known: tuple[str, ...], sort: str
    ) -> dict[str, tuple[str, ...]]:
        """One answer on all readings, or an answer by reading."""
        if not isinstance(node.value, dict):
            return {EVERY_READING: self._words(node, path, known, sort)}
        for name, entry in node.value.items():
            if name not in readings:
                remedy = did_you_mean(name, readings) or "one of " + ", ".join(readings)
                self.builder.wrong(entry.key, path, f"no reading is called {name!r} here", remedy)
        return {name: self._words(entry.node, path, known, sort) for name, entry in node.value.items()}

    def _words(self, node: Node, path: Path, known: tuple[str, ...], sort: str) -> tuple[str, ...]:
        words: tuple[str, ...] | None = self.builder.build(tuple[str, ...], node, path)
        for word in words or ():
            if word not in known:
                remedy = did_you_mean(word, known) or "one of " + ", ".join(known)
                self.builder.wrong(node, path, f"{word!r} is no {sort}", remedy)
        return words or ()
