"""From a document of author cases to the cases: every mistake collected, each with its line, column and remedy.

``parse_cases`` reads the document's form; ``Script.cases`` gives the cases once their agreement is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs

from ..events.codec import decode_line
from ..events.errors import AgreementError, Location, Problem
from ..events.incident import UNKNOWN_PARTY, Incident
from ..events.log import Line, Log, admit
from ..events.suggest import did_you_mean
from ..events.time import Instant, TimeError, format_instant, is_date
from .agreement import Agreement
from .case import FOUND, VERDICTS, Absent, Case, CaseError, Expected, Stands
from .document import Mark, Node, parse
from .moment import moment, span
from .names import EVERY_READING, folded
from .path import Path, show_path
from .resolve import RESERVED_READINGS, unknown_names
from .scalars import plain
from .sketch import FORM, SketchError, sketch
from .structure import Builder
from .written_case import Outcomes, WrittenAbsence, WrittenCase, WrittenCases, WrittenFinding


@attrs.frozen(kw_only=True)
class Script:
    """A document of cases whose form is right."""

    file: str
    written: WrittenCases
    root: Node
    builder: Builder

    def cases(self, agreement: Agreement) -> tuple[Case, ...]:
        """The cases, for the agreement that they are of.

        Raises:
            CaseError: with every mistake found.
        """
        reader = _Reader(script=self, agreement=agreement, builder=attrs.evolve(self.builder, problems=[]))
        cases = tuple(reader.case(number, case) for number, case in enumerate(self.written.cases))
        problems = [*unknown_names(agreement.base, self.builder), *reader.builder.problems]
        if problems:
            raise CaseError(*sorted(problems, key=lambda one: (one.location.line or 0, one.location.column or 0)))
        return cases


def parse_cases(data: bytes, file: str) -> Script:
    """Read a document of cases as far as that can be done without its agreement.

    Raises:
        CaseError: with every mistake found.
    """
    try:
        root = parse(data, file)
    except AgreementError as error:
        raise CaseError(*error.problems) from None
    builder = Builder(file=file, reading="", known_readings=())
    written = builder.build(WrittenCases, root)
    if isinstance(written, WrittenCases):
        _alike(written, builder)
    if builder.problems:
        raise CaseError(*builder.problems)
    return Script(file=file, written=written, root=root, builder=builder)


def _alike(written: WrittenCases, builder: Builder) -> None:
    """A case is found by its name, so no two bear the same; and each expects something."""
    seen: dict[str, Mark] = {}
    if not written.cases:
        builder.wrong(builder.marks["cases",], ("cases",), "there is no case")
    for number, case in enumerate(written.cases):
        path: Path = ("cases", number)
        first = seen.setdefault(case.name, builder.marks[path])
        if first is not builder.marks[path]:
            message = f"the name {case.name!r} stands twice; first at line {first.line}"
            builder.wrong(builder.marks[*path, "name"], (*path, "name"), message, "say what sets this case apart")
        if case.expect is None and not case.ok and not case.verdicts and case.phases is None:
            message = f"the case {case.name!r} expects nothing"
            builder.wrong(builder.marks[path], path, message, "give expect, ok, verdicts or phases")


@attrs.define(kw_only=True)
class _Reader:
    """Reads the cases of a script under an agreement; what is wrong is collected by the builder."""

    script: Script
    agreement: Agreement
    builder: Builder

    def case(self, number: int, case: WrittenCase) -> Case:
        path: Path = ("cases", number)
        log, ids = self._log(case, path)
        return Case(
            name=case.name,
            number=number,
            location=self._location(path),
            about=tuple(case.clause or self.script.written.clause),
            log=log,
            until=self._instant(case, path, "until"),
            as_of=self._instant(case, path, "as_of"),
            expected=None if case.expect is None else tuple(self._expected(case.expect, path, ids)),
            absent=tuple(self._absent(case.ok, path)),
            stands=tuple(self._stands(case, path)),
        )

    def _location(self, path: Path) -> Location:
        mark = self.builder.marks[path]
        return Location(file=self.script.file, line=mark.line, column=mark.column, path=show_path(path))

    def _wrong(self, path: Path, message: str, remedy: str | None = None) -> None:
        self.builder.wrong(self.builder.marks[path], path, message, remedy)

    def _instant(self, case: WrittenCase, path: Path, key: str) -> Instant | None:
        owner, at = (case, (*path, key)) if getattr(case, key) is not None else (self.script.written, (key,))
        text: str | None = getattr(owner, key)
        try:
            return None if text is None else moment(self.agreement.base, text)
        except TimeError as error:
            self._wrong(at, str(error))
            return None

    def _log(self, case: WrittenCase, path: Path) -> tuple[Log, frozenset[str]]:
        """The log of a case, and the ids of its events; those that could not be read are taken to have been given."""
        paths: dict[int, Path] = {}
        lines: list[Line] = []
        ids = set()
        for number, node in enumerate(case.events):
            at: Path = (*path, "events", number)
            paths[node.mark.line] = at
            if (line := self._line(node, at, f"e{number + 1}")) is None:
                ids.add(f"e{number + 1}")
            else:
                lines.append(line)
        log = admit(lines)
        for problem in log.problems:
            self._wrong(paths[problem.location.line or 0], problem.message, problem.remedy)
        for remark in log.remarks:
            self._wrong((*path, "events"), remark)
        return log, frozenset(ids | {record.id for record in log.records})

    def _line(self, node: Node, path: Path, name: str) -> Line | None:
        try:
            fields = sketch(node.value) if isinstance(node.value, str) else plain(node)
        except SketchError as error:
            self._wrong(path, str(error), FORM)
            return None
        if not isinstance(fields, dict):
            self._wrong(path, "an event is a text or a mapping", FORM)
            return None
        defaults = self.script.written.defaults
        record = {"id": name, **(plain(defaults) if defaults is not None else {}), **fields}
        try:
            raw = json.dumps(self._timed(record)).encode()
        except TimeError as error:
            self._wrong(path, str(error))
            return None
        return self._decoded(raw, node, path)

    def _timed(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record with every instant written out."""
        made = dict(record)
        for key in ("occurred", "recorded"):
            if isinstance(value := made.get(key), str):
                made[key] = self._time(value)
            elif isinstance(value, dict):
                made[key] = {bound: self._time(text) for bound, text in value.items()}
        return made

    def _time(self, text: Any) -> Any:
        if not isinstance(text, str) or is_date(text):
            return text
        return format_instant(moment(self.agreement.base, text))

    def _decoded(self, raw: bytes, node: Node, path: Path) -> Line | None:
        under, mark = self.agreement, node.mark
        content = decode_line(raw, file=self.script.file, number=mark.line, zone=under.zone, taxonomy=under.taxonomy)
        if isinstance(content, Problem):
            inner = (content.location.path or "$").removeprefix("$.").split(".")[0]
            entry = node.value.get(inner) if isinstance(node.value, dict) else None
            self.builder.wrong(entry.node if entry else node, path, content.message, content.remedy)
            return None
        if isinstance(content, Incident):
            self._names(content, path)
        return Line(file=self.script.file, number=mark.line, raw=raw, content=content)

    def _names(self, incident: Incident, path: Path) -> None:
        """A misspelt name would be taken for an unknown party or place, and the case would show nothing."""
        terms = self.agreement.base
        parties = {name for one in terms.parties.values() for name in (one.id, one.name, *one.aliases)}
        places = {name for one in terms.places.values() for name in (one.id, one.name, *one.aliases)}
        for actor in (*incident.actor, *incident.target):
            if folded(actor.party) not in {*map(folded, parties), UNKNOWN_PARTY}:
                remedy = did_you_mean(actor.party, parties) or f"write {UNKNOWN_PARTY} where nobody is known"
                self._wrong(path, f"no party is called {actor.party!r}", remedy)
        place = incident.place
        by_name = place is not None and place.pcode is None and place.lat is None
        if place is not None and by_name and folded(place.name or "") not in set(map(folded, places)):
            self._wrong(path, f"no place is called {place.name!r}", did_you_mean(place.name or "", places))

    def _outcome(self, written: Outcomes, path: Path) -> tuple[str, str] | None:
        """The clause and the outcome."""
        given = [(str(clause), name) for name in FOUND if (clause := getattr(written, name)) is not None]
        if len(given) == 1:
            return given[0]
        if given or not getattr(written, "clause", None):
            self._wrong(path, f"one outcome is named, not {len(given)}", "such as breach: CLAUSE")
        return None

    def _expected(self, written: tuple[WrittenFinding, ...], path: Path, ids: frozenset[str]) -> Iterator[Expected]:
        for number, one in enumerate(written):
            at: Path = (*path, "expect", number)
            for place, name in enumerate(one.incidents or ()):
                if name not in ids:
                    self._wrong((*at, "incidents", place), f"no event is called {name!r}", did_you_mean(name, ids))
            if (what := self._outcome(one, at)) is not None:
                yield Expected(
                    location=self._location(at),
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
            self._wrong(path, str(error))
            return None

    def _marks(self, one: WrittenFinding) -> tuple[frozenset[str], frozenset[str]] | None:
        if one.certain is None and one.possible is None:
            return None
        return self._readings(one.certain or ()), self._readings(one.possible or ())

    def _readings(self, names: tuple[str, ...]) -> frozenset[str]:
        every = EVERY_READING in names and EVERY_READING not in self.agreement.terms
        return frozenset(self.agreement.terms if every else names)

    def _absent(self, written: tuple[WrittenAbsence, ...], path: Path) -> Iterator[Absent]:
        for number, one in enumerate(written):
            at: Path = (*path, "ok", number)
            what = self._outcome(one, at)
            if what is not None or one.clause is not None:
                clause, outcome = what or (str(one.clause), None)
                yield Absent(location=self._location(at), clause=clause, outcome=outcome)

    def _stands(self, case: WrittenCase, path: Path) -> Iterator[Stands]:
        bounds = tuple(dict.fromkeys((*RESERVED_READINGS, *list(self.agreement.terms)[1:])))
        clauses = [clause.id for clause in self.agreement.base.clauses]
        for clause, node in case.verdicts.items():
            at: Path = (*path, "verdicts", clause)
            if clause not in clauses:
                self._wrong(at, f"no clause is called {clause!r}", did_you_mean(clause, clauses))
            words = self._by_reading(node, at, bounds, VERDICTS, "verdict")
            yield Stands(location=self._location(at), clause=clause, words=words)
        if case.phases is not None:
            phases = tuple(phase.id for phase in self.agreement.base.phases)
            words = self._by_reading(case.phases, (*path, "phases"), tuple(self.agreement.terms), phases, "phase")
            yield Stands(location=self._location((*path, "phases")), clause=None, words=words)

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
