"""Why something was found, and why something was not, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ...events.mark import Mark
from ...rules.case import Case, Expected
from ..account import sentence, told
from ..derivation import Derivation
from ..evaluation import Evaluation
from ..finding import Finding
from ..why_not import replayed


def of_finding(finding: Finding) -> Iterator[str]:
    """Why a finding follows, for each group of readings that share the reasons."""
    for ground in finding.grounds:
        yield f"{finding.outcome} of {finding.clause} under {', '.join(ground.readings)}:"
        yield from (f"{'  ' * (depth + 1)}{line}" for depth, line in told(ground.proof))


def why_not(case: Case, evaluation: Evaluation, expected: Expected) -> Iterator[str]:
    """What failed, for each event that might have brought the finding about and each reading that it lacks."""
    wanted = expected.incidents
    events = [one for one in evaluation.occurrences if wanted is None or any(each.id in wanted for each in one.reports)]
    if not events:
        yield "there is no incident from which it could follow"
    lines: dict[str, list[str]] = {}
    for reading in evaluation.readings:
        if expected.marks is None or reading in expected.marks[0] | expected.marks[1]:
            for event in events:
                seen = replayed(evaluation, reading, expected.clause, event, inclusive=case.until is not None)
                for line in _failed(expected.clause, seen.statements):
                    lines.setdefault(f"{event.id}: {line}", []).append(reading)
    yield from (f"{line} ({', '.join(readings)})" for line, readings in lines.items())


def _failed(clause: str, statements: tuple[Derivation, ...]) -> Iterator[str]:
    """The innermost statements that keep an event from being what a clause means."""
    if not statements:
        yield f"{clause} is a clause that finds nothing by itself"
        return
    failed = [line for statement in statements for line in _denied(statement)]
    if not failed:
        yield f"every test of {clause} may hold; what it follows from did not come about"
    yield from dict.fromkeys(failed)


def _denied(statement: Derivation) -> Iterator[str]:
    if statement.mark is not Mark.NONE:
        return
    inner = [line for part in statement.parts for line in _denied(part)]
    yield from inner or [sentence(statement)]
