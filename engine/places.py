"""Where: the places and areas of an agreement, and how a report's place relates to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import attrs

from ..events.incident import Place
from ..events.mark import Mark, every, some
from ..rules.names import folded
from ..rules.parties import upwards
from ..rules.places import Area, Around, Band, Line, NamedPlace
from .derivation import Derivation
from .disc import Disc, metres
from .index import Choice, Codes, Contents, Filing, Located
from .where import UNKNOWN_WHERE, Where, disc_of, disjoint, point_in_words

if TYPE_CHECKING:
    from .geometry import Ground


_IMPRECISE = "the reported place is not precise enough to tell"
_INSIDE = {Mark.NONE: "outside", Mark.POSSIBLE: "it may be inside", Mark.CERTAIN: "inside"}
_TOLD = 5
"""Distances that one explanation lists."""


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

        return Ground(self.areas, self.lines, self.places)

    def known(self, place: Place) -> bool:
        """Whether a reported place can be located: by its name, its code or its point."""
        return place.pcode is not None or place.lat is not None or folded(place.name or "") in self._names

    def where(self, place: Place | None) -> Where:
        """What is known of a reported place."""
        if place is None:
            return UNKNOWN_WHERE
        named = self._names.get(folded(place.name)) if place.name else None
        by_name = self._pcode(named) if named else None
        if place.pcode and by_name and disjoint(place.pcode.upper(), by_name):
            return attrs.evolve(UNKNOWN_WHERE, words=f"{place.name} and {place.pcode}, which contradict each other")
        pcode = place.pcode.upper() if place.pcode else by_name
        text = " ".join(filter(None, (place.name, f"({pcode})" if pcode else None)))
        disc = disc_of(place) or (self._disc(named, place.radius_m or 0) if named else None)
        return Where(named, pcode, exact=not place.radius_m, words=text or point_in_words(place), disc=disc)

    def _pcode(self, place: str) -> str | None:
        return next((self.places[name].pcode for name in self._chain(place) if self.places[name].pcode), None)

    def _disc(self, place: str, radius_m: float) -> Disc | None:
        """Where a named place is: by its own point, or within the extent of what it is part of."""
        for name in self._chain(place):
            disc = disc_of(self.places[name])
            if disc is not None and (name == place or disc.radius_m):
                return attrs.evolve(disc, radius_m=max(disc.radius_m, radius_m))
        return None

    def _chain(self, place: str) -> tuple[str, ...]:
        return upwards(place, lambda name: filter(None, (self.places[name].part_of,)))

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
        filings = {name: self._filings[name] for name in names}
        named = {place for filing in filings.values() for place in filing.places}
        return Choice.of(filings, {place: self._chain(place) for place in named})

    @cached_property
    def _filings(self) -> dict[str, Filing]:
        found: dict[str, Filing] = {}
        order = TopologicalSorter({name: area.only for name, area in self.areas.items()}).static_order()
        for name in order:
            area = self.areas[name]
            codes = [self._pcode(place) for place in area.places]
            boxed = all(self._extent(place) is not None for place in area.places)
            found[name] = Filing.of(name, area, [found[limit] for limit in area.only], codes, boxed=boxed)
        return found

    def candidates(self, where: Where, choice: Choice) -> Iterator[tuple[str, Mark]]:
        """The areas of a choice in which a place can lie, each with the most that can be said of it, certain first."""
        named = self._chain(where.place) if where.place is not None and not where.blurred else ()
        near = None if where.disc is None else self._ground.near(where.disc)
        return choice.candidates(where.code, named, near)

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
        marks = []
        if record.pcodes:
            marks.append(Mark.POSSIBLE if where.code is None else self._contents(area).pcodes.mark(where.code))
        if record.places:
            marks.append(self._in_places(where, area))
        if record.polygons:
            marks.append(self._in_polygons(where, record, area))
        if record.bands or record.around:
            marks.append(some(self._at(where, part) for part in self._parts_near(where, record, area)))
        return some(marks) if marks else Mark.CERTAIN

    def _parts_near(self, where: Where, record: Area, area: str) -> Sequence[Band | Around]:
        """The bands and rounds of an area that a place may lie in; without a point any one stands for all."""
        if where.disc is None:
            return _distances(record)[:1]
        return [part for part in self._ground.near(where.disc).get(area, ()) if not isinstance(part, str)]

    def _at(self, where: Where, part: Band | Around) -> Mark:
        return self._in_band(where, part) if isinstance(part, Band) else self._near(where, part)

    @cached_property
    def _contents(self) -> Callable[[str], Contents]:
        return lru_cache(maxsize=None)(self._contents_of)

    def _contents_of(self, area: str) -> Contents:
        record = self.areas[area]
        extended = [place for place in record.places if self._extent(place) is not None]
        wholes = (whole for place in record.places for whole in self._chain(place))
        return Contents(
            pcodes=Codes.of(record.pcodes),
            places=frozenset(record.places),
            wholes=frozenset(wholes),
            extended=self._located(extended),
            bare=self._located(place for place in record.places if place not in extended),
        )

    def _located(self, places: Iterable[str]) -> Located:
        codes = [self._pcode(place) for place in places]
        return Located(Codes.of(code for code in codes if code is not None), None in codes)

    def _in_places(self, where: Where, area: str) -> Mark:
        """Whether a reported place is one of the places of an area, or in one."""
        contents = self._contents(area)
        if where.place is not None and not where.blurred:
            if not contents.places.isdisjoint(self._chain(where.place)):
                return Mark.CERTAIN
            if where.place in contents.wholes:
                return Mark.POSSIBLE
        named = where.place is not None
        if contents.bare.possibly(where.code, named=named):
            return Mark.POSSIBLE
        if where.disc is None:
            return Mark.POSSIBLE if contents.extended.possibly(where.code, named=named) else Mark.NONE
        near = self._ground.near(where.disc).get(area, ())
        return some(self._in_place(where, place) for place in near if isinstance(place, str))

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
        if self._apart(where, place):
            return Mark.NONE
        code = self._pcode(place)
        if where.pcode is None or where.blurred or code is None:
            return Mark.POSSIBLE
        apart = disjoint(code, where.pcode)
        two_of_one_code = where.place is not None and where.pcode == code
        return Mark.NONE if apart or two_of_one_code else Mark.POSSIBLE

    def _extent(self, place: str) -> Disc | None:
        """Where a place lies, if that is known to some distance from its own point."""
        disc = disc_of(self.places[place])
        return None if disc is None or not disc.radius_m else disc

    def _apart(self, where: Where, place: str) -> bool:
        """Whether a point is certainly outside a place that is known to lie within some distance of its own point."""
        extent = self._extent(place)
        if where.disc is None or extent is None:
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
        for part in self._told(where, record, area):
            yield self._of_band(where, where.disc, part) if isinstance(part, Band) else self._of_around(where, part)

    def _told(self, where: Where, record: Area, area: str) -> Sequence[Band | Around]:
        """The distances that are told: all, or of very many some of those that may tell, or the first."""
        distances = _distances(record)
        if len(distances) <= _TOLD:
            return distances
        near = self._parts_near(where, record, area)
        return sorted(near, key=lambda part: -self._at(where, part))[:_TOLD] or distances[:_TOLD]

    def _of_band(self, where: Where, disc: Disc, band: Band) -> Derivation:
        near = self._ground.nearness(band.line, disc)
        found = f"{metres(near.distance)} from {band.line}{_side(near.left, near.right, band)}"
        return _statement("distance", self._in_band(where, band), _band(band), found, disc)

    def _of_around(self, where: Where, around: Around) -> Derivation:
        assert where.disc is not None
        centre = self._centre(around)
        name = around.place or f"{centre[0]}, {centre[1]}"
        found = f"{metres(self._distance(where.disc, *centre))} from {name}"
        wanted = f"at most {around.within_m} m from {name}"
        return _statement("distance", self._near(where, around), wanted, found, where.disc)


def _statement(test: str, mark: Mark, wanted: str, found: str, disc: Disc) -> Derivation:
    found += disc.words
    why = f"{_IMPRECISE}: {found}" if mark is Mark.POSSIBLE else None
    return Derivation(test=test, mark=mark, wanted=wanted, found=found, why=why)


def _distances(record: Area) -> tuple[Band | Around, ...]:
    parts: list[Band | Around] = [*record.bands, *record.around]
    return tuple(parts)


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
