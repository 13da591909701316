"""A place of which nothing says where it is."""

from __future__ import annotations

from collections.abc import Iterator

from ..places import NamedPlace
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    terms = subject.terms
    named = {place for area in terms.areas.values() for place in area.places}
    if not any(area.pcodes or area.places for area in terms.areas.values()):
        return
    for name, place in terms.places.items():
        bare = NamedPlace(id=place.id, name=place.name, aliases=place.aliases, note=place.note)
        if place == bare and name not in named:
            message = "nothing says where it is: a report that names it may lie in any area"
            yield Found(("places", name), message, "give its pcode, or the place it is part_of")


LINT = Lint(code="place-without-code", title="Place of which nothing says where it is", severity="note", check=_check)
