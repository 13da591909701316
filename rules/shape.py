"""Checks of one clause by itself: which of its fields go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from ..events.duration import NO_TIME, Duration, longer
from ..events.incident import MEANS
from ..events.suggest import did_you_mean
from ..events.time import SECOND
from .clauses import Clause, Condition, Limit, Maintenance, Obligation, Power, Unevaluated
from .path import Path
from .pattern import Pattern, Wanted
from .temporal import KEYS, OUTCOME_FIELDS, Given, Outcome, Stage, Step, known_key
from .values import exactly

Finding = tuple[Path, str, str | None]
"""Where, what is wrong, and the remedy."""

SHORTEST_PERIOD = 60 * SECOND
"""Microseconds; so that no agreement makes a short log cost millions of renewals."""

IN_ORDER = "write the stages in the order in which they are due"

BY_ITSELF = ("bearer", "area")
"""What an obligation without an opener has one instance for each of."""


def shape(clause: Clause) -> Iterator[Finding]:
    """What is wrong with a clause by itself; paths are relative to it."""
    for place, citation in enumerate(clause.citation):
        if citation.text is None and citation.paraphrase is None:
            yield (
                ("citation", place),
                "neither text nor paraphrase is given",
                "quote the words that it rests on, or say them otherwise",
            )
    if isinstance(clause, Unevaluated):
        return
    check = _BY_KIND.get(type(clause))
    if check is not None:
        yield from check(clause)
    for path, part in parts(clause, ()):
        for found, message, remedy in _part(part):
            yield (*path, *found), message, remedy


def _can_be_zero(duration: Duration | None) -> bool:
    return duration is not None and duration.can_be_zero


def _given(record: Any, fields: tuple[str, ...]) -> list[str]:
    """The fields that say something, by the words that documents use."""
    return [field.rstrip("_") for field in fields if getattr(record, field) not in (None, ())]


def _one_of(record: Any, fields: tuple[str, ...], what: str) -> Iterator[Finding]:
    given = _given(record, fields)
    if len(given) != 1:
        words = ", ".join(field.rstrip("_") for field in fields)
        found = "found " + (" and ".join(given) or "none")
        yield (), f"{what} has exactly one of {words}", found


def _only_with(record: Any, fields: tuple[str, ...], owner: str, *, present: bool) -> Iterator[Finding]:
    if not present:
        for field in _given(record, fields):
            yield (field,), f"{field!r} goes with {owner!r}", "leave it out, or give the other"


def _limit(clause: Limit) -> Iterator[Finding]:
    yield from _one_of(clause, ("within", "each"), "a limit")
    if clause.at_most < 0:
        yield ("at_most",), "the number is less than nothing", "zero or more"
    yield from _keys(clause.per, "per", KEYS)


def _keys(names: tuple[str, ...], field: str, known: tuple[str, ...]) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name not in known and not (known is KEYS and known_key(name)):
            words = [*known, *(["attributes.NAME"] if known is KEYS else [])]
            yield (field, index), f"nothing is kept apart by {name!r}", did_you_mean(name, words) or ", ".join(words)


def _obligation(clause: Obligation) -> Iterator[Finding]:
    if clause.trigger is not None and clause.opened_by is not None:
        yield (), "an obligation has a trigger or is opened_by outcomes, not both", "write two clauses"
    opened = clause.trigger is not None or clause.opened_by is not None
    yield from _keys(clause.per, "per", KEYS if opened else BY_ITSELF)
    if not opened and "area" in clause.per and not clause.act.area:
        yield ("per",), "the act names no area", "name the areas in the act, one instance for each"
    if not opened and "bearer" in clause.per and not clause.bearer:
        yield ("per",), "the clause names no bearer", "name the bearer, or leave out per"
    if clause.stages:
        for field in ("within", "by"):
            if getattr(clause, field) is not None:
                yield (field,), "the deadlines of a staged duty stand in its stages", "leave it out"
        amounts = [stage.at_least for stage in clause.stages]
        if amounts != sorted(set(amounts)) or amounts[0] <= 0:
            yield ("stages",), "what is due does not grow from stage to stage", "amounts are added up from the opening"
        yield from _stages(clause)


def _stages(clause: Obligation) -> Iterator[Finding]:
    """Stages that are due so long after the opening come one after the other."""
    for place, stage in enumerate(clause.stages):
        for number, earlier in enumerate(clause.stages[:place], start=1):
            if stage.within is not None and earlier.within is not None and longer(earlier.within, stage.within):
                yield ("stages", place, "within"), f"it is due before stage {number}", IN_ORDER
                break


def _maintenance(clause: Maintenance) -> Iterator[Finding]:
    yield from _one_of(clause, ("keep", "level"), "a maintenance")
    yield from _only_with(clause, ("at_least", "at_most"), "level", present=clause.level is not None)
    if clause.level is not None:
        if clause.at_least is None and clause.at_most is None:
            yield ("level",), "the level has no bound", "give at_least or at_most"
        least, most = clause.at_least, clause.at_most
        if least is not None and most is not None and exactly(least) > exactly(most):
            yield ("at_least",), "no level is at least so much and at most 'at_most'", "at_least is the lesser number"
        if not _given(clause.level, ("rises", "falls", "reported")):
            yield ("level",), "no act changes the level", "give rises, falls or reported"


def _condition(clause: Condition) -> Iterator[Finding]:
    yield from _one_of(clause, ("for_", "all_of", "sequence"), "a condition")
    if _can_be_zero(clause.for_):
        yield ("for",), "the duration is zero, or is at some instants", None
    steps = bool(clause.all_of or clause.sequence)
    yield from _only_with(clause, ("within",), "all_of", present=steps)
    yield from _only_with(
        clause, ("broken_by", "broken_by_breach_of", "while_"), "for", present=clause.for_ is not None
    )


def _power(clause: Power) -> Iterator[Finding]:
    if clause.exercised == "jointly" and not clause.bearer:
        yield (), "a joint power names its holders as bearer", "bearer: [PARTY, PARTY]"
    if (period := clause.period) and not (period.months or period.days) and period.exact < SHORTEST_PERIOD:
        yield ("period",), "a period is at least a minute long", "such as 48h or 1 year"
    if clause.period is not None and clause.notice is not None:
        yield ("notice",), "a renewal takes effect when the period ends", "leave the notice out"
    if _can_be_zero(clause.notice) and clause.notice != NO_TIME:
        yield ("notice",), "the rest of a stretch of the calendar is no time at its last instant", "add a length to it"


_BY_KIND: Mapping[type, Callable[[Any], Iterator[Finding]]] = {
    Limit: _limit,
    Obligation: _obligation,
    Maintenance: _maintenance,
    Condition: _condition,
    Power: _power,
}


def parts(record: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every record anywhere below a record, itself left out, with its path."""
    if isinstance(record, tuple):
        for index, item in enumerate(record):
            yield from _below(item, (*path, index))
    elif isinstance(record, Mapping):
        for name, item in record.items():
            yield from _below(item, (*path, name))
    else:
        for attribute, key in _attributes(type(record)):
            value = getattr(record, attribute)
            if value is not None and not isinstance(value, str):
                yield from _below(value, (*path, key))


def _attributes(record: type) -> tuple[tuple[str, str], ...]:
    """The attributes of a type of records with their keys in a document; none for what is no record."""
    known = _ATTRIBUTES.get(record)
    if known is None:
        fields = attrs.fields(record) if attrs.has(record) else ()
        known = _ATTRIBUTES[record] = tuple((field.name, field.name.rstrip("_")) for field in fields)
    return known


_ATTRIBUTES: dict[type, tuple[tuple[str, str], ...]] = {}


def _below(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if _attributes(type(value)):
        yield path, value
    yield from parts(value, path)


def _part(part: Any) -> Iterator[Finding]:
    if isinstance(part, Pattern):
        yield from _pattern(part)
    elif isinstance(part, Wanted):
        if part == Wanted():
            yield (), "no value is given", "a value, a list of values, at_least or at_most"
    elif isinstance(part, Step):
        yield from _one_of(part, ("act", *OUTCOME_FIELDS), "a step")
    elif isinstance(part, Outcome):
        if part == Outcome():
            yield (), "no outcome is given", "one of " + ", ".join(OUTCOME_FIELDS)
    elif isinstance(part, Given):
        yield from _before(part)
    elif isinstance(part, Stage):
        yield from _one_of(part, ("by", "within"), "a stage")


def _before(given: Given) -> Iterator[Finding]:
    if given.at_most is None:
        return
    if given.at_most.zero:
        yield ("at_most",), "nothing comes before an act and no time before it", "give a length of time"
    elif given.at_least is not None and longer(given.at_least, given.at_most):
        yield ("at_least",), "nothing comes so long before and at most 'at_most' before", "at_least is the shorter one"


def _pattern(pattern: Pattern) -> Iterator[Finding]:
    if pattern == Pattern():
        yield (), "the pattern is empty: it would match every incident", "kind: event says so on purpose"
    for index, means in enumerate(pattern.means):
        if means not in MEANS:
            yield ("means", index), f"no means is called {means!r}", did_you_mean(means, MEANS)
