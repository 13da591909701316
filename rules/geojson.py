"""GeoJSON (RFC 7946): the polygons and lines that agreements take from files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

import attrs
import msgspec

from ..events.errors import Location, Problem
from ..events.suggest import did_you_mean
from .ground import Wrong, wrong_line, wrong_polygon, wrong_positions
from .places import Polygon, Position

NAMES = ("name", "id", "pcode")
"""The properties by which a feature is named, besides its own ``id``."""

_Positions: TypeAlias = list[list[float]]


class _Polygon(msgspec.Struct, tag_field="type", tag="Polygon"):
    coordinates: list[_Positions]


class _MultiPolygon(msgspec.Struct, tag_field="type", tag="MultiPolygon"):
    coordinates: list[list[_Positions]]


class _LineString(msgspec.Struct, tag_field="type", tag="LineString"):
    coordinates: _Positions


_Geometry: TypeAlias = _Polygon | _MultiPolygon | _LineString


class _Feature(msgspec.Struct):
    geometry: msgspec.Raw = msgspec.Raw(b"null")
    properties: dict[str, Any] | None = None
    id: str | int | float | None = None

    @property
    def names(self) -> frozenset[str]:
        given = [self.id, *((self.properties or {}).get(name) for name in NAMES)]
        return frozenset(str(one) for one in given if one is not None)


class _Collection(msgspec.Struct, tag_field="type", tag="FeatureCollection"):
    features: list[_Feature]
    crs: msgspec.Raw = msgspec.Raw(b"null")


_WORLD = (b"null", b"CRS84", b"4326")


@attrs.define
class GeoJson:
    """One file, read once; ``shapes`` keeps what each feature is, so that readings share it."""

    file: str
    data: bytes
    features: list[_Feature]
    _polygons: dict[int, tuple[Polygon, ...] | Problem] = attrs.field(factory=dict)

    def polygons(self, names: tuple[str, ...]) -> Iterator[tuple[Polygon, ...] | Problem]:
        """The polygons of the features named, or of all."""
        chosen: dict[int, None] = {}
        for name in names:
            numbers = self._called(name)
            if not numbers:
                yield self._unknown(name)
            chosen.update(dict.fromkeys(numbers))
        for number in sorted(chosen) if names else range(len(self.features)):
            if number not in self._polygons:
                self._polygons[number] = self._polygons_of(number)
            yield self._polygons[number]

    def line(self, name: str) -> tuple[Position, ...] | Problem:
        """The points of the one line that is called so."""
        numbers = self._called(name)
        if len(numbers) != 1:
            twice = Problem(
                location=Location(file=self.file),
                message=f"{len(numbers)} features are called {name!r}",
                remedy="give each its own name",
            )
            return twice if numbers else self._unknown(name)
        shape = self._shape(numbers[0], _LineString)
        if isinstance(shape, Problem):
            return shape
        points = _flat(shape.coordinates)
        wrong = wrong_positions(points) or wrong_line(points)
        return self._problem(numbers[0], wrong) if wrong else points

    def _called(self, name: str) -> list[int]:
        return [number for number, feature in enumerate(self.features) if name in feature.names]

    def _unknown(self, name: str) -> Problem:
        known = sorted({one for feature in self.features for one in feature.names})
        remedy = did_you_mean(name, known) or "features are looked up by " + ", ".join(NAMES)
        return Problem(location=Location(file=self.file), message=f"no feature is called {name!r}", remedy=remedy)

    def _polygons_of(self, number: int) -> tuple[Polygon, ...] | Problem:
        shape = self._shape(number, _Polygon | _MultiPolygon)
        if isinstance(shape, Problem):
            return shape
        found = []
        for rings in shape.coordinates if isinstance(shape, _MultiPolygon) else [shape.coordinates]:
            outer, *holes = [_flat(ring) for ring in rings] or [()]
            wrong = wrong_polygon(outer, holes)
            if wrong:
                return self._problem(number, wrong)
            found.append(Polygon(ring=outer, holes=tuple(holes)))
        return tuple(found)

    def _shape(self, number: int, wanted: Any) -> Any:
        try:
            return msgspec.json.decode(self.features[number].geometry, type=wanted)
        except msgspec.ValidationError as error:
            word = "a LineString" if wanted is _LineString else "a Polygon or MultiPolygon"
            return self._problem(number, (f"the geometry is not {word}: {error}", None))

    def _problem(self, number: int, wrong: Wrong) -> Problem:
        message, remedy = wrong
        location = Location(file=self.file, line=self._line_of(number), path=f"$.features[{number}].geometry")
        return Problem(location=location, message=message, remedy=remedy)

    def _line_of(self, number: int) -> int | None:
        """The line on which a feature begins, found only when something is wrong with it."""
        text = self.data.decode("utf-8-sig")
        at = text.index("[", text.index('"features"'))
        try:
            for _ in range(number + 1):
                at = _next(text, at + 1)
                end = json.JSONDecoder().raw_decode(text, at)[1]
                at, start = end, at
        except (ValueError, IndexError, RecursionError):
            return None
        return text.count("\n", 0, start) + 1


def _next(text: str, at: int) -> int:
    while text[at] in " \t\r\n,":
        at += 1
    return at


def _flat(positions: _Positions) -> tuple[Position, ...]:
    """Positions without their height."""
    return tuple(tuple(position[:2]) for position in positions)


def parse(data: bytes, file: str) -> GeoJson | Problem:
    """Read a FeatureCollection in WGS84."""
    try:
        collection = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Collection)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        message = f"not a FeatureCollection of GeoJSON: {reason}"
        return Problem(location=Location(file=file), message=message)
    if not any(word in bytes(collection.crs) for word in _WORLD):
        message = "the coordinates are not WGS84 longitude and latitude ('crs')"
        return Problem(location=Location(file=file), message=message, remedy="convert the file to EPSG:4326")
    return GeoJson(file, data, collection.features)
