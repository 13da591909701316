"""Lines, areas and places as documents write them, and the files that they are read from."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comply.events.errors import AgreementError
from comply.rules import files
from comply.rules.agreement import Agreement
from comply.rules.files import FileError, resource_folder
from comply.rules.load import load, loads
from comply.rules.places import Polygon

HEAD = """
comply: 1
id: test
title: A test
documents: {t: {title: The text}}
parties: {north: {name: North}}
phases: [{id: truce, title: Truce}]
clauses:
  - {id: c, kind: prohibition, title: T, citation: {document: t, text: x}, act: {kind: attack, area: zone}}
"""
RING = [[37.0, 36.0], [37.1, 36.0], [37.1, 36.1], [37.0, 36.0]]
BOW = [[37.0, 36.0], [37.1, 36.1], [37.1, 36.0], [37.0, 36.1], [37.0, 36.0]]


def collection(*features: dict, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, indent=1).encode()


def feature(kind: str, coordinates: object, **properties: object) -> dict:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def in_folder(folder: Path, section: str, **contents: bytes) -> Agreement:
    (folder / "agreement.yaml").write_text(HEAD + section)
    for name, data in contents.items():
        (folder / f"{name}.geojson").write_bytes(data)
    return load(str(folder))


def problems(folder: Path, section: str, **contents: bytes) -> list[str]:
    with pytest.raises(AgreementError) as caught:
        in_folder(folder, section, **contents)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


FILE = "areas: {zone: {geojson: map.geojson}}\n"


def test_polygons_come_from_a_file(tmp_path):
    data = collection(
        feature("Polygon", [RING], name="one"),
        feature("MultiPolygon", [[RING], [RING, RING]], pcode="SY01"),
        {**feature("Polygon", [[[*one, 300.0] for one in RING]]), "id": 7},
    )
    ring = tuple(map(tuple, RING))
    whole = in_folder(tmp_path, FILE, map=collection(feature("Polygon", [RING], name="one"))).base.areas["zone"]
    assert whole.polygons == (Polygon(ring=ring),)
    for names, number in (("one", 1), ("[one, 7]", 2), ('"7"', 1)):
        some = in_folder(tmp_path, f"areas: {{zone: {{geojson: map.geojson, features: {names}}}}}\n", map=data)
        assert len(some.base.areas["zone"].polygons) == number
    beside = f"areas: {{zone: {{geojson: map.geojson, features: one, polygons: [{RING}]}}}}\n"
    assert len(in_folder(tmp_path, beside, map=data).base.areas["zone"].polygons) == 2


def test_a_line_comes_from_a_file(tmp_path):
    section = (
        "lines: {road: {geojson: map.geojson, feature: road}}\nareas: {zone: {bands: {line: road, within_m: 100}}}\n"
    )
    found = in_folder(tmp_path, section, map=collection(feature("LineString", RING[:3], name="road")))
    assert found.base.lines["road"].points == tuple(map(tuple, RING[:3]))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "map.geojson: not a FeatureCollection of GeoJSON: Input data was truncated"),
        (
            b'{"type": "Feature"}',
            "map.geojson: not a FeatureCollection of GeoJSON: Invalid value 'Feature' - at `$.type`",
        ),
        (b"[" * 100_000, "map.geojson: not a FeatureCollection of GeoJSON: Expected `object`, got `array`"),
        (
            collection(feature("Point", [37, 36])),
            "map.geojson:4 $.features[0].geometry: the geometry is not a Polygon or MultiPolygon: "
            "Invalid value 'Point' - at `$.type`",
        ),
        (
            collection(feature("Polygon", [RING]), feature("Polygon", [BOW])),
            "map.geojson:31 $.features[1].geometry: not a polygon: self-intersection at [37.05, 36.05] "
            "(rings meet neither themselves nor others)",
        ),
        (
            collection(feature("Polygon", [[[36, 200], *RING]])),
            "map.geojson:4 $.features[0].geometry: point 1, [36.0, 200.0], is not on Earth "
            "(longitude -180 to 180, latitude -90 to 90)",
        ),
        (
            collection(feature("Polygon", [[[170, 0], [-170, 0], [-170, 5]]])),
            "map.geojson:4 $.features[0].geometry: an edge spans more than 180 degrees of longitude "
            "(divide the polygon at the 180th meridian)",
        ),
        (
            collection(feature("Polygon", [])),
            "map.geojson:4 $.features[0].geometry: a ring has three points or more "
            "(a list of points [lon, lat] in turn)",
        ),
        (
            collection(feature("Polygon", [RING]), crs={"type": "name", "properties": {"name": "EPSG:32637"}}),
            "map.geojson: the coordinates are not WGS84 longitude and latitude ('crs') (convert the file to EPSG:4326)",
        ),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path, data, message):
    assert problems(tmp_path, FILE, map=data) == [message]


def test_the_line_is_that_on_which_the_feature_begins():
    data = collection(feature("Polygon", [RING]), feature("Polygon", [BOW]))
    assert data.splitlines()[29:32] == [b"  },", b"  {", b'   "type": "Feature",']


def test_wgs84_may_be_said_in_the_old_way(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert in_folder(tmp_path, FILE, map=b"\xef\xbb\xbf" + collection(feature("Polygon", [RING]), crs=crs))


def test_a_feature_that_is_not_there_is_told(tmp_path):
    data = collection(feature("Polygon", [RING], name="north zone"), feature("LineString", RING[:2], name="road"))
    section = "areas: {zone: {geojson: map.geojson, features: north-zone}}\n"
    assert problems(tmp_path, section, map=data) == [
        "map.geojson: no feature is called 'north-zone' (did you mean 'north zone'?)"
    ]
    lines = "lines: {road: {geojson: map.geojson, feature: way}}\nareas: {zone: {bands: {line: road, within_m: 1}}}\n"
    assert problems(tmp_path, lines, map=data)[0].startswith("map.geojson: no feature is called 'way'")
    twice = collection(*[feature("LineString", RING[:2], name="way")] * 2)
    assert problems(tmp_path, lines, map=twice) == ["map.geojson: 2 features are called 'way' (give each its own name)"]
    crossing = collection(feature("LineString", BOW, name="way"))
    assert "crosses or touches itself" in problems(tmp_path, lines, map=crossing)[0]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../map.geojson", "a/../../map.geojson", "a\\\\b.geojson", "C:map.geojson", "."]
)
def test_a_file_outside_the_folder_is_never_opened(tmp_path, name):
    found = problems(tmp_path, f'areas: {{zone: {{geojson: "{name}"}}}}\n')
    assert len(found) == 1
    assert "is not a path inside the agreement's own folder" in found[0]


def test_a_link_may_not_lead_out_of_the_folder(tmp_path):
    inner = tmp_path / "inner"
    (inner / "maps").mkdir(parents=True)
    (tmp_path / "secret.geojson").write_bytes(collection(feature("Polygon", [RING])))
    (inner / "map.geojson").symlink_to(tmp_path / "secret.geojson")
    (inner / "out").symlink_to(tmp_path)
    expected = (
        "agreement.yaml:10:25 $.areas.zone.geojson: {!r} is a link that leads out of the agreement's folder "
        "(copy the file beside the agreement)"
    )
    assert problems(inner, FILE) == [expected.format("map.geojson")]
    assert problems(inner, "areas: {zone: {geojson: out/secret.geojson}}\n") == [expected.format("out/secret.geojson")]
    (inner / "maps" / "good.geojson").write_bytes(collection(feature("Polygon", [RING])))
    (inner / "map.geojson").unlink()
    (inner / "map.geojson").symlink_to("maps/good.geojson")
    assert in_folder(inner, FILE)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "there is no file 'map.geojson' beside the agreement"),
        (lambda path: path.mkdir(), "'map.geojson' is not a file"),
        (lambda path: os.mkfifo(path), "'map.geojson' is not a file"),
        (lambda path: path.symlink_to(path), "'map.geojson' cannot be read: "),
        (lambda path: path.write_bytes(b" " * 2000), "'map.geojson' is larger than 1000 bytes"),
    ],
)
def test_what_is_no_file_of_bounded_size_is_refused(tmp_path, monkeypatch, make, message):
    monkeypatch.setattr(files, "LARGEST", 1000)
    make(tmp_path / "map.geojson")
    (found,) = problems(tmp_path, FILE)
    assert found.startswith(f"agreement.yaml:10:25 $.areas.zone.geojson: {message}")


def test_an_agreement_given_as_text_has_no_files():
    with pytest.raises(AgreementError) as caught:
        loads((HEAD + FILE).encode())
    assert str(caught.value) == (
        "<text>:10:25 $.areas.zone.geojson: 'map.geojson' cannot be read: "
        "the agreement was given as text and has no folder (load it from a file)"
    )


def test_the_library_reads_files_through_its_resources(tmp_path):
    (tmp_path / "map.geojson").write_bytes(collection(feature("Polygon", [RING])))
    folder = resource_folder(tmp_path)
    assert loads((HEAD + FILE).encode(), folder=folder).base.areas["zone"].polygons
    with pytest.raises(FileError, match="there is no file"):
        folder("other.geojson")
    with pytest.raises(FileError, match="inside"):
        folder("../map.geojson")


def test_the_digest_covers_the_files_as_sha256sum_lists_them(tmp_path):
    data = collection(feature("Polygon", [RING], name="one"))
    section = "areas: {zone: {geojson: ./map.geojson}, other: {geojson: b.geojson}}\n"
    found = in_folder(tmp_path, section, map=data, b=data)
    document = (tmp_path / "agreement.yaml").read_bytes()
    listed = [("-", document), ("b.geojson", data), ("map.geojson", data)]
    text = "".join(f"{hashlib.sha256(one).hexdigest()}  {name}\n" for name, one in listed)
    assert found.digest == hashlib.sha256(text.encode()).hexdigest()
    assert in_folder(tmp_path, section, map=data + b"\n", b=data).digest != found.digest


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("areas: {zone: {}}", "$.areas.zone: nothing says where the area is"),
        ("areas: {zone: {title: Z, lies_in: SY}}", "$.areas.zone: nothing says where"),
        ("areas: {zone: {pcodes: SY, lies_in: SY}}", "$.areas.zone.lies_in: 'lies_in' goes with"),
        ("areas: {zone: {pcodes: SY, covers: SY}}", "$.areas.zone.covers: 'covers' goes with"),
        ("areas: {zone: {pcodes: SY, features: a}}", "$.areas.zone.features: 'features' goes with 'geojson'"),
        ("areas: {zone: {only: nowhere}}", "$.areas.zone.only[0]: no area is called 'nowhere'"),
        ("areas: {zone: {pcodes: SY, except: zone}}", "$.areas.zone: goes in a circle: zone → zone"),
        ("areas: {zone: {only: b}, b: {pcodes: SY, except: zone}}", "goes in a circle"),
        ("areas: {zone: {bands: {line: road, within_m: 5}}}", "bands[0].line: no line is called 'road'"),
        ("areas: {zone: {around: {place: road, within_m: 5}}}", "around[0].place: no place is called 'road'"),
        (
            "areas: {zone: {around: {within_m: 5}}}",
            "around[0]: a distance is from exactly one of place, or lat and lon",
        ),
        ("areas: {zone: {around: {lat: 5, within_m: 5}}}", "around[0]: lat and lon go together"),
        ("areas: {zone: {around: {lat: 95, lon: 0, within_m: 5}}}", "around[0].lat: the latitude 95 does not lie"),
        ("areas: {zone: {around: {lat: 5, lon: 181.5, within_m: 5}}}", "around[0].lon: the longitude 181.5 does not"),
        ("areas: {zone: {around: {lat: 5, lon: 0, within_m: 0}}}", "around[0].within_m: the distance is zero"),
        ("areas: {zone: {around: {lat: 5, lon: 0, within_m: 3e7}}}", "around[0].within_m: expected a number"),
        ("areas: {zone: {around: {lat: 5, lon: 0, within_m: 30000000}}}", "is longer than half the way"),
        ("areas: {zone: {polygons: [[[1, 2], [3, 4]]]}}", "polygons[0]: a ring has three points or more"),
        ("areas: {zone: {polygons: [[1, 2], [3, 4], [5, 5]]}}", "polygons[0]: point 1 has 1 numbers"),
        ("areas: {zone: {polygons: [[[36, 137], [3, 4], [5, 5]]]}}", "[36, 137], is not on Earth (the longitude comes"),
        (f"areas: {{zone: {{polygons: [{BOW}]}}}}", "$.areas.zone.polygons[0]: not a polygon: self-intersection"),
        (
            "places: {p: {name: P, radius_m: 5}}\nareas: {zone: {pcodes: a}}",
            "$.places.p.radius_m: 'radius_m' goes with",
        ),
        ("places: {p: {name: P, lat: 5}}\nareas: {zone: {pcodes: a}}", "$.places.p: lat and lon go together"),
        (
            "places: {p: {name: P}}\nareas: {zone: {around: {place: p, within_m: 5}}}",
            "around[0].place: the place 'p' has no point",
        ),
        ("lines: {l: {}}\nareas: {zone: {pcodes: a}}", "$.lines.l: a line has exactly one of points and geojson"),
        ("lines: {l: {geojson: a}}\nareas: {zone: {pcodes: a}}", "$.lines.l: 'geojson' and 'feature' go together"),
        (
            "lines: {l: {points: [[1, 2]]}}\nareas: {zone: {pcodes: a}}",
            "$.lines.l.points: a line has two points or more",
        ),
        (
            f"lines: {{l: {{points: {BOW}}}}}\nareas: {{zone: {{pcodes: a}}}}",
            "$.lines.l.points: the line crosses or touches itself",
        ),
        (
            "lines: {l: {points: [[1, 2], [3, 4]]}}\nareas: {zone: {bands: {line: l, within_m: 5, beyond_m: 6}}}",
            "bands[0].beyond_m: nothing lies beyond it and within 'within_m'",
        ),
        (
            "lines: {l: {points: [[1, 2], [3, 4]]}}\nareas: {zone: {bands: {line: l, within_m: 5, side: north}}}",
            "bands[0].side: 'north' is not allowed here",
        ),
    ],
)
def test_a_mistake_in_a_place_a_line_or_an_area_is_told_at_its_place(section, expected):
    with pytest.raises(AgreementError) as caught:
        loads(f"{HEAD}{section}\n".encode())
    assert expected in str(caught.value)


@pytest.mark.parametrize(("section", "loaded"), [("areas: {zone: {pcodes: SY}}\n", []), (FILE, ["shapely"])])
def test_the_libraries_are_loaded_only_where_they_are_needed(tmp_path, section, loaded):
    if loaded:
        (tmp_path / "map.geojson").write_bytes(collection(feature("Polygon", [RING])))
    (tmp_path / "agreement.yaml").write_text(HEAD + section)
    code = (
        "import sys, comply; comply.evaluate(comply.load(sys.argv[1]), comply.admit([]));"
        "print([name for name in ('astral', 'numpy', 'pyproj', 'shapely') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert ("shapely" in found.stdout) is bool(loaded)
    assert "pyproj" not in found.stdout
    assert "astral" not in found.stdout
