"""Keys: whether two acts share their actor, target, place or an attribute."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias

from ...events.incident import Scalar
from ...events.mark import Mark, every
from ...rules.temporal import ATTRIBUTE_KEY
from ..events import Act


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
    return tuple(_PROFILES[key](act) if key in _PROFILES else sure((key,), act) for key in keys)


_PROFILES: Mapping[str, Callable[[Act], Hashable]] = {
    "actor": lambda act: act.facts.actors,
    "target": lambda act: act.facts.targets,
    "place": lambda act: (act.facts.where.place, act.facts.where.blurred),
}


def _surely(key: str, act: Act) -> Scalar | None:
    if key.startswith(ATTRIBUTE_KEY):
        return act.facts.incident.attributes.get(key.removeprefix(ATTRIBUTE_KEY))
    if key == "place":
        place = act.facts.where.place
        sure_of_it = place is not None and not act.facts.where.blurred and act.matcher.world.atlas.single(place)
        return place if sure_of_it else None
    named = act.facts.actors if key == "actor" else act.facts.targets
    return named[0][0] if len(named) == 1 and act.matcher.world.single(named[0][0]) else None


def _same(key: str, one: Act, other: Act) -> Mark:
    if key.startswith(ATTRIBUTE_KEY):
        name = key.removeprefix(ATTRIBUTE_KEY)
        first, second = (act.facts.incident.attributes.get(name) for act in (one, other))
        if first is None or second is None:
            return Mark.POSSIBLE
        return Mark.CERTAIN if (isinstance(first, bool), first) == (isinstance(second, bool), second) else Mark.NONE
    return _same_place(one, other) if key == "place" else _same_party(key, one, other)


def _same_place(one: Act, other: Act) -> Mark:
    first, second = one.facts.where.place, other.facts.where.place
    if first is None or second is None or one.facts.where.blurred or other.facts.where.blurred:
        return Mark.POSSIBLE
    atlas = one.matcher.world.atlas
    if first == second and atlas.single(first):
        return Mark.CERTAIN
    return Mark.POSSIBLE if atlas.related(first, second) else Mark.NONE


def _same_party(key: str, one: Act, other: Act) -> Mark:
    first, second = (getattr(act.facts, f"{key}s") for act in (one, other))
    if not first or not second or any(party is None for party, _ in (*first, *second)):
        return Mark.POSSIBLE
    world = one.matcher.world
    if len(first) == len(second) == 1 and first == second and world.single(first[0][0]):
        return Mark.CERTAIN
    related = any(world.related(party, known) for known, _ in first for party, _ in second)
    return Mark.POSSIBLE if related else Mark.NONE
