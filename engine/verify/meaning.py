"""Whether a pattern means an act: every stated field must match, lists are alternatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import attrs

from ...events.incident import Scalar
from ...events.time import Instant
from ...rules.agreement import Terms
from ...rules.names import AreaName, PartyName
from ...rules.pattern import Pattern, Wanted
from ...rules.temporal import ATTRIBUTE_KEY
from .names import belongs, members
from .told import Doer, Told, exactly
from .where import lies_in


def done_by(act: Pattern, doer: Iterable[str]) -> Pattern:
    """The acts of a pattern that are done by some parties; one that asks for joint acts names its doers itself."""
    parties = tuple(doer)
    return act if not parties or act.jointly else Pattern(actor=parties, all=(act,))  # type: ignore[arg-type]


@attrs.define
class Sense:
    """What the patterns of an agreement mean under one reading. What was asked once is remembered."""

    terms: Terms
    kinds: Mapping[str, frozenset[str]]
    """Each kind of act with all that it is."""
    _kept: dict[tuple[int, int, bool], bool] = attrs.field(factory=dict, init=False)
    _seen: set[int] = attrs.field(factory=set, init=False)
    _alive: list[tuple[Pattern, Told]] = attrs.field(factory=list, init=False)
    _parts: dict[tuple[str | None, tuple[str, ...], Instant], bool] = attrs.field(factory=dict, init=False)
    _derived: dict[tuple[int, tuple[str, ...]], Pattern] = attrs.field(factory=dict, init=False)

    def belongs(self, party: str | None, wanted: tuple[str, ...], at: Instant) -> bool:
        """Whether a party is at an instant one of those named, or a part of one."""
        key = (party, wanted, at)
        if key not in self._parts:
            self._parts[key] = belongs(self.terms, party, wanted, at)
        return self._parts[key]

    def acts_of(self, act: Pattern, doer: Iterable[str]) -> Pattern:
        """``done_by``, the same record for the same question."""
        parties = tuple(doer)
        return self._made(act, ("by", *parties), lambda: done_by(act, parties))

    def only_in(self, act: Pattern, area: str) -> Pattern:
        """The acts of a pattern in one of its areas, the same record for the same question."""
        return self._made(act, ("in", area), lambda: attrs.evolve(act, area=(AreaName(area),)))

    def jointly(self, act: Pattern, doers: Iterable[str]) -> Pattern:
        """The acts of a pattern done by several jointly, the same record for the same question."""
        parties = tuple(doers)
        return self._made(act, ("jointly", *parties), lambda: attrs.evolve(act, jointly=tuple(map(PartyName, parties))))

    def _made(self, act: Pattern, how: tuple[str, ...], make: Callable[[], Pattern]) -> Pattern:
        key = (id(act), how)
        if key not in self._derived:
            self._derived[key] = make()
        return self._derived[key]

    def means(self, pattern: Pattern, act: Told, *, each: bool = False) -> bool:
        """Whether a pattern means an act.

        ``each``: of those who acted jointly, or were met jointly, each must be one of those meant and not just one of
        them. So exceptions are read: a joint act of a bound and an excluded party is the bound one's act too.
        """
        key = (id(pattern), id(act), each)
        if key not in self._kept:
            self._kept[key] = means(self, pattern, act, each=each)
            self._alive.append((pattern, act))
        if self._kept[key]:
            self._seen.add(id(act))
        return self._kept[key]

    def seen(self, act: Told) -> bool:
        """Whether any pattern that was asked about an act means it."""
        return id(act) in self._seen


def means(sense: Sense, pattern: Pattern, act: Told, *, each: bool) -> bool:
    """Every field that a pattern states matches."""
    return (
        (not pattern.kind or not sense.kinds[act.kind].isdisjoint(pattern.kind))
        and (not pattern.means or act.means in pattern.means)
        and (not pattern.actor or done_among(sense, act.actors, pattern.actor, act.at, each=each))
        and (not pattern.target or done_among(sense, act.targets, pattern.target, act.at, each=each))
        and (not pattern.jointly or done_together(sense, act.actors, pattern.jointly, act.at))
        and (not pattern.area or any(lies_in(sense.terms, act.spot, area) for area in pattern.area))
        and all(number_is(act.numbers[name], wanted) for name, wanted in numbers_of(pattern))
        and all(stated(act.attributes.get(name), wanted) for name, wanted in pattern.attributes.items())
        and all(means(sense, part, act, each=each) for part in pattern.all)
        and (not pattern.any or any(means(sense, part, act, each=each) for part in pattern.any))
        # What not each of those who acted jointly is, one of them is not.
        and (pattern.not_ is None or not means(sense, pattern.not_, act, each=not each))
        and (pattern.possibly is None or believed(sense, pattern.possibly, act, each=each))
    )


def believed(sense: Sense, claim: Pattern, act: Told, *, each: bool) -> bool:
    """What a report can claim and not establish: it is so if it is claimed, and the claim is true."""
    return repr(claim) in act.believed and means(sense, claim, act, each=each)


def done_among(sense: Sense, doers: tuple[Doer, ...], wanted: Iterable[str], at: Instant, *, each: bool) -> bool:
    """Whether one of those who did it (of those who acted jointly each, where that is asked) was then one of those
    meant."""
    wanted = tuple(wanted)
    joint = [sense.belongs(party, wanted, at) for party, together in doers if together]
    alone = [sense.belongs(party, wanted, at) for party, together in doers if not together]
    return any(alone) or (bool(joint) and (all(joint) if each else any(joint)))


def done_together(sense: Sense, doers: tuple[Doer, ...], wanted: Iterable[str], at: Instant) -> bool:
    """Whether each of the parties named acted, jointly where there are several."""
    together = [party for party, joint in doers if joint or len(doers) == 1]
    return all(any(sense.belongs(party, (name,), at) for party in together) for name in members(sense.terms, wanted))


def numbers_of(pattern: Pattern) -> list[tuple[str, Wanted]]:
    """The numbers that a pattern asks for."""
    asked = ((name, getattr(pattern, name)) for name in ("killed", "injured", "count"))
    return [(name, wanted) for name, wanted in asked if wanted is not None]


def number_is(number: Fraction, wanted: Wanted) -> bool:
    """Whether a number is one of those meant: all that is given must hold."""
    listed = [exactly(one) for one in wanted.one_of if not isinstance(one, bool | str)]
    return (
        (not wanted.one_of or number in listed)
        and (wanted.at_least is None or number >= exactly(wanted.at_least))
        and (wanted.more_than is None or number > exactly(wanted.more_than))
        and (wanted.at_most is None or number <= exactly(wanted.at_most))
        and (wanted.less_than is None or number < exactly(wanted.less_than))
    )


def stated(value: Scalar | None, wanted: Wanted) -> bool:
    """Whether a stated value is one of those meant; what a report does not state it does not claim."""
    if value is None:
        return False
    if isinstance(value, bool | str):
        bounds = (wanted.at_least, wanted.more_than, wanted.at_most, wanted.less_than)
        named = any(value == one and type(value) is type(one) for one in wanted.one_of)
        return named and all(bound is None for bound in bounds)
    return number_is(exactly(value), wanted)


def shares(keys: Iterable[str], one: Told, other: Told) -> bool:
    """Whether two acts have the same under each key: ``actor``, ``target``, ``place`` or ``attributes.`` and a name."""
    return all(_kept_apart(one, key) == _kept_apart(other, key) for key in keys)


def _kept_apart(act: Told, key: str) -> tuple[bool, Scalar | None]:
    value = act.keys.get(key)
    if value is None and key.startswith(ATTRIBUTE_KEY):
        value = act.attributes.get(key.removeprefix(ATTRIBUTE_KEY))
    return isinstance(value, bool), value
