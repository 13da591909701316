"""Running one author case against an agreement: what was expected, what was found, and why it was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import attrs
import rfc8785

from ...events.errors import Location
from ...rules.agreement import Agreement
from ...rules.case import Case, Stands
from ...rules.names import EVERY_READING
from ..evaluation import Evaluation
from ..finding import Finding, Verdict
from ..ledger import entries
from ..monitors.base import EXCEPTED
from ..replay import evaluate
from ..verdict import BROAD, STRICT
from .compare import describe, differences, nearest, pair, show_span, written
from .why import of_finding, why_not

BOTH = "both"
"""The inference that runs a case under either implementation and holds the two against each other."""


@attrs.frozen(kw_only=True)
class Failure:
    """One expectation that was not met.

    Attributes:
        location: where the expectation stands.
        concerns: the key of the case that it stands under: ``expect``, ``ok``, ``verdicts`` or ``phases``.
        message: what is wrong, in one line.
        wanted: what was expected, in the lines in which that differs from ``got``.
        got: what was found.
        because: why it was found, or was not, in sentences.
    """

    location: Location
    concerns: str
    message: str
    wanted: tuple[str, ...] = ()
    got: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The failure as text: the place, the difference with - for expected and + for found, and the reasons."""
        yield f"{self.location.file}:{self.location.line}: {self.message}"
        yield from (f"  - {line}" for line in self.wanted)
        yield from (f"  + {line}" for line in self.got)
        yield from (f"    {line}" for line in self.because)


@attrs.frozen(kw_only=True)
class Trial:
    """A case that was run."""

    case: Case
    evaluation: Evaluation
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


def run_case(agreement: Agreement, case: Case, *, inference: str = "auto") -> Trial:
    """Evaluate a case's incidents under an agreement and compare what follows with what the case expects.

    Args:
        agreement: the agreement that the case was read for.
        case: as ``Script.cases`` gives it.
        inference: ``auto``, ``durable``, ``native``, or ``both``: then a difference between the two is a failure.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
    """
    names = ("durable", "native") if inference == BOTH else (inference,)
    evaluations = [evaluate(agreement, case.log, until=case.until, as_of=case.as_of, inference=name) for name in names]
    failures = (*failures_of(case, evaluations[0]), *_parted(case, evaluations))
    return Trial(case=case, evaluation=evaluations[0], failures=failures)


def failures_of(case: Case, evaluation: Evaluation) -> tuple[Failure, ...]:
    """What a case expects and an evaluation of its incidents does not give."""
    return (*_findings(case, evaluation), *_absences(case, evaluation), *_stands(case, evaluation))


def _parted(case: Case, evaluations: list[Evaluation]) -> Iterator[Failure]:
    """The two implementations of inference must agree on everything."""
    texts = [[rfc8785.dumps(entry).decode() for entry in entries(evaluation)] for evaluation in evaluations]
    if any(text != texts[0] for text in texts):
        wanted, got = (tuple(line for line in text if line not in texts[1 - at]) for at, text in enumerate(texts))
        message = "the two implementations of inference differ: an error of the engine, not of the agreement"
        yield Failure(location=case.location, concerns="inference", message=message, wanted=wanted, got=got)


def _findings(case: Case, evaluation: Evaluation) -> Iterator[Failure]:
    expected = case.expected or ()
    found = list(evaluation.findings)
    pairs = pair(expected, found)
    left = [finding for index, finding in enumerate(found) if index not in set(pairs.values())]
    for number, one in enumerate(expected):
        if number in pairs:
            continue
        near = nearest(one, left)
        if near is None:
            message = f"expected and not found: {one.outcome} of {one.clause}"
            because = tuple(why_not(case, evaluation, one))
            yield Failure(
                location=one.location, concerns="expect", message=message, wanted=(written(one),), because=because
            )
        else:
            left.remove(near)
            wanted, got = differences(one, near)
            message = f"{one.outcome} of {one.clause} is not as expected"
            yield _about(near, one.location, "expect", message, wanted=wanted, got=got)
    for finding in left:
        if finding.clause in case.exact:
            message = f"found and not expected: {finding.outcome} of {finding.clause}"
            yield _about(finding, case.location, "expect", message, got=(describe(finding),))


def _about(
    finding: Finding,
    location: Location,
    concerns: str,
    message: str,
    *,
    wanted: tuple[str, ...] = (),
    got: tuple[str, ...],
) -> Failure:
    because = tuple(of_finding(finding))
    return Failure(location=location, concerns=concerns, message=message, wanted=wanted, got=got, because=because)


def _absences(case: Case, evaluation: Evaluation) -> Iterator[Failure]:
    for one in case.absent:
        for finding in evaluation.findings:
            flagged = one.outcome == finding.outcome or (one.outcome is None and finding.outcome != EXCEPTED)
            if finding.clause == one.clause and flagged:
                message = f"{finding.outcome} of {finding.clause} found, where there must be none"
                yield _about(finding, one.location, "ok", message, got=(describe(finding),))


def _stands(case: Case, evaluation: Evaluation) -> Iterator[Failure]:
    verdicts = {verdict.clause: verdict for verdict in evaluation.verdicts}
    for one in case.stands:
        found = phases_of(evaluation) if one.clause is None else verdict_of(verdicts[one.clause])
        wrong = {name: words for name, words in one.words.items() if found.get(name) != _sorted(words)}
        if wrong:
            yield _stand(one, wrong, found, evaluation)


def _sorted(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _stand(
    one: Stands, wrong: dict[str, tuple[str, ...]], found: dict[str, tuple[str, ...]], of: Evaluation
) -> Failure:
    got = [f"{name}: {' or '.join(found[name])}" for name in wrong]
    if EVERY_READING in wrong:
        got += [f"{name}: {' or '.join(words)}" for name, words in found.items() if name != EVERY_READING]
    reasons = _entries(of) if one.clause is None else _grounds(one.clause, of)
    return Failure(
        location=one.location,
        concerns="phases" if one.clause is None else "verdicts",
        message=f"the {'phase' if one.clause is None else f'verdict on {one.clause}'} is not as expected",
        wanted=tuple(f"{name}: {' or '.join(words)}" for name, words in wrong.items()),
        got=tuple(got),
        because=tuple(reasons),
    )


def _grounds(clause: str, evaluation: Evaluation) -> Iterator[str]:
    """The findings that a verdict rests on with what leaves each in doubt, and the notes on its progress."""
    for finding in evaluation.findings:
        if finding.clause == clause:
            doubts = "; ".join(finding.doubts())
            yield describe(finding) + (f" (in doubt: {doubts})" if doubts else "")
    for verdict in evaluation.verdicts:
        if verdict.clause == clause:
            yield from (f"{name}: {note}" for name, notes in verdict.notes.items() for note in notes)


def _entries(evaluation: Evaluation) -> Iterator[str]:
    """The phases that were entered, with what brought each about."""
    for entry in evaluation.phases:
        holders = ", ".join(f"{name}: {mark.word}" for name, mark in entry.marks.items())
        cause = f", for {entry.cause}" if entry.cause else ""
        latest = entry.effective.latest
        when = show_span(entry.effective.earliest, None if latest is None else latest + 1)
        yield f"{entry.phase} was entered {when}{cause} ({holders})"


def verdict_of(verdict: Verdict) -> dict[str, tuple[str, ...]]:
    """A verdict by reading, in the form of ``Stands``."""
    every = {EVERY_READING: verdict.verdict, **verdict.readings}
    bounds = {verdict.readings[STRICT], verdict.readings[BROAD]}
    base = next(iter(verdict.states))
    every[base] = bounds.pop() if len(bounds) == 1 else "inconclusive"
    return {name: (word,) for name, word in every.items()}


def phases_of(evaluation: Evaluation) -> dict[str, tuple[str, ...]]:
    """The phases at the end by reading, in the form of ``Stands``."""
    found = dict(evaluation.standing_phases)
    return {EVERY_READING: _sorted(tuple(chain.from_iterable(found.values()))), **found}
