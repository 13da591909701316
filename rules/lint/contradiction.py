"""An obligation that cannot be met without a breach of a prohibition on the same bearer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from ...events.time import FIRST_INSTANT, LAST_INSTANT, Interval, format_instant, parse_instant
from ..clauses import Exclusion, Obligation, Permission, Prohibition
from ..doing import reaches
from ..pattern import Pattern
from .base import Found, Lint, Subject

_Key: TypeAlias = tuple[str | None, str | None]
_Index: TypeAlias = dict[_Key, list[int]]
_Exceptions: TypeAlias = dict[int | None, list[int]]
_ANY_DAY = parse_instant("2000-01-01T00:00:00Z")


def _check(subject: Subject) -> Iterator[Found]:
    forbidden = _indexed(subject)
    exceptions = _exceptions(subject)
    for index, clause in subject.of_kind(Obligation):
        assert isinstance(clause, Obligation)
        for other in _candidates(subject, clause, forbidden):
            yield from _compare(subject, index, other, exceptions)


def _indexed(subject: Subject) -> _Index:
    """The prohibitions by each kind of act and each doer that they mean; None where they mean any."""
    found: _Index = {}
    for index, clause in subject.of_kind(Prohibition):
        assert isinstance(clause, Prohibition)
        doers: list[str | None] = [*subject.overlap.names.parties(clause.performer or clause.bearer)]
        for kind in subject.overlap.names.kinds(clause.act.kind) or (None,):
            for doer in doers or [None]:
                found.setdefault((kind, doer), []).append(index)
    return found


def _candidates(subject: Subject, clause: Obligation, forbidden: _Index) -> list[int]:
    """The prohibitions that mean the first kind and the first doer of an obligation."""
    kind = clause.act.kind[0] if clause.act.kind else None
    doers = subject.overlap.names.members(clause.performer or clause.bearer or clause.act.jointly)
    doer = doers[0] if doers else None
    keys = dict.fromkeys(((kind, doer), (kind, None), (None, doer), (None, None)))
    return sorted(index for key in keys for index in forbidden.get(key, ()))


def _compare(subject: Subject, duty: int, ban: int, exceptions: _Exceptions) -> Iterator[Found]:
    owed, forbidden = (subject.acts[index] for index in (duty, ban))
    assert owed is not None
    assert forbidden is not None
    shared = subject.reach.together(duty, ban)
    if shared is None or not _throughout(subject, duty, ban) or not subject.overlap.implies(owed, forbidden):
        return
    record = subject.overlap.example(owed, forbidden)
    if record is None or _excused(subject, ban, owed, exceptions):
        return
    name = subject.terms.clauses[ban].id
    witness = _witness(record, shared)
    message = f"whatever meets it breaches {name}, as this would: {witness}"
    yield Found(("clauses", duty, "act"), message, f"except it from {name}", witness)


def _throughout(subject: Subject, duty: int, ban: int) -> bool:
    """Whether a prohibition is in force whenever an obligation is, as far as the text alone says."""
    owed, forbidden = subject.terms.clauses[duty], subject.terms.clauses[ban]
    start, begun = subject.reach.clauses[duty], subject.reach.clauses[ban]
    phases = not forbidden.during or (bool(owed.during) and set(owed.during) <= set(forbidden.during))
    timely = start is not None and begun is not None and begun <= start
    return (
        phases and timely and forbidden.initially == "active" and subject.reach.until(ban) >= subject.reach.until(duty)
    )


def _exceptions(subject: Subject) -> _Exceptions:
    """The exceptions to each clause by its number, and under None those to many."""
    found: _Exceptions = {None: [index for index, _ in subject.of_kind(Exclusion)]}
    for index, clause in subject.of_kind(Permission):
        assert isinstance(clause, Permission)
        for name in clause.defeats:
            found.setdefault(subject.reach.number[name], []).append(index)
    return found


def _excused(subject: Subject, ban: int, owed: Pattern, exceptions: _Exceptions) -> bool:
    """Whether an exception may take some act that meets the obligation out of the prohibition."""
    for index in (*exceptions.get(ban, ()), *exceptions[None]):
        clause, act = subject.terms.clauses[index], subject.acts[index]
        reached = not isinstance(clause, Exclusion) or reaches(clause, subject.terms.clauses[ban])
        if reached and act is not None and not subject.overlap.never(act, owed):
            return True
    return False


def _witness(record: dict[str, Any], shared: Interval) -> str:
    """An incident as a line of a log."""
    when = _ANY_DAY if shared.start <= _ANY_DAY < shared.end else shared.start
    if when == FIRST_INSTANT and shared.end != LAST_INSTANT:
        when = shared.end - 1
    plain = {key: value for key, value in record.items() if not key.startswith("attributes.")}
    attributes = {key.partition(".")[2]: value for key, value in record.items() if key not in plain}
    line = {"id": "witness", "occurred": format_instant(when), "kind": "event", **plain}
    return json.dumps({**line, **({"attributes": attributes} if attributes else {})}, ensure_ascii=False)


LINT = Lint(code="contradiction", title="Obliged and forbidden at once", severity="error", check=_check)
