"""One reading's fold over the log: acts and instants in, normative events and changes of state out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, cast

import attrs

from ..events.mark import Mark
from ..events.time import FIRST_INSTANT, Instant
from ..rules.clauses import OUTCOMES, TO_MONITORS
from .agenda import Agenda, Due, Stage
from .events import Act, Life, NormativeEvent, Settled, Signal, Wake
from .finality import Closed
from .fluent import Change
from .inference.protocol import Inference
from .monitors.base import Monitor, Standing
from .plan import Directive, Plan
from .state import State
from .told import Told

PHASE = -1
"""The rank of an entry that concerns the phase; it comes before every clause's."""
_DYNAMIC = (
    "state",
    "monitors",
    "phases",
    "closed",
    "_agenda",
    "_after_act",
    "_last",
    "_stage",
    "_lives",
    "_under_way",
    "_announced",
    "_undecided",
)
"""What of a fold changes as it is fed; the rest is compiled from its plan."""
MOST_AT_ONCE = 100_000
"""Signals that may follow from one another at one instant; the loader admits no circle, so this is never reached."""


class RunawayError(RuntimeError):
    """Consequences followed from one another without end."""


@attrs.frozen(kw_only=True)
class PhaseEntry:
    """The agreement entered a phase, possibly or for certain."""

    phase: str
    mark: Mark
    earliest: Instant
    latest: Instant | None
    cause: NormativeEvent | None


@attrs.define
class Fold:
    """The fold of one reading. Feed it what is told of each occurrence in event order, then finish it."""

    plan: Plan
    inference: Inference
    state: State = attrs.field(init=False)
    monitors: list[Monitor | None] = attrs.field(init=False)
    settled: list[Settled] = attrs.field(factory=list, init=False)
    """What has happened, possibly or for certain, in the order in which that became settled."""
    phases: list[PhaseEntry] = attrs.field(factory=list, init=False)
    standings: list[Standing | None] = attrs.field(factory=list, init=False)
    """How each clause stands at the horizon, by its number, once the fold is finished."""
    closed: Closed | None = attrs.field(default=None, init=False)
    """What no other act can change any more, where that has been looked at."""
    _agenda: Agenda = attrs.field(factory=Agenda, init=False)
    _after_act: Agenda = attrs.field(factory=Agenda, init=False)
    """What follows from the act that is observed, by its priority."""
    _last: Instant = attrs.field(default=FIRST_INSTANT, init=False)
    _stage: Stage = attrs.field(default=Stage.MATURE, init=False)
    _lives: list[Life] = attrs.field(init=False)
    _watchers: dict[int, list[int]] = attrs.field(factory=dict, init=False)
    _by_kind: dict[str, tuple[int, ...]] = attrs.field(factory=dict, init=False)
    _listeners: dict[tuple[int, str], list[int]] = attrs.field(factory=dict, init=False)
    _excused: dict[int, list[int]] = attrs.field(factory=dict, init=False)
    """By exception, the clauses that it defeats."""
    _named: frozenset[tuple[int, str]] = attrs.field(init=False)
    _under_way: list[dict[str, Act]] = attrs.field(init=False)
    _announced: set[tuple[int, str, str]] = attrs.field(factory=set, init=False)
    _undecided: dict[tuple[int, str], dict[str, Instant]] = attrs.field(factory=dict, init=False)
    """By outcome that some clause listens for, the keys of what was announced and not settled, and since when it is."""

    def __attrs_post_init__(self) -> None:
        self.state = State.of(self.plan)
        self.monitors = self.plan.monitors(self.state)
        self._lives = [Life()] * len(self.monitors)
        self._under_way = [{} for _ in self.monitors]
        self._index_watchers()
        for index, monitor in enumerate(self.monitors):
            for heard in monitor.hears if monitor else ():
                self._listeners.setdefault(heard, []).append(index)
            for excuse in sorted(monitor.excused_by) if monitor else ():
                self._excused.setdefault(excuse, []).append(index)
        self._named = frozenset((rule.clause, OUTCOMES[rule.outcome]) for rule in self.plan.rules)
        for phase, entered in self.plan.dated:
            self._agenda.add(Due(entered, Stage.MATURE, PHASE, phase, "phase", beyond=True))
        for index, bounds in enumerate(self.plan.bounds):
            for instant in (bounds.start, bounds.end):
                if instant is not None:
                    self._agenda.add(Due(instant, Stage.MATURE, index, "", "bounds", beyond=True))

    def _index_watchers(self) -> None:
        """Which monitors want to see an act, by its kind where their patterns restrict it."""
        kinds = self.plan.terms.taxonomy.parents
        by_kind: dict[str, dict[int, None]] = {kind: {} for kind in kinds}
        for index, monitor in enumerate(self.monitors):
            for _, pattern in monitor.roles if monitor else ():
                wanted = self.plan.matcher.kinds(pattern)
                for kind in kinds if wanted is None else wanted:
                    by_kind[kind][index] = None
        self._by_kind = {kind: tuple(watchers) for kind, watchers in by_kind.items()}

    def dynamic(self) -> dict[str, Any]:
        """What changes as it is fed: from this, and the plan, another fold goes on in the same way."""
        return {name: getattr(self, name) for name in _DYNAMIC}

    def restore(self, dynamic: Mapping[str, Any]) -> None:
        """Go on from what another fold of the same plan gave as ``dynamic``."""
        for name in _DYNAMIC:
            setattr(self, name, dynamic[name])

    def start(self) -> None:
        """Begin before all time: clauses that are in force from the start come into force."""
        self._look_at_forces(range(len(self.monitors)), FIRST_INSTANT, FIRST_INSTANT)

    def feed(self, told: Told) -> None:
        """Take the next occurrence in event order."""
        watchers = self._watching(told.occurrence.kinds)
        if not watchers:
            return
        act = self.plan.act(told)
        if act.cap is Mark.NONE:
            return
        self.advance(act.first, Stage.ACT)
        self._stage = Stage.ACT
        settled = act.first == act.last
        self._last = max(self._last, act.last)
        self._observe(act, watchers, act.first, settled=settled)
        if not settled:
            due = Due(act.last, Stage.ACT, 0, act.id, "act", beyond=True, payload=(act, watchers))
            self._agenda.add(due)

    def _watching(self, kinds: frozenset[str]) -> tuple[int, ...]:
        """Which monitors want to see an act of one of these kinds."""
        if len(kinds) == 1:
            return self._by_kind.get(next(iter(kinds)), ())
        return tuple(sorted({one for kind in kinds for one in self._by_kind.get(kind, ())}))

    def _observe(self, act: Act, watchers: Iterable[int], now: Instant, *, settled: bool) -> None:
        for index in watchers:
            monitor = self.monitors[index]
            if monitor is not None:
                if settled:
                    self._under_way[index].pop(act.id, None)
                else:
                    self._under_way[index][act.id] = act
                self._take(index, monitor.observe(act, now, settled=settled), now)
        self._follow_act()

    def _follow_act(self) -> None:
        """Apply what follows from an act and waits for what comes before it."""
        while (due := self._after_act.next()) is not None:
            self._do(due)

    def advance(self, instant: Instant, stage: Stage) -> None:
        """Do all that is due before a stage of an instant."""
        while (due := self._agenda.next_before(instant, stage)) is not None:
            self._come_to(due.instant, due.stage)
            self._do(due)
        self._come_to(instant, stage)

    def _come_to(self, instant: Instant, stage: Stage) -> None:
        """Say of which instants the deadlines have passed."""
        self.state.expired = instant if stage > Stage.EXPIRE else instant - 1

    def close(self, instant: Instant, *, inclusive: bool = True) -> None:
        """Every act that begins up to an instant has been fed: remember what no other act can change any more.

        Deadlines at the instant itself are decided where it is ``inclusive``.
        """
        self.follow(instant, inclusive=inclusive)
        self.closed = Closed.of(self, instant)

    @property
    def due(self) -> Instant | None:
        """When something is due next without another act; None where nothing is."""
        return self._agenda.due

    @property
    def awaited(self) -> frozenset[int]:
        """The clauses that have asked to be woken."""
        return self._agenda.awaited

    def open_since(self, clause: int) -> Iterator[Instant]:
        """From when on what is still undecided may have happened, of the acts and outcomes that a clause looks at."""
        yield from (act.first for act in self._under_way[clause].values())
        monitor = self.monitors[clause]
        for heard in monitor.hears if monitor else ():
            yield from self._undecided.get(heard, {}).values()

    def follow(self, horizon: Instant, *, inclusive: bool) -> None:
        """Follow event time up to the horizon; with ``inclusive`` deadlines at the horizon itself are decided."""
        self.advance(horizon, Stage.EXPIRE)
        if inclusive:
            self.advance(horizon + 1, Stage.MATURE)

    def finish(self, horizon: Instant, *, inclusive: bool, closed: Instant | None = None) -> None:
        """End at the horizon: deadlines at the horizon itself are decided where it is ``inclusive``.

        Acts whose time reaches beyond the horizon are then settled with what is known: the agreement's calendar is,
        and nothing else that might happen there. What lies up to ``closed`` no other act can change.
        """
        if closed is not None and self.closed is None and closed < horizon:
            self.close(closed)
        self.follow(horizon, inclusive=inclusive)
        if closed is not None and self.closed is None:
            self.close(horizon, inclusive=inclusive)
        at_horizon = [None if monitor is None else monitor.standing() for monitor in self.monitors]
        while (due := self._agenda.next_beyond(self._last)) is not None:
            self._do(due)
        for index, monitor in enumerate(self.monitors):
            if monitor is not None:
                self._take(index, monitor.finish(), horizon)
        self._follow_act()
        self.phases = [entry for entry in self.phases if entry.earliest <= horizon]
        self.standings = [
            None if monitor is None or standing is None else standing.with_breaches_of(monitor.standing())
            for monitor, standing in zip(self.monitors, at_horizon, strict=True)
        ]

    def _do(self, due: Due) -> None:
        self._stage = due.stage
        if due.what == "act":
            act, watchers = cast("tuple[Act, tuple[int, ...]]", due.payload)
            self._observe(act, watchers, due.instant, settled=True)
        elif due.what == "phase":
            self._enter_at(due.name, due.instant)
        elif due.what == "bounds":
            self._look_at_forces((due.rank,), due.instant, due.instant)
        elif due.what == "follow":
            event, numbers = cast("tuple[NormativeEvent, tuple[int, ...]]", due.payload)
            self._apply(event, numbers, due.instant)
        elif (monitor := self.monitors[due.rank]) is not None:
            self._take(due.rank, monitor.wake(due.name, due.instant), due.instant)

    def _enter_at(self, phase: str, instant: Instant) -> None:
        change = Change(
            key=f"phase {phase}", value=phase, earliest=instant, latest=instant, origin=self.state.origins[phase]
        )
        anew = self._may_begin_anew("enter", phase, instant)
        if mark := self.state.enters(phase, instant, instant):
            self.phases.append(PhaseEntry(phase=phase, mark=mark, earliest=instant, latest=instant, cause=None))
        if self.state.phase.has_changed(change, instant):
            self._look_at_forces(range(len(self.monitors)), instant, instant)
        self._begin_anew(anew, change.key, instant, instant, instant)

    def _take(self, clause: int, signals: Iterable[Signal], now: Instant) -> None:
        """Take a monitor's signals and all that follows from them at once."""
        waiting = deque((clause, signal) for signal in signals)
        taken = 0
        while waiting:
            taken += 1
            if taken > MOST_AT_ONCE:
                raise RunawayError(f"more than {MOST_AT_ONCE} signals at one instant")
            owner, signal = waiting.popleft()
            if isinstance(signal, Wake):
                due = Due(signal.instant, signal.stage, owner, signal.name, "wake", beyond=signal.beyond)
                self._agenda.add(due)
            else:
                waiting.extend(self._event(signal, now))

    def _event(self, event: NormativeEvent, now: Instant) -> list[tuple[int, Signal]]:
        if event.settled:
            self.settled.append(Settled.of(event))
        heard: list[tuple[int, Signal]] = []
        listeners = self._listeners.get((event.clause, event.outcome), ())
        if listeners:
            self._note_undecided(event)
        for index in listeners:
            monitor = self.monitors[index]
            assert monitor is not None
            heard += [(index, signal) for signal in monitor.hear(event)]
        self._infer(event, now)
        return heard

    def _note_undecided(self, event: NormativeEvent) -> None:
        undecided = self._undecided.setdefault((event.clause, event.outcome), {})
        if event.settled:
            undecided.pop(event.key, None)
        else:
            undecided[event.key] = min(event.earliest, undecided.get(event.key, event.earliest))

    def _infer(self, event: NormativeEvent, now: Instant) -> None:
        """Ask inference what follows, for events that some consequence names; possible ones are asked about once."""
        name = (event.clause, event.outcome, event.key)
        if (event.clause, event.outcome) not in self._named or (not event.certain and name in self._announced):
            return
        self._announced.add(name)
        numbers = self.inference.infer(event.clause, OUTCOMES.index(event.outcome), certain=event.certain)
        for priority, group in groupby(numbers, key=lambda number: self.plan.directives[number].priority):
            self._follow(event, priority, tuple(group), now)

    def _follow(self, event: NormativeEvent, priority: int, numbers: tuple[int, ...], now: Instant) -> None:
        """Apply what follows in its turn, by priority, once every clause has seen the act or come to the instant.

        What follows at priority 0 from what so follows comes with it.
        """
        stage = {Stage.JUDGE: Stage.JUDGED, Stage.EXPIRE: Stage.EXPIRED}.get(self._stage, self._stage)
        if self._stage.after_acts and priority == 0:
            self._apply(event, numbers, now)
            return
        rank = (priority + 1) * len(self.monitors) + event.clause  # after all that is due at this stage by itself
        key = f"{event.outcome} {event.key}" + (" certain" if event.certain else "")
        due = Due(now, stage, rank, key, "follow", beyond=True, payload=(event, numbers))
        (self._after_act if stage is Stage.ACT else self._agenda).add(due)

    def _apply(self, event: NormativeEvent, numbers: tuple[int, ...], now: Instant) -> None:
        for number in numbers:
            self._obey(self.plan.directives[number], event, now)

    def _obey(self, directive: Directive, event: NormativeEvent, now: Instant) -> None:
        if directive.verb in TO_MONITORS:
            monitor = self.monitors[directive.clause]
            if monitor is not None:
                self._take(directive.clause, monitor.told(directive.verb, event, directive.by), now)
            return
        later = int(self._stage.after_acts)  # what follows from acts and deadlines is in force from the next instant
        at = now + later
        phase = directive.phase if directive.verb == "enter" else None
        if phase is not None:
            self._note_phase(phase, event, at)
        anew = self._may_begin_anew(directive.verb, directive.clause if phase is None else phase, at)
        if self.state.apply(directive, event, event.earliest + later, at):
            concerned = (directive.clause,) if phase is None else range(len(self.monitors))
            self._look_at_forces(concerned, at, now)
        self._begin_anew(anew, event.name, at, now, event.latest)

    def _note_phase(self, phase: str, event: NormativeEvent, now: Instant) -> None:
        sure = Mark.CERTAIN if event.certain else Mark.POSSIBLE
        mark = min(sure, self.state.enters(phase, event.earliest, now, event.name))
        if not mark:
            return
        entry = PhaseEntry(phase=phase, mark=mark, earliest=event.earliest, latest=event.latest, cause=event)
        self.phases.append(entry)

    def _may_begin_anew(self, verb: str, target: str | int, at: Instant) -> list[int]:
        """The clauses that may be in force and that a change may bring into force, since they may not be, too."""
        return [
            index for index in self.state.may_begin_anew(verb, target, at) if self._lives[index].force is Mark.POSSIBLE
        ]

    def _begin_anew(self, clauses: Iterable[int], name: str, at: Instant, now: Instant, latest: Instant | None) -> None:
        """Tell the monitors of those of which it is no less open than before: the others have been told."""
        for index in clauses:
            monitor = self.monitors[index]
            if monitor is not None and self._lives[index].force is Mark.POSSIBLE:
                self._take(index, monitor.may_begin_anew(name, now, at, latest), now)

    def _look_at_forces(self, clauses: Iterable[int], at: Instant, now: Instant) -> None:
        """Tell the monitors whose clause has come into force at ``at``, gone out of it, been suspended or ended.

        Acts that are under way then, and may happen only now, are shown again to them and to those that they excused.
        """
        for index in clauses:
            life, before = self.state.life(index, at), self._lives[index]
            if life != before:
                self._lives[index] = life
                monitor = self.monitors[index]
                if monitor is not None:
                    self._take(index, monitor.life_changed(life, now), now)
                    if life.force is not before.force:
                        self._take(index, monitor.force_changed(now, life.force), now)
                if life.force is not before.force:
                    for concerned in (index, *self._excused.get(index, ())):
                        self._show_again(concerned, at)

    def _show_again(self, index: int, at: Instant) -> None:
        monitor = self.monitors[index]
        for act in list(self._under_way[index].values()) if monitor else ():
            assert monitor is not None
            self._take(index, monitor.observe(act, at, settled=False), at)
