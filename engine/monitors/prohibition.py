"""Prohibition: each matching act while the clause is in force, and no exception applies, is a breach."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.mark import Mark, every, some
from ...events.time import Instant
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import PENDING, SATISFIED, VIOLATED, Quiet, Standing, View


@attrs.frozen
class Defeater:
    """A permission or exclusion that defeats the prohibition for the acts it means."""

    clause: int
    name: str
    pattern: int


@attrs.define
class Prohibition(Quiet):
    """The state of a prohibition: the acts not yet judged, and the count of breaches."""

    clause: int
    pattern: int
    exceptions: tuple[Defeater, ...]
    view: View = attrs.field(repr=False)
    waiting: dict[str, Act] = attrs.field(factory=dict)
    announced: set[str] = attrs.field(factory=set)
    certain: int = 0
    possible: int = 0
    ever: Mark = Mark.NONE
    now: Mark = Mark.NONE

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts it forbids."""
        return (self.pattern,)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Remember whether it is in force, and whether it ever was."""
        self.now = mark
        self.ever = max(self.ever, mark)
        yield from ()

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act is judged when it may first be a breach for what it may be, and at its last instant for what it is."""
        if not act.mark(self.pattern):
            return
        self.waiting[act.id] = act
        if settled or act.id not in self.announced:
            yield Wake(now, Stage.JUDGE, act.id, beyond=True)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Judge an act."""
        act = self.waiting.get(name)
        if act is None:
            return
        settled = now >= act.last
        mark = self._mark(act, act.last if settled else now)
        if settled:
            del self.waiting[name]
            self.announced.discard(name)
            self.certain += mark is Mark.CERTAIN
            self.possible += mark is Mark.POSSIBLE
        if mark and (settled or name not in self.announced):
            if not settled:
                self.announced.add(name)
                mark = Mark.POSSIBLE
            yield self._event(act, mark, settled=settled)

    def _mark(self, act: Act, until: Instant) -> Mark:
        in_force = self.view.force(self.clause, act.first, until, act.id)
        if not in_force:
            return Mark.NONE
        return every((act.mark(self.pattern), in_force, self._excepted(act, until).negated))

    def _excepted(self, act: Act, until: Instant) -> Mark:
        return some(
            min(fits, self.view.force(exception.clause, act.first, until, act.id))
            for exception in self.exceptions
            if (fits := act.fits(exception.pattern))
        )

    def _event(self, act: Act, mark: Mark, *, settled: bool) -> NormativeEvent:
        return NormativeEvent(
            clause=self.clause,
            outcome="breach",
            key=act.id,
            mark=mark,
            earliest=act.first,
            latest=act.last,
            settled=settled,
            incidents=(act.id,),
            derive=lambda: self._derive(act, mark),
        )

    def _derive(self, act: Act, mark: Mark) -> Derivation:
        tried = []
        for exception in self.exceptions:
            found = act.matcher.explain(act.facts, exception.pattern)
            applies = min(found.mark, self.view.force(exception.clause, act.first, act.last, act.id))
            parts = found.parts if applies else ()
            tried.append(
                Derivation(
                    test="exception", wanted=exception.name, mark=applies.negated, found=_APPLIES[applies], parts=parts
                )
            )
        evidence = Derivation(
            test="evidence",
            mark=act.cap,
            found=act.facts.incident.status,
            why=f"the report is {act.facts.incident.status}" if act.cap is Mark.POSSIBLE else None,
        )
        act_parts = act.matcher.explain(act.facts, self.pattern)
        in_force = self.view.explain_force(self.clause, act.first, act.last, act.id)
        return Derivation(test="breach", mark=mark, parts=(act_parts, evidence, in_force, *tried))

    def standing(self) -> Standing:
        """Open while it may be in force; then satisfied where nothing broke it."""
        rest = PENDING if self.now or self.ever is not Mark.CERTAIN else SATISFIED
        state = "in_effect" if self.now else ("expired" if self.ever else "created")
        strict = VIOLATED if self.certain else rest
        broad = VIOLATED if self.certain or self.possible else rest
        return Standing(strict=strict, broad=broad, state=state)


_APPLIES = {Mark.NONE: "does not apply", Mark.POSSIBLE: "may apply", Mark.CERTAIN: "applies"}
