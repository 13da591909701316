"""Contrary things that clauses bring about at once, so that their order in the document decides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeAlias

import attrs

from ..causes import Cause, causes
from ..clauses import all_consequences
from ..lives import ACTIVE, BECOMES, INACTIVE, SUSPENDED
from ..path import Path
from ..pattern import Pattern
from .base import Found, Lint, Subject
from .near import Near
from .witness import witness

_WORDS = {
    "enter": "enters",
    "activate": "activates",
    "suspend": "suspends",
    "resume": "resumes",
    "discharge": "discharges",
    "terminate": "terminates",
    "waive": "waives",
    "extend": "extends",
}
_MOVES = ("waive", "extend")
"""What these do depends on what is open, and so on whether the clause is in force already."""


@attrs.frozen
class _Effect:
    """A consequence of a clause, what it is about, and what may bring it about."""

    index: int
    path: Path
    verb: str
    target: str
    priority: int
    cause: Cause = attrs.field(eq=False)


_Same: TypeAlias = tuple[str, str]
"""A verb and its target: effects of the same are never contrary."""


def _check(subject: Subject) -> Iterator[Found]:
    for effects in _together(subject).values():
        same: dict[_Same, list[_Effect]] = {}
        for effect in effects:
            same.setdefault((effect.verb, effect.target), []).append(effect)
        if len(same) > 1:
            yield from _ties(subject, same)


def _together(subject: Subject) -> Mapping[Hashable, list[_Effect]]:
    """The effects that may come at once on one thing: the phase, or a clause."""
    found: dict[Hashable, list[_Effect]] = {}
    for effect in _effects(subject):
        thing = None if effect.verb == "enter" else effect.target
        cause = effect.cause
        found.setdefault((thing, effect.priority, cause.turn, cause.act is None, cause.after), []).append(effect)
    return found


def _effects(subject: Subject) -> Iterator[_Effect]:
    for index, clause in subject.evaluated:
        for outcome, place, consequence in all_consequences(clause):
            if subject.reach.outcome(index, outcome) is not None:
                ((verb, target),) = consequence.given
                path = ("clauses", index, f"on_{outcome}", place, verb)
                for cause in causes(subject.terms, clause, outcome) if verb in _WORDS else ():
                    yield _Effect(index, path, verb, target, consequence.priority, cause)


def _ties(subject: Subject, same: Mapping[_Same, list[_Effect]]) -> Iterator[Found]:
    """For each effect the first clause before it that brings about something contrary at once."""
    shelves = {key: Near(subject, _items(effects)) for key, effects in same.items()}
    for key, effects in same.items():
        for effect in effects:
            for other_key, others in same.items():
                if other_key != key:
                    met = _met(effect, others, shelves[other_key])
                    found = next((tie for other in met if (tie := _tie(subject, other, effect)) is not None), None)
                    if found is not None:
                        yield found


def _items(effects: list[_Effect]) -> tuple[tuple[int, Pattern], ...]:
    return tuple((one.index, one.cause.act) for one in effects if one.cause.act is not None)


def _met(effect: _Effect, others: list[_Effect], near: Near) -> Iterator[_Effect]:
    """The effects of earlier clauses that the same act may bring about, or all where no act does."""
    if effect.cause.act is None:
        return (other for other in others if other.index < effect.index)
    numbers = near.numbers_meeting(effect.index, effect.cause.act)
    return (others[number] for number in numbers if others[number].index < effect.index)


def _tie(subject: Subject, one: _Effect, other: _Effect) -> Found | None:
    shared = subject.reach.together(one.index, other.index)
    if shared is None or not _contrary(subject, one, other):
        return None
    shown = None
    if one.cause.act is not None and other.cause.act is not None:
        example = subject.overlap.example(one.cause.act, other.cause.act)
        jointly = one.cause.act.jointly or other.cause.act.jointly
        if example is None or (isinstance(example.get("actor"), list) and not jointly):
            return None
        shown = witness(example, shared)
    first = subject.terms.clauses[one.index].id
    message = f"it {_words(other)}, and at once {first} {_words(one)}: the order of the clauses decides"
    message += f", as it would on this: {shown}" if shown else ""
    return Found(other.path, message, "give the one that is to stand the higher 'priority'", shown)


def _words(effect: _Effect) -> str:
    return f"{_WORDS[effect.verb]} {effect.target}"


def _contrary(subject: Subject, one: _Effect, other: _Effect) -> bool:
    """Whether what comes of two effects depends on which is applied first."""
    if one.verb == "enter":
        phases = [
            phase for phase in subject.reach.shared(one.index, other.index) if subject.reach.phases[phase] is not None
        ]
        origins = {phase.id: phase.from_ for phase in subject.terms.phases}
        pair = (one.target, other.target)
        return any(_entered(start, pair, origins) != _entered(start, pair[::-1], origins) for start in phases)
    states = _states(subject, one.target)
    moved = [effect.verb for effect in (one, other) if effect.verb in _MOVES]
    if moved:
        verb = next(effect.verb for effect in (one, other) if effect.verb not in moved) if len(moved) == 1 else ""
        return (verb == "activate" and INACTIVE in states) or (verb == "resume" and SUSPENDED in states)
    pair = (one.verb, other.verb)
    return any(_lived(start, pair) != _lived(start, pair[::-1]) for start in states)


def _entered(phase: str, targets: tuple[str, ...], origins: Mapping[str, tuple[str, ...]]) -> str:
    for target in targets:
        if not origins[target] or phase in origins[target]:
            phase = target
    return phase


def _lived(state: str, verbs: tuple[str, ...]) -> tuple[str, bool]:
    """The state that verbs lead to one after the other, and whether the clause comes into force on the way."""
    comes = False
    for verb in verbs:
        value, origin = BECOMES[verb]
        if not origin or state in origin:
            comes = comes or (state != ACTIVE and value == ACTIVE)
            state = value
    return state, comes


def _states(subject: Subject, target: str) -> set[str]:
    """The states in which a clause can be before it ends: by what the agreement says of it anywhere."""
    clause = subject.terms.clauses[subject.reach.number[target]]
    found = {INACTIVE if clause.initially == "inactive" else ACTIVE}
    verbs = subject.verbs.get(target, frozenset())
    for _ in BECOMES:
        found.update(BECOMES[verb][0] for verb in verbs if verb in BECOMES and BECOMES[verb][1] & found)
    return found


LINT = Lint(code="tied-effects", title="Contrary effects at once", severity="error", check=_check)
