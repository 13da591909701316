"""Why not: the tree of a finding that did not happen, for an incident or for a clause, and what would have sufficed.

The reading's fold is run once more. Just before the event comes it is asked what of the clause is open for it, just
after it is over what it was for the clause, and at the horizon what the clause still lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..events.mark import Mark, every
from ..events.occurrence import Occurrence
from ..events.time import format_instant
from ..rules.clauses import Condition, Exclusion, Permission, Unevaluated, kind_of
from .account import as_data
from .agenda import Stage
from .bulletins import beyond_records
from .derivation import Derivation
from .evaluation import Evaluation
from .events import Act
from .explain import clause_of, words_of
from .finding import Finding
from .inference.native import NativeInference
from .monitors.base import Monitor
from .monitors.judge import Defeater, Judge
from .needs import Need, needed
from .plan import compile_plans
from .step import Fold

_NEAREST = 3
"""Incidents that came nearest to a clause and are told of."""


@attrs.frozen(kw_only=True)
class Near:
    """An incident that came near, with what it would have taken."""

    incident: str
    need: Need


@attrs.frozen(kw_only=True)
class Answer:
    """Why not, under the readings that share the answer.

    Attributes:
        found: what was found all the same, about the clause or the incident for it.
        statements: the trees of what did not come about.
        needs: for each of them what would have sufficed; None where nothing is missing in it.
        nearest: without an incident, those that came nearest to the clause.
    """

    readings: tuple[str, ...]
    verdict: str
    found: tuple[str, ...]
    statements: tuple[Derivation, ...]
    needs: tuple[Need | None, ...]
    nearest: tuple[Near, ...]


@attrs.frozen(kw_only=True)
class WhyNot:
    """Why a clause has no finding, or none from an incident."""

    clause: str
    kind: str
    title: str
    words: tuple[str, ...]
    event: Occurrence | None
    answers: tuple[Answer, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain: dict[str, Any] = {"type": "why_not", "clause": self.clause, "kind": self.kind, "title": self.title}
        if self.event is not None:
            plain["incidents"] = [report.id for report in self.event.reports]
        return plain | {"words": list(self.words), "answers": [_answer(answer) for answer in self.answers]}


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "readings": list(answer.readings),
        "verdict": answer.verdict,
        "found": list(answer.found),
        "statements": [
            {"statement": as_data(statement), "sufficient": None if need is None else need.to_json()}
            for statement, need in zip(answer.statements, answer.needs, strict=True)
        ],
        "nearest": [{"incident": near.incident, "sufficient": near.need.to_json()} for near in answer.nearest],
    }


def why_not(evaluation: Evaluation, clause: str, event: Occurrence | None, *, inclusive: bool) -> WhyNot:
    """Why a clause has no finding, or none from one event of the evaluation, under each reading.

    Args:
        evaluation: what was found.
        clause: the id of a clause.
        event: one of the evaluation's occurrences; None asks about the clause itself.
        inclusive: whether the horizon was given, so that deadlines at the horizon itself are decided.
    """
    record = clause_of(evaluation.agreement.base, clause)
    answers: list[Answer] = []
    for reading in evaluation.readings:
        answer = _under(evaluation, reading, clause, event, inclusive=inclusive)
        for at, one in enumerate(answers):
            if attrs.evolve(one, readings=answer.readings) == answer:
                answers[at] = attrs.evolve(one, readings=(*one.readings, reading))
                break
        else:
            answers.append(answer)
    return WhyNot(
        clause=clause,
        kind=kind_of(record),
        title=record.title,
        words=words_of(evaluation.agreement.base, clause),
        event=event,
        answers=tuple(answers),
    )


def _under(evaluation: Evaluation, reading: str, clause: str, event: Occurrence | None, *, inclusive: bool) -> Answer:
    seen = replayed(evaluation, reading, clause, event, inclusive=inclusive)
    found = [
        finding
        for finding in evaluation.findings
        if finding.clause == clause
        and reading in finding.marks
        and (event is None or any(one.id in finding.incidents for one in event.reports))
    ]
    return Answer(
        readings=(reading,),
        verdict=_verdict(evaluation, reading, clause),
        found=tuple(_said(finding, reading) for finding in found),
        statements=seen.statements,
        needs=tuple(needed(statement) for statement in seen.statements),
        nearest=seen.nearest,
    )


def _said(finding: Finding, reading: str) -> str:
    mark = "certain" if finding.marks[reading] is Mark.CERTAIN else "possible"
    return f"{finding.id}: {mark} {finding.outcome} at {format_instant(finding.effective.earliest)}"


def _verdict(evaluation: Evaluation, reading: str, clause: str) -> str:
    verdict = next(one for one in evaluation.verdicts if one.clause == clause)
    if reading in verdict.readings:
        return verdict.readings[reading]
    bounds = list(verdict.readings.items())[:2]  # of the base reading, which stands there by its bounds
    return ", ".join(f"{name}: {word}" for name, word in bounds)


@attrs.frozen
class Seen:
    """What a fold answered."""

    statements: tuple[Derivation, ...]
    nearest: tuple[Near, ...]


def replayed(evaluation: Evaluation, reading: str, clause: str, event: Occurrence | None, *, inclusive: bool) -> Seen:
    """Run one reading's fold and ask it about a clause, and about an event or at the horizon."""
    fold = _fold(evaluation, reading)
    terms = fold.plan.terms.clauses[fold.plan.number[clause]]
    if isinstance(terms, Unevaluated):
        return Seen((Derivation(test="not_evaluated", mark=Mark.NONE, found=terms.not_evaluated.strip()),), ())
    acts = _acts(evaluation, fold)
    if event is not None:
        return Seen(tuple(dict.fromkeys(_of_event(acts, fold, clause, event))), ())
    for act in acts.values():
        fold.feed(act.told)
    fold.follow(evaluation.horizon, inclusive=inclusive)
    number = fold.plan.number[clause]
    monitor = fold.monitors[number]
    lacking = () if monitor is None else monitor.lacks(evaluation.horizon)
    in_force = fold.state.explain_force(number, evaluation.horizon, evaluation.horizon)
    return Seen((*lacking, in_force), tuple(_nearest(evaluation, acts, fold, clause)))


def _fold(evaluation: Evaluation, reading: str) -> Fold:
    plan = next(plan for plan in compile_plans(evaluation.agreement, (reading,)))
    fold = Fold(plan, NativeInference.of(list(plan.rules)))
    fold.start()
    return fold


def _acts(evaluation: Evaluation, fold: Fold) -> dict[str, Act]:
    """The occurrences as the reading sees them, in their order and by id."""
    plan = fold.plan
    bulletins = beyond_records(plan.matcher, evaluation.occurrences)
    return {one.id: plan.act(bulletins.get(one.id) or plan.matcher.told(one)) for one in evaluation.occurrences}


def _of_event(acts: Mapping[str, Act], fold: Fold, clause: str, event: Occurrence) -> Iterator[Derivation]:
    """What is said of an event just before it comes, and once it is over."""
    act = acts[event.id]
    monitor = fold.monitors[fold.plan.number[clause]]
    met: tuple[Derivation, ...] = ()
    for one in acts.values():
        if one.first > act.last:
            break
        if one is act and monitor is not None:
            fold.advance(act.first, Stage.ACT)
            met = monitor.meets(act)
        fold.feed(one.told)
    fold.advance(act.last + 1, Stage.MATURE)
    yield from _tested(fold, clause, act)
    yield from met


def _tested(fold: Fold, clause: str, act: Act) -> Iterator[Derivation]:
    """What an act is for a clause, part by part."""
    number = fold.plan.number[clause]
    monitor = fold.monitors[number]
    terms = fold.plan.terms.clauses[number]
    if isinstance(terms, Permission | Exclusion):
        yield from _defences(fold, number, act)
    if monitor is not None:
        yield from monitor.weighs(act, act.last) or _in_each_role(fold, monitor, number, act)
        if not monitor.roles:
            heard = ", ".join(f"{outcome} of {fold.plan.terms.clauses[at].id}" for at, outcome in sorted(monitor.hears))
            yield Derivation(test="hears", mark=Mark.NONE, wanted=heard or "time alone", found="an act is none")


def _in_each_role(fold: Fold, monitor: Monitor, number: int, act: Act) -> Iterator[Derivation]:
    for words, pattern in monitor.roles:
        in_force = fold.state.explain_force(number, act.first, act.last, act.id)
        parts = (act.explain(pattern), act.explain_evidence(), in_force)
        yield Derivation(test="role", wanted=words, mark=every(part.mark for part in parts), parts=parts)


def _defences(fold: Fold, number: int, act: Act) -> Iterator[Derivation]:
    """Whether an exception applies to an act, for each clause that it is an exception to."""
    for monitor in fold.monitors:
        judge = getattr(monitor, "judge", None)
        if isinstance(judge, Judge):
            name = fold.plan.terms.clauses[judge.clause].id
            for defeater in _all(judge.defeaters):
                if defeater.clause == number:
                    yield attrs.evolve(judge.defence(act, defeater), found=f"to {name}")


def _all(defeaters: Iterable[Defeater]) -> Iterator[Defeater]:
    for defeater in defeaters:
        yield defeater
        yield from _all(defeater.defeaters)


def _nearest(evaluation: Evaluation, acts: Mapping[str, Act], fold: Fold, clause: str) -> Iterator[Near]:
    """The incidents that lack least to be what the clause means, the first ones of those that lack as much.

    None brings it nearer that something has held for a duration.
    """
    record = fold.plan.terms.clauses[fold.plan.number[clause]]
    if isinstance(record, Condition) and record.for_ is not None:
        return
    found: list[tuple[int, int, Near]] = []
    used = {name for finding in evaluation.findings if finding.clause == clause for name in finding.incidents}
    for place, act in enumerate(acts.values()):
        if any(report.id in used for report in act.told.occurrence.reports):
            continue
        tested = _tested(fold, clause, act)
        needs = [needed(statement) for statement in tested if statement.test != "hears"]
        missing = [need for need in needs if need is not None]
        if missing and len(missing) == len(needs):
            least = min(missing, key=lambda need: need.size)
            found.append((least.size, place, Near(incident=act.id, need=least)))
    yield from (near for _, _, near in sorted(found, key=lambda one: one[:2])[:_NEAREST])
