"""What some clauses ask of a report: the patterns by which they know acts, and everything that these speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ...events.incident import Incident
from ...rules.agreement import Terms
from ...rules.clauses import Clause, Exclusion, Limit, Obligation, Permission, Power
from ...rules.pattern import Pattern, Wanted
from ...rules.temporal import Level
from .meaning import Sense, stated
from .names import members

Test = tuple[Pattern, bool]
"""A pattern, and whether each of those who acted jointly must be meant."""
COUNTED = ("count", "killed", "injured")


@attrs.frozen(kw_only=True)
class Questions:
    """What is asked.

    Attributes:
        tests: the patterns as the clauses ask them, with their doers.
        numbers: the numbers that patterns compare or clauses add up, each with the values with which it is compared.
        added: those of them that clauses add up.
        claims: the patterns of what a report can claim and not establish.
    """

    tests: tuple[Test, ...]
    kinds: frozenset[str]
    means: frozenset[str]
    doers: frozenset[str]
    targets: frozenset[str]
    jointly: frozenset[tuple[str, ...]]
    areas: frozenset[str]
    numbers: dict[str, tuple[int | float, ...]]
    added: frozenset[str]
    keys: frozenset[str]
    claims: tuple[Pattern, ...]


def questions(
    terms: Terms, clauses: Iterable[Clause], sense: Sense, scopes: Iterable[Pattern] = (), added: Iterable[str] = ()
) -> Questions:
    """All that clauses ask, and whether acts lie in the scopes of bulletins; ``added`` are further numbers of these."""
    listed = list(clauses)
    tests = {(id(p), each): (p, each) for clause in listed for p, each in _tests(terms, clause, sense)}
    tests |= {(id(pattern), False): (pattern, False) for pattern in scopes}
    values = {name: set[int | float]() for name in added}
    for clause in listed:
        for name in _added(clause):
            values.setdefault(name, set()).update(_limits(clause))
    keys = frozenset(key for clause in listed for key in _keys(clause))
    return _asked(terms, tuple(tests.values()), {name: tuple(each) for name, each in values.items()}, keys)


def of_report(sense: Sense, asked: Questions, report: Incident) -> Questions:
    """What is asked of one report: only patterns that may mean it, for the kinds of act that it may be."""
    above = frozenset(one for each in sense.kinds.values() if report.kind in each for one in each)
    tests = tuple((pattern, each) for pattern, each in asked.tests if _may_mean(pattern, report, above))
    return _asked(sense.terms, tests, {name: asked.numbers[name] for name in asked.added}, asked.keys)


def _may_mean(pattern: Pattern, report: Incident, kinds: frozenset[str]) -> bool:
    """Whether nothing that is sure of a report keeps a pattern from meaning it."""
    return (
        (not pattern.kind or not kinds.isdisjoint(pattern.kind))
        and all(stated(report.attributes.get(name), wanted) for name, wanted in pattern.attributes.items())
        and all(_may_mean(part, report, kinds) for part in pattern.all)
        and (not pattern.any or any(_may_mean(part, report, kinds) for part in pattern.any))
        and (pattern.possibly is None or _may_mean(pattern.possibly, report, kinds))
    )


def _asked(
    terms: Terms, tests: tuple[Test, ...], added: dict[str, tuple[int | float, ...]], keys: frozenset[str]
) -> Questions:
    patterns = [part for pattern, _ in tests for part in _parts(pattern)]
    numbers = {name: set(values) for name, values in added.items()}
    for pattern in patterns:
        for name in COUNTED:
            if (wanted := getattr(pattern, name)) is not None:
                numbers.setdefault(name, set()).update(_compared(wanted))
    return Questions(
        tests=tests,
        kinds=frozenset(one for pattern in patterns for one in pattern.kind),
        means=frozenset(one for pattern in patterns for one in pattern.means),
        doers=frozenset(one for pattern in patterns for one in (*pattern.actor, *pattern.jointly)),
        targets=frozenset(one for pattern in patterns for one in pattern.target),
        jointly=frozenset(tuple(sorted(members(terms, p.jointly))) for p in patterns if p.jointly),
        areas=frozenset(one for pattern in patterns for one in pattern.area),
        numbers={name: tuple(sorted(values)) for name, values in sorted(numbers.items())},
        added=frozenset(added),
        keys=keys,
        claims=tuple({repr(p.possibly): p.possibly for p in patterns if p.possibly is not None}.values()),
    )


def _tests(terms: Terms, clause: Clause, sense: Sense) -> Iterator[Test]:
    """The patterns of a clause, with the doers with whom it asks them."""
    for name, pattern in _top(clause):
        if name != "act":
            yield pattern, False
            continue
        assert isinstance(pattern, Pattern)
        acts = [pattern]
        if isinstance(clause, Obligation) and "area" in clause.per:
            acts = [pattern, *(sense.only_in(pattern, area) for area in pattern.area)]
        for act in acts:
            for doer in _doers(terms, clause):
                yield sense.acts_of(act, doer), False
                if isinstance(clause, Permission | Exclusion):
                    yield sense.acts_of(act, doer), True
        if isinstance(clause, Power) and clause.exercised == "jointly":
            yield sense.jointly(pattern, clause.bearer), False


def _doers(terms: Terms, clause: Clause) -> Iterator[tuple[str, ...]]:
    if isinstance(clause, Exclusion):
        yield ()
        return
    if not (isinstance(clause, Power) and clause.exercised == "jointly"):
        yield (
            ()
            if not (clause.performer or clause.bearer)
            else tuple(clause.bearer if isinstance(clause, Power) else clause.performer or clause.bearer)
        )
    apart = isinstance(clause, Power) and clause.exercised == "jointly" and clause.window is not None
    if apart or (isinstance(clause, Obligation) and "bearer" in clause.per and not clause.performer):
        yield from ((member,) for member in sorted(members(terms, clause.bearer)))


def _top(record: Any, name: str = "") -> Iterator[tuple[str, Pattern]]:
    """The outermost patterns of a record, each with the field that it stands in; only a clause's own is its ``act``."""
    if isinstance(record, Pattern):
        yield name, record
    elif isinstance(record, tuple):
        for one in record:
            yield from _top(one, name)
    elif attrs.has(type(record)):
        for field in attrs.fields(type(record)):
            below = field.name if isinstance(record, Clause) else f"{name}.{field.name}"
            yield from _top(getattr(record, field.name), below)


def _parts(pattern: Pattern) -> Iterator[Pattern]:
    """A pattern and all within it."""
    yield pattern
    for part in (*pattern.all, *pattern.any, pattern.not_, pattern.possibly):
        if part is not None:
            yield from _parts(part)


def _compared(wanted: Wanted) -> Iterator[int | float]:
    for one in (*wanted.one_of, wanted.at_least, wanted.more_than, wanted.at_most, wanted.less_than):
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield one


def _added(clause: Clause) -> Iterator[str]:
    if isinstance(clause, Limit) or (isinstance(clause, Obligation) and clause.stages):
        yield clause.amount
    level = getattr(clause, "level", None)
    if isinstance(level, Level):
        yield level.amount


def _limits(clause: Clause) -> Iterator[int | float]:
    for name in ("at_most", "at_least"):
        if isinstance(one := getattr(clause, name, None), int | float):
            yield one
    if isinstance(clause, Obligation):
        yield from (stage.at_least for stage in clause.stages)


def _keys(clause: Clause) -> tuple[str, ...]:
    """The keys by which a clause keeps acts apart; ``bearer`` and ``area`` keep duties apart and not acts."""
    given = clause.given.same if isinstance(clause, Permission) and clause.given is not None else ()
    per = clause.per if isinstance(clause, Limit | Obligation) else ()
    return tuple(key for key in (*given, *per) if key not in ("bearer", "area"))
