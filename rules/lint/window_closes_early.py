"""A window that closes before what waits for it can be: a condition, or the duties that count for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from ...events.time import Instant, format_minute
from ..clauses import Condition, Limit, Maintenance, Obligation, Prohibition
from ..instants import instant_of
from ..pattern import Pattern
from .base import Found, Lint, Subject
from .near import Near

_MINUTE = 60_000_000


@attrs.frozen
class _Run:
    """The earliest run of a condition's time: from ``start`` on it must hold, and at ``met`` it is met."""

    index: int
    clause: Condition
    start: Instant
    met: Instant


def _check(subject: Subject) -> Iterator[Found]:
    lapsing = _lapsing(subject)
    broken = _breakers(subject)
    for index, clause in subject.of_kind(Condition):
        assert isinstance(clause, Condition)
        start, met = subject.reach.clauses[index], subject.reach.outcome(index, "met")
        if clause.for_ is not None and start is not None and met is not None:
            run = _Run(index, clause, start, met)
            yield from _own(subject, run)
            yield from _duties(run, lapsing.while_runs(run, *broken[clause.id]))
    yield from _deadlines(subject)


def _own(subject: Subject, run: _Run) -> Iterator[Found]:
    end = subject.reach.until(run.index)
    if end < run.met:
        message = f"it is out of force {_gap(end, run.met)} before it can be met at the earliest ({_at(run.met)})"
        yield Found(("clauses", run.index), message, "give it more time, or a shorter 'for'")


def _lapsing(subject: Subject) -> _Lapsing:
    ends = {
        index: instant_of(subject.terms, clause.until)
        for index, clause in subject.of_kind(Prohibition, Limit, Maintenance)
        if clause.until is not None and subject.reach.clauses[index] is not None
    }
    acts = tuple((index, act) for index in ends if (act := subject.acts[index]) is not None)
    return _Lapsing(subject, ends, Near(subject, acts))


def _duties(run: _Run, closing: Iterable[tuple[int, Instant]]) -> Iterator[Found]:
    """The duties whose keeping counts for a condition, and which lapse while its time is running."""
    for index, end in closing:
        message = (
            f"it lapses at {_at(end)}, {_gap(end, run.met)} before {run.clause.id} can be met at the earliest "
            f"({_at(run.met)}); acts that it forbids break {run.clause.id} under some reading"
        )
        yield Found(("clauses", index, "until"), message, "let it last until the condition can be met")


@attrs.frozen
class _Lapsing:
    """The duties to abstain, or to keep a state, with an end of their own."""

    subject: Subject
    ends: Mapping[int, Instant]
    near: Near

    def while_runs(self, run: _Run, named: Iterable[str], acts: Iterable[Pattern]) -> list[tuple[int, Instant]]:
        """Those that end while a condition's time runs and are named, or forbid one of the acts."""
        number = self.subject.reach.number
        found = {number[name] for name in named if name in number and self._ends_in(run, number[name])}
        for act in acts:
            others = ((index, other) for index, other in self.near.matching(act) if self._ends_in(run, index))
            found.update(index for index, other in others if not self.subject.overlap.never(other, act))
        return [(index, self.ends[index]) for index in sorted(found)]

    def _ends_in(self, run: _Run, index: int) -> bool:
        return index in self.ends and run.start < self.ends[index] < run.met


def _breakers(subject: Subject) -> Mapping[str, tuple[Iterable[str], Iterable[Pattern]]]:
    """For each condition the clauses whose breach breaks it under any reading, and the acts that do.

    Who says that acts count for the condition is one question, when it can be met another: so the first is asked
    of all readings.
    """
    found: dict[str, tuple[dict[str, None], dict[Pattern, None]]] = {}
    for terms in subject.agreement.terms.values():
        for clause in terms.clauses:
            if isinstance(clause, Condition):
                named, acts = found.setdefault(clause.id, ({}, {}))
                named.update(dict.fromkeys(clause.broken_by_breach_of))
                acts.update(dict.fromkeys([clause.broken_by] if clause.broken_by is not None else []))
    for named, acts in found.values():
        broken = (subject.acts[subject.reach.number[name]] for name in named if name in subject.reach.number)
        acts.update(dict.fromkeys(act for act in broken if act is not None))
    return found


def _deadlines(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.of_kind(Obligation):
        assert isinstance(clause, Obligation)
        start = subject.reach.clauses[index]
        opened = None if start is None else subject.reach.opening(clause, start)
        named = [(("by",), clause.by), *((("stages", at, "by"), stage.by) for at, stage in enumerate(clause.stages))]
        for path, name in named:
            if opened is not None and name is not None and (due := instant_of(subject.terms, name)) < opened:
                message = f"it is due {_gap(due, opened)} before it can be opened at the earliest ({_at(opened)})"
                yield Found(("clauses", index, *path), message, "set the deadline after the opening")


def _at(instant: Instant) -> str:
    return format_minute(instant)


def _gap(first: Instant, then: Instant) -> str:
    """A length of time for people, in days, hours and minutes."""
    minutes = (then - first) // _MINUTE
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "less than a minute"


LINT = Lint(
    code="window-closes-early", title="Window that closes before what waits for it", severity="warning", check=_check
)
