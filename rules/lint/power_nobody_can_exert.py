"""A power without a holder, or with one whose act can never be what exerts it."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Power
from ..doing import done_by
from ..names import PartyName
from ..pattern import Pattern
from .base import Found, Lint, Subject, act_of


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.of_kind(Power):
        assert isinstance(clause, Power)
        path = ("clauses", index)
        if not (clause.bearer or clause.act.actor or clause.act.jointly):
            yield Found(path, "nobody is named who holds it: an act of anyone exerts it", "name a bearer")
        unable = [party for party in subject.overlap.names.members(clause.bearer) if not _able(subject, clause, party)]
        if unable and clause.exercised == "jointly":
            message = f"all holders must act, and no act of {', '.join(unable)} is one that exerts it"
            yield Found((*path, "act"), message, "leave the actor to the bearer")
        elif subject.overlap.never(_whole(clause)):
            yield Found((*path, "act"), "no act of its holders is one that exerts it", "leave the actor to the bearer")


def _able(subject: Subject, clause: Power, party: str) -> bool:
    return not subject.overlap.never(done_by(clause.act, (PartyName(party),)))


def _whole(clause: Power) -> Pattern:
    found = act_of(clause)
    assert found is not None
    return found


LINT = Lint(code="power-nobody-can-exert", title="Power that nobody can exert", severity="error", check=_check)
