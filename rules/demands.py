"""Patterns taken apart into cases: each a conjunction of plain demands, some of them negated, on one field each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any, TypeAlias

import attrs

from .pattern import Pattern

MOST_CASES = 256
"""Cases of one pattern that are looked at; a pattern with more is taken to be satisfiable."""


@attrs.frozen
class Demand:
    """One field of a pattern with what it wants, or its contrary."""

    field: str
    wanted: Any
    holds: bool = True


Case: TypeAlias = tuple[Demand, ...]
"""Demands that hold together."""
Cases: TypeAlias = tuple[Case, ...] | None
"""A pattern matches where one of its cases does; None where they are too many."""


def cases(pattern: Pattern, *, holds: bool = True) -> Cases:
    """The cases of a pattern, or (not ``holds``) of its contrary."""
    parts: list[Cases] = [((Demand(field, wanted, holds),),) for field, wanted in _plain(pattern)]
    parts += [cases(part, holds=holds) for part in pattern.all]
    if pattern.any:
        parts.append(join([cases(part, holds=holds) for part in pattern.any], every=not holds))
    if pattern.not_ is not None:
        parts.append(cases(pattern.not_, holds=not holds))
    if pattern.possibly is not None:  # what is never more than possible is never certainly absent either
        parts.append(cases(pattern.possibly, holds=True) if holds else ((),))
    return join(parts, every=holds)


def join(parts: list[Cases], *, every: bool) -> Cases:
    """The cases in which all of the parts hold, or (not ``every``) one of them."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if not every:
        found = tuple(case for part in known for case in part)
        return found if len(found) <= MOST_CASES else None
    if prod(map(len, known)) > MOST_CASES:
        return None
    return tuple(tuple(demand for case in chosen for demand in case) for chosen in product(*known))


def _plain(pattern: Pattern) -> Iterator[tuple[str, Any]]:
    for field in ("kind", "means", "actor", "target", "jointly", "area", "killed", "injured", "count"):
        if wanted := getattr(pattern, field):
            yield field, wanted
    for name, wanted in pattern.attributes.items():
        yield f"attributes.{name}", wanted


def claims(pattern: Pattern) -> bool:
    """Whether a pattern has a part that is never more than possible."""
    parts = (*pattern.all, *pattern.any, *(one for one in (pattern.not_,) if one is not None))
    return pattern.possibly is not None or any(claims(part) for part in parts)
