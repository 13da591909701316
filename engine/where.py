"""A reported place: what is known of it before any area is looked at."""

from __future__ import annotations

import attrs

from ..events.incident import Place
from ..rules.places import NamedPlace
from .disc import Disc


@attrs.frozen
class Where:
    """A reported place: the named place it is, its administrative code, its point, and whether the code is exact."""

    place: str | None
    pcode: str | None
    exact: bool
    words: str
    disc: Disc | None = None

    @property
    def blurred(self) -> bool:
        """Whether the name and the code are only those of the middle of a disc."""
        return not self.exact

    @property
    def code(self) -> str | None:
        """The code, where it is that of the place itself."""
        return self.pcode if self.exact else None


UNKNOWN_WHERE = Where(None, None, exact=False, words="not stated")


def disjoint(one: str, other: str) -> bool:
    """Whether two administrative codes are of places of which neither lies in the other."""
    return not (one.startswith(other) or other.startswith(one))


def disc_of(place: Place | NamedPlace) -> Disc | None:
    """Where a place's point is, to its precision; None where it has none."""
    if place.lat is None or place.lon is None:
        return None
    return Disc(float(place.lat), float(place.lon), float(place.radius_m or 0))


def point_in_words(place: Place) -> str:
    """The point of a place as it is given."""
    return "not stated" if place.lat is None else f"{place.lat}, {place.lon}"
