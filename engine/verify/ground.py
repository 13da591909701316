"""Distances and sides on the ground, each computed from its definition by search along the edges, without an index.

Edges are straight in degrees between their points; metres are geodesic on the WGS84 ellipsoid; a point nearer to a
boundary than a millimetre lies on it, and boundaries belong to what they bound.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from pyproj import Geod

from ...rules.ground import unwrapped
from ...rules.places import Line, Polygon

Point = tuple[float, float]
"""Latitude and longitude."""
Edge = tuple[tuple[float, float], tuple[float, float]]
"""Two positions, longitude first, joined by what is straight in degrees."""
MILLIMETRE = 0.001
_EARTH = Geod(ellps="WGS84")
_NARROWINGS = 7
_STEPS = 33


def metres(one: Point, other: Point) -> float:
    """The geodesic distance of two points."""
    return float(_EARTH.inv(one[1], one[0], other[1], other[0])[2])


def moved(point: Point, azimuth: float, by: float) -> Point:
    """The point that lies so many metres away in a direction."""
    lon, lat, _ = _EARTH.fwd(point[1], point[0], azimuth, by)
    return (lat, lon)


def _edges(points: list[tuple[float, float]]) -> list[Edge]:
    """The edges of a row of positions (longitude first), none longer than a degree."""
    found = []
    for start, end in pairwise(points):
        pieces = max(1, int(np.ceil(np.hypot(end[0] - start[0], end[1] - start[1]))))
        for number in range(pieces):
            low, high = (
                tuple(a + (b - a) * part / pieces for a, b in zip(start, end, strict=True))
                for part in (number, number + 1)
            )
            found.append(((low[0], low[1]), (high[0], high[1])))
    return found


@lru_cache(maxsize=65536)
def _nearest(point: Point, edge: Edge) -> tuple[float, float]:
    """The least distance to an edge, and the part of the edge, from 0 to 1, at which it is reached."""
    (lon, lat), (to_lon, to_lat) = edge
    low, high, best, at = 0.0, 1.0, np.inf, 0.0
    for _ in range(_NARROWINGS):
        parts = np.linspace(low, high, _STEPS)
        lons, lats = lon + (to_lon - lon) * parts, lat + (to_lat - lat) * parts
        away = _EARTH.inv(np.full(_STEPS, point[1]), np.full(_STEPS, point[0]), lons, lats)[2]
        number = int(np.argmin(away))
        if away[number] < best:
            best, at = float(away[number]), float(parts[number])
        low, high = parts[max(number - 1, 0)], parts[min(number + 1, _STEPS - 1)]
    return best, at


def metres_to(point: Point, positions: list[tuple[float, float]]) -> float:
    """The distance of a point from a row of positions joined by edges."""
    return min(_nearest(point, edge)[0] for edge in _edges(positions))


def line_of(line: Line) -> list[tuple[float, float]]:
    """The positions of a line."""
    return unwrapped(line.points)


def sides(point: Point, positions: list[tuple[float, float]]) -> frozenset[str]:
    """On which side of a line a point lies, seen along the line's direction at what of it is nearest.

    On the line, or on the straight prolongation of an end, it is on both. Where a corner is nearest, the edge whose
    prolongation is farther away decides.
    """
    found = [(*_nearest(point, edge), edge) for edge in _edges(positions)]
    away = min(one[0] for one in found)
    offsets = [_offset(point, edge, at) for near, at, edge in found if near <= away + 1e-6]
    offset = max(offsets, key=abs)
    if min(away, abs(offset)) <= MILLIMETRE:
        return frozenset(("left", "right"))
    return frozenset(("left",) if offset > 0 else ("right",))


def _offset(point: Point, edge: Edge, at: float) -> float:
    """How far to the left of a short piece of an edge around a part of it a point lies, in metres."""
    (lon, lat), (to_lon, to_lat) = edge
    step = 10 / max(metres((lat, lon), (to_lat, to_lon)), 10)
    ends = []
    for part in (max(at - step, 0.0), min(at + step, 1.0)):
        azimuth, _, away = _EARTH.inv(point[1], point[0], lon + (to_lon - lon) * part, lat + (to_lat - lat) * part)
        ends.append((away * np.sin(np.radians(azimuth)), away * np.cos(np.radians(azimuth))))
    (x, y), (to_x, to_y) = ends
    along = (to_x - x, to_y - y)
    return float((along[1] * x - along[0] * y) / max(np.hypot(*along), 1e-9))


@lru_cache(maxsize=65536)
def in_polygons(point: Point, polygons: tuple[Polygon, ...]) -> bool:
    """Whether a point lies in any of some polygons, or on the boundary of one."""
    for polygon in polygons:
        shape = shapely.Polygon(polygon.ring, polygon.holes)
        for turn in (-360.0, 0.0, 360.0):
            spot = shapely.Point(point[1] + turn, point[0])
            if shape.covers(spot):
                return True
            if shape.distance(spot) < 1e-5 / max(np.cos(np.radians(point[0])), 1e-3):
                rings = (polygon.ring, *polygon.holes)
                closed = [[*((p[0], p[1]) for p in ring), (ring[0][0], ring[0][1])] for ring in rings]
                if any(metres_to((point[0], point[1] + turn), ring) <= MILLIMETRE for ring in closed):
                    return True
    return False


def inner_point(polygon: Polygon) -> Point:
    """Some point well inside a polygon."""
    found = shapely.Polygon(polygon.ring, polygon.holes).representative_point()
    return (float(found.y), float(found.x))
