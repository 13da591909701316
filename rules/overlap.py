"""Whether patterns can match one incident: never is said only where it is certain.

A pattern is taken apart into *cases*, each a conjunction of plain demands, some of them negated. The demands of a case
are tested field by field against every value that could make a difference. What is not understood, such as a form of
area that has no codes, is taken to be satisfiable. A *precise* incident is meant throughout: one whose kind, parties,
place and numbers are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise, product
from math import ceil, floor, inf
from typing import Any, TypeAlias

import attrs

from ..events.incident import MEANS, Scalar
from .agreement import Terms
from .parties import members
from .pattern import Pattern, Wanted
from .places import Area

MOST_CASES = 256
"""Cases of one pattern that are looked at; a pattern with more is taken to be satisfiable."""

_NUMBERS = ("killed", "injured", "count")


@attrs.frozen
class Demand:
    """One field of a pattern with what it wants, or its contrary."""

    field: str
    wanted: Any
    holds: bool = True


Case: TypeAlias = tuple[Demand, ...]


Cases: TypeAlias = tuple[Case, ...] | None
"""A pattern matches where one of its cases does; None where they are too many."""


def _cases(pattern: Pattern, *, holds: bool) -> Cases:
    """The cases of a pattern, or of its contrary."""
    parts: list[Cases] = [((Demand(field, wanted, holds),),) for field, wanted in _plain(pattern)]
    parts += [_cases(part, holds=holds) for part in pattern.all]
    if pattern.any:
        parts.append(_join([_cases(part, holds=holds) for part in pattern.any], every=not holds))
    if pattern.not_ is not None:
        parts.append(_cases(pattern.not_, holds=not holds))
    if pattern.possibly is not None:  # what is never more than possible is never certainly absent either
        parts.append(_cases(pattern.possibly, holds=True) if holds else ((),))
    return _join(parts, every=holds)


def _join(parts: list[Cases], *, every: bool) -> Cases:
    """All of the parts, or one of them."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if not every:
        found = tuple(case for part in known for case in part)
        return found if len(found) <= MOST_CASES else None
    size = 1
    for part in known:
        size *= len(part)
    if size > MOST_CASES:
        return None
    return tuple(tuple(demand for case in chosen for demand in case) for chosen in product(*known))


def _plain(pattern: Pattern) -> Iterator[tuple[str, Any]]:
    for field in ("kind", "means", "actor", "target", "jointly", "area"):
        if wanted := getattr(pattern, field):
            yield field, wanted
    for field in _NUMBERS:
        if (wanted := getattr(pattern, field)) is not None:
            yield field, wanted
    for name, wanted in pattern.attributes.items():
        yield f"attributes.{name}", wanted


@attrs.frozen
class Names:
    """The names of an agreement under one reading, with what each includes."""

    terms: Terms

    @cached_property
    def every_kind(self) -> tuple[str, ...]:
        """Every kind of act, in order."""
        return tuple(self.terms.taxonomy.parents)

    @cached_property
    def _kinds(self) -> Mapping[str, frozenset[str]]:
        taxonomy = self.terms.taxonomy
        below: dict[str, set[str]] = {}
        for kind in taxonomy.parents:
            for above in taxonomy.ancestors(kind):
                below.setdefault(above, set()).add(kind)
        return {kind: frozenset(found) for kind, found in below.items()}

    @cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        below: dict[str, set[str]] = {name: {name} for name in self.terms.parties}
        for name, party in self.terms.parties.items():
            above = party.part_of
            while above is not None:
                below[above].add(name)
                above = self.terms.parties[above].part_of
        return {name: frozenset(found) for name, found in below.items()}

    def kinds(self, wanted: Iterable[str]) -> frozenset[str]:
        """These kinds of act and every more particular one."""
        return frozenset().union(*(self._kinds[kind] for kind in wanted))

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The parties that names of parties and groups stand for, in order."""
        return members(self.terms.groups, names)

    def parties(self, names: Iterable[str]) -> frozenset[str]:
        """These parties and the members of these groups, with all their parts."""
        return frozenset().union(*(self._parts[name] for name in self.members(names)))

    def codes(self, area: str) -> tuple[str, ...] | None:
        """Administrative codes outside which nothing is in an area; None where that is not known.

        Of an area that names nothing it is not known either: another finding says so.
        """
        record = self.terms.areas[area]
        places = [self._code(place) for place in record.places]
        if _unknown_form(record) or None in places:
            return None
        codes = (*record.pcodes, *(place for place in places if place is not None))
        return codes or None

    def covers(self, area: str) -> tuple[str, ...]:
        """Administrative codes inside which everything is in an area."""
        record = self.terms.areas[area]
        return () if record.unpublished or _unknown_form(record) else record.pcodes

    def _code(self, place: str | None) -> str | None:
        while place is not None:
            record = self.terms.places[place]
            if record.pcode is not None:
                return record.pcode
            place = record.part_of
        return None


_KNOWN_FORMS = ("pcodes", "places", "unpublished", "title", "note")


def _unknown_form(area: Area) -> bool:
    """Whether an area is given in a way that has no codes: it may then be anywhere."""
    forms = (field.name for field in attrs.fields(Area) if field.name not in _KNOWN_FORMS)
    return any(getattr(area, form) != getattr(_NOWHERE, form) for form in forms)


_NOWHERE = Area()


@attrs.frozen
class Overlap:
    """Decides whether patterns can match one precise incident of an agreement under one reading."""

    names: Names
    _known: dict[tuple[int, bool], tuple[Pattern, Cases]] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    """By identity: patterns that want 1 and True are equal and do not mean the same."""

    @classmethod
    def of(cls, terms: Terms) -> Overlap:
        """For an agreement under one reading."""
        return cls(Names(terms))

    def never(self, *patterns: Pattern) -> bool:
        """Whether no precise incident matches all of these."""
        return self.example(*patterns) is None

    def implies(self, narrow: Pattern, wide: Pattern) -> bool:
        """Whether every precise incident that matches ``narrow`` matches ``wide`` for certain."""
        known = _join([self._cases(narrow), self._cases(wide, holds=False)], every=True)
        return known is not None and all(self._of_case(case) is None for case in known) and not _claims(wide)

    def example(self, *patterns: Pattern) -> dict[str, Any] | None:
        """An incident that all match as far as its fields go, as a log writes it; None where there is none.

        An act of one party is preferred to one of several jointly. It is empty where the patterns are beyond what is
        understood.
        """
        known = _join([self._cases(pattern) for pattern in patterns], every=True)
        if known is None:
            return {}
        found = [record for case in known if (record := self._of_case(case)) is not None]
        return min(found, key=lambda record: isinstance(record.get("actor"), list), default=None)

    def conflict(self, pattern: Pattern) -> tuple[str, ...] | None:
        """The fields whose demands exclude each other in every case; None where the pattern can match."""
        known = self._cases(pattern)
        if known is None or self.example(pattern) is not None:
            return None
        found = [{field for field, value in self._values(case) if value is _NOTHING} for case in known]
        return tuple(sorted(set.intersection(*found))) if found else ()

    def _cases(self, pattern: Pattern, *, holds: bool = True) -> Cases:
        key = (id(pattern), holds)
        if key not in self._known:
            self._known[key] = pattern, _cases(pattern, holds=holds)
        return self._known[key][1]

    def _of_case(self, case: Case) -> dict[str, Any] | None:
        record: dict[str, Any] = {}
        for field, found in self._values(case):
            if found is _NOTHING:
                return None
            if found is not None:
                record["place" if field == "area" else field] = found
        return record

    def _values(self, case: Case) -> Iterator[tuple[str, Any]]:
        by_field: dict[str, list[Demand]] = {}
        for demand in case:
            by_field.setdefault("actor" if demand.field == "jointly" else demand.field, []).append(demand)
        for field, demands in by_field.items():
            yield field, self._value(field, demands)

    def _value(self, field: str, demands: list[Demand]) -> Any:
        """A value for a field that satisfies the demands; None where it may be left out."""
        if field == "kind":
            return self._kind(demands)
        if field == "means":
            return _first(_chosen(demands, lambda wanted: wanted, MEANS), MEANS)
        if field in ("actor", "target"):
            return self._party(demands)
        if field == "area":
            return self._place(demands)
        least = {"count": 1, "killed": 0, "injured": 0}.get(field)
        return _attribute(demands) if least is None else _number(demands, least)

    def _kind(self, demands: list[Demand]) -> Any:
        every = self.names.every_kind
        found = _chosen(demands, self.names.kinds, every)
        named = [kind for demand in demands if demand.holds for kind in demand.wanted]
        return _first(found, (*named, *every))

    def _party(self, demands: list[Demand]) -> Any:
        """One party for each demand: several parties can have acted jointly."""
        wanted: list[frozenset[str]] = []
        unwanted: frozenset[str] = frozenset()
        for demand in demands:
            if demand.field == "jointly":
                each = self.names.members(demand.wanted) if demand.holds else ()
                wanted += [self.names.parties((name,)) for name in each]
            elif demand.holds:
                wanted.append(self.names.parties(demand.wanted))
            else:
                unwanted |= self.names.parties(demand.wanted)
        sets = [parties - unwanted for parties in wanted]
        if not all(sets):
            return _NOTHING
        if not sets:
            return None
        order = tuple(self.names.terms.parties)
        shared = frozenset.intersection(*sets)
        if shared:
            return _first(shared, order)
        return [{"party": _first(parties, order), "role": "joint"} for parties in sets]

    def _place(self, demands: list[Demand]) -> Any:
        """A code in all of the areas that are wanted; areas without codes may be anywhere."""
        wanted = [demand.wanted for demand in demands if demand.holds]
        unwanted = [area for demand in demands if not demand.holds for area in demand.wanted]
        if any(all(self._inside(area, unwanted) for area in areas) for areas in wanted):
            return _NOTHING
        codes: list[str] = [""]
        for areas in wanted:
            known = [self.names.codes(area) for area in areas]
            if None in known:
                continue
            codes = [
                deeper
                for code in codes
                for other in known
                for one in other or ()
                if (deeper := _both(code, one)) is not None
            ]
            if not codes:
                return _NOTHING
        outside = [code for code in codes if not any(code.startswith(one) for one in self._covered(unwanted))]
        if not outside:
            return _NOTHING if wanted and codes != [""] else None
        return self._named(wanted) or ({"pcode": outside[0]} if outside[0] else None)

    def _named(self, wanted: list[tuple[str, ...]]) -> dict[str, str] | None:
        """A place by its name, where an area that names places is among all that are wanted."""
        for area in wanted[0] if wanted else ():
            record = self.names.terms.areas[area]
            if record.places and not record.unpublished and all(area in areas for areas in wanted):
                return {"name": record.places[0]}
        return None

    def _inside(self, area: str, others: list[str]) -> bool:
        """Whether an area lies in the others: one of them by name, or in their codes."""
        if area in others and not self.names.terms.areas[area].unpublished:
            return True
        codes = self.names.codes(area)
        return codes is not None and all(code.startswith(self._covered(others)) for code in codes)

    def _covered(self, areas: list[str]) -> tuple[str, ...]:
        return tuple(code for area in areas for code in self.names.covers(area))


_NOTHING = object()
"""No value satisfies the demands."""


def _both(one: str, other: str) -> str | None:
    """The finer of two codes where one contains the other."""
    if one.startswith(other):
        return one
    return other if other.startswith(one) else None


def _chosen(demands: list[Demand], meaning: Any, every: Iterable[str]) -> frozenset[str]:
    found = frozenset(every)
    for demand in demands:
        meant = frozenset(meaning(demand.wanted))
        found = found & meant if demand.holds else found - meant
    return found


def _first(found: frozenset[str], order: Iterable[str]) -> Any:
    return next((name for name in order if name in found), _NOTHING)


def _claims(pattern: Pattern) -> bool:
    """Whether a pattern has a part that is never more than possible."""
    parts = (*pattern.all, *pattern.any, *(one for one in (pattern.not_,) if one is not None))
    return pattern.possibly is not None or any(_claims(part) for part in parts)


def _bounds(wanted: Wanted) -> tuple[tuple[str, int | float], ...]:
    fields = ("at_least", "more_than", "at_most", "less_than")
    return tuple((field, bound) for field in fields if (bound := getattr(wanted, field)) is not None)


def admits(wanted: Wanted, value: Scalar) -> bool:
    """Whether a stated value is one of those meant."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if _bounds(wanted) and not number:
        return False
    if wanted.one_of and not any(_same(value, one) for one in wanted.one_of):
        return False
    return all(_within(field, bound, value) for field, bound in _bounds(wanted))


def _same(value: Scalar, one: Scalar) -> bool:
    return value == one and isinstance(value, str | bool) == isinstance(one, str | bool)


def _within(field: str, bound: int | float, value: Any) -> bool:
    if field == "at_least":
        return bool(value >= bound)
    if field == "more_than":
        return bool(value > bound)
    return bool(value <= bound) if field == "at_most" else bool(value < bound)


def _meet(demands: list[Demand], values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if all(admits(demand.wanted, value) is demand.holds for demand in demands):
            yield value


def _numbers(demands: list[Demand]) -> list[int | float]:
    found = [bound for demand in demands for _, bound in _bounds(demand.wanted)]
    listed = [one for demand in demands for one in demand.wanted.one_of if not isinstance(one, str | bool)]
    return sorted({*found, *listed})


def _number(demands: list[Demand], least: int) -> Any:
    """A whole number: every stretch between two bounds that holds one holds one next to a bound."""
    near = {whole for bound in _numbers(demands) for whole in range(floor(bound) - 1, ceil(bound) + 2)}
    return next(_meet(demands, sorted(whole for whole in {least, *near} if whole >= least)), _NOTHING)


def _attribute(demands: list[Demand]) -> Any:
    """A value, a number among them: at the bounds, between them and beyond. What is not stated meets no demand."""
    if not any(demand.holds for demand in demands):
        return None
    bounds = [-inf, *_numbers(demands), inf]
    between = [_between(low, high) for low, high in pairwise(bounds)]
    listed = [one for demand in demands for one in demand.wanted.one_of]
    values: list[Scalar] = [*listed, *bounds[1:-1], *between]
    return next(_meet(demands, values), _NOTHING)


def _between(low: float, high: float) -> float:
    if low == -inf:
        return 0 if high == inf else high - 1
    return low + 1 if high == inf else (low + high) / 2
