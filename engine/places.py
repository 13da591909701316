"""Where: the places and areas of an agreement, and how a report's place relates to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ..events.incident import Place
from ..events.mark import Mark, every, some
from ..rules.names import folded
from ..rules.places import Area, Around, Band, Line, NamedPlace
from .derivation import Derivation
from .disc import Disc, metres

if TYPE_CHECKING:
    from .geometry import Ground


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


UNKNOWN_WHERE = Where(None, None, exact=False, words="not stated")

_IMPRECISE = "the reported place is not precise enough to tell"
_INSIDE = {Mark.NONE: "outside", Mark.POSSIBLE: "it may be inside", Mark.CERTAIN: "inside"}
_BESIDE_POLYGONS = ("pcodes", "places", "bands", "around")


@attrs.frozen
class Choice:
    """Areas of which any is meant; of the ``plain`` ones polygons alone say what lies in them, so an index tells."""

    names: tuple[str, ...]
    plain: frozenset[str]
    others: tuple[str, ...]


@attrs.frozen
class Atlas:
    """The places, lines and areas of an agreement under one reading."""

    places: Mapping[str, NamedPlace]
    lines: Mapping[str, Line]
    areas: Mapping[str, Area]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {
            folded(name): place.id for place in self.places.values() for name in (place.id, place.name, *place.aliases)
        }

    @cached_property
    def _ground(self) -> Ground:
        """The geometry, whose libraries are loaded when the first point is looked up."""
        from .geometry import Ground

        return Ground(self.areas, self.lines)

    def known(self, place: Place) -> bool:
        """Whether a reported place can be located: by its name, its code or its point."""
        return place.pcode is not None or place.lat is not None or folded(place.name or "") in self._names

    def where(self, place: Place | None) -> Where:
        """What is known of a reported place."""
        if place is None:
            return UNKNOWN_WHERE
        named = self._names.get(folded(place.name)) if place.name else None
        by_name = self._pcode(named) if named else None
        if place.pcode and by_name and _disjoint(place.pcode.upper(), by_name):
            return attrs.evolve(UNKNOWN_WHERE, words=f"{place.name} and {place.pcode}, which contradict each other")
        pcode = place.pcode.upper() if place.pcode else by_name
        text = " ".join(filter(None, (place.name, f"({pcode})" if pcode else None)))
        disc = _disc_of(place) or (self._disc(named, place.radius_m or 0) if named else None)
        return Where(named, pcode, exact=not place.radius_m, words=text or _point_in_words(place), disc=disc)

    def _pcode(self, place: str) -> str | None:
        return next((self.places[name].pcode for name in self._chain(place) if self.places[name].pcode), None)

    def _disc(self, place: str, radius_m: float) -> Disc | None:
        """Where a named place is: by its own point, or within the extent of what it is part of."""
        for name in self._chain(place):
            disc = _disc_of(self.places[name])
            if disc is not None and (name == place or disc.radius_m):
                return attrs.evolve(disc, radius_m=max(disc.radius_m, radius_m))
        return None

    def _chain(self, place: str) -> tuple[str, ...]:
        return tuple(upwards(place, lambda name: self.places[name].part_of))

    def single(self, place: str) -> bool:
        """Whether a place has no parts of which a report that names it might mean one."""
        return place not in self._wholes

    @cached_property
    def _wholes(self) -> frozenset[str]:
        return frozenset(place.part_of for place in self.places.values() if place.part_of is not None)

    def related(self, one: str, other: str) -> bool:
        """Whether two named places may be the same: equal, or one a part of the other."""
        return one in self._chain(other) or other in self._chain(one)

    def choice(self, names: tuple[str, ...]) -> Choice:
        """Areas of which a pattern asks for any."""
        plain = frozenset(name for name in names if _plain(self.areas[name]))
        return Choice(names, plain, tuple(name for name in names if name not in plain))

    def candidates(self, where: Where, choice: Choice) -> Iterable[str]:
        """The areas of a choice in which a place can lie, in a fixed order; of the plain ones none is looked at."""
        if where.disc is None or not choice.plain:
            return choice.names
        return [*(name for name in self._ground.hits(where.disc) if name in choice.plain), *choice.others]

    def within(self, where: Where, area: str) -> Mark:
        """Whether a reported place lies in an area."""
        record = self.areas[area]
        inside = self._among_parts(where, record, area)
        if record.unpublished:
            inside = min(inside, Mark.POSSIBLE)
        inside = every((inside, *(self.within(where, other) for other in record.only)))
        if inside:
            inside = every((inside, *(self.within(where, other).negated for other in record.except_)))
        return min(inside, self._by_code(where, record, inside))

    def inside(self, where: Where, other: Where) -> Mark:
        """Whether a reported place lies in another one: in the named place, the unit or the disc that it is."""
        if other.place is not None and not other.blurred:
            return self._in_place(where, other.place)
        if other.pcode is not None and not other.blurred:
            return self._in_code(where, other.pcode)
        if where.disc is None or other.disc is None:
            return Mark.POSSIBLE
        return where.disc.within(self._distance(where.disc, other.disc.lat, other.disc.lon), other.disc.radius_m)

    def _among_parts(self, where: Where, record: Area, area: str) -> Mark:
        """Whether a place lies in any part of an area; in one that has none, everything does that ``only`` allows."""
        marks = [self._in_code(where, code) for code in record.pcodes]
        marks += [self._in_place(where, place) for place in record.places]
        if record.polygons:
            marks.append(self._in_polygons(where, record, area))
        marks += [self._in_band(where, band) for band in record.bands]
        marks += [self._near(where, around) for around in record.around]
        return some(marks) if marks else Mark.CERTAIN

    def _by_code(self, where: Where, record: Area, inside: Mark) -> Mark:
        """The most that ``lies_in`` allows; a point and a code that contradict each other do not settle the matter."""
        if not record.lies_in or some(self._in_code(where, code) for code in record.lies_in):
            return Mark.CERTAIN
        return Mark.POSSIBLE if inside is Mark.CERTAIN else Mark.NONE

    def _in_code(self, where: Where, code: str) -> Mark:
        if where.pcode is None or where.blurred:
            return Mark.POSSIBLE
        if where.pcode.startswith(code):
            return Mark.CERTAIN
        return Mark.POSSIBLE if code.startswith(where.pcode) else Mark.NONE

    def _in_place(self, where: Where, place: str) -> Mark:
        if where.place is not None and not where.blurred:
            if place in self._chain(where.place):
                return Mark.CERTAIN
            if where.place in self._chain(place):
                return Mark.POSSIBLE
        if self._apart(where, self.places[place]):
            return Mark.NONE
        code = self._pcode(place)
        if where.pcode is None or where.blurred or code is None:
            return Mark.POSSIBLE
        apart = _disjoint(code, where.pcode)
        two_of_one_code = where.place is not None and where.pcode == code
        return Mark.NONE if apart or two_of_one_code else Mark.POSSIBLE

    def _apart(self, where: Where, place: NamedPlace) -> bool:
        """Whether a point is certainly outside a place that is known to lie within some distance of its own point."""
        extent = _disc_of(place)
        if where.disc is None or extent is None or not extent.radius_m:
            return False
        return where.disc.within(self._distance(where.disc, extent.lat, extent.lon), extent.radius_m) is Mark.NONE

    def _in_polygons(self, where: Where, record: Area, area: str) -> Mark:
        if where.disc is not None:
            return self._ground.hits(where.disc).get(area, Mark.NONE)
        if where.pcode is not None and not where.blurred and any(where.pcode.startswith(c) for c in record.covers):
            return Mark.CERTAIN
        return Mark.POSSIBLE

    def _in_band(self, where: Where, band: Band) -> Mark:
        if where.disc is None:
            return Mark.POSSIBLE
        found = self._ground.nearness(band.line, where.disc)
        side: Mark = Mark.CERTAIN if band.side == "both" else getattr(found, band.side)
        apart = where.disc.within(found.distance, band.within_m), where.disc.beyond(found.distance, band.beyond_m)
        return every((side, *apart))

    def _near(self, where: Where, around: Around) -> Mark:
        if where.disc is None:
            return Mark.POSSIBLE
        return where.disc.within(self._distance(where.disc, *self._centre(around)), around.within_m)

    def _centre(self, around: Around) -> tuple[float, float]:
        centre = around if around.place is None else self.places[around.place]
        assert centre.lat is not None
        assert centre.lon is not None
        return centre.lat, centre.lon

    def _distance(self, disc: Disc, lat: float, lon: float) -> float:
        from .geometry import distance

        return distance(disc, lat, lon)

    def explain(self, where: Where, area: str) -> Derivation:
        """Whether a reported place lies in an area, with the distances that were found."""
        record = self.areas[area]
        mark = self.within(where, area)
        parts = list(self._measured(where, record, area))
        parts += [attrs.evolve(self.explain(where, name), test="only in") for name in record.only]
        parts += [attrs.evolve(self.explain(where, name), test="except in") for name in record.except_]
        return Derivation(
            test="area",
            mark=mark,
            wanted=record.title or area,
            found=where.words,
            why=self._doubt(where, record, area) if mark is Mark.POSSIBLE else None,
            parts=tuple(part for part in parts if mark is Mark.POSSIBLE or part.mark is not Mark.POSSIBLE),
        )

    def _doubt(self, where: Where, record: Area, area: str) -> str:
        if record.unpublished:
            return f"the map of {area} was never published"
        if self._by_code(where, record, Mark.CERTAIN) is Mark.POSSIBLE:
            return "the point and the code that are reported contradict each other"
        return _IMPRECISE

    def _measured(self, where: Where, record: Area, area: str) -> Iterator[Derivation]:
        """What was measured of a place that has a point."""
        if where.disc is None:
            return
        if record.polygons:
            mark = self._in_polygons(where, record, area)
            yield _statement("polygon", mark, "inside", _INSIDE[mark], where.disc)
        for band in record.bands:
            near = self._ground.nearness(band.line, where.disc)
            found = f"{metres(near.distance)} from {band.line}{_side(near.left, near.right, band)}"
            yield _statement("distance", self._in_band(where, band), _band(band), found, where.disc)
        for around in record.around:
            centre = self._centre(around)
            name = around.place or f"{centre[0]}, {centre[1]}"
            found = f"{metres(self._distance(where.disc, *centre))} from {name}"
            wanted = f"at most {around.within_m} m from {name}"
            yield _statement("distance", self._near(where, around), wanted, found, where.disc)


def _disjoint(one: str, other: str) -> bool:
    """Whether two administrative codes are of places of which neither lies in the other."""
    return not (one.startswith(other) or other.startswith(one))


def _statement(test: str, mark: Mark, wanted: str, found: str, disc: Disc) -> Derivation:
    found += disc.words
    why = f"{_IMPRECISE}: {found}" if mark is Mark.POSSIBLE else None
    return Derivation(test=test, mark=mark, wanted=wanted, found=found, why=why)


def _plain(area: Area) -> bool:
    return bool(area.polygons) and not any(getattr(area, field) for field in _BESIDE_POLYGONS)


def _band(band: Band) -> str:
    least = f"at least {band.beyond_m} m and " if band.beyond_m else ""
    side = "" if band.side == "both" else f", on its {band.side}"
    return f"{least}at most {band.within_m} m from {band.line}{side}"


def _side(left: Mark, right: Mark, band: Band) -> str:
    if band.side == "both":
        return ""
    if left is Mark.CERTAIN and right is Mark.CERTAIN:
        return ", on the line between its sides"
    if left and right:
        return ", on either side"
    return ", on its left" if left else ", on its right"


def _disc_of(place: Place | NamedPlace) -> Disc | None:
    if place.lat is None or place.lon is None:
        return None
    return Disc(float(place.lat), float(place.lon), float(place.radius_m or 0))


def _point_in_words(place: Place) -> str:
    return "not stated" if place.lat is None else f"{place.lat}, {place.lon}"


def upwards(name: str, above: Callable[[str], str | None]) -> Iterator[str]:
    """A name, what it is part of, and so on."""
    current: str | None = name
    while current is not None:
        yield current
        current = above(current)
