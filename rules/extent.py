"""What the names of an agreement include: kinds of act, groups, parties with their parts, and the codes of areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from .agreement import Terms
from .parties import members, upwards, wholes
from .places import Area


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
        for name in self.terms.parties:
            for above in wholes(self.terms.parties, name):
                below[above].add(name)
        return {name: frozenset(found) for name, found in below.items()}

    def kinds(self, wanted: Iterable[str]) -> frozenset[str]:
        """These kinds of act and every more particular one."""
        return frozenset().union(*(self._kinds[kind] for kind in wanted))

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The parties that names of parties and groups stand for, in order."""
        return members(self.terms.groups, names)

    @cached_property
    def _steady(self) -> Mapping[str, frozenset[str]]:
        """By party, what it is and is part of at all times."""
        parties = self.terms.parties
        return {
            name: frozenset(upwards(name, lambda one: (tie.party for tie in parties[one].part_of if tie.always)))
            for name in parties
        }

    def parties(self, names: Iterable[str]) -> frozenset[str]:
        """These parties and the members of these groups, with all that at some time are their parts."""
        return frozenset().union(*(self._parts[name] for name in self.members(names)))

    def steady(self, names: Iterable[str]) -> frozenset[str]:
        """The same with what is a part at all times, and no more."""
        chosen = frozenset(self.members(names))
        return frozenset(name for name, above in self._steady.items() if not chosen.isdisjoint(above))

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


_NOWHERE = Area()
_KNOWN_FORMS = ("pcodes", "places", "unpublished", "title", "note")


def _unknown_form(area: Area) -> bool:
    """Whether an area is given in a way that has no codes: it may then be anywhere."""
    forms = (field.name for field in attrs.fields(Area) if field.name not in _KNOWN_FORMS)
    return any(getattr(area, form) != getattr(_NOWHERE, form) for form in forms)
