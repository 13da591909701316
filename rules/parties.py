"""Whom names of parties and groups stand for, and who answers for a party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .agreement import Group, Party


def expanded(groups: Mapping[str, Group], names: Iterable[str]) -> tuple[str, ...]:
    """Names of parties and groups, each group followed by all that it holds; each name once, in order."""
    found: dict[str, None] = {}
    waiting = [*names][::-1]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting.extend(reversed(groups[name].members if name in groups else ()))
    return tuple(found)


def members(groups: Mapping[str, Group], names: Iterable[str]) -> tuple[str, ...]:
    """The parties that names of parties and groups stand for, each once, in order."""
    return tuple(name for name in expanded(groups, names) if name not in groups)


def answerable(parties: Mapping[str, Party], party: str) -> tuple[str, ...]:
    """The party, then who answers for its acts: what it is part of, and the guarantors of these, nearest first."""
    found: dict[str, None] = {party: None}
    waiting = [party]
    for name in waiting:
        record = parties[name]
        above = (*(() if record.part_of is None else (record.part_of,)), *record.answers_to)
        waiting.extend(one for one in above if one not in found)
        found.update(dict.fromkeys(above))
    return tuple(found)
