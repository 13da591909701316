"""From a document of author cases to the cases: every mistake collected, each with its line, column and remedy.

``parse_cases`` reads the document's form; ``Script.cases`` gives the cases once their agreement is known.
"""

from __future__ import annotations

import attrs

from ..events.errors import AgreementError, Problem
from ..events.time import Instant, TimeError
from .agreement import Agreement
from .case import Case, CaseError
from .case_events import EventReader
from .document import Mark, parse
from .expectations import ExpectationReader
from .moment import moment
from .path import Path
from .resolve import check_names
from .structure import Builder
from .written_case import WrittenCase, WrittenCases


@attrs.frozen(kw_only=True)
class Script:
    """A document of cases whose form is right."""

    file: str
    written: WrittenCases
    builder: Builder

    def cases(self, agreement: Agreement) -> tuple[Case, ...]:
        """The cases, for the agreement that they are of.

        Raises:
            CaseError: with every mistake found.
        """
        builder = attrs.evolve(self.builder, said={})
        check_names(agreement.base, builder)
        reader = _Reader(file=self.file, written=self.written, agreement=agreement, builder=builder)
        cases = tuple(reader.case(number, case) for number, case in enumerate(self.written.cases))
        if builder.problems:
            raise CaseError(
                *sorted(builder.problems, key=lambda one: (one.location.line or 0, one.location.column or 0))
            )
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
        _check(written, builder)
    if builder.problems:
        raise CaseError(*builder.problems)
    return Script(file=file, written=written, builder=builder)


def _check(written: WrittenCases, builder: Builder) -> None:
    """A case is found by its name, so no two bear the same; and each expects something."""
    seen: dict[str, Mark] = {}
    if not written.cases:
        builder.wrong(
            builder.marks["cases",],
            ("cases",),
            "there is no case",
            "list one, with its name, events and what is expected",
        )
    for number, case in enumerate(written.cases):
        path: Path = ("cases", number)
        first = seen.setdefault(case.name, builder.marks[path])
        if first is not builder.marks[path]:
            message = f"the name {case.name!r} stands twice; first at line {first.line}"
            builder.wrong(builder.marks[*path, "name"], (*path, "name"), message, "say what sets this case apart")
        if case.expect is None and not case.ok and not case.verdicts and case.phases is None:
            message = f"the case {case.name!r} expects nothing"
            builder.wrong(builder.marks[path], path, message, "give expect, ok, verdicts or phases")


def _place(problem: Problem) -> tuple[int, int]:
    return problem.location.line or 0, problem.location.column or 0


@attrs.frozen(kw_only=True)
class _Reader(EventReader, ExpectationReader):
    """Reads whole cases."""

    def case(self, number: int, case: WrittenCase) -> Case:
        """The case of a number, from 0."""
        path: Path = ("cases", number)
        log, ids = self.log(case, path)
        return Case(
            name=case.name,
            number=number,
            location=self.location(path),
            about=tuple(case.clause or self.written.clause),
            log=log,
            until=self._instant(case, path, "until"),
            as_of=self._instant(case, path, "as_of"),
            expected=None if case.expect is None else tuple(self.expected(case.expect, path, ids)),
            absent=tuple(self.absent(case.ok, path)),
            stands=tuple(self.stands(case, path)),
        )

    def _instant(self, case: WrittenCase, path: Path, key: str) -> Instant | None:
        owner, at = (case, (*path, key)) if getattr(case, key) is not None else (self.written, (key,))
        text: str | None = getattr(owner, key)
        try:
            return None if text is None else moment(self.agreement.base, text)
        except TimeError as error:
            self.wrong(at, str(error))
            return None
