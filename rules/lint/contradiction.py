"""An obligation that cannot be met without a breach of another duty of the same bearer."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.duration import NO_TIME
from ..clauses import Clause, Exclusion, Limit, Maintenance, Obligation, Permission, Prohibition
from ..doing import done_by, reaches
from ..names import PartyName
from ..pattern import Pattern, Wanted
from .base import Found, Lint, Subject
from .near import Item, Near
from .witness import witness


def _check(subject: Subject) -> Iterator[Found]:
    banned = Near(subject, tuple(_banned(subject)))
    exceptions = Near(subject, tuple(_exceptions(subject)))
    for index, clause in subject.of_kind(Obligation):
        assert isinstance(clause, Obligation)
        for whose, owed in _owed(subject, index, clause):
            for ban, act in banned.covering(index, owed):
                yield from _compare(subject, (index, owed), (ban, act), exceptions, whose)


def _banned(subject: Subject) -> Iterator[Item]:
    """The acts each of which by itself breaches a clause."""
    for index, clause in subject.of_kind(Prohibition, Limit, Maintenance):
        act = subject.acts[index]
        if isinstance(clause, Prohibition) and act is not None:
            yield index, act
        elif isinstance(clause, Limit) and act is not None:
            yield index, Pattern(all=(act, _more_than(clause)))
        elif isinstance(clause, Maintenance) and clause.keep is not None and clause.grace in (None, NO_TIME):
            ends = Pattern(all=(clause.keep.ends, Pattern(not_=clause.keep.begins)))
            yield index, done_by(ends, clause.performer or clause.bearer)


def _more_than(limit: Limit) -> Pattern:
    """What adds more by itself than a limit admits."""
    wanted = Wanted(more_than=limit.at_most)
    named = {"count": Pattern(count=wanted), "killed": Pattern(killed=wanted), "injured": Pattern(injured=wanted)}
    return named.get(limit.amount, Pattern(attributes={limit.amount: wanted}))


def _owed(subject: Subject, index: int, clause: Obligation) -> Iterator[tuple[str, Pattern]]:
    """The acts that meet an obligation, for each party and area of which it has an instance apart."""
    act = subject.acts[index]
    assert act is not None
    apart = clause.trigger is None and clause.opened_by is None
    members = subject.overlap.names.members(clause.bearer) if apart and "bearer" in clause.per else ()
    areas = clause.act.area if apart and "area" in clause.per else ()
    if not members and not areas:
        yield "", act
    for member in members or (None,):
        for area in areas or (None,):
            part = clause.act if area is None else attrs.evolve(clause.act, area=(area,))
            doer = clause.performer or (clause.bearer if member is None else (PartyName(member),))
            yield (f" for {member}" if member else "") + (f" in {area}" if area else ""), done_by(part, doer)


def _compare(subject: Subject, duty: Item, ban: Item, exceptions: Near, whose: str) -> Iterator[Found]:
    (index, owed), (other, forbidden) = duty, ban
    shared = subject.reach.together(index, other)
    if shared is None or not _throughout(subject, index, other) or not subject.overlap.implies(owed, forbidden):
        return
    record = subject.overlap.example(owed, forbidden)
    if record is None or _excused(subject, other, owed, exceptions):
        return
    name = subject.terms.clauses[other].id
    shown = witness(record, shared)
    message = f"whatever meets it{whose} breaches {name}, as this would: {shown}"
    kept = isinstance(subject.terms.clauses[other], Maintenance)
    remedy = f"say in {name} that it does not end the state" if kept else f"except it from {name}"
    yield Found(("clauses", index, "act"), message, remedy, shown)


def _throughout(subject: Subject, duty: int, ban: int) -> bool:
    """Whether a prohibition is in force whenever an obligation is, as far as the text alone says."""
    owed, forbidden = subject.terms.clauses[duty], subject.terms.clauses[ban]
    start, begun = subject.reach.clauses[duty], subject.reach.clauses[ban]
    phases = not forbidden.during or (bool(owed.during) and set(owed.during) <= set(forbidden.during))
    timely = start is not None and begun is not None and begun <= start
    return (
        phases and timely and forbidden.initially == "active" and subject.reach.until(ban) >= subject.reach.until(duty)
    )


def _exceptions(subject: Subject) -> Iterator[Item]:
    for index, _ in subject.of_kind(Exclusion, Permission):
        act = subject.acts[index]
        if act is not None:
            yield index, act


def _excused(subject: Subject, ban: int, owed: Pattern, exceptions: Near) -> bool:
    """Whether an exception may take some act that meets the obligation out of a duty to abstain."""
    forbidding = subject.terms.clauses[ban]
    return any(
        _excepts(subject.terms.clauses[index], forbidding) and not subject.overlap.never(act, owed)
        for index, act in exceptions.matching(owed)
    )


def _excepts(exception: Clause, clause: Clause) -> bool:
    if isinstance(exception, Permission):
        return clause.id in exception.defeats
    return isinstance(exception, Exclusion) and reaches(exception, clause)


LINT = Lint(code="contradiction", title="Obliged and forbidden at once", severity="error", check=_check)
