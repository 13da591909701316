"""The precise places that a report admits: points, units, named places, and what unpublished maps may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, product

from ...events.incident import Incident, Place
from ...rules.agreement import Terms
from ...rules.places import Area, NamedPlace
from . import ground
from .names import code_of_place, place_called, place_chain
from .questions import Questions
from .told import Spot
from .where import centre_of, in_shapes, named_in

FAR_OFF = ((0.0, -160.0), (-60.0, 10.0), (60.0, 170.0), (10.0, 95.0))
"""Points of which one lies outside of everything that an agreement is likely to name."""
BEARINGS = range(0, 360, 30)


def spots(terms: Terms, questions: Questions, report: Incident) -> Iterator[tuple[Spot, str | None]]:
    """The places that a report admits, each with the named place that it is known by."""
    if not questions.areas and "place" not in questions.keys:
        yield Spot(), None
        return
    areas = [terms.areas[name] for name in sorted(_with_all_they_name(terms, questions.areas))]
    told = Known.of(terms, report.place)
    hidden = _hidden(terms, questions)
    for name in _names(terms, areas, questions, told):
        for code in _codes(terms, areas, told, name):
            for point in _points(terms, areas, told):
                if _admitted(terms, areas, told, name, code, point):
                    places, known_by = _places(terms, told, name)
                    for taken in hidden:
                        yield Spot(point=point, code=code, places=places, hidden=taken), known_by


class Known:
    """What a report says of its place: its named place and its unit, where they are said exactly, and its disc."""

    def __init__(self, name: str | None, code: str | None, disc: tuple[ground.Point, float] | None) -> None:
        """What is known."""
        self.name, self.code, self.disc = name, code, disc

    @classmethod
    def of(cls, terms: Terms, place: Place | None) -> Known:
        """A name and a code are those of the place, but beside a radius those of the middle of the disc.

        A known name and a code that lie apart contradict each other, and nothing is known.
        """
        if place is None:
            return cls(None, None, None)
        name = place_called(terms, place.name)
        of_name = None if name is None else code_of_place(terms, name)
        code = place.pcode.upper() if place.pcode else of_name
        if code is not None and of_name is not None and not _compatible(code, of_name):
            return cls(None, None, None)
        disc = _disc(place) or (None if name is None else _extent(terms, name, place.radius_m or 0))
        return cls(None, None, disc) if place.radius_m else cls(name, code, disc)


def _disc(place: Place | NamedPlace) -> tuple[ground.Point, float] | None:
    if place.lat is None or place.lon is None:
        return None
    return (float(place.lat), float(place.lon)), float(place.radius_m or 0)


def _extent(terms: Terms, name: str, radius: float) -> tuple[ground.Point, float] | None:
    """Where a named place is: at its own point, or within the radius of what it is part of."""
    for one in place_chain(terms, name):
        disc = _disc(terms.places[one])
        if disc is not None and (one == name or disc[1]):
            return disc[0], max(disc[1], radius)
    return None


def _compatible(one: str, other: str) -> bool:
    """Whether one of two units lies in the other."""
    return one.startswith(other) or other.startswith(one)


def _with_all_they_name(terms: Terms, names: Iterable[str]) -> set[str]:
    found = set(names)
    while more := {one for name in found for one in (*terms.areas[name].except_, *terms.areas[name].only)} - found:
        found |= more
    return found


def _hidden(terms: Terms, questions: Questions) -> list[frozenset[str]]:
    """Each choice of what the unpublished maps hold."""
    names = sorted(n for n in _with_all_they_name(terms, questions.areas) if terms.areas[n].unpublished)
    return [
        frozenset(name for name, inside in zip(names, choice, strict=True) if inside)
        for choice in product((False, True), repeat=len(names))
    ]


def _names(terms: Terms, areas: list[Area], questions: Questions, told: Known) -> Iterator[str | None]:
    """The named places at which it may have been: that which is reported or a part of it, else any, or none."""
    if told.name is not None:
        yield told.name
    else:
        yield None
    asked: set[str] = {place for area in areas for place in area.places}
    if "place" in questions.keys:
        asked.update(terms.places)
    for place in sorted(asked - {told.name}):
        part = told.name is not None and told.name in place_chain(terms, place)
        if part or _may_be_at(terms, told, place):
            yield place


def _places(terms: Terms, told: Known, name: str | None) -> tuple[frozenset[str], str | None]:
    """All named places in which it lies, the reported one among them, and the one that it is known by."""
    chains = [frozenset(place_chain(terms, one)) for one in (told.name, name) if one is not None]
    part = told.name is None or (name is not None and told.name in place_chain(terms, name))
    return frozenset().union(*chains), name if part else told.name


def _may_be_at(terms: Terms, told: Known, place: str) -> bool:
    """Whether a report that does not say so may be of a named place: nothing that is known of both keeps them apart."""
    if told.name is not None and place in place_chain(terms, told.name):
        return False
    extent = _disc(terms.places[place])
    if told.disc is not None and extent is not None and extent[1] and _apart(told.disc, extent):
        return False
    code = code_of_place(terms, place)
    if code is None or told.code is None:
        return True
    return _compatible(code, told.code) and not (told.name is not None and code == told.code)


def _apart(one: tuple[ground.Point, float], other: tuple[ground.Point, float]) -> bool:
    """Whether two discs do not touch."""
    return ground.metres(one[0], other[0]) - one[1] > other[1] + 2 * ground.MILLIMETRE


def _codes(terms: Terms, areas: list[Area], told: Known, name: str | None) -> Iterator[str | None]:
    """The units in which it may have been: the reported one or a finer one, else any that is named, or none."""
    asked = {code for area in areas for code in (*area.pcodes, *area.lies_in, *area.covers)}
    of_name = None if name is None else code_of_place(terms, name)
    if of_name is not None and (told.code is None or of_name.startswith(told.code)):
        yield of_name
    else:
        yield told.code
    if _contradicts(terms, areas, told):
        yield None
    for code in sorted(asked):
        finer = told.code is None or code.startswith(told.code)
        if code != told.code and finer and (of_name is None or code.startswith(of_name)):
            yield code


def _contradicts(terms: Terms, areas: list[Area], told: Known) -> bool:
    """Whether the reported point lies in an area, and the reported unit outside all that the area lies in."""
    if told.code is None or told.disc is None:
        return False
    spots_ = [Spot(point=point, code=told.code) for point in _of_disc(*told.disc)]
    return any(
        area.lies_in and not told.code.startswith(area.lies_in) and any(named_in(terms, spot, area) for spot in spots_)
        for area in areas
    )


def _points(terms: Terms, areas: list[Area], told: Known) -> Iterator[ground.Point | None]:
    """The points at which it may have been: the reported one, those of a disc, else some in and out of each area."""
    if not _shaped(areas):
        yield None
    elif told.disc is not None:
        yield from _of_disc(*told.disc)
        for area in areas if told.disc[1] else ():
            yield from (one for one in _telling(terms, area) if ground.metres(one, told.disc[0]) < told.disc[1])
    else:
        yield from FAR_OFF
        for area in areas:
            yield from _telling(terms, area)


def _shaped(areas: list[Area]) -> bool:
    """Whether points say what lies in some areas."""
    return any(area.polygons or area.bands or area.around for area in areas)


def exact(terms: Terms, questions: Questions, report: Incident) -> bool:
    """Whether no point is left open about which anything is asked: of those that are, only some are taken."""
    areas = [terms.areas[name] for name in _with_all_they_name(terms, questions.areas)]
    disc = Known.of(terms, report.place).disc
    return not _shaped(areas) or (disc is not None and not disc[1])


def _of_disc(centre: ground.Point, radius: float) -> Iterator[ground.Point]:
    yield centre
    if radius:
        for part in (0.25, 0.5, 0.75, 1 - 1e-9):
            yield from (ground.moved(centre, bearing, radius * part) for bearing in BEARINGS)


def _telling(terms: Terms, area: Area) -> Iterator[ground.Point]:
    """Points inside of what an area names, and around it."""
    for polygon in area.polygons:
        lat, lon = ground.inner_point(polygon)
        yield lat, lon
        for corner in polygon.ring:
            yield from ((lat + (corner[1] - lat) * part, lon + (corner[0] - lon) * part) for part in (0.98, 1.02))
    for around in area.around:
        centre = centre_of(terms, around)
        yield centre
        for part in (0.98, 1.02):
            yield from (ground.moved(centre, bearing, around.within_m * part) for bearing in BEARINGS)
    for band in area.bands:
        line = ground.line_of(terms.lines[band.line])
        for (lon, lat), (to_lon, to_lat) in pairwise(line):
            middle = ((lat + to_lat) / 2, (lon + to_lon) / 2)
            away = (band.beyond_m + band.within_m) / 2
            yield from (ground.moved(middle, bearing, away) for bearing in BEARINGS)


def _admitted(
    terms: Terms, areas: list[Area], told: Known, name: str | None, code: str | None, point: ground.Point | None
) -> bool:
    """Whether a name, a unit and a point that the report leaves open can be those of one place."""
    if name is not None and name != told.name and not _can_be_at(terms, told, name, code, point):
        return False
    if point is None:
        return True
    for area in areas:
        if not area.polygons and not area.bands and not area.around:
            continue
        if told.code is None or told.disc is None:
            spot = Spot(point=point, code=code)
            outside_unit = bool(area.lies_in) and code is not None and not code.startswith(area.lies_in)
            if outside_unit and named_in(terms, spot, area):
                return False
            covered = bool(area.covers) and code is not None and code.startswith(area.covers)
            if covered and not in_shapes(spot, area):
                return False
    return True


def _can_be_at(terms: Terms, told: Known, name: str, code: str | None, point: ground.Point | None) -> bool:
    of_name = code_of_place(terms, name)
    if of_name is not None and (code is None or not code.startswith(of_name)):
        return False
    extent = _disc(terms.places[name])
    return (
        point is None
        or extent is None
        or not extent[1]
        or told.name is not None
        or (ground.metres(point, extent[0]) <= extent[1])
    )
