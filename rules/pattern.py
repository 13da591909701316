"""Patterns: which incidents are meant. Every stated field must match; lists are alternatives."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..events.incident import Scalar
from .names import AreaName, KindName, PartyName


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
    attributes: Mapping[str, tuple[Scalar, ...]] = attrs.field(factory=dict)
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
