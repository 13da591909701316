"""Areas of every form: what is certain of a disc is so of each of its points, and what is not possible of none."""

from __future__ import annotations

import attrs
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from comply.engine.geometry import GEOD
from comply.engine.places import Atlas
from comply.events.incident import Place
from comply.events.mark import Mark
from comply.rules.places import Area, Around, Band, Line, NamedPlace, Polygon

_east = st.integers(-40, 40).map(lambda step: 37.0 + step / 100)
_north = st.integers(-40, 40).map(lambda step: 36.0 + step / 100)
points = st.tuples(_east, _north)
distances = st.sampled_from((100, 1_000, 3_500, 10_000, 30_000))


@st.composite
def polygons(draw: st.DrawFn) -> Polygon:
    shape = shapely.Polygon(draw(st.lists(points, min_size=3, max_size=7, unique=True)))
    if not shape.is_valid:
        shape = shape.convex_hull
    assume(shape.geom_type == "Polygon")
    return Polygon(ring=tuple(shape.exterior.coords))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    found = draw(st.lists(points, min_size=2, max_size=7, unique=True))
    if draw(st.booleans()):
        found.append(found[0])
    assume(shapely.LineString(found).is_simple)
    return Line(points=tuple(found))


bands = st.builds(
    Band,
    line=st.just("line"),
    within_m=distances,
    beyond_m=st.sampled_from((0, 50, 500)),
    side=st.sampled_from(("left", "right", "both")),
)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    lon, lat = draw(points)
    area = Area(
        polygons=tuple(draw(st.lists(polygons(), max_size=3))),
        bands=tuple(draw(st.lists(bands, max_size=2))),
        around=tuple(draw(st.lists(st.builds(Around, lat=st.just(lat), lon=st.just(lon), within_m=distances)))[:1]),
        pcodes=draw(st.sampled_from(((), (), ("SY02",)))),
        lies_in=draw(st.sampled_from(((), ("SY02",), ("SY",)))),
    )
    assume(area.polygons or area.bands or area.around or area.pcodes)  # the loader refuses others
    return area


@st.composite
def atlases(draw: st.DrawFn) -> Atlas:
    zone = draw(areas())
    north = draw(areas())
    mixed = Area(
        polygons=tuple(draw(st.lists(polygons(), max_size=1))),
        only=("zone",) if draw(st.booleans()) else (),
        except_=("north",),
    )
    return Atlas({}, {"line": draw(lines())}, {"zone": zone, "north": north, "mixed": mixed})


@st.composite
def discs(draw: st.DrawFn) -> tuple[Place, Place]:
    """A place of some precision, and one of the points that it admits."""
    lon, lat = draw(points)
    lat += draw(st.floats(-0.005, 0.005))
    radius = draw(st.sampled_from((1e-3, 1.0, 90.0, 1_100.0, 5_000.0, 25_000.0)))
    part = draw(st.sampled_from((0.0, 0.25, 0.999, 1.0)))
    code = draw(st.sampled_from((None, "SY02", "SY09")))
    east, north, _ = GEOD.fwd(lon, lat, draw(st.integers(-180, 180)), radius * part)
    vague = Place(lat=lat, lon=lon, radius_m=radius, pcode=code)
    return vague, Place(lat=north, lon=east, pcode=draw(st.sampled_from((None, code))))


@given(atlases(), discs())
def test_what_is_certain_of_a_disc_holds_at_each_of_its_points_and_nothing_new_does(atlas, disc):
    if any(area.lies_in for area in atlas.areas.values()):
        # A code outside what an area lies in would contradict a point inside it: no version that the report admits.
        disc = (disc[0], attrs.evolve(disc[1], pcode=None))
    vague, precise = (atlas.where(place) for place in disc)
    for name in atlas.areas:
        before, after = atlas.within(vague, name), atlas.within(precise, name)
        if before is not Mark.POSSIBLE:
            assert after is before, name


@given(atlases(), points)
def test_of_a_point_with_neither_code_nor_radius_an_area_of_shapes_is_never_in_doubt(atlas, point):
    where = atlas.where(Place(lon=point[0], lat=point[1]))
    for name, area in atlas.areas.items():
        if not any(atlas.areas[one].pcodes for one in (name, *area.only, *area.except_)):
            assert atlas.within(where, name) is not Mark.POSSIBLE


@given(atlases(), discs())
def test_an_area_and_what_is_left_of_the_world_without_it_are_contrary(atlas, disc):
    everywhere = Area(around=(Around(lat=0, lon=0, within_m=20_100_000),), except_=("zone",))
    both = Atlas({}, atlas.lines, {**atlas.areas, "rest": everywhere})
    for where in map(both.where, disc):
        assert both.within(where, "rest") is both.within(where, "zone").negated


@given(atlases(), discs())
def test_the_index_leaves_out_no_area_in_which_a_place_can_lie(atlas, disc):
    names = tuple(atlas.areas)
    for where in map(atlas.where, disc):
        kept = list(atlas.candidates(where, atlas.choice(names)))
        assert all(not atlas.within(where, name) for name in names if name not in kept)


@pytest.mark.parametrize("radius", [None, 500.0])
def test_a_named_place_is_where_its_point_is(radius):
    named = NamedPlace(id="bridge", name="The bridge", lat=36.2, lon=37.1, radius_m=radius)
    atlas = Atlas({"bridge": named}, {}, {"near": Area(around=(Around(place="bridge", within_m=400),))})
    assert atlas.within(atlas.where(Place(name="the bridge")), "near") is (Mark.POSSIBLE if radius else Mark.CERTAIN)
