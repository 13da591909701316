"""Compare: two cases evaluated side by side, in what they differ, and a smallest set of what makes each difference.

The cases may differ in their records and in their words. Each such change can be made alone, and what then follows is
found by a whole evaluation: no rule of thumb says what would have mattered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from ..events.log import Log, Record, log_of
from ..events.time import Instant
from ..rules.agreement import Agreement
from ..rules.drafts import Wording
from .evaluation import Evaluation
from .finding import Finding, PhaseFinding
from .minimise import Minimal, Tries, minimal
from .replay import evaluate

ABSENT = "absent"
"""The verdict on a clause that the agreement of one side does not have."""
TRIES = 2_000
"""Evaluations that the search for causes may take, all in all."""


@attrs.frozen(kw_only=True)
class RecordChange:
    """The records of one id, on the one side and on the other."""

    id: str
    before: tuple[Record, ...]
    after: tuple[Record, ...]

    @property
    def word(self) -> str:
        """What became of them: ``added``, ``dropped`` or ``changed``."""
        return "added" if not self.before else "dropped" if not self.after else "changed"


Change = RecordChange | Wording


def narrowed(agreement: Agreement, reading: str) -> Agreement:
    """The agreement with one of its readings alone."""
    return attrs.evolve(agreement, terms={reading: agreement.terms[reading]})


@attrs.frozen(kw_only=True)
class Case:
    """What is evaluated: an agreement, a log, and how."""

    agreement: Agreement
    log: Log
    until: Instant | None = None
    readings: tuple[str, ...] | None = None
    inference: str = "auto"

    def evaluation(self) -> Evaluation:
        """What follows."""
        options: dict[str, Any] = {"readings": self.readings, "until": self.until, "inference": self.inference}
        return evaluate(self.agreement, self.log, **options)


@attrs.frozen(kw_only=True)
class Pair:
    """Two cases and the agreements between theirs: ``words`` gives one by the wordings that are taken from the second.

    It is None where that would be no agreement.
    """

    before: Case
    after: Case
    wordings: tuple[Wording, ...] = ()
    words: Callable[[frozenset[tuple[str, ...]]], Agreement | None] | None = None

    def changes(self) -> tuple[Change, ...]:
        """Everything in which the two differ, records by their ids and then words as they stand."""
        return (*_record_changes(self.before.log, self.after.log), *self.wordings)

    def between(self, chosen: Iterable[Change]) -> Case | None:
        """The first case with some of the changes made."""
        taken = list(chosen)
        places = frozenset(one.place for one in taken if isinstance(one, Wording))
        agreement = self.before.agreement if self.words is None or not places else self.words(places)
        if agreement is None:
            return None
        changed = {one.id: one.after for one in taken if isinstance(one, RecordChange)}
        kept = [record for record in self.before.log.records if record.id not in changed]
        records = [*kept, *(record for versions in changed.values() for record in versions)]
        return attrs.evolve(self.before, agreement=agreement, log=log_of(records))


def _record_changes(before: Log, after: Log) -> Iterator[RecordChange]:
    ours, theirs = _by_id(before), _by_id(after)
    for name in sorted({*ours, *theirs}):
        if ours.get(name, ()) != theirs.get(name, ()):
            yield RecordChange(id=name, before=ours.get(name, ()), after=theirs.get(name, ()))


def _by_id(log: Log) -> dict[str, tuple[Record, ...]]:
    found: dict[str, tuple[Record, ...]] = {}
    for record in log.records:
        found[record.id] = (*found.get(record.id, ()), record)
    return found


@attrs.frozen
class State:
    """How one clause stands, or (of no clause) the phases: the verdict by reading, and each finding with its marks."""

    verdict: str
    readings: Mapping[str, str]
    findings: Mapping[str, tuple[tuple[str, str], ...]]

    @property
    def words(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The verdict alone."""
        return self.verdict, tuple(self.readings.items())


_NOTHING = State(ABSENT, {}, {})
PHASES = ""
"""Stands for the phases where states are kept by clause."""


def states(evaluation: Evaluation) -> dict[str, State]:
    """How each clause, and the phases, stand."""
    found: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
    for finding in evaluation.findings:
        found.setdefault(finding.clause, {})[finding.id] = _marks(finding)
    standing = {
        verdict.clause: State(verdict.verdict, dict(verdict.readings), found.get(verdict.clause, {}))
        for verdict in evaluation.verdicts
    }
    entries = {phase_name(phase): _marks(phase) for phase in evaluation.phases}
    return {PHASES: State("", {}, entries), **standing}


def phase_name(entry: PhaseFinding) -> str:
    """A name of the entry of a phase by what it is."""
    return f"{entry.phase} {entry.effective.earliest} {entry.effective.latest}"


def _marks(found: Finding | PhaseFinding) -> tuple[tuple[str, str], ...]:
    return tuple((name, mark.word) for name, mark in found.marks.items())


@attrs.frozen(kw_only=True)
class Difference:
    """In what a clause (or, with ``clause`` empty, the phases) stands otherwise.

    Attributes:
        lost: the names of the findings of the first side only.
        gained: those of the second side only.
        changed: those of both sides that are not as sure on both, or not under the same readings.
        cause: a minimal set of changes that by itself, made on the first side, makes the verdict that of the second, or
            where the verdict is the same, the findings; None where it was not asked for.
    """

    clause: str
    before: State
    after: State
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    changed: tuple[str, ...]
    cause: Minimal[Change] | None = None

    @property
    def of_verdict(self) -> bool:
        """Whether the verdict, of all readings together or under one of them, is another."""
        return self.before.words != self.after.words


@attrs.frozen(kw_only=True)
class Comparison:
    """Two evaluations side by side: what was changed, and what is different in consequence."""

    before: Evaluation
    after: Evaluation
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    tried: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "type": "comparison",
            "changes": [_change(change) for change in self.changes],
            "evaluations": self.tried,
            "differences": [_difference(one) for one in self.differences],
        }


def _change(change: Change) -> dict[str, Any]:
    if isinstance(change, RecordChange):
        return {"record": change.id, "change": change.word}
    return {"words": change.where, "before": change.before, "after": change.after}


def _difference(one: Difference) -> dict[str, Any]:
    plain: dict[str, Any] = {"lost": list(one.lost), "gained": list(one.gained), "changed": list(one.changed)}
    if one.clause == PHASES:
        plain["phases"] = True
    else:
        plain |= {"clause": one.clause, "before": one.before.verdict, "after": one.after.verdict}
        plain |= {"readings_before": dict(one.before.readings), "readings_after": dict(one.after.readings)}
    if one.cause is not None:
        plain["cause"] = {
            "changes": [_change(change) for change in one.cause.items],
            "smallest": one.cause.smallest,
            "none_can_be_left_out": one.cause.exact,
            "of": "verdict" if one.of_verdict else "findings",
        }
    return plain


def compare(pair: Pair, *, causes: bool = True, tries: int = TRIES) -> Comparison:
    """Evaluate two cases and say in what they differ.

    Args:
        pair: the cases.
        causes: whether to search for what makes each difference.
        tries: how many evaluations the search may take.

    Raises:
        InferenceUnavailableError: ``durable`` was asked for and does not import here.
    """
    before, after = pair.before.evaluation(), pair.after.evaluation()
    changes = pair.changes()
    ours, theirs = states(before), states(after)
    names = [*theirs, *(name for name in ours if name not in theirs)]
    found = [_differ(name, ours.get(name, _NOTHING), theirs.get(name, _NOTHING)) for name in names]
    search = _Search(pair, changes, Tries(tries))
    return Comparison(
        before=before,
        after=after,
        changes=changes,
        differences=tuple(search.explained(one) if causes else one for one in found if one is not None),
        tried=len(search.known),
    )


def _differ(name: str, ours: State, theirs: State) -> Difference | None:
    if ours == theirs:
        return None
    return Difference(
        clause=name,
        before=ours,
        after=theirs,
        lost=tuple(one for one in ours.findings if one not in theirs.findings),
        gained=tuple(one for one in theirs.findings if one not in ours.findings),
        changed=tuple(
            one for one, marks in ours.findings.items() if one in theirs.findings and theirs.findings[one] != marks
        ),
    )


@attrs.define
class _Search:
    """The search for causes; one evaluation serves every clause that asks about the same changes."""

    pair: Pair
    changes: tuple[Change, ...]
    tries: Tries
    known: dict[tuple[int, ...], dict[str, State] | None] = attrs.field(factory=dict)

    def explained(self, one: Difference) -> Difference:
        """A difference with a minimal set of changes that makes it."""

        def shows(chosen: tuple[int, ...]) -> bool:
            found = self._states(chosen)
            state = None if found is None else found.get(one.clause, _NOTHING)
            return state is not None and _aim(state, one) == _aim(one.after, one)

        numbers = tuple(range(len(self.changes)))
        if not numbers or not shows(numbers):
            return one
        cause = minimal(numbers, shows, self.tries)
        items = tuple(self.changes[number] for number in cause.items)
        return attrs.evolve(one, cause=Minimal(items, smallest=cause.smallest, exact=cause.exact))

    def _states(self, chosen: tuple[int, ...]) -> dict[str, State] | None:
        if chosen not in self.known:
            self.tries.left -= 1
            case = self.pair.between(self.changes[number] for number in chosen)
            self.known[chosen] = None if case is None else states(case.evaluation())
        return self.known[chosen]


def _aim(state: State, one: Difference) -> object:
    """What of a state must be as on the second side: the verdict, or where that is the same, the findings."""
    return state.words if one.of_verdict else dict(state.findings)
