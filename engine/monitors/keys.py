"""Keys: whether two acts share their actor, target, place or an attribute."""

from __future__ import annotations

from collections.abc import Iterable

from ...events.mark import Mark, every
from ...rules.temporal import ATTRIBUTE_KEY
from ..events import Act


def shared(keys: Iterable[str], one: Act, other: Act) -> Mark:
    """Whether two acts share all of the keys: for certain only where both surely name one and the same."""
    return every(_same(key, one, other) for key in keys)


def _same(key: str, one: Act, other: Act) -> Mark:
    if key.startswith(ATTRIBUTE_KEY):
        name = key.removeprefix(ATTRIBUTE_KEY)
        first, second = (act.facts.incident.attributes.get(name) for act in (one, other))
        if first is None or second is None:
            return Mark.POSSIBLE
        return Mark.CERTAIN if first == second else Mark.NONE
    return _same_place(one, other) if key == "place" else _same_party(key, one, other)


def _same_place(one: Act, other: Act) -> Mark:
    first, second = one.facts.where, other.facts.where
    if first.place is not None and second.place is not None:
        return Mark.CERTAIN if first.place == second.place else Mark.NONE
    return Mark.POSSIBLE


def _same_party(key: str, one: Act, other: Act) -> Mark:
    first, second = (getattr(act.facts, f"{key}s") for act in (one, other))
    if not first or not second or any(party is None for party, _ in (*first, *second)):
        return Mark.POSSIBLE
    world = one.matcher.world
    if len(first) == len(second) == 1 and first == second and world.single(first[0][0]):
        return Mark.CERTAIN
    related = any(world.related(party, known) for known, _ in first for party, _ in second)
    return Mark.POSSIBLE if related else Mark.NONE
