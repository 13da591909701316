"""Bring the shapes that stand in files into an agreement's terms, and digest the agreement with its files."""

from __future__ import annotations

import hashlib
from pathlib import PurePath, PurePosixPath

import attrs

from ..events.errors import Location, Problem
from .agreement import Terms
from .files import FileError, Folder
from .geojson import GeoJson, parse
from .path import Path, show_path
from .places import Area, Line, Polygon
from .structure import Builder


@attrs.define
class Maps:
    """The files of one agreement, each read once for all readings."""

    folder: Folder
    file: str
    contents: dict[str, bytes] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)
    _parsed: dict[str, GeoJson | Problem] = attrs.field(factory=dict)

    def filled(self, terms: Terms, builder: Builder) -> Terms:
        """The terms with the shapes of files in place of their names; what is wrong is added to ``problems``."""
        lines = {name: self._line(line, ("lines", name), builder) for name, line in terms.lines.items()}
        areas = {name: self._area(area, ("areas", name), builder) for name, area in terms.areas.items()}
        return attrs.evolve(terms, lines=lines, areas=areas)

    def digest(self, document: bytes) -> str:
        """SHA-256 of the document; where there are files, of what ``sha256sum - FILE...`` prints, by order of names."""
        if not self.contents:
            return _sha256(document)
        listed = [("-", document), *sorted(self.contents.items())]
        return _sha256("".join(f"{_sha256(data)}  {name}\n" for name, data in listed).encode())

    def _line(self, line: Line, path: Path, builder: Builder) -> Line:
        source = self._open(line.geojson, path, builder)
        if source is None or line.feature is None:
            return line
        points = source.line(line.feature)
        if isinstance(points, Problem):
            self.problems.append(points)
            return line
        return attrs.evolve(line, points=points)

    def _area(self, area: Area, path: Path, builder: Builder) -> Area:
        source = self._open(area.geojson, path, builder)
        if source is None:
            return area
        found: list[Polygon] = []
        for shape in source.polygons(area.features):
            if isinstance(shape, Problem):
                self.problems.append(shape)
            else:
                found += shape
        return attrs.evolve(area, polygons=(*area.polygons, *found))

    def _open(self, name: str | None, path: Path, builder: Builder) -> GeoJson | None:
        if name is None:
            return None
        try:
            source = self._read(str(PurePosixPath(name)))
        except FileError as error:
            where = (*path, "geojson")
            mark = builder.marks[where]
            location = Location(file=self.file, line=mark.line, column=mark.column, path=show_path(where))
            self.problems.append(Problem(location=location, message=str(error), remedy=error.remedy))
            return None
        if isinstance(source, Problem):
            self.problems.append(source)
            return None
        return source

    def _read(self, name: str) -> GeoJson | Problem:
        if name not in self._parsed:
            self.contents[name] = self.folder(name)
            self._parsed[name] = parse(self.contents[name], str(PurePath(self.file).parent / name))
        return self._parsed[name]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
