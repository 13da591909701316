"""``# comply: ignore[CODE] reason``: findings that a document answers itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from ...events.errors import Location
from ...events.suggest import did_you_mean
from ..remarks import comments
from .base import Finding

WITHOUT_REASON = "ignore-without-reason"
OF_NOTHING = "ignore-of-nothing"
CODES = {
    WITHOUT_REASON: "Ignored without a reason",
    OF_NOTHING: "Ignoring what is not found",
}
"""What is found of ignores themselves; neither can be ignored."""

_WORD = "comply:"
_IGNORE = re.compile(r"comply:\s*ignore\s*(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*)")


@attrs.define
class Ignore:
    """One comment: the codes it ignores, and those that it has."""

    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    used: set[str] = attrs.field(factory=set)


def ignores(text: str) -> list[Ignore]:
    """The ignores of a well-formed document."""
    found = []
    for line, column, words in comments(text, _WORD):
        if match := _IGNORE.match(words):
            codes = tuple(code for part in (match["codes"] or "").split(",") if (code := part.strip()))
            found.append(Ignore(line, column, codes, match["reason"].strip()))
    return found


def answered(findings: Iterable[Finding], known: list[Ignore], starts: dict[str, int]) -> Iterator[Finding]:
    """The findings that no ignore answers; ``starts`` are the lines on which the clauses start."""
    by_line: dict[int, list[Ignore]] = {}
    for ignore in known:
        by_line.setdefault(ignore.line, []).append(ignore)
    for finding in findings:
        lines = {finding.location.line, starts.get(finding.clause or "")}
        answers = [
            ignore
            for line in lines
            for ignore in (by_line.get(line, ()) if line is not None else ())
            if finding.code in ignore.codes and ignore.reason
        ]
        for ignore in answers:
            ignore.used.add(finding.code)
        if not answers:
            yield finding


def about(known: list[Ignore], file: str, codes: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with the ignores themselves, once the findings have been answered."""
    listed = sorted(codes)
    for ignore in known:
        location = Location(file=file, line=ignore.line, column=ignore.column)
        if not ignore.codes:
            yield _finding(OF_NOTHING, location, "it names no code", "# comply: ignore[CODE] reason")
        elif not ignore.reason:
            yield _finding(WITHOUT_REASON, location, "it gives no reason, and ignores nothing", "say why")
        for code in ignore.codes if ignore.reason else ():
            if code not in ignore.used:
                remedy = did_you_mean(code, listed) if code not in listed else "leave it out"
                yield _finding(OF_NOTHING, location, f"there is no finding {code!r} here", remedy)


def _finding(code: str, location: Location, message: str, remedy: str | None) -> Finding:
    return Finding(code=code, severity="warning", location=location, message=message, remedy=remedy)
