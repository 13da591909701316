"""Condition of steps: met when all of them have been taken while it is in force, in any order or in the one given.

It is met once in each round; a round begins when the condition comes into force, or anew when it is reset. Where it is
in doubt whether a round was over, what follows is the same round: its meeting is one event, with wider bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark
from ...events.time import FIRST_INSTANT, LAST_INSTANT, Instant
from ...rules import clauses
from ...rules.pattern import Pattern
from ...rules.temporal import OUTCOME_FIELDS, Step
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake, event_name
from .base import Quiet, Roles, Standing, View, standing_of_condition
from .compiler import Compiler
from .taken import AnyOrder, Full, InOrder, Taken, Taking

_UNSURE = "whether they were taken so while it was in force is not certain"


@attrs.define
class Round:
    """One round; ``sure`` if, where an earlier one was over, this one has surely begun since."""

    number: int = 1
    sure: bool = True
    announced: Instant | None = None
    """The first instant at which it may have been met."""
    full: Full | None = None
    met: bool = False

    @property
    def key(self) -> str:
        """A name of its meeting."""
        return "met" if self.number == 1 else f"met {self.number}"

    @property
    def open(self) -> bool:
        """Whether it may have been met, and that is not settled."""
        return self.announced is not None and not self.met


@attrs.define
class Steps(Quiet):
    """The state of a condition of steps."""

    clause: int
    acts: tuple[tuple[int, int], ...]
    """The patterns of the steps that are acts, each with its step."""
    outcomes: Mapping[tuple[int, str], tuple[int, ...]]
    """The steps that are outcomes of other clauses."""
    names: tuple[str, ...]
    wanted: str
    taken: Taken
    view: View = attrs.field(repr=False)
    now: Mark = Mark.NONE
    ever: Mark = Mark.NONE
    met: Mark = Mark.NONE
    clock: Instant = FIRST_INSTANT
    since: Instant = FIRST_INSTANT
    """What comes after this alone counts."""
    doubt_until: Instant = FIRST_INSTANT
    endless_doubts: set[str] = attrs.field(factory=set)
    """Resets of which it is not known by when they have come."""
    round: Round = attrs.field(factory=Round)
    waiting: dict[str, Act] = attrs.field(factory=dict)

    @property
    def roles(self) -> Roles:
        """The acts that are steps."""
        return tuple((f"the step {self.names[step]}", pattern) for pattern, step in self.acts)

    @property
    def hears(self) -> frozenset[tuple[int, str]]:
        """The outcomes that are steps."""
        return frozenset(self.outcomes)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """A round begins with coming into force."""
        before, self.now = self.now, mark
        self.ever = max(self.ever, mark)
        self.clock = now
        if before is Mark.NONE:
            yield from self._close(now - 1)
            self._begin(now - 1, sure=True)
            yield from self._look()
        elif mark is Mark.POSSIBLE and self.round.met:
            self._begin(now - 1, sure=False)

    def _begin(self, since: Instant, *, sure: bool) -> None:
        """A new round begins, surely or perhaps, after an instant."""
        began = self.round.announced is not None
        self.round = Round(number=self.round.number + began, sure=sure)
        self._count_after(since)

    def _count_after(self, since: Instant) -> None:
        self.since = max(self.since, since)
        self.taken.start_after(self.since)

    def _close(self, latest: Instant | None) -> Iterator[Signal]:
        """A round is over: if it may have been met, that is all that can be said."""
        if self.round.open:
            yield self._event(self.round, Mark.POSSIBLE, latest, settled=True)

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Acts are weighed when all acts of the instant are known: what follows is in force for acts after it."""
        self.waiting[act.id] = act
        yield Wake(now, Stage.JUDGE, act.id, beyond=True)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """An act may be a step, and is one if its time is over."""
        act = self.waiting.get(name)
        if act is None:
            return
        self.clock = max(self.clock, now)
        settled = now >= act.last
        if settled:
            del self.waiting[name]
        for pattern, step in self.acts:
            if mark := act.mark(pattern):
                sure = settled and mark is Mark.CERTAIN
                taking = Taking(name=act.id, first=act.first, last=act.last, sure=sure, incidents=(act.id,))
                yield from self._take(step, taking)

    def hear(self, event: NormativeEvent) -> Iterator[Signal]:
        """An outcome of another clause may be a step, or is one."""
        for step in self.outcomes[(event.clause, event.outcome)]:
            last = LAST_INSTANT if event.latest is None else event.latest
            name = ", ".join(event.incidents) or event.key
            taking = Taking(name=name, first=event.earliest, last=last, sure=event.certain, incidents=event.incidents)
            yield from self._take(step, taking)

    def _take(self, step: int, taking: Taking) -> Iterator[Signal]:
        """Keep what may have been a step while the condition was in force, or may yet be one."""
        first = max(taking.first, self.since + 1)
        last = max(first, min(taking.last, self.clock))
        counts = self.view.force(self.clause, first, last)
        if counts or taking.last > self.clock:
            self.taken.take(step, taking)
        if counts:
            yield from self._look()

    def told(self, verb: str, event: NormativeEvent, by: Duration | None) -> Iterator[Signal]:
        """A reset: what happens at its instant or before it does not count any more."""
        self._doubt(event)
        if self.round.met:
            self._begin(event.earliest, sure=False)
        if event.certain:
            if self.round.announced is not None and self.round.announced <= event.earliest:
                yield from self._close(event.latest)
                self._begin(event.earliest, sure=True)
            self.round.sure = True
            self._count_after(event.earliest)
        yield from self._look()

    def _doubt(self, event: NormativeEvent) -> None:
        """Steps surely belong to one round only after the last reset that may have come."""
        self.endless_doubts.discard(event.name)
        if event.latest is None:
            self.endless_doubts.add(event.name)
        else:
            self.doubt_until = max(self.doubt_until, event.latest)

    def _look(self) -> Iterator[Signal]:
        """See whether all steps may, or must, have been taken."""
        may = None if self.round.met else self.taken.possibly()
        if may is None:
            return
        must = self.taken.surely()
        news = self.round.announced is None
        if news:
            self.round.announced = may.earliest
            self.round.full = may
        if must is not None and self._surely(must):
            self.round.met, self.round.full = True, must
            self.met = Mark.CERTAIN
            yield self._event(self.round, Mark.CERTAIN, must.latest, settled=True)
        elif news:
            self.met = max(self.met, Mark.POSSIBLE)
            yield self._event(self.round, Mark.POSSIBLE, None, settled=False)

    def _surely(self, full: Full) -> bool:
        """Whether all steps surely belong to this round."""
        if not self.round.sure or self.endless_doubts or full.first <= self.doubt_until:
            return False
        own = event_name(self.clause, "met", self.round.key)
        return self.view.force(self.clause, full.first, full.latest, own) is Mark.CERTAIN

    def _event(self, round_: Round, mark: Mark, latest: Instant | None, *, settled: bool) -> NormativeEvent:
        assert round_.announced is not None
        assert round_.full is not None
        full = round_.full
        earliest = round_.announced if latest is None else min(round_.announced, latest)
        incidents = (incident for taking in full.takings for incident in taking.incidents)
        return NormativeEvent(
            clause=self.clause,
            outcome="met",
            key=round_.key,
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=settled,
            incidents=tuple(dict.fromkeys(incidents)),
            derive=partial(self._derive, full, mark),
        )

    def _derive(self, full: Full, mark: Mark) -> Derivation:
        steps = [_derive_step(name, taking) for name, taking in zip(self.names, full.takings, strict=True)]
        why = _UNSURE if mark is Mark.POSSIBLE else None
        together = Derivation(test="steps", wanted=self.wanted, mark=mark, why=why)
        return Derivation(test="met", mark=mark, parts=(*steps, together))

    def finish(self) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        yield from self._close(None)

    def standing(self) -> Standing:
        """Satisfied when met, lapsed when it can no longer be, else pending with its progress."""
        notes = self._progress()
        return standing_of_condition(now=self.now, ever=self.ever, met=self.met, state=self._word(), notes=notes)

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """Which steps have been taken, and which are missing."""
        if self.round.met or (self.met is Mark.CERTAIN and not self.now):
            return ()
        steps = [
            Derivation(test="step", wanted=name, found="not taken", mark=Mark.NONE)
            if taking is None
            else _derive_step(name, taking)
            for name, taking in zip(self.names, self.taken.each(), strict=True)
        ]
        mark = Mark.POSSIBLE if self.round.announced is not None else Mark.NONE
        why = _UNSURE if mark else None
        together = Derivation(test="steps", wanted=self.wanted, found="not all of them", mark=mark, why=why)
        return (Derivation(test="met", mark=mark, parts=(*steps, together)),)

    def _word(self) -> str:
        if self.met is Mark.CERTAIN:
            return "met"
        return "lapsed" if self.ever and not self.now else "waiting"

    def _progress(self) -> tuple[str, ...]:
        if self.round.met or not self.now:
            return ()
        each = list(zip(self.names, self.taken.each(), strict=True))
        taken = [name if taking.sure else f"perhaps {name}" for name, taking in each if taking is not None]
        missing = [name for name, taking in each if taking is None]
        parts = [f"{len(taken)} of {len(each)} steps taken"]
        parts[0] += ": " + ", ".join(taken) if taken else ""
        return ("; ".join([*parts, *(["missing: " + ", ".join(missing)] if missing else [])]),)


def _derive_step(name: str, taking: Taking) -> Derivation:
    mark = Mark.CERTAIN if taking.sure else Mark.POSSIBLE
    why = None if taking.sure else "whether the step was taken is not certain"
    return Derivation(test="step", wanted=name, found=taking.name, mark=mark, why=why)


def build(clause: clauses.Condition, compiler: Compiler) -> Steps:
    """The monitor of a condition of steps."""
    steps = clause.all_of or clause.sequence
    within = clause.within
    until = partial(_until, within=within, zone=compiler.view.zone)
    outcomes: dict[tuple[int, str], tuple[int, ...]] = {}
    for index, step in enumerate(steps):
        for heard in sorted(compiler.outcomes(step)):
            outcomes[heard] = (*outcomes.get(heard, ()), index)
    order = "in any order" if clause.all_of else "one after the other"
    return Steps(
        compiler.number[clause.id],
        tuple((compiler.pattern(step.act), index) for index, step in enumerate(steps) if step.act is not None),
        outcomes,
        _names(steps),
        order if within is None else f"{order}, within {within}",
        AnyOrder(len(steps), until) if clause.all_of else InOrder(len(steps), until),
        compiler.view,
    )


def _until(instant: Instant, within: Duration | None, zone: ZoneInfo) -> Instant:
    """The last instant at which steps that began at one can be taken."""
    return LAST_INSTANT if within is None else add(instant, within, zone)


def _names(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The steps in a few words; those that would be called the same are told apart by their number."""
    names = [_name(step) for step in steps]
    return tuple(
        f"{name} (step {number})" if names.count(name) > 1 else name for number, name in enumerate(names, start=1)
    )


def _name(step: Step) -> str:
    if step.act is not None:
        return _act_words(step.act)
    return " or ".join(
        f"{field.removesuffix('_of')} of {clause}" for field in OUTCOME_FIELDS for clause in getattr(step, field)
    )


def _act_words(act: Pattern) -> str:
    """A pattern in a few words: its kinds and who does it."""
    doers = act.jointly or act.actor
    return " or ".join(act.kind or ("act",)) + (f" by {' or '.join(doers)}" if doers else "")
