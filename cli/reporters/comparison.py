"""A comparison for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TextIO

import attrs
from rich.console import Console

from ...engine.compare import PHASES, Change, Comparison, Difference, RecordChange, phase_name
from ...engine.finding import Finding, PhaseFinding
from ...engine.minimise import Minimal
from ...events.incident import Incident
from ...events.time import format_instant
from ..telling import Page, holders, incident_line, moved, movement, outcome, when, who

_MOST = 12
"""Findings or changes of one sort that are listed; the rest are counted."""


def write_json(comparison: Comparison, file: TextIO) -> None:
    """Write a comparison as one JSON object."""
    file.write(json.dumps(comparison.to_json(), ensure_ascii=False, indent=2, sort_keys=True) + "\n")


@attrs.frozen
class _Report(Page):
    """What the parts of the report share."""

    comparison: Comparison
    incidents: Mapping[str, Incident]
    findings: Mapping[str, Finding]
    phases: Mapping[str, PhaseFinding]

    def some(self, lines: list[str], indent: int) -> None:
        """The first of many lines, and how many more there are."""
        for line in lines[:_MOST]:
            self.line(line, indent=indent)
        if len(lines) > _MOST:
            self.line(f"… and {len(lines) - _MOST} more (--format json lists all)", indent=indent)


def write(comparison: Comparison, console: Console) -> None:
    """Print what was changed, what is different, and why."""
    sides = (comparison.before, comparison.after)
    report = _Report(
        console,
        comparison,
        {incident.id: incident for side in sides for incident in side.incidents},
        {finding.id: finding for side in sides for finding in side.findings},
        {phase_name(phase): phase for side in sides for phase in side.phases},
    )
    report.line(comparison.before.agreement.base.title, style="bold")
    report.heading(f"What differs in what was evaluated: {len(comparison.changes) or 'nothing'}")
    report.some([_change(change) for change in comparison.changes], 2)
    count = len(comparison.differences)
    report.heading(f"What is different in consequence: {count or 'nothing'}")
    for one in comparison.differences:
        _difference(report, one)


def _change(change: Change) -> str:
    if not isinstance(change, RecordChange):
        return f"{change.where}: {_quoted(change.before)} → {_quoted(change.after)}"
    told = [record for record in (*change.after, *change.before) if isinstance(record, Incident)]
    if not told:
        return f"{change.word}: {change.id}, which withdraws a record"
    moved = ""
    if change.word == "changed" and isinstance(change.before[-1], Incident):
        before, after = (format_instant(one.occurred.start) for one in (change.before[-1], told[0]))
        moved = f" ({before} → {after})" if before != after else ""
    return f"{change.word}: {incident_line(told[0])}{moved}"


def _quoted(words: str | None) -> str:
    return "nothing" if words is None else f"“{words}”"


def _difference(report: _Report, one: Difference) -> None:
    if one.clause == PHASES:
        report.line("the phases", indent=2, style="bold")
    else:
        report.line(f"{one.clause}  {_title(report, one.clause)}: {_verdicts(one)}", indent=2, style="bold")
    lines = [
        *(f"- {line}" for line in _told(report, one.lost)),
        *(f"+ {line}" for line in _told(report, one.gained)),
        *(f"~ {line}" for line in _changed(report, one)),
    ]
    report.some(lines, 4)
    if one.cause is not None:
        report.line(_cause(one, one.cause), indent=4)
        report.some([_change(change) for change in one.cause.items], 6)


def _title(report: _Report, clause: str) -> str:
    verdicts = (*report.comparison.after.verdicts, *report.comparison.before.verdicts)
    return next(verdict.title for verdict in verdicts if verdict.clause == clause)


def _verdicts(one: Difference) -> str:
    """The verdict before and after; the readings where they are otherwise."""
    return movement(one.before.verdict, one.after.verdict, moved(one.before.readings, one.after.readings))


def _told(report: _Report, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name in report.findings:
            yield _finding(report, report.findings[name], holders(report.findings[name]))
        else:
            phase = report.phases[name]
            yield f"{phase.phase} from {when(phase.effective)} ({', '.join(phase.marks)})"


def _finding(report: _Report, finding: Finding, under: str) -> str:
    return f"{finding.id} {outcome(finding)} {when(finding.effective)} ({under}), {who(finding, report.incidents)}"


def _changed(report: _Report, one: Difference) -> Iterator[str]:
    for name in one.changed:
        under = " → ".join(_marks(side.findings[name]) for side in (one.before, one.after))
        if name in report.findings:
            yield _finding(report, report.findings[name], under)
        else:
            yield f"{report.phases[name].phase} from {when(report.phases[name].effective)} ({under})"


def _marks(marks: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name}: {mark}" for name, mark in marks)


def _cause(one: Difference, cause: Minimal[Change]) -> str:
    what = "the verdict" if one.of_verdict else "this"
    if not cause.exact:
        return f"This is enough for {what}; the tries ran out before it was known whether less is (--tries):"
    if cause.smallest:
        return f"The smallest set of changes that makes {what}:"
    return f"These changes make {what}, and none of them can be left out:"
