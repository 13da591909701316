"""Power: exerted by an act of one holder, or of all jointly; a renewal is one that lasts a period at a time.

Where there is a notice, the act gives it, and the power is exerted when the time of the notice is over, if it is still
in force then.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark
from ...events.time import Instant, format_instant
from ...rules import clauses
from ...rules.doing import done_by, exerts
from ...rules.names import PartyName
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake, event_name
from .base import PENDING, Quiet, Roles, Standing, View
from .compiler import Compiler
from .exertion import Exertion
from .renewal import PERIOD, Renewal
from .together import Together

NOTICE = "notice "
"""What a wake is for, with the key of the notice after it."""


@attrs.define
class Power(Quiet):
    """The state of a power."""

    clause: int
    pattern: int
    together: Together | None
    """What exerts a joint power by separate acts."""
    renewal: Renewal | None
    """The periods of a power that lasts one at a time."""
    notice: Duration | None
    view: View = attrs.field(repr=False)
    now: Mark = Mark.NONE
    ever: Mark = Mark.NONE
    exerted: Mark = Mark.NONE
    notes: list[str] = attrs.field(factory=list)
    announced: set[str] = attrs.field(factory=set)
    given: dict[str, Exertion] = attrs.field(factory=dict)
    """Notices that have not taken effect yet."""
    effective: set[str] = attrs.field(factory=set)
    """Those of them that may have taken effect."""

    @property
    def roles(self) -> Roles:
        """The acts that exert it, jointly or holder by holder."""
        together = () if self.together is None else self.together.roles
        return (("an act that exerts it", self.pattern), *together)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Remember whether it is in force, and whether it ever was."""
        self.now = mark
        self.ever = max(self.ever, mark)
        if self.renewal is not None:
            yield from self.renewal.force_changed(now, mark)

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act of the holders exerts the power."""
        if mark := act.mark(self.pattern):
            yield from self._exert(Exertion((act,), mark), now, settled=settled)
        for exertion in () if self.together is None else self.together.observe(act, now):
            yield from self._exert(exertion, now, settled=settled)

    def _exert(self, exertion: Exertion, now: Instant, *, settled: bool) -> Iterator[Signal]:
        settled = settled and exertion.latest <= now  # another of its acts may still be under way
        if self.renewal is not None:
            self.renewal.follow(exertion, settled=settled)
        until = exertion.latest if settled else min(exertion.latest, now)
        stretch = (exertion.earliest, max(until, exertion.earliest))
        mark = min(exertion.mark, self.view.force(self.clause, *stretch, exertion.sole))
        if settled and exertion.key in self.announced:
            mark = max(mark, Mark.POSSIBLE)  # it may have come before what followed from another act of that instant
        if not mark and settled:
            self.given.pop(exertion.key, None)
        if not mark or (not settled and exertion.key in self.announced):
            return
        if self.renewal is not None:
            announced = exertion.key in self.announced
            mark = self.renewal.renew(exertion, mark, settled=settled, announced=announced)
            if not mark:
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

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """A notice takes effect, or a period may end, or ends."""
        if name != PERIOD:
            exertion = self.given.get(name.removeprefix(NOTICE))
            yield from () if exertion is None else self._take_effect(exertion, now)
        elif self.renewal is not None:
            yield from self.renewal.wake(now)

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
            derive=partial(self._derive, exertion, mark),
        )

    def _derive(self, exertion: Exertion, mark: Mark) -> Derivation:
        numbers = [number for _, number in self.roles][len(exertion.acts) > 1 :]
        parts = [act.explain(number) for number, act in zip(numbers, exertion.acts, strict=False)]
        in_force = self.view.explain_force(self.clause, exertion.earliest, exertion.latest, exertion.sole)
        notice = () if self.notice is None else (self._derive_notice(exertion, self.notice),)
        return Derivation(test="exerted", mark=mark, parts=(*parts, in_force, *notice))

    def _derive_notice(self, exertion: Exertion, notice: Duration) -> Derivation:
        cause = event_name(self.clause, "exerted", exertion.key)
        in_force = self.view.explain_force(self.clause, *self._effective(exertion), cause)
        found = f"given on {format_instant(exertion.earliest)}"
        return Derivation(test="notice", wanted=f"of {notice}", found=found, mark=in_force.mark, parts=(in_force,))

    def standing(self) -> Standing:
        """A power is no duty: its state says whether it was exerted, is still open or has expired."""
        if self.renewal is not None:
            self.renewal.catch_up()
        expired = Mark.NONE if self.renewal is None else self.renewal.expired
        strict = self._word(self.exerted is Mark.CERTAIN, expired is Mark.CERTAIN)
        broad = self._word(bool(self.exerted), bool(expired))
        periods = () if self.renewal is None else self.renewal.notes
        given = (
            f"the notice {key} takes effect on {format_instant(self._effective(exertion)[0])}, if it is in force then"
            for key, exertion in sorted(self.given.items())
        )
        return Standing(strict=strict, broad=broad, state=strict, notes=(*self.notes, *periods, *given))

    def meets(self, act: Act) -> tuple[Derivation, ...]:
        """Of a renewal, whether a period runs that is not renewed yet."""
        return () if self.renewal is None or not act.fits(self.pattern) else (self.renewal.runs(),)

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """Where it was not exerted for certain: whether it may have been, and which notices run."""
        if self.exerted is Mark.CERTAIN:
            return ()
        why = "whether an act exerted it is not certain" if self.exerted else None
        found = "; ".join(self.standing().notes) or ("an act that may have" if self.exerted else "no such act")
        act = Derivation(test="exertion", mark=self.exerted, wanted="an act of its holders", found=found, why=why)
        return (Derivation(test="exerted", mark=self.exerted, parts=(act,)),)

    def finish(self) -> Iterator[Signal]:
        """What may have taken effect is settled as that."""
        for key, exertion in sorted(self.given.items()):
            if key in self.effective:
                yield self._event("exerted", exertion, Mark.POSSIBLE, settled=True)
        if self.renewal is not None:
            yield from self.renewal.finish()

    def _word(self, exerted: bool, expired: bool) -> str:
        if expired or (self.ever and not self.now and self.renewal is not None):
            return "expired"
        if exerted and self.renewal is None:
            return "exerted"
        return "in_effect" if self.now else PENDING


def build(clause: clauses.Power, compiler: Compiler) -> Power:
    """The monitor of a power."""
    jointly = clause.exercised == "jointly"
    return Power(
        clause=compiler.number[clause.id],
        pattern=compiler.pattern(exerts(clause)),
        together=_together(clause, compiler) if jointly else None,
        renewal=_renewal(clause, compiler),
        notice=None if clause.notice is None or clause.notice.zero else clause.notice,
        view=compiler.view,
    )


def _together(clause: clauses.Power, compiler: Compiler) -> Together | None:
    if clause.window is None:
        return None
    holders = sorted(compiler.matcher.world.members(clause.bearer))
    by_holder = tuple(compiler.pattern(done_by(clause.act, (PartyName(holder),))) for holder in holders)
    return Together(tuple(holders), by_holder, clause.window, compiler.view.zone)


def _renewal(clause: clauses.Power, compiler: Compiler) -> Renewal | None:
    if clause.period is None:
        return None
    number = compiler.number[clause.id]
    return Renewal(clause=number, length=clause.period, tacit=clause.tacit, view=compiler.view)
