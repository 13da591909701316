"""Why something was found, and why something was not, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...events.mark import Mark
from ...events.occurrence import Occurrence
from ...rules.case import Case, Expected
from ..bulletins import beyond_records
from ..derivation import Derivation
from ..events import Act
from ..finding import Finding
from ..inference.native import NativeInference
from ..monitors.base import Monitor
from ..plan import compile_plans
from ..replay import Evaluation
from ..step import Fold

_SAID = {Mark.NONE: "no", Mark.POSSIBLE: "possibly", Mark.CERTAIN: "yes"}


def sentences(statement: Derivation, indent: int = 0) -> Iterator[str]:
    """A tree of statements, one a line, what each rests on below it."""
    yield "  " * indent + _said(statement) + (f" ({statement.why})" if statement.why else "")
    for part in statement.parts:
        yield from sentences(part, indent + 1)


def _said(statement: Derivation) -> str:
    if statement.test == "exception":
        return f"exception {statement.wanted} {statement.found}"
    wanted = f", wanted {statement.wanted}" if statement.wanted else ""
    found = f", found {statement.found}" if statement.found else ""
    return f"{statement.test}: {_SAID[statement.mark]}{wanted}{found}"


def of_finding(finding: Finding) -> Iterator[str]:
    """Why a finding follows, for each group of readings that share the reasons."""
    for ground in finding.grounds:
        yield f"{finding.outcome} of {finding.clause} under {', '.join(ground.readings)}:"
        yield from (f"  {line}" for line in sentences(ground.proof))


def why_not(case: Case, evaluation: Evaluation, expected: Expected) -> Iterator[str]:
    """What failed, for each incident that might have brought the finding about and each reading that it lacks."""
    wanted = expected.incidents
    told = [one for one in evaluation.occurrences if wanted is None or any(one.id in wanted for one in one.reports)]
    if not told:
        yield "there is no incident from which it could follow"
    lines: dict[str, list[str]] = {}
    for reading in evaluation.readings:
        if expected.marks is None or reading in expected.marks[0] | expected.marks[1]:
            fold = _fold(case, evaluation, reading)
            for occurrence in told:
                for line in _failed(fold, expected.clause, occurrence):
                    lines.setdefault(line, []).append(reading)
    yield from (f"{line} ({', '.join(readings)})" for line, readings in lines.items())


def _fold(case: Case, evaluation: Evaluation, reading: str) -> Fold:
    plan = next(one for one in compile_plans(evaluation.agreement, (reading,)))
    fold = Fold(plan, NativeInference.of(list(plan.rules)))
    fold.start()
    bulletins = beyond_records(plan.matcher, evaluation.occurrences)
    for one in evaluation.occurrences:
        fold.feed(bulletins.get(one.id) or plan.matcher.told(one))
    fold.finish(evaluation.horizon, inclusive=case.until is not None)
    return fold


def _failed(fold: Fold, clause: str, occurrence: Occurrence) -> Iterator[str]:
    """The innermost statements that keep an event from being what a clause means."""
    plan = fold.plan
    number = plan.number[clause]
    monitor = fold.monitors[number]
    act = plan.act(plan.matcher.told(occurrence))
    if monitor is None:
        yield f"{clause} is a clause that finds nothing by itself"
        return
    statements = list(_statements(fold, monitor, number, act))
    failed = [line for statement in statements for line in _denied(statement)]
    if not failed:
        yield f"{act.id}: every test of {clause} may hold; what it follows from did not come about"
    yield from (f"{act.id}: {line}" for line in dict.fromkeys(failed))


def _statements(fold: Fold, monitor: Monitor, number: int, act: Act) -> Iterable[Derivation]:
    judge = getattr(monitor, "judge", None)
    if judge is not None:
        derived: Iterable[Derivation] = judge.derive(act)
        return derived
    acts = tuple(act.explain(pattern) for pattern in monitor.patterns)
    return (*acts, fold.state.explain_force(number, act.first, act.last, act.id))


def _denied(statement: Derivation) -> Iterator[str]:
    if statement.mark is not Mark.NONE:
        return
    inner = [line for part in statement.parts for line in _denied(part)]
    yield from inner or [next(sentences(statement))]
