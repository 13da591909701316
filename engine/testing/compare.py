"""Expected and found findings: which is which, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...events.mark import Mark
from ...events.time import Instant, format_instant
from ...rules.case import Expected
from ...rules.names import EVERY_READING
from ..finding import Finding

Reader = Callable[[Finding], Any]


def _marks(finding: Finding) -> tuple[frozenset[str], frozenset[str]]:
    certain, possible = (
        frozenset(name for name, mark in finding.marks.items() if mark is wanted)
        for wanted in (Mark.CERTAIN, Mark.POSSIBLE)
    )
    return certain, possible


def _at(finding: Finding) -> tuple[Instant, Instant | None]:
    latest = finding.effective.latest
    return finding.effective.earliest, None if latest is None else latest + 1


_FIELDS: dict[str, Reader] = {
    "at": _at,
    "marks": _marks,
    "incidents": lambda finding: frozenset(finding.incidents),
    "by": lambda finding: frozenset(finding.performer),
    "answerable": lambda finding: frozenset((*finding.answerable, *finding.possibly_answerable)),
    "late": lambda finding: finding.late,
}
"""What of a finding can be expected, and how it is read off one."""


def _agrees(expected: Expected, finding: Finding, field: str) -> bool:
    wanted = getattr(expected, field)
    if wanted is None:
        return True
    got = _FIELDS[field](finding)
    return bool(wanted <= got) if field == "answerable" else bool(wanted == got)


def _same_sort(expected: Expected, finding: Finding) -> bool:
    return (expected.clause, expected.outcome) == (finding.clause, finding.outcome)


def _fits(expected: Expected, finding: Finding) -> bool:
    return _same_sort(expected, finding) and all(_agrees(expected, finding, field) for field in _FIELDS)


def pair(expected: Sequence[Expected], found: Sequence[Finding]) -> dict[int, int]:
    """As many expected findings as can be, each with a found one of its own that it fits: numbers to numbers."""
    fits = [[at for at, finding in enumerate(found) if _fits(one, finding)] for one in expected]
    taken: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for at in fits[number]:
            if at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = number
                    return True
        return False

    for number in range(len(expected)):
        place(number, set())
    return {number: at for at, number in taken.items()}


def nearest(expected: Expected, found: Sequence[Finding]) -> Finding | None:
    """The finding of the same clause and outcome that differs in the fewest fields."""
    alike = [finding for finding in found if _same_sort(expected, finding)]
    return min(alike, key=lambda one: sum(not _agrees(expected, one, field) for field in _FIELDS), default=None)


def differences(expected: Expected, finding: Finding) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields in which the two differ, as expected and as found."""
    wrong = [field for field in _FIELDS if not _agrees(expected, finding, field)]
    wanted = tuple(_shown(field, getattr(expected, field)) for field in wrong)
    return wanted, tuple(_shown(field, _FIELDS[field](finding)) for field in wrong)


def written(expected: Expected) -> str:
    """What is expected, in one line."""
    given = [field for field in _FIELDS if getattr(expected, field) is not None]
    parts = [f"{expected.outcome}: {expected.clause}", *(_shown(field, getattr(expected, field)) for field in given)]
    return ", ".join(parts)


def describe(finding: Finding) -> str:
    """A finding in the words in which a case expects one."""
    return ", ".join(f"{key}: {_listed(value)}" for key, value in as_expected(finding).items())


def as_expected(finding: Finding, readings: Sequence[str] = ()) -> dict[str, Any]:
    """What a case would write to expect exactly this finding; ``readings`` are all there are, for the word ``all``."""
    made: dict[str, Any] = {finding.outcome: finding.clause, "at": show_span(*_at(finding))}
    for key, names in zip(("certain", "possible"), _marks(finding), strict=True):
        if names:
            made[key] = EVERY_READING if names == set(readings) else sorted(names, key=list(finding.marks).index)
    made |= {"incidents": list(finding.incidents)} if finding.incidents else {}
    return made | ({"late": True} if finding.late else {})


def show_span(start: Instant, end: Instant | None) -> str:
    """Bounds as a case writes them."""
    if end is None:
        return f"{format_instant(start)} .."
    return format_instant(start) if end == start + 1 else f"{format_instant(start)} .. {format_instant(end)}"


def _shown(field: str, value: Any) -> str:
    if field == "at":
        return f"at: {show_span(*value)}"
    if field == "marks":
        return f"certain: {_listed(sorted(value[0]))}, possible: {_listed(sorted(value[1]))}"
    return f"{field}: {_listed(sorted(value) if isinstance(value, frozenset) else value)}"


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
