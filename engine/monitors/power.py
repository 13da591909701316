"""Power: exerted by an act of one holder, or of all jointly; a renewal is one that lasts a period at a time.

Where there is a notice, the act gives it, and the power is exerted when the time of the notice is over, if it is still
in force then.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark, every
from ...events.time import Instant, format_instant
from ...rules import clauses
from ...rules.doing import done_by
from ...rules.names import PartyName
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake, event_name
from .base import PENDING, Quiet, Standing, View
from .compiler import Compiler
from .exertion import Exertion, Period

PERIOD = "period"
NOTICE = "notice "
"""What wakes are for; a notice's is followed by its key."""


@attrs.define
class Power(Quiet):
    """The state of a power."""

    clause: int
    pattern: int
    by_holder: tuple[int, ...]
    """For a joint power by separate acts: one pattern for each holder."""
    window: Duration | None
    length: Duration | None
    tacit: bool
    notice: Duration | None
    view: View = attrs.field(repr=False)
    now: Mark = Mark.NONE
    ever: Mark = Mark.NONE
    separate: list[dict[str, Act]] = attrs.field(init=False)
    exerted: Mark = Mark.NONE
    period: Period | None = None
    expired: Mark = Mark.NONE
    notes: list[str] = attrs.field(factory=list)
    announced: set[str] = attrs.field(factory=set)
    given: dict[str, Exertion] = attrs.field(factory=dict)
    """Notices that have not taken effect yet."""
    effective: set[str] = attrs.field(factory=set)
    """Those of them that may have taken effect."""

    def __attrs_post_init__(self) -> None:
        self.separate = [{} for _ in self.by_holder]

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts that exert it, jointly or holder by holder."""
        return (self.pattern, *self.by_holder)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """The first period runs from when the clause comes into force."""
        self.now = mark
        self.ever = max(self.ever, mark)
        if self.length is None or self.expired is Mark.CERTAIN:
            return
        if self.period is None and mark:
            self.period = Period(1, add(now, self.length, self.view.zone), None)
            yield Wake(self.period.earliest, Stage.EXPIRE, PERIOD)
        if self.period is not None and self.period.latest is None and mark is Mark.CERTAIN:
            self.period.latest = add(now, self.length, self.view.zone)
            yield Wake(self.period.latest, Stage.EXPIRE, PERIOD)

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act of the holders exerts the power."""
        if mark := act.mark(self.pattern):
            yield from self._exert(Exertion((act,), mark), now, settled=settled)
        for number, acts in zip(self.by_holder, self.separate, strict=True):
            if act.mark(number):
                acts[act.id] = act
                yield from self._combine(act, now, settled=settled)
                self._forget(acts, now)

    def _combine(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Acts of all holders that lie within the window exert it together."""
        choices = [[act] if act.id in acts else list(acts.values()) for acts in self.separate]
        for chosen in product(*choices):
            distinct = tuple({one.id: one for one in chosen}.values())
            marks = [one.mark(number) for one, number in zip(chosen, self.by_holder, strict=True)]
            mark = every([*marks, self._within_window(chosen)])
            if mark and len(distinct) > 1:  # one act of all holders is seen by the joint pattern already
                yield from self._exert(Exertion(distinct, mark), now, settled=settled)

    def _forget(self, acts: dict[str, Act], now: Instant) -> None:
        """Drop the acts that lie in no window any more with one that is under way or to come."""
        assert self.window is not None
        under_way = (one.first for each in self.separate for one in each.values() if one.last >= now)
        oldest = min(under_way, default=now)
        for name in [one.id for one in acts.values() if add(one.last, self.window, self.view.zone) < oldest]:
            del acts[name]

    def _within_window(self, acts: tuple[Act, ...]) -> Mark:
        assert self.window is not None
        zone = self.view.zone
        surely = max(act.last for act in acts) <= add(min(act.first for act in acts), self.window, zone)
        possibly = max(act.first for act in acts) <= add(min(act.last for act in acts), self.window, zone)
        return Mark.CERTAIN if surely else Mark.POSSIBLE if possibly else Mark.NONE

    def _exert(self, exertion: Exertion, now: Instant, *, settled: bool) -> Iterator[Signal]:
        settled = settled and exertion.latest <= now  # another of its acts may still be under way
        until = exertion.latest if settled else min(exertion.latest, now)
        stretch = (exertion.earliest, max(until, exertion.earliest))
        mark = min(exertion.mark, self.view.force(self.clause, *stretch, exertion.sole))
        if not mark and settled:
            self.given.pop(exertion.key, None)
        if not mark or (not settled and exertion.key in self.announced):
            return
        if not self._renews(exertion, mark, settled=settled):
            return
        if not settled:
            mark = Mark.POSSIBLE
            self.announced.add(exertion.key)
        if self.notice is not None:
            yield from self._give(attrs.evolve(exertion, mark=mark, settled=settled), now)
            return
        self.exerted = max(self.exerted, mark)
        yield self._event("exerted", exertion, mark, settled=settled)

    def _effective(self, exertion: Exertion) -> tuple[Instant, Instant]:
        """The first and the last instant at which it may take effect."""
        if self.notice is None:
            return exertion.earliest, exertion.latest
        zone = self.view.zone
        return add(exertion.earliest, self.notice, zone), add(exertion.latest, self.notice, zone)

    def _give(self, exertion: Exertion, now: Instant) -> Iterator[Signal]:
        """A notice is given: look at it again when it may, and when it must, have taken effect."""
        self.given[exertion.key] = exertion
        for instant in sorted(set(self._effective(exertion))):
            yield Wake(max(instant, now), Stage.MATURE, NOTICE + exertion.key)

    def _take_effect(self, exertion: Exertion, now: Instant) -> Iterator[Signal]:
        earliest, latest = self._effective(exertion)
        settled = exertion.settled and now >= latest
        cause = event_name(self.clause, "exerted", exertion.key)
        mark = min(exertion.mark, self.view.force(self.clause, earliest, min(now, latest), cause))
        if settled:
            del self.given[exertion.key]
            self.effective.discard(exertion.key)
            if not mark:
                self.notes.append(f"the notice {exertion.key} lapsed: not in force on {format_instant(latest)}")
        elif mark and exertion.key not in self.effective:
            self.effective.add(exertion.key)
            mark = Mark.POSSIBLE
        else:
            return
        if mark:
            self.exerted = max(self.exerted, mark)
            yield self._event("exerted", exertion, mark, settled=settled)

    def _renews(self, exertion: Exertion, mark: Mark, *, settled: bool) -> bool:
        """Count an act towards the next period; one act is enough for it. Powers without periods need none."""
        if self.length is None:
            return True
        period = self.period
        if period is None or self.expired is Mark.CERTAIN or period.renewed is Mark.CERTAIN:
            return False
        in_time = settled and period.latest is not None and exertion.latest <= period.earliest
        in_this = period.since is None or exertion.earliest > period.since
        period.renewed = max(period.renewed, mark if in_time and in_this else Mark.POSSIBLE)
        period.by = " and ".join(act.id for act in exertion.acts)
        return True

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """A notice takes effect, or a period may end, or ends, and the next one begins or the power expires."""
        if name != PERIOD:
            exertion = self.given.get(name.removeprefix(NOTICE))
            yield from () if exertion is None else self._take_effect(exertion, now)
            return
        period = self.period
        if period is None or not self.now or self.expired is Mark.CERTAIN:
            return
        if now != period.latest:
            if period.renewed is Mark.NONE and not self.tacit:
                yield self._expiry(now, None, Mark.POSSIBLE, settled=False)
            return
        if period.renewed is not Mark.CERTAIN and not self.tacit:
            mark = period.renewed.negated
            self.expired = max(self.expired, mark)
            self.notes.append(f"{_ended(period, now)} with no renewal on record{_perhaps(period)}")
            yield self._expiry(period.earliest, now, mark, settled=True)
            if mark is Mark.CERTAIN:
                return
        elif period.renewed is not Mark.CERTAIN:
            self.notes.append(f"{_ended(period, now)}: taken as renewed tacitly{_perhaps(period)}")
        else:
            self.notes.append(f"{_ended(period, now)}: renewed by {period.by}")
        yield from self._next(period)

    def _next(self, period: Period) -> Iterator[Signal]:
        assert self.length is not None
        assert period.latest is not None
        zone = self.view.zone
        self.period = Period(
            period.number + 1,
            add(period.earliest, self.length, zone),
            add(period.latest, self.length, zone),
            since=period.latest,
        )
        for instant in sorted({self.period.earliest, self.period.latest or self.period.earliest}):
            yield Wake(instant, Stage.EXPIRE, PERIOD)

    def _event(self, outcome: str, exertion: Exertion, mark: Mark, *, settled: bool) -> NormativeEvent:
        earliest, latest = self._effective(exertion)
        return NormativeEvent(
            clause=self.clause,
            outcome=outcome,
            key=exertion.key,
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=settled,
            incidents=tuple(sorted(act.id for act in exertion.acts)),
            acts=exertion.acts,
            derive=lambda: self._derive(exertion, mark),
        )

    def _derive(self, exertion: Exertion, mark: Mark) -> Derivation:
        patterns = (self.pattern,) if len(exertion.acts) == 1 else self.by_holder
        parts = [act.matcher.explain(act.facts, number) for number, act in zip(patterns, exertion.acts, strict=False)]
        in_force = self.view.explain_force(self.clause, exertion.earliest, exertion.latest, exertion.sole)
        notice = () if self.notice is None else (self._derive_notice(exertion, self.notice),)
        return Derivation(test="exerted", mark=mark, parts=(*parts, in_force, *notice))

    def _derive_notice(self, exertion: Exertion, notice: Duration) -> Derivation:
        cause = event_name(self.clause, "exerted", exertion.key)
        in_force = self.view.explain_force(self.clause, *self._effective(exertion), cause)
        found = f"given on {format_instant(exertion.earliest)}"
        return Derivation(test="notice", wanted=f"of {notice}", found=found, mark=in_force.mark, parts=(in_force,))

    def _expiry(self, earliest: Instant, latest: Instant | None, mark: Mark, *, settled: bool) -> NormativeEvent:
        period = self.period
        assert period is not None
        found = "no renewal on record" if period.renewed is Mark.NONE else f"renewal not certain: {period.by}"
        why = "the renewal is not certain" if mark is Mark.POSSIBLE else None
        statement = Derivation(test="renewed", wanted=f"period {period.number}", found=found, mark=mark, why=why)
        return NormativeEvent(
            clause=self.clause,
            outcome="expiry",
            key=f"period {period.number}",
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=settled,
            derive=lambda: Derivation(test="expiry", mark=mark, parts=(statement,)),
        )

    def standing(self) -> Standing:
        """A power is no duty: its state says whether it was exerted, is still open or has expired."""
        strict = self._word(self.exerted is Mark.CERTAIN, self.expired is Mark.CERTAIN)
        broad = self._word(bool(self.exerted), bool(self.expired))
        given = (
            f"the notice {key} takes effect on {format_instant(self._effective(exertion)[0])}, if it is in force then"
            for key, exertion in sorted(self.given.items())
        )
        return Standing(strict=strict, broad=broad, state=strict, notes=(*self.notes, *given))

    def finish(self) -> Iterator[Signal]:
        """What may have taken effect is settled as that."""
        for key, exertion in sorted(self.given.items()):
            if key in self.effective:
                yield self._event("exerted", exertion, Mark.POSSIBLE, settled=True)

    def _word(self, exerted: bool, expired: bool) -> str:
        if expired or (self.ever and not self.now and self.length is not None):
            return "expired"
        if exerted and self.length is None:
            return "exerted"
        return "in_effect" if self.now else PENDING


def _ended(period: Period, now: Instant) -> str:
    return f"period {period.number} ended at {format_instant(now)}"


def _perhaps(period: Period) -> str:
    """What may have renewed a period, and did not for certain."""
    return f" ({period.by} may have renewed it)" if period.renewed is Mark.POSSIBLE else ""


def build(clause: clauses.Power, compiler: Compiler) -> Power:
    """The monitor of a power."""
    jointly = clause.exercised == "jointly"
    whole = attrs.evolve(clause.act, jointly=clause.bearer) if jointly else done_by(clause.act, clause.bearer)
    holders = sorted(compiler.matcher.world.members(clause.bearer)) if jointly and clause.window else ()
    return Power(
        compiler.number[clause.id],
        compiler.pattern(whole),
        tuple(compiler.pattern(done_by(clause.act, (PartyName(holder),))) for holder in holders),
        clause.window,
        clause.period,
        clause.tacit,
        None if clause.notice is None or clause.notice.zero else clause.notice,
        compiler.view,
    )
