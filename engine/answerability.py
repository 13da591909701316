"""Who answers for a finding: for certain, or only possibly, as actors are alleged and ties change over time."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..events.incident import Incident
from ..events.occurrence import Occurrence
from ..events.time import LAST_INSTANT, Interval
from .events import Settled
from .world import World


@attrs.frozen
class Liable:
    """Who answers ``certain``ly and who only ``possibl``y, each once, nearest first."""

    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()

    def joined(self, other: Liable) -> Liable:
        """Who answers by one of two, or by both."""
        return _liable((*self.certain, *other.certain), (*self.possible, *other.possible))

    def shared(self, others: Iterable[Liable]) -> Liable:
        """Who answers if one of several holds, and it is not known which."""
        every = (self, *others)
        sure = frozenset(self.certain).intersection(*(one.certain for one in every))
        found = [name for one in every for name in (*one.certain, *one.possible)]
        return _liable([name for name in found if name in sure], found)

    @property
    def doubtful(self) -> Liable:
        """The same, if it is not certain at all."""
        return _liable((), (*self.certain, *self.possible))


def _liable(certain: Iterable[str], possible: Iterable[str]) -> Liable:
    sure = dict.fromkeys(certain)
    return Liable(tuple(sure), tuple(dict.fromkeys(name for name in possible if name not in sure)))


def of_parties(world: World, event: Settled, names: Iterable[str]) -> Liable:
    """Who answers for the parties whose duty an event is about, when it took effect."""
    last = LAST_INSTANT - 1 if event.latest is None else event.latest
    found = Liable()
    for party in world.members(names):
        found = found.joined(Liable(*world.answerable(party, event.earliest, last)))
    return found


def of_acts(world: World, event: Settled, acted: Iterable[Occurrence]) -> Liable:
    """Who answers for the acts that brought an event about, each at the time at which it was done.

    Where the event is about some of the acts, those of the others only belong to it possibly; where it rests on several
    and is about none in particular, only who answers for them all does so for certain.
    """
    named = [(act.id in event.about, _of_act(world, act)) for act in acted]
    if not named:
        return Liable()
    if not any(sure for sure, _ in named):
        first, *others = (found for _, found in named)
        return first.shared(others)
    whole = Liable()
    for sure, found in named:
        whole = whole.joined(found if sure else found.doubtful)
    return whole


def _of_act(world: World, act: Occurrence) -> Liable:
    """Who answers for one act, whichever of its reports is right."""
    first, *others = (_of_report(world, report, act.occurred) for report in act.reports)
    return first.shared(others)


def _of_report(world: World, report: Incident, time: Interval) -> Liable:
    """Who answers for an act as one report tells it: for each of those who acted jointly, or whoever it was."""
    joint, alleged = Liable(), []
    for party, together in world.resolved(report.actor):
        found = Liable() if party is None else Liable(*world.answerable(party, time.start, time.last))
        if together:
            joint = joint.joined(found)
        else:
            alleged.append(found)
    return joint.joined(alleged[0].shared(alleged[1:])) if alleged else joint
