"""Whether patterns can match one incident: never is said only where it is certain.

Patterns are taken apart into cases, and the demands of each case are tested field by field against every value that
could make a difference. What is not understood, such as a form of area that has no codes, is taken to be satisfiable. A
*precise* incident is meant throughout: one whose kind, parties, place and numbers are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from ..events.incident import MEANS
from .agreement import Terms
from .demands import Case, Cases, Demand, cases, claims, join
from .extent import Names
from .pattern import Pattern
from .values import some_value, some_whole_number

_LEAST = {"count": 1, "killed": 0, "injured": 0}
"""The fields that are whole numbers, with the least that each can be."""


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
        known = join([self._cases(narrow), self._cases(wide, holds=False)], every=True)
        return known is not None and all(self._of_case(case) is None for case in known) and not claims(wide)

    def example(self, *patterns: Pattern) -> dict[str, Any] | None:
        """An incident that all match as far as its fields go, as a log writes it; None where there is none.

        An act of one party is preferred to one of several jointly. It is empty where the patterns are beyond what is
        understood.
        """
        known = join([self._cases(pattern) for pattern in patterns], every=True)
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

    def required(self, pattern: Pattern, field: str) -> tuple[Demand, ...] | None:
        """A demand on a field from each case of a pattern; None where some case has none."""
        known = self._cases(pattern)
        found = [next((one for one in case if one.field == field and one.holds), None) for case in known or ((),)]
        return None if None in found else tuple(one for one in found if one is not None)

    def demands(self, pattern: Pattern, field: str) -> Iterator[Demand]:
        """Every demand on a field that some case of a pattern has."""
        return (one for case in self._cases(pattern) or () for one in case if one.field == field and one.holds)

    def _cases(self, pattern: Pattern, *, holds: bool = True) -> Cases:
        key = (id(pattern), holds)
        if key not in self._known:
            self._known[key] = pattern, cases(pattern, holds=holds)
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
        return _number(field, demands)

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
                unwanted |= self.names.steady(demand.wanted)
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


def _number(field: str, demands: list[Demand]) -> Any:
    """A number, or the value of an attribute: one that is not stated meets no demand."""
    sought = [(demand.wanted, demand.holds) for demand in demands]
    if field in _LEAST:
        found: Any = some_whole_number(sought, _LEAST[field])
    elif any(demand.holds for demand in demands):
        found = some_value(sought)
    else:
        return None
    return _NOTHING if found is None else found
