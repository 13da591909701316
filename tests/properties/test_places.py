"""Areas of every form: what is certain of a disc is so of each of its points, and what is not possible of none."""

from __future__ import annotations

import attrs
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comply.engine.criteria import AreaTest
from comply.engine.geometry import GEOD, _box, _inside
from comply.engine.places import Atlas
from comply.engine.told import Facts
from comply.engine.where import Where
from comply.events.incident import Incident, Place
from comply.events.mark import Mark, every, some
from comply.events.time import instant_interval
from comply.rules.places import Area, Around, Band, Line, NamedPlace, Polygon

_east = st.integers(-40, 40).map(lambda step: 37.0 + step / 100)
_north = st.integers(-40, 40).map(lambda step: 36.0 + step / 100)
points = st.tuples(_east, _north)
INCIDENT = Incident(id="i", occurred=instant_interval(0), recorded=1, kind="attack")
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


def plainly(atlas: Atlas, where: Where, name: str) -> Mark:
    """Whether a place lies in an area, by a look at every part of it."""
    area = atlas.areas[name]
    marks = [atlas._in_code(where, code) for code in area.pcodes]
    marks += [atlas._in_place(where, place) for place in area.places]
    marks += [atlas._in_band(where, band) for band in area.bands]
    marks += [atlas._near(where, around) for around in area.around]
    if area.polygons:
        marks.append(_in_polygons(where, area))
    inside = some(marks) if marks else Mark.CERTAIN
    if area.unpublished:
        inside = min(inside, Mark.POSSIBLE)
    inside = every((inside, *(plainly(atlas, where, one) for one in area.only)))
    inside = every((inside, *(plainly(atlas, where, one).negated for one in area.except_ if inside)))
    if not area.lies_in or some(atlas._in_code(where, code) for code in area.lies_in):
        return inside
    return Mark.POSSIBLE if inside is Mark.CERTAIN else Mark.NONE


def _in_polygons(where: Where, area: Area) -> Mark:
    if where.disc is None:
        inside = where.pcode is not None and where.exact and where.pcode.startswith(area.covers or "-")
        return Mark.CERTAIN if inside else Mark.POSSIBLE
    shapes = [shapely.Polygon(one.ring, one.holes) for one in area.polygons]
    return _inside(shapes, shapely.box(*_box(where.disc)), where.disc)


CODES = ("SY", "SY02", "SY0201", "SY03", "TR")
codes = st.lists(st.sampled_from(CODES), max_size=2).map(tuple)


@st.composite
def towns(draw: st.DrawFn, name: str, wholes: tuple[str, ...]) -> NamedPlace:
    lon, lat = draw(points)
    located = draw(st.booleans())
    return NamedPlace(
        id=name,
        name=name,
        pcode=draw(st.sampled_from((None, *CODES))),
        part_of=draw(st.sampled_from((None, *wholes))),
        lat=lat if located else None,
        lon=lon if located else None,
        radius_m=draw(st.sampled_from((None, 500, 5_000))) if located else None,
    )


@st.composite
def lands(draw: st.DrawFn) -> Atlas:
    """Places within places, and areas of every form that limit and narrow each other."""
    places = {name: draw(towns(name, tuple("pqr"[:number]))) for number, name in enumerate("pqr")}
    located = [name for name, place in places.items() if place.lat is not None]
    rounds = st.builds(lambda at, most: Around(lon=at[0], lat=at[1], within_m=most), points, distances)
    if located:
        rounds |= st.builds(Around, place=st.sampled_from(located), within_m=distances)
    found: dict[str, Area] = {}
    for name in "abcdef":
        before = st.lists(st.sampled_from(tuple(found)), max_size=2, unique=True).map(tuple) if found else st.just(())
        area = Area(
            pcodes=draw(st.just(()) | codes),
            places=draw(st.just(()) | st.lists(st.sampled_from("pqr"), max_size=2).map(tuple)),
            polygons=tuple(draw(st.lists(polygons(), max_size=2))),
            bands=tuple(draw(st.lists(bands, max_size=2))),
            around=tuple(draw(st.lists(rounds, max_size=2))),
            only=draw(before),
            except_=draw(before),
            lies_in=draw(st.just(()) | codes),
            covers=draw(st.just(()) | codes),
            unpublished=draw(st.sampled_from((False, False, True))),
        )
        given_at_all = area.pcodes or area.places or area.polygons or area.bands or area.around or area.only
        found[name] = area if given_at_all else attrs.evolve(area, unpublished=True)  # the loader refuses others
    return Atlas(places, {"line": draw(lines())}, found)


@st.composite
def reported(draw: st.DrawFn, atlas: Atlas) -> Where:
    """A place of which a report gives its name, code, point, precision, or some of these; the corner of an area too."""
    corners = [corner for area in atlas.areas.values() for one in area.polygons for corner in one.ring]
    at = draw(st.none() | points | st.sampled_from(corners or [(37.0, 36.0)]))
    moved = draw(st.sampled_from((0.0, 1e-9, -1e-9, 2e-8, 0.003)))
    return atlas.where(
        Place(
            name=draw(st.sampled_from((None, "p", "q", "r", "elsewhere"))),
            pcode=draw(st.sampled_from((None, *CODES))),
            lon=None if at is None else at[0],
            lat=None if at is None else at[1] + moved,
            radius_m=None if at is None else draw(st.sampled_from((None, 0.5, 800.0, 20_000.0))),
        )
    )


@settings(max_examples=300)
@given(st.data())
def test_the_index_changes_no_answer(data):
    atlas = data.draw(lands())
    where = data.draw(reported(atlas))
    for name in atlas.areas:
        assert atlas.within(where, name) is plainly(atlas, where, name), name
    wanted = tuple(data.draw(st.lists(st.sampled_from(sorted(atlas.areas)), min_size=1, unique=True)))
    test = AreaTest(wanted, atlas, atlas.choice(wanted))
    facts = Facts(INCIDENT, (), (), where, range(1))
    assert test.mark(facts) is some(plainly(atlas, where, name) for name in wanted)
    assert test.explain(facts).mark is test.mark(facts)
    most = dict(atlas.candidates(where, test.choice))
    assert all(plainly(atlas, where, name) <= most.get(name, Mark.NONE) for name in wanted)


@pytest.mark.parametrize("radius", [None, 500.0])
def test_a_named_place_is_where_its_point_is(radius):
    named = NamedPlace(id="bridge", name="The bridge", lat=36.2, lon=37.1, radius_m=radius)
    atlas = Atlas({"bridge": named}, {}, {"near": Area(around=(Around(place="bridge", within_m=400),))})
    assert atlas.within(atlas.where(Place(name="the bridge")), "near") is (Mark.POSSIBLE if radius else Mark.CERTAIN)
