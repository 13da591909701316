"""Patterns: which incidents are meant. Every stated field must match; lists are alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from ..events.incident import Scalar
from .names import AreaName, KindName, PartyName

Number: TypeAlias = int | float


@attrs.frozen(kw_only=True)
class Wanted:
    """The values that are meant; all that is given must hold. A value or a list alone stands for ``one_of``."""

    one_of: tuple[Scalar, ...] = attrs.field(default=(), metadata={"shorthand": True})
    at_least: Number | None = None
    more_than: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None


@attrs.frozen(kw_only=True)
class Pattern:
    """A condition on one incident, three-valued: certain, possible or none."""

    kind: tuple[KindName, ...] = ()
    """Any of these kinds of act, or a more particular one."""
    means: tuple[str, ...] = ()
    """Any of these means; a report without means may have used any."""
    actor: tuple[PartyName, ...] = ()
    """Done by any of these parties or groups, or by a part of one."""
    target: tuple[PartyName, ...] = ()
    """Done to any of these parties or groups, or to a part of one."""
    jointly: tuple[PartyName, ...] = ()
    """Done by all of these parties together."""
    area: tuple[AreaName, ...] = ()
    """In any of these areas; membership of an unpublished area is unknown."""
    killed: Wanted | None = None
    """So many were killed; a report that does not say may have any number."""
    injured: Wanted | None = None
    count: Wanted | None = None
    """The report tells of so many acts."""
    attributes: Mapping[str, Wanted] = attrs.field(factory=dict)
    """Each attribute has one of these values; an attribute that the report does not state has none of them."""
    all: tuple[Pattern, ...] = ()
    """All of these match."""
    any: tuple[Pattern, ...] = ()
    """At least one of these matches."""
    not_: Pattern | None = None
    """This does not match."""
    possibly: Pattern | None = None
    """This matches, but a match is never more than possible: for what a report can claim and not establish."""

    def __hash__(self) -> int:
        return hash((self.kind, self.actor, self.target, self.area, self.all, self.any))
