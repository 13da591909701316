"""Geometry on the ground: the door through which shapely and pyproj enter, opened by the first incident with a point.

Edges are straight in degrees, as GeoJSON has them (RFC 7946, 3.1.1). Distances are geodesic, on the WGS84 ellipsoid. To
measure one, what is near is drawn in the azimuthal equidistant projection that is centred on the incident: there the
distance from the centre is the geodesic distance exactly, so that the plane geometry of shapely gives it without error
but that of taking an edge for a chord, and edges are divided until that is below a tenth of a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from math import asin, cos, degrees, pi, radians, sin
from typing import Any, TypeAlias

import attrs
import numpy as np
import shapely
from pyproj import Geod

from ..events.mark import Mark
from ..rules.ground import unwrapped
from ..rules.places import Area, Around, Band, Line, NamedPlace, Polygon
from .disc import TOLERANCE_M, Disc

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]

GEOD = Geod(ellps="WGS84")
_EARTH_M = 6_335_000.0
"""The least radius of curvature of the ellipsoid: angles reckoned with it are never too small."""
_COARSE = 0.018
"""Degrees, at most 2 km: the pieces of which the nearest are found first."""
_FINE = 64
"""The parts of each near piece: 30 m, which bend away from their chord by less than a tenth of a millimetre."""
_SAG_M = 1.0
"""A coarse piece bends away from its chord by less than this up to 85 degrees of latitude."""
_NEAR = 1e-6
"""Degrees: more than the tolerance, in any direction, below the latitude ``_POLAR``."""
_POLAR = 75
_TURNS = (-360.0, 0.0, 360.0)
"""Degrees by which a place can be written elsewhere."""
_KEPT = 4096
"""Discs whose answers are kept, as many reports tell of one place."""


def distance(disc: Disc, lat: float, lon: float) -> float:
    """Geodesic metres from a disc's centre to a point."""
    return float(GEOD.inv(disc.lon, disc.lat, lon, lat)[2])


def _plane(disc: Disc, positions: Array) -> Array:
    """Positions (lon, lat; any shape of rows) as metres east and north of a disc's centre."""
    lon, lat = positions[..., 0].ravel(), positions[..., 1].ravel()
    azimuth, _, away = GEOD.inv(np.full(lon.shape, disc.lon), np.full(lat.shape, disc.lat), lon, lat)
    angle = np.radians(azimuth)
    return np.column_stack((away * np.sin(angle), away * np.cos(angle))).reshape(positions.shape)


@attrs.frozen(eq=False)
class Seen:
    """Pieces of a line as a disc's centre sees them: in its plane, with the distance of each."""

    pieces: Array
    distances: Array

    @classmethod
    def of(cls, edges: Array, disc: Disc) -> Seen:
        """See edges (n, 2 ends, lon and lat) from the centre of a disc."""
        pieces = _plane(disc, edges)
        return cls(pieces, shapely.distance(shapely.linestrings(pieces), shapely.Point(0, 0)))

    @property
    def offsets(self) -> Array:
        """How far to the left of each piece, drawn out to both sides, the centre lies."""
        start, along = self.pieces[:, 0], self.pieces[:, 1] - self.pieces[:, 0]
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
        return np.asarray((along[:, 1] * start[:, 0] - along[:, 0] * start[:, 1]) / length)


def _finely(edges: Array, coarse: Seen, disc: Disc) -> Seen:
    """The edges that may be the nearest, in fine pieces."""
    near = edges[coarse.distances <= coarse.distances.min() + _SAG_M]
    steps = np.linspace(0.0, 1.0, _FINE + 1)[None, :, None]
    points = near[:, None, 0] + (near[:, None, 1] - near[:, None, 0]) * steps
    return Seen.of(np.stack((points[:, :-1], points[:, 1:]), axis=2).reshape(-1, 2, 2), disc)


def _edges(lines: Any) -> Array:
    """The edges of lines, divided into coarse pieces."""
    found = []
    for line in shapely.get_parts(shapely.segmentize(lines, _COARSE)):
        points = shapely.get_coordinates(line)
        found.append(np.stack((points[:-1], points[1:]), axis=1))
    return np.concatenate(found) if found else np.empty((0, 2, 2))


@attrs.frozen
class Nearness:
    """Where a disc lies as seen from a line: its centre's distance, and whether it is to the left and to the right."""

    distance: float
    left: Mark
    right: Mark


@attrs.frozen(eq=False)
class Course:
    """A line, ready for measuring."""

    edges: Array
    closed: bool

    @classmethod
    def of(cls, line: Line) -> Course:
        """The course of an agreement's line."""
        points = unwrapped(line.points)
        return cls(_edges(shapely.LineString(points)), tuple(line.points[0]) == tuple(line.points[-1]))

    def nearness(self, disc: Disc) -> Nearness:
        """How far away a disc's centre is, and on which side of the line the whole disc is."""
        coarse = Seen.of(self.edges, disc)
        fine = _finely(self.edges, coarse, disc)
        away = float(fine.distances.min())
        # Where a corner is the nearest point, that of its two edges decides of which the other prolongation is farther.
        nearest = fine.offsets[fine.distances <= away + 1e-6]
        offset = float(nearest[np.argmax(np.abs(nearest))])
        if not disc.radius_m:
            return _sides(away, Mark.CERTAIN, offset, on_line=min(away, abs(offset)) <= TOLERANCE_M)
        constant = away > disc.radius_m + 2 * TOLERANCE_M and self._one_side(coarse, disc, away)
        return _sides(away, Mark.CERTAIN if constant else Mark.POSSIBLE, offset, on_line=not constant)

    def _one_side(self, seen: Seen, disc: Disc, away: float) -> bool:
        """Whether all points of a disc that does not touch the line lie on the same side of it.

        Only pieces that some point of the disc may have for its nearest count. The side can change, other than across
        the line, only where an end of the line is near: either the nearest point is that end, or the line winds around
        it. So it does not change where the pieces that count are one stretch of the line without its ends; nor where
        the disc lies clear of the prolongations of all of them, on one side.
        """
        reach = away + 2 * disc.radius_m + _SAG_M
        counts = np.flatnonzero(seen.distances <= reach)
        inner = counts[0] > 0 and counts[-1] < len(seen.distances) - 1
        if self.closed or (inner and len(counts) == counts[-1] - counts[0] + 1):
            return True
        if abs(disc.lat) > _POLAR:
            return False
        # By so much may a prolongation, drawn in the plane of another point of the disc, lie elsewhere.
        margin = _SAG_M + 1e-3 * reach + reach**3 / _EARTH_M**2
        offsets = seen.offsets[counts]
        return bool((offsets > disc.radius_m + margin).all() or (offsets < -disc.radius_m - margin).all())


def _sides(away: float, mark: Mark, offset: float, *, on_line: bool) -> Nearness:
    if on_line:
        return Nearness(away, mark, mark)
    return Nearness(away, mark, Mark.NONE) if offset > 0 else Nearness(away, Mark.NONE, mark)


Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


def _widened(box: Box, metres: float) -> Box:
    """What surely holds everything at so many metres or less from what a box holds, and some metres around it."""
    west, south, east, north = box
    angle = (metres + 10) * 1.01 / _EARTH_M
    south, north = south - degrees(angle), north + degrees(angle)
    if south <= -90 or north >= 90 or angle >= pi / 2:
        return west - 180, max(south, -90.0), east + 180, min(north, 90.0)
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(max(-box[1], box[3]))))))
    return west - wide, south, east + wide, north


def _box(disc: Disc) -> Box:
    """What surely holds a disc and some metres around it."""
    return _widened((disc.lon, disc.lat, disc.lon, disc.lat), disc.radius_m)


Part: TypeAlias = Band | Around | str
"""A part of an area that lies at some distance from a line or a point; a named place by its name."""


@attrs.frozen(eq=False)
class Ground:
    """The polygons, lines and distances of an agreement, indexed."""

    areas: Mapping[str, Area]
    lines: Mapping[str, Line]
    places: Mapping[str, NamedPlace]

    @cached_property
    def _owners(self) -> list[str]:
        return [name for name, area in self.areas.items() for _ in area.polygons]

    @cached_property
    def _shapes(self) -> Any:
        found = np.array([_polygon(one) for area in self.areas.values() for one in area.polygons], dtype=object)
        shapely.prepare(found)
        return found

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _parts(self) -> list[list[tuple[str, Part]]]:
        """By place in the tree of boxes, the parts of areas that lie in it."""
        return [parts for _, parts in self._boxed]

    @cached_property
    def _boxes(self) -> shapely.STRtree:
        return shapely.STRtree([shapely.box(*box) for box, _ in self._boxed])

    @cached_property
    def _boxed(self) -> list[tuple[Box, list[tuple[str, Part]]]]:
        """The boxes outside which no part of an area lies that is given by a distance, each with its parts."""
        found: list[tuple[Box, list[tuple[str, Part]]]] = []
        belts: dict[tuple[str, float], list[tuple[str, Part]]] = {}
        for name, area in self.areas.items():
            for band in area.bands:
                belts.setdefault((band.line, float(band.within_m)), []).append((name, band))
            for around in area.around:
                centre = around if around.place is None else self.places[around.place]
                found.append((_widened(_point(centre), float(around.within_m)), [(name, around)]))
            extents = ((place, self.places[place]) for place in area.places)
            found += [
                (_widened(_point(record), float(record.radius_m)), [(name, place)])
                for place, record in extents
                if record.radius_m
            ]
        for (line, within), parts in belts.items():
            edges = pairwise(unwrapped(self.lines[line].points))
            found += [(_widened(_bounds(edge), within), parts) for edge in edges]
        return found

    @cached_property
    def courses(self) -> Callable[[str], Course]:
        """The course of a line, by its name."""
        return lru_cache(maxsize=None)(lambda name: Course.of(self.lines[name]))

    @cached_property
    def nearness(self) -> Callable[[str, Disc], Nearness]:
        """Where a disc lies as seen from a line."""
        return lru_cache(maxsize=_KEPT)(lambda name, disc: self.courses(name).nearness(disc))

    @cached_property
    def hits(self) -> Callable[[Disc], Mapping[str, Mark]]:
        """The areas in whose polygons a disc lies or may lie, with the mark of it; it is outside all others."""
        return lru_cache(maxsize=_KEPT)(self._hits)

    @cached_property
    def near(self) -> Callable[[Disc], Mapping[str, Sequence[Part]]]:
        """The areas near which a disc lies, by a polygon or otherwise, with their parts that are near.

        It lies in no other area, as far as polygons, bands, distances and the extents of named places say; nor in any
        other part of these that is given by a distance.
        """
        return lru_cache(maxsize=_KEPT)(self._near)

    def _near(self, disc: Disc) -> Mapping[str, Sequence[Part]]:
        found: dict[str, dict[Part, None]] = {name: {} for name in self.hits(disc)}
        west, south, east, north = _box(disc)
        windows = [shapely.box(west + turn, south, east + turn, north) for turn in _TURNS]
        for number in np.unique(self._boxes.query(windows)[1]).tolist():
            for name, part in self._parts[number]:
                found.setdefault(name, {})[part] = None
        return {name: tuple(parts) for name, parts in found.items()}

    def _hits(self, disc: Disc) -> Mapping[str, Mark]:
        west, south, east, north = _box(disc)
        window = shapely.box(west, south, east, north)
        found: dict[str, list[Any]] = {}
        for turn in _TURNS:
            if west + turn <= 180 and east + turn >= -180:
                moved = shapely.box(west + turn, south, east + turn, north)
                for number in sorted(self._tree.query(moved).tolist()):
                    found.setdefault(self._owners[number], []).append(_turned(self._shapes[number], -turn))
        marks = {name: _inside(shapes, window, disc) for name, shapes in found.items()}
        return {name: mark for name, mark in marks.items() if mark}


def _point(centre: Around | NamedPlace) -> Box:
    assert centre.lat is not None
    assert centre.lon is not None
    return float(centre.lon), float(centre.lat), float(centre.lon), float(centre.lat)


def _bounds(edge: tuple[Sequence[float], Sequence[float]]) -> Box:
    (one_lon, one_lat), (other_lon, other_lat) = edge
    return min(one_lon, other_lon), min(one_lat, other_lat), max(one_lon, other_lon), max(one_lat, other_lat)


def _polygon(polygon: Polygon) -> Any:
    return shapely.Polygon(polygon.ring, polygon.holes)


def _turned(shape: Any, turn: float) -> Any:
    return shapely.transform(shape, lambda points: np.add(points, (turn, 0.0))) if turn else shape


def _inside(shapes: Sequence[Any], window: Any, disc: Disc) -> Mark:
    """Whether a disc lies in the union of polygons, of which no more than a window around it matters."""
    if not disc.radius_m and (clear := _clearly(shapes, disc)) is not None:
        return clear
    local = shapely.union_all(list(_clipped(shapes, window)))
    edges = _edges(shapely.boundary(local)) if not local.is_empty else np.empty((0, 2, 2))
    if not len(edges):
        return Mark.NONE
    inside = bool(shapely.covers(local, shapely.Point(disc.lon, disc.lat)))
    away = float(_finely(edges, Seen.of(edges, disc), disc).distances.min())
    if not disc.radius_m:
        return Mark.CERTAIN if inside or away <= TOLERANCE_M else Mark.NONE
    if inside and away >= disc.radius_m:
        return Mark.CERTAIN
    return Mark.POSSIBLE if inside or away <= disc.radius_m + 2 * TOLERANCE_M else Mark.NONE


def _clearly(shapes: Sequence[Any], disc: Disc) -> Mark | None:
    """Whether an exact point lies in polygons, unless it is so near to one that it could lie on the boundary."""
    point = shapely.Point(disc.lon, disc.lat)
    if shapely.covers(shapes, point).any():
        return Mark.CERTAIN
    far = abs(disc.lat) < _POLAR and not shapely.dwithin(shapes, point, _NEAR).any()
    return Mark.NONE if far else None


def _clipped(shapes: Sequence[Any], window: Any) -> Iterable[Any]:
    """What of each polygon lies in the window, without the points and lines where it only touches it."""
    for shape in shapes:
        for part in shapely.get_parts(shapely.intersection(shape, window)):
            if shapely.get_dimensions(part) == 2:
                yield part
