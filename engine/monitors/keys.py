"""Keys: whether two acts share their actor, target, place or an attribute."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias

from ...events.incident import Scalar
from ...events.mark import Mark, every, unanimous
from ...rules.temporal import ATTRIBUTE_KEY
from ..events import Act
from ..told import Facts, Told
from ..world import World


def shared(keys: Iterable[str], one: Act, other: Act) -> Mark:
    """Whether two acts share all of the keys: for certain only where both surely name one and the same."""
    return every(_same(key, one, other) for key in keys)


Sure: TypeAlias = tuple[tuple[bool, Scalar], ...]
"""What an act surely has under each of some keys: two acts that are sure share all of them or surely do not."""


def sure(keys: Iterable[str], act: Act) -> Sure | None:
    """What an act surely has under each key; None where one of them leaves a doubt."""
    found: list[tuple[bool, Scalar]] = []
    for key in keys:
        value = _surely(key, act)
        if value is None:
            return None
        found.append((isinstance(value, bool), value))  # true is not the number 1
    return tuple(found)


def profile(keys: Iterable[str], act: Act) -> Hashable:
    """All that ``shared`` looks at: acts of equal profiles share the keys with the same others."""
    return tuple(tuple(map(_PROFILES[key], act.facts)) if key in _PROFILES else _values(key, act.told) for key in keys)


_PROFILES: Mapping[str, Callable[[Facts], Hashable]] = {
    "actor": lambda facts: facts.actors,
    "target": lambda facts: facts.targets,
    "place": lambda facts: (facts.where.place, facts.where.blurred),
}


def _values(key: str, told: Told) -> Hashable:
    """What the reports state under an attribute's name; true is not the number 1."""
    return tuple((isinstance(value, bool), value) for value in told.attributes(key.removeprefix(ATTRIBUTE_KEY)))


def _surely(key: str, act: Act) -> Scalar | None:
    """What an act surely has under a key; None where a report leaves a doubt, or where the reports of it differ."""
    if key.startswith(ATTRIBUTE_KEY):
        return act.told.attribute(key.removeprefix(ATTRIBUTE_KEY))
    found = {_surely_by(key, facts, act.matcher.world) for facts in act.facts}
    return found.pop() if len(found) == 1 else None


def _surely_by(key: str, facts: Facts, world: World) -> str | None:
    if key == "place":
        place = facts.where.place
        return place if place is not None and not facts.where.blurred and world.atlas.single(place) else None
    named = facts.actors if key == "actor" else facts.targets
    return named[0][0] if len(named) == 1 and world.single(named[0][0]) else None


def _same(key: str, one: Act, other: Act) -> Mark:
    """Whether two acts share a key: surely only where every report of the one does with every report of the other."""
    world = one.matcher.world
    return unanimous(_same_by(key, first, second, world) for first in one.facts for second in other.facts)


def _same_by(key: str, one: Facts, other: Facts, world: World) -> Mark:
    if key.startswith(ATTRIBUTE_KEY):
        name = key.removeprefix(ATTRIBUTE_KEY)
        first, second = (facts.incident.attributes.get(name) for facts in (one, other))
        if first is None or second is None:
            return Mark.POSSIBLE
        return Mark.CERTAIN if (isinstance(first, bool), first) == (isinstance(second, bool), second) else Mark.NONE
    return _same_place(one, other, world) if key == "place" else _same_party(key, one, other, world)


def _same_place(one: Facts, other: Facts, world: World) -> Mark:
    first, second = one.where.place, other.where.place
    if first is None or second is None or one.where.blurred or other.where.blurred:
        return Mark.POSSIBLE
    if first == second and world.atlas.single(first):
        return Mark.CERTAIN
    return Mark.POSSIBLE if world.atlas.related(first, second) else Mark.NONE


def _same_party(key: str, one: Facts, other: Facts, world: World) -> Mark:
    first, second = (getattr(facts, f"{key}s") for facts in (one, other))
    if not first or not second or any(party is None for party, _ in (*first, *second)):
        return Mark.POSSIBLE
    if len(first) == len(second) == 1 and first == second and world.single(first[0][0]):
        return Mark.CERTAIN
    related = any(world.related(party, known) for known, _ in first for party, _ in second)
    return Mark.POSSIBLE if related else Mark.NONE
