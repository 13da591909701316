"""Checks of places, lines and areas: positions on Earth, shapes that mean something, fields that go together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .agreement import Terms
from .places import Area, Around, Band, Line, NamedPlace, Position
from .shape import Finding

FARTHEST_M = 20_100_000
"""More than half the way around the Earth."""
_DEGREES = "in degrees, north and east above zero"
_WHERE = (
    "pcodes",
    "places",
    "polygons",
    "geojson",
    "bands",
    "around",
    "only",
)
_GEOMETRY = ("polygons", "geojson", "bands", "around")


def ground(terms: Terms) -> Iterator[Finding]:
    """What is wrong with the places, lines and areas of an agreement."""
    sections: tuple[tuple[str, Mapping[str, Any], Callable[[Any, Terms], Iterator[Finding]]], ...] = (
        ("places", terms.places, _place),
        ("lines", terms.lines, _line),
        ("areas", terms.areas, _area),
    )
    for section, records, check in sections:
        for name, record in records.items():
            for path, message, remedy in check(record, terms):
                yield (section, name, *path), message, remedy


def _point(record: NamedPlace | Around) -> Iterator[Finding]:
    if (record.lat is None) != (record.lon is None):
        yield (), "lat and lon go together", "give both, or neither"
    elif record.lat is not None and not -90 <= record.lat <= 90:
        yield ("lat",), f"the latitude {record.lat} does not lie between -90 and 90", _DEGREES
    elif record.lon is not None and not -180 <= record.lon <= 180:
        yield ("lon",), f"the longitude {record.lon} does not lie between -180 and 180", _DEGREES


def _distance(metres: float, field: str, *, zero: bool) -> Iterator[Finding]:
    if metres < 0 or (metres == 0 and not zero):
        yield (field,), "the distance is " + ("less than nothing" if metres < 0 else "zero"), "metres on the ground"
    elif metres > FARTHEST_M:
        yield (field,), "the distance is longer than half the way around the Earth", "metres on the ground"


def _place(place: NamedPlace, _: Terms) -> Iterator[Finding]:
    yield from _point(place)
    if place.radius_m is not None:
        if place.lat is None:
            yield ("radius_m",), "'radius_m' goes with 'lat' and 'lon'", "leave it out, or give the point"
        yield from _distance(place.radius_m, "radius_m", zero=True)


def _line(line: Line, _: Terms) -> Iterator[Finding]:
    if bool(line.points) == (line.geojson is not None):
        yield (), "a line has exactly one of points and geojson", "give the one or the other"
    if (line.geojson is None) != (line.feature is None):
        yield (), "'geojson' and 'feature' go together", "geojson: FILE, feature: NAME"
    if line.points:
        wrong = wrong_positions(line.points) or wrong_line(line.points)
        if wrong:
            yield ("points",), *wrong


def _area(area: Area, terms: Terms) -> Iterator[Finding]:
    if not area.unpublished and not any(getattr(area, field) for field in _WHERE):
        yield (), "nothing says where the area is", "one of " + ", ".join(_WHERE) + ", or unpublished: true"
    if area.features and area.geojson is None:
        yield ("features",), "'features' goes with 'geojson'", "geojson: FILE"
    for field in ("lies_in", "covers"):
        if getattr(area, field) and not any(getattr(area, shape) for shape in (*_GEOMETRY, "only")):
            yield (field,), f"{field!r} goes with an area that has a geometry", "codes alone stand in pcodes"
    for index, polygon in enumerate(area.polygons):
        wrong = wrong_polygon(polygon.ring, polygon.holes)
        if wrong:
            yield ("polygons", index), *wrong
    for index, band in enumerate(area.bands):
        yield from _below(_band(band), "bands", index)
    for index, around in enumerate(area.around):
        yield from _below(_around(around, terms), "around", index)


def _below(findings: Iterator[Finding], field: str, index: int) -> Iterator[Finding]:
    for path, message, remedy in findings:
        yield (field, index, *path), message, remedy


def _band(band: Band) -> Iterator[Finding]:
    yield from _distance(band.within_m, "within_m", zero=False)
    yield from _distance(band.beyond_m, "beyond_m", zero=True)
    if band.beyond_m > band.within_m:
        yield ("beyond_m",), "nothing lies beyond it and within 'within_m'", "beyond_m is the lesser distance"


def _around(around: Around, terms: Terms) -> Iterator[Finding]:
    yield from _point(around)
    yield from _distance(around.within_m, "within_m", zero=False)
    if (around.place is None) == (around.lat is None and around.lon is None):
        yield (), "a distance is from exactly one of place, or lat and lon", "give the one or the other"
    elif around.place is not None and around.place in terms.places and terms.places[around.place].lat is None:
        yield ("place",), f"the place {around.place!r} has no point", "give the place lat and lon"


Wrong = tuple[str, str | None]


def wrong_positions(positions: Sequence[Position]) -> Wrong | None:
    """What is wrong with a row of positions: each is a longitude and a latitude, in degrees."""
    for number, position in enumerate(positions, start=1):
        if len(position) != 2:
            return f"point {number} has {len(position)} numbers", "a point is [lon, lat]; a ring, a list of points"
        lon, lat = position
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            swapped = -90 <= lon <= 90 and -180 <= lat <= 180
            remedy = "the longitude comes first" if swapped else "longitude -180 to 180, latitude -90 to 90"
            return f"point {number}, [{lon}, {lat}], is not on Earth", remedy
    return None


def wrong_line(points: Sequence[Position]) -> Wrong | None:
    """What is wrong with a line: it has a length and does not meet itself, or it would have no two sides."""
    if len({tuple(point) for point in points}) < 2:
        return "a line has two points or more", "a list of points [lon, lat] in turn"
    import shapely

    if not shapely.LineString(unwrapped(points)).is_simple:
        return "the line crosses or touches itself: it has no two sides", "divide it into several lines"
    return None


def wrong_polygon(ring: Sequence[Position], holes: Sequence[Sequence[Position]]) -> Wrong | None:
    """What is wrong with a polygon, in the words of the geometry library."""
    for one in (ring, *holes):
        wrong = wrong_positions(one) or _wrong_ring(one)
        if wrong:
            return wrong
    import shapely

    polygon = shapely.Polygon(ring, holes)
    if not polygon.is_valid:
        return (
            f"not a polygon: {_in_words(shapely.is_valid_reason(polygon))}",
            "rings meet neither themselves nor others",
        )
    return None


def _in_words(reason: str) -> str:
    """What the geometry library finds wrong, the same in all its versions."""
    found = re.fullmatch(r"(.*?)\s*\[(\S+) (\S+)\]", reason)
    return f"{found[1].lower()} at [{float(found[2]):.6g}, {float(found[3]):.6g}]" if found else reason.lower()


def _wrong_ring(ring: Sequence[Position]) -> Wrong | None:
    if len({tuple(position) for position in ring}) < 3:
        return "a ring has three points or more", "a list of points [lon, lat] in turn"
    following = (*ring[1:], ring[0])
    if any(abs(one[0] - other[0]) > 180 for one, other in zip(ring, following, strict=True)):
        return "an edge spans more than 180 degrees of longitude", "divide the polygon at the 180th meridian"
    return None


def unwrapped(points: Sequence[Any]) -> list[tuple[float, float]]:
    """The points of a line with longitudes that run on across the 180th meridian, the short way around."""
    found: list[tuple[float, float]] = []
    for lon, lat in points:
        before = found[-1][0] if found else lon
        found.append((lon - 360 * round((lon - before) / 360), lat))
    return found
