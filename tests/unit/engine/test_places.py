"""Areas as agreements use them: belts by class of weapon, containment, who where, and what reports leave open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from comply import Mark
from comply.engine.geometry import GEOD
from comply.engine.match import Matcher
from comply.engine.places import Atlas
from comply.engine.world import World
from comply.events.incident import Place
from comply.rules.agreement import Agreement

from ...harness import HEAD, agreement, judge, log, outcomes

NONE, POSSIBLE, CERTAIN = Mark.NONE, Mark.POSSIBLE, Mark.CERTAIN
ROOT = Path(__file__).parents[3]

MAP = """
places:
  bridge: {name: The bridge, lat: 36.25, lon: 37.12, radius_m: 100}
  town: {name: Town, pcode: SY02, lat: 36.2, lon: 37.1, radius_m: 5000}
  mill: {name: The mill, part_of: town}
lines:
  castello-road: {points: [[37.0, 36.25], [37.2, 36.25]]}
areas:
  belt-heavy: {bands: {line: castello-road, within_m: 3500}}
  belt-light: {bands: {line: castello-road, within_m: 1000}}
  north-belt: {bands: {line: castello-road, within_m: 2500, beyond_m: 500, side: left}}
  south-belt: {bands: {line: castello-road, within_m: 2500, side: right}}
  zone: {polygons: [[[37.0, 36.0], [37.1, 36.0], [37.1, 36.1], [37.0, 36.1]]], lies_in: SY02, covers: SY0201}
  base: {around: {place: bridge, within_m: 1000}}
  zone-without-base: {only: [zone], except: [belt-heavy]}
  mixed: {pcodes: SY09, polygons: [[[37.0, 36.0], [37.1, 36.0], [37.1, 36.1], [37.0, 36.1]]]}
  named: {places: [bridge]}
  district: {pcodes: [SY02]}
  hidden: {unpublished: true, around: {place: bridge, within_m: 1000}}
  both: {only: [belt-heavy, district]}
"""
HERE = HEAD[: HEAD.index("areas:")] + MAP

BELTS = """
  - {id: belts, kind: prohibition, CITED, bearer: bound, during: truce, act: {kind: deployment, any: [
      {attributes: {weapon: {at_least: 100}}, area: belt-heavy},
      {attributes: {weapon: {less_than: 100}}, area: belt-light}]}}
  - {id: stay, kind: prohibition, CITED, bearer: north, during: truce, act: {kind: deployment, not: {area: zone}}}
  - {id: keep-out, kind: prohibition, CITED, bearer: bound, during: truce, act: {kind: attack, any: [
      {actor: north, area: south-belt}, {actor: south, area: north-belt}]}}
"""


@pytest.fixture(scope="module")
def under() -> Agreement:
    return agreement(BELTS, head=HERE)


def off_road(metres: float, *, north: bool = True, **more: object) -> dict[str, object]:
    """A place so many metres from the middle of the road."""
    lon, lat, _ = GEOD.fwd(37.1, 36.25, 0 if north else 180, metres)
    return {"lat": lat, "lon": lon, **more}


def report(place: object, kind: str = "deployment", actor: str = "south", **attributes: object) -> dict[str, object]:
    return {"occurred": "2020-01-02T00:00:00Z", "kind": kind, "actor": actor, "place": place, "attributes": attributes}


def marks(under: Agreement, clause: str, record: dict[str, object]) -> list[Mark]:
    return [mark for _, _, mark in outcomes(judge(under, record), clause)]


@pytest.mark.parametrize(
    ("weapon", "place", "expected"),
    [
        (120, off_road(3_400), [CERTAIN]),
        (120, off_road(3_600), []),
        (82, off_road(3_400), []),
        (82, off_road(900, north=False), [CERTAIN]),
        (120, off_road(3_400, radius_m=90), [CERTAIN]),
        (120, off_road(3_400, radius_m=200), [POSSIBLE]),
        (120, off_road(3_700, radius_m=150), []),
        (120, {"pcode": "SY02"}, [POSSIBLE]),
        (120, "somewhere", [POSSIBLE]),
        (120, "the bridge", [CERTAIN]),
        (120, "The Mill", [POSSIBLE]),  # in the town, which lies 5 km around its point
    ],
)
def test_the_belt_depends_on_the_weapon(under, weapon, place, expected):
    assert marks(under, "belts", report(place, weapon=weapon)) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"lat": 36.05, "lon": 37.05}, []),
        ({"lat": 36.05, "lon": 37.15}, [CERTAIN]),
        ({"lat": 36.05, "lon": 37.105, "radius_m": 1000}, [POSSIBLE]),
        ({"pcode": "SY0201"}, []),
        ({"pcode": "SY09"}, [CERTAIN]),
        ({"pcode": "SY02"}, [POSSIBLE]),
    ],
)
def test_who_is_to_stay_in_a_zone_breaks_it_outside(under, place, expected):
    assert marks(under, "stay", report(place, actor="north")) == expected


@pytest.mark.parametrize(
    ("actor", "place", "expected"),
    [
        ("north", off_road(900, north=False), [CERTAIN]),
        ("north", off_road(900), []),
        ("south", off_road(900), [CERTAIN]),
        ("south", off_road(400), []),
        ("south", off_road(900, north=False), []),
        ("south", off_road(900, radius_m=1_000), [POSSIBLE]),
        ("north", off_road(900, radius_m=800), []),
        ("unknown", off_road(900), [POSSIBLE]),
    ],
)
def test_each_side_keeps_to_its_own_side_of_the_road(under, actor, place, expected):
    assert marks(under, "keep-out", report(place, "attack", actor)) == expected


@pytest.mark.parametrize(
    ("area", "place", "expected"),
    [
        ("base", Place(name="The bridge"), CERTAIN),
        ("base", Place(name="The bridge", lat=36.0, lon=37.0), NONE),  # the report's own point comes first
        ("base", Place(name="The bridge", radius_m=2000), POSSIBLE),  # and so does its precision, where it is less
        ("base", Place(), POSSIBLE),
        ("zone", Place(lat=36.05, lon=37.05, pcode="SY09"), POSSIBLE),  # the two contradict each other
        ("zone", Place(lat=36.05, lon=37.05, radius_m=10, pcode="SY09"), CERTAIN),  # the code of the middle
        ("zone", Place(lat=36.5, lon=37.05, pcode="SY02"), NONE),
        ("zone", Place(lat=36.1, lon=37.1), CERTAIN),  # its corner
        ("zone-without-base", Place(lat=36.05, lon=37.05), CERTAIN),
        ("zone-without-base", Place(lat=36.25, lon=37.05), NONE),
        ("zone-without-base", Place(pcode="SY09"), NONE),
        ("mixed", Place(pcode="SY0901"), CERTAIN),
        ("mixed", Place(lat=36.05, lon=37.05), CERTAIN),
        ("mixed", Place(lat=36.5, lon=37.05), POSSIBLE),  # comply has no boundaries of units
        ("mixed", Place(lat=36.5, lon=37.05, pcode="SY02"), NONE),
        ("named", Place(name="the bridge"), CERTAIN),
        ("named", Place(lat=36.25, lon=37.12), POSSIBLE),
        ("named", Place(lat=36.26, lon=37.12, radius_m=900), NONE),
        ("named", Place(lat=36.26, lon=37.12, radius_m=1100), POSSIBLE),
        ("named", Place(lat=36.26, lon=37.12), NONE),  # the bridge lies within 100 m of its point
        ("district", Place(lat=36.25, lon=37.12), POSSIBLE),
        ("district", Place(lat=36.25, lon=37.12, pcode="SY0201"), CERTAIN),
        ("district", Place(lat=36.25, lon=37.12, pcode="SY0201", radius_m=50), POSSIBLE),
        ("hidden", Place(lat=36.25, lon=37.12), POSSIBLE),
        ("hidden", Place(lat=36.3, lon=37.12), NONE),
        ("both", Place(lat=36.25, lon=37.12, pcode="SY02"), CERTAIN),
        ("both", Place(lat=36.25, lon=37.12, pcode="SY09"), NONE),
        ("both", Place(lat=36.0, lon=37.12, pcode="SY02"), NONE),
    ],
)
def test_what_a_place_says_of_an_area(under, area, place, expected):
    atlas = World.of(under.base).atlas
    assert atlas.within(atlas.where(place), area) is expected


def told(under: Agreement, pattern: int, record: dict[str, object]) -> list[str]:
    """What the derivation of a clause's act says of places."""
    matcher = Matcher(World.of(under.base))
    (admitted,) = log(under, [record]).occurrences()
    derivation = matcher.explain(matcher.told(admitted), matcher.number(under.base.clauses[pattern].act))
    return [f"{one.wanted}; {one.found}; {one.mark.word}" for one in walk(derivation) if one.test in GROUND]


GROUND = ("distance", "polygon")


def walk(derivation):
    yield derivation
    for part in derivation.parts:
        yield from walk(part)


def test_the_distance_found_is_told(under):
    heavy = report(off_road(120), weapon=120)
    assert "at most 3500 m from castello-road; 120 m from castello-road; certain" in told(under, 0, heavy)
    vague = report(off_road(3_400, radius_m=500), weapon=120)
    assert told(under, 0, vague) == [
        "at most 3500 m from castello-road; 3400 m from castello-road, known to 500 m; possible",
        "at most 1000 m from castello-road; 3400 m from castello-road, known to 500 m; none",
    ]
    sides = told(under, 2, report(off_road(900, north=False), "attack", "north"))
    assert (
        sides[0] == "at most 2500 m from castello-road, on its right; 900 m from castello-road, on its right; certain"
    )
    inside = told(under, 1, report({"lat": 36.05, "lon": 37.15, "radius_m": 20}, actor="north"))
    assert inside == ["inside; outside, known to 20 m; none"]


def test_a_finding_tells_the_distance(under):
    evaluation = judge(under, report(off_road(3_400, radius_m=500), weapon=120))
    text = str([finding.to_json() for finding in evaluation.findings if finding.clause == "belts"])
    assert "3400 m from castello-road, known to 500 m" in text


def test_of_many_areas_only_those_near_are_asked(monkeypatch):
    names = [f"z{x}-{y}" for x in range(30) for y in range(30)]
    areas = "".join(
        f"  z{x}-{y}: {{polygons: [[[{x}, {y}], [{x + 1}, {y}], [{x + 1}, {y + 1}], [{x}, {y + 1}]]]}}\n"
        for x in range(30)
        for y in range(30)
    )
    clause = f"  - {{id: c, kind: prohibition, CITED, bearer: bound, act: {{area: [{', '.join(names)}, city]}}}}\n"
    under = agreement(clause, head=HEAD[: HEAD.index("areas:")] + "areas:\n  city: {pcodes: [SY02]}\n" + areas)
    asked: list[str] = []
    within = Atlas.within
    monkeypatch.setattr(Atlas, "within", lambda self, where, area: asked.append(area) or within(self, where, area))
    matcher = Matcher(World.of(under.base))
    number = matcher.number(under.base.clauses[0].act)
    (admitted,) = log(under, [report({"lat": 5.5, "lon": 7.5})]).occurrences()
    assert matcher.mark(matcher.told(admitted), number) is CERTAIN
    assert asked == ["z7-5"]


def test_an_agreement_without_geometry_never_loads_the_libraries():
    code = (
        "import sys, comply; a = comply.load('us-russia-syria-2016');"
        "log = comply.admit([]); comply.evaluate(a, log);"
        "print([n for n in ('shapely', 'pyproj', 'numpy', 'astral') if n in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("place", "mark"),
    [
        ({"name": "The town"}, Mark.CERTAIN),
        ({"name": "The town", "pcode": "SY02"}, Mark.CERTAIN),
        ({"name": "The town", "pcode": "SY0901"}, Mark.POSSIBLE),
        ({"name": "The town", "lat": 36.0, "lon": 37.0, "radius_m": 25_000}, Mark.POSSIBLE),
        ({"pcode": "sy020100"}, Mark.CERTAIN),
        ({"pcode": "SY0901"}, Mark.NONE),
    ],
)
def test_a_name_and_a_code_place_a_report_unless_they_contradict_each_other_or_are_imprecise(place, mark):
    head = HEAD.replace("areas:", "places: {town: {name: The town, pcode: SY0201}}\nareas:")
    world = World.of(
        agreement("  - {id: C, kind: prohibition, CITED, act: {kind: attack, area: city}}\n", head=head).base
    )
    assert world.atlas.within(world.atlas.where(Place(**place)), "city") is mark
