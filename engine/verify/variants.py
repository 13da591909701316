"""The precise versions of one report, as far as the clauses that are looked at can tell them apart.

Each field is taken for each thing that it may mean: an interval for its ends and an inner instant, a kind of act for
those it may have been in particular, alternatives for each of them, a disc for points inside and outside of what it
touches, a number for its bounds and for those about which a clause asks. Versions that answer all questions of the
clauses alike are one version.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from fractions import Fraction
from itertools import product
from math import floor
from typing import TypeVar

import attrs

from ...events.incident import MEANS, Actor, Incident, Range, Scalar
from ...events.time import Instant, format_instant
from ...rules.agreement import Terms
from ...rules.temporal import ATTRIBUTE_KEY
from .bulletins import Scope, memberships
from .meaning import Sense
from .names import belongs, parts_of_party, party_called, turns
from .questions import COUNTED, Questions, of_report
from .records import Event
from .spots import spots
from .told import Doer, Spot, Told, exactly
from .where import lies_in

T = TypeVar("T")
Named = tuple[tuple[Doer, ...], Scalar | None]
"""Who did it, or to whom it was done, and what it is kept apart by."""
MANY = 1000
"""More than all records of a log that a bulletin of no known number is likely to count."""
ANOTHER = "(another)"
"""A key that no other report has."""


def variants(
    terms: Terms,
    questions: Questions,
    sense: Sense,
    event: Event,
    values: dict[str, tuple[Scalar, ...]],
    scopes: tuple[Scope, ...] = (),
) -> tuple[Told, ...]:
    """The versions of an event that the questions of some clauses tell apart, those of each report that may be right.

    That as reported comes first. ``values`` are those that the log's reports give for each attribute by which acts are
    kept apart, ``scopes`` those of bulletins that may count it.
    """
    asked = [(report, of_report(sense, _of_its_time(questions, report, scopes), report)) for report in event.reports]
    if not any(one.tests for _, one in asked):
        return ()
    found: dict[Hashable, Told] = {}
    for report, one in asked:
        near = [scope for scope in scopes if scope.meets(report)]
        for version in _of_report(terms, one, sense, event, report, values, near):
            for taken in _taken_in(near, sense, version):
                inside = tuple(memberships(near, sense, taken).items())
                found.setdefault((_answers(one, sense, taken), inside, taken.taken_in), taken)
    return tuple(found.values())


def _of_its_time(questions: Questions, report: Incident, scopes: Iterable[Scope]) -> Questions:
    """What is asked, without the scopes of bulletins of another time."""
    far = {id(pattern) for scope in scopes if not scope.meets(report) for pattern in scope.patterns}
    return attrs.evolve(questions, tests=tuple(test for test in questions.tests if id(test[0]) not in far))


def _taken_in(scopes: list[Scope], sense: Sense, one: Told) -> Iterator[Told]:
    """A version, taken to be counted by each choice of the bulletins of which that is open."""
    open_ = [name for name, inside in memberships(scopes, sense, one).items() if inside is None]
    yield one
    for choice in product((False, True), repeat=len(open_)):
        if any(choice):
            names = frozenset(name for name, taken in zip(open_, choice, strict=True) if taken)
            yield attrs.evolve(one, taken_in=names)


def _of_report(
    terms: Terms,
    questions: Questions,
    sense: Sense,
    event: Event,
    report: Incident,
    values: dict[str, tuple[Scalar, ...]],
    scopes: list[Scope],
) -> Iterator[Told]:
    """The versions of one report."""
    instants = _instants(terms, questions, report, scopes)
    fields = product(
        [(at, *done) for at in instants for done in _done(terms, questions, report, at)],
        _distinct(_kinds(sense, report), lambda one: sense.kinds[one] & questions.kinds),
        _distinct(_means(questions, report), lambda one: frozenset((one,)) & questions.means),
        _distinct(spots(terms, questions, report), lambda one: _areas(terms, questions, one)),
        list(_numbers(questions, report)),
        list(_attribute_keys(questions, report, values)),
        list(_beliefs(questions)),
    )
    for (at, actors, targets), kind, means, spot, numbers, attributes, believed in fields:
        keys = {"actor": actors[1], "target": targets[1], "place": spot[1] or _own(report), **attributes}
        yield Told(
            event=event,
            report=report,
            at=at,
            kind=kind,
            means=means,
            actors=actors[0],
            targets=targets[0],
            spot=spot[0],
            numbers=numbers,
            attributes=report.attributes,
            keys={key: keys[key] for key in sorted(questions.keys)},
            believed=believed,
        )


def _own(report: Incident) -> str:
    """What it has under a key by which it is like no other report."""
    return f"{ANOTHER} {report.id}"


def _answers(questions: Questions, sense: Sense, one: Told) -> Hashable:
    """What a version says to all that is asked; of one that no pattern means nothing else matters."""
    tests = frozenset((id(pattern), each) for pattern, each in questions.tests if sense.means(pattern, one, each=each))
    if not tests:
        return None
    numbers = tuple(one.numbers[name] for name in sorted(questions.added))
    return one.at, tests, numbers, tuple(sorted((key, type(v).__name__, v) for key, v in one.keys.items()))


def _distinct(options: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    found: dict[Hashable, T] = {}
    for one in options:
        found.setdefault(key(one), one)
    return list(found.values())


def _instants(terms: Terms, questions: Questions, report: Incident, scopes: list[Scope]) -> list[Instant]:
    """Each end of the interval and an inner instant, those of bulletins' intervals within it, and where it is asked who
    did it those at which ties change."""
    start, last = report.occurred.start, report.occurred.last
    asked = questions.doers or questions.targets or {"actor", "target"} & questions.keys
    ends = {one for scope in scopes for one in (scope.report.occurred.start, scope.report.occurred.end)}
    changes = sorted(turn for turn in ends.union(turns(terms) if asked else ()) if start < turn <= last)
    inner = [one for turn in changes for one in (turn - 1, turn)]
    return list(dict.fromkeys((start, last, (start + last) // 2, *inner)))


def _done(terms: Terms, questions: Questions, report: Incident, at: Instant) -> list[tuple[Named, Named]]:
    """Who may have done it at an instant, and to whom it may have been done."""
    actors = _distinct(
        _doers(terms, questions, report, "actor", at), lambda one: _apart(terms, questions.doers, one, at)
    )
    targets = _distinct(
        _doers(terms, questions, report, "target", at), lambda one: _apart(terms, questions.targets, one, at)
    )
    return list(product(actors, targets))


def _kinds(sense: Sense, report: Incident) -> Iterator[str]:
    """The kind as reported, and each more particular one: a report of an attack may be of an air strike."""
    yield report.kind
    yield from (kind for kind, above in sense.kinds.items() if report.kind in above)


def _means(questions: Questions, report: Incident) -> Iterator[str | None]:
    """The means as reported; where that is left open, any."""
    if report.means not in (None, "unknown"):
        yield report.means
        return
    yield from (means for means in reversed(MEANS) if questions.means or means == "unknown")


def _doers(terms: Terms, questions: Questions, report: Incident, side: str, at: Instant) -> Iterator[Named]:
    """One of the alternatives with all who were joint, each or a part of it; where nobody is named, anybody."""
    reported: tuple[Actor, ...] = getattr(report, side)
    asked = questions.doers if side == "actor" else questions.targets
    if not asked and side not in questions.keys:
        yield (), None
        return
    joint = [_parties(terms, actor, at) for actor in reported if actor.role == "joint"]
    alone = [_parties(terms, actor, at) for actor in reported if actor.role != "joint"]
    choices = [party for each in alone for party in each] if alone or joint else [*terms.parties, None]
    for together in product(*joint):
        for one in choices or [None]:
            doers = (*((party, True) for party in together), *(((one, False),) if choices else ()))
            yield from ((doers, key) for key in _doer_keys(terms, questions, report, side, doers))
    for parties in questions.jointly if side == "actor" and not reported else ():
        doers = tuple((party, True) for party in parties)
        yield from ((doers, key) for key in _doer_keys(terms, questions, report, side, doers))


def _parties(terms: Terms, actor: Actor, at: Instant) -> list[str | None]:
    """The party that a name means, and its parts at an instant; an unknown one may be any or none."""
    party = party_called(terms, actor.party)
    return [*terms.parties, None] if party is None else list(parts_of_party(terms, party, at))


def _doer_keys(
    terms: Terms, questions: Questions, report: Incident, side: str, doers: tuple[Doer, ...]
) -> list[Scalar | None]:
    """What it is kept apart by: its one doer; of several any of them, or none that other reports have.

    Whether two reports tell of the same party is not asked of one instant: they may tell of any that at some time is a
    part of both.
    """
    if side not in questions.keys:
        return [None]
    parties = [party or _own(report) for party, _ in doers]
    listed = parties if len(parties) == 1 else [*parties, _own(report)]
    named = (party_called(terms, actor.party) for actor in getattr(report, side))
    ever = (part for name in named if name in parties for part in parts_of_party(terms, name, None))
    return list(dict.fromkeys((*listed, *ever)))


def _apart(terms: Terms, asked: frozenset[str], one: Named, at: Instant) -> Hashable:
    return tuple(
        (joint, tuple(belongs(terms, party, (name,), at) for name in sorted(asked))) for party, joint in one[0]
    ), one[1]


def _areas(terms: Terms, questions: Questions, one: tuple[Spot, str | None]) -> Hashable:
    place = one[1] if "place" in questions.keys else None
    return tuple(lies_in(terms, one[0], area) for area in sorted(questions.areas)), place


def _numbers(questions: Questions, report: Incident) -> Iterator[dict[str, Fraction]]:
    """Each number for its bounds, for the middle, and for the values with which it is compared and their neighbours."""
    each = {name: _number(report, name, questions.numbers.get(name)) for name in {*COUNTED, *questions.numbers}}
    for choice in product(*each.values()):
        yield dict(zip(each, choice, strict=True))


def _number(report: Incident, name: str, asked: tuple[int | float, ...] | None) -> list[Fraction]:
    low, high = _range(report, name)
    if low == high:
        return [low]
    if asked is None:
        return [low]
    most = high if high is not None else max([low, *map(exactly, asked)]) + MANY
    inner: list[Fraction] = [exactly(one) + step for one in asked for step in (-1, 0, 1)]
    if name in ("count", "killed", "injured"):  # people and acts are counted in whole numbers
        most, inner = Fraction(floor(most)), [Fraction(floor(one)) for one in inner]
    middle = Fraction((low + most) // 2)
    return list(dict.fromkeys([low, most, *(one for one in (*inner, middle) if low <= one <= most)]))


def _range(report: Incident, name: str) -> tuple[Fraction, Fraction | None]:
    """From what a number is at least to what it is at most; what is not stated may be any number from 0 on.

    A bulletin that does not say how many tells of one or more.
    """
    if name == "count":
        return Fraction(report.count), None if report.aggregate and report.count == 1 else Fraction(report.count)
    if name in ("killed", "injured"):
        known: Range | None = getattr(report, name)
        return (Fraction(0), None) if known is None else (Fraction(known.low), Fraction(known.high))
    value = report.attributes.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Fraction(0), None
    return exactly(value), exactly(value)


def _attribute_keys(
    questions: Questions, report: Incident, values: dict[str, tuple[Scalar, ...]]
) -> Iterator[dict[str, Scalar]]:
    """An attribute that keeps acts apart and is not stated may be what any other report says, or something else."""
    names = sorted(key for key in questions.keys if key.startswith(ATTRIBUTE_KEY))
    each: list[tuple[Scalar, ...]] = []
    for name in names:
        value = report.attributes.get(name.removeprefix(ATTRIBUTE_KEY))
        each.append((_own(report), *values.get(name, ())) if value is None else (value,))
    for choice in product(*each):
        yield dict(zip(names, choice, strict=True))


def _beliefs(questions: Questions) -> Iterator[frozenset[str]]:
    """Each claim is true or not."""
    for choice in product((False, True), repeat=len(questions.claims)):
        yield frozenset(repr(claim) for claim, true in zip(questions.claims, choice, strict=True) if true)


def words(questions: Questions, one: Told) -> tuple[str, ...]:
    """A version in words, as far as anything is asked about it."""
    found = [f"at {format_instant(one.at)}"]
    found += [f"kind {one.kind}"] if questions.kinds else []
    found += [f"means {one.means}"] if questions.means else []
    for side, doers in (("actor", one.actors), ("target", one.targets)):
        if doers:
            found.append(
                f"{side} " + " and ".join(party or "one that the agreement does not name" for party, _ in doers)
            )
    found += _where(one.spot)
    found += [f"{name} {one.numbers[name]}" for name in questions.numbers]
    found += [f"{key} counted with {value}" for key, value in one.keys.items() if value is not None]
    found += ["what it claims is " + ("true" if one.believed else "not true")] if questions.claims else []
    return tuple(found)


def _where(spot: Spot) -> list[str]:
    found = [] if spot.point is None else [f"at {spot.point[0]:.6f}, {spot.point[1]:.6f}"]
    found += [] if spot.code is None else [f"in unit {spot.code}"]
    found += [f"at {place}" for place in sorted(spot.places)]
    return found + [f"inside {area}" for area in sorted(spot.hidden)]
