"""Distances are geodesic, sides are those of the line's direction, and a disc is judged as a whole."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comply.engine.disc import TOLERANCE_M, Disc, metres
from comply.engine.geometry import GEOD, Course, Ground, distance
from comply.events.mark import Mark
from comply.rules.places import Area, Line, Polygon

NONE, POSSIBLE, CERTAIN = Mark.NONE, Mark.POSSIBLE, Mark.CERTAIN


def course(*points: tuple[float, float]) -> Course:
    return Course.of(Line(points=points))


def least_distance(points: tuple[tuple[float, float], ...], lat: float, lon: float) -> float:
    """The distance to a line by pyproj alone: ever finer samples around the nearest, edge by edge."""
    return min(_to_edge(one, other, lat, lon) for one, other in itertools.pairwise(points))


def _to_edge(one, other, lat, lon) -> float:
    low, high = 0.0, 1.0
    for _ in range(5):
        steps = np.linspace(low, high, 401)
        lons, lats = one[0] + (other[0] - one[0]) * steps, one[1] + (other[1] - one[1]) * steps
        away = GEOD.inv(np.full(401, lon), np.full(401, lat), lons, lats)[2]
        nearest = int(np.argmin(away))
        low, high = steps[max(nearest - 1, 0)], steps[min(nearest + 1, 400)]
    return float(away.min())


latitudes = st.floats(-80, 80)
offsets = st.floats(-0.45, 0.45)


@settings(max_examples=40)
@given(latitudes, st.floats(-170, 170), st.lists(st.tuples(offsets, offsets), min_size=3, max_size=5), offsets, offsets)
def test_a_distance_is_that_of_pyproj_to_the_millimetre(lat, lon, steps, north, east):
    points = tuple((lon + dx, lat + dy) for dx, dy in steps)
    assume(len(set(points)) > 1)
    at = Disc(lat + north, lon + east)
    found = course(*points).nearness(at).distance
    assert found == pytest.approx(least_distance(points, at.lat, at.lon), abs=0.002)


@pytest.mark.parametrize("kilometres", [0.1, 1, 10, 40, 100])
@pytest.mark.parametrize("azimuth", [0, 37, 90, 181, 300])
@pytest.mark.parametrize("lat", [0.0, 36.2, -51.7, 68.0])
def test_lines_of_up_to_a_hundred_kilometres_are_measured_to_a_centimetre(kilometres, azimuth, lat):
    end = GEOD.fwd(37.0, lat, azimuth, kilometres * 1000)[:2]
    points = ((37.0, lat), end)
    for away, bearing in ((5, 10), (3_500, 80), (30_000, 200)):
        lon2, lat2, _ = GEOD.fwd(37.0, lat, bearing, away)
        found = course(*points).nearness(Disc(lat2, lon2)).distance
        assert abs(found - least_distance(points, lat2, lon2)) < 0.01


def test_a_point_off_a_meridian_is_as_far_as_it_was_moved():
    road = course((37.0, 36.0), (37.0, 36.5))
    lon, lat, _ = GEOD.fwd(37.0, 36.2, 90, 3_500)
    assert road.nearness(Disc(lat, lon)).distance == pytest.approx(3_500, abs=0.5)
    assert distance(Disc(lat, lon), 36.2, 37.0) == pytest.approx(3_500, abs=1e-6)


BENT = course((37.0, 36.0), (37.1, 36.0), (37.1, 36.1))
"""East, then to the left, north."""


@pytest.mark.parametrize(
    ("lon", "lat", "left", "right"),
    [
        (37.05, 36.01, CERTAIN, NONE),
        (37.05, 35.99, NONE, CERTAIN),
        (37.09, 36.05, CERTAIN, NONE),
        (37.11, 36.05, NONE, CERTAIN),
        (37.11, 35.99, NONE, CERTAIN),  # off the corner, where the line turns away
        (36.9, 36.01, CERTAIN, NONE),  # before its beginning: the side of its first edge, prolonged
        (36.9, 35.98, NONE, CERTAIN),
        (37.09, 36.2, CERTAIN, NONE),  # past its end
        (37.12, 36.2, NONE, CERTAIN),
        (37.1, 36.05, CERTAIN, CERTAIN),  # on it
        (37.1, 36.2, CERTAIN, CERTAIN),  # on its prolongation
    ],
)
def test_the_sides_are_those_of_the_lines_direction(lon, lat, left, right):
    found = BENT.nearness(Disc(lat, lon))
    assert (found.left, found.right) == (left, right)


@pytest.mark.parametrize(
    ("lon", "lat", "outer"),
    [(37.1004, 36.0001, "right"), (37.13, 36.0001, "right"), (36.97, 36.0015, "left"), (36.97, 36.004, "right")],
)
def test_off_a_sharp_corner_the_side_is_the_outer_one(lon, lat, outer):
    sharp = course((37.0, 36.0), (37.1, 36.0), (37.0, 36.002))
    found = sharp.nearness(Disc(lat, lon))
    assert getattr(found, outer) is CERTAIN
    assert {found.left, found.right} == {CERTAIN, NONE}


def test_a_closed_line_has_an_inside_and_an_outside():
    ring = course((37.0, 36.0), (37.1, 36.0), (37.1, 36.1), (37.0, 36.0))
    assert ring.nearness(Disc(36.03, 37.07)).left is CERTAIN
    assert ring.nearness(Disc(35.9999, 36.9999)).right is CERTAIN
    assert ring.nearness(Disc(36.03, 37.07, 500.0)).right is NONE
    assert ring.nearness(Disc(35.9, 37.0, 9_000.0)).left is NONE


@pytest.mark.parametrize(
    ("radius", "left", "right"),
    [(100.0, CERTAIN, NONE), (1_100.0, CERTAIN, NONE), (1_200.0, POSSIBLE, POSSIBLE), (50_000.0, POSSIBLE, POSSIBLE)],
)
def test_a_disc_that_reaches_the_line_may_lie_on_either_side(radius, left, right):
    found = BENT.nearness(Disc(36.01, 37.05, radius))  # 1,109 m from the line
    assert (found.left, found.right) == (left, right)


def test_a_disc_over_the_prolongation_of_an_end_may_lie_on_either_side():
    found = BENT.nearness(Disc(36.001, 36.9, 500.0))
    assert found.distance > 8_000
    assert (found.left, found.right) == (POSSIBLE, POSSIBLE)


@pytest.mark.parametrize(
    ("away", "radius", "mark"),
    [
        (3_500.0, 0.0, CERTAIN),
        (3_500.0 + TOLERANCE_M, 0.0, CERTAIN),
        (3_500.0 + 1.5 * TOLERANCE_M, 0.0, NONE),
        (3_400.0, 100.0, CERTAIN),
        (3_400.1, 100.0, POSSIBLE),
        (3_600.0, 100.0, POSSIBLE),
        (3_600.1, 100.0, NONE),
    ],
)
def test_a_bound_belongs_to_what_it_bounds(away, radius, mark):
    assert Disc(0, 0, radius).within(away, 3_500) is mark


@pytest.mark.parametrize(
    ("away", "radius", "mark"),
    [
        (500.0, 0.0, CERTAIN),
        (500.0 - TOLERANCE_M, 0.0, CERTAIN),
        (500.0 - 1.5 * TOLERANCE_M, 0.0, NONE),
        (600.0, 100.0, CERTAIN),
        (599.9, 100.0, POSSIBLE),
        (400.0, 100.0, POSSIBLE),
        (399.9, 100.0, NONE),
    ],
)
def test_the_inner_bound_of_a_band_belongs_to_it_too(away, radius, mark):
    assert Disc(0, 0, radius).beyond(away, 500) is mark
    assert Disc(0, 0, radius).beyond(away, 0) is CERTAIN


def ground(*rings: tuple[tuple[float, float], ...], **areas: Area) -> Ground:
    return Ground({"area": Area(polygons=tuple(Polygon(ring=ring) for ring in rings)), **areas}, {}, {})


def square(west: float, south: float, east: float, north: float) -> tuple[tuple[float, float], ...]:
    return ((west, south), (east, south), (east, north), (west, north))


def mark(of: Ground, lat: float, lon: float, radius: float = 0.0) -> Mark:
    return of.hits(Disc(lat, lon, radius)).get("area", NONE)


@pytest.mark.parametrize(
    ("lat", "lon", "radius", "expected"),
    [
        (36.5, 37.5, 0, CERTAIN),
        (36.5, 37.5, 44_000, CERTAIN),
        (36.5, 37.5, 45_000, POSSIBLE),  # its nearest edge is 44.8 km away
        (36.5, 37.5, 9_000_000, POSSIBLE),
        (36.0, 37.5, 0, CERTAIN),  # on its edge
        (36.0, 37.0, 0, CERTAIN),  # on its corner
        (36.0 - 0.8e-8, 37.5, 0, CERTAIN),  # 0.9 mm outside
        (36.0 - 2e-8, 37.5, 0, NONE),  # 2.2 mm outside
        (35.9, 37.5, 0, NONE),
        (35.9, 37.5, 11_000, NONE),
        (35.9, 37.5, 11_200, POSSIBLE),
        (-36.5, -142.5, 0, NONE),
        (-36.5, -142.5, 20_050_000, POSSIBLE),  # all of the Earth
    ],
)
def test_a_disc_is_inside_where_all_of_it_is(lat, lon, radius, expected):
    assert mark(ground(square(37, 36, 38, 37)), lat, lon, radius) is expected


def test_a_border_between_two_polygons_of_an_area_is_no_border_of_the_area():
    both = ground(square(37, 36, 38, 37), square(38, 36, 39, 37))
    assert mark(both, 36.5, 38.0, 10_000) is CERTAIN
    assert mark(ground(square(37, 36, 38, 37)), 36.5, 38.0, 10_000) is POSSIBLE


def test_a_hole_is_outside():
    holed = Area(polygons=(Polygon(ring=square(37, 36, 38, 37), holes=(square(37.4, 36.4, 37.6, 36.6),)),))
    of = Ground({"area": holed}, {}, {})
    assert mark(of, 36.5, 37.5) is NONE
    assert mark(of, 36.4, 37.5) is CERTAIN
    assert mark(of, 36.5, 37.5, 20_000) is POSSIBLE
    assert mark(of, 36.5, 37.5, 5_000) is NONE


def test_the_hundred_and_eightieth_meridian_is_no_border():
    both = ground(square(179, -1, 180, 1), square(-180, -1, -179, 1))
    for lon in (179.99, 180.0, -180.0, -179.99):
        assert mark(both, 0.0, lon) is CERTAIN
        assert mark(both, 0.0, lon, 50_000) is CERTAIN
    assert mark(both, 0.0, 178.9, 20_000) is POSSIBLE
    assert mark(ground(square(179, -1, 180, 1)), 0.0, -179.99, 2_000) is POSSIBLE
    assert mark(ground(square(179, -1, 180, 1)), 0.0, -179.99, 1_000) is NONE


def test_a_line_goes_across_the_hundred_and_eightieth_meridian_the_short_way():
    line = course((179.9, 0.0), (-179.9, 0.0))
    for lon in (179.99, 180.0, -180.0, -179.95):
        found = line.nearness(Disc(0.01, lon))
        assert found.distance == pytest.approx(1_105.7, abs=0.1)
        assert found.left is CERTAIN
    assert line.nearness(Disc(0.0, 0.0)).distance > 19_000_000


def test_at_the_poles_nothing_is_said_that_does_not_hold():
    cap = ground(square(-180, 80, 0, 90), square(0, 80, 180, 90))
    assert mark(cap, 90.0, 17.0) is CERTAIN
    assert mark(cap, 89.9, 17.0, 5_000) is CERTAIN
    assert mark(cap, 89.9, 17.0, 50_000) is not NONE
    assert mark(cap, 79.0, 0.0, 50_000) is NONE
    assert mark(ground(square(100, 80, 110, 90)), 90.0, -40.0) is CERTAIN  # the pole is its corner
    assert mark(ground(square(-180, -90, 0, -80), square(0, -90, 180, -80)), -90.0, 0.0) is CERTAIN
    line = course((0.0, 89.0), (90.0, 89.0))
    assert line.nearness(Disc(90.0, 5.0)).distance == pytest.approx(111_694, abs=2)
    assert line.nearness(Disc(-90.0, 5.0, 1_000.0)).distance > 19_000_000


def test_only_what_is_near_is_looked_at(monkeypatch):
    from comply.engine import geometry

    rings = [square(x / 100, y / 100, (x + 1) / 100, (y + 1) / 100) for x in range(100) for y in range(100)]
    many = Ground({f"a{number}": Area(polygons=(Polygon(ring=ring),)) for number, ring in enumerate(rings)}, {}, {})
    looked_at = []
    inside = geometry._inside
    monkeypatch.setattr(geometry, "_inside", lambda shapes, *rest: looked_at.extend(shapes) or inside(shapes, *rest))
    assert many.hits(Disc(0.505, 0.505)) == {"a5050": CERTAIN}
    assert len(looked_at) == 1
    assert set(many.hits(Disc(0.505, 0.505, 1_000.0)).values()) == {POSSIBLE}
    assert len(looked_at) <= 1 + 9


def test_metres_are_told_whole():
    assert metres(119.6) == "120 m"
