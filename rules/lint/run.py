"""Run lints over a loaded agreement: under every reading, equal findings merged, ignores honoured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...events.errors import Location
from ..agreement import Terms
from ..document import Mark
from ..load import Source
from ..path import Path, show_path
from .base import Finding, Found, Lint, Subject
from .ignores import about, answered, ignores

FAILED = "lint-failed"
"""The code of a lint of another distribution that raised an error."""


def check(source: Source, lints: Iterable[Lint], *, trusted: Iterable[Lint] = ()) -> tuple[Finding, ...]:
    """Everything that the lints find in an agreement, in the order of the document.

    ``lints`` come from elsewhere: one that raises is reported. An error of a ``trusted`` one is ours, and is raised.
    """
    ours = tuple(trusted)
    others = tuple(lints)
    subjects = [Subject(agreement=source.agreement, reading=name) for name in source.agreement.terms]
    found = [finding for lint in ours for finding in _merged(source, lint, subjects)]
    for lint in others:
        found += _guarded(source, lint, subjects)
    known = ignores(source.data.decode("utf-8-sig"))
    left = list(answered(found, known, _starts(source)))
    codes = [lint.code for lint in (*ours, *others)]
    return tuple(sorted((*left, *about(known, source.file, codes)), key=_order))


def _order(finding: Finding) -> tuple[int, int, str, str, tuple[str, ...]]:
    at = finding.location
    return (at.line or 0, at.column or 0, finding.code, finding.message, finding.readings)


def _starts(source: Source) -> dict[str, int]:
    """The line on which each clause starts."""
    found: dict[str, int] = {}
    for name, terms in source.agreement.terms.items():
        for index, clause in enumerate(terms.clauses):
            found.setdefault(clause.id, _nearest(source.marks[name], ("clauses", index)).line)
    return found


def _guarded(source: Source, lint: Lint, subjects: list[Subject]) -> list[Finding]:
    try:
        return list(_merged(source, lint, subjects))
    except Exception as error:  # another's code: whatever it raises is reported
        location = Location(file=source.file)
        message = f"the lint {lint.code!r} failed: {type(error).__name__}: {error}"
        return [Finding(code=FAILED, severity="warning", location=location, message=message)]


def _merged(source: Source, lint: Lint, subjects: list[Subject]) -> Iterator[Finding]:
    """What one lint finds, each finding with the readings under which it holds where those are not all."""
    readings: dict[Found, list[str]] = {}
    for subject in subjects[:1] if lint.whole else subjects:
        for found in dict.fromkeys(lint.check(subject)):
            readings.setdefault(found, []).append(subject.reading)
    for found, names in readings.items():
        under = () if lint.whole or len(names) == len(subjects) else tuple(names)
        yield _finding(source, lint, found, names[0], under)


def _finding(source: Source, lint: Lint, found: Found, reading: str, under: tuple[str, ...]) -> Finding:
    mark = _nearest(source.marks[reading], found.path)
    sort, name = _about(source.agreement.terms[reading], found.path)
    return Finding(
        code=lint.code,
        severity=lint.severity,
        location=Location(file=source.file, line=mark.line, column=mark.column, path=show_path(found.path)),
        message=found.message,
        remedy=found.remedy,
        about=None if sort is None else f"{sort} {name}",
        clause=name if sort == "clause" else None,
        readings=under,
        witness=found.witness,
    )


_SECTIONS = {
    "documents": "document",
    "readings": "reading",
    "instants": "instant",
    "kinds": "kind of act",
    "parties": "party",
    "groups": "group",
    "places": "place",
    "areas": "area",
    "phases": "phase",
    "clauses": "clause",
}


def _about(terms: Terms, path: Path) -> tuple[str | None, str | None]:
    """The sort and the name of what a path leads into."""
    if len(path) < 2 or path[0] not in _SECTIONS:
        return None, None
    section, key = str(path[0]), path[1]
    name = getattr(terms, section)[key].id if isinstance(key, int) else key
    return _SECTIONS[section], name


def _nearest(marks: Mapping[Path, Mark], path: Path) -> Mark:
    """The position of a value, or of the nearest one above it that is written in the document."""
    while path not in marks:
        path = path[:-1]
    return marks[path]
