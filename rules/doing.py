"""Whose acts a clause means, and which clauses an exclusion reaches."""

from __future__ import annotations

import attrs

from .clauses import Clause, Exclusion, Limit, Prohibition
from .names import PartyName
from .pattern import Pattern


def reaches(exclusion: Exclusion, clause: Clause) -> bool:
    """Whether an exclusion takes acts out of a clause's reach: of every duty to abstain that it does not spare."""
    return isinstance(clause, Prohibition | Limit) and clause.id not in exclusion.spares


def done_by(act: Pattern, doer: tuple[PartyName, ...]) -> Pattern:
    """The pattern with the doer as its actor; a clause that names actors itself keeps them beside the doer."""
    if not doer or act.jointly:
        return act
    if act.actor:
        return Pattern(actor=doer, all=(act,))
    return attrs.evolve(act, actor=doer)
