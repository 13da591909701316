"""Whose acts a clause means, what exerts a power, and which clauses an exclusion reaches."""

from __future__ import annotations

import attrs

from .clauses import Clause, Exclusion, Limit, Power, Prohibition
from .names import PartyName
from .pattern import Pattern


def reaches(exclusion: Exclusion, clause: Clause) -> bool:
    """Whether an exclusion takes acts out of a clause's reach: of every duty to abstain that it does not spare."""
    return isinstance(clause, Prohibition | Limit) and clause.id not in exclusion.spares


def exerts(power: Power) -> Pattern:
    """The act that exerts a power by itself: of all its holders jointly, or of any of them."""
    if power.exercised == "jointly":
        return attrs.evolve(power.act, jointly=power.bearer)
    return done_by(power.act, power.bearer)


def done_by(act: Pattern, doer: tuple[PartyName, ...]) -> Pattern:
    """The pattern with the doer as its actor; a clause that names actors itself keeps them beside the doer."""
    if not doer or act.jointly:
        return act
    if act.actor:
        return Pattern(actor=doer, all=(act,))
    return attrs.evolve(act, actor=doer)
